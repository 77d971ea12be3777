"""Columns that say together what other columns say one by one: the total of a group in each of its rows ("Kasus se-kecamatan"),
running sums ("kumulatif"), and shares of a group. Found by their figures, whatever they are called. Pure.

A group is made of the rows that agree in some of the dimensions; rows that are sums themselves belong to none. What is found
by chance hides a cell too many and tells nothing.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, pairwise, product
from statistics import median

from library.tables.across import parts
from library.tables.headings import says_cumulative_share, says_rate, says_running
from library.tables.labels import counts, dimensions, footers, is_total
from library.tables.sums import Sum, Where, spread
from library.tables.totals import total_rows
from library.tables.values import Column, Level, Role, Row, Type

#: Of more dimensions than this a group leaves open one, all places, or all.
_MOST_DIMENSIONS = 5
#: So many times as often a running sum must be right as wrong.
_TIMES_RIGHT = 2
#: A share that is given with fewer digits fits nearly every count.
_COARSEST = 10
#: So far from the total may be what rounded shares say of it; and so far from each other two floats that are the same.
_ROUNDED, _FLOAT = 0.1, 1e-6


@dataclass(frozen=True, slots=True)
class Repeated:
    """`total` is the sum that stands in each of `cells` (itself among them)."""

    total: Sum
    cells: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """A running sum: its cells in order, each with the counts that came to it since the cell before. `before` is what it
    begins with besides the first of them."""

    steps: tuple[tuple[Where, tuple[Where, ...]], ...]
    before: int | Decimal


@dataclass(frozen=True, slots=True)
class Shares:
    """`shares` are those of `counts` in what the counts add up to."""

    counts: tuple[Where, ...]
    shares: tuple[Where, ...]


def repeated(columns: Sequence[Column], rows: Sequence[Row]) -> list[Repeated]:
    """The columns that hold one figure in all rows of a group, where it is the sum of another column over the group, or of
    several. Empty cells are passed over: cells that were merged are read so."""
    counted = counts(columns)
    groups = list(_groups(columns, rows)) if len(counted) > 1 else []
    found = []
    for total in counted:
        alike = [(opened, group, at) for opened, group in groups if (at := _one_figure(rows, group, total))]
        others = [at for at in counted if at != total]
        for one in others:
            found += [
                _repeated(group, at, total, (one,))
                for _opened, group, at in alike
                if _sum_of(rows, group, at, (one,))
            ]
        for opened in dict.fromkeys(opened for opened, _group, _at in alike):
            own = [(group, at) for its, group, at in alike if its == opened]
            for added in parts(others):
                # of several columns some add up by chance: these must in all groups of a kind
                if all(_sum_of(rows, group, at, added) for group, at in own):
                    found += [_repeated(group, at, total, added) for group, at in own]
    return [
        Repeated(
            each.total, tuple(where for where in each.cells if rows[where[0]][where[1]].number is not None)
        )
        for each in found
    ]


def _groups(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """Rows of more than one, with the dimensions in which they may differ."""
    every = dimensions(columns)
    sizes = range(1, len(every) + 1) if len(every) <= _MOST_DIMENSIONS else [1]
    places = tuple(at for at in every if columns[at].level is not Level.NONE)
    opened_ones: set[tuple[int, ...]] = {
        *chain.from_iterable(combinations(every, size) for size in sizes),
        places,
        tuple(every),
    }
    by_name = {at for at, row in enumerate(rows) if any(is_total(row[each].value) for each in every)}
    left_out = footers(columns, rows)
    kinds = sorted({total_rows(columns, rows) | left_out, frozenset(by_name) | left_out}, key=sorted)
    for opened in sorted(opened_ones - {()}):
        fixed = [at for at in every if at not in opened]
        # what looks like a sum may be a village whose figure is one by chance
        for totals in kinds:
            grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
            for at, row in enumerate(rows):
                if at not in totals:
                    grouped[tuple(row[each].value for each in fixed)].append(at)
            for group in grouped.values():
                if len(group) > 1:
                    yield opened, group


def _one_figure(rows: Sequence[Row], group: Sequence[int], column: int) -> Where | None:
    """The first cell of a figure above zero that is the only one of this column in the group."""
    found: Where | None = None
    for at in group:
        number = rows[at][column].number
        if number is None:
            continue
        if number <= 0 or (found and number != rows[found[0]][column].number):
            return None
        found = found or (at, column)
    return found


def _sum_of(rows: Sequence[Row], group: Sequence[int], total: Where, added: Sequence[int]) -> bool:
    number = Decimal(rows[total[0]][total[1]].number or 0)
    spreads = [spread(group, rows, at) for at in added]
    if not all(spreads):  # something is withheld that may be of any size
        cells = [rows[at][each] for at in group for each in added]
        return (
            number > sum((Decimal(cell.number) for cell in cells if cell.number is not None), Decimal(0)) > 0
        )
    least = sum((each[0] for each in spreads if each), Decimal(0))
    return least <= number <= sum((each[1] for each in spreads if each), Decimal(0))


def _repeated(group: Sequence[int], total: Where, column: int, added: Sequence[int]) -> Repeated:
    members = tuple((at, each) for at in group for each in added)
    return Repeated(Sum(total, members), tuple((at, column) for at in group))


def running(columns: Sequence[Column], rows: Sequence[Row]) -> list[Running]:
    """The running sums of one column in another: over years, or over what else tells rows apart, in the order of the file or
    against it. A column is one if it is right in most of its groups; one that is called so may be right in none that can say
    so ("kumulatif" that stays the same)."""
    counted = counts(columns)
    if len(counted) < 2:
        return []
    by_opened: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for opened, group in groups_in_order(columns, rows):
        by_opened[opened].append(group)
    found = []
    for groups, total, turned in product(by_opened.values(), counted, (False, True)):
        ordered = [group[::-1] if turned else group for group in groups]
        falling = sum(not _rises(rows, group, total) for group in ordered)
        if len(ordered) - falling <= _TIMES_RIGHT * falling:
            continue
        for of in counted:
            read = [each for group in ordered if of != total and (each := _running(rows, group, total, of))]
            fits = [_fits(rows, each) for each in read]
            right = fits.count(True) + says_running(columns[total])
            if right > _TIMES_RIGHT * fits.count(False):
                found += read
    return found


def _rises(rows: Sequence[Row], group: Sequence[int], column: int) -> bool:
    figures = [number for at in group if (number := rows[at][column].number) is not None]
    return all(before <= after for before, after in pairwise(figures))


def groups_in_order(
    columns: Sequence[Column], rows: Sequence[Row]
) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """The rows of each sum over time are such a group too: their counts run on like those of places."""
    every, left_out = dimensions(columns), footers(columns, rows)
    years = [at for at in every if columns[at].type is Type.YEAR]
    pairs = [(year, at) for year in years for at in every if at != year]
    for opened in [*((at,) for at in every), *pairs]:
        grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at not in left_out and all(row[each].value is not None for each in opened):
                grouped[tuple(row[each].value for each in every if each not in opened)].append(at)
        ordered_by = [at for at in opened if at in years]
        for group in grouped.values():
            if len(group) > 1:
                yield (
                    opened,
                    sorted(group, key=lambda at: [_year(rows[at][each].value) for each in ordered_by]),
                )


def _year(value: object) -> int:
    return value if isinstance(value, int) else 0


def _running(rows: Sequence[Row], group: Sequence[int], total: int, of: int) -> Running | None:
    steps: list[tuple[Where, tuple[Where, ...]]] = []
    since: list[Where] = []
    for at in group:
        since.append((at, of))
        if rows[at][total].number is not None:
            steps.append(((at, total), tuple(since)))
            since = []
    said = sum(rows[at][of].value is not None or rows[at][of].withheld is not None for at in group)
    if len(steps) < 2 or said < 2:
        return None
    where, first = steps[0]
    return Running(tuple(steps), _number(rows, where) - sum(_number(rows, each) for each in first))


def _fits(rows: Sequence[Row], found: Running) -> bool | None:
    """Whether each step is what came to it; None where no step can say so."""
    if found.before < 0:
        return False
    told = False
    steps = found.steps
    for (before, _since), (where, added) in pairwise(steps):
        grown = _number(rows, where) - _number(rows, before)
        cells = [rows[at][column] for at, column in added]
        if any(cell.withheld for cell in cells):
            if grown <= 0:
                return False
            told = told or not found.before
        elif grown != sum(cell.number or 0 for cell in cells):
            return False
        else:
            told = told or bool(grown)
    return True if told else None


def _number(rows: Sequence[Row], where: Where) -> int | Decimal:
    return rows[where[0]][where[1]].number or 0


def shares(columns: Sequence[Column], rows: Sequence[Row], about: Collection[Where]) -> list[Shares]:
    """The columns of shares in what a column of counts adds up to over a group, of a hundred or of one: those of groups with
    a count that is among `about`."""
    measures = [
        at
        for at, column in enumerate(columns)
        if column.role is Role.MEASURE and column.type in {Type.PERCENT, Type.NUMBER}
    ]
    counted = sorted({column for _row, column in about} & {*counts(columns)})
    if not measures or not counted:
        return []
    figures = {at: [_figure(row[at].number) for row in rows] for at in {*measures, *counted}}
    units = {at: unit(rows, at) for at in measures}
    found = []
    for _opened, group in _groups(columns, rows):
        for count in counted:
            if not any((at, count) in about for at in group):
                continue
            own = [figures[count][at] for at in group]
            bounds = _bounds(rows, group, count, own)
            for share in measures:
                if count != share and _are_shares(
                    own, [figures[share][at] for at in group], bounds, units[share]
                ):
                    cells = tuple((at, count) for at in group)
                    found.append(Shares(cells, tuple((at, share) for at in group)))
    return found


def cumulative_shares(columns: Sequence[Column], rows: Sequence[Row]) -> set[Where]:
    """The cells of the columns that hold what part of all comes to a row together with those before it: by their heading
    ("persen kumulatif"), or by their figures, which rise to a hundred or one as some column of counts does."""
    counted = counts(columns)
    left_out = total_rows(columns, rows)
    orders = [
        order
        for _opened, group in groups_in_order(columns, rows)
        if len(own := [at for at in group if at not in left_out]) > 1
        for order in (own, own[::-1])
    ]
    found = set()
    for at, column in enumerate(columns):
        if column.role is not Role.MEASURE or not (
            column.type in {Type.PERCENT, Type.NUMBER} or says_rate(column)
        ):
            continue
        step = unit(rows, at)
        if says_cumulative_share(column) or any(
            _adds_up_to_all(rows, order, at, of, step) for order in orders for of in counted if of != at
        ):
            found |= {(row, at) for row in range(len(rows))}
    return found


def _adds_up_to_all(rows: Sequence[Row], order: Sequence[int], share: int, of: int, step: float) -> bool:
    """Whether `share` rises by the parts of `of` in this order. A withheld count may be any."""
    figures = [rows[at][share].number for at in order]
    known = [float(number) for number in figures if number is not None]
    if len(known) < len(figures) or not any(abs(known[-1] - whole) <= step for whole in (100, 1)):
        return False
    parts_of = [after - before for before, after in pairwise([0.0, *known])]
    if min(parts_of) < 0:
        return False
    own = [
        (float(number), part)
        for at, part in zip(order, parts_of, strict=True)
        if (number := rows[at][of].number)
    ]
    if len(own) < 2 or not all(part > 0 for _number, part in own):
        return False
    total = median(known[-1] * number / part for number, part in own)
    fits = sum(abs(part - known[-1] * number / total) <= 2 * step for number, part in own)
    return step * _COARSEST <= known[-1] and 2 * fits > len(own)


def _figure(number: int | Decimal | None) -> float:
    return float(number) if number is not None and number > 0 else 0.0


def _bounds(
    rows: Sequence[Row], group: Sequence[int], column: int, own: Sequence[float]
) -> tuple[float, float]:
    """What the counts of a group add up to at least and at most."""
    known = sum(own)
    if not any(rows[at][column].withheld for at in group):
        return known, known
    bounds = spread(group, rows, column)
    return (float(bounds[0]), float(bounds[1])) if bounds else (known, math.inf)


def unit(rows: Sequence[Row], column: int) -> float:
    """The last digit with which a column gives its figures: .1 for "57,1"."""
    exponents = (
        Decimal(number).as_tuple().exponent for row in rows if (number := row[column].number) is not None
    )
    return float(10 ** min((each for each in exponents if isinstance(each, int)), default=0))


def _are_shares(
    own: Sequence[float], parts_of: Sequence[float], bounds: tuple[float, float], unit: float
) -> bool:
    known = [(number, part) for number, part in zip(own, parts_of, strict=True) if number and part]
    if not known:
        return False
    for whole in (100, 1):
        total = bounds[0]
        if bounds[0] < bounds[1]:
            total = median(whole * number / part for number, part in known)
            if not bounds[0] * (1 - _ROUNDED) <= total <= bounds[1] * (1 + _ROUNDED):
                continue
        fits = sum(abs(part - whole * number / total) <= unit * (1 + _FLOAT) for number, part in known)
        if unit * _COARSEST <= whole and 2 * fits >= len(known):
            return True
    return False
