"""Records as MODS, and MODS of other libraries."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.dates import PartialDate
from library.metadata import mods
from library.metadata.dublin_core import in_one_line
from library.names import Name, NameKind
from library.record import Captions, Footage, Maker, Record, RecordKind, Role, Serial, Subject
from tests.library.metadata import records
from tests.library.metadata.exchanged import as_libraries_keep_it, essence

SAMPLES = Path(__file__).parent / "samples"
M = "{http://www.loc.gov/mods/v3}"


def read_again(record: Record) -> Record:
    reading = mods.read(mods.write([record]).encode())
    assert reading.troubles == []
    (again,) = reading.records
    return again


def written(record: Record) -> ElementTree.Element:
    (node,) = ElementTree.fromstring(mods.write([record]))  # noqa: S314  (our own)
    return node


def texts(node: ElementTree.Element, path: str) -> list[str]:
    return [each.text or "" for each in node.findall("/".join(M + name for name in path.split("/")))]


def only(inner: str) -> Record:
    (record,) = mods.read(f"<mods>{inner}</mods>".encode()).records
    return record


@pytest.mark.parametrize("record", records.EVERY)
def test_every_kind_of_record_comes_back_as_libraries_keep_it(record: Record) -> None:
    assert essence(read_again(record)) == as_libraries_keep_it(record)


def test_many_records_stay_in_their_order() -> None:
    reading = mods.read(mods.write(records.KINDS).encode())
    assert [record.title for record in reading.records] == [record.title for record in records.KINDS]
    assert mods.write(records.KINDS) == mods.write(records.KINDS)


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", in_one_line(text))


words = st.lists(st.from_regex(r"[\w&<>'\"–…:;,/=.-]{1,9}", fullmatch=True), min_size=1, max_size=5).map(
    " ".join
)
titles = words.filter(lambda text: any(sign.isalnum() for sign in text)).map(composed)


@settings(max_examples=100, deadline=None)
@given(titles, titles | st.just(""), titles | st.just(""))
def test_any_title_comes_back(title: str, subtitle: str, parallel: str) -> None:
    again = read_again(Record(RecordKind.BOOK, title, subtitle=subtitle, parallel_title=parallel))
    assert (again.title, again.subtitle, again.parallel_title) == (title, subtitle, parallel)


def test_other_readers_find_what_they_look_for() -> None:
    node = written(records.BOOK)
    assert texts(node, "titleInfo/title") == ["Menyusun kebijakan desa", "Making village policy"]
    assert texts(node, "name/namePart") == ["Katjasungkana, Nursyahbani", "Simatupang, Tahi Bonar", "Sukarno"]
    assert texts(node, "name/displayForm") == ["Nursyahbani Katjasungkana", "Tahi Bonar Simatupang"]
    assert texts(node, "name/role/roleTerm")[-2:] == ["penyunting", "edt"]
    assert texts(node, "originInfo/dateIssued") == ["2015", "2015-03-08"]
    assert texts(node, "language/languageTerm") == ["ind"]
    assert texts(node, "physicalDescription/extent") == ["xii + 96 hlm. ; 14 × 21 cm"]
    assert texts(node, "subject/geographic") == ["Kabupaten Bandung", "Bandung Regency"]
    assert texts(node, "subject/titleInfo/title") == ["UU PKDRT", "Domestic Violence Act"]
    assert texts(node, "classification") == ["305.4"]
    assert texts(node, "location/shelfLocator") == ["305.4 KAT m"]
    assert texts(node, "identifier") == ["978-602-1234-56-3", "978-602-1234-57-0", "10.1234/sapa.2015_3"]
    assert texts(node, "recordInfo/recordIdentifier") == ["bk01"]


def test_a_film_is_a_moving_image_with_its_languages_told_apart() -> None:
    node = written(records.FILM)
    assert texts(node, "typeOfResource") == ["moving image"]
    assert [(each.get("objectPart"), each[0].text) for each in node.findall(f"{M}language")] == [
        (None, "ind"),
        ("spoken", "ind"),
        ("spoken", "sun"),
        ("captions", "ind"),
        ("captions", "eng"),
        ("transcript", "sun"),
    ]
    assert texts(node, "physicalDescription/extent") == ["1 film (12 menit 30 detik)"]
    assert texts(node, "physicalDescription/internetMediaType") == ["video/mp4"]
    assert texts(node, "name/role/roleTerm")[:2] == ["sutradara", "drt"]
    assert [(each.get("displayLabel"), each.text) for each in node.findall(f"{M}targetAudience")] == [
        (None, "Kader desa"),
        ("Golongan usia", "13+"),
    ]


def test_data_say_their_years_columns_and_how_they_were_counted() -> None:
    node = written(records.DATASET)
    assert texts(node, "typeOfResource") == ["software, multimedia"]
    assert texts(node, "subject/temporal") == ["2015", "2024"]
    assert texts(node, "physicalDescription/extent") == ["1 berkas data (240 baris)"]
    noted = [(each.get("type"), each.get("displayLabel"), each.text) for each in node.findall(f"{M}note")]
    assert ("counting", "Cara menghitung", "Satu perkara dihitung sekali pada tahun ia dilaporkan.") in noted
    assert ("variable", "n", "Perkara: Perkara baru (satuan: perkara)") in noted


def test_a_moving_image_of_another_library_is_a_film() -> None:
    film = only(
        "<titleInfo><title>Bumi perempuan</title></titleInfo><typeOfResource>moving image</typeOfResource>"
        "<genre>Dokumenter</genre><language><languageTerm>ind</languageTerm></language>"
        '<language objectPart="subtitle"><languageTerm>eng</languageTerm></language>'
        "<physicalDescription><extent>1 videodisc (52 min.)</extent></physicalDescription>"
        '<name type="personal"><namePart>Siti Aminah</namePart><role><roleTerm>director</roleTerm></role></name>'
        "<subject><temporal>abad 20</temporal></subject>"
    )
    assert (film.kind, film.genre, film.language) == (RecordKind.FILM, "Dokumenter", "id")
    assert film.footage == Footage(52 * 60, "", ("id",), (Captions("en"),))
    assert [maker.role for maker in film.makers] == [Role.DIRECTOR]
    assert film.extent == "1 videodisc (52 min.)"
    assert [subject.label_id for subject in film.subjects] == ["abad 20"]


def test_an_article_stands_in_its_issue() -> None:
    node = written(records.JOURNAL_ARTICLE)
    assert texts(node, "relatedItem/titleInfo/title") == ["Jurnal Perempuan & Desa"]
    assert texts(node, "part/detail/number") == ["3", "2"]
    assert texts(node, "part/extent/start") + texts(node, "part/extent/end") == ["105", "119"]


def test_files_of_a_work_that_is_not_open_are_not_named() -> None:
    assert "bk01.pdf" in mods.write([records.BOOK])
    assert "bk01.pdf" not in mods.write([replace(records.BOOK, access="summary")])


def test_a_source_on_the_web_is_kept_and_so_is_one_in_words() -> None:
    for source in ("https://jdih.example.go.id/uu/23", "Arsip Sapa Institut"):
        assert read_again(replace(records.REGULATION, source=source)).source == source


# Of other libraries


def test_what_slims_exports_is_read_with_its_oddities() -> None:
    reading = mods.read((SAMPLES / "slims.xml").read_bytes())
    first, second = reading.records
    assert first == Record(
        RecordKind.BOOK,
        "Jika tetangga dipukul",
        subtitle="buku saku warga & kader",
        makers=(
            Maker(Name("Pramoedya Ananta Toer", NameKind.UNKNOWN, family="Toer", given="Pramoedya Ananta")),
            Maker(Name("Sapa Institut", NameKind.ORGANISATION), Role.EDITOR),
        ),
        issued=PartialDate(2012),
        publisher="Sapa Institut",
        place="Bandung",
        abstract_id="Buku ini untuk warga yang ingin menolong & kader di desa; harga Rp 10.000 < 15.000",
        subjects=(Subject("Kekerasan dalam rumah tangga"), Subject("Jawa Barat", kind="place")),
        series="Seri warga",
        edition="Cet. 1",
        extent="32 hlm.",
        dimensions="15 cm",
        isbn="9786021234563",
        ddc="362.8292",
        call_number="362.829 2 Toe j",
    )
    assert (second.title, second.language, second.issued) == ("Carita ti lembur", "su", PartialDate(2009))
    assert [maker.name.printed for maker in second.makers] == ["Sukarno"]
    assert [(trouble.place, "titleInfo" in str(trouble.sentence)) for trouble in reading.troubles] == [
        (3, True)
    ]


def test_an_issn_that_slims_calls_isbn_is_an_issn() -> None:
    record = only(
        "<titleInfo><title>Jurnal</title></titleInfo><originInfo><issuance>continuing</issuance></originInfo>"
        '<identifier type="isbn">20881231</identifier>'
    )
    assert (record.kind, record.isbn, record.serial.issn_print) == (RecordKind.JOURNAL_ISSUE, "", "2088-1231")


def test_an_article_whose_part_stands_within_its_host_is_read() -> None:
    record = only(
        "<titleInfo><nonSort>The</nonSort><title>Village</title></titleInfo>"
        '<name type="personal"><namePart type="given">Lodewijk</namePart>'
        '<namePart type="family">van den Berg</namePart><namePart type="date">1950-</namePart></name>'
        '<relatedItem type="host"><titleInfo><title>Majalah Desa</title></titleInfo><part>'
        '<detail type="volume"><number>4</number></detail><extent unit="pages"><list>pp. 5-7</list></extent>'
        "</part></relatedItem>"
    )
    assert record.title == "The Village"
    assert record.kind is RecordKind.BULLETIN_ARTICLE
    assert record.serial == Serial("Majalah Desa", volume="4")
    assert record.makers[0].name.printed == "Lodewijk van den Berg"


def test_a_topic_without_an_authority_is_a_tag() -> None:
    record = only("<titleInfo><title>A</title></titleInfo><subject><topic>desa</topic></subject>")
    assert (record.tags, record.subjects) == (("desa",), ())


def test_two_notes_of_slims_are_one_abstract_in_its_own_language() -> None:
    record = only(
        "<titleInfo><title>A</title></titleInfo><note>Tentang desa dan warga.</note><note>Untuk kader yang baru.</note>"
        "<note>The story of a village.</note>"
    )
    assert record.abstract_id == "Tentang desa dan warga.\n\nUntuk kader yang baru."
    assert record.abstract_en == "The story of a village."


# What is no record


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "bukan XML yang utuh"),
        (b"<modsCollection><mods>", "bukan XML yang utuh"),
        (b"<html/>", "tidak berisi cantuman MODS"),
        (b'<!DOCTYPE m [<!ENTITY a "b">]><mods>&a;</mods>', "DOCTYPE"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_none(data: bytes, said: str) -> None:
    reading = mods.read(data)
    assert reading.records == []
    assert [(trouble.place, said in str(trouble.sentence)) for trouble in reading.troubles] == [(0, True)]


def test_of_too_many_records_the_rest_is_announced() -> None:
    one = b"<mods><titleInfo><title>J</title></titleInfo></mods>"
    reading = mods.read(b"<modsCollection>" + one * 10_001 + b"</modsCollection>")
    assert len(reading.records) == 10_000
    assert reading.troubles[0].place == 10_001
