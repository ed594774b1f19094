// The neighbourhood drawn in columns, like beside like, and walked by arrow keys; the table below holds the same.
const data = JSON.parse(document.getElementById("graph-data").textContent);
const place = document.getElementById("graph");
const said = document.getElementById("graph-said");
const root = document.body.dataset.root;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const shapes = { mission: "ellipse", barrier: "round-rectangle", reform: "diamond", actor: "rectangle" };
const cut = (text) => (text.length > 64 ? `${text.slice(0, 62)}…` : text);
// More than this many things on a drawing show nothing; the table has them all, the surest first.
const MOST = 26, ROW = 46, COLUMN = 300, narrow = place.parentElement.clientWidth < 640;
const by = new Map(data.nodes.map((one) => [one.id, one]));

// Of each sort of link in turn the surest, so that no sort crowds out the others.
function chosen() {
  const sorts = new Map();
  for (const edge of data.edges) {
    const key = `${edge.says} ${edge.source === data.id}`;
    sorts.set(key, [...(sorts.get(key) || []), edge]);
  }
  const found = [];
  for (let n = 0; found.length < MOST && [...sorts.values()].some((list) => n < list.length); n += 1) {
    for (const list of sorts.values()) if (n < list.length && found.length < MOST) found.push(list[n]);
  }
  return found;
}

// Things that one step joins stand left and right, sorts together; what two steps join, beyond them.
function placed(edges) {
  const at = new Map([[data.id, { x: 0, y: 0, side: 0 }]]);
  const sides = { "-1": [], 1: [] }, beyond = { "-1": [], 1: [] };
  const first = edges.filter((e) => e.source === data.id || e.target === data.id);
  first.sort((a, b) => a.says.localeCompare(b.says) || a.target.localeCompare(b.target));
  first.forEach((edge, n) => {
    const other = edge.source === data.id ? edge.target : edge.source;
    if (at.has(other)) return;
    const side = narrow || n >= Math.floor(first.length / 2) ? 1 : -1;
    at.set(other, { side });
    sides[side].push(other);
  });
  for (let pass = 0; pass < 2; pass += 1) {
    for (const edge of edges) {
      for (const [here, there] of [[edge.source, edge.target], [edge.target, edge.source]]) {
        if (!at.has(there) && at.get(here)?.side) { const { side } = at.get(here); at.set(there, { side }); beyond[side].push(there); }
      }
    }
  }
  for (const [steps, lists] of [[1, sides], [2, beyond]]) {
    for (const side of [-1, 1]) lists[side].forEach((id, n) => Object.assign(at.get(id), { x: side * steps * COLUMN * (steps === 2 ? 0.9 : 0.6), y: (n - (lists[side].length - 1) / 2) * ROW }));
  }
  return at;
}
const edges = chosen(), at = placed(edges);
const shown = [...at.keys()].filter((id) => by.has(id));
const tall = Math.max(...[...at.values()].map((one) => Math.abs(one.y)));
place.hidden = false;
place.style.setProperty("height", `${Math.min(720, Math.max(320, 2 * tall + 120))}px`);
const drawn = window.cytoscape({
  container: place,
  elements: [
    ...shown.map((id) => ({ data: { ...by.get(id), name: cut(by.get(id).label), shape: shapes[by.get(id).type] || "ellipse", colour: colour(`--${by.get(id).type}`) || colour("--soft"), size: id === data.id ? 24 : 14, way: at.get(id).side < 0 ? "left" : at.get(id).side > 0 ? "right" : "center", lift: at.get(id).side ? "center" : "bottom" }, position: at.get(id) })),
    ...edges.filter((e) => at.has(e.source) && at.has(e.target)).map((e, n) => ({ data: { ...e, id: `e${n}` } })),
  ],
  style: [
    { selector: "node", style: { "background-color": "data(colour)", shape: "data(shape)", width: "data(size)", height: "data(size)", label: "data(name)", color: colour("--ink"), "font-size": 12, "font-family": "sans-serif", "text-wrap": "wrap", "text-max-width": 210, "text-valign": "data(lift)", "text-halign": "data(way)", "text-margin-x": 0, "text-background-color": colour("--paper"), "text-background-opacity": 0.85, "text-background-padding": 2 } },
    { selector: "edge", style: { width: 1.25, "line-color": colour("--line"), "target-arrow-color": colour("--soft"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
    { selector: "edge[basis = 'similarity']", style: { "line-style": "dashed" } },
    { selector: ".on", style: { "line-color": colour("--focus"), "border-width": 3, "border-color": colour("--focus"), label: "data(says)", "font-size": 11, color: colour("--ink"), "text-background-color": colour("--paper"), "text-background-opacity": 1 } },
    { selector: "node.on", style: { label: "data(name)" } },
  ],
  layout: { name: "preset", fit: true, padding: 28 },
  minZoom: 0.4, maxZoom: 1.6, userZoomingEnabled: false,
});
let here = data.id;
function stand(id) {
  here = id;
  drawn.elements().removeClass("on");
  const node = drawn.getElementById(id);
  node.addClass("on").connectedEdges().addClass("on");
  const links = data.edges.filter((e) => e.source === id || e.target === id).length;
  said.textContent = `${by.get(id).type}: ${by.get(id).label}. ${links} link${links === 1 ? "" : "s"} here. Enter opens its page.`;
}
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
place.addEventListener("keydown", (event) => {
  if (event.key === "Enter") location.href = root + by.get(here).page;
  const way = WAYS[event.key];
  if (!way) return;
  event.preventDefault();
  const from = at.get(here);
  const cost = (id) => { const dx = at.get(id).x - from.x, dy = at.get(id).y - from.y, along = dx * way[0] + dy * way[1]; return along <= 1 ? Infinity : along + 3 * Math.abs(dx * way[1] + dy * way[0]); };
  const best = shown.filter((id) => id !== here).sort((a, b) => cost(a) - cost(b))[0];
  if (best && cost(best) < Infinity) stand(best);
});
place.addEventListener("focus", () => stand(here));
drawn.on("mouseover", "node", (event) => stand(event.target.id()));
drawn.on("tap", "node", (event) => { location.href = root + event.target.data("page"); });
place.dataset.state = "drawn";
