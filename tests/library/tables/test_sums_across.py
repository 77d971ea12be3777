"""Columns that are the sum of others are found in tables as they come: with empty columns, in one row, added up wrongly,
with cells that the file withholds."""

import pytest

from library.tables.across import across
from library.tables.guessing import guess
from library.tables.headings import says_total, says_total_only
from library.tables.ordering import text_of
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type

VILLAGE = Column("desa", type=Type.PLACE, level=Level.VILLAGE)


def seen(text: str) -> list[str]:
    """What the public sees of a table whose counts are all whole numbers, row by row."""
    heading, *rows = (line.split(",") for line in text.split())
    counted = [Column(name, type=Type.INTEGER, role=Role.MEASURE) for name in heading[1:]]
    table, faults = table_of(heading, rows, [VILLAGE, *counted])
    assert not [fault for fault in faults if fault.stops]
    return [",".join(text_of(cell) for cell in row) for row in public(table).rows]


@pytest.mark.parametrize("empty", ["", "-"])
def test_a_column_that_is_mostly_empty_does_not_hide_a_sum(empty: str) -> None:
    found = seen(f"desa,L,P,Jumlah,rujukan A,3,7,10,{empty} B,8,9,17,{empty} C,6,8,14,5")
    assert found[0] == "A,<5,x,10," and found[1:] == ["B,8,9,17,", "C,6,8,14,5"]
    unnamed = seen(f"desa,L,P,LP,rujukan A,3,7,10,{empty} B,8,9,17,{empty} C,6,8,14,5")
    assert unnamed == found


@pytest.mark.parametrize("total", ["Jumlah", "total_kasus", "apa_saja"])
def test_one_row_is_enough(total: str) -> None:
    assert seen(f"desa,L,P,{total} A,3,7,10") == ["A,<5,x,10"]
    assert seen(f"desa,{total},L,P A,10,3,7") == ["A,10,<5,x"]
    assert seen(f"desa,L,lain,P,{total} A,3,60,7,10") == ["A,<5,60,x,10"]


def test_one_row_that_was_added_up_wrongly_does_not_open_the_others() -> None:
    rows = "A,3,7,10 B,8,9,17 C,8,8,16 D,8,10,18 E,9,9,99 F,6,6,12"
    expected = ["A,<5,x,10", *rows.split()[1:]]
    assert seen(f"desa,a,b,c {rows}") == expected
    assert seen(f"desa,a,b,Jumlah {rows}") == expected


def test_a_small_count_in_the_row_that_was_added_up_wrongly_is_kept_too() -> None:
    assert seen("desa,a,b,c A,30,7,37 B,8,9,17 C,3,7,11")[2] == "C,<5,x,11"
    assert seen("desa,L,P,Jumlah A,3,7,11") == ["A,<5,7,x"]


@pytest.mark.parametrize("total", ["Jumlah", "apa_saja"])
def test_a_sum_of_cells_that_the_file_withholds_is_found(total: str) -> None:
    assert seen(f"desa,L,P,{total} A,<5,7,10") == ["A,<5,x,10"]
    assert seen(f"desa,L,P,{total} A,<5,7,10 B,x,9,14 C,8,6,14")[0] == "A,<5,x,10"


def test_a_column_of_withheld_cells_alone_is_one_of_counts() -> None:
    assert guess(["desa", "L"], [["A", "<5"], ["B", "< 5"]])[1].measured
    assert not guess(["desa", "hadir"], [["A", "x"], ["B", "x"]])[1].measured


def test_a_total_by_name_is_the_sum_of_whichever_counts_add_up() -> None:
    """KDRT and seksual make the total in one village, all three in the other; neither is so in most rows."""
    found = seen("desa,KDRT,anak,seksual,ekonomi,Jumlah A,3,8,9,6,12 B,7,30,8,11,15")
    assert found[0].split(",")[1] == "<5" and "x" in found[0]


def test_a_count_whose_name_begins_like_a_total_is_a_count() -> None:
    assert seen("desa,jumlah_kasus A,3 B,7") == ["A,<5", "B,7"]
    assert seen("desa,jumlah_kasus,rujukan A,9,3 B,17,6") == ["A,9,<5", "B,17,6"]
    assert seen("desa,jumlah_kasus,rujukan,mediasi A,29,3,8 B,40,6,9") == ["A,29,<5,8", "B,40,6,9"]


def test_what_holds_in_few_rows_is_chance() -> None:
    found = seen("desa,a,b,c A,3,7,10 B,8,9,20 C,8,8,21 D,8,10,25")
    assert found == ["A,<5,7,10", "B,8,9,20", "C,8,8,21", "D,8,10,25"]


def test_in_wide_tables_few_columns_are_tried() -> None:
    """Three counts that stand apart make a fourth: in one row that is chance, in two it is not."""
    columns = [VILLAGE, *(Column(name, type=Type.INTEGER, role=Role.MEASURE) for name in "abcdefg")]
    one = ["A", "2", "90", "3", "70", "9", "60", "14"]
    two = ["B", "20", "91", "30", "71", "90", "61", "140"]
    for rows, expected in (([one], 0), ([one, two], 2)):
        table, _faults = table_of([each.name for each in columns], rows, columns)
        sums = [each for each in across(table.columns, table.rows) if each.total[1] == 7]
        assert len(sums) == expected


@pytest.mark.parametrize(
    "name", ["Jumlah", "JML", "total", "Jumlah (L+P)", "Total semua", "Σ", "jumlah_seluruhnya", "Grand Total"]
)
def test_headings_that_say_a_sum_and_nothing_else(name: str) -> None:
    assert says_total_only(Column(name)) and says_total(Column(name))


@pytest.mark.parametrize(
    "name", ["jumlah kasus", "total_korban", "Korban (semua)", "jumlah P", "seluruh perempuan"]
)
def test_headings_that_say_what_is_summed_up(name: str) -> None:
    assert says_total(Column(name)) and not says_total_only(Column("x", title_id=name))


@pytest.mark.parametrize("name", ["kasus", "penjumlahan", "L", "anak", ""])
def test_headings_that_say_no_sum(name: str) -> None:
    assert not says_total(Column(name))
