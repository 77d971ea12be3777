"""Every page for readers: it answers, asks little of the database, and everything in it is ours."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from library.models import Agent, Contribution, Law, Publication, Regulation, Shelf, Span
from portal.views import broken
from search.indexing import drain_all
from tests.works import again, shelve, shelve_quickly, stored


@pytest.fixture
def works(library: None) -> dict[str, Publication]:
    """A book with two authors, and the text of a law that another one amends."""
    authors = [Agent.objects.create(name=name) for name in ("Sri Mulyati", "Dindin Syarief")]
    book = shelve(
        "Kekerasan terhadap anak.",
        title="Buku Merah",
        issued="2004",
        contributions=[Contribution(agent=agent) for agent in authors],
    )
    amending = Law.objects.create(kind="UU", number="35", year=2014, label_id="UU 35/2014")
    law = Law.objects.create(kind="UU", number="23", year=2002, label_id="UU 23/2002", status="amended")
    law.amended_by.add(amending)
    text = Regulation(title="Perlindungan Anak", law=law, spans=[Span(file=stored("Pasal 1"))])
    text.contributions.add(Contribution(agent=authors[0]))
    Shelf.objects.get(kind_slug="peraturan").add_child(instance=text)
    drain_all()
    return {"book": book, "text": Publication.objects.get(pk=text.pk)}


@pytest.fixture
def pages(works: dict[str, Publication]) -> dict[str, str]:
    book = works["book"]
    withdrawn = shelve("Ditarik.", title="Ditarik")
    code = withdrawn.permanent.code
    withdrawn.delete()
    return {
        "home": "/",
        "holdings": "/koleksi/",
        "shelf": "/koleksi/buku/",
        "sorted shelf": "/koleksi/buku/?urut=judul&halaman=2",
        "book": book.address,
        "law": works["text"].address,
        "reader": f"{book.passage_url(1)}?q=anak",
        "text": f"{book.passage_url(1)}?tampilan=teks",
        "inside": f"{book.search_url}?q=anak",
        "search": "/cari/",
        "results": "/cari/?q=kekerasan+anak",
        "nothing": "/cari/?q=zebra",
        "help": "/bantuan/",
        "not found": "/tiada/di-sini/",
        "withdrawn": f"/p/{code}/",
    }


STATUS = {"not found": 404, "withdrawn": 410}


class Loaded(HTMLParser):
    """What a browser fetches by itself to show a page, and what runs or paints from inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag != "a" and not (
            tag == "link" and given.get("rel") in {"alternate", "prev", "next", "canonical"}
        ):
            for name in ("src", "href", "action", "poster", "data", "formaction", "xlink:href"):
                if given.get(name):
                    self.addresses.append(given[name])
            self.addresses += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if (
            tag == "script" and not given.get("src") and given.get("type") != "application/ld+json"
        ):  # data, not code
            self.inline.append(self.get_starttag_text() or tag)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(self.get_starttag_text() or tag)


def loaded(page: str) -> Loaded:
    parser = Loaded()
    parser.feed(page)
    return parser


def test_every_page_answers_in_both_languages_to_get_and_head(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        for prefix in ("", "/en"):
            if prefix and address.startswith("/p/"):
                continue  # a permanent address has no language
            answer = client.get(prefix + address)
            assert answer.status_code == STATUS.get(name, 200), name
            head = client.head(prefix + address)
            assert (head.status_code, head.content) == (answer.status_code, b""), name


def test_no_page_takes_anything_in(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        assert client.post(address, {"q": "anak"}).status_code == (404 if name == "not found" else 405), name
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post("/cari/", {"q": "anak"}).status_code in {403, 405}


def test_nothing_on_any_page_comes_from_another_host(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        found = loaded(client.get(address).content.decode())
        assert found.addresses, name
        strangers = [each for each in found.addresses if urlsplit(each).scheme or urlsplit(each).netloc]
        assert strangers == [], name


def test_nothing_on_any_page_needs_inline_scripts_or_styles(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        assert loaded(client.get(address).content.decode()).inline == [], name


def test_no_style_or_script_of_ours_fetches_from_another_host() -> None:
    fetching = re.compile(r"""(?:url\(|@import|import|fetch\(|src\s*=)\s*["']?(?:https?:)?//""")
    for path in (settings.BASE_DIR / "portal" / "static").rglob("*"):
        if path.suffix in {".css", ".js", ".svg"}:
            assert not fetching.search(path.read_text()), path


def test_what_a_page_names_of_ours_is_there(client: Client, pages: dict[str, str]) -> None:
    known = set()
    for address in pages.values():
        known |= {
            each
            for each in loaded(client.get(address).content.decode()).addresses
            if each.startswith("/static/")
        }
    assert known
    for address in known:
        path = Path(settings.STATIC_ROOT) / urlsplit(address).path.removeprefix("/static/")
        assert path.is_file(), address


def test_every_page_offers_help_and_the_way_out(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        page = client.get(address).content.decode()
        assert 'href="tel:129"' in page, name
        assert 'href="/keluar/"' in page, name


def test_the_first_view_is_light(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        packed = client.get(address, headers={"accept-encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip", name
        assert len(packed.content) < 30_000, name


#: Wagtail's own way to a page: its site, the first page, the page as a page and as its kind, privacy twice.
ROUTING = 6
BUDGETS = {"book": 10, "law": 10, "shelf": 8, "sorted shelf": 8, "home": 12, "holdings": 14}


def test_pages_keep_to_their_budget_of_queries(client: Client, pages: dict[str, str]) -> None:
    for name, budget in BUDGETS.items():
        client.get(pages[name])
        with CaptureQueriesContext(connection) as asked:
            client.get(pages[name])
        assert len(asked) <= ROUTING + budget, (name, [query["sql"] for query in asked.captured_queries])


def test_a_fuller_shelf_costs_no_more(client: Client, pages: dict[str, str]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/koleksi/buku/")
        return len(asked)

    client.get("/koleksi/buku/")
    before = cost()
    for number in range(4):
        shelve("Isi.", title=f"Buku {number}", contributions=[Contribution(agent=Agent.objects.first())])
    assert cost() == before


def test_a_page_deep_below_is_found_as_wagtail_finds_it(
    client: Client, works: dict[str, Publication]
) -> None:
    book = works["book"]
    assert client.get(book.address).status_code == 200
    assert client.get(book.address.removesuffix("/")).status_code == 301
    assert client.get("/koleksi/buku-merah/").status_code == 404
    assert client.get("/buku-merah/").status_code == 404
    assert client.get("/koleksi/peraturan/buku-merah/").status_code == 404
    assert client.get("/KOLEKSI/buku/buku-merah/").status_code == 404
    assert client.get("/koleksi//buku//buku-merah/").status_code in {200, 301, 404}
    again(book).unpublish()
    assert client.get(book.address).status_code == 410  # it was there, and leaves a tombstone


def test_numbers_of_the_first_page_are_of_what_may_be_read(
    client: Client, works: dict[str, Publication]
) -> None:
    numbers = client.get("/").context["numbers"]
    assert numbers == {"works": 2, "passages": 2, "shelves": 2}
    part = shelve("Satu.", "Dua.", "Tiga.", title="Sebagian")
    span = part.spans.first()
    span.first, span.last = 2, 9
    part.spans.add(span)
    part.save_revision().publish()
    assert client.get("/").context["numbers"]["passages"] == 4
    Publication.objects.filter(pk=part.pk).update(access="summary")
    assert client.get("/").context["numbers"] == {"works": 3, "passages": 2, "shelves": 2}


def test_an_empty_library_has_its_pages_too(client: Client, library: None) -> None:
    for address in ("/", "/koleksi/", "/koleksi/buku/", "/cari/?q=anak", "/en/"):
        assert client.get(address).status_code == 200


def test_not_found_searches_for_what_was_asked(client: Client, library: None) -> None:
    answer = client.get("/koleksi/buku/perlindungan-anak/")
    assert answer.status_code == 404
    assert 'value="perlindungan anak"' in answer.content.decode()


def test_an_outage_has_a_page_that_needs_nothing(library: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE library_holdings")
    answer = Client(raise_request_exception=False).get("/koleksi/")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Silakan kembali beberapa menit lagi" in page
    assert "Please come back in a few minutes" in page
    assert "/keluar/" in page
    assert answer.headers["Content-Security-Policy"]


def test_a_failure_has_a_page_in_both_languages(library: None) -> None:
    page = broken(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Ada yang rusak di pihak kami" in page.content.decode()
    assert "Something broke on our side" in page.content.decode()


def test_the_way_out_is_open_while_the_database_is_away(library: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE portal_institute")
    answer = Client(raise_request_exception=False).get("/keluar/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://")


def test_a_host_that_is_not_ours_is_answered_in_both_languages(client: Client, library: None) -> None:
    answer = client.get("/", headers={"host": "lain.example"})
    assert answer.status_code == 400
    assert "Permintaan ini tidak dapat dibaca" in answer.content.decode()


@pytest.mark.parametrize("name", ["%00", "images/../../pustaka.sqlite3", "images/tidak-ada.webp", "x" * 300])
def test_a_picture_that_is_not_there_is_no_failure(client: Client, library: None, name: str) -> None:
    assert client.get(f"/gambar/{name}").status_code == 404


def test_a_withdrawn_work_is_named_with_its_day(client: Client, pages: dict[str, str]) -> None:
    page = client.get(pages["withdrawn"]).content.decode()
    assert "Ditarik" in page
    assert "noindex" in page


def test_shelves_are_paged_without_losing_a_work(client: Client, library: None) -> None:
    for _ in range(26):
        shelve_quickly("Isi.", title="Buku yang sama namanya")
    shown = [
        publication.pk
        for page in (1, 2)
        for publication in client.get(f"/koleksi/buku/?halaman={page}").context["publications"]
    ]
    assert len(shown) == len(set(shown)) == 26
