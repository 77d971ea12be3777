"""The figure of several rows together. Pure.

Rows that say the sum themselves are believed, if they cover all rows; else whole numbers are added up. Shares and rates
are not: they belong to one row. A sum of which a part is missing or withheld is none.
"""

from collections.abc import Sequence

from library.tables.labels import is_total
from library.tables.values import Cell, Row, Type, Withheld


def together(
    rows: Sequence[Row], sums: Sequence[Row], free: Sequence[int], measure: int, type_: Type
) -> Cell:
    """The cell of a measure for all `rows`; `sums` are the rows that may be their sums, `free` the dimensions in which the
    rows differ."""
    kinds: dict[tuple[int, ...], list[Row]] = {}
    for row in sums:
        kinds.setdefault(tuple(at for at in free if _open(row, at)), []).append(row)
    for opened in sorted(kinds, key=len, reverse=True):
        said, fixed = kinds[opened], [at for at in free if at not in opened]
        keys = [tuple(row[at].value for at in fixed) for row in said]
        one_each = len(set(keys)) == len(keys)
        covered = one_each and {tuple(row[at].value for at in fixed) for row in rows} <= set(keys)
        added = len(said) == 1 or type_ is Type.INTEGER
        if covered and added and all(row[measure].number is not None for row in said):
            return said[0][measure] if len(said) == 1 else Cell(_added(said, measure))
    if len(rows) == 1:
        return rows[0][measure]
    if type_ is not Type.INTEGER or not rows:
        return Cell()
    if any(row[measure].withheld for row in rows):
        return Cell(None, withheld=Withheld.BESIDE)
    return Cell() if any(row[measure].value is None for row in rows) else Cell(_added(rows, measure))


def _open(row: Row, at: int) -> bool:
    return row[at].value is None or is_total(row[at].value)


def _added(rows: Sequence[Row], measure: int) -> int:
    return sum(int(row[measure].number or 0) for row in rows)
