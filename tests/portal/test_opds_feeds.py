"""What catalogues for reading apps say of records, and how the two standards write it: judged by their schemas."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import ValidationError
from lxml import etree

from library.names import Name
from library.record import HeldFile, Maker, Record, RecordKind, Role, Subject
from portal.opds import opds1, opds2
from portal.opds.feeds import (
    OPEN_ACCESS,
    PART,
    WHOLE,
    Catalogue,
    Cover,
    Feed,
    Navigation,
    NoSuchPage,
    Pages,
    Publication,
    publication,
)
from tests import opds
from tests.library.metadata.records import BOOK, BULLETIN_ISSUE, DATASET, EVERY, FILM, HOST
from tests.opds import ATOM, DCTERMS, OPENSEARCH

DAY = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
ROOT = f"{HOST}/opds/"
CATALOGUE = Catalogue("Pustaka Sapa", f"{HOST}/", ROOT, "id")
PDF = HeldFile(f"{HOST}/berkas/k/buku.pdf", "application/pdf", 4321, 12, "buku.pdf")
PERMANENT = f"{HOST}/p/k7mq2w/"


def told(record: Record, **known: Any) -> Publication:
    chosen: dict[str, Any] = {"kind": "Buku", "language": "id", "readable": True, "warned": False, **known}
    record = replace(record, permanent=record.permanent or PERMANENT, address=record.address or f"{HOST}/x/")
    return publication(record, **chosen)


def listing(*publications: Publication, **fields: Any) -> Feed:
    chosen: dict[str, Any] = {"pages": Pages(1, len(publications), 25), **fields}
    return Feed("Buku", "rak/buku/", DAY, publications=publications, **chosen)


def entry(one: Publication) -> Any:
    return opds.atom(opds1.written(listing(one), CATALOGUE)).find(f"{ATOM}entry")


def in_json(one: Publication) -> dict[str, Any]:
    return opds.opds2(opds2.written(listing(one), CATALOGUE))["publications"][0]


def links(node: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in node.iterfind(f"{ATOM}link"):
        found.setdefault(link.get("rel"), []).append(link.get("href"))
    return found


# What is said of a work


@pytest.mark.parametrize("record", EVERY, ids=lambda record: f"{record.kind} {record.title[:20]}")
@pytest.mark.parametrize("readable", [True, False])
def test_both_standards_are_content_with_every_record(record: Record, readable: bool) -> None:
    one = told(
        record,
        readable=readable,
        cover=Cover(f"{HOST}/berkas/k/sampul.webp", 400, 566),
    )
    assert entry(one).findtext(f"{ATOM}title") == one.whole_title
    assert in_json(one)["metadata"]["title"] == one.title


def test_a_book_is_told_whole() -> None:
    record = Record(
        RecordKind.BOOK,
        "Jalan Panjang",
        subtitle="Sebuah catatan",
        makers=(
            Maker(Name("Siti Aminah"), Role.AUTHOR, f"{HOST}/orang/siti-aminah/"),
            Maker(Name("Sukarno"), Role.TRANSLATOR),
            Maker(Name("Sapa Institut"), Role.PRODUCER),
        ),
        publisher="Sapa Institut",
        issued=BOOK.issued,
        abstract_id="Tentang <b>jalan</b> & rumah.",
        abstract_en="About roads.",
        subjects=(Subject("KDRT", "Domestic violence", address=f"{HOST}/topik/kdrt/"),),
        tags=("desa", " \x0b"),
        isbn="9789791234569",
        doi="10.1234/abc",
        files=(PDF,),
        address=f"{HOST}/koleksi/buku/jalan-panjang/",
        permanent=PERMANENT,
        modified=DAY,
    )
    one = told(record)
    node = entry(one)
    assert node.findtext(f"{ATOM}title") == "Jalan Panjang: Sebuah catatan"
    assert node.findtext(f"{ATOM}id") == PERMANENT
    assert node.findtext(f"{ATOM}updated") == "2026-03-04T05:06:07Z"
    assert node.findtext(f"{ATOM}author/{ATOM}name") == "Siti Aminah"
    assert node.findtext(f"{ATOM}author/{ATOM}uri") == f"{HOST}/orang/siti-aminah/"
    assert [each.text for each in node.iterfind(f"{ATOM}contributor/{ATOM}name")] == [
        "Sukarno",
        "Sapa Institut",
    ]
    assert node.findtext(f"{DCTERMS}language") == "id"
    assert node.findtext(f"{DCTERMS}publisher") == "Sapa Institut"
    assert [each.text for each in node.iterfind(f"{DCTERMS}identifier")] == [
        "urn:isbn:9789791234569",
        "https://doi.org/10.1234/abc",
    ]
    assert node.findtext(f"{ATOM}summary") == "Tentang <b>jalan</b> & rumah."
    assert [dict(each.attrib) for each in node.iterfind(f"{ATOM}category")] == [
        {"term": "Buku", "label": "Buku"},
        {"term": "kdrt", "label": "KDRT", "scheme": f"{HOST}/topik/"},
        {"term": "desa", "label": "desa"},
    ]
    (file,) = node.iterfind(f"{ATOM}link[@rel='{OPEN_ACCESS}']")
    assert (file.get("href"), file.get("type"), file.get("length")) == (
        PDF.address,
        "application/pdf",
        "4321",
    )
    assert links(node)["alternate"] == [record.address]

    same = in_json(one)
    metadata = same["metadata"]
    assert (metadata["title"], metadata["subtitle"]) == ("Jalan Panjang", "Sebuah catatan")
    assert metadata["author"] == [
        {"name": "Siti Aminah", "links": [{"href": f"{HOST}/orang/siti-aminah/", "type": "text/html"}]}
    ]
    assert (metadata["translator"], metadata["contributor"]) == (
        [{"name": "Sukarno"}],
        [{"name": "Sapa Institut"}],
    )
    assert metadata["identifier"] == PERMANENT
    assert metadata["altIdentifier"] == ["urn:isbn:9789791234569", "https://doi.org/10.1234/abc"]
    assert metadata["modified"] == "2026-03-04T05:06:07Z"
    assert same["links"][0] == {
        "rel": OPEN_ACCESS,
        "href": PDF.address,
        "type": "application/pdf",
        "size": 4321,
    }


def test_words_are_those_of_the_reader_where_they_are_there() -> None:
    record = replace(BOOK, abstract_id="Indonesia.", abstract_en="English.", summary_id="Sederhana.")
    assert told(record).summary == "Indonesia."
    assert told(record, language="en").summary == "English."
    assert [each.label for each in told(record, language="en").subjects[1:2]] == [record.subjects[0].label_en]
    assert told(replace(record, abstract_en=""), language="en").summary == "Indonesia."
    assert told(replace(record, abstract_id="", abstract_en="")).summary == "Sederhana."


def test_figures_never_go_without_how_they_were_counted() -> None:
    assert DATASET.figures.counting_id
    assert DATASET.figures.counting_id.strip() in told(DATASET).summary


@pytest.mark.parametrize(
    ("edtf", "in_atom", "as_json"),
    [
        ("2004", "2004", "2004-01-01"),
        ("2004-09", "2004-09", "2004-09-01"),
        ("2004-09-22",) + ("2004-09-22",) * 2,
    ],
)
def test_a_date_is_as_precise_as_it_is_known_or_the_standard_lets_it_be(
    edtf: str, in_atom: str, as_json: str
) -> None:
    one = replace(told(BOOK), issued=edtf)
    assert entry(one).findtext(f"{DCTERMS}issued") == in_atom
    assert in_json(one)["metadata"]["published"] == as_json


def test_an_issue_is_told_with_its_periodical() -> None:
    assert told(replace(BULLETIN_ISSUE, title="Edisi 12")).title == "Buletin Sapa, Edisi 12"
    assert told(replace(BULLETIN_ISSUE, title="Buletin Sapa 12")).title == "Buletin Sapa 12"


def test_a_work_without_authors_has_those_who_made_it() -> None:
    edited = told(replace(BOOK, makers=(Maker(Name("Sukarno"), Role.EDITOR),)))
    assert [maker.name.printed for maker in edited.authors] == ["Sukarno"] and not edited.others
    assert entry(told(replace(BOOK, makers=()))).find(f"{ATOM}author") is None  # the feed has one


def test_the_judges_are_not_blind() -> None:
    sound = opds1.written(listing(told(BOOK)), CATALOGUE)
    for spoilt in (
        sound.replace(b"<updated>", b"<updated>on "),
        sound.replace(HOST.encode(), b"https://host with blanks"),
        sound.replace(b"acquisition", b"possession"),
    ):
        with pytest.raises((etree.DocumentInvalid, AssertionError)):
            opds.atom(spoilt)
    sound = opds2.written(listing(told(BOOK)), CATALOGUE)
    for spoilt in (
        sound.replace(b'"self"', b'"shelf"'),
        sound.replace(b'"title"', b'"caption"'),
        sound.replace(b"acquisition", b"possession"),
        sound.replace(f'"identifier": "{HOST}'.encode(), b'"identifier": "not an address'),
    ):
        with pytest.raises((ValidationError, AssertionError)):
            opds.opds2(spoilt)


# By what it is had


def ways(one: Publication) -> list[tuple[str, str]]:
    assert [
        way.get("rel") for way in entry(one).iterfind(f"{ATOM}link") if "acquisition" in way.get("rel")
    ] == [way.relation for way in one.ways]
    assert [way["rel"] for way in in_json(one)["links"]][:-1] == [way.relation for way in one.ways]
    return [(way.relation, way.media_type) for way in one.ways]


def test_a_work_that_warns_offers_its_page_and_no_bare_file() -> None:
    assert ways(told(replace(BOOK, files=(PDF,)), warned=True)) == [(WHOLE, "text/html")]
    assert ways(told(replace(BOOK, files=(PDF,), notices=("testimony",)))) == [(WHOLE, "text/html")]
    assert ways(told(replace(BOOK, files=(PDF,), warnings=("testimony",)))) == [(WHOLE, "text/html")]


@pytest.mark.parametrize("access", ["summary", "embargo"])
def test_a_work_that_is_not_open_offers_what_its_page_tells(access: str) -> None:
    closed = told(replace(BOOK, files=(PDF,), access=access), readable=False)
    assert ways(closed) == [(PART, "text/html")]
    assert PDF.address not in opds1.written(listing(closed), CATALOGUE).decode()


def test_a_film_has_a_link_for_each_quality_told_apart_by_its_name() -> None:
    files = tuple(
        HeldFile(f"{HOST}/berkas/{name}", "video/mp4", size, 0, name)
        for name, size in (("film-360p.mp4", 10), ("film-720p.mp4", 20))
    )
    one = told(replace(FILM, files=files, notices=()))
    assert ways(one) == [(OPEN_ACCESS, "video/mp4")] * 2
    assert [way.title for way in one.ways] == ["film-360p.mp4", "film-720p.mp4"]


def test_what_is_made_when_asked_for_has_no_length() -> None:
    made = HeldFile(f"{HOST}/koleksi/data/x/data.csv", "text/csv", 0, 0, "x.csv")
    one = told(replace(DATASET, files=(made,), notices=()))
    (way,) = entry(one).iterfind(f"{ATOM}link[@rel='{OPEN_ACCESS}']")
    assert way.get("length") is None
    assert "size" not in in_json(one)["links"][0]


def test_a_film_that_may_distress_shows_no_picture() -> None:
    cover = Cover(f"{HOST}/sampul.webp", 400, 225)
    assert told(FILM, warned=True, cover=cover).cover is None
    assert told(BOOK, warned=True, cover=cover).cover == cover


# Feeds


def test_pages_can_be_turned_to_their_ends() -> None:
    assert Pages(1, 60, 25).turned() == [("first", 1), ("next", 2), ("last", 3)]
    assert Pages(2, 60, 25).turned() == [("first", 1), ("previous", 1), ("next", 3), ("last", 3)]
    assert Pages(3, 60, 25).turned() == [("first", 1), ("previous", 2), ("last", 3)]
    assert Pages(1, 0, 25).turned() == [("first", 1), ("last", 1)]
    assert Pages(2, 60, 25, most=2).turned() == [("first", 1), ("previous", 1), ("last", 2)]


@pytest.mark.parametrize(("here", "total"), [(0, 10), (2, 10), (2, 25), (3, 26), (-1, 99), (2, 0)])
def test_there_is_no_page_behind_the_last(here: int, total: int) -> None:
    with pytest.raises(NoSuchPage):
        Pages(here, total, 25)


def test_a_page_of_a_list_says_where_it_is() -> None:
    feed = listing(told(BOOK), pages=Pages(2, 60, 25), asked="rumah & aman")
    node = opds.atom(opds1.written(feed, CATALOGUE))
    assert [
        node.findtext(f"{OPENSEARCH}{name}") for name in ("totalResults", "itemsPerPage", "startIndex")
    ] == [
        "60",
        "25",
        "26",
    ]
    asked = f"{ROOT}rak/buku/?q=rumah+%26+aman"
    assert links(node) | {"search": [], "start": [], "up": []} == {
        "self": [f"{asked}&halaman=2"],
        "first": [asked],
        "previous": [asked],
        "next": [f"{asked}&halaman=3"],
        "last": [f"{asked}&halaman=3"],
        "search": [],
        "start": [],
        "up": [],
    }
    assert node.findtext(f"{ATOM}id") == asked
    same = opds.opds2(opds2.written(feed, CATALOGUE))
    assert same["metadata"] | {"title": "", "modified": ""} == {
        "title": "",
        "modified": "",
        "numberOfItems": 60,
        "itemsPerPage": 25,
        "currentPage": 2,
    }
    assert {link["rel"]: link["href"] for link in same["links"]}["next"].endswith(
        "?query=rumah+%26+aman&halaman=3"
    )


def test_ways_on_lead_to_works_or_to_more_ways() -> None:
    ways = (
        Navigation("Baru masuk", "terbaru/", newest=True),
        Navigation("Buku & <saku>", "rak/buku/", "3 terbitan", 3),
        Navigation("Topik", "topik/", "Menurut topik"),
    )
    feed = Feed("Pustaka Sapa", "", DAY, ways)
    node = opds.atom(opds1.written(feed, CATALOGUE))
    told = [
        (each.get("rel"), each.get("href"), each.get("type"))
        for each in node.iterfind(f"{ATOM}entry/{ATOM}link")
    ]
    assert told == [
        ("http://opds-spec.org/sort/new", f"{ROOT}terbaru/", opds1.ACQUISITION),
        ("subsection", f"{ROOT}rak/buku/", opds1.ACQUISITION),
        ("subsection", f"{ROOT}topik/", opds1.NAVIGATION),
    ]
    assert [each.text for each in node.iterfind(f"{ATOM}entry/{ATOM}content")] == [
        "Baru masuk",
        "3 terbitan",
        "Menurut topik",
    ]
    same = opds.opds2(opds2.written(feed, CATALOGUE))
    assert [(each["title"], each.get("properties")) for each in same["navigation"]] == [
        ("Baru masuk", None),
        ("Buku & <saku>", {"numberOfItems": 3}),
        ("Topik", None),
    ]


def test_an_empty_list_leads_back_to_the_beginning() -> None:
    feed = listing()
    assert opds.atom(opds1.written(feed, CATALOGUE)).findtext(f"{OPENSEARCH}totalResults") == "0"
    same = opds.opds2(opds2.written(feed, CATALOGUE))
    assert same["navigation"] == [
        {"rel": "subsection", "href": ROOT, "type": "application/opds+json", "title": "Pustaka Sapa"}
    ]
    assert same["metadata"]["numberOfItems"] == 0


def test_the_search_of_the_second_standard_is_a_template() -> None:
    (search,) = [
        link for link in json.loads(opds2.written(listing(), CATALOGUE))["links"] if link["rel"] == "search"
    ]
    assert search == {
        "rel": "search",
        "href": f"{ROOT}cari/{{?query}}",
        "type": "application/opds+json",
        "templated": True,
    }
