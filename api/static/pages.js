// One page of a PDF, with the quoted words marked on it. The words are looked for as letters and digits alone, since
// spaces, hyphens and ligatures differ between a page and its text.
const place = document.getElementById("pdf");
const state = document.getElementById("state");
const { source, vendor, library, quote } = place.dataset;

function letters(text) {
  const found = [];
  Array.from(text).forEach((sign, at) => {
    for (const one of sign.normalize("NFKD").toLowerCase()) if (/[\p{L}\p{N}]/u.test(one)) found.push([one, at]);
  });
  return found;
}

// Where a quote stands among the letters of a page: all of it, else the longest end or start of it that does (a quote
// that goes over the page).
function span(page, wanted) {
  if (!wanted) return null;
  const whole = page.indexOf(wanted);
  if (whole >= 0) return [whole, whole + wanted.length];
  for (let size = wanted.length - 1; size >= Math.min(24, wanted.length - 1) && size > 8; size -= 1) {
    const start = page.indexOf(wanted.slice(0, size));
    if (start >= 0) return [start, start + size];
    const end = page.indexOf(wanted.slice(-size));
    if (end >= 0) return [end, end + size];
  }
  return null;
}

async function draw() {
  const pdfjs = await import(library);
  pdfjs.GlobalWorkerOptions.workerSrc = vendor + "pdf.worker.min.mjs";
  const file = await pdfjs.getDocument({
    url: source, cMapUrl: vendor + "cmaps/", cMapPacked: true, standardFontDataUrl: vendor + "standard_fonts/",
    wasmUrl: vendor + "wasm/", isEvalSupported: false,
  }).promise;
  const page = await file.getPage(Math.min(Number(place.dataset.page), file.numPages));
  const width = place.clientWidth;
  const scale = width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width * ratio;
  canvas.height = viewport.height * ratio;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Page ${page.pageNumber} as printed`);
  place.replaceChildren(canvas);
  await page.render({ canvas, viewport, transform: ratio === 1 ? null : [ratio, 0, 0, ratio, 0, 0] }).promise;
  const marked = quote ? mark(pdfjs, await page.getTextContent(), viewport) : 0;
  state.textContent = quote ? (marked ? "The quoted words are marked on the page." : "The words stand on this page in another form, or on another page.") : "";
  place.dataset.state = "drawn";
}

function mark(pdfjs, content, viewport) {
  const items = content.items.filter((one) => one.str);
  const flat = items.flatMap((one, n) => letters(one.str).map(([sign, at]) => [sign, n, at]));
  const found = span(flat.map(([sign]) => sign).join(""), letters(quote).map(([sign]) => sign).join(""));
  if (!found) return 0;
  const ends = new Map();
  for (const [, n, at] of flat.slice(...found)) {
    const [from, to] = ends.get(n) || [at, at];
    ends.set(n, [Math.min(from, at), Math.max(to, at)]);
  }
  let first = null;
  for (const [n, [from, to]] of ends) {
    const one = items[n], size = Array.from(one.str).length;
    const [, , c, d, x, y] = pdfjs.Util.transform(viewport.transform, one.transform);
    const height = Math.hypot(c, d), length = one.width * viewport.scale;
    const over = document.createElement("div");
    over.className = "over";
    over.style.left = `${(100 * (x + (length * from) / size)) / viewport.width}%`;
    over.style.top = `${(100 * (y - height)) / viewport.height}%`;
    over.style.width = `${(100 * length * (to + 1 - from)) / size / viewport.width}%`;
    over.style.height = `${(120 * height) / viewport.height}%`;
    over.dataset.text = Array.from(one.str).slice(from, to + 1).join("");
    place.append(over);
    first ??= over;
  }
  first.scrollIntoView({ block: "center" });
  return ends.size;
}

draw().catch((error) => {
  place.dataset.state = "failed";
  state.textContent = `The page could not be drawn (${error.message}). Open the file itself instead.`;
});
