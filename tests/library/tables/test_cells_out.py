"""Cells as they leave: no formula for a spreadsheet, wherever it parts the line; and order by value, however long."""

import pytest

from library.tables.formulas import harmless
from library.tables.ordering import ordered
from library.tables.values import Cell, Column, PublicTable, Role, Type


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("=1+1", "'=1+1"),
        ("aman;=1+1", "aman;'=1+1"),
        ("aman; \t+62", "aman; \t'+62"),
        ("a\t@b", "a\t'@b"),
        ("a;=b;-c", "a;'=b;'-c"),
        ("Desa A; Desa B", "Desa A; Desa B"),
        ("lahir 1990-2000", "lahir 1990-2000"),
        ("a = b", "a = b"),
    ],
)
def test_no_part_of_a_cell_begins_like_a_formula(text: str, leaves: str) -> None:
    assert harmless(text) == leaves


def test_figures_in_words_stand_by_their_value_and_may_have_any_length() -> None:
    places = ["RW 10", "RW 2", "RW 002", "RW " + "9" * 5_000, "RW", "RW 0"]
    rows = tuple((Cell(place),) for place in places)
    table = PublicTable((Column("tempat", role=Role.DIMENSION, type=Type.TEXT),), rows)
    said = [row[0].value for row in ordered(table, [("tempat", False)]).rows]
    assert said == ["RW", "RW 0", "RW 2", "RW 002", "RW 10", "RW " + "9" * 5_000]
