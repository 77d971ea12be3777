"""Tables that count in villages without a column of villages: by their title, their places, their file or their headings."""

import pytest

from library.models import Dataset, Place, Sheet, Subject
from library.tables.guessing import guess
from library.tables.ordering import text_of
from library.tables.reading import check, table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type
from library.tables.villages import counts_villages, names_village, placed
from tests.data import tabled

ONE_VILLAGE = "Tahun,Kasus\n2018,3\n2019,2\n2020,12\n2021,6\n"


@pytest.mark.parametrize(
    "text",
    [
        "Kasus di Desa Sukamaju",
        "kasus di desa sukamaju",
        "Kasus di Ds. Sukamaju, Kecamatan Pacet",
        "RW 05 Kelurahan Braga",
        "Kasus RT 3/RW 5",
        "Kel. Cimahi 2019",
        "data_desa_cikoneng.csv",
        "kasus-kelurahan-braga-2020.xlsx",
        "Dusun 3",
        "Desa Maju Jaya",
        "Cases in Sukamaju village",
        "Nagari Koto Baru",
        "RW05",
        "RW-05",
        "rw05",
        "Desa: Sukamaju",
        'Desa "Sukamaju"',
        "Kelurahan: Braga",
        "Desa Baru",
        "Desa Lama",
        "Kelurahan Kota Baru",
        "20 Desa Sukamaju",
        "Lingkungan III",
        "Dukuh Kupang",
        "Banjar Tegal",
        "KASUS DI DESA SUKAMAJU",
        "Kepala Desa Sukamaju",
        "Kasus di Desa ALAM",
    ],
)
def test_texts_that_name_a_village(text: str) -> None:
    assert names_village(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kasus per desa di Kabupaten Garut",
        "Dispensasi kawin menurut desa",
        "data-desa-2020.csv",
        "Jumlah desa terdampak",
        "Desa Layak Anak",
        "Kasus di Desa dan Kota",
        "Dana Desa Kabupaten Garut",
        "12 desa Pacet",
        "Kasus di desa dampingan",
        "Kel. umur 0-17",
        "Kasus KDRT 2020",
        "Cases by village",
        "Jumlah RT",
        "",
        "kepala desa laki-laki",
        "Kel. Pendidikan SD",
        "Kel. Pekerjaan",
        "cases under Village Law",
        "Village Fund users",
        "Kasus yang ditangani kader desa Sapa Institut",
        "Kekerasan terhadap perempuan di desa Jawa Barat",
        "Bidan desa Jawa Barat",
        "Satgas Desa PPA",
        "Jumlah Desa Baru",
        "UU Desa Nomor 6",
        "Kekerasan di kampung halaman",
        "Kasus di Kota Banjar Tahun 2020",
    ],
)
def test_texts_that_name_none(text: str) -> None:
    assert not names_village(text)


def seen(text: str, title: str = "") -> list[str]:
    heading, *rows = (line.split(",") for line in text.strip().splitlines())
    columns = placed(guess(heading, rows), [title])
    table, _faults = table_of(heading, rows, columns)
    return [",".join(text_of(cell) for cell in row) for row in public(table).rows]


def test_a_title_that_names_a_village_hides_its_small_counts() -> None:
    assert seen(ONE_VILLAGE, "Kasus di Desa Sukamaju") == ["2018,<5", "2019,<5", "2020,12", "2021,6"]
    assert seen(ONE_VILLAGE, "Kasus di Kabupaten Garut") == ["2018,3", "2019,2", "2020,12", "2021,6"]
    kinds = "jenis,kasus\nKDRT,3\nPacaran,12\nSeksual,9\n,24\n"
    assert seen(kinds, "Kasus di Desa Sukamaju") == ["KDRT,<5", "Pacaran,12", "Seksual,x", ",24"]


def test_villages_as_columns_are_counted_like_villages_in_rows() -> None:
    found = seen("jenis,Desa Sukamaju,Desa Mekarsari\nKDRT,3,17\nPacaran,8,19\nSeksual,9,15\nJumlah,20,51")
    assert found == ["KDRT,<5,17", "Pacaran,x,19", "Seksual,9,15", "Jumlah,20,51"]
    found = seen("jenis,Desa Sukamaju,Desa Mekarsari,Jumlah\nKDRT,3,17,20\nPacaran,8,19,27\nSeksual,9,15,24")
    assert found == ["KDRT,<5,x,20", "Pacaran,8,19,27", "Seksual,9,15,24"]
    assert seen("jenis,RW 01,RW 02\nKDRT,3,17\nPacaran,8,19") == ["KDRT,<5,17", "Pacaran,8,19"]


def test_a_count_of_villages_is_no_count_in_villages() -> None:
    text = "Kabupaten,Jumlah desa,Desa terdampak,desa dampingan\nGarut,3,2,1\nCianjur,9,4,2"
    assert seen(text)[0] == "Garut,3,2,1"


def test_one_heading_that_names_a_village_is_enough_also_among_districts() -> None:
    assert seen("Kabupaten,Desa Sukamaju\nGarut,3\nCianjur,12") == ["Garut,<5", "Cianjur,12"]
    for heading in ("dirujuk bidan desa terlatih", "Desa Tangguh", "Jumlah desa", "Desa dampingan"):
        assert seen(f"Kabupaten,{heading}\nGarut,3") == ["Garut,3"]
    assert seen("jenis,Desa Sukamaju,dirujuk\nKDRT,3,2") == ["KDRT,<5,<5"]


def test_an_editor_may_say_that_a_count_is_of_a_village() -> None:
    columns = [Column("tahun", type=Type.YEAR), Column("kasus", type=Type.INTEGER, role=Role.MEASURE)]
    assert not counts_villages(columns)
    said = Column("kasus", type=Type.INTEGER, role=Role.MEASURE, level=Level.VILLAGE)
    assert counts_villages([columns[0], said])


def asked(text: str, title: str = "") -> list[str]:
    heading, *rows = (line.split(",") for line in text.strip().splitlines())
    table, _faults = table_of(heading, rows, placed(guess(heading, rows), [title]))
    found = [fault for fault in check(table) if str(fault).startswith("Apakah angka di tabel ini")]
    assert not any(fault.stops for fault in found)
    return [str(fault) for fault in found]


def test_the_desk_asks_whether_a_table_without_places_is_of_a_village() -> None:
    assert len(asked(ONE_VILLAGE)) == 1 and "satu desa" in asked(ONE_VILLAGE)[0]
    assert not asked(ONE_VILLAGE, "Kasus di Desa Sukamaju")
    assert not asked("Tahun,Kasus\n2018,30\n2019,0")
    assert not asked("Kabupaten,Kasus\nGarut,3")


def test_words_that_look_like_counts_stop_the_table_of_one_village_too() -> None:
    columns = [Column("korban", type=Type.TEXT), Column("kasus", type=Type.INTEGER, role=Role.MEASURE)]
    for said, stops in (("Desa Sukamaju", True), ("Garut", False)):
        table, _faults = table_of(["korban", "kasus"], [["3 orang", "9"]], placed(columns, [said]))
        assert any(fault.stops for fault in check(table)) == stops


def figures(data: Dataset) -> list[str]:
    table = data.table()
    assert table is not None
    return [text_of(row[1]) for row in table.rows]


@pytest.mark.usefixtures("library")
def test_a_dataset_is_of_a_village_by_its_title_its_subtitle_and_its_places(db) -> None:
    assert figures(tabled(ONE_VILLAGE, "Kasus di Desa Sukamaju")) == ["<5", "<5", "12", "6"]
    data = tabled(ONE_VILLAGE, "Kasus menurut tahun")
    assert figures(data) == ["3", "2", "12", "6"]
    data.subtitle = "Catatan Bale Kelurahan Braga"
    data.save_revision().publish()
    data = Dataset.objects.get(pk=data.pk)
    assert figures(data) == ["<5", "<5", "12", "6"]
    told = data.sheet_file.passages.order_by("number").first()
    assert told.text.endswith("Kasus: <\N{NO-BREAK SPACE}5")
    assert Sheet.objects.get(file=data.sheet_file).stopping(data.described_columns()) == []


@pytest.mark.usefixtures("library")
def test_a_place_that_is_a_village_makes_the_counts_those_of_a_village(db) -> None:
    data = tabled(ONE_VILLAGE, "Kasus menurut tahun")
    place = Place.objects.create(label_id="Sukamaju", slug="sukamaju", level=Place.Level.VILLAGE)
    data.subjects.add(Subject(concept=place))
    data.save_revision().publish()
    assert figures(Dataset.objects.get(pk=data.pk)) == ["<5", "<5", "12", "6"]
