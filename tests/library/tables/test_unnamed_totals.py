"""Rows that are sums without saying so, and counts that are not called counts, tell no small count either."""

import pytest

from library.tables.guessing import guess
from library.tables.ordering import text_of
from library.tables.reading import check, table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type

SUBDISTRICT = Column("kecamatan", type=Type.PLACE, level=Level.SUBDISTRICT)
VILLAGE = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
CASES = Column("kasus", type=Type.INTEGER, role=Role.MEASURE)
DECIMAL = Column("kasus", type=Type.NUMBER, role=Role.MEASURE)


def figures(columns: list[Column], *rows: list[object], of: str = "kasus") -> list[str]:
    """What the public sees of a column."""
    names = [each.name for each in columns]
    table, _faults = table_of(names, [list(map(str, row)) for row in rows], columns)
    return [text_of(row[names.index(of)]) for row in public(table).rows]


@pytest.mark.parametrize(
    "name", ["", "Semua desa", "Seluruh desa", "Kecamatan A", "Kec. A", "A", "Total A", "Rekap"]
)
def test_a_row_that_holds_the_sum_of_its_villages_is_a_total_whatever_it_is_called(name: str) -> None:
    rows = [["A", "X", 3], ["A", "Y", 12], ["A", "Z", 7], ["A", name, 22]]
    assert figures([SUBDISTRICT, VILLAGE, CASES], *rows) == ["<5", "12", "x", "22"]
    assert figures([VILLAGE, CASES], *(row[1:] for row in rows)) == ["<5", "12", "x", "22"]


KIND, YEAR = Column("jenis"), Column("tahun", type=Type.YEAR)


def test_a_row_that_holds_the_sum_of_two_villages_is_looked_at_as_one() -> None:
    assert figures([VILLAGE, CASES], ["X", 3], ["Y", 12], ["Z", 15]) == ["<5", "x", "15"]
    assert figures([VILLAGE, CASES], ["X", 3], ["Y", 12], ["Z", 16]) == ["<5", "12", "16"]
    two = [VILLAGE, CASES, Column("layanan", type=Type.INTEGER, role=Role.MEASURE)]
    rows = [["X", 3, 20], ["Y", 12, 30], ["Z", 15, 51]]
    assert figures(two, *rows) == ["<5", "12", "15"]  # what holds in one column alone is chance
    rows = [["KDRT", 3], ["Pacaran", 12], ["Kekerasan", 15]]
    assert figures([VILLAGE, KIND, CASES], *(["X", *row] for row in rows)) == ["<5", "x", "15"]


def test_of_two_villages_over_years_it_must_be_one_in_most_of_them() -> None:
    by_year = {2018: (3, 12, 15), 2019: (9, 8, 17), 2020: (2, 11, 13)}
    rows = [[year, *each] for year, all_of in by_year.items() for each in zip("XYZ", all_of, strict=True)]
    assert figures([YEAR, VILLAGE, CASES], *rows) == ["<5", "x", "15", "9", "8", "17", "<5", "x", "13"]
    rows[5][2], rows[8][2] = 30, 40
    assert "x" not in figures([YEAR, VILLAGE, CASES], *rows)


def test_sums_of_sums_are_found_too() -> None:
    rows = [
        ["A", "X", 3],
        ["A", "Y", 12],
        ["A", "", 15],
        ["B", "Q", 2],
        ["B", "W", 9],
        ["B", "", 11],
        ["", "", 26],
    ]
    assert figures([SUBDISTRICT, VILLAGE, CASES], *rows) == ["<5", "x", "15", "<5", "x", "11", "26"]


def test_a_village_that_bears_the_name_of_its_subdistrict_is_no_total() -> None:
    rows = [
        ["Pacet", "Pacet", 40],
        ["Pacet", "Pacet Kulon", 3],
        ["Pacet", "Mekar", 9],
        ["Pacet", "Jumlah", 52],
    ]
    assert figures([SUBDISTRICT, VILLAGE, CASES], *rows) == ["40", "<5", "x", "52"]


def test_a_village_that_holds_the_sum_of_two_others_by_chance_still_belongs_to_the_total() -> None:
    rows = [["Pacet", "X", 3], ["Pacet", "Y", 9], ["Pacet", "Pacet", 12], ["Pacet", "Jumlah", 24]]
    shown = figures([SUBDISTRICT, VILLAGE, CASES], *rows)
    assert shown[0] == "<5" and shown.count("x") >= 1 and shown[3] in {"24", "x"}


def test_a_total_of_kinds_in_one_village_is_found() -> None:
    kind = Column("jenis")
    rows = [
        ["X", "KDRT", 3],
        ["X", "Pemerkosaan", 12],
        ["X", "", 15],
        ["Y", "KDRT", 8],
        ["Y", "Pemerkosaan", 9],
    ]
    assert figures([VILLAGE, kind, CASES], *rows)[:3] == ["<5", "x", "15"]


def test_counts_in_a_column_with_decimals_are_hidden() -> None:
    assert figures([VILLAGE, DECIMAL], ["X", 3], ["Y", "2,5"], ["Z", 7]) == ["<5", "2.5", "7"]
    with_total = figures([VILLAGE, DECIMAL], ["X", 3], ["Y", "7,5"], ["Z", 9], ["Jumlah", "19,5"])
    assert with_total == ["<5", "x", "9", "19.5"]


def faults(columns: list[Column], *rows: list[str]) -> list[str]:
    table, found = table_of([each.name for each in columns], rows, columns)
    return [str(fault) for fault in [*found, *check(table)] if fault.stops]


@pytest.mark.parametrize("cell", ["3", "=1+1", "dua", "3 orang", "± 2 kasus", "3 (25%)", "3/12", "3 dari 12"])
def test_a_count_among_words_stops_a_table_of_villages(cell: str) -> None:
    words = Column("korban", type=Type.TEXT)
    found = faults([VILLAGE, words, CASES], ["X", "anak", "9"], ["Y", cell, "12"])
    assert len(found) == 1 and "Baris 3, kolom “korban”" in found[0]
    day = Column("tanggal", type=Type.TEXT)
    assert not faults([VILLAGE, day, CASES], ["X", "3/12", "9"], ["Y", "4/12", "12"])
    numbered = Column("Kode", type=Type.TEXT)
    assert not faults([VILLAGE, numbered, CASES], ["X", "1", "9"], ["Y", "2", "12"])


def test_neighbourhoods_are_as_small_as_villages() -> None:
    found = guess(["RT/RW", "Kasus"], [["1/2", "3"], ["2/2", "9"]])
    assert (found[0].type, found[0].level) == (Type.PLACE, Level.VILLAGE)
    assert guess(["RW", "Jumlah RT"], [["1", "3"], ["2", "9"]])[0].level is Level.VILLAGE
    assert guess(["Jumlah RT"], [["3"], ["9"]])[0].type is Type.INTEGER


def test_a_heading_that_says_year_means_years_whatever_stands_below() -> None:
    assert guess(["Tahun"], [["2015*"], ["dua ribu"], ["2016/17"]])[0].type is Type.YEAR
    assert guess(["Umur (tahun)"], [["12"], ["15"]])[0].type is Type.INTEGER


def test_a_column_with_some_bad_cells_is_still_one_of_figures() -> None:
    assert guess(["Desa", "Kasus"], [["X", "3"], ["Y", "=1+1"], ["Z", "9"]])[1].type is Type.INTEGER


@pytest.mark.parametrize(
    "heading",
    [
        "Kel.",
        "kel",
        "Ds.",
        "Kp",
        "Jorong",
        "Pekon",
        "Banjar",
        "Lingkungan",
        "Gampong",
        "Nagari",
        "nama_kampung",
    ],
)
def test_villages_have_other_names_elsewhere(heading: str) -> None:
    found = guess([heading, "Kasus"], [["Suka", "3"], ["Maju", "9"]])[0]
    assert (found.type, found.level) == (Type.PLACE, Level.VILLAGE)


def test_cells_say_that_they_are_villages() -> None:
    assert guess(["nama"], [["Pekon Suka"], ["Pekon Maju"]])[0].level is Level.VILLAGE
    assert guess(["nama"], [["Kp. Suka"], ["Kp. Maju"]])[0].level is Level.VILLAGE
    assert guess(["nama"], [["Kota Banjar"], ["Kota Bandung"]])[0].level is Level.DISTRICT


def unplaced(columns: list[Column], *rows: list[str]) -> list[str]:
    table, _faults = table_of([each.name for each in columns], rows, columns)
    return [
        str(fault)
        for fault in check(table)
        if "pilih tingkat tempatnya" in fault.sentence and not fault.stops
    ]


@pytest.mark.parametrize("type_", [Type.PLACE, Type.TEXT])
def test_places_that_may_be_villages_are_asked_about(type_: Type) -> None:
    place = Column("nama", type=type_)
    assert unplaced([place, CASES], ["Suka", "3"], ["Maju", "9"]) == [
        "Bila kolom “nama” memuat desa, pilih tingkat tempatnya supaya angka di bawah lima disamarkan."
    ]
    assert not unplaced([place, CASES], ["Suka", "0"], ["Maju", "9"])
    assert not unplaced([VILLAGE, place, CASES], ["X", "Suka", "3"])
    assert not unplaced([SUBDISTRICT, CASES], ["Pacet", "3"])
    assert not unplaced([Column("Kode", type=Type.TEXT), CASES], ["1", "3"])
