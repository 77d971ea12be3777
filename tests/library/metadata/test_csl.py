"""A record as a CSL-JSON item, and other people's items as records."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.dates import PartialDate
from library.metadata import csl
from library.metadata.csl_reading import record
from library.metadata.dublin_core import whole_title
from library.metadata.errors import UnreadableRecord
from library.metadata.reading import clean, decoded
from library.record import Record, RecordKind, Role, Serial, Statute
from tests.library.metadata import records

# The variables that we use, as csl-data.json of citation-style-language/schema (CSL 1.0.2) types them.
TYPES = {
    "article-journal",
    "article-magazine",
    "book",
    "dataset",
    "legislation",
    "motion_picture",
    "periodical",
    "report",
}
WORDS = {
    "id",
    "type",
    "title",
    "title-short",
    "language",
    "abstract",
    "authority",
    "collection-number",
    "collection-title",
    "container-title",
    "dimensions",
    "DOI",
    "edition",
    "genre",
    "ISBN",
    "ISSN",
    "issue",
    "keyword",
    "locator",
    "note",
    "number",
    "number-of-pages",
    "page",
    "publisher",
    "publisher-place",
    "URL",
    "version",
    "volume",
}
NAMES = {"author", "director", "producer", "editor", "translator", "illustrator", "contributor"}


def read_back(kept: Record) -> Record:
    """The record that comes of its own item."""
    reading = csl.read(csl.text([csl.item(kept)]))
    assert not reading.troubles
    return reading.records[0]


@pytest.mark.parametrize("kept", records.EVERY)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_item_keeps_to_the_schema(kept: Record, language: str) -> None:
    item = csl.item(kept, language=language, page="37")
    assert item["type"] in TYPES
    assert item.keys() <= WORDS | NAMES | {"issued"}
    assert {"id", "type", "title"} <= item.keys()
    for variable, value in item.items():
        if variable in WORDS:
            assert isinstance(value, str)
            assert value == " ".join(value.split()) != ""
    for name in (name for variable in NAMES for name in item.get(variable, [])):
        assert name.keys() in ({"literal"}, {"family"}, {"family", "given"})
        assert all(isinstance(part, str) and part for part in name.values())
    date = item.get("issued", {"date-parts": [[2000]]})
    assert date.keys() <= {"date-parts", "circa"}
    assert 1 <= len(date["date-parts"]) <= 2
    assert all(
        1 <= len(parts) <= 3 and all(type(part) is int for part in parts) for parts in date["date-parts"]
    )


def test_a_pocket_book_is_a_book_that_says_what_it_is() -> None:
    item = csl.item(records.POCKET_BOOK)
    assert (item["type"], item["genre"]) == ("book", "Buku saku")
    assert csl.item(records.POCKET_BOOK, language="en")["genre"] == "Pocket book"


def test_a_study_says_its_genre_and_number_and_who_published_it() -> None:
    item = csl.item(records.STUDY)
    assert (item["type"], item["genre"], item["number"]) == ("report", "Riset", "07/2021")
    assert item["publisher"] == "Sapa Institut"
    assert csl.item(replace(records.STUDY, publisher=""))["publisher"] == "Komnas Perempuan"


def test_an_article_stands_in_its_periodical_without_publisher_or_place() -> None:
    item = csl.item(records.JOURNAL_ARTICLE)
    assert item["container-title"] == "Jurnal Perempuan & Desa"
    assert (item["volume"], item["issue"], item["page"]) == ("3", "2", "105-119")
    assert item["ISSN"] == "2088-1231"
    assert not item.keys() & {"publisher", "publisher-place"}


def test_pages_keep_roman_numbers_and_one_page_is_said_once() -> None:
    assert csl.item(records.SECOND_JOURNAL_ARTICLE)["page"] == "iv-xii"
    assert csl.item(records.BULLETIN_ARTICLE)["page"] == "7"


def test_an_issue_goes_by_its_theme_and_without_one_by_its_periodical() -> None:
    themed, bare = csl.item(records.JOURNAL_ISSUE), csl.item(records.BULLETIN_ISSUE)
    assert (themed["title"], themed["container-title"]) == ("Desa yang adil", "Jurnal Perempuan & Desa")
    assert bare["title"] == "Buletin Sapa"
    assert "container-title" not in bare


@pytest.mark.parametrize(
    "title", ["Vol. 3 No. 2", "Jurnal Perempuan & Desa", "Jurnal Perempuan & Desa, Vol. 3 No. 2 (2015)"]
)
def test_a_title_that_only_counts_is_not_said_beside_the_numbers(title: str) -> None:
    issue = replace(records.JOURNAL_ISSUE, title=title, serial=replace(records.JOURNAL, issue_title=""))
    assert csl.item(issue)["title"] == "Jurnal Perempuan & Desa"


def test_a_law_says_its_number_in_its_title_alone() -> None:
    item = csl.item(records.REGULATION)
    assert item["title"].startswith("Undang-Undang Nomor 23 Tahun 2004 tentang")
    assert item["title-short"] == "UU PKDRT"
    assert item["authority"] == "Presiden Republik Indonesia"
    assert item["container-title"].startswith("Lembaran Negara")
    assert "number" not in item


def test_a_law_whose_title_lacks_its_number_gets_it() -> None:
    assert csl.item(replace(records.REGULATION, title="UU PKDRT"))["title"] == records.REGULATION.title
    local = Statute("Perda", "21", 2016, "Perlindungan Perempuan")
    item = csl.item(Record(RecordKind.REGULATION, "Perlindungan Perempuan", statute=local))
    assert item["title"] == "Peraturan Daerah Nomor 21 Tahun 2016 tentang Perlindungan Perempuan"


def test_a_film_says_who_directed_and_produced_it_and_how_long_it_plays() -> None:
    item = csl.item(records.FILM)
    assert (item["type"], item["genre"], item["dimensions"]) == ("motion_picture", "Film", "12:30")
    assert item["director"] == [
        {"family": "Katjasungkana", "given": "Nursyahbani"},
        {"literal": "Pramoedya Ananta Toer"},
    ]
    assert item["producer"] == [{"literal": "Sapa Institut"}]
    assert "author" not in item
    assert csl.item(replace(records.FILM, genre="Dokumenter"))["genre"] == "Dokumenter"
    long = replace(records.FILM, footage=replace(records.FILM.footage, seconds=3727.4))
    assert csl.item(long)["dimensions"] == "1:02:07"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            (
                "Jumlah perkara yang didampingi menurut kabupaten dan tahun. Cara menghitung: Satu perkara dihitung "
                "sekali pada tahun ia dilaporkan."
            ),
        ),
        (
            "en",
            (
                "Number of cases accompanied, by regency and year. How it was counted: A case is counted once, in the "
                "year in which it was reported."
            ),
        ),
    ],
)
def test_data_say_their_version_and_how_they_were_counted(language: str, said: str) -> None:
    item = csl.item(records.DATASET, language=language)
    assert (item["type"], item["version"]) == ("dataset", "2")
    assert item["abstract"] == said
    assert "number-of-pages" not in item
    figures = csl.read(csl.text([item])).records[0].figures
    assert (figures.counting_id or figures.counting_en) == said.partition(": ")[2]


def test_names_are_in_parts_only_where_a_person_decided_them() -> None:
    item = csl.item(replace(records.BOOK, makers=(*records.STUDY.makers, *records.BOOK.makers)))
    assert item["author"] == [
        {"literal": "Sri Wahyuni Lestari"},
        {"literal": "Pramoedya Ananta Toer"},
        {"family": "Katjasungkana", "given": "Nursyahbani"},
        {"family": "Simatupang", "given": "Tahi Bonar"},
    ]
    assert item["editor"] == [{"literal": "Sukarno"}]
    assert item["contributor"] == [{"literal": records.MINISTRY.printed}]


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        (PartialDate(), None),
        (PartialDate(2004, 9, 22), {"date-parts": [[2004, 9, 22]]}),
        (PartialDate(1999, circa=True), {"date-parts": [[1999]], "circa": True}),
        (PartialDate(2014, 12, until=PartialDate(2015, 1)), {"date-parts": [[2014, 12], [2015, 1]]}),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(issued: PartialDate, said: dict[str, Any] | None) -> None:
    assert csl.item(replace(records.BOOK, issued=issued)).get("issued") == said


def test_words_of_ours_are_in_the_language_of_the_reader() -> None:
    item = csl.item(records.BOOK, language="en")
    assert item["abstract"] == "How to make a village budget."
    assert item["keyword"].startswith("Domestic violence; Bandung Regency; Domestic Violence Act; anggaran")


def test_an_item_is_known_by_its_permanent_address() -> None:
    item = csl.item(records.BOOK, page="37")
    assert (item["id"], item["URL"]) == ("bk01", "https://pustaka.example.org/p/bk01/")
    assert item["locator"] == "37"
    assert csl.item(Record(RecordKind.BOOK, "Judul"))["id"] == "pustaka"


# Back again


@pytest.mark.parametrize("kept", [*records.KINDS, *records.ODD, *records.NAMES, *records.DATES])
def test_a_record_comes_back_from_its_item(kept: Record) -> None:
    back = read_back(kept)
    assert back.kind is kept.kind
    if kept != records.BULLETIN_ISSUE:  # its title only counts
        assert whole_title(back) == whole_title(kept)
    assert back.issued == kept.issued
    assert [(maker.name.printed, maker.name.family) for maker in back.makers] == [
        (maker.name.printed, maker.name.family) for maker in kept.makers
    ]
    assert (back.first_page, back.last_page) == (kept.first_page, kept.last_page)
    assert (back.isbn, back.doi, back.language) == (kept.isbn, kept.doi, kept.language)
    assert (back.serial.issn_print, back.serial.volume) == (kept.serial.issn_print, kept.serial.volume)
    assert (back.series, back.series_number, back.edition) == (kept.series, kept.series_number, kept.edition)
    assert (back.genre, back.report_number) == (kept.genre, kept.report_number)
    assert back.parallel_title == kept.parallel_title


def test_title_and_subtitle_part_where_they_did() -> None:
    assert (read_back(records.BOOK).title, read_back(records.BOOK).subtitle) == (
        records.BOOK.title,
        records.BOOK.subtitle,
    )
    asked = replace(records.BOOK, title="Ke mana korban pergi?", subtitle="Sebuah laporan")
    assert (read_back(asked).title, read_back(asked).subtitle) == (asked.title, asked.subtitle)


def test_a_law_is_known_again_by_its_title() -> None:
    statute = read_back(records.REGULATION).statute
    assert (statute.kind, statute.number, statute.year) == ("UU", "23", 2004)
    assert (statute.citation, statute.about) == ("UU 23/2004", "Penghapusan Kekerasan dalam Rumah Tangga")
    assert (statute.issuer, statute.short_name) == ("Presiden Republik Indonesia", "UU PKDRT")


@given(st.text(max_size=80).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_any_title_comes_back(title: str) -> None:
    kept = Record(RecordKind.BOOK, title)
    assert read_back(kept).title == whole_title(kept)


# Other people's


def test_crossref_s_answer_is_read() -> None:
    """As api.crossref.org wraps it: lists of one, its own words for types, markup and entities in the title."""
    message = {
        "type": "journal-article",
        "title": ["<i>Bale Istri</i> &amp; the village"],
        "container-title": ["Journal of Village Studies"],
        "ISSN": ["2088-1231", "2549-0001"],
        "DOI": "10.1234/jvs.1",
        "issued": {"date-parts": [[2020, 5]]},
        "author": [{"given": "Siti", "family": "Aminah", "sequence": "first"}, {"name": "Sapa Institut"}],
        "page": "12–30",
        "volume": 7,
        "language": "en",
        "subject": ["Sociology", "Law"],
        "abstract": "<jats:p>Short.</jats:p>",
    }
    (read,) = csl.read(json.dumps({"status": "ok", "message": message})).records
    assert read.kind is RecordKind.JOURNAL_ARTICLE
    assert read.title == "Bale Istri & the village"
    assert read.serial == Serial("Journal of Village Studies", issn_print="2088-1231", volume="7")
    assert [maker.name.printed for maker in read.makers] == ["Siti Aminah", "Sapa Institut"]
    assert (read.first_page, read.last_page, read.issued.edtf) == ("12", "30", "2020-05")
    assert (read.language, read.tags, read.abstract_en) == ("en", ("Sociology", "Law"), "Short.")


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"type": "thesis"}, RecordKind.STUDY),
        ({"type": "paper-conference"}, RecordKind.STUDY),
        ({"type": "pamphlet"}, RecordKind.POCKET_BOOK),
        ({"type": "article-newspaper", "container-title": "Kompas"}, RecordKind.BULLETIN_ARTICLE),
        ({"type": "bill"}, RecordKind.REGULATION),
        ({"type": "motion_picture"}, RecordKind.FILM),
        ({"type": "dataset"}, RecordKind.DATASET),
        ({"type": "document", "container-title": "Jurnal Sapa"}, RecordKind.JOURNAL_ARTICLE),
        ({"type": "document", "container-title": "Majalah Sapa"}, RecordKind.BULLETIN_ARTICLE),
        ({"container-title": "Jurnal Sapa"}, RecordKind.JOURNAL_ARTICLE),
        ({"publisher": "Sapa Institut"}, RecordKind.BOOK),
    ],
)
def test_a_kind_that_is_not_held_goes_to_the_nearest(item: dict[str, str], kind: RecordKind) -> None:
    assert record(item | {"title": "Judul"}).kind is kind


def test_a_thesis_keeps_what_it_is() -> None:
    assert record({"type": "thesis", "title": "Judul"}).genre == "Tesis"
    assert record({"type": "thesis", "title": "Judul", "genre": "Skripsi"}).genre == "Skripsi"


@pytest.mark.parametrize(
    "item",
    [
        {"type": "webpage", "title": "Beranda"},
        {"type": "chapter", "title": "Bab 3"},
        {"title": "Judul saja"},
        {"type": "book"},
        {"type": "book", "title": " … "},
        "book",
        None,
    ],
)
def test_what_no_record_can_be_made_of_becomes_a_sentence(item: object) -> None:
    with pytest.raises(UnreadableRecord) as caught:
        record(item)
    assert str(caught.value.sentence)


def test_a_bad_item_does_not_cost_the_good_ones() -> None:
    reading = csl.read('[{"type": "webpage", "title": "x"}, {"type": "book", "title": "Judul"}, 7]')
    assert [each.title for each in reading.records] == ["Judul"]
    assert [trouble.place for trouble in reading.troubles] == [1, 3]
    assert "webpage" in str(reading.troubles[0].sentence)


@pytest.mark.parametrize("text", ["", "TY  - BOOK", '[{"type": "book", "ti', "[" * 100_000])
def test_what_is_no_json_becomes_a_sentence(text: str) -> None:
    reading = csl.read(text)
    assert not reading.records
    assert len(reading.troubles) == 1


@pytest.mark.parametrize(
    ("issued", "edtf"),
    [
        ({"date-parts": [["2015", "03"]]}, "2015-03"),
        ({"date-parts": [[2015, 3], [2015, 4]]}, "2015-03/2015-04"),
        ({"date-parts": [[2015, 13]]}, "2015"),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": []}, ""),
        ({"raw": "Maret 2015"}, "2015-03"),
        ({"literal": "awal 2015"}, "2015"),
        ({"literal": "tanpa tahun"}, ""),
        ({"date-parts": [[2015]], "circa": "false"}, "2015"),
        ({"date-parts": [[2015]], "circa": 1}, "2015~"),
        ("2015-03-04T00:00:00Z", "2015-03-04"),
        (2015, "2015"),
    ],
)
def test_a_date_is_read_however_it_is_written(issued: object, edtf: str) -> None:
    assert record({"type": "book", "title": "Judul", "issued": issued}).issued.edtf == edtf


def test_a_name_in_one_piece_is_not_taken_apart() -> None:
    item = {"author": [{"literal": "Pramoedya Ananta Toer"}, {"family": "Sukarno"}, {"literal": "dkk."}]}
    makers = record({"type": "book", "title": "Judul"} | item).makers
    assert [(maker.name.printed, maker.name.family) for maker in makers] == [
        ("Pramoedya Ananta Toer", ""),
        ("Sukarno", ""),
    ]


def test_particles_belong_to_the_family_name() -> None:
    said = {"family": "Berg", "given": "Lodewijk", "non-dropping-particle": "van den"}
    (maker,) = record({"type": "book", "title": "Judul", "editor": [said]}).makers
    assert (maker.role, maker.name.family, maker.name.given) == (Role.EDITOR, "van den Berg", "Lodewijk")


def test_a_wrong_check_digit_is_passed_over() -> None:
    read = record({"type": "book", "title": "Judul", "ISBN": "978-602-1234-56-9", "DOI": "bukan"})
    assert (read.isbn, read.doi) == ("", "")
    assert record({"type": "book", "title": "Judul", "ISBN": "x 978-602-1234-56-3 (pbk)"}).isbn == ""
    assert (
        record({"type": "book", "title": "Judul", "ISBN": "9786021234563 9786021234570"}).isbn
        == "9786021234563"
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*sorted(WORDS | NAMES), "issued", "date-parts"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused_with_a_sentence(value: object) -> None:
    reading = csl.read(json.dumps(value))
    assert all(str(trouble.sentence) for trouble in reading.troubles)


# Files


def test_a_file_is_read_whatever_its_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert clean(decoded("Kafé".encode(encoding))) == "Kafé"


def test_text_that_was_taken_for_another_encoding_is_read_again() -> None:
    assert clean("Kafé".encode("utf-8-sig").decode("latin-1")) == "Kafé"
    assert clean("Kafé".encode("cp1252").decode("utf-8", errors="surrogateescape")) == "Kafé"
    assert clean("satu\rdua\r\ntiga\n") == "satu\ndua\ntiga\n"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("<i>Bumi Manusia</i> di H<sub>2</sub>O", "Bumi Manusia di H2O"),
        ('<span class="nocase">UU PKDRT</span>', "UU PKDRT"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("a < b & c > d; AT&T", "a < b & c > d; AT&T"),
        ("<i>tak tertutup", "<i>tak tertutup"),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_markup_that_others_write_into_titles_is_taken_out(said: str, plain: str) -> None:
    assert record({"type": "book", "title": said}).title == plain


def test_a_wrong_number_is_not_taken_and_not_lost() -> None:
    (kept,) = csl.read(
        '[{"type": "book", "title": "Jalan", "ISBN": "978-0-306-40615-8", "DOI": "doi kami"}]'
    ).records
    assert (kept.isbn, kept.doi) == ("", "")
    assert "978-0-306-40615-8" in kept.source
    assert "doi kami" in kept.source
