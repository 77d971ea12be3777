"""Sums of cells, and whether cells may add up to a figure where some are empty or withheld. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from library.tables.values import Cell, Row, Withheld

LEAST_WITHHELD, MOST_WITHHELD = 1, 4  # what "< 5" stands for

Where = tuple[int, int]
"""A cell: its row and its column, from 0."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of `members`."""

    total: Where
    members: tuple[Where, ...]


def spread(group: Sequence[int], rows: Sequence[Row], measure: int) -> tuple[Decimal, Decimal] | None:
    """What the figures of a group add up to at least and at most; None where it cannot be said."""
    return _spread([rows[at][measure] for at in group])


def _spread(cells: Sequence[Cell]) -> tuple[Decimal, Decimal] | None:
    if any(cell.withheld is Withheld.BESIDE for cell in cells):
        return None
    known = sum((Decimal(cell.number) for cell in cells if cell.number is not None), Decimal(0))
    small = sum(cell.withheld is Withheld.SMALL for cell in cells)
    return known + LEAST_WITHHELD * small, known + MOST_WITHHELD * small


def may_add_up(total: int | Decimal, members: Sequence[Cell]) -> bool:
    """Whether these cells may add up to that figure: an empty one is a zero, a withheld one what its sign says."""
    bounds = _spread(members)
    return bounds is None or bounds[0] <= Decimal(total) <= bounds[1]


def adds_up(rows: Sequence[Row], total: int, members: Sequence[int], measure: int) -> bool:
    """Whether the cell in the row `total` may be the sum of those of the rows `members`."""
    number = rows[total][measure].number
    return number is None or may_add_up(number, [rows[at][measure] for at in members])
