"""Pages as documents: what is in them, what guards them, and that hostile text stays text."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from markupsafe import escape as markup

from missiongraph.ontology.identifiers import short_hash

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from missiongraph.search.library import Snapshot

HTML = {"Accept": "text/html"}
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\u202egnp.exe"
PAGES = (
    "/",
    "/search?q=data",
    "/linked?q=public contracts",
    "/reports",
    "/barriers",
    "/reforms",
    "/actors",
    "/missions",
)


def html(client: httpx.Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_guarded_and_light(client: httpx.Client, address: str) -> None:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in answer.text
    assert "http://" not in answer.text.replace("http://www.w3.org", "").split("<main")[0]
    style = client.get("/static/site.css").text
    fonts = set(re.findall(r'url\("(vendor/fonts/[^"]+)"\)', style))
    assert fonts
    linked = sum(len(gzip.compress(client.get(f"/static/{n}").content)) for n in ("site.css", "site.js", "mark.svg"))
    linked += sum(len(client.get(f"/static/{n}").content) for n in fonts)
    assert answer.num_bytes_downloaded + linked <= 120_000


def test_static_files_are_kept_where_the_address_carries_the_hash(client: httpx.Client) -> None:
    address = html(client, "/").split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get("/static/site.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", ".hidden", "vendor"])
def test_static_files_stay_in_their_folder(client: httpx.Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("page", ["search", "linked"])
def test_a_hostile_query_is_shown_as_text(client: httpx.Client, page: str) -> None:
    shown = html(client, str(httpx.URL(f"/{page}", params={"q": HOSTILE})))
    assert "<script>document" not in shown
    assert "&lt;script&gt;" in shown
    assert "\u202e" not in shown
    assert "⟨U+202E⟩" in shown


def test_a_question_is_answered_above_the_passages(client: httpx.Client) -> None:
    shown = html(client, "/search?q=which reforms help charities win public contracts")
    assert 0 < shown.index('class="answers reform"') < shown.index('class="hit"')


def test_facets_keep_the_state_in_the_address(client: httpx.Client) -> None:
    shown = html(client, "/search?q=data&publisher=demos")
    assert "remove this filter" in shown or "No passage was found" in shown


def test_problems_are_pages_too(client: httpx.Client) -> None:
    assert "no barrier" in html(client, "/barrier/absent", 404)
    assert "no words" in html(client, "/linked?q=%3F", 400)


@pytest.mark.browser
def test_hostile_text_does_nothing_in_a_browser(page: Page) -> None:
    page.goto(str(httpx.URL("/search", params={"q": HOSTILE})))
    assert page.title() != "owned"
    assert page.locator("main input[name=q]").input_value().startswith("<script>")
    page.goto(str(httpx.URL("/search", params={"q": "x" * 1900})))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_a_small_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_the_documentation_of_the_routes_loads_from_here_alone(page: Page) -> None:
    hosts = set()
    page.on("request", lambda request: hosts.add(httpx.URL(request.url).host))
    page.goto("/docs")
    page.wait_for_selector(".opblock")
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("kind", ["mission", "barrier", "reform", "actor"])
def test_the_page_of_a_thing_quotes_and_cites(client: httpx.Client, kind: str) -> None:
    item = client.get(f"/{kind}s").json()["items"][0]
    shown = html(client, f"/{kind}/{item['slug']}")
    assert shown.count("<blockquote") >= 1
    for wanted in ("Cite this", "JSON-LD", "SPARQL", "basket.ris?item="):
        assert wanted in shown


def test_the_reader_shows_every_passage_and_marks_the_quoted_words(client: httpx.Client) -> None:
    barrier = client.get("/barriers").json()["items"][0]
    quote = client.get(f"/barrier/{barrier['slug']}").json()["evidence"][0]
    name = f"{quote['passage'].rpartition('/')[2]}~{short_hash(quote['quote'])}"
    slug = quote["report"].rpartition("/")[2]
    shown = html(client, f"/reports/{slug}/read?quote={name}")
    assert f'<mark id="quoted">{markup(quote["quote"])}</mark>' in shown
    assert 'class="in ' in shown
    assert 'class="in actor"' not in html(client, f"/reports/{slug}/read?show=reform")


def test_the_source_is_the_file_as_given(client: httpx.Client, snapshot: Snapshot) -> None:
    for entry in snapshot.manifest.reports:
        answer = client.get(f"/reports/{entry.slug}/source")
        assert hashlib.sha256(answer.content).hexdigest() == entry.sha256
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["no such~quote", "x>y", "a" * 300, "ok~xyz"])
def test_a_basket_refuses_what_names_no_quote(client: httpx.Client, name: str) -> None:
    answer = client.get("/basket", params={"item": name})
    assert answer.status_code == 400
    assert "names no quote" in answer.json()["detail"]


def five(client: httpx.Client) -> list[tuple[str, dict[str, Any]]]:
    """Five quotes of five barriers, by their names in a basket."""
    found = []
    for item in client.get("/barriers?limit=5").json()["items"]:
        quote = client.get(f"/barrier/{item['slug']}").json()["evidence"][0]
        found.append((f"{quote['passage'].rpartition('/')[2]}~{short_hash(quote['quote'])}", quote))
    return found


def test_references_survive_independent_parsers_with_their_pages(client: httpx.Client) -> None:
    import rispy
    from bibtexparser.entrypoint import parse_string

    quotes = five(client)
    items = {"item": [name for name, _ in quotes]}
    pages = [q["page_label"] or str(q["page"]) for _, q in quotes]
    words = [re.sub(r"\s+", " ", q["quote"]).strip() for _, q in quotes]
    records = rispy.loads(client.get("/basket.ris", params=items).text)
    assert [r["start_page"] for r in records] == pages
    assert [r["notes"][0] for r in records] == words
    assert [r["title"] for r in records] == [q["title"] for _, q in quotes]
    entries = parse_string(client.get("/basket.bib", params=items).text).entries
    assert [e.fields_dict["pages"].value for e in entries] == pages
    assert [re.sub(r"\\([&%#_$])", r"\1", e.fields_dict["note"].value) for e in entries] == words


def test_five_quotes_become_a_word_file(client: httpx.Client) -> None:
    import docx

    quotes = five(client)
    written = client.get("/basket.docx", params={"item": [name for name, _ in quotes]}).content
    said = "\n".join(p.text for p in docx.Document(io.BytesIO(written)).paragraphs)
    for _, quote in quotes:
        assert quote["quote"] in said
        assert f"{quote['title']}, p. {quote['page_label'] or quote['page']}" in said


@pytest.mark.browser
def test_from_a_question_to_the_words_on_the_page(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the reports").fill("Which reforms help charities win public contracts?")
    page.keyboard.press("Enter")
    page.locator(".answers .kind").first.click()
    said = page.locator(".quote blockquote").first.inner_text()
    page.get_by_role("link", name="Read in context").first.click()
    assert page.locator("mark#quoted").inner_text().split() == said.split()
    page.get_by_role("link", name="Open the page with these words").click()
    page.wait_for_selector("#pdf[data-state=drawn]", timeout=30_000)
    marked = "".join(page.locator("#pdf .over").evaluate_all("all => all.map((one) => one.dataset.text)"))
    letters = re.sub(r"\W", "", marked).lower()
    assert letters
    assert letters in re.sub(r"\W", "", said).lower() or re.sub(r"\W", "", said).lower() in letters


@pytest.mark.browser
def test_five_quotes_are_gathered_and_taken_out_as_word(page: Page) -> None:
    page.goto("/search?q=data")
    for n in range(5):
        page.get_by_role("link", name="Add to basket").nth(0).click()
        assert page.locator("#basket-link").inner_text() == f"Basket ({n + 1})"
    page.locator("#basket-link").click()
    assert page.url.count("item=") == 5
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").click()
    assert taken.value.suggested_filename == "evidence.docx"


@pytest.mark.browser
def test_essentials_work_without_scripts(scriptless: Page) -> None:
    scriptless.goto("/")
    scriptless.get_by_label("Search the reports").fill("charities")
    scriptless.get_by_role("button", name="Search").click()
    scriptless.wait_for_url("**/search?q=charities")
    assert scriptless.locator(".hit").count() >= 1
    scriptless.locator(".facets a").first.click()
    scriptless.get_by_text("remove this filter").wait_for()
    assert scriptless.get_by_text("remove this filter").count() == 1
    scriptless.goto("/barriers")
    scriptless.locator("tbody a").first.click()
    scriptless.wait_for_url("**/barrier/*")
    scriptless.get_by_role("link", name="Read in context").first.click()
    scriptless.wait_for_url("**/read?*")
    assert scriptless.locator("mark#quoted").count() == 1
