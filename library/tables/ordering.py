"""Rows of a public table sorted and chosen, as readers ask for it. Pure.

Words are sorted as Indonesian dictionaries do it: letters without case and accents, and figures in them by their value
("RW 2" before "RW 10"). What is missing stands last, in either direction.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from library.tables.labels import is_total
from library.tables.values import Cell, PublicTable, Role, Withheld

_DIGITS = re.compile(r"(\d+)")
_Key = tuple[int, int, object]


def ordered(table: PublicTable, by: Sequence[tuple[str, bool]]) -> PublicTable:
    """The rows by several columns, the first the strongest: (name, whether it goes down). Rows that are equal keep their
    order. Raises `KeyError` for a column that is not there."""
    rows = list(table.rows)
    for name, down in reversed(by):
        at = table.place(name)
        there = [row for row in rows if _there(row[at])]
        there.sort(key=lambda row: _key(row[at]), reverse=down)
        rows = [*there, *(row for row in rows if not _there(row[at]))]
    return PublicTable(table.columns, tuple(rows))


def chosen(table: PublicTable, only: Mapping[str, Collection[str]]) -> PublicTable:
    """The rows whose cells are among those asked for: by the name of a column, the texts of its cells (`text_of`), compared
    without case and accents. No texts for a column are no condition. Raises `KeyError`."""
    wanted = {table.place(name): {folded(text) for text in texts} for name, texts in only.items() if texts}
    rows = (
        row for row in table.rows if all(folded(text_of(row[at])) in texts for at, texts in wanted.items())
    )
    return PublicTable(table.columns, tuple(rows))


def containing(table: PublicTable, words: str) -> PublicTable:
    """The rows in whose cells that tell rows apart all these words occur, in any order."""
    asked = folded(words).split()
    places = [at for at, column in enumerate(table.columns) if column.role is Role.DIMENSION]
    rows = (
        row
        for row in table.rows
        if (said := folded(" ".join(text_of(row[at]) for at in places))) is not None
        and all(word in said for word in asked)
    )
    return PublicTable(table.columns, tuple(rows))


def values_of(table: PublicTable, name: str) -> list[str]:
    """The different texts of a column, sorted, sums last: what a reader may choose from. Raises `KeyError`."""
    at = table.place(name)
    cells = {text_of(row[at]): row[at] for row in table.rows if _there(row[at])}
    return sorted(cells, key=lambda text: (is_total(text), _key(cells[text])))


def text_of(cell: Cell) -> str:
    """A cell as it is compared and put into an address: a figure without groups, "" for what is missing."""
    return cell.withheld.value if cell.withheld else "" if cell.value is None else str(cell.value)


def folded(text: str) -> str:
    """Without case and accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _there(cell: Cell) -> bool:
    return cell.value is not None or cell.withheld is Withheld.SMALL


def _key(cell: Cell) -> _Key:
    if cell.withheld is Withheld.SMALL:
        return (0, 0, 2.5)  # between zero and five, whatever it is
    if not isinstance(cell.value, str):
        return (0, 0, cell.value)
    return (1, int(is_total(cell.value)), _pieces(cell.value))


def _pieces(text: str) -> Iterable[tuple[int, int, str]]:
    """Words, and figures as how long they are and what they are: as they compare by value, however long."""
    parts = _DIGITS.split(folded(text))
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part)
        for part in parts
        if part
    )
