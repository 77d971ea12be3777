"""A record as simple Dublin Core."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from library.dates import read
from library.metadata import dublin_core
from library.names import Name, NameKind
from library.record import (
    Figures,
    Footage,
    HeldFile,
    Maker,
    Record,
    RecordKind,
    Role,
    Serial,
    Statute,
    Subject,
)
from tests.library.metadata import records

SITE = "https://pustaka.example.org"
BOOK = Record(
    RecordKind.POCKET_BOOK,
    "Bila Disakiti,\nKe Mana?",
    subtitle="Buku Saku",
    parallel_title="Where to Turn",
    makers=(
        Maker(Name("T.B. Simatupang", NameKind.FAMILY_NAME, family="Simatupang", given="T.B.")),
        Maker(Name("Siti Nurjanah", titles="Dr."), Role.RESEARCHER),
        Maker(Name("Ani", NameKind.MONONYM), Role.ILLUSTRATOR),
    ),
    issued=read("sekitar 2011"),
    publisher="Sapa Institut",
    abstract_id="Ringkasan.",
    abstract_en="Abstract.",
    subjects=(
        Subject("KDRT", "domestic violence", notation="3204"),
        Subject("Majalaya", kind="place"),
        Subject("UU PKDRT", kind="law", notation="UU 23/2004"),
    ),
    tags=("istri", "KDRT"),
    licence="cc-by-4.0",
    rights_holder="Sapa Institut",
    funder="Yayasan Tifa",
    series="Seri Bale",
    series_number="4",
    extent="xii + 36",
    isbn="978-602-1234-56-3",
    ddc="362.83",
    address=f"{SITE}/koleksi/bila-disakiti/",
    permanent=f"{SITE}/p/k4x/",
    files=(HeldFile(f"{SITE}/berkas/k4x/saku.pdf", "application/pdf", 12, 48),),
)
ARTICLE = Record(
    RecordKind.JOURNAL_ARTICLE,
    "Dispensasi Kawin",
    issued=read("Jan–Feb 2015"),
    licence="all-rights-reserved",
    doi="10.1234/a<b>#1",
    first_page="12",
    last_page="30",
    serial=Serial("Jurnal Sapa", "2088-6403", "", "3", "2", address=f"{SITE}/jurnal/"),
    permanent=f"{SITE}/p/m2c/",
)


def test_a_book_is_said_element_by_element() -> None:
    assert dublin_core.pairs(BOOK) == [
        ("title", "Bila Disakiti, Ke Mana? Buku Saku"),
        ("title", "Where to Turn"),
        ("creator", "Simatupang, T.B."),
        ("creator", "Siti Nurjanah"),
        ("subject", "KDRT"),
        ("subject", "domestic violence"),
        ("subject", "UU PKDRT"),
        ("subject", "istri"),
        ("subject", "DDC 362.83"),
        ("description", "Ringkasan."),
        ("description", "Abstract."),
        ("publisher", "Sapa Institut"),
        ("contributor", "Ani"),
        ("contributor", "Yayasan Tifa"),
        ("date", "2011"),
        ("type", "Book"),
        ("type", "Text"),
        ("format", "application/pdf"),
        ("format", "xii + 36"),
        ("identifier", "https://pustaka.example.org/p/k4x/"),
        ("identifier", "urn:isbn:978-602-1234-56-3"),
        ("language", "id"),
        ("relation", "Seri Bale ; 4"),
        ("relation", "https://pustaka.example.org/berkas/k4x/saku.pdf"),
        ("coverage", "Majalaya"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
        ("rights", "Pemegang hak cipta: Sapa Institut"),
        ("rights", "info:eu-repo/semantics/openAccess"),
    ]


def test_an_article_says_where_it_stands() -> None:
    assert dublin_core.pairs(ARTICLE) == [
        ("title", "Dispensasi Kawin"),
        ("date", "2015-01/2015-02"),
        ("type", "Journal article"),
        ("type", "Text"),
        ("identifier", "https://pustaka.example.org/p/m2c/"),
        ("identifier", "https://doi.org/10.1234/a%3Cb%3E%231"),
        ("source", "Jurnal Sapa; Vol. 3 No. 2 (2015); 12-30"),
        ("language", "id"),
        ("relation", "https://pustaka.example.org/jurnal/"),
        ("relation", "urn:issn:2088-6403"),
        ("rights", "Hak cipta dilindungi"),
        ("rights", "info:eu-repo/semantics/openAccess"),
    ]


def test_a_film_is_a_moving_image_with_its_length_and_the_languages_that_are_spoken() -> None:
    said = dublin_core.pairs(records.FILM)
    assert [value for element, value in said if element == "creator"] == [
        "Katjasungkana, Nursyahbani",
        "Pramoedya Ananta Toer",
    ]
    assert [value for element, value in said if element == "contributor"] == ["Sapa Institut", "Sukarno"]
    assert [value for element, value in said if element == "type"] == ["Moving image", "MovingImage"]
    assert [value for element, value in said if element == "format"] == ["video/mp4", "PT12M30S"]
    assert [value for element, value in said if element == "language"] == ["id", "su"]
    assert dublin_core.tags(records.FILM)[0] == ("DC.type", "videoRecording")


def test_data_say_their_years_and_never_go_without_how_they_were_counted() -> None:
    said = dublin_core.pairs(records.DATASET)
    assert [value for element, value in said if element == "coverage"] == [
        "Kabupaten Bandung",
        "Bandung Regency",
        "2015/2024",
    ]
    assert ("source", "Sapa Institut, catatan pendampingan") in said
    assert [value for element, value in said if element == "description"][2:] == [
        "Satu perkara dihitung sekali pada tahun ia dilaporkan.",
        "A case is counted once, in the year in which it was reported.",
    ]
    assert "text/csv" in [value for element, value in said if element == "format"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, ""),
        (0.4, ""),
        (42, "PT42S"),
        (60, "PT1M"),
        (750, "PT12M30S"),
        (3600, "PT1H"),
        (5400.6, "PT1H30M1S"),
    ],
)
def test_a_length_is_said_as_iso_8601_says_it(seconds: float, said: str) -> None:
    assert dublin_core.duration(replace(records.FILM, footage=Footage(seconds))) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(2015, 2024, "2015/2024"), (2015, 2015, "2015"), (0, 2024, "2024"), (0, 0, "")],
)
def test_years_are_a_stretch_of_iso_8601(first: int, last: int, said: str) -> None:
    assert dublin_core.years(Figures(first, last)) == said


def test_the_commas_of_an_organisation_stay_commas() -> None:
    ministry = Maker(Name("Kementerian Agama, Jakarta", NameKind.ORGANISATION))
    assert ("creator", "Kementerian Agama, Jakarta") in dublin_core.pairs(replace(BOOK, makers=(ministry,)))


def test_a_law_is_known_by_its_citation() -> None:
    law = Record(
        RecordKind.REGULATION, "Penghapusan KDRT", statute=Statute("UU", "23", 2004, citation="UU 23/2004")
    )
    assert ("identifier", "UU 23/2004") in dublin_core.pairs(law)
    assert ("type", "Legislation") in dublin_core.pairs(law)


def test_the_page_names_zoteros_kind_first_and_leaves_out_what_it_says_better_elsewhere() -> None:
    said = dublin_core.tags(BOOK)
    assert said[:3] == [
        ("DC.type", "book"),
        ("DC.title", "Bila Disakiti, Ke Mana? Buku Saku"),
        ("DC.title", "Where to Turn"),
    ]
    assert {"DC.description", "DC.contributor"}.isdisjoint(name for name, _ in said)


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_has_its_words(kind: RecordKind) -> None:
    record = Record(kind, "Judul")
    dcmi = {RecordKind.FILM: ["Moving image", "MovingImage"], RecordKind.DATASET: ["Dataset"]}
    said = [value for element, value in dublin_core.pairs(record) if element == "type"]
    assert said == dcmi.get(kind, [said[0], "Text"])
    assert dublin_core.tags(record)[0][1]


@pytest.mark.parametrize(
    ("access", "said"),
    [
        ("summary", "info:eu-repo/semantics/restrictedAccess"),
        ("embargo", "info:eu-repo/semantics/embargoedAccess"),
        ("internal", "info:eu-repo/semantics/closedAccess"),
        ("anything else", "info:eu-repo/semantics/closedAccess"),
    ],
)
def test_a_work_that_is_not_open_says_so_and_names_no_file(access: str, said: str) -> None:
    closed = dublin_core.pairs(replace(BOOK, access=access))
    assert closed[-1] == ("rights", said)
    assert not [pair for pair in closed if "berkas" in pair[1] or pair[1] == "application/pdf"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_stand_in_an_xml_document(title: str, word: str) -> None:
    for element, value in dublin_core.pairs(replace(BOOK, title=title, tags=(word,), abstract_id=word)):
        node = etree.Element(element)
        node.text = value
        read_again = etree.fromstring(etree.tostring(node)).text
        assert read_again == value
        assert value == " ".join(value.split())


@given(st.text(max_size=60))
def test_nothing_is_said_twice(word: str) -> None:
    said = dublin_core.pairs(replace(BOOK, tags=(word, word, f" {word} "), parallel_title=BOOK.title))
    assert len(said) == len(set(said))
