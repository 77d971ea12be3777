"""Records as MARCXML, and MARCXML of other libraries."""

import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import pymarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.dates import PartialDate
from library.metadata import marcxml
from library.metadata.dublin_core import in_one_line
from library.names import Name, NameKind
from library.record import Captions, Footage, Maker, Record, RecordKind, Role, Serial, Subject
from tests.library.metadata import records
from tests.library.metadata.exchanged import as_libraries_keep_it, essence

SAMPLES = Path(__file__).parent / "samples"


def read_again(record: Record) -> Record:
    reading = marcxml.read(marcxml.write([record]).encode())
    assert reading.troubles == []
    (again,) = reading.records
    return again


def pymarc_record(record: Record) -> pymarc.Record:
    (parsed,) = pymarc.parse_xml_to_array(io.BytesIO(marcxml.write([record]).encode()), strict=True)
    return parsed


def fields(xml: str, leader: str = "     nam  22     4a 4500") -> bytes:
    return f"<record><leader>{leader}</leader>{xml}</record>".encode()


def field(tag: str, **subfields: str) -> str:
    inner = "".join(f'<subfield code="{code[-1]}">{text}</subfield>' for code, text in subfields.items())
    return f'<datafield tag="{tag}">{inner}</datafield>'


def only(data: bytes) -> Record:
    (record,) = marcxml.read(data).records
    return record


@pytest.mark.parametrize("record", records.EVERY)
def test_every_kind_of_record_comes_back_as_libraries_keep_it(record: Record) -> None:
    assert essence(read_again(record)) == as_libraries_keep_it(record)


def test_many_records_stay_in_their_order() -> None:
    reading = marcxml.read(marcxml.write(records.KINDS).encode())
    assert [record.title for record in reading.records] == [record.title for record in records.KINDS]


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", in_one_line(text))


words = st.lists(st.from_regex(r"[\w&<>'\"–…:;,/=.-]{1,9}", fullmatch=True), min_size=1, max_size=5).map(
    " ".join
)
titles = words.filter(lambda text: any(sign.isalnum() for sign in text)).map(composed)
bodies = st.lists(st.from_regex(r"[A-Z][a-zé]{2,8}", fullmatch=True), min_size=1, max_size=4).map(
    lambda found: " ".join(("Yayasan", *found))
)


@settings(max_examples=100, deadline=None)
@given(titles, titles | st.just(""), titles | st.just(""), bodies)
def test_any_title_and_name_comes_back(title: str, subtitle: str, parallel: str, body: str) -> None:
    record = Record(
        RecordKind.BOOK,
        title,
        subtitle=subtitle,
        parallel_title=parallel,
        makers=(
            Maker(Name(body, NameKind.ORGANISATION)),
            Maker(Name(body, NameKind.ORGANISATION), Role.EDITOR),
        ),
    )
    again = read_again(record)
    assert (again.title, again.subtitle, again.parallel_title) == (title, subtitle, parallel)
    assert [maker.name.printed for maker in again.makers] == [body, body]


def test_another_reader_of_marc_finds_the_fields_that_catalogues_look_for() -> None:
    found = pymarc_record(records.BOOK)
    assert str(found.leader)[5:8] == "nam"
    assert str(found.leader)[9] == "a"
    assert found["001"].data == "bk01"
    assert len(found["008"].data) == 40
    assert found["008"].data[6:15] == "e20150308"
    assert found["008"].data[15:18] == "io "
    assert found["008"].data[35:38] == "ind"
    assert found["020"]["a"] == "978-602-1234-56-3"
    assert found["024"]["a"] == "10.1234/sapa.2015_3"
    assert found["041"].get_subfields("a", "b") == ["ind", "ind", "eng", "ind"]
    assert found["082"]["a"] == "305.4"
    assert (found["100"].indicator1, found["100"]["a"]) == ("1", "Katjasungkana, Nursyahbani")
    assert found["100"]["1"] == "https://orcid.org/0000-0002-1825-0097"
    assert found["245"].get_subfields("a", "b")[0] == "Menyusun kebijakan desa."
    assert found["246"]["a"] == "Making village policy"
    assert found["260"].get_subfields("a", "b", "c") == ["Bandung :", "Sapa Institut,", "2015"]
    assert found["264"].get_subfields("a", "b", "c") == ["Bandung :", "Sapa Institut,", "2015"]
    assert found["300"].get_subfields("a", "c") == ["xii + 96 hlm. ;", "14 × 21 cm"]
    assert found["490"]["v"] == found["830"]["v"] == "4"
    assert found["536"]["a"] == "Yayasan Contoh"
    assert found["540"]["u"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert [each["a"] for each in found.get_fields("650")] == [
        "Kekerasan dalam rumah tangga",
        "Domestic violence",
    ]
    assert found["651"]["a"] == "Kabupaten Bandung"
    assert found["630"]["a"] == "UU PKDRT"
    assert [each["a"] for each in found.get_fields("653")] == ["anggaran", "musrenbang"]
    assert [each["a"] for each in found.get_fields("700")] == ["Simatupang, Tahi Bonar", "Sukarno"]
    assert [each["4"] for each in found.get_fields("700")] == ["aut", "edt"]
    assert found["856"]["u"] == "https://pustaka.example.org/p/bk01/"


def test_a_film_is_projected_medium_with_its_length_and_languages() -> None:
    found = pymarc_record(records.FILM)
    assert str(found.leader)[5:8] == "ngm"
    assert [each.data[:2] for each in found.get_fields("007")] == ["vz", "cr"]
    fixed = found["008"].data
    assert (fixed[18:21], fixed[22], fixed[29], fixed[33]) == ("012", "d", "o", "v")
    assert found["041"].get_subfields("a", "p", "t") == ["ind", "sun", "ind", "eng", "sun"]
    assert found["245"].indicator1 == "0"
    assert "100" not in found
    assert "h" not in found["245"]
    assert found["300"]["a"] == "1 film (12 menit 30 detik)"
    assert found["306"]["a"] == "001230"
    assert [found[tag]["b"] for tag in ("336", "337", "338")] == ["tdi", "c", "cr"]
    assert found["347"].get_subfields("a", "b", "c", "d") == [
        "berkas video",
        "MP4",
        "98765432 bytes",
        "1280 × 720",
    ]
    assert [each["a"] for each in found.get_fields("521")] == ["Kader desa", "Golongan usia: 13+"]
    assert found["546"]["a"] == "Bahasa Indonesia, Sunda; takarir Indonesia, Inggris, Sunda."
    assert [(each["a"], each["4"]) for each in found.get_fields("700", "710")] == [
        ("Katjasungkana, Nursyahbani", "drt"),
        ("Pramoedya Ananta Toer", "drt"),
        ("Sapa Institut", "pro"),
        ("Sukarno", "ctb"),
    ]


def test_data_are_a_computer_file_with_years_columns_and_how_they_were_counted() -> None:
    found = pymarc_record(records.DATASET)
    assert str(found.leader)[5:8] == "nmm"
    assert (found["008"].data[23], found["008"].data[26]) == ("o", "a")
    assert (found["045"].indicator1, found["045"].get_subfields("b")) == ("2", ["d2015", "d2024"])
    assert found["110"]["a"] == "Sapa Institut"
    assert found["300"]["a"] == "1 berkas data (240 baris)"
    assert found["336"]["b"] == "cod"
    assert [each["b"] for each in found.get_fields("347")] == ["CSV", "XLSX"]
    assert found.get_fields("552")[2].get_subfields("c", "d", "j", "z") == [
        "n",
        "Perkara baru",
        "perkara",
        "Perkara",
    ]
    assert found["567"]["a"] == "Cara menghitung: Satu perkara dihitung sekali pada tahun ia dilaporkan."
    assert [each.get_subfields("s") for each in found.get_fields("856")] == [[], [], []]


@pytest.mark.parametrize(("seconds", "length"), [(0, "---"), (20, "001"), (750, "012"), (90_000, "000")])
def test_the_minutes_of_a_film_are_three_digits(seconds: float, length: str) -> None:
    film = replace(records.FILM, footage=replace(records.FILM.footage, seconds=seconds))
    found = pymarc_record(film)["008"].data
    assert (found[18:21], len(found)) == (length, 40)


def test_of_a_film_that_is_not_open_nothing_is_said_to_be_online() -> None:
    shut = pymarc_record(replace(records.FILM, access="embargo"))
    assert not shut.get_fields("007", "337", "338", "347")
    assert shut["336"]["b"] == "tdi"
    assert "fi10.mp4" not in marcxml.write([replace(records.FILM, access="embargo")])


def test_what_is_the_same_is_written_the_same_and_is_pure_marc() -> None:
    assert marcxml.write(records.EVERY) == marcxml.write(records.EVERY)
    for found in pymarc.parse_xml_to_array(io.BytesIO(marcxml.write(records.EVERY).encode()), strict=True):
        assert not [each.tag for each in found.get_fields() if each.tag.startswith("9")]
        assert len(found["008"].data) == 40


def test_an_article_stands_in_its_issue() -> None:
    found = pymarc_record(records.JOURNAL_ARTICLE)
    assert str(found.leader)[7] == "b"
    assert found["773"]["t"] == "Jurnal Perempuan & Desa"
    assert found["773"].get_subfields("g") == ["Vol. 3, No. 2", "hlm. 105-119"]
    assert found["773"]["x"] == "2088-1231"


def test_people_are_filed_by_the_first_element_and_clans_by_the_clan() -> None:
    made = replace(
        records.BOOK, makers=(Maker(records.TOER), Maker(records.SIMATUPANG), Maker(records.HOUSE))
    )
    found = pymarc_record(made)
    assert (found["100"].indicator1, found["100"]["a"]) == ("0", "Pramoedya Ananta Toer")
    assert (found["700"].indicator1, found["700"]["a"]) == ("1", "Simatupang, Tahi Bonar")
    assert found["710"]["a"] == "Sapa Institut"


def test_an_english_article_is_not_filed() -> None:
    found = pymarc_record(Record(RecordKind.BOOK, "The village that decided", language="en"))
    assert found["245"].indicator2 == "4"


def test_files_of_a_work_that_is_not_open_are_not_named() -> None:
    shut = replace(records.BOOK, access="internal")
    assert "bk01.pdf" in marcxml.write([records.BOOK])
    assert "bk01.pdf" not in marcxml.write([shut])
    assert read_again(shut).access == "internal"


# Of other libraries


def test_a_record_of_inlislite_is_read_with_its_oddities() -> None:
    reading = marcxml.read((SAMPLES / "inlislite.xml").read_bytes())
    book, article = reading.records
    assert book == Record(
        RecordKind.BOOK,
        "Menghapus kekerasan dalam rumah tangga",
        subtitle="pengalaman pendamping",
        parallel_title="Ending domestic violence",
        makers=(
            Maker(
                Name(
                    "Nursyahbani Katjasungkana", NameKind.UNKNOWN, family="Katjasungkana", given="Nursyahbani"
                )
            ),
            Maker(Name("Sukarno", NameKind.MONONYM), Role.EDITOR),
            Maker(Name("Kementerian Pemberdayaan Perempuan dan Perlindungan Anak", NameKind.ORGANISATION)),
        ),
        issued=PartialDate(2013),
        publisher="Sapa Institut",
        place="Bandung",
        abstract_id="Buku ini ditulis untuk para pendamping yang bekerja di desa.",
        subjects=(
            Subject("Kekerasan dalam rumah tangga — Jawa Barat"),
            Subject("Bandung", kind="place"),
        ),
        series="Seri pengetahuan perempuan",
        series_number="4",
        edition="Cet. 2.",
        extent="xii, 96 hlm. : ilus.",
        dimensions="21 cm.",
        isbn="978-602-1234-56-3",
        ddc="362.829 2",
        call_number="362.829 2 KAT m",
    )
    assert article.kind is RecordKind.BULLETIN_ARTICLE
    assert [maker.name.printed for maker in article.makers] == ["Pramoedya Ananta Toer", "Sukarno"]
    assert (article.place, article.publisher, article.issued) == ("", "Sapa Institut", PartialDate(2015))
    assert article.serial == Serial(title="Buletin Sapa.", number="12")
    assert (article.first_page, article.last_page) == ("7", "9")
    assert [(trouble.place, "245" in str(trouble.sentence)) for trouble in reading.troubles] == [(3, True)]


def test_a_single_record_with_a_prefix_is_read() -> None:
    serial = only((SAMPLES / "koha-single-record.xml").read_bytes())
    assert serial.kind is RecordKind.JOURNAL_ISSUE
    assert serial.language == "mul"
    assert (serial.serial.volume, serial.serial.number, serial.serial.issn_print) == ("3", "2", "2088-1231")
    assert serial.place == "Yogyakarta"
    assert serial.issued == PartialDate(2015)
    assert serial.source == "https://jurnal.example.org/"


@pytest.mark.parametrize(
    ("imprint", "date"),
    [
        ("2015", PartialDate(2015)),
        ("c2015.", PartialDate(2015)),
        ("[2015]", PartialDate(2015)),
        ("©2015", PartialDate(2015)),
        ("cet. ke-2, 2015", PartialDate(2015)),
        ("Maret 2015", PartialDate(2015, 3)),
        ("[sekitar 1999]", PartialDate(1999, circa=True)),
        ("[1999?]", PartialDate(1999, circa=True)),
        ("2012-2013", PartialDate(2012, until=PartialDate(2013))),
        ("[20--?]", PartialDate()),
        ("t.th.", PartialDate()),
    ],
)
def test_the_date_of_an_imprint_is_read_as_precisely_as_it_is_written(
    imprint: str, date: PartialDate
) -> None:
    assert only(fields(field("245", a="Judul") + field("260", c=imprint))).issued == date


def test_without_an_imprint_the_fixed_field_gives_the_year() -> None:
    coded = '<controlfield tag="008">190212s2011    io </controlfield>'
    assert only(fields(coded + field("245", a="Judul"))).issued == PartialDate(2011)


@pytest.mark.parametrize(
    ("xml", "kind", "genre"),
    [
        (field("655", a="Skripsi"), RecordKind.STUDY, "Skripsi"),
        (field("655", a="Laporan penelitian"), RecordKind.STUDY, ""),
        (field("655", a="Peraturan perundang-undangan."), RecordKind.BOOK, "Peraturan perundang-undangan."),
        (field("655", a="Legislation"), RecordKind.REGULATION, ""),
        ("", RecordKind.BOOK, ""),
    ],
)
def test_the_kind_is_taken_from_the_genre(xml: str, kind: RecordKind, genre: str) -> None:
    record = only(fields(field("245", a="Judul") + xml))
    assert (record.kind, record.genre) == (kind, genre)


def test_a_film_of_another_library_is_known_by_its_leader_or_its_medium() -> None:
    film = (
        field("041", a="ind", j="eng")
        + field("245", a="Bumi perempuan", h="[rekaman video] /", c="sutradara, Siti Aminah")
        + field("300", a="1 DVD (1 jam, 15 menit) :", b="berwarna")
        + field("521", a="17+")
        + field("655", a="Dokumenter")
        + field("700", a="Siti Aminah", e="sutradara")
    )
    for leader in ("     ngm a22     4a 4500", "     nam a22     4a 4500"):
        read = only(fields(film, leader))
        assert (read.kind, read.genre, read.title) == (RecordKind.FILM, "Dokumenter", "Bumi perempuan")
        assert read.footage == Footage(75 * 60, "17+", ("id",), (Captions("en"),))
        assert (read.audience, read.extent) == ((), "1 DVD (1 jam, 15 menit) : berwarna")
        assert [(maker.role, maker.name.printed) for maker in read.makers] == [(Role.DIRECTOR, "Siti Aminah")]


def test_numeric_data_of_another_library_are_a_dataset_and_statistics_in_print_are_a_book() -> None:
    coded = f'<controlfield tag="008">{"190212s2011    io      o  a".ljust(35)}ind  </controlfield>'
    data = coded + field("045", b="d2011") + field("245", a="Perkara") + field("655", a="Statistik")
    read = only(fields(data, "     nmm a22     4a 4500"))
    assert (read.kind, read.figures.covers_from, read.figures.covers_to) == (RecordKind.DATASET, 2011, 2011)
    assert only(fields(field("245", a="Perkara") + field("655", a="Statistik"))).kind is RecordKind.BOOK


def test_a_title_that_says_pocket_book_is_one() -> None:
    assert only(fields(field("245", a="Buku saku kader"))).kind is RecordKind.POCKET_BOOK


def test_an_english_abstract_is_told_by_its_words() -> None:
    record = only(fields(field("245", a="Judul") + field("520", a="This is the story of a village.")))
    assert (record.abstract_en, record.abstract_id) == ("This is the story of a village.", "")


def test_a_parallel_title_may_stand_behind_a_title_without_subtitle() -> None:
    record = only(fields(field("245", a="Desa kita =", b="Our village /", c="Sukarno")))
    assert (record.title, record.subtitle, record.parallel_title) == ("Desa kita", "", "Our village")


def test_a_part_has_its_number_and_its_name() -> None:
    record = only(fields(field("245", a="Panduan kader.", n="Jilid 2,", p="Rujukan /")))
    assert (record.title, record.volume, record.subtitle) == ("Panduan kader", "2", "Rujukan")


def test_a_related_work_is_nobody_who_made_it() -> None:
    added = field("700", a="Sukarno", t="Sarinah") + field("700", a="1950-")
    assert only(fields(field("245", a="Judul") + added)).makers == ()


def test_what_oai_pmh_wraps_is_found() -> None:
    inner = fields(field("245", a="Judul")).decode()
    wrapped = f"<OAI-PMH><ListRecords><record><header/><metadata>{inner}</metadata></record></ListRecords></OAI-PMH>"
    assert only(wrapped.encode()).title == "Judul"


def test_marc_8_under_a_declaration_of_utf_8_is_read() -> None:
    leader = b"     nam  22     4a 4500"
    data = b'<?xml version="1.0" encoding="UTF-8"?><record><leader>' + leader + b"</leader>"
    data += (
        b'<datafield tag="245"><subfield code="a">Kaf\xe2e dan h\xe5ad\xf2is</subfield></datafield></record>'
    )
    assert only(data).title == "Kafé dan hādịs"


def test_utf_8_under_a_leader_of_marc_8_is_read_too() -> None:
    assert only(fields(field("245", a="Kafé"))).title == "Kafé"


def test_windows_1252_is_read() -> None:
    data = fields(field("245", a="Kafé"), leader="     nam a22     4a 4500").decode().encode("cp1252")
    assert only(data).title == "Kafé"


def test_letters_and_marks_written_apart_are_composed() -> None:
    assert only(fields(field("245", a="Kafe\u0301"))).title == "Kafé"


def test_a_wrong_issn_or_doi_is_left_out() -> None:
    host = field("773", t="Jurnal", g="Vol. 1", x="2088-1230")
    record = only(
        fields(field("245", a="J") + field("024", a="11.1/x", _2="doi") + host, "     nab  22     4a 4500")
    )
    assert (record.serial.issn_print, record.doi) == ("", "")


# What is no record


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "bukan XML yang utuh"),
        (b"<collection><record>", "bukan XML yang utuh"),
        (b"<html/>", "tidak berisi cantuman MARC"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "DOCTYPE"),
        (b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/"><r/>', "DOCTYPE"),
        (b"x" * 50_000_001, "50 MB"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_none(data: bytes, said: str) -> None:
    reading = marcxml.read(data)
    assert reading.records == []
    assert [(trouble.place, said in str(trouble.sentence)) for trouble in reading.troubles] == [(0, True)]


def test_a_title_of_marks_alone_is_no_title() -> None:
    assert marcxml.read(fields(field("245", a="--- /"))).records == []


def test_of_too_many_records_the_rest_is_announced() -> None:
    many = b"<collection>" + fields(field("245", a="J")) * 10_001 + b"</collection>"
    reading = marcxml.read(many)
    assert len(reading.records) == 10_000
    assert reading.troubles[0].place == 10_001
