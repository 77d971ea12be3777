"""Figures that tell a hidden count though they are no counts: rates, differences, changes from year to year, and percentages
of a figure that is shown. Pure.

They are known by what their column holds, by its heading, and changes by their figures too. `beside` gives what is hidden.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, permutations

from library.tables.derived import groups_in_order, unit
from library.tables.headings import says_difference, says_rate, says_since, whole
from library.tables.labels import counts
from library.tables.sums import Where
from library.tables.values import Column, Level, Role, Row, Type

#: Counts from 1 to this are hidden in villages.
_MOST_SMALL = 4
#: So often a column must hold what changed before it is taken for it by its figures.
_FEWEST_CHANGES = 2
_FLOAT = 1e-9


def beside(
    columns: Sequence[Column], rows: Sequence[Row], hidden: Collection[Where], running: Collection[int] = ()
) -> set[Where]:
    """The cells that tell a count of villages which is `hidden`, or one from 1 to 4 that stands nowhere. `running` are the
    columns of running sums: they grow by counts, which are no changes for that."""
    told_in = {row for row, _column in hidden}
    measures = [at for at, column in enumerate(columns) if column.role is Role.MEASURE]
    changing = {at for at in measures if says_difference(columns[at])}
    rates = {at for at in measures if _is_rate(columns[at])}
    if told_in:
        stocks = [at for at in counts(columns) if at not in running]
        changing |= _changes(columns, rows, measures, stocks)
    found = {(row, at) for row in told_in for at in rates | changing}
    for group, in_order in _over_time(columns, rows):
        touched = told_in.intersection(group)
        if not touched:
            continue
        for before, after in pairwise(group):
            found |= {(after, at) for at in changing if before in told_in}
            if not in_order:  # whether the first row is the earliest is not known
                found |= {(before, at) for at in changing if after in told_in}
        found |= {(row, at) for row in group for at in measures if says_since(columns[at])}
    found |= set(_parts_of_shown(columns, rows, hidden))
    return found - set(_of_two_shown(columns, rows, rates, hidden))


def _of_two_shown(
    columns: Sequence[Column], rows: Sequence[Row], rates: Collection[int], hidden: Collection[Where]
) -> Iterator[Where]:
    """The percentages that one column of counts makes of another, in the rows that show both: they tell nothing new. The
    columns must be the same in all rows, and be so in two or more."""
    counted = [
        at
        for at in counts(columns)
        if columns[at].type is Type.INTEGER and at not in rates and not says_difference(columns[at])
    ]
    for at in rates:
        if columns[at].type is not Type.PERCENT or says_difference(columns[at]):
            continue
        step = unit(rows, at)
        for part, of in permutations(counted, 2):
            read = [
                (number, float(share), float(some), float(all_of))
                for number, row in enumerate(rows)
                if (share := row[at].number) is not None
                and (some := row[part].number) is not None
                and (all_of := row[of].number)
            ]
            if len(read) > 1 and all(
                abs(share - 100 * some / of_all) <= step for _row, share, some, of_all in read
            ):
                for number, *_figures in read:
                    if (number, part) not in hidden and (number, of) not in hidden:
                        yield number, at


def _is_rate(column: Column) -> bool:
    return column.type in {Type.NUMBER, Type.PERCENT} or (column.type is Type.INTEGER and says_rate(column))


def _over_time(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[list[int], bool]]:
    """The rows of one place from year to year, or over what else tells them apart, and whether their order is that of time."""
    for opened, group in groups_in_order(columns, rows):
        if all(columns[at].level is Level.NONE and columns[at].type is not Type.PLACE for at in opened):
            yield group, any(columns[at].type is Type.YEAR for at in opened)


def _changes(
    columns: Sequence[Column], rows: Sequence[Row], measures: Sequence[int], stocks: Sequence[int]
) -> set[int]:
    """The measures that hold, in at least half of the rows that can say so, what one of `stocks` grew by since the row
    before, or what it was then."""
    pairs = [pair for group, _in_order in _over_time(columns, rows) for pair in pairwise(group)]
    units = {at: unit(rows, at) for at in measures}
    found = set()
    for at in measures:
        for count in stocks:
            if count == at:
                continue
            right = wrong = 0
            for before, after in pairs:
                figures = (rows[after][at].number, rows[before][count].number, rows[after][count].number)
                if any(number is None for number in figures):
                    continue
                said, first, then = (float(number or 0) for number in figures)
                fits = any(abs(said - each) <= units[at] / 2 for each in _grown(first, then))
                right += bool(fits and said)
                wrong += not fits
            if right >= max(wrong, _FEWEST_CHANGES):
                found.add(at)
    return found


def _grown(first: float, then: float) -> list[float]:
    """What may be said of the step from one count to the next: by how many, by how many per cent, and what it was before."""
    grown = then - first
    in_parts = [grown / first, 100 * grown / first, then / first, 100 * then / first] if first else []
    return [grown, -grown, first, *in_parts, *(-each for each in in_parts[:2])]


def _parts_of_shown(
    columns: Sequence[Column], rows: Sequence[Row], hidden: Collection[Where]
) -> Iterator[Where]:
    """The shares and rates of which a count that stands in the same row makes one to four cases, or all but one to four."""
    counted = counts(columns)
    for at, column in enumerate(columns):
        of = _whole(column, rows, at) if column.role is Role.MEASURE else None
        if of is None:
            continue
        for number, row in enumerate(rows):
            said = float(row[at].number or 0)
            step = unit([row], at)  # a whole figure among others may be rounded
            bases = (row[base].number for base in counted if base != at and (number, base) not in hidden)
            if 0 < said < of and any(base and _is_small_part(said, of, float(base), step) for base in bases):
                yield number, at


def _whole(column: Column, rows: Sequence[Row], at: int) -> int | None:
    """Of how many the column gives parts; None where it gives none that are known."""
    if not _is_rate(column):
        return None
    said = whole(column)
    if said is not None or column.type is Type.PERCENT:
        return said or 100
    figures = [number for row in rows if (number := row[at].number) is not None]
    in_one = all(0 <= number <= 1 for number in figures) and any(number % 1 for number in figures)
    return 1 if in_one else None


def _is_small_part(said: float, of: int, base: float, step: float) -> bool:
    """Whether `said` of every `of` may be 1 to 4 of `base`, or all but 1 to 4; rounded or cut off to its `step`."""
    if base != int(base) or base < 0:
        return False
    least = max(0, math.ceil((said - step / 2) * base / of - _FLOAT))
    most = min(int(base), math.ceil((said + step) * base / of - _FLOAT) - 1)
    if most < least:
        return False
    small = least <= _MOST_SMALL and most >= 1
    return small or (int(base) - most <= _MOST_SMALL and int(base) - least >= 1)
