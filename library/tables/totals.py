"""What in a table is a sum of other cells of it: rows called "Jumlah", and columns that are the sum of others. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from library.tables.values import Column, Role, Row, Type

_CALLED = frozenset(
    {"jumlah", "total", "seluruh", "seluruhnya", "semua", "keseluruhan", "jml", "all", "sum", "grand total"}
    | {
        "total keseluruhan",
        "jumlah seluruhnya",
        "jumlah total",
        "subtotal",
        "sub total",
        "jumlah keseluruhan",
    }
)
#: Of more columns than this only the sum of all the others is looked for.
_MOST_COMBINED = 8
#: In so many rows a sum must hold before a column is taken for it.
_FEWEST_ROWS = 2

Where = tuple[int, int]
"""A cell: its row and its column, from 0."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of `members`."""

    total: Where
    members: tuple[Where, ...]


def is_total(value: object) -> bool:
    """Whether a cell of a dimension says that its row is a sum."""
    if not isinstance(value, str):
        return False
    words = " ".join(value.casefold().split())
    return words in _CALLED or words.split(" ")[0] in {"jumlah", "total", "subtotal"}


def total_rows(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    dimensions = _dimensions(columns)
    return frozenset(
        at for at, row in enumerate(rows) if any(is_total(row[each].value) for each in dimensions)
    )


def sums(columns: Sequence[Column], rows: Sequence[Row]) -> list[Sum]:
    """All sums of counts in the table."""
    return [*_down(columns, rows), *_across(columns, rows)]


def _dimensions(columns: Sequence[Column]) -> list[int]:
    return [at for at, column in enumerate(columns) if column.role is Role.DIMENSION]


def counts(columns: Sequence[Column]) -> list[int]:
    """The columns of whole numbers: people, cases."""
    return [
        at for at, column in enumerate(columns) if column.role is Role.MEASURE and column.type is Type.INTEGER
    ]


def _down(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Sum]:
    """A row called a sum is that of all rows which agree with it where it says something else."""
    totals = total_rows(columns, rows)
    dimensions, counted = _dimensions(columns), counts(columns)
    by_fixed: dict[tuple[int, ...], dict[tuple[object, ...], list[int]]] = {}
    for at in sorted(totals):
        fixed = tuple(
            each
            for each in dimensions
            if rows[at][each].value is not None and not is_total(rows[at][each].value)
        )
        if fixed not in by_fixed:
            grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
            for other, row in enumerate(rows):
                if other not in totals:
                    grouped[tuple(row[each].value for each in fixed)].append(other)
            by_fixed[fixed] = grouped
        members = by_fixed[fixed].get(tuple(rows[at][each].value for each in fixed), [])
        if members:
            for measure in counted:
                yield Sum((at, measure), tuple((other, measure) for other in members))


def _across(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Sum]:
    counted = counts(columns)
    whole = [row for row in rows if all(isinstance(row[at].value, int) for at in counted)]
    if len(counted) < 3 or len(whole) < _FEWEST_ROWS:
        return
    for total in counted:
        for parts in _parts([at for at in counted if at != total]):
            if all(row[total].number == sum(row[at].number or 0 for at in parts) for row in whole) and any(
                sum(bool(row[at].value) for at in parts) > 1 for row in whole
            ):
                for number in range(len(rows)):
                    yield Sum((number, total), tuple((number, at) for at in parts))


def _parts(others: list[int]) -> Iterator[tuple[int, ...]]:
    if len(others) >= _MOST_COMBINED:
        yield tuple(others)
        return
    for size in range(2, len(others) + 1):
        yield from combinations(others, size)
