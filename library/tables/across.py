"""Columns that are the sum of others in their row, found by their figures and by their headings. Pure.

By figures alone a column is a sum of others that stand together beside it, of all others, of two, and in tables of few
counts of any others: in a table of many small figures some always add up by chance, and each such sum hides a cell. It must
hold in at least half of the rows that can say so. An empty cell is a zero where the row then adds up, and says nothing where
it does not; a row with a withheld cell fits where it may add up.

A heading that says "Jumlah" or "total" is believed row by row: there it is the sum of whichever counts add up to it, of
likely ones where it names a count of its own ("jumlah kasus").
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import add, eq, or_

from library.tables.headings import says_total, says_total_only
from library.tables.labels import counts
from library.tables.sums import LEAST_WITHHELD, MOST_WITHHELD, Sum, Where
from library.tables.values import Cell, Column, Row, Withheld

#: Of so many other columns any may add up to a column; of more only those that stand together, all, and pairs.
_MOST_COMBINED = 7
#: Of more other columns than this, two that add up must have one of them beside the sum.
_MOST_PAIRED = 12
#: In so many rows columns that neither stand together nor are two must add up.
_FEWEST_ROWS = 2
_ENDLESS = 10**15
_Number = int  # or Decimal: what is added up


def across(columns: Sequence[Column], rows: Sequence[Row]) -> list[Sum]:
    """The sums in the rows of a table, one for each row and way of adding up. In a row that does not add up as most do, the
    sum is what it is elsewhere."""
    counted = counts(columns)
    if len(counted) < 3 or not rows:
        return []
    figures = _Figures.of(counted, rows)
    named = {at: says_total_only(columns[at]) for at in counted if says_total(columns[at])}
    by_total: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for total in counted:
        for added, fewest in _ways(counted, total):
            if figures.hold(total, added, 0 if total in named else fewest):
                by_total[total].append(added)
    found: list[Sum] = []
    for number, row in enumerate(rows):
        for total in counted:
            ways = by_total[total]
            holding = [added for added in ways if _fits(row, total, added)]
            found += [_sum(row, number, total, added) for added in holding or ways]
            if total in named and not (holding and not _hides(row, counted)):
                found += _by_name(row, number, total, counted, any_of=named[total])
    return _without_chance([each for each in dict.fromkeys(found) if each.members], rows)


def _without_chance(found: Sequence[Sum], rows: Sequence[Row]) -> list[Sum]:
    """The sums but for those that may be chance where the row does not add up, or where a sure sum says what the cell is."""
    chance = doubtful(found, rows)
    sure = {each.total for each in found if each not in chance and _holds(each, rows)}
    return [each for each in found if each not in chance or (each.total not in sure and _holds(each, rows))]


def unexplained(columns: Sequence[Column], rows: Sequence[Row], found: Sequence[Sum]) -> set[Where]:
    """The cells of columns that are called nothing but sums ("Jumlah") and are not the total of any sum that was found:
    a row that was added up wrongly. Two or more counts must stand beside them."""
    counted = counts(columns)
    totals = {each.total for each in found}
    named = [at for at in counted if says_total_only(columns[at])]
    return {
        (number, total)
        for number, row in enumerate(rows)
        for total in named
        if (number, total) not in totals
        and row[total].number
        and sum(_is_there(row[at]) for at in counted if at != total) > 1
    }


def doubtful(found: Sequence[Sum], rows: Sequence[Row]) -> set[Sum]:
    """Those of the sums that may be chance: their columns add up in less than two thirds of the rows."""
    by_columns: dict[tuple[int, ...], list[Sum]] = defaultdict(list)
    for each in found:
        by_columns[each.total[1], *(at for _row, at in each.members)].append(each)
    # the rows that say something in a column, a bit for each: of zeros anything is the sum
    saying = {
        at: sum(1 << number for number, row in enumerate(rows) if row[at].withheld or row[at].number)
        for at in {at for columns in by_columns for at in columns}
    }
    by_chance: set[Sum] = set()
    for columns, sums in by_columns.items():
        said = reduce(or_, (saying[at] for at in columns))
        right = sum(said >> each.total[0] & 1 and _holds(each, rows) for each in sums)
        if 3 * right < 2 * said.bit_count():
            by_chance.update(sums)
    return by_chance


def _holds(each: Sum, rows: Sequence[Row]) -> bool:
    row, total = each.total
    return _fits(rows[row], total, [at for _row, at in each.members])


def parts(others: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The columns that may add up to another: any two or more of these, and of many only all."""
    if len(others) > _MOST_COMBINED:
        yield tuple(others)
        return
    for size in range(2, len(others) + 1):
        yield from combinations(others, size)


def _ways(counted: Sequence[int], total: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """The columns that may add up to `total`, each with the number of rows that must say so."""
    place = list(counted).index(total)
    before, after = counted[:place], counted[place + 1 :]
    others = [*before, *after]
    likely = {tuple(others)}
    likely |= {tuple(before[-size:]) for size in range(2, len(before) + 1)}
    likely |= {tuple(after[:size]) for size in range(2, len(after) + 1)}
    pairs = combinations(others, 2)
    beside = {*before[-1:], *after[:1]}
    likely |= {pair for pair in pairs if len(others) <= _MOST_PAIRED or not beside.isdisjoint(pair)}
    yield from ((added, 1) for added in sorted(likely))
    if len(others) <= _MOST_COMBINED:
        yield from ((added, _FEWEST_ROWS) for added in parts(others) if added not in likely)


@dataclass(slots=True)
class _Figures:
    """The counts by their columns, of rows in which none is withheld: an empty cell as zero; `full` of them have none. The
    rows with withheld cells stand apart."""

    plain: dict[int, list[_Number]]
    empty: dict[int, list[bool]]
    apart: list[Row]
    full: int
    added_up: dict[tuple[int, ...], list[_Number]]

    @classmethod
    def of(cls, counted: Sequence[int], rows: Sequence[Row]) -> "_Figures":
        apart = [row for row in rows if any(row[at].withheld for at in counted)]
        whole = [row for row in rows if not any(row[at].withheld for at in counted)]
        plain = {at: [row[at].number or 0 for row in whole] for at in counted}
        empty = {at: [row[at].number is None for row in whole] for at in counted}
        full = sum(not any(row) for row in zip(*empty.values(), strict=True))
        return cls(plain, empty, apart, full, {})  # type: ignore[arg-type]  # some of them are decimal

    def hold(self, total: int, added: tuple[int, ...], fewest: int) -> bool:
        """Whether at least half of the rows that can say so add up, and `fewest` of them with two figures or more."""
        totals, sums = self.plain[total], self._sums(added)
        right = list(map(eq, totals, sums))
        rights = sum(right)
        if rights + len(self.apart) < max(1, self.full - rights):
            return False
        holding = telling = against = 0
        for at, fits in enumerate(right):
            if not fits:
                against += not (self.empty[total][at] or any(self.empty[each][at] for each in added))
            elif totals[at]:
                holding += 1
                telling += sum(bool(self.plain[each][at]) for each in added) > 1
        for row in self.apart:
            least, most = _bounds(row, added)
            own = _bounds(row, (total,))
            if own[1] < least or most < own[0]:
                against += all(_is_there(row[at]) for at in (total, *added))
            elif most < _ENDLESS and row[total].number:
                holding += 1
                telling += sum(_is_there(row[at]) and row[at].value != 0 for at in added) > 1
        return telling >= fewest and holding >= max(against, 1)

    def _sums(self, added: tuple[int, ...]) -> list[_Number]:
        if len(added) == 1:
            return self.plain[added[0]]
        if added not in self.added_up:
            self.added_up[added] = list(map(add, self._sums(added[:-1]), self.plain[added[-1]]))
        return self.added_up[added]


def _by_name(row: Row, number: int, total: int, counted: Sequence[int], *, any_of: bool) -> Iterator[Sum]:
    """The sums that a column which is called one may be in this row: of any of the counts, or of those that are likely."""
    there = [at for at in counted if at == total or (_is_there(row[at]) and row[at].value != 0)]
    if len(there) < 2 or not _is_there(row[total]):
        return
    # one count that is not zero is the sum by itself
    ways = {added for added, rows in _ways(there, total) if any_of or rows == 1}
    for added in sorted(ways):
        if _fits(row, total, added):
            yield _sum(row, number, total, added)


def _hides(row: Row, counted: Sequence[int]) -> bool:
    """Whether one of the counts of the row is hidden, or will be."""
    return any(row[at].withheld or 0 < (row[at].number or 0) <= MOST_WITHHELD for at in counted)


def _sum(row: Row, number: int, total: int, added: Sequence[int]) -> Sum:
    """Without the empty cells, where the row adds up without them."""
    members = [at for at in added if _is_there(row[at])] if _fits(row, total, added) else added
    return Sum((number, total), tuple((number, at) for at in members))


def _fits(row: Row, total: int, added: Sequence[int]) -> bool:
    """Whether the row may add up, an empty cell being a zero."""
    if not _is_there(row[total]):
        return False
    least, most = _bounds(row, added)
    own = _bounds(row, (total,))
    return own[0] <= most and least <= own[1]


def _bounds(row: Row, added: Sequence[int]) -> tuple[_Number, _Number]:
    """What these cells add up to at least and at most."""
    least = most = 0
    for at in added:
        cell = row[at]
        if cell.withheld:
            least += LEAST_WITHHELD
            most += MOST_WITHHELD if cell.withheld is Withheld.SMALL else _ENDLESS
        else:
            least += cell.number or 0  # type: ignore[assignment]
            most += cell.number or 0  # type: ignore[assignment]
    return least, most


def _is_there(cell: Cell) -> bool:
    return cell.number is not None or cell.withheld is not None
