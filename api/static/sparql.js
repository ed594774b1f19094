// The query field as YASGUI's editor. Classes and properties come from the library's own VoID description, prefixes
// from the page; nothing is asked of other hosts. The form goes on working as it does without scripts.
const area = document.getElementById("query");
const form = document.getElementById("ask");
const root = document.body.dataset.root;
const { Yasqe } = window;
const prefixes = JSON.parse(area.dataset.prefixes);

// Names of a sort in the VoID description, in N-Triples.
const named = (text, name) => [...text.matchAll(new RegExp(`<http://rdfs.org/ns/void#${name}> <([^>]+)>`, "g"))].map((one) => one[1]).sort();

// Where the description cannot be had, the editor works without completing classes and properties.
async function describe() {
  const answer = await fetch(`${root}/.well-known/void`, { headers: { Accept: "application/n-triples" } }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  return { class: named(text, "class"), property: named(text, "property") };
}

// A list that is there already is stored as the completer is enabled: what is drawn completes.
async function complete() {
  for (const [kind, names] of Object.entries(await describe())) {
    Yasqe.forkAutocompleter(kind, { name: `library-${kind}`, get: names, bulk: true, persistenceId: null }, false);
    await editor.enableCompleter(`library-${kind}`);
  }
}

Yasqe.forkAutocompleter("prefixes", { name: "library-prefixes", get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(), persistenceId: null }, false);

// The editor joins lists by place, so what it starts with (classes from another host among them) goes first.
Yasqe.defaults.autocompleters = [];

const place = document.createElement("div");
place.id = "editor";
area.before(place);
area.hidden = true;
const editor = new Yasqe(place, {
  value: area.value, persistenceId: null, createShareableLink: null, consumeShareLink: null, showQueryButton: false,
  prefixCcApi: null, resizeable: false, collapsePrefixesOnLoad: false, lineWrapping: true,
  autocompleters: ["library-prefixes", "variables"],
  screenReaderLabel: "The query", editorHeight: "auto",
});
window.queryEditor = editor;
const run = () => { area.value = editor.getValue(); form.submit(); };
// Tab moves on, as everywhere on the page: an editor that keeps it is a trap for the keyboard.
editor.addKeyMap({ "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false });
form.addEventListener("submit", () => { area.value = editor.getValue(); });
document.getElementById("keys").hidden = false;
await complete();
place.dataset.state = "drawn";
