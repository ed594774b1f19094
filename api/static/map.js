// Draws the map: names as links, cells on a canvas, and of all of it only what is in sight. Groups fold into one row
// or column that sums them up. The list below the map holds the same without a script.
import { aggregate, folded, ordinals, read } from "./map-model.js";

const map = document.getElementById("map");
const opened = document.getElementById("opened");
const tools = document.getElementById("map-tools");
const root = document.body.dataset.root;
const model = read(JSON.parse(document.getElementById("map-data").textContent));
const STEPS = { near: 30, middle: 19, far: 9 };
const narrow = window.innerWidth < 640;
const HEADS = { near: 168, middle: 150, far: 92 }, BAND = 22, SIDE = narrow ? 148 : 330, SLANT = 190;
const side = { rows: { closed: new Set() }, columns: { closed: new Set() } };
let zoom = "near", find = "", focused = null, hovered = null, rows, columns, tone;

const make = (tag, kind, text) => {
  const one = document.createElement(tag);
  one.className = kind;
  if (text !== undefined) one.textContent = text;
  return one;
};
const sheet = make("div", "sheet"), heads = make("div", "heads"), sides = make("div", "sides"), corner = make("div", "corner");
const canvas = make("canvas", "cells"), cursor = make("button", "cursor"), tip = make("div", "tip");
cursor.type = "button";
cursor.tabIndex = -1;
tip.hidden = true;
canvas.setAttribute("aria-hidden", "true");
heads.append(corner);
sheet.append(heads, canvas, sides, cursor);
map.append(sheet);
document.body.append(tip);
map.hidden = tools.hidden = false;
const pen = canvas.getContext("2d");

// Where everything stands: items with their places, as folded, found and zoomed.
function lay() {
  const step = STEPS[zoom];
  rows = ordinals(folded(model.rows, model.rowGroups, side.rows.closed, find, true), step, Math.max(step, 24));
  columns = ordinals(folded(model.columns, model.columnGroups, side.columns.closed, "", false), step, step);
  aggregate(model, rows.items, columns.items);
  map.style.setProperty("--side", `${SIDE}px`);
  map.style.setProperty("--head", `${top_()}px`);
  map.style.setProperty("--step", `${step}px`);
  map.dataset.zoom = zoom;
  sheet.style.width = `${SIDE + columns.size + SLANT}px`;
  sheet.style.height = `${top_() + rows.size + 12}px`;
  sides.style.height = `${rows.size}px`;
  if (focused && !cell(focused)) focused = null;
  draw();
}
const top_ = () => HEADS[zoom] + (model.columnGroups.length > 1 ? BAND : 0);
const cell = (at) => rows.items[at[0]]?.cells.get(at[1]);
const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function paint() {
  const style = getComputedStyle(map);
  const get = (name) => style.getPropertyValue(name).trim();
  tone = { one: get("--one"), two: get("--two"), more: get("--more"), line: get("--line"), on: get("--raised"), soft: get("--soft"), gap: get("--barrier"), paper: get("--paper") };
}

function draw() {
  const width = Math.max(0, map.clientWidth - SIDE), height = Math.max(0, map.clientHeight - top_());
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.marginBottom = `${-height}px`;
  }
  const x0 = map.scrollLeft, y0 = map.scrollTop;
  const [first, last] = rows.span(y0, y0 + height), [left, right] = columns.span(x0, x0 + width);
  pen.setTransform(ratio, 0, 0, ratio, -x0 * ratio, -y0 * ratio);
  pen.clearRect(x0, y0, width, height);
  ground(first, last, left, right, x0, y0, width, height);
  for (let n = first; n < last; n += 1) {
    for (const [m, one] of rows.items[n].cells) if (m >= left && m < right) dot(n, m, one);
  }
  name(first, last, left, right);
  tell();
  point();
}

// Rules, the bands of the row and column in question, hatching where none was found.
function ground(first, last, left, right, x0, y0, width, height) {
  pen.fillStyle = tone.on;
  const here = hovered || focused;
  if (here && rows.items[here[0]]) pen.fillRect(x0, rows.at[here[0]], width, rows.high(here[0]));
  if (here && columns.items[here[1]]) pen.fillRect(columns.at[here[1]], y0, columns.high(here[1]), height);
  pen.strokeStyle = tone.line;
  pen.lineWidth = 0.5;
  pen.beginPath();
  for (let n = first; n < last; n += 1) {
    const item = rows.items[n], y = rows.at[n] + rows.high(n) - 0.25;
    if (zoom !== "far" || item.group) { pen.moveTo(x0, y); pen.lineTo(Math.min(x0 + width, columns.size), y); }
  }
  for (let m = left; m < right; m += 1) {
    if (zoom === "near" || columns.items[m].starts) { const x = columns.at[m] + (columns.items[m].starts ? 0 : columns.high(m)) - 0.25; pen.moveTo(x, y0); pen.lineTo(x, Math.min(y0 + height, rows.size)); }
  }
  pen.stroke();
  pen.strokeStyle = tone.gap;
  pen.globalAlpha = 0.28;
  pen.beginPath();
  for (let n = first; n < last; n += 1) {
    if (rows.items[n].none !== 1) continue;
    const y = rows.at[n], h = rows.high(n), end = Math.min(x0 + width, columns.size);
    for (let x = Math.floor(x0 / 8) * 8; x < end - h; x += 8) { pen.moveTo(x, y + h - 2); pen.lineTo(x + h - 4, y + 2); }
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

// Area grows with the quotes; the tone with the publishers; one source is a ring; what is only inferred is a square.
function dot(n, m, one) {
  const step = Math.min(rows.high(n), columns.high(m)), most = step / 2 - (zoom === "far" ? 0.5 : 2);
  const size = Math.max(zoom === "far" ? 2 : 2.5, Math.min(most, most * Math.sqrt(Math.min(one.evidence, 16) / 16) + (zoom === "far" ? 1 : 2)));
  const x = columns.at[m] + columns.high(m) / 2, y = rows.at[n] + rows.high(n) / 2;
  const colour = one.publishers.size > 2 ? tone.more : one.publishers.size === 2 ? tone.two : tone.one;
  pen.beginPath();
  if (one.inferred) pen.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
  else pen.arc(x, y, size, 0, 2 * Math.PI);
  if (one.inferred) { pen.setLineDash([2, 2]); pen.strokeStyle = tone.soft; pen.lineWidth = 1.25; pen.stroke(); pen.setLineDash([]); return; }
  if (one.single && zoom !== "far") { pen.strokeStyle = colour; pen.lineWidth = Math.min(2, size / 2 + 0.5); pen.stroke(); return; }
  pen.fillStyle = colour;
  pen.fill();
}

function name(first, last, left, right) {
  const tops = [], lefts = [];
  const here = hovered || focused || [-1, -1];
  for (let m = left; m < right; m += 1) {
    const item = columns.items[m];
    if (zoom === "far" && !item.group) continue;
    const one = item.group ? fold("columns", item) : make("a", "head", item.label);
    if (!item.group) one.href = `${root}/${item.path}`;
    one.classList.add("head");
    one.classList.toggle("on", m === here[1]);
    one.style.left = `${SIDE + columns.at[m] + columns.high(m) / 2}px`;
    if (!item.group) one.tabIndex = -1;
    one.title = item.label;
    tops.push(one);
  }
  if (model.columnGroups.length > 1) {
    for (const [group, from, to] of columns.bands()) {
      const one = fold("columns", { group: true, of: group, label: model.columnGroups[group], closed: false, count: columns.counts.get(group) }, "band");
      one.style.left = `${SIDE + from}px`;
      one.style.width = `${to - from - 1}px`;
      if (to > map.scrollLeft && from < map.scrollLeft + map.clientWidth) tops.push(one);
    }
  }
  for (let n = first; n < last; n += 1) {
    const item = rows.items[n];
    if (zoom === "far" && !item.group && n !== here[0]) continue;
    const one = item.group ? fold("rows", item) : label(item);
    one.classList.add("side");
    one.classList.toggle("on", n === here[0]);
    one.style.top = `${rows.at[n]}px`;
    one.style.height = `${rows.high(n)}px`;
    lefts.push(one);
  }
  heads.replaceChildren(corner, ...tops);
  sides.replaceChildren(...lefts);
}

// The corner reads out what is pointed at: where names do not fit, it is the only place that has them.
function tell() {
  const at = hovered || focused, one = at && cell(at);
  const row = at && rows.items[at[0]], column = at && columns.items[at[1]];
  if (!row || !column) return corner.replaceChildren(make("p", "", "Point at a cell to read it; click for its quotes."));
  corner.replaceChildren(make("p", "said", short(row.label, narrow ? 50 : 110)), make("p", "", short(column.label, narrow ? 50 : 110)), make("small", "", one ? counted(one) : row.none === 2 ? "not tied; a reform stands near by" : row.none ? "none found" : "nothing joins them"));
}

function label(item) {
  const one = make("div", "");
  const link = make("a", "", item.label);
  link.href = `${root}/${item.path}`;
  link.tabIndex = -1;
  link.title = item.label;
  one.append(link);
  if (item.none) {
    const unsure = item.none === 2;
    const none = make("button", unsure ? "none near" : "none", unsure ? "near by?" : narrow ? "none" : "none found");
    none.type = "button";
    none.dataset.none = item.path;
    none.title = `${unsure ? "Not tied, but a reform stands near by" : "None found"}: ${item.label}. See what is nearest`;
    one.append(none);
  } else if (item.works) one.append(make("small", "", String(item.works)));
  return one;
}

function fold(which, item, kind = "") {
  const one = make("button", `fold ${kind}`, `${item.closed ? "▸" : "▾"} ${item.label} `);
  one.type = "button";
  one.append(make("small", "", String(item.count ?? "")));
  one.dataset.fold = `${which} ${item.of}`;
  one.title = item.label;
  one.setAttribute("aria-expanded", String(!item.closed));
  return one;
}

// The one control that stands for the cell in question, for the keyboard and for readers of the screen.
function point() {
  const one = focused && cell(focused);
  cursor.hidden = !one;
  if (!one) return;
  const [n, m] = focused;
  Object.assign(cursor.style, { left: `${SIDE + columns.at[m]}px`, top: `${top_() + rows.at[n]}px`, width: `${columns.high(m)}px`, height: `${rows.high(n)}px` });
  cursor.setAttribute("aria-label", says(n, m, one));
}
const many = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;
function counted(one) {
  const rests = !one.inferred && !one.publishers.size ? "briefings alone" : one.inferred ? "the machine’s inference" : one.single ? "a single source" : many(one.publishers.size, "publisher");
  return `${many(one.evidence, "quote")}, ${rests}`;
}
const says = (n, m, one) => `${rows.items[n].label} × ${columns.items[m].label}: ${counted(one)}`;

async function show(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".quotes");
  if (!found) return;
  const close = make("button", "quiet close", "Close");
  close.type = "button";
  opened.hidden = false;
  opened.replaceChildren(close, document.adoptNode(found));
  opened.scrollTop = 0;
  document.dispatchEvent(new Event("quotes"));
  if (narrow) opened.scrollIntoView({ block: "nearest" });
  lay();
}
function open(at) {
  const row = rows.items[at[0]], column = columns.items[at[1]];
  if (row.group || column.group) {
    if (row.group) side.rows.closed.delete(row.of);
    if (column.group) side.columns.closed.delete(column.of);
    focused = null;
    return lay();
  }
  const similar = cell(at).inferred ? "&similar=true" : "";
  return show(`${root}/matrix/cell?row=${encodeURIComponent(row.path)}&column=${encodeURIComponent(column.path)}${similar}`);
}

// The next cell in a direction: along a row, or the nearest of the next row that has one.
function next(at, key) {
  const filled = (n) => [...rows.items[n].cells.keys()].sort((a, b) => a - b);
  if (!at) { const n = rows.items.findIndex((item) => item.cells.size); return n < 0 ? null : [n, filled(n)[0]]; }
  const [n, m] = at;
  if (key === "Home") return [n, filled(n)[0]];
  if (key === "End") return [n, filled(n).at(-1)];
  if (key === "ArrowRight") return [n, filled(n).find((other) => other > m) ?? m];
  if (key === "ArrowLeft") return [n, filled(n).findLast((other) => other < m) ?? m];
  const way = key === "ArrowDown" || key === "PageDown" ? 1 : -1;
  let seen = key.startsWith("Page") ? 10 : 1, best = at;
  for (let row = n + way; row >= 0 && row < rows.items.length && seen; row += way) {
    const found = filled(row);
    if (!found.length) continue;
    best = [row, found.reduce((a, b) => (Math.abs(b - m) < Math.abs(a - m) ? b : a))];
    seen -= 1;
  }
  return best;
}
const KEYS = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "PageUp"]);
map.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key) || event.target.closest(".fold, .none")) return;
  event.preventDefault();
  focused = next(focused, event.key);
  if (!focused) return;
  hovered = null;
  const [n, m] = focused;
  map.scrollTop = Math.min(map.scrollTop, rows.at[n]);
  map.scrollTop = Math.max(map.scrollTop, top_() + rows.at[n] + rows.high(n) - map.clientHeight);
  map.scrollLeft = Math.min(map.scrollLeft, columns.at[m]);
  map.scrollLeft = Math.max(map.scrollLeft, SIDE + columns.at[m] + columns.high(m) - map.clientWidth);
  draw();
  cursor.focus({ preventScroll: true });
});

function under(event) {
  const box = map.getBoundingClientRect();
  const x = event.clientX - box.left - SIDE, y = event.clientY - box.top - top_();
  if (x < 0 || y < 0) return null;
  const n = rows.under(y + map.scrollTop), m = columns.under(x + map.scrollLeft);
  return n < 0 || m < 0 ? null : [n, m];
}
map.addEventListener("pointermove", (event) => {
  const at = under(event), before = String(hovered);
  hovered = at;
  if (String(at) !== before) later();
  const one = at && cell(at);
  tip.hidden = !one;
  if (!one) return;
  tip.replaceChildren(make("b", "", short(rows.items[at[0]].label, 140)), make("span", "", short(columns.items[at[1]].label, 140)), make("small", "", counted(one)), ...(one.publishers.size && !one.inferred ? [make("small", "", short([...one.publishers].map((p) => model.publishers[p]).join(" · "), 120))] : []));
  const wide = 320;
  tip.style.left = `${Math.min(event.clientX + 14, window.innerWidth - wide - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 16, window.innerHeight - tip.offsetHeight - 8)}px`;
});
map.addEventListener("pointerleave", () => { hovered = null; tip.hidden = true; later(); });
map.addEventListener("click", (event) => {
  const none = event.target.closest("[data-none]"), toggle = event.target.closest("[data-fold]");
  if (none) return show(`${root}/matrix/none?row=${encodeURIComponent(none.dataset.none)}&${new URLSearchParams({ columns: map.dataset.columns })}`);
  if (toggle) {
    const [which, group] = toggle.dataset.fold.split(" "), closed = side[which].closed;
    if (!closed.delete(Number(group))) closed.add(Number(group));
    focused = null;
    lay();
    return map.querySelector(`[data-fold="${which} ${group}"]`)?.focus({ preventScroll: true });
  }
  const at = event.target === cursor ? focused : event.target.closest("a, .heads, .sides") ? null : under(event);
  if (!at || !cell(at)) return;
  focused = at;
  point();
  cursor.focus({ preventScroll: true });
  open(at);
});
opened.addEventListener("click", (event) => {
  if (!event.target.closest(".close")) return;
  opened.hidden = true;
  lay();
  (focused ? cursor : map).focus({ preventScroll: true });
});
tools.addEventListener("click", (event) => {
  const one = event.target.closest("button");
  if (!one) return;
  if (one.dataset.zoom) {
    zoom = one.dataset.zoom;
    for (const other of tools.querySelectorAll("[data-zoom]")) other.setAttribute("aria-pressed", String(other === one));
  } else {
    const close = one.dataset.all === "close";
    side.rows.closed = new Set(close ? model.rowGroups.keys() : []);
    side.columns.closed = new Set(close ? model.columnGroups.keys() : []);
  }
  focused = null;
  lay();
});
tools.addEventListener("input", (event) => {
  if (event.target.type !== "search") return;
  find = event.target.value.trim().toLowerCase();
  map.scrollTop = 0;
  lay();
});
let waiting = false;
function later() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); });
}
map.addEventListener("scroll", () => { tip.hidden = true; later(); }, { passive: true });
new ResizeObserver(later).observe(map);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint(); later(); });
for (const one of tools.querySelectorAll("[data-all]")) one.hidden = model.rowGroups.length < 2 && model.columnGroups.length < 2;
paint();
lay();
map.dataset.state = "drawn";
performance.mark("map-drawn");
