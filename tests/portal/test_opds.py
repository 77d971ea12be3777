"""The catalogues for reading apps, as an app walks through them: what stands there, what can be had, and what never shows."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import slugify
from lxml import etree
from wagtail.models import PageViewRestriction

from library.access import Access
from library.models import (
    Agent,
    Article,
    Book,
    Concept,
    Contribution,
    Issue,
    Periodical,
    Place,
    Publication,
    Shelf,
    Span,
    Subject,
)
from search import rates
from search.engine import engine
from search.engines import EngineAway
from search.indexing import drain_all
from tests import opds
from tests.data import tabled
from tests.opds import ACQUISITION, ATOM, OPENSEARCH
from tests.screened import screened
from tests.works import shelve, shelve_quickly, signed_in, stored

OPEN_ACCESS = f"{ACQUISITION}/open-access"
ROOTS = ("/opds/", "/en/opds/", "/opds2/", "/en/opds2/")

pytestmark = pytest.mark.usefixtures("library")


@dataclass(frozen=True)
class Told:
    """A feed as an app reads it, in either standard: its title, the titles of its works and of its ways on, the (relation,
    address, type, size) of all links of works, and where each of its own links leads."""

    title: str
    works: list[str]
    ways: dict[str, str]
    files: list[tuple[str, str, str, int]]
    links: dict[str, str]
    total: int | None


def read(address: str, client: Client | None = None) -> Told:
    """A feed that is sound by its schema."""
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, (address, answer.content)
    if answer.headers["Content-Type"] == "application/opds+json":
        return _of_json(opds.opds2(answer.content))
    assert answer.headers["Content-Type"].startswith("application/atom+xml;profile=opds-catalog;kind=")
    return _of_atom(opds.atom(answer.content))


def below(address: str) -> str:
    assert address.startswith(f"{settings.BASE_URL}/"), address
    return address.removeprefix(settings.BASE_URL)


def _of_atom(feed: Any) -> Told:
    total = feed.findtext(f"{OPENSEARCH}totalResults")
    entries = list(feed.iterfind(f"{ATOM}entry"))
    links = [(entry.findtext(f"{ATOM}title"), entry.findall(f"{ATOM}link")) for entry in entries]
    return Told(
        feed.findtext(f"{ATOM}title"),
        [title for title, _links in links] if total is not None else [],
        {title: below(own[0].get("href")) for title, own in links} if total is None else {},
        [
            (link.get("rel"), below(link.get("href")), link.get("type"), int(link.get("length", 0)))
            for _title, own in links
            for link in own
            if total is not None
        ],
        {link.get("rel"): below(link.get("href")) for link in feed.iterfind(f"{ATOM}link")},
        int(total) if total is not None else None,
    )


def _of_json(feed: dict[str, Any]) -> Told:
    works = feed.get("publications", [])
    total = feed["metadata"].get("numberOfItems")
    links = [link for work in works for link in (*work["links"], *work.get("images", []))]
    return Told(
        feed["metadata"]["title"],
        [
            ": ".join(filter(None, [each["metadata"]["title"], each["metadata"].get("subtitle")]))
            for each in works
        ],
        {each["title"]: below(each["href"]) for each in feed.get("navigation", [])} if total is None else {},
        [(each.get("rel", ""), below(each["href"]), each["type"], each.get("size", 0)) for each in links],
        {each["rel"]: below(each["href"]) for each in feed["links"]},
        total,
    )


def had(told: Told) -> list[tuple[str, str]]:
    """(relation, media type) of that by which works can be had."""
    return [
        (relation, media_type)
        for relation, _address, media_type, _size in told.files
        if ACQUISITION in relation
    ]


# Walking through


@pytest.fixture
def topic() -> Concept:
    return Concept.objects.create(slug="rumah-aman", label_id="Rumah aman", label_en="Shelters")


@pytest.fixture
def some(topic: Concept) -> None:
    """A book with all that can be said of it, an issue with an article, and a topic of them."""
    book = shelve(
        "Kekerasan.", title="Buku Merah", subtitle="Catatan", issued="2004", abstract_id="Ringkas <b>&."
    )
    agent = Agent.objects.create(name="Siti Aminah", slug="siti-aminah")
    book.contributions.add(Contribution(agent=agent, role=Contribution.Role.AUTHOR))
    book.subjects.add(Subject(concept=topic))
    book.tags.add("desa")
    book.save_revision().publish()
    make_issue("Buletin Uji", "Tentang rumah", topic)
    drain_all()


@pytest.fixture
def kinds(some: None) -> None:
    """A film and a dataset too."""
    screened()
    tabled()
    drain_all()


def make_issue(serial: str, title: str, topic: Concept | None = None, **fields: object) -> Issue:
    """An issue of a bulletin with an article in it, both published; `fields` are the article's."""
    periodical = Periodical(title=serial, slug=slugify(serial))
    Shelf.objects.get(kind_slug="buletin").add_child(instance=periodical)
    file = stored("Pengantar.", "Kekerasan di rumah.")
    issue = Issue(title="Edisi 12", slug="edisi", numbering="Edisi 12, Maret 2015", live=False)
    issue.spans.add(Span(file=file, sort_order=0))
    periodical.add_child(instance=issue)
    issue.save_revision().publish()
    article = Article(title=title, slug="artikel", first_page="2", last_page="2", live=False, **fields)
    article.spans.add(Span(file=file, first=2, last=2, sort_order=0))
    if topic:
        article.subjects.add(Subject(concept=topic))
    issue.add_child(instance=article)
    article.save_revision().publish()
    return issue


def walked(root: str) -> dict[str, Told]:
    """All feeds of a catalogue, by their addresses."""
    found: dict[str, Told] = {}
    waiting = [root]
    while waiting:
        address = waiting.pop()
        if address not in found:
            told = found[address] = read(address)
            further = [
                told.links[relation] for relation in ("start", "up", "next", "last") if relation in told.links
            ]
            waiting += [*told.ways.values(), *further]
    return found


@pytest.mark.parametrize("root", ROOTS)
def test_every_way_of_a_catalogue_leads_on(root: str, kinds: None) -> None:
    feeds = walked(root)
    assert {address.removeprefix(root) for address in feeds} == {
        "",
        "terbaru/",
        "rak/buku/",
        "rak/buletin/",
        "rak/film/",
        "rak/data/",
        "topik/",
        "topik/rumah-aman/",
    }
    for address, told in feeds.items():
        assert told.links["self"] == address and told.links["start"] == root
    assert feeds[f"{root}rak/buku/"].works == ["Buku Merah: Catatan"]
    assert feeds[f"{root}rak/buletin/"].works == ["Buletin Uji, Edisi 12"]
    assert feeds[f"{root}topik/rumah-aman/"].works == ["Tentang rumah", "Buku Merah: Catatan"]
    assert sorted(feeds[f"{root}terbaru/"].works) == sorted(
        ["Buku Merah: Catatan", "Buletin Uji, Edisi 12", "Di Bawah Pohon Nangka", "Kasus yang Didampingi"]
    )


@pytest.mark.parametrize("root", ["/opds/", "/en/opds2/"])
def test_every_link_of_a_work_opens(root: str, kinds: None) -> None:
    client = Client()
    offered = [file for told in walked(root).values() for file in told.files]
    assert {media_type for _relation, _address, media_type, _size in offered} >= {
        "text/html",
        "video/mp4",
        "text/csv",
    }
    for relation, address, media_type, size in offered:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        assert answer.status_code == 200, address
        assert answer.headers["Content-Type"].partition(";")[0] == media_type, address
        assert not size or len(body) == size, address
        assert (
            relation != OPEN_ACCESS
            or size
            or media_type in {"text/csv", "application/zip"}
            or "sheet" in media_type
        )


def test_a_catalogue_speaks_the_language_of_its_address(some: None) -> None:
    assert list(read("/opds/").ways)[:2] == ["Baru masuk", "Buku"]
    assert list(read("/en/opds/").ways)[:2] == ["Newly added", "Books"]
    assert list(read("/en/opds2/topik/").ways) == ["Shelters"]
    assert (
        etree.fromstring(Client().get("/en/opds/").content).get("{http://www.w3.org/XML/1998/namespace}lang")
        == "en"
    )


def test_an_empty_library_has_a_catalogue() -> None:
    for root in ROOTS:
        feeds = walked(root)
        assert [address.removeprefix(root) for address in feeds] == ["", "terbaru/"]
        assert feeds[f"{root}terbaru/"].total == 0


def test_a_file_is_as_long_as_its_link_says(make_book: Any) -> None:
    make_book("Satu.", "Dua.", title="Buku Merah")
    for root in ("/opds/", "/opds2/"):
        ((_relation, address, media_type, size),) = [
            each for each in read(f"{root}rak/buku/").files if each[0] == OPEN_ACCESS
        ]
        answer = Client().get(address)
        assert media_type == "application/pdf" == answer.headers["Content-Type"]
        assert size == int(answer.headers["Content-Length"]) > 0
        answer.close()


# Pages of a list


@pytest.fixture
def thirty() -> None:
    for number in range(30):
        shelve_quickly("Kekerasan.", title=f"Buku {number:02}")
    drain_all()


@pytest.mark.parametrize("address", ["/opds/rak/buku/", "/opds2/terbaru/", "/opds/cari/?q=kekerasan"])
def test_a_list_is_turned_page_by_page_and_tells_each_work_once(address: str, thirty: None) -> None:
    first = read(address)
    a_page = 20 if "cari" in address else 25
    assert (len(first.works), first.total) == (a_page, 30)
    assert "previous" not in first.links and first.links["first"] == address
    second = read(first.links["next"])
    assert first.links["last"] == first.links["next"] == second.links["self"] == second.links["last"]
    assert "next" not in second.links and second.links["previous"] == address
    assert sorted(first.works + second.works) == [f"Buku {number:02}" for number in range(30)]


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "1.5", "²", "9" * 5_000, "1 OR 1=1"])
@pytest.mark.parametrize("root", ROOTS)
def test_a_page_that_is_none_is_said_not_to_be_there(root: str, page: str) -> None:
    shelve_quickly("Kekerasan.", title="Buku")
    drain_all()
    for place in ("terbaru/?", "rak/buku/?", "cari/?q=kekerasan&query=kekerasan&"):
        answer = Client().get(f"{root}{place}halaman={quote(page)}")
        assert answer.status_code == 404
        assert answer.content.decode() in {
            "Halaman ini tidak ada di katalog. Mulailah lagi dari awal katalog.\n",
            "This page is not in the catalogue. Begin again at the start of the catalogue.\n",
        }


def test_a_page_without_a_number_is_the_first() -> None:
    shelve_quickly("Kekerasan.", title="Buku")
    assert read("/opds/rak/buku/?halaman=").works == read("/opds/rak/buku/").works


@pytest.mark.parametrize(
    "place", ["rak/tiada/", "rak/film/", "topik/tiada/", "topik/kosong/", "topik/tempat/"]
)
def test_where_nothing_stands_is_said_in_a_sentence(place: str) -> None:
    Concept.objects.create(slug="kosong", label_id="Kosong")
    at = Place.objects.create(slug="tempat", label_id="Tempat")
    book = shelve("Satu.", title="Buku Merah")
    book.subjects.add(Subject(concept=at))
    book.save_revision().publish()
    for root in ROOTS:
        answer = Client().get(f"{root}{place}")
        assert answer.status_code == 404 and answer.headers["Content-Type"].startswith("text/plain")
        assert answer.content.decode().rstrip().endswith(".")


# What may be had


def change(work: Publication, **fields: object) -> None:
    own = work.specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(own, name, value)
    own.save_revision().publish()


@pytest.mark.parametrize(
    "closed",
    [
        {"access": Access.SUMMARY},
        {"access": Access.EMBARGO, "embargo_until": timezone.localdate() + timedelta(days=3)},
    ],
)
def test_of_a_work_that_is_not_open_only_its_page_is_offered(
    make_book: Any, closed: dict[str, object]
) -> None:
    book = make_book("Kekerasan.", title="Buku Merah")
    change(book, **closed)
    drain_all()
    for root, name in (("/opds/", "q"), ("/opds2/", "query")):
        for place in ("terbaru/", "rak/buku/", f"cari/?{name}=merah"):
            told = read(f"{root}{place}")
            assert told.works == ["Buku Merah"]
            assert had(told) == [(f"{ACQUISITION}/sample", "text/html")]
            assert f"/berkas/{book.files[0].code}/buku" not in str(told)


def test_an_embargo_that_has_ended_is_none(make_book: Any) -> None:
    book = make_book("Kekerasan.", title="Buku Merah")
    change(book, access=Access.EMBARGO, embargo_until=timezone.localdate())
    assert had(read("/opds/terbaru/")) == [(OPEN_ACCESS, "application/pdf")]


def withdraw(book: Book) -> None:
    change(book, access=Access.WITHDRAWN)


def keep_inside(book: Book) -> None:
    change(book, access=Access.INTERNAL)


def unpublish(book: Book) -> None:
    book.unpublish()


def hide(book: Book) -> None:
    PageViewRestriction.objects.create(page=Publication.objects.get(pk=book.pk), restriction_type="login")


def hide_the_shelf(book: Book) -> None:
    PageViewRestriction.objects.create(page=Shelf.objects.get(kind_slug="buku"), restriction_type="login")


@pytest.mark.parametrize("closing", [withdraw, keep_inside, unpublish, hide, hide_the_shelf])
@pytest.mark.parametrize("asks", [Client, signed_in])
def test_what_is_not_public_stands_in_no_catalogue(
    make_book: Any, topic: Concept, closing: Any, asks: Any
) -> None:
    book = make_book("Kekerasan.", title="Buku Merah")
    book.subjects.add(Subject(concept=topic))
    book.save_revision().publish()
    drain_all()
    client = asks()
    assert [read(f"{root}terbaru/", client).total for root in ROOTS] == [1] * 4
    closing(book)
    drain_all()
    for root in ROOTS:
        for address in (root, f"{root}terbaru/", f"{root}topik/", f"{root}cari/?q=merah&query=merah"):
            answer = client.get(address)
            assert (
                answer.status_code == 200
                and b"Merah" not in answer.content
                and b"Rumah aman" not in answer.content
            )
        for place in ("rak/buku/", "topik/rumah-aman/"):
            assert client.get(f"{root}{place}").status_code == 404


def test_an_article_is_there_while_its_issue_is() -> None:
    issue = make_issue("Buletin Uji", "Tentang rumah", Concept.objects.create(slug="rumah", label_id="Rumah"))
    assert read("/opds/topik/rumah/").works == ["Tentang rumah"]
    change(issue, access=Access.INTERNAL)
    assert Client().get("/opds/topik/rumah/").status_code == 404
    assert Client().get("/opds/rak/buletin/").status_code == 404


def test_a_work_that_warns_is_had_by_its_page_which_says_so_first(make_book: Any) -> None:
    book = make_book("Kekerasan.", title="Buku Merah")
    change(book, content_notices=["testimony"])
    film = screened()
    change(film, content_notices=["sexual-violence"])
    data = tabled()
    change(data, content_notices=["killing"])
    for place in ("rak/buku/", "rak/film/", "rak/data/", "terbaru/"):
        for root in ("/opds/", "/opds2/"):
            assert set(had(read(f"{root}{place}"))) == {(ACQUISITION, "text/html")}
            assert b".pdf" not in Client().get(f"{root}{place}").content


def test_an_issue_warns_of_what_its_articles_hold() -> None:
    make_issue("Buletin Uji", "Tentang rumah", content_notices=["testimony"])
    issue = Issue.objects.get()
    [span] = issue.spans.all()
    span.file.copy, span.file.copy_size = "ada.pdf", 10
    span.file.save()
    assert had(read("/opds/rak/buletin/")) == [(ACQUISITION, "text/html")]
    change(Article.objects.get(), content_notices=[])
    assert had(read("/opds/rak/buletin/")) == [(OPEN_ACCESS, "application/pdf")]


# Searching


@pytest.mark.parametrize(
    ("root", "name"), [("/opds/", "q"), ("/en/opds/", "q"), ("/opds2/", "query"), ("/en/opds2/", "query")]
)
def test_a_search_finds_what_the_pages_find(root: str, name: str) -> None:
    for number in range(3):
        shelve_quickly("Kekerasan.", title=f"Buku {number}")
    shelve("Kekerasan di rumah.", title="Rumah kita")
    drain_all()
    told = read(f"{root}cari/?{name}=rumah")
    assert told.works == ["Rumah kita"] and told.total == 1
    assert "rumah" not in told.title
    assert read(f"{root}cari/?{name}=zzzzq").total == 0
    page = Client().get("/cari/?q=kekerasan").context["findings"]
    assert read(f"{root}cari/?{name}=kekerasan").works == [each["publication"].title for each in page]


def test_an_app_learns_how_to_search() -> None:
    shelve("Kekerasan.", title="Buku Merah")
    drain_all()
    for language in ("", "/en"):
        answer = Client().get(read(f"{language}/opds/").links["search"])
        assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
        (way,) = etree.fromstring(answer.content).iterfind(f"{OPENSEARCH}Url")
        assert way.get("type") == "application/atom+xml;profile=opds-catalog;kind=acquisition"
        address = below(way.get("template").replace("{searchTerms}", "kekerasan"))
        assert read(address).works == ["Buku Merah"] and address.startswith(f"{language}/opds/cari/")
        template = read(f"{language}/opds2/").links["search"]
        assert template == f"{language}/opds2/cari/{{?query}}"
        assert read(template.replace("{?query}", "?query=kekerasan")).works == ["Buku Merah"]


@pytest.mark.parametrize(
    "address", ["/opds/cari/", "/opds/cari/?q=+", "/opds2/cari/", "/en/opds2/cari/?q=rumah"]
)
def test_without_a_question_nothing_is_searched(address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "question", ['"', "a b\x00", "-x", "((", "~1", "q:*", "x" * 5_000, "\ud7ff\U0010ffff", "%", "<b>"]
)
@pytest.mark.parametrize("address", ["/opds/cari/?q=", "/opds2/cari/?query="])
def test_any_question_has_an_answer(address: str, question: str) -> None:
    answer = Client().get(f"{address}{quote(question)}")
    assert answer.status_code == 200
    judge = opds.atom if address.startswith("/opds/") else opds.opds2
    judge(answer.content)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise EngineAway("gone")

    monkeypatch.setattr(engine(), "candidates", gone)


@pytest.mark.parametrize("address", ["/opds/cari/?q=rahasiasekali", "/en/opds2/cari/?query=rahasiasekali"])
def test_an_outage_is_said_and_not_shown_as_nothing_found(address: str, away: None) -> None:
    written = io.StringIO()
    heard = logging.StreamHandler(written)
    logging.getLogger().addHandler(heard)
    logging.getLogger("django").addHandler(heard)
    try:
        answer = Client().get(address)
    finally:
        logging.getLogger().removeHandler(heard)
        logging.getLogger("django").removeHandler(heard)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.decode().strip() and "rahasiasekali" not in answer.content.decode()
    assert "rahasiasekali" not in written.getvalue()
    assert Client().get(f"{address.partition('cari/')[0]}terbaru/").status_code == 200


@pytest.mark.parametrize("address", ["/opds/cari/?q=anak", "/opds2/cari/?query=anak"])
def test_whoever_asks_without_end_waits(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.rates.rates", rates.Rates(at_once=1, a_second=0.001))
    assert [Client().get(address).status_code for _ in range(2)] == [200, 429]


# How they are sent


def addresses(root: str) -> Iterator[str]:
    yield from (root, f"{root}terbaru/", f"{root}rak/buku/", f"{root}topik/", f"{root}topik/rumah-aman/")
    yield f"{root}cari/?q=kekerasan&query=kekerasan"


@pytest.mark.parametrize("root", ROOTS)
def test_what_an_app_has_is_not_sent_again(root: str, some: None) -> None:
    for address in addresses(root):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": f"W/{first.headers['ETag']}"})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), address
        assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"
        assert first.headers["X-Robots-Tag"] == "noindex"
        head = Client().head(address)
        assert (head.status_code, head.content) == (200, b"") and head.headers["ETag"] == first.headers[
            "ETag"
        ]
    shelve("Kekerasan.", title="Buku Kuning")
    assert (
        Client().get(f"{root}terbaru/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    )


@pytest.mark.parametrize("root", ROOTS)
def test_only_what_is_asked_for_is_given(root: str, some: None) -> None:
    for address in addresses(root):
        assert {Client().post(address).status_code, Client().delete(address).status_code} == {405}
        answer = Client().get(address)
        assert "Set-Cookie" not in answer.headers
        # Names that the standards give are no places to which anything leads.
        named = r"http://(?:www\.w3\.org|purl\.org|a9\.com|opds-spec\.org|schema\.org)/"
        for found in re.findall(r"https?://[^\"'<> ]+", answer.content.decode()):
            assert found.startswith(settings.BASE_URL) or re.match(named, found), (address, found)


def test_the_pages_of_the_site_lead_to_the_catalogues() -> None:
    shelve("Satu.", title="Buku Merah")
    for address in ("/", "/koleksi/buku/"):
        for language in ("", "/en"):
            page = Client().get(f"{language}{address}").content.decode()
            assert f'href="{language}/opds/" type="application/atom+xml;profile=opds-catalog"' in page
            assert f'href="{language}/opds2/" type="application/opds+json"' in page


# What they cost


def cost(address: str) -> int:
    """How many questions a feed asks the database, once the process is warm."""
    read(address)
    with CaptureQueriesContext(connection) as asked:
        read(address)
    return len(asked)


@pytest.mark.parametrize("root", ["/opds/", "/opds2/"])
def test_a_long_feed_asks_the_database_no_more_than_a_short_one(
    root: str, kinds: None, topic: Concept
) -> None:
    asked = (
        root,
        f"{root}terbaru/",
        f"{root}rak/buku/",
        f"{root}rak/buletin/",
        f"{root}rak/film/",
        f"{root}rak/data/",
        f"{root}topik/",
    )
    before = {address: cost(address) for address in (*asked, f"{root}topik/rumah-aman/")}
    for number in range(4):
        book = shelve("Kekerasan.", title=f"Buku {number}")
        agent = Agent.objects.create(name=f"Orang {number}", slug=f"orang-{number}")
        book.contributions.add(Contribution(agent=agent, role=Contribution.Role.AUTHOR))
        other = Concept.objects.create(slug=f"topik-{number}", label_id=f"Topik {number}")
        for concept in (topic, other):
            book.subjects.add(Subject(concept=concept))
        book.tags.add(f"kata-{number}")
        book.save_revision().publish()
    make_issue("Buletin Lain", "Tentang desa", topic)
    screened("Film lain")
    tabled(title="Data lain")
    drain_all()
    assert {address: cost(address) for address in before} == before
    assert max(before.values()) <= 20
