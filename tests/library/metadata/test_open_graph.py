"""What a shared link shows of a work."""

from dataclasses import replace

import pytest
from django.utils.html import format_html_join
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from library.dates import read
from library.metadata import open_graph
from library.names import Name
from library.record import HeldFile, Maker, Record, RecordKind, Serial, Subject
from tests.library.metadata import records

SITE = "https://pustaka.example.org"
BOOK = Record(
    RecordKind.BOOK,
    "Luka yang Diam",
    subtitle="Kekerasan di Rumah",
    makers=(Maker(Name("Siti Nurjanah"), address=f"{SITE}/orang/siti/"), Maker(Name("Sukarno"))),
    issued=read("September 2004"),
    abstract_id="Ringkasan.",
    abstract_en="Abstract.",
    subjects=(Subject("perkawinan anak", "child marriage"),),
    tags=("istri",),
    isbn="978-602-1234-56-3",
    address=f"{SITE}/koleksi/luka/",
    permanent=f"{SITE}/p/k4x/",
    cover=f"{SITE}/gambar/luka.webp",
)
ARTICLE = Record(
    RecordKind.BULLETIN_ARTICLE,
    "Suara dari Bale",
    makers=(Maker(Name("Sukarno")),),
    issued=read("2015-03-08"),
    summary_id="Kisah tujuh perempuan.",
    rubric="Kabar Bale",
    serial=Serial("Buletin Bale"),
    permanent=f"{SITE}/p/m2c/",
)


def test_a_book_is_shared_with_its_cover() -> None:
    assert open_graph.tags(BOOK, site_name="Pustaka Sapa", language="id", cover_size=(400, 566)) == [
        ("og:type", "book"),
        ("og:title", "Luka yang Diam: Kekerasan di Rumah"),
        ("og:description", "Ringkasan."),
        ("og:url", "https://pustaka.example.org/p/k4x/"),
        ("og:image", "https://pustaka.example.org/gambar/luka.webp"),
        ("og:image:width", "400"),
        ("og:image:height", "566"),
        ("og:image:alt", "Luka yang Diam: Kekerasan di Rumah"),
        ("og:site_name", "Pustaka Sapa"),
        ("og:locale", "id_ID"),
        ("book:isbn", "978-602-1234-56-3"),
        ("book:author", "https://pustaka.example.org/orang/siti/"),
        ("book:author", "Sukarno"),
        ("book:release_date", "2004-09"),
        ("book:tag", "perkawinan anak"),
        ("book:tag", "istri"),
        ("twitter:card", "summary"),
    ]


def test_an_article_is_shared_with_its_day_and_rubric() -> None:
    assert open_graph.tags(ARTICLE, site_name="Pustaka Sapa", language="en") == [
        ("og:type", "article"),
        ("og:title", "Suara dari Bale"),
        ("og:description", "Kisah tujuh perempuan."),
        ("og:url", "https://pustaka.example.org/p/m2c/"),
        ("og:site_name", "Pustaka Sapa"),
        ("og:locale", "en_GB"),
        ("article:published_time", "2015-03-08"),
        ("article:author", "Sukarno"),
        ("article:section", "Kabar Bale"),
        ("twitter:card", "summary"),
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (RecordKind.BOOK, "book"),
        (RecordKind.POCKET_BOOK, "book"),
        (RecordKind.STUDY, "article"),
        (RecordKind.JOURNAL_ARTICLE, "article"),
        (RecordKind.BULLETIN_ARTICLE, "article"),
        (RecordKind.JOURNAL_ISSUE, "website"),
        (RecordKind.BULLETIN_ISSUE, "website"),
        (RecordKind.REGULATION, "website"),
        (RecordKind.FILM, "video.other"),
        (RecordKind.DATASET, "website"),
    ],
)
def test_every_kind_has_a_type_and_only_the_properties_of_it(kind: RecordKind, said: str) -> None:
    tags = open_graph.tags(replace(BOOK, kind=kind), site_name="Pustaka Sapa", language="id")
    assert tags[0] == ("og:type", said)
    assert {name.partition(":")[0] for name, _ in tags} - {"og", "twitter"} == {said.partition(".")[0]} - {
        "website"
    }


def test_an_english_page_speaks_english_where_there_is_some() -> None:
    tags = dict(open_graph.tags(BOOK, site_name="Pustaka Sapa", language="en"))
    assert tags["og:description"] == "Abstract."
    indonesian_only = replace(BOOK, abstract_en="")
    tags = dict(open_graph.tags(indonesian_only, site_name="Pustaka Sapa", language="en"))
    assert tags["og:description"] == "Ringkasan."


def test_a_film_is_shared_with_its_smallest_recording() -> None:
    said = open_graph.tags(records.FILM, site_name="Pustaka Sapa", language="id", cover_size=(1280, 720))
    assert said[0] == ("og:type", "video.other")
    assert [tag for tag in said if "video" in tag[0]] == [
        ("og:video", "https://pustaka.example.org/berkas/fi10b/fi10.mp4"),
        ("og:video:type", "video/mp4"),
        ("og:video:width", "640"),
        ("og:video:height", "360"),
        ("video:director", "https://pustaka.example.org/orang/nursyahbani/"),  # the other has no page
        ("video:duration", "750"),
        ("video:release_date", "2024-03-08"),
        ("video:tag", "Kekerasan dalam rumah tangga"),
        ("video:tag", "Kabupaten Bandung"),
        ("video:tag", "bale istri"),
    ]
    assert said[-1] == ("twitter:card", "summary_large_image")


@pytest.mark.parametrize(
    "film",
    [
        replace(records.FILM, notices=("testimony",)),
        replace(records.FILM, access="embargo"),
        replace(records.FILM, files=()),
    ],
    ids=["one with a warning", "one that is not open", "one without a recording"],
)
def test_a_film_that_must_not_play_at_once_is_shared_without_a_recording(film: Record) -> None:
    said = dict(open_graph.tags(film, site_name="Pustaka Sapa", language="id"))
    assert said["og:type"] == "video.other"
    assert not [name for name in said if name.startswith("og:video")]
    if film.notices:
        assert "og:image" not in said


def test_no_text_file_is_ever_named() -> None:
    file = HeldFile(f"{SITE}/berkas/k4x/luka.pdf", "application/pdf", 1, 1)
    for access in ("open", "summary"):
        tags = open_graph.tags(replace(BOOK, files=(file,), access=access), site_name="P", language="id")
        assert not [value for _, value in tags if "berkas" in value]


odd = st.text(max_size=60) | st.sampled_from(['"><script>x</script>', "a\r\nb", "\x00'&quot;", "</head>"])


@given(odd, odd)
def test_odd_words_stay_inside_their_tag(title: str, abstract: str) -> None:
    record = replace(BOOK, title=title, abstract_id=abstract, tags=(abstract,))
    said = open_graph.tags(record, site_name=title, language="id")
    page = html.document_fromstring(
        "<!doctype html><title>x</title>"
        + format_html_join("", '<meta property="{}" content="{}">', said)
        + "<p>"
    )
    assert [(tag.get("property"), tag.get("content")) for tag in page.iter("meta")] == said
    assert not list(page.iter("script"))
