"""The `citation_*` tags of a work's page, as Google Scholar and Zotero take them."""

from dataclasses import replace

import pytest
from django.utils.html import format_html, format_html_join
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from library.dates import PartialDate, read
from library.metadata import dublin_core, highwire, open_graph
from library.names import Name, NameKind
from library.record import HeldFile, Maker, Record, RecordKind, Role, Serial, Statute, Subject
from tests.library.metadata import records

SITE = "https://pustaka.example.org"
PDF = HeldFile(f"{SITE}/berkas/k4x/karya.pdf", "application/pdf", 812_345, 96, "karya.pdf")
SITI = Maker(Name("Siti Nurjanah", NameKind.NO_FAMILY_NAME, titles="Dr., M.Si."), orcid="0000-0002-1825-0097")
SUKARNO = Maker(Name("Sukarno", NameKind.MONONYM))
SIMATUPANG = Maker(Name("T.B. Simatupang", NameKind.FAMILY_NAME, family="Simatupang", given="T.B."))
SAPA = Maker(Name("Sapa Institut", NameKind.ORGANISATION))
ADDRESSES = {"address": f"{SITE}/koleksi/karya/", "permanent": f"{SITE}/p/k4x/", "files": (PDF,), "pages": 96}
JOURNAL = Serial("Jurnal Sapa", "2088-6403", "2502-1117", "3", "2", "Perkawinan Anak", f"{SITE}/jurnal/")
BULLETIN = Serial("Buletin Bale", number="12", address=f"{SITE}/buletin/")

BOOK = Record(
    RecordKind.BOOK,
    "Luka yang Diam",
    subtitle="Kekerasan di Rumah",
    makers=(SITI, SIMATUPANG, Maker(Name("Ani", NameKind.MONONYM), Role.EDITOR)),
    issued=read("22 September 2004"),
    publisher="Sapa Institut",
    subjects=(
        Subject("kekerasan dalam rumah tangga", "domestic violence"),
        Subject("Majalaya", kind="place"),
    ),
    tags=("istri", "Majalaya"),
    isbn="978-602-1234-56-3",
    series="Seri Bale Istri",
    **ADDRESSES,
)
POCKET_BOOK = Record(
    RecordKind.POCKET_BOOK, "Bila Disakiti", makers=(SAPA,), issued=PartialDate(2011, circa=True), **ADDRESSES
)
STUDY = Record(
    RecordKind.STUDY,
    "Kawin Kontrak di Puncak",
    makers=(replace(SUKARNO, role=Role.RESEARCHER),),
    issued=read("2012–2013"),
    publisher="Sapa Institut",
    commissioned_by="Komnas Perempuan",
    report_number="LP-7",
    **ADDRESSES,
)
ARTICLE = Record(
    RecordKind.JOURNAL_ARTICLE,
    "Dispensasi Kawin",
    makers=(SUKARNO,),
    language="en",
    issued=read("Maret 2015"),
    subjects=(Subject("perkawinan anak", "child marriage"),),
    doi="10.1234/sapa.3.2.7",
    first_page="12",
    last_page="30",
    serial=JOURNAL,
    **ADDRESSES,
)
BULLETIN_ARTICLE = Record(
    RecordKind.BULLETIN_ARTICLE,
    "Suara dari Bale",
    makers=(SUKARNO,),
    issued=read("Jan–Feb 2015"),
    first_page="4",
    serial=BULLETIN,
    **ADDRESSES,
)
REGULATION = Record(
    RecordKind.REGULATION,
    "Penghapusan Kekerasan dalam Rumah Tangga",
    issued=read("22 September 2004"),
    statute=Statute("UU", "23", 2004, "Penghapusan KDRT", citation="UU 23/2004"),
    **ADDRESSES,
)
JOURNAL_ISSUE = Record(RecordKind.JOURNAL_ISSUE, "Jurnal Sapa Vol. 3 No. 2", serial=JOURNAL, **ADDRESSES)
BULLETIN_ISSUE = Record(RecordKind.BULLETIN_ISSUE, "Buletin Bale 12", serial=BULLETIN, **ADDRESSES)
ALL = [
    BOOK,
    POCKET_BOOK,
    STUDY,
    ARTICLE,
    BULLETIN_ARTICLE,
    REGULATION,
    JOURNAL_ISSUE,
    BULLETIN_ISSUE,
]
WHERE = [
    ("citation_abstract_html_url", f"{SITE}/koleksi/karya/"),
    ("citation_public_url", f"{SITE}/p/k4x/"),
    ("citation_pdf_url", f"{SITE}/berkas/k4x/karya.pdf"),
    ("citation_fulltext_html_url", f"{SITE}/p/k4x/1/"),
]


def test_a_book_gives_its_authors_without_titles_and_its_isbn() -> None:
    assert highwire.tags(BOOK) == [
        ("citation_title", "Luka yang Diam: Kekerasan di Rumah"),
        ("citation_author", "Siti Nurjanah"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "Simatupang, T.B."),
        ("citation_editor", "Ani"),
        ("citation_publication_date", "2004/09/22"),
        ("citation_language", "id"),
        ("z:itemType", "book"),
        ("citation_keywords", "kekerasan dalam rumah tangga"),
        ("citation_keywords", "Majalaya"),
        ("citation_keywords", "istri"),
        ("citation_isbn", "978-602-1234-56-3"),
        ("citation_publisher", "Sapa Institut"),
        ("citation_series_title", "Seri Bale Istri"),
        *WHERE,
    ]


def test_a_pocket_book_without_isbn_is_still_a_book() -> None:
    assert highwire.tags(POCKET_BOOK) == [
        ("citation_title", "Bila Disakiti"),
        ("citation_author", "Sapa Institut"),
        ("citation_publication_date", "2011"),
        ("citation_language", "id"),
        ("z:itemType", "book"),
        *WHERE,
    ]


def test_a_study_names_the_institution_that_issued_it() -> None:
    assert highwire.tags(STUDY) == [
        ("citation_title", "Kawin Kontrak di Puncak"),
        ("citation_author", "Sukarno"),
        ("citation_publication_date", "2012"),
        ("citation_language", "id"),
        ("z:itemType", "report"),
        ("citation_technical_report_institution", "Sapa Institut"),
        ("citation_technical_report_number", "LP-7"),
        ("citation_publisher", "Sapa Institut"),
        *WHERE,
    ]


def test_a_journal_article_names_its_journal_and_its_pages() -> None:
    assert highwire.tags(ARTICLE) == [
        ("citation_title", "Dispensasi Kawin"),
        ("citation_author", "Sukarno"),
        ("citation_publication_date", "2015/03"),
        ("citation_language", "en"),
        ("z:itemType", "journalArticle"),
        ("citation_keywords", "child marriage"),
        ("citation_doi", "10.1234/sapa.3.2.7"),
        ("citation_journal_title", "Jurnal Sapa"),
        ("citation_issn", "2088-6403"),
        ("citation_issn", "2502-1117"),
        ("citation_volume", "3"),
        ("citation_issue", "2"),
        ("citation_firstpage", "12"),
        ("citation_lastpage", "30"),
        *WHERE,
    ]


def test_a_bulletin_article_is_not_made_a_journal_article() -> None:
    assert highwire.tags(BULLETIN_ARTICLE) == [
        ("citation_title", "Suara dari Bale"),
        ("citation_author", "Sukarno"),
        ("citation_publication_date", "2015/01"),
        ("citation_language", "id"),
        ("z:itemType", "magazineArticle"),
        ("prism.publicationName", "Buletin Bale"),
        ("citation_issue", "12"),
        ("citation_firstpage", "4"),
        *WHERE,
    ]


def test_a_regulation_is_a_statute() -> None:
    assert highwire.tags(REGULATION) == [
        ("citation_title", "Penghapusan Kekerasan dalam Rumah Tangga"),
        ("citation_publication_date", "2004/09/22"),
        ("citation_language", "id"),
        ("z:itemType", "statute"),
        *WHERE,
    ]


def test_an_issue_is_cited_within_its_serial() -> None:
    assert ("citation_journal_title", "Jurnal Sapa") in highwire.tags(JOURNAL_ISSUE)
    assert ("prism.publicationName", "Buletin Bale") in highwire.tags(BULLETIN_ISSUE)
    assert "citation_journal_title" not in dict(highwire.tags(BULLETIN_ISSUE))


@pytest.mark.parametrize(("record", "said"), [(records.FILM, "videoRecording"), (records.DATASET, "dataset")])
def test_scholar_is_not_told_that_a_film_or_data_are_a_paper(record: Record, said: str) -> None:
    assert highwire.tags(record) == [("z:itemType", said)]


def zotero_type(tags: list[tuple[str, str]]) -> str:
    """The rule of Zotero's translator "Embedded Metadata": a tag that settles the type, else the first of what the
    others suggest, in their order of trust."""
    names = dict(reversed(tags))  # of several, the first
    if "citation_journal_title" in names:
        return "journalArticle"
    if "citation_technical_report_institution" in names:
        return "report"
    suggested = [
        names.get("z:itemType"),
        "book" if names.get("og:type") == "book" else None,
        "videoRecording" if names.get("og:type", "").startswith("video.") else None,
        names.get("DC.type"),
        "book" if "citation_isbn" in names else "journalArticle",
    ]
    return next(filter(None, suggested))


@pytest.mark.parametrize("record", [*ALL, *records.KINDS, *records.BARE], ids=lambda record: record.kind)
@pytest.mark.parametrize("unheard", ["", "z:itemType", "DC.type"])
def test_every_kind_arrives_in_zotero_as_what_it_is(record: Record, unheard: str) -> None:
    page = [
        *highwire.tags(record),
        *dublin_core.tags(record),
        *open_graph.tags(record, site_name="Pustaka", language="id"),
    ]
    heard = [tag for tag in page if tag[0] != unheard]
    expected = {
        RecordKind.BOOK: "book",
        RecordKind.POCKET_BOOK: "book",
        RecordKind.STUDY: "report",
        RecordKind.JOURNAL_ARTICLE: "journalArticle",
        RecordKind.JOURNAL_ISSUE: "journalArticle",
        RecordKind.BULLETIN_ARTICLE: "magazineArticle",
        RecordKind.BULLETIN_ISSUE: "magazineArticle",
        RecordKind.REGULATION: "statute",
        RecordKind.FILM: "videoRecording",
        RecordKind.DATASET: "dataset",
    }
    assert zotero_type(heard) == expected[record.kind]


def test_a_study_of_nobody_known_is_still_a_report_though_it_has_an_isbn() -> None:
    bare = Record(RecordKind.STUDY, "Kajian", isbn="978-602-1234-56-3")
    assert zotero_type([*highwire.tags(bare), *dublin_core.tags(bare)]) == "report"


@pytest.mark.parametrize("access", ["summary", "embargo", "internal", "anything else"])
@pytest.mark.parametrize("record", ALL, ids=lambda record: record.kind)
def test_a_work_that_is_not_open_gives_no_address_of_its_file_or_text(record: Record, access: str) -> None:
    said = highwire.tags(replace(record, access=access))
    assert [tag for tag in said if tag not in WHERE] == [
        tag for tag in highwire.tags(record) if tag not in WHERE
    ]
    assert [tag for tag in said if tag in WHERE] == WHERE[:2]


@pytest.mark.parametrize(
    "file",
    [
        replace(PDF, address="https://elsewhere.example.org/karya.pdf"),
        replace(PDF, address="http://pustaka.example.org/berkas/k4x/karya.pdf"),
        replace(PDF, media_type="application/epub+zip"),
    ],
)
def test_a_file_is_named_to_scholar_only_when_it_is_a_pdf_of_this_site(file: HeldFile) -> None:
    assert "citation_pdf_url" not in dict(highwire.tags(replace(BOOK, files=(file,))))
    assert dict(highwire.tags(replace(BOOK, files=(file, PDF))))["citation_pdf_url"] == PDF.address


def test_what_has_no_text_has_no_address_of_one() -> None:
    assert "citation_fulltext_html_url" not in dict(highwire.tags(replace(BOOK, pages=0)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2004-09-22", "2004/09/22"),
        ("2004-09", "2004/09"),
        ("2004", "2004"),
        ("2004~", "2004"),
        ("2015-01/2015-02", "2015/01"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(typed: str, said: str) -> None:
    assert highwire.date(read(typed)) == said


odd = st.text(max_size=60) | st.sampled_from(
    [
        '"><script>alert(1)</script>',
        "' onload='x",
        "Baris\r\nSet-Cookie: a=b",
        "\x00\x1b&amp;\u2028",
        "</title>",
    ]
)


@given(odd, odd, odd)
def test_odd_words_stay_inside_their_tag(title: str, name: str, word: str) -> None:
    record = replace(BOOK, title=title, makers=(Maker(Name(name)),), tags=(word,))
    said = highwire.tags(record)
    head = format_html(
        "<!doctype html><title>x</title>{}<p>", format_html_join("", '<meta name="{}" content="{}">', said)
    )
    page = html.document_fromstring(head)
    assert [(tag.get("name"), tag.get("content")) for tag in page.iter("meta")] == said
    assert not list(page.iter("script"))
    assert all(content and content == " ".join(content.split()) for _, content in said)
