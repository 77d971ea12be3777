"""References as RIS: read back by others and by ourselves, and other people's files."""

import re
import shutil
import subprocess
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from library.metadata import csl, ris
from library.metadata.dublin_core import whole_title
from library.record import Maker, Record, RecordKind, Role
from tests.library.metadata import records
from tests.requirements import missing

TYPES = {
    RecordKind.BOOK: "BOOK",
    RecordKind.POCKET_BOOK: "BOOK",
    RecordKind.STUDY: "RPRT",
    RecordKind.JOURNAL_ISSUE: "JFULL",
    RecordKind.JOURNAL_ARTICLE: "JOUR",
    RecordKind.BULLETIN_ISSUE: "JFULL",
    RecordKind.BULLETIN_ARTICLE: "MGZN",
    RecordKind.REGULATION: "STAT",
    RecordKind.FILM: "VIDEO",
    RecordKind.DATASET: "DATA",
}


def written(*kept: Record) -> str:
    return "\r\n".join(ris.write(csl.item(each)) for each in kept)


def as_rispy_reads(text: str) -> list[dict[str, Any]]:
    return rispy.loads(text.replace("\r\n", "\n"))


# Out


@pytest.mark.parametrize("kept", records.EVERY)
def test_every_line_is_a_tag_with_a_value_and_ends_in_crlf(kept: Record) -> None:
    text = written(kept)
    assert text.endswith("\r\nER  - \r\n")
    lines = text.split("\r\n")[:-1]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*|ER  - ", line) for line in lines)
    assert not [line for line in lines if len(line.splitlines()) != 1]
    assert lines[0] == f"TY  - {TYPES[kept.kind]}"
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1


@pytest.mark.parametrize("kept", records.EVERY)
def test_rispy_reads_what_we_wrote(kept: Record) -> None:
    (entry,) = as_rispy_reads(written(kept))
    item = csl.item(kept)
    assert entry["title"] == item["title"]
    makers = item.get("director") or item.get("author", [])
    assert entry.get("authors", []) == [ris.name(name) for name in makers]
    assert entry.get("year", "") == (str(kept.issued.year) if kept.issued.year else "")
    if kept.kind.is_article and kept.first_page:
        assert entry["start_page"] == kept.first_page
        assert entry.get("end_page", kept.first_page) == kept.last_page
    assert entry.get("doi", "") == kept.doi
    assert set(entry.get("unknown_tag", {})) <= {"ED", "M2"}


def test_rispy_reads_a_whole_list() -> None:
    assert len(as_rispy_reads(written(*records.EVERY))) == len(records.EVERY)


def test_bibutils_reads_what_we_wrote(tmp_path) -> None:
    if not shutil.which("ris2xml"):
        missing("bibutils is not installed: apt-get install bibutils")
    kept = [*records.KINDS, *records.ODD]
    (tmp_path / "list.ris").write_bytes(written(*kept).encode())
    ran = subprocess.run(["ris2xml", tmp_path / "list.ris"], capture_output=True, check=True)
    mods = "{http://www.loc.gov/mods/v3}"
    entries = ElementTree.fromstring(ran.stdout.decode("utf-8-sig")).findall(f"{mods}mods")  # noqa: S314 (our own)
    assert [entry.get("ID") for entry in entries] == [csl.item(each)["id"] for each in kept]
    for each, entry in zip(kept, entries, strict=True):
        titles = entry.find(f"{mods}titleInfo")
        assert titles is not None
        parts = [part.text or "" for part in titles.iter() if part is not titles]
        assert _letters(" ".join(parts)) == _letters(csl.item(each)["title"])
        assert str(each.issued.year) in [
            date.text[:4] for date in entry.iter() if date.tag.endswith(("dateIssued", "}date")) and date.text
        ]


def test_a_name_in_one_piece_stays_in_one_piece() -> None:
    text = written(records.STUDY, records.NAMES[-1], records.JOURNAL_ISSUE)
    assert "AU  - Pramoedya Ananta Toer,\r\n" in text
    assert "AU  - Kementerian Pemberdayaan Perempuan‚ Anak‚ and Keluarga,\r\n" in text
    assert "A2  - Katjasungkana, Nursyahbani\r\n" in text
    assert "AU  - Sukarno\r\n" in written(records.SECOND_JOURNAL_ARTICLE)


def test_a_date_is_written_as_far_as_it_is_known() -> None:
    said = [re.findall(r"^(?:PY|DA)  - (.*)\r$", written(each), re.MULTILINE) for each in records.DATES[:6]]
    assert said == [
        [],
        ["1999", "1999///"],
        ["2004", "2004///"],
        ["2004", "2004/09//"],
        ["2004", "2004/09/22/"],
        ["2015", "2015/01//"],
    ]


@pytest.mark.parametrize(
    "field", ["title", "subtitle", "publisher", "place", "series", "abstract_id", "doi", "edition"]
)
def test_no_field_can_begin_a_line_of_its_own(field: str) -> None:
    nasty = "x\nTY  - BOOK\r\nER  - \rAU  - Penyusup\x85TI  - y\u2028KW  - z\x0bPB  - q\x1eUR  - r"
    lines = written(replace(records.BOOK, **{field: nasty})).split("\r\n")
    assert not [
        line
        for line in lines
        if line.startswith(("AU  - Penyusup", "TI  - y", "KW  - z", "PB  - q", "UR  - r"))
    ]
    assert len(as_rispy_reads("\n".join(lines))) == 1


def test_a_film_is_led_by_who_directed_it() -> None:
    writer = Maker(records.SUKARNO)
    text = written(replace(records.FILM, genre="Dokumenter", makers=(*records.FILM.makers, writer)))
    assert "AU  - Katjasungkana, Nursyahbani\r\nAU  - Pramoedya Ananta Toer,\r\n" in text
    assert "A2  - Sukarno\r\n" in text
    assert "A3  - Sapa Institut,\r\n" in text
    assert "M2  - Running Time: 12:30\r\nC4  - Dokumenter\r\n" in text
    assert "M3  - " not in text
    (back,) = ris.read(text).records
    assert [maker.role for maker in back.makers] == [Role.AUTHOR, Role.DIRECTOR, Role.DIRECTOR, Role.PRODUCER]
    assert (back.footage.seconds, back.genre, back.publisher) == (750, "Dokumenter", "Sapa Institut")


def test_data_go_with_their_version_and_how_they_were_counted() -> None:
    text = written(records.DATASET)
    assert text.startswith("TY  - DATA\r\n")
    assert "ET  - 2\r\n" in text
    assert "Cara menghitung: Satu perkara dihitung sekali" in text
    (back,) = ris.read(text).records
    assert (back.kind, back.edition) == (RecordKind.DATASET, "2")
    assert back.figures.counting_id == records.DATASET.figures.counting_id


@pytest.mark.parametrize("tag", ["VIDEO", "MPCT", "ADVS"])
def test_films_of_other_programs_are_films(tag: str) -> None:
    text = f"TY  - {tag}\nTI  - Bumi\nAU  - Aminah, Siti\nA3  - Studio Contoh,\nPY  - 2019\nER  - \n"
    (film,) = ris.read(text).records
    assert film.kind is RecordKind.FILM
    assert [(maker.role, maker.name.printed) for maker in film.makers] == [
        (Role.DIRECTOR, "Siti Aminah"),
        (Role.PRODUCER, "Studio Contoh"),
    ]


def test_no_keyword_can_begin_a_line_of_its_own() -> None:
    text = written(replace(records.BOOK, tags=("satu; dua\nER  - \nTY  - BOOK",)))
    assert "KW  - satu, dua ER - TY - BOOK\r\n" in text


# Back again


@pytest.mark.parametrize("kept", [*records.KINDS, *records.ODD, *records.NAMES, *records.DATES])
def test_a_record_comes_back(kept: Record) -> None:
    reading = ris.read(written(kept))
    assert not reading.troubles
    (back,) = reading.records
    assert back.kind is kept.kind
    if kept != records.BULLETIN_ISSUE:  # its title only counts
        assert whole_title(back) == whole_title(kept)
    assert (back.issued.year, back.issued.month, back.issued.day) == (
        kept.issued.year,
        kept.issued.month,
        kept.issued.day,
    )
    expected = [
        (maker.name.printed, maker.name.family)
        for role in (Role.AUTHOR, Role.RESEARCHER, Role.DIRECTOR, Role.PRODUCER, Role.EDITOR, Role.TRANSLATOR)
        for maker in kept.by(role)
    ]
    assert [(maker.name.printed, maker.name.family) for maker in back.makers] == expected
    assert (back.first_page, back.last_page) == (kept.first_page, kept.last_page)
    assert (back.isbn, back.doi, back.language) == (kept.isbn, kept.doi, kept.language)
    assert back.serial.issn_print == kept.serial.issn_print
    assert (back.serial.volume, back.serial.number) == (kept.serial.volume, kept.serial.number)
    assert (back.series, back.series_number, back.edition) == (kept.series, kept.series_number, kept.edition)
    assert (back.genre, back.report_number) == (kept.genre, kept.report_number)


@given(st.text(max_size=80).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_any_title_comes_back(title: str) -> None:
    text = written(Record(RecordKind.BOOK, title))
    assert whole_title(ris.read(text).records[0]) == whole_title(Record(RecordKind.BOOK, title))
    assert as_rispy_reads(text)[0]["title"] == whole_title(Record(RecordKind.BOOK, title))


# Other people's

ZOTERO = """TY  - JOUR
TI  - Perempuan &amp; desa
AU  - Aminah, Siti
AU  - Komnas Perempuan
T2  - Jurnal Contoh
AB  - Baris satu.
Baris dua.
DA  - 2019/12/05/
PY  - 2019
DO  - 10.1234/contoh.1
DP  - Zotero
VL  - 4
IS  - 1
SP  - 1
EP  - 20
LA  - id-ID
SN  - 2088-1231
UR  - https://example.org/1
Y2  - 2024/01/02/03:04:05
L1  - files/12/contoh.pdf
KW  - desa
KW  - perempuan
ER  -

"""
MENDELEY = """TY  - BOOK
T1  - Buku Contoh
A1  - Simatupang, T B
A2  - Hadiz, Liza
Y1  - 2004///
PB  - Penerbit
CY  - Jakarta
SN  - 978-602-1234-56-3 (pbk)
ER  -
"""
ENDNOTE = """
TY  - RPRT
AU  - Kementerian Pemberdayaan Perempuan dan Perlindungan Anak,
PY  - 2016
TI  - Survei Pengalaman Hidup
SN  - 12/2016
M3  - Laporan survei
CY  - Jakarta
KW  - survei
kekerasan
ID  - 7
ER  -


"""
SCHOLAR = """TY  - JOUR
T1  - Kekerasan terhadap istri
A1  - Wulandari, Dewi
JO  - Jurnal Hukum
VL  - 12
IS  - 3
SP  - 45
EP  - 60
SN  - 2088-1231
Y1  - 2018
PB  - Universitas Contoh
ER  -
"""
OJS = """TY  - JOUR
AU  - Rahmawati, Rina
PY  - 2020/06/30
Y2  - 2026/03/07
TI  - Nikah siri: hak istri dan anak
JF  - Jurnal Perempuan
JA  - JP
VL  - 25
IS  - 2
SE  - Articles
DO  - 10.1234/jp.v25i2.9
UR  - https://jurnal.example.org/index.php/jp/article/view/9
SP  - 99-112
AB  - Ringkasan.
ER  -"""
CROSSREF = """TY  - JOUR
DO  - 10.1234/xr
UR  - http://dx.doi.org/10.1234/xr
TI  - A title
T2  - Journal
AU  - Doe, Jane
AU  - Roe, Richard, Jr.
PY  - 2021
DA  - 2021/03
PB  - Publisher
SP  - e123
IS  - 3
VL  - 7
SN  - 2088-1231
SN  - 2549-0001
ER  -
"""


@pytest.mark.parametrize(
    ("text", "kind", "title", "makers", "edtf", "pages"),
    [
        (
            ZOTERO,
            "journal-article",
            "Perempuan & desa",
            ["Siti Aminah", "Komnas Perempuan"],
            "2019-12-05",
            "1-20",
        ),
        (MENDELEY, "book", "Buku Contoh", ["T B Simatupang", "Liza Hadiz"], "2004", "-"),
        (
            ENDNOTE,
            "study",
            "Survei Pengalaman Hidup",
            ["Kementerian Pemberdayaan Perempuan dan Perlindungan Anak"],
            "2016",
            "-",
        ),
        (SCHOLAR, "journal-article", "Kekerasan terhadap istri", ["Dewi Wulandari"], "2018", "45-60"),
        (
            OJS,
            "journal-article",
            "Nikah siri: hak istri dan anak",
            ["Rina Rahmawati"],
            "2020-06-30",
            "99-112",
        ),
        (CROSSREF, "journal-article", "A title", ["Jane Doe", "Richard Roe, Jr."], "2021-03", "e123-e123"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_of_other_programs_are_read(
    text: str, kind: str, title: str, makers: list[str], edtf: str, pages: str, line_end: str
) -> None:
    reading = ris.read("\ufeff" + text.replace("\n", line_end))
    assert not reading.troubles
    (read,) = reading.records
    assert (read.kind, read.title, read.issued.edtf) == (kind, title, edtf)
    assert [maker.name.printed for maker in read.makers] == makers
    assert f"{read.first_page}-{read.last_page}" == pages


def test_what_their_files_say_besides_is_kept() -> None:
    (zotero,) = ris.read(ZOTERO).records
    assert (zotero.abstract_id, zotero.tags) == ("Baris satu. Baris dua.", ("desa", "perempuan"))
    assert (zotero.serial.title, zotero.serial.volume, zotero.serial.number) == ("Jurnal Contoh", "4", "1")
    assert (zotero.doi, zotero.language, zotero.source) == ("10.1234/contoh.1", "id", "https://example.org/1")
    (endnote,) = ris.read(ENDNOTE).records
    assert (endnote.report_number, endnote.genre, endnote.tags) == (
        "12/2016",
        "Laporan survei",
        ("survei", "kekerasan"),
    )
    (mendeley,) = ris.read(MENDELEY).records
    assert (mendeley.isbn, mendeley.makers[1].role) == ("978-602-1234-56-3", Role.EDITOR)
    (scholar,) = ris.read(SCHOLAR).records
    assert scholar.serial.title == "Jurnal Hukum"


def test_an_entry_that_is_not_closed_is_closed_by_the_next() -> None:
    reading = ris.read(SCHOLAR.replace("ER  - ", "") + MENDELEY)
    assert [read.title for read in reading.records] == ["Kekerasan terhadap istri", "Buku Contoh"]
    assert not reading.troubles


def test_a_file_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    reading = ris.read(MENDELEY + ZOTERO[: ZOTERO.index("VL  -")])
    assert [read.title for read in reading.records] == ["Buku Contoh", "Perempuan & desa"]
    (trouble,) = reading.troubles
    assert trouble.place == MENDELEY.count("\n") + 1
    assert "ditutup" in str(trouble.sentence)


def test_a_bad_entry_does_not_cost_the_good_ones() -> None:
    reading = ris.read("TY  - ELEC\nTI  - Beranda\nER  - \n\nTY  - BOOK\nER  - \n" + MENDELEY)
    assert [read.title for read in reading.records] == ["Buku Contoh"]
    assert [trouble.place for trouble in reading.troubles] == [1, 5]


@pytest.mark.parametrize("text", ["", "halo\n", "@book{x, title={y}}", "ER  - \n", "AU  - Aminah, Siti\n"])
def test_a_file_without_entries_becomes_a_sentence(text: str) -> None:
    reading = ris.read(text)
    assert not reading.records
    assert len(reading.troubles) == 1


def test_latin_1_is_read() -> None:
    data = MENDELEY.replace("Buku Contoh", "Kafé Contoh").encode("latin-1")
    assert ris.read(data.decode("utf-8", errors="surrogateescape")).records[0].title == "Kafé Contoh"


@given(
    st.lists(st.sampled_from(["TY", "ER", "TI", "AU", "PY", "DA", "SP", "KW", "??"]), max_size=9),
    st.text(max_size=20),
)
def test_any_text_is_read_or_refused_with_a_sentence(tags: list[str], text: str) -> None:
    reading = ris.read("\n".join(f"{tag}  - {text}" for tag in tags))
    assert reading.records or reading.troubles


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
