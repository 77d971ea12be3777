"""Figures as people write them, columns as they are guessed, and rows as they are sorted and chosen."""

from decimal import Decimal

import pytest

from library.tables import numbers
from library.tables.guessing import guess
from library.tables.numbers import NoNumber
from library.tables.ordering import chosen, containing, ordered, text_of, values_of
from library.tables.reading import check, table_of
from library.tables.small_counts import public
from library.tables.values import Cell, Column, Level, PublicTable, Role, Type, Withheld

PLACE = Column("desa", type=Type.PLACE, level=Level.SUBDISTRICT)
YEAR = Column("tahun", type=Type.YEAR)
CASES = Column("kasus", type=Type.INTEGER, role=Role.MEASURE)
SHARE = Column("bagian", type=Type.PERCENT, role=Role.MEASURE)
RATE = Column("angka", type=Type.NUMBER, role=Role.MEASURE)


def column(texts: list[str], of: Column) -> tuple[list[object], list[str]]:
    table, faults = table_of([of.name], [[text] for text in texts], [of])
    return [row[0].value for row in table.rows], [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("texts", "values", "word"),
    [
        (
            ["1.234,5", "2", "3,25"],
            [Decimal("1234.5"), 2, Decimal("3.25")],
            "koma dibaca sebagai tanda desimal",
        ),
        (["1,234.5", "2", "3.25"], [Decimal("1234.5"), 2, Decimal("3.25")], ""),
        (["1.234", "900"], [1234, 900], "titik dibaca sebagai pemisah ribuan"),
        (["1,234", "900"], [1234, 900], "koma dibaca sebagai pemisah ribuan"),
        (["1.234", "0,5"], [1234, Decimal("0.5")], "koma dibaca"),
        (["1.234.567"], [1234567], ""),
        (["0.125", "1.5"], [Decimal("0.125"), Decimal("1.5")], ""),
        (["Rp 1.500.000", "12 345", "−4"], [1500000, 12345, -4], "koma dibaca"),
        (["12*", "13 a)", "14†"], [12, 13, 14], ""),
    ],
)
def test_how_a_column_writes_its_figures_is_decided_by_all_its_cells(texts, values, word) -> None:
    read, faults = column(texts, RATE)
    assert read == values
    assert word in " ".join(faults)


def test_a_cell_that_writes_figures_the_other_way_is_named() -> None:
    values, faults = column(["1.234,5", "2,5", "1,234.5"], RATE)
    assert values == [Decimal("1234.5"), Decimal("2.5"), None]
    assert any(each.startswith("Baris 4, kolom “angka”: “1,234.5”") for each in faults)


@pytest.mark.parametrize("text", ["-", "n/a", "tidak ada data", "..", "…", "", "N.A.", "–"])
def test_words_for_no_figure_are_missing(text: str) -> None:
    assert column(["5", text], CASES)[0] == [5, None]


def test_a_year_keeps_its_mark() -> None:
    table, faults = table_of(["tahun", "kasus"], [["2015*", "7"], ["15", "8"], ["3015", "9"]], [YEAR, CASES])
    assert table.rows[0][0] == Cell(2015, "*")
    assert [str(fault) for fault in faults if fault.stops] == [
        "Baris 3, kolom “tahun”: “15” bukan tahun. Tulis empat angka, misalnya 2015.",
        "Baris 4, kolom “tahun”: “3015” bukan tahun antara 1800 dan 2100.",
    ]


def test_the_first_mark_of_a_column_is_told() -> None:
    rows = [["2014", "7"], ["2015*", "8 a)"], ["2016*", "9"]]
    _table, faults = table_of(["tahun", "kasus"], rows, [YEAR, CASES])
    assert [(str(fault), fault.stops) for fault in faults] == [
        (
            f"Baris 3, kolom “{name}”: tanda {mark} disimpan sebagai catatan. Terangkan di cara menghitung; angka sebelumnya tidak dibandingkan.",
            False,
        )
        for name, mark in (("tahun", "*"), ("kasus", "a)"))
    ]
    _values, said = column(["7*", "8"], CASES)
    assert said == ["Baris 2, kolom “kasus”: tanda * disimpan sebagai catatan. Terangkan di cara menghitung."]


def test_what_is_no_figure_is_named_by_row_and_column() -> None:
    values, faults = column(["5", "banyak", "2,5"], CASES)
    assert values == [5, None, None]
    assert faults[-2:] == [
        "Baris 3, kolom “kasus”: “banyak” bukan angka. Tulis angkanya saja, atau kosongkan selnya.",
        "Baris 4, kolom “kasus”: “2,5” bukan bilangan bulat. Perbaiki, atau ubah isi kolomnya menjadi bilangan pecahan.",
    ]


def test_a_figure_that_was_withheld_already_stays_so() -> None:
    table, _faults = table_of(["kasus"], [["< 5"], ["x"], ["9"]], [CASES])
    assert [row[0].withheld for row in table.rows] == [Withheld.SMALL, Withheld.BESIDE, None]


def test_many_faults_of_a_column_are_counted() -> None:
    _values, faults = column(["satu"] * 50, CASES)
    assert len(faults) == 21
    assert "30 sel lain" in faults[-1]


def test_a_column_that_is_not_there_and_one_that_is_not_described() -> None:
    _table, faults = table_of(["kasus", "lain"], [["1", "2"]], [CASES, YEAR])
    assert [(fault.column, fault.stops) for fault in faults] == [("tahun", True), ("lain", False)]


def test_rows_that_say_the_same_and_figures_out_of_bounds_are_found() -> None:
    rows = [["A", "2015", "-3", "120"], ["a", "2015", "4", "5"], ["A", "2016", "4", "5"]]
    table, _faults = table_of(["desa", "tahun", "kasus", "bagian"], rows, [PLACE, YEAR, CASES, SHARE])
    assert [(fault.row, fault.stops) for fault in check(table)] == [(2, False), (2, False), (3, True)]


def test_a_table_without_figures_is_no_data() -> None:
    table, _faults = table_of(["desa"], [["A"]], [PLACE])
    assert any(fault.stops and "kolom angka" in fault.sentence for fault in check(table))


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
        (0, "0", "0"),
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("-0.001"), "0", "0"),
        (Decimal("-2.50"), "−2,5", "−2.5"),
    ],
)
def test_figures_are_shown_in_the_language_of_the_reader(number, indonesian, english) -> None:
    assert numbers.shown(number, "id") == indonesian
    assert numbers.shown(number, "en") == english


@pytest.mark.parametrize("text", ["1,2,3", "1.2.3", "12a4", "1e5", "--2", "1.23.456", "9" * 40, ".", "٣"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(NoNumber):
        numbers.read(text, numbers.writing([text])[0])


def test_columns_are_guessed() -> None:
    headings = ["No", "Kabupaten/Kota", "nama_desa", "Tahun", "jenis", "kasus", "persen", "rasio", "wilayah"]
    rows = [
        ["1", "Kabupaten Garut", "Desa A", "2015*", "KDRT", "1.234", "12,5%", "0,5", "Utara"],
        ["2", "Kota Bandung", "Desa B", "2016", "TPPO", "..", "10%", "1,25", "Selatan"],
    ]
    found = {each.name: (each.type, each.role, each.level) for each in guess(headings, rows)}
    assert found == {
        "No": (Type.TEXT, Role.DIMENSION, Level.NONE),
        "Kabupaten/Kota": (Type.PLACE, Role.DIMENSION, Level.DISTRICT),
        "nama_desa": (Type.PLACE, Role.DIMENSION, Level.VILLAGE),
        "Tahun": (Type.YEAR, Role.DIMENSION, Level.NONE),
        "jenis": (Type.TEXT, Role.DIMENSION, Level.NONE),
        "kasus": (Type.INTEGER, Role.MEASURE, Level.NONE),
        "persen": (Type.PERCENT, Role.MEASURE, Level.NONE),
        "rasio": (Type.NUMBER, Role.MEASURE, Level.NONE),
        "wilayah": (Type.PLACE, Role.DIMENSION, Level.NONE),
    }


@pytest.mark.parametrize(
    ("heading", "cells", "type_"),
    [
        ("umur", "12 15 17", Type.INTEGER),
        ("Usia korban", "12 15* 17", Type.INTEGER),
        ("Umur (tahun)", "12 15", Type.INTEGER),
        ("umur_pelaku", "34 41", Type.INTEGER),
        ("Usia saat menikah", "15 16", Type.INTEGER),
        ("age", "12 15", Type.INTEGER),
        ("Umur", "12 <5 17", Type.TEXT),
        ("kelompok umur", "0-5 6-11 18+", Type.TEXT),
        ("Kelompok_Usia", "<5 5-9 10", Type.TEXT),
        ("Kel. umur korban", "5 10", Type.INTEGER),
        ("Kelompok umur orang tua", "25 30", Type.INTEGER),
        ("Kelompok umur anak", "0-5 6-11", Type.TEXT),
        ("Usia saat melahirkan anak pertama", "15 16", Type.INTEGER),
        ("Usia saat survei 2020", "15 16", Type.INTEGER),
        ("Usia saat melahirkan anak ke-1", "15 16", Type.INTEGER),
        ("age_group", "0-4 5-9", Type.TEXT),
    ],
)
def test_ages_tell_rows_apart(heading: str, cells: str, type_: Type) -> None:
    (found,) = guess([heading], [[cell] for cell in cells.split()])
    assert (found.type, found.role) == (type_, Role.DIMENSION)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Rata-rata usia", "24 26"),
        ("Usia harapan hidup", "71 72"),
        ("Perkawinan usia anak", "12 15"),
        ("Kasus usia 0-17", "12 15"),
        ("usia 18+", "12 15"),
        ("Usia saat menikah", "19,5 20,1"),
        ("Jumlah manusia", "12 15"),
        ("Average age", "24 26"),
    ],
)
def test_what_is_counted_or_reckoned_of_ages_is_read_off(heading: str, cells: str) -> None:
    assert guess([heading], [[cell] for cell in cells.split()])[0].role is Role.MEASURE


@pytest.mark.parametrize(
    "heading",
    [
        *[
            "Kelompok umur 0-12",
            "Gol. umur 13-17",
            "Golongan_usia 18+",
            "Kel. usia < 5",
            "age group 5-9",
            "18+",
        ],
        *[
            "Usia saat menikah < 19",
            "Usia saat menikah 16-18",
            "Usia saat menikah (<19)",
            "Umur ketika hamil ≥ 20",
        ],
        *[
            "Usia saat menikah di bawah umur",
            "Kelompok umur dewasa",
            "Kelompok Usia Anak",
            "Kel. umur laki-laki",
        ],
        *["kelompok_usia_lansia", "Age group: adults", "Kelompok umur I", "Usia saat menikah dini"],
    ],
)
def test_the_figures_below_one_group_of_ages_are_counts(heading: str) -> None:
    for cells in ("3 12 0", "<5 12 x"):
        (found,) = guess([heading], [[cell] for cell in cells.split()])
        assert (found.type, found.role) == (Type.INTEGER, Role.MEASURE)
    (found,) = guess([heading], [["0-4"], ["5-9"]])
    assert (found.type, found.role) == (Type.TEXT, Role.DIMENSION)


@pytest.mark.parametrize(
    "heading",
    ["Kelompok umur dewasa", "Kelompok Usia Anak", "Usia saat menikah < 19", "Usia saat menikah 16-18"],
)
def test_one_group_of_ages_is_hidden_in_villages_also_where_it_stands_alone(heading: str) -> None:
    headings = ["Desa", heading, "Anak (0-17)"]
    rows = [["Desa A", "3", "12"], ["Desa B", "2", "20"]]
    seen = public(table_of(headings, rows, guess(headings, rows))[0])
    assert [text_of(row[1]) for row in seen.rows] == ["<5", "<5"]


def test_groups_of_ages_side_by_side_are_counts_and_hidden_in_villages() -> None:
    heading = ["Desa", "Kelompok umur anak", "Kelompok umur dewasa", "Jumlah"]
    rows = [["Desa A", "3", "12", "15"], ["Desa B", "7", "20", "27"]]
    columns = guess(heading, rows)
    assert [each.role for each in columns] == [Role.DIMENSION, *[Role.MEASURE] * 3]
    seen = public(table_of(heading, rows, columns)[0])
    assert [text_of(cell) for cell in seen.rows[0]][1] == "<5"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Laki-laki", "Laki-laki"),
        ("Kelompok umur 0-12", "Kelompok umur 0-12"),
        ("No.", "No."),
        ("nama_desa", "Nama desa"),
        ("kasus  per 10.000", "Kasus per 10.000"),
    ],
)
def test_a_title_is_proposed_as_the_heading_is_written(heading: str, title: str) -> None:
    assert guess([heading], [])[0].title_id == title


@pytest.fixture
def table() -> PublicTable:
    rows = [
        ["RW 10", "2015", "7"],
        ["RW 2", "2015", "-"],
        ["Jumlah", "2015", "7"],
        ["Étéh", "2016", "12"],
        ["cibeber", "2014", "0"],
    ]
    return public(table_of(["desa", "tahun", "kasus"], rows, [PLACE, YEAR, CASES])[0])


def texts(table: PublicTable, name: str) -> list[str]:
    return [text_of(row[table.place(name)]) for row in table.rows]


def test_words_are_sorted_without_case_and_accents_and_sums_stand_last(table) -> None:
    assert texts(ordered(table, [("desa", False)]), "desa") == ["cibeber", "Étéh", "RW 2", "RW 10", "Jumlah"]


def test_missing_figures_stand_last_in_both_directions(table) -> None:
    assert texts(ordered(table, [("kasus", False)]), "kasus") == ["0", "7", "7", "12", ""]
    assert texts(ordered(table, [("kasus", True)]), "kasus") == ["12", "7", "7", "0", ""]


def test_several_columns_sort_in_their_order(table) -> None:
    by = ordered(table, [("tahun", True), ("desa", False)])
    assert texts(by, "desa") == ["Étéh", "RW 2", "RW 10", "Jumlah", "cibeber"]


def test_rows_are_chosen_by_their_cells_and_by_words(table) -> None:
    assert texts(chosen(table, {"tahun": ["2014", "2016"], "desa": []}), "desa") == ["Étéh", "cibeber"]
    assert texts(containing(table, "eteh 2016"), "kasus") == ["12"]
    assert values_of(table, "desa")[-1] == "Jumlah"
    with pytest.raises(KeyError):
        ordered(table, [("nihil", False)])
