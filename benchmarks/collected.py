"""Search collections of real text from Debian packages: ``python -m benchmarks.collected FOLDER [NAME…]``.

Each is written to FOLDER/NAME in BEIR layout for ``missiongraph bench retrieval``: a part of a text is the query, the
rest of it the document. Needs a Debian or Ubuntu system with manual pages, and for the others
``apt-get install wordnet-base libreoffice-help-en-us perl-doc``, and long descriptions
(``apt-get -o Acquire::Languages=en update``). Which packages are there decides what is drawn, so figures are alike on
two machines, not the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lxml import html

SHARE = Path("/usr/share")
DOCUMENTS, QUERIES, WORDS = 800, 120, 80
#: A query, or None for a document that nothing asks for, and the document.
Pair = tuple[str | None, str]


def packages() -> Iterator[Pair]:
    """Short descriptions of packages, and long ones."""
    names = subprocess.run(["apt-cache", "pkgnames"], check=True, capture_output=True, text=True).stdout.split()
    drawn = random.Random(7).sample(sorted(names), 4000)
    command = ["apt-cache", "-o", "Acquire::Languages=en", "show", "--no-all-versions", *drawn]
    for entry in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n\n"):
        found = re.search(r"^Description(?:-en)?: (.*)\n((?: .*\n?)+)", entry, re.MULTILINE)
        if found and len(found[2].split()) >= 30:
            yield found[1], found[2].replace("\n .\n", "\n")


def manual() -> Iterator[Pair]:
    """What ``whatis`` says of a page, and its description."""
    for path in sorted(SHARE.glob("man/man[1-8]/*.gz")):
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as stream:
            text = re.sub(r"\\f[BIRP]|\\[&|]|\\\".*", "", stream.read()).replace("\\-", "-")
        sections = dict(re.findall(r'^\.SH "?([^"\n]+)"?\n(.*?)(?=^\.SH|\Z)', text, re.MULTILINE | re.DOTALL))
        name = re.match(r"\S.*? - (.*)", sections.get("NAME", ""))
        body = re.sub(r"^[.'](?![BI]R? ).*$|^\.[BIR]+ ", "", sections.get("DESCRIPTION", ""), flags=re.MULTILINE)
        if name and len(body.split()) >= 40:
            yield name[1], body


def wordnet() -> Iterator[Pair]:
    """Sentences that use a word in one of its senses, and the senses."""
    for path in sorted(SHARE.glob("wordnet/data.*")):
        for line in path.read_text("utf-8").splitlines():
            head, _, gloss = line.partition(" | ")
            meaning, *examples = [part.strip(' ";') for part in re.split(r';\s*(?=")', gloss)]
            if len(meaning.split()) > 4 and not line.startswith("  "):
                used = examples[0] if examples and len(examples[0].split()) > 4 else None
                yield used, f"{head.split()[4].replace('_', ' ')}: {meaning}"


def office() -> Iterator[Pair]:
    """Titles of help pages, and their text."""
    for path in sorted(SHARE.glob("libreoffice/help/en-US/text/**/*.html")):
        body = html.parse(str(path)).getroot().find("body")
        for element in list(body.iter("script", "style", "nav", "header", "footer")):
            element.drop_tree()
        headings = [one for one in body.iter("h1", "h2") if one.text_content().strip()]
        if headings:
            title = " ".join(headings[0].text_content().split())
            headings[0].drop_tree()
            yield title if len(title.split()) > 1 else None, body.text_content()


def perl() -> Iterator[Pair]:
    """The questions of Perl's list, and answers among other sections of its documentation."""
    for path in sorted(SHARE.glob("perl/*/pod/perl[!5]*.pod")):
        text = re.sub(r"[BCIFLSX]<+\s?([^<>]*?)\s?>+", r"\1", path.read_text("utf-8", errors="replace"))
        for found in re.finditer(r"^=(?:head\d|item) (.+?)\n(.*?)(?=^=|\Z)", text, re.MULTILINE | re.DOTALL):
            asked = path.name.startswith("perlfaq") and found[1].endswith("?")
            yield found[1] if asked else None, found[2]


COLLECTIONS: dict[str, Callable[[], Iterator[Pair]]] = {
    "packages": packages, "manual": manual, "wordnet": wordnet, "office": office, "perl": perl,
}  # fmt: skip


def write(folder: Path, pairs: Iterable[Pair]) -> tuple[int, int]:
    """Draw from the pairs, the same from the same, and write them; return how many documents and queries."""
    known: dict[str, str | None] = {}
    for query, text in pairs:
        if len(text.split()) >= 5:
            known.setdefault(" ".join(text.split()[:WORDS]), query)
    rows = sorted(known.items(), key=lambda row: row[0])
    random.Random(3).shuffle(rows)
    asked = [row for row in rows if row[1]][:QUERIES]
    held = set(asked)
    rows = asked + [row for row in rows if row not in held][: DOCUMENTS - len(asked)]
    folder.mkdir(parents=True, exist_ok=True)
    documents = [json.dumps({"_id": f"d{i}", "title": "", "text": text}) for i, (text, _) in enumerate(rows)]
    queries = [json.dumps({"_id": f"q{i}", "text": query}) for i, (_, query) in enumerate(asked)]
    (folder / "corpus.jsonl").write_text("\n".join(documents) + "\n", encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(queries) + "\n", encoding="utf-8")
    grades = [f"q{i}\td{i}\t1" for i in range(len(asked))]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *grades]) + "\n", encoding="utf-8")
    return len(rows), len(asked)


def main() -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=list(COLLECTIONS), metavar="NAME")
    given = parser.parse_args()
    for name in given.names:
        documents, queries = write(given.folder / name, COLLECTIONS[name]())
        print(f"{name}: {documents} documents, {queries} queries", flush=True)


if __name__ == "__main__":
    main()
