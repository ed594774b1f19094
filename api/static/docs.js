// The routes, to read and to try, from the server's own description.
const place = document.getElementById("swagger");
window.SwaggerUIBundle({ url: place.dataset.url, domNode: place, deepLinking: true, validatorUrl: null, onComplete: () => { place.dataset.state = "drawn"; } });
