// What scripts add to every page: copying a quote with its reference, and the basket, kept in this browser until it
// is opened, when all of it stands in the address.
const KEY = "missiongraph-basket";
const root = document.body.dataset.root;

export function kept() {
  try { return JSON.parse(localStorage.getItem(KEY) || "[]"); } catch { return []; }
}
function keep(items) {
  try { localStorage.setItem(KEY, JSON.stringify(items)); } catch { /* private windows: the address still works */ }
  show();
}
export function address(items) {
  return `${root}/basket` + (items.length ? "?" + items.map((one) => "item=" + encodeURIComponent(one)).join("&") : "");
}
function show() {
  const items = kept();
  const link = document.getElementById("basket-link");
  link.href = address(items);
  link.textContent = items.length ? `Basket (${items.length})` : "Basket";
  for (const one of document.querySelectorAll("[data-basket]")) {
    one.textContent = items.includes(one.dataset.basket) ? "In the basket" : "Add to basket";
  }
}
async function copy(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); } catch {
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = before; }, 1500);
}
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-basket]");
  if (add && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const items = kept(), one = add.dataset.basket;
    keep(items.includes(one) ? items.filter((other) => other !== one) : [...items, one]);
  }
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
if (document.body.querySelector("#basket[data-items]")) {
  const here = JSON.parse(document.getElementById("basket").dataset.items);
  if (here.length) keep(here);
}
function reveal() { for (const one of document.querySelectorAll("[data-copy]")) one.hidden = false; }
document.addEventListener("quotes", () => { reveal(); show(); });
reveal();
show();
