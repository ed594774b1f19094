// Dropping files, and the steps of the upload as the server tells them. Without this the form does the same in one step.
const form = document.getElementById("upload");
const drop = document.getElementById("drop");
const input = form.querySelector("input[type=file]");
const state = document.getElementById("state");
const line = state.querySelector("p");
const bar = state.querySelector("progress");
const outcome = document.getElementById("outcome");

for (const one of document.querySelectorAll(".scripted")) one.hidden = false;
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
  });
}
drop.addEventListener("drop", (event) => { input.files = event.dataTransfer.files; send(); });
form.addEventListener("submit", (event) => { event.preventDefault(); send(); });

function say(text, part) {
  state.hidden = false;
  line.textContent = text;
  if (part === null) bar.removeAttribute("value"); else bar.value = part;
}

// Server-sent events of a POST, which EventSource cannot make: the text so far, cut at its blank lines.
function told(text) {
  return text.split("\n\n").slice(0, -1).map((block) => {
    const [name, content] = block.split("\n");
    return [name.slice("event: ".length), JSON.parse(content.slice("data: ".length))];
  });
}

function send() {
  if (!input.files.length) return;
  const request = new XMLHttpRequest();
  let seen = 0;
  const look = () => {
    if (!(request.getResponseHeader("content-type") || "").startsWith("text/event-stream")) return;
    const steps = told(request.responseText);
    for (const [name, content] of steps.slice(seen)) {
      if (name === "progress") say(content[2] ? `${content[0]} (${content[1]} of ${content[2]})` : content[0], content[2] ? content[1] / content[2] : null);
      if (name === "done") finish(content.html);
      if (name === "problem") fail(content.detail);
    }
    seen = steps.length;
  };
  request.upload.addEventListener("progress", (event) => say("Sending", event.lengthComputable ? event.loaded / event.total : null));
  request.upload.addEventListener("load", () => say("Reading", null));
  request.addEventListener("progress", look);
  request.addEventListener("error", () => fail("The server was not reached. Try again."));
  request.addEventListener("load", () => {
    if (request.status >= 400) { let why; try { why = JSON.parse(request.responseText).detail; } catch { why = `The server answered ${request.status}.`; } fail(why); } else look();
  });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/event-stream, application/problem+json;q=0.5");
  request.send(new FormData(form));
  say("Sending", 0);
}

function finish(html) {
  state.hidden = true;
  outcome.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  outcome.dataset.state = "done";
  form.reset();
}
function fail(why) {
  state.hidden = true;
  const note = document.createElement("p");
  note.className = "note warn";
  note.setAttribute("role", "alert");
  note.textContent = why;
  outcome.replaceChildren(note);
  outcome.dataset.state = "failed";
}
