"""Counts below five in a village do not leave the house, nor do figures from which they could be computed."""

import io
import itertools
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from library.tables.across import across
from library.tables.notes import About
from library.tables.ordering import ordered, text_of
from library.tables.packages import package
from library.tables.reading import table_of
from library.tables.small_counts import flagged, hidden, public
from library.tables.sums import Sum
from library.tables.values import Column, Level, PublicTable, Role, Table, Type, Withheld
from library.tables.written import csv, xlsx

VILLAGE = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
YEAR = Column("tahun", type=Type.YEAR)


def count(name: str) -> Column:
    return Column(name, type=Type.INTEGER, role=Role.MEASURE)


def table(columns: list[Column], *rows: list[object]) -> Table:
    found, faults = table_of([each.name for each in columns], [list(map(str, row)) for row in rows], columns)
    assert not [fault for fault in faults if fault.stops]
    return found


def shown(of: PublicTable) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in of.rows]


def test_one_to_four_are_hidden_and_zero_and_five_are_shown() -> None:
    found = table([VILLAGE, count("kasus")], ["A", 0], ["B", 1], ["C", 4], ["D", 5])
    assert [row[1] for row in shown(public(found))] == ["0", "<5", "<5", "5"]
    assert [(fault.row, fault.column, fault.stops) for fault in flagged(found)] == [
        (3, "kasus", False),
        (4, "kasus", False),
    ]


def test_small_counts_of_larger_places_are_shown() -> None:
    district = Column("kabupaten", type=Type.PLACE, level=Level.DISTRICT)
    found = table([district, count("kasus")], ["Garut", 3], ["Cianjur", 9])
    assert shown(public(found)) == [["Garut", "3"], ["Cianjur", "9"]]
    assert flagged(found) == []


def test_the_next_smallest_is_hidden_where_a_total_would_tell() -> None:
    found = table([VILLAGE, count("kasus")], ["A", 3], ["B", 12], ["C", 20], ["Jumlah", 35])
    assert [row[1] for row in shown(public(found))] == ["<5", "x", "20", "35"]
    assert "1 sel lain" in str(flagged(found)[-1])


def test_a_cell_of_five_does_not_hide_a_one_by_itself() -> None:
    """5 + 1 = 6 tells both, to a reader who knows that "x" is five or more; so another cell is hidden, and the five need not be."""
    found = table([VILLAGE, count("kasus")], ["A", 1], ["B", 5], ["C", 20], ["Jumlah", 26])
    assert [row[1] for row in shown(public(found))] == ["<5", "5", "x", "26"]


def test_two_small_counts_whose_sum_tells_both() -> None:
    found = table([VILLAGE, count("kasus")], ["A", 4], ["B", 4], ["C", 9], ["Jumlah", 17])
    assert [row[1] for row in shown(public(found))] == ["<5", "<5", "x", "17"]
    enough = table([VILLAGE, count("kasus")], ["A", 2], ["B", 4], ["C", 9], ["Jumlah", 15])
    assert [row[1] for row in shown(public(enough))] == ["<5", "<5", "9", "15"]


def test_what_the_file_withholds_does_not_follow_from_the_row_of_sums_below_a_column_with_gaps() -> None:
    """Else 13 - 7 tells the withheld 6, 36 - 12 - 17 the 7, and both together the one."""
    found = table(
        [VILLAGE, count("a"), count("b"), count("total kasus")],
        ["A", 1, "x", 7],
        ["B", 5, 7, 12],
        ["C", 7, "", 17],
        ["Jumlah", 13, 13, 36],
    )
    seen = shown(public(found))
    assert seen[0][1:3] == ["<5", "x"]
    assert "x" in {seen[1][2], seen[3][2]}  # what the withheld one would follow from


def test_sums_that_contradict_one_another_come_to_an_end() -> None:
    """Of few small figures many add up by chance, and not all of that can be true."""
    names = ["a", "b", "c", "Jumlah", "selisih"]
    found = table(
        [VILLAGE, *map(count, names)],
        ["A", "x", 1, "", "x", 4],
        ["B", 5, 1, 0, 6, 4],
        ["Jumlah", 10, 2, 0, 12, ""],
    )
    assert [row[2] for row in shown(public(found))][:2] == ["<5", "<5"]


def test_the_total_is_hidden_where_nothing_else_can_be() -> None:
    found = table([VILLAGE, count("kasus")], ["A", 4], ["B", 4], ["C", 0], ["Jumlah", 8])
    assert [row[1] for row in shown(public(found))] == ["<5", "<5", "0", "x"]


def test_totals_are_those_of_their_year() -> None:
    rows = [
        ["A", 2015, 3],
        ["B", 2015, 9],
        ["Jumlah", 2015, 12],
        ["A", 2016, 7],
        ["B", 2016, 8],
        ["Jumlah", 2016, 15],
    ]
    found = shown(public(table([VILLAGE, YEAR, count("kasus")], *rows)))
    assert [row[2] for row in found] == ["<5", "x", "12", "7", "8", "15"]


def test_columns_that_add_up_are_found_whatever_they_are_called() -> None:
    columns = [VILLAGE, count("permohonan"), count("dikabulkan"), count("ditolak")]
    found = table(columns, ["A", 12, 9, 3], ["B", 20, 14, 6], ["C", 7, 7, 0])
    assert len(across(found.columns, found.rows)) == 3
    assert shown(public(found)) == [["A", "12", "x", "<5"], ["B", "20", "14", "6"], ["C", "7", "7", "0"]]


def test_shares_in_the_row_of_a_hidden_count_are_hidden() -> None:
    share = Column("bagian", type=Type.PERCENT, role=Role.MEASURE)
    found = table([VILLAGE, count("anak"), share], ["A", 3, 50], ["B", 10, 55])
    assert shown(public(found)) == [["A", "<5", "x"], ["B", "10", "55"]]


def test_an_empty_cell_does_not_open_a_total() -> None:
    found = table([VILLAGE, count("kasus")], ["A", 3], ["B", "-"], ["C", 9], ["Jumlah", 12])
    assert [row[1] for row in shown(public(found))] == ["<5", "", "x", "12"]


def test_what_was_withheld_in_the_file_stays_withheld() -> None:
    found = table([VILLAGE, count("kasus")], ["A", "<5"], ["B", 9], ["Jumlah", 12])
    assert [row[1] for row in shown(public(found))] == ["<5", "x", "12"]


def solutions(of: PublicTable, equations: list) -> dict[tuple[int, int], set[int]]:
    """Every value that each hidden cell may have, by trying them all."""
    unknown = [(r, c) for r, row in enumerate(of.rows) for c, cell in enumerate(row) if cell.withheld]
    ranges = [range(1, 5) if of.rows[r][c].withheld is Withheld.SMALL else range(5, 13) for r, c in unknown]
    totals = {each.total for each in equations}
    free = [at for at, where in enumerate(unknown) if where not in totals]
    found: dict[tuple[int, int], set[int]] = {where: set() for where in unknown}
    for values in itertools.product(*(ranges[at] for at in free)):
        known = {unknown[at]: value for at, value in zip(free, values, strict=True)}

        def number(where, known=known):
            return known[where] if where in known else of.rows[where[0]][where[1]].number

        fits = True
        for each in sorted(equations, key=lambda one: (one.total[0], one.total[1])):
            total = sum(number(where) for where in each.members)
            if each.total in known or of.rows[each.total[0]][each.total[1]].withheld is None:
                fits = total == number(each.total)
            else:
                why = of.rows[each.total[0]][each.total[1]].withheld
                fits = 1 <= total < 5 if why is Withheld.SMALL else True
                known[each.total] = total
            if not fits:
                break
        if fits:
            for where in unknown:
                found[where].add(known[where])
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=2))
def test_no_small_count_can_be_computed_from_what_is_shown(villages) -> None:
    rows = [[f"Desa {at}", a, b, a + b] for at, (a, b) in enumerate(villages)]
    rows.append(["Jumlah", *(sum(row[at] for row in rows) for at in (1, 2, 3))])
    found = table([VILLAGE, count("a"), count("b"), count("semua")], *rows)
    seen = public(found)
    across = [Sum((at, 3), ((at, 1), (at, 2))) for at in range(3)]
    down = [Sum((2, column), ((0, column), (1, column))) for column in (1, 2, 3)]
    for (row, column), values in solutions(seen, across + down).items():
        if seen.rows[row][column].withheld is Withheld.SMALL:
            assert len(values) > 1, (rows, shown(seen))


def test_counts_that_follow_from_several_sums_together_are_hidden() -> None:
    """Two squares of hidden cells and one cell that joins them: no sum tells it alone, all of them do."""
    columns = [VILLAGE, *map(count, "abcd"), count("semua")]
    cells = [[3, 2, 9, 9], [2, 3, 9, 9], [9, 2, 3, 9], [9, 9, 2, 3], [9, 9, 3, 2]]
    rows = [[f"Desa {at}", *row, sum(row)] for at, row in enumerate(cells)]
    rows.append(["Jumlah", *(sum(row[at] for row in rows) for at in range(1, 6))])
    found = table(columns, *rows)
    assert any(each.why is Withheld.BESIDE for each in hidden(found))


@pytest.fixture
def secret() -> Table:
    columns = [VILLAGE, YEAR, count("kasus")]
    return table(
        columns, ["A", "2015*", 3], ["=cmd|'/c calc'!A1", 2015, 777], ["C", 2015, 888], ["Jumlah", 2015, 1668]
    )


ABOUT = About(
    "kasus-desa", "Kasus (contoh)", "Sapa Institut", source="Catatan Bale", counting="Satu orang satu kasus."
)


def test_no_export_holds_a_hidden_figure_or_a_formula(secret: Table) -> None:
    found = ordered(public(secret), [("kasus", True)])
    book = load_workbook(io.BytesIO(xlsx(found, ABOUT)))
    with zipfile.ZipFile(io.BytesIO(package(found, ABOUT))) as archive:
        packed = [archive.read(name).decode() for name in archive.namelist()]
    in_book = [str(cell.value) for sheet in book for row in sheet for cell in row]
    for text in [csv(found, ABOUT).decode("utf-8-sig"), *packed, "\n".join(in_book)]:
        assert "777" not in text
        assert "Satu orang satu kasus." in text
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert "'=cmd|'/c calc'!A1" in packed[1]
    assert [field["type"] for field in json.loads(packed[0])["resources"][0]["schema"]["fields"]] == [
        "string",
        "year",
        "integer",
        "string",
    ]
