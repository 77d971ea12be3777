"""Tables of villages as they come: with empty and withheld cells, of one row, added up wrongly, with differences and rates.
Whatever is shown of them, each hidden count keeps at least two values. Every table that a reader may think of is made
again and compared with what is shown."""

import itertools
import math
from dataclasses import dataclass, field

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from library.tables.ordering import text_of
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Cell, Column, Level, PublicTable, Role, Table, Type, Withheld

VILLAGE = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
YEAR = Column("tahun", type=Type.YEAR)
PEOPLE = 800
_MOST = 15  # a cell "x" is tried from five up to this

_MOST_WORLDS = 20_000  # tables that a test has time to make

Where = tuple[int, int]


@dataclass
class Made:
    """A table that a reader knows how to make of its counts: rows of parts, their sum, and what is reckoned of them. `fixed`
    are cells that say something else, whatever the counts are; `withheld` those that the file withholds."""

    parts: int
    total: str
    sum_below: bool
    over_years: bool
    extra: frozenset[str]
    counts: list[list[int | None]]
    fixed: dict[Where, int | None] = field(default_factory=dict)
    withheld: set[Where] = field(default_factory=set)

    @property
    def columns(self) -> list[Column]:
        whole = ["ab"[at] if at < 2 else f"bagian {at}" for at in range(self.parts)]
        whole += [self.total, *sorted(self.extra)]
        first = [YEAR if self.over_years else VILLAGE]
        place = [VILLAGE] if self.over_years else []
        return [*place, *first, *(Column(name, type=Type.INTEGER, role=Role.MEASURE) for name in whole)]

    def rows(self, counts: list[tuple[int | None, ...]]) -> list[list[int | None]]:
        """The figures of the measures, row by row."""
        found = []
        for at, row in enumerate(counts):
            total = sum(number or 0 for number in row)
            reckoned = {
                "per_10000": round(10_000 * (row[0] or 0) / PEOPLE),
                "perubahan": (row[0] or 0) - (counts[at - 1][0] or 0) if at else None,
                "rujukan": None,
                "selisih": (row[0] or 0) - (row[1] or 0),
            }
            found.append([*row, total, *(reckoned[name] for name in sorted(self.extra))])
        for (at, column), number in self.fixed.items():
            found[at][column] = number
        if self.sum_below:
            whole = range(self.parts + 1)
            below = [sum(row[at] or 0 for row in found) for at in whole]
            found.append([*below, *(None for _name in self.extra)])
        return found

    def table(self) -> Table:
        columns = self.columns
        figures = self.rows([tuple(row) for row in self.counts])
        texts = []
        for at, row in enumerate(figures):
            summed = self.sum_below and at == len(self.counts)
            label = ["Desa A", str(2015 + at)] if self.over_years else ["Jumlah" if summed else f"Desa {at}"]
            cells = ["" if number is None else str(number) for number in row]
            for column in range(self.parts + 1):
                if (at, column) in self.withheld and row[column]:
                    cells[column] = "<5" if 0 < (row[column] or 0) < 5 else "x"
            texts.append([*label, *cells])
        found, faults = table_of([each.name for each in columns], texts, columns)
        assert not [fault for fault in faults if fault.stops]
        return found


@st.composite
def made(draw: st.DrawFn) -> Made:
    over_years = draw(st.booleans())
    rows = draw(st.integers(1, 3))
    parts = draw(st.sampled_from([2, 2, 3])) if rows < 3 else 2
    total = draw(st.sampled_from(["Jumlah", "total kasus", "semuanya", "c"]))
    names = ["rujukan", "selisih", "per_10000", *(["perubahan"] if over_years else [])]
    extra = frozenset(draw(st.lists(st.sampled_from(names), max_size=2)))
    count = st.integers(0, 9)
    counts = [[draw(count) for _part in range(parts)] for _row in range(rows)]
    found = Made(parts, total, not over_years and draw(st.booleans()), over_years, extra, counts)
    cell = st.tuples(st.integers(0, rows - 1), st.integers(0, parts - 1))
    for at, column in draw(st.lists(cell, max_size=1)):
        found.counts[at][column] = None
    found.withheld |= set(
        draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(0, parts)), max_size=2))
    )
    if "rujukan" in extra and draw(st.booleans()):
        place = parts + 1 + sorted(extra).index("rujukan")
        found.fixed[draw(st.integers(0, rows - 1)), place] = draw(st.integers(0, 9))
    # without a name, a sum must be right in most rows
    clear = rows > 2 and not (found.sum_below or found.withheld) and all(map(all, found.counts))
    if draw(st.booleans()) and (clear or total != "c"):
        at = draw(st.integers(0, rows - 1))
        right = sum(number or 0 for number in found.counts[at])
        found.fixed[at, parts] = right + draw(st.sampled_from([1, -1, 10]))
        if found.fixed[at, parts] < 0:
            del found.fixed[at, parts]
    return found


def worlds(of: Made, seen: PublicTable) -> dict[Where, set[int]]:
    """The values that each hidden count of one to four may have by all that is shown."""
    before = len(of.columns) - of.parts - 1 - len(of.extra)
    shown = [row[before:] for row in seen.rows]
    true = of.rows([tuple(row) for row in of.counts])
    small = {
        (at, column)
        for at, row in enumerate(of.counts)
        for column, number in enumerate(row)
        if shown[at][column].withheld and 0 < (number or 0) < 5
    }
    found: dict[Where, set[int]] = {where: set() for where in small}
    choices = []
    for at, row in enumerate(of.counts):
        each = []
        for column, number in enumerate(row):
            sign = shown[at][column].withheld
            if number is None or sign is None:
                each.append([number])
            elif sign is Withheld.SMALL:
                each.append([1, 2, 3, 4])
            else:
                # what is taken for a sum or a change by chance is "x" though it is small
                each.append(list(range(0 if number < 5 else 5, _MOST)))
        choices.append([world for world in itertools.product(*each) if _row_fits(of, shown, at, world)])
    assume(math.prod(map(len, choices)) <= _MOST_WORLDS)
    # what a wrong sum that is hidden comes to is not known, nor then what it adds to the sum below
    unknown = any(column == of.parts and shown[at][column].withheld for at, column in of.fixed)
    compared = [
        (at, column)
        for at, row in enumerate(shown)
        for column in range(len(row))
        if not (unknown and (at, column) == (len(of.counts), of.parts))
    ]
    for counts in itertools.product(*choices):
        rows = of.rows(list(counts))
        if all(
            _fits(shown[at][column], rows[at][column], true[at][column], is_count=column <= of.parts)
            for at, column in compared
        ):
            for at, column in small:
                found[at, column].add(counts[at][column] or 0)
    return found


def _row_fits(of: Made, shown: list, at: int, world: tuple[int | None, ...]) -> bool:
    """Whether the sum in that row is right: what can be said without the other rows."""
    if (at, of.parts) in of.fixed:
        return True
    cell = shown[at][of.parts]
    return bool(cell.withheld) or cell.number == sum(number or 0 for number in world)


def _fits(mine: Cell, theirs: int | None, truly: int | None, *, is_count: bool) -> bool:
    if mine.withheld is Withheld.SMALL:
        return theirs is not None and 1 <= theirs <= 4
    if mine.withheld is Withheld.BESIDE:
        return not is_count or truly is None or truly < 5 or (theirs or 0) >= 5
    return mine.value == theirs


@settings(max_examples=60, deadline=None, derandomize=True)
@given(made())
def test_each_hidden_count_keeps_two_values(of: Made) -> None:
    seen = public(of.table())
    lines = [[text_of(cell) for cell in row] for row in seen.rows]
    for where, values in worlds(of, seen).items():
        assert len(values) > 1, (of, lines, where, values)
    for row, facts in zip(seen.rows, of.rows([tuple(row) for row in of.counts]), strict=True):
        for cell, number in zip(row[-len(facts) :], facts[: of.parts], strict=False):
            assert cell.withheld or not 0 < (number or 0) < 5, (of, lines)
