"""What may be shown of a table that counts people in villages. Pure.

The rule: where a table counts in villages (`villages.counts_villages`: by a column of villages, by headings that name
villages, or by what is said of the table), a count from 1 to 4 is shown as "< 5"; zero is shown. A count of people
is any measure of whole numbers, and in one with decimals every whole figure. That is the threshold rule for tables of frequencies with five as its threshold (the
*Handbook on Statistical Disclosure Control*, Hundepool and others, chapter 5; the UNECE and Eurostat *Glossary of
Statistical Disclosure Control*: "some agencies require at least five respondents in a cell"), and what the house asks
of case studies: look again at counts below five in a village.

A hidden count can be computed from what is shown beside it (Handbook, "secondary suppression"), so:

* Rows called "Jumlah" and columns that are the sum of others are found (`totals`, `across`). Where what is shown leaves only one
  value to a hidden count, the smallest shown count of five or more in that sum is hidden as well ("x"), and if there is
  none, the total. A reader is taken to know this rule: that "< 5" stands for 1 to 4 and "x" for five or more.
* A total may stand in every row of its group ("Kasus se-kecamatan"; `derived.repeated`): it is one such sum, hidden in all
  its cells or in none.
* A column called nothing but "Jumlah" that adds up to nothing in a row is hidden beside a hidden count.
* A running sum (`derived.running`) is hidden from the first hidden count or sum of its place on: what is left of it says no
  more than the counts that are shown.
* A share, a rate or a difference in the same row may give a count away; it is hidden with it, and a change from year to year in
  the row after it too (`telling`). So is a percentage of a shown figure that makes one to four people.
* Averages and rates in a row of their own ("Rata-rata", "Persen") are hidden where they tell a total that is not shown.
* Shares that add up from row to row ("persen kumulatif") are hidden with any count of the table.
* Shares of a group (`derived.shares`) tell its total: where a count of the group is hidden and the total is not shown, they
  are hidden in the whole group.

What is left open after that: a hidden count may still be narrowed down (to "1 or 2"); sums, running sums and shares are known
by their headings and figures, so that one of which most cells are wrong, or whose parts are not in the table, is not seen;
whole numbers that are rates without saying so stay; of more hidden counts that hang together than
`_MOST_SOLVED` only one sum at a time is reckoned with; a whole number said to be a dimension is no count; what a table of
another work, the text of a report or the note of counting says is not looked at; and somebody who knows the village knows
more than a table tells.
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from library.tables.across import across, unexplained
from library.tables.derived import cumulative_shares, repeated, running, shares
from library.tables.equations import determined, joined
from library.tables.faults import Fault
from library.tables.headings import says_difference
from library.tables.telling import beside
from library.tables.totals import (
    Sum,
    Where,
    adds_up,
    averages,
    counts,
    dimensions,
    down,
    is_average,
    is_total,
    total_rows,
    without_averages,
)
from library.tables.values import Cell, PublicTable, Role, Table, Type, Withheld
from library.tables.villages import counts_villages

FIVE = 5
#: Equations between more hidden cells than this are not solved together, only one by one.
_MOST_SOLVED = 300
#: A sum of more hidden cells than this says next to nothing about one of them: it is looked at by itself.
_MOST_TOGETHER = 40
#: Sums that contradict one another could narrow a range for ever.
_MOST_ROUNDS = 50
_Range = tuple[float, float]
#: A difference that is not shown may be below zero.
_ENDLESS: _Range = (-1e15, math.inf)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A cell that the public does not see: row and column from 0, and why."""

    row: int
    column: int
    why: Withheld


def hidden(table: Table) -> list[Hidden]:
    """The cells of the table that are withheld from the public, row by row."""
    found = _Hiding(table).found() if counts_villages(table.columns) else {}
    for at, row in enumerate(table.rows):
        found |= {(at, column): cell.withheld for column, cell in enumerate(row) if cell.withheld}
    return [Hidden(row, column, why) for (row, column), why in sorted(found.items())]


def public(table: Table) -> PublicTable:
    """The table as anybody may see it; the withheld values are no longer in it."""
    why = {(each.row, each.column): each.why for each in hidden(table)}
    rows = tuple(
        tuple(
            Cell(None, cell.mark, why[at, column]) if (at, column) in why else cell
            for column, cell in enumerate(row)
        )
        for at, row in enumerate(table.rows)
    )
    return PublicTable(table.columns, rows)


def flagged(table: Table) -> list[Fault]:
    """What the editor is told of it: the small counts one by one, and how many cells are hidden beside them."""
    found = [each for each in hidden(table) if table.rows[each.row][each.column].withheld is None]
    small = [each for each in found if each.why is Withheld.SMALL]
    faults = [
        Fault(
            _("kurang dari lima orang atau kasus di satu desa: pembaca melihat “< 5”."),
            table.lines[each.row],
            table.columns[each.column].name,
            stops=False,
        )
        for each in small
    ]
    if beside := len(found) - len(small):
        message = _(
            "%(count)d sel lain ikut disamarkan (“x”), karena angka kecil dapat dihitung dari sel itu bersama sel lain. Yang diperiksa hanya jumlah, angka kumulatif, selisih, dan persen di tabel ini. Periksa sendiri apakah totalnya terbit di tempat lain."
        )
        faults.append(Fault(message, stops=False, values={"count": beside}))
    return faults


def _small(cell: Cell) -> bool:
    return cell.number is not None and 0 < cell.number < FIVE and cell.number == int(cell.number)


class _Hiding:
    """Hides one cell after another until no small count can be computed from the rest."""

    def __init__(self, table: Table) -> None:
        table = replace(table, columns=without_averages(table.columns, table.rows))
        self.table = table
        self.averages = averages(table.columns, table.rows)
        self.counted = counts(table.columns)
        #: "< 5" would say too much of a difference: it is "x".
        self.differences = {at for at in self.counted if says_difference(table.columns[at])}
        copies = repeated(table.columns, table.rows)
        self.repeating = {each.total.total[1] for each in copies}
        self.total_rows = total_rows(table.columns, table.rows)
        self.copies = joined([*(each.cells for each in copies), *self._said_twice()])
        self.first_of = {where: min(group) for group in self.copies for where in group}
        in_rows = across(table.columns, table.rows)
        self.unexplained = unexplained(table.columns, table.rows, in_rows)
        found = [
            *(
                each
                for each in [*down(table.columns, table.rows), *in_rows]
                if each.total[0] not in self.averages and self._believed(each)
            ),
            *(each.total for each in copies),
        ]
        self.sums = list(dict.fromkeys(self._once(each) for each in found if self._complete(each)))
        self.running = running(table.columns, table.rows)
        self.totals = {each.total for each in self.sums}
        #: Totals that are "x" though they are small.
        self.said_less: set[Where] = set()
        self.why: dict[Where, Withheld] = {}
        self.safe: set[frozenset[Where]] = set()

    def found(self) -> dict[Where, Withheld]:
        for at, row in enumerate(self.table.rows):
            for column in self.counted:
                cell = row[column]
                if cell.withheld or (_small(cell) and at not in self.averages):
                    small = Withheld.BESIDE if column in self.differences else Withheld.SMALL
                    self.why[at, column] = cell.withheld or small
        told_in = {row for row, _column in self.why}
        for where in self.unexplained:
            if where[0] in told_in - self.averages and where[1] not in self.repeating:
                self.why.setdefault(where, Withheld.BESIDE)
        while self._hide_more():
            pass
        self._hide_copies()
        while self._hide_running():
            self._hide_copies()
        self.why |= self._averages()
        return self.why | self._shares()

    def _averages(self) -> dict[Where, Withheld]:
        """The rows of averages and rates that tell a hidden count: of a column that hides one, and shows no total of the rows
        the average is that of. Such a row is hidden as a whole: its figures may add up."""
        rows = self.table.rows
        every = dimensions(self.table.columns)

        def about(at: int) -> tuple[object, ...]:
            said = (rows[at][each].value for each in every)
            return tuple(None if is_average(each) or is_total(each) else each for each in said)

        found = set()
        for at in self.averages:
            totals = [row for row in self.total_rows if about(row) == about(at)]
            for column in {column for _row, column in self.why}:
                shown = totals and all(
                    (row, column) not in self.why and rows[row][column].value is not None for row in totals
                )
                if rows[at][column].value is not None and not shown:
                    found.add(at)
        return {
            (at, column): Withheld.BESIDE
            for at in found
            for column, each in enumerate(self.table.columns)
            if each.role is Role.MEASURE and rows[at][column].value is not None
        }

    def _said_twice(self) -> list[tuple[Where, Where]]:
        """In a row that is a sum, a column of repeated totals says what another column says."""
        rows, found = self.table.rows, []
        for at in self.total_rows:
            for column in self.repeating:
                number = rows[at][column].number
                same = [
                    other for other in self.counted if other != column and rows[at][other].number == number
                ]
                found += [((at, column), (at, other)) for other in same if number is not None]
        return found

    def _believed(self, each: Sum) -> bool:
        """Repeated totals are not added up again in the row of a sum; where they are, it is by chance or by mistake."""
        row, column = each.total
        rows_of = {at for at, _column in each.members}
        return (
            column not in self.repeating
            or rows_of == {row}
            or adds_up(self.table.rows, row, sorted(rows_of), column)
        )

    def _once(self, each: Sum) -> Sum:
        """The sum with the first of the cells that say the same."""
        members = (self.first_of.get(where, where) for where in each.members)
        return Sum(self.first_of.get(each.total, each.total), tuple(dict.fromkeys(members)))

    def _hide_copies(self) -> None:
        """What is hidden once is hidden in all cells that say the same, and in all rows of sums of that column, which may
        say it several times over."""
        for group in self.copies:
            signs = {self.why[where] for where in group if where in self.why}
            if signs:
                self.why |= dict.fromkeys(
                    group, Withheld.BESIDE if Withheld.BESIDE in signs else Withheld.SMALL
                )
        for column in self.repeating & {column for _row, column in self.why}:
            for at in self.total_rows:
                if (at, column) not in self.first_of and self.table.rows[at][column].value is not None:
                    self.why[at, column] = Withheld.BESIDE

    def _hide_running(self) -> bool:
        """Hides the running sums from the first hidden cell on; False when there is nothing left to hide. None of them is
        called small: a fourth sum below five says that each count is one."""
        before = dict(self.why)
        for each in self.running:
            # a small figure that the first sum holds besides its first count is told by these two
            told = 0 < each.before < FIVE
            for where, added in each.steps:
                told = told or where in self.why or any(count in self.why for count in added)
                if told:
                    self.why[where] = Withheld.BESIDE
        return self.why != before

    def _complete(self, each: Sum) -> bool:
        """Whether the sum can be reckoned with: it has no empty cell, or it holds with every empty cell as a zero."""
        cells = [self.table.rows[row][column] for row, column in (each.total, *each.members)]
        if all(cell.value is not None or cell.withheld for cell in cells):
            return True
        total, *members = (cell.number for cell in cells)
        return total is not None and total == sum(number or 0 for number in members)

    def _number(self, where: Where) -> int | float:
        number = self.table.rows[where[0]][where[1]].number or 0
        return int(number) if number == int(number) else float(number)

    def _hide_more(self) -> bool:
        """Hides one more cell wherever the shown ones tell too much; False when they tell nothing any more."""
        found = [(each, inside) for each in self.sums if (inside := self._hidden_in(each))]
        touched = [(each, inside) for each, inside in found if len(inside) <= _MOST_TOGETHER]
        alone = [(each, inside) for each, inside in found if len(inside) > _MOST_TOGETHER]
        groups = joined([set(inside) for _each, inside in touched])
        number_of = {where: number for number, group in enumerate(groups) for where in group}
        by_group: list[list[Sum]] = [[] for _group in groups]
        for each, inside in touched:
            by_group[number_of[inside[0]]].append(each)
        hid = False
        for group, own in [
            *zip(groups, by_group, strict=True),
            *((set(inside), [each]) for each, inside in alone),
        ]:
            if frozenset(group) not in self.safe:
                hid = self._hide_for(group, own) or hid
        return hid

    def _hide_for(self, group: set[Where], own: list[Sum]) -> bool:
        """The same for hidden cells that hang together by their sums."""
        ranges = self._ranges(group, own)
        known = {
            where
            for where, (least, most) in ranges.items()
            if self.why[where] is Withheld.SMALL and most - least < 1
        } | self._solved(group, own)
        if not known:
            self.safe.add(frozenset(group))
            return False
        hid = False
        for each in own:
            mine = [where for where in self._hidden_in(each) if where in known]
            if mine and self._tells(each, mine, ranges):
                hid = self._hide_in(each) or hid
        return hid or self._hide_near(own)

    def _tells(self, each: Sum, mine: list[Where], ranges: dict[Where, _Range]) -> bool:
        """Whether this sum leaves one value to one of the cells, with all that is known of the others in it."""
        narrowed = self._narrowed(each, ranges | dict.fromkeys(mine, (1.0, FIVE - 1.0)))
        return any(narrowed[where][1] - narrowed[where][0] < 1 for where in mine)

    def _hide_near(self, own: list[Sum]) -> bool:
        """Where the sums of the known counts show nothing any more, they are known by way of others: the smallest count
        of five or more in all sums that hang together with them is hidden."""
        near = {where for each in own for where in (each.total, *each.members)}
        shown = [where for where in near if where not in self.why and self._number(where) >= FIVE]
        if not shown:
            return self._say_less(near)
        self.why[min(shown, key=lambda where: (self._number(where), where))] = Withheld.BESIDE
        return True

    def _say_less(self, near: set[Where]) -> bool:
        """Where all is hidden, only the signs can tell: four ones below a total of "< 5". The totals become "x"."""
        small = [where for where in self.totals & near if self.why.get(where) is Withheld.SMALL]
        self.said_less.update(small)
        self.why |= dict.fromkeys(small, Withheld.BESIDE)
        return bool(small)

    def _hidden_in(self, each: Sum) -> list[Where]:
        return [where for where in (each.total, *each.members) if where in self.why]

    def _hide_in(self, each: Sum) -> bool:
        shown = [where for where in each.members if where not in self.why and self._number(where) >= FIVE]
        if shown:
            self.why[min(shown, key=self._number)] = Withheld.BESIDE
        elif each.total not in self.why:
            self.why[each.total] = Withheld.BESIDE
        else:
            return False
        return True

    def _ranges(self, group: set[Where], own: list[Sum]) -> dict[Where, _Range]:
        """What each hidden cell may be, by what is shown and by what its sign says, as far as sums tell one by one."""
        ranges = {where: self._by_sign(where) for where in group}
        for _round in range(_MOST_ROUNDS):
            before = dict(ranges)
            for each in own:
                ranges |= self._narrowed(each, ranges)
            if ranges == before:
                break
        return ranges

    def _by_sign(self, where: Where) -> _Range:
        if self.why[where] is Withheld.SMALL:
            return 1, FIVE - 1
        if where[1] in self.differences:
            return _ENDLESS
        cell = self.table.rows[where[0]][where[1]]
        in_file = cell.withheld is not None and where in self.totals
        return (1 if in_file or where in self.said_less else FIVE), math.inf

    def _narrowed(self, each: Sum, ranges: dict[Where, _Range]) -> dict[Where, _Range]:
        """The ranges of the hidden cells of a sum, as the others in it narrow them."""
        unknown = [where for where in each.members if where in self.why]
        # what was hidden a moment ago has no range yet
        ranges = {where: ranges.get(where) or self._by_sign(where) for where in self._hidden_in(each)}
        known = sum(self._number(where) for where in each.members if where not in self.why)
        lows = sum(ranges[where][0] for where in unknown)
        highs = sum(ranges[where][1] for where in unknown if ranges[where][1] < math.inf)
        endless = sum(ranges[where][1] == math.inf for where in unknown)
        total = ranges.get(each.total, (self._number(each.total),) * 2)
        found: dict[Where, _Range] = {}
        if each.total in ranges:
            most = math.inf if endless else known + highs
            found[each.total] = max(total[0], known + lows), min(total[1], most)
        for where in unknown:
            low, high = ranges[where]
            most_of_others = highs - (high if high < math.inf else 0) + known
            least = total[0] - most_of_others if endless - (high == math.inf) == 0 else low
            found[where] = max(low, least), min(high, total[1] - known - (lows - low))
        return found

    def _solved(self, group: set[Where], own: list[Sum]) -> set[Where]:
        """The small counts that follow from several sums together, by elimination."""
        if len(group) > _MOST_SOLVED:
            return set()
        equations = [
            {where: Fraction(-1 if where == each.total else 1) for where in self._hidden_in(each)}
            for each in own
        ]
        return {where for where in determined(equations) if self.why[where] is Withheld.SMALL}

    def _shares(self) -> dict[Where, Withheld]:
        """What tells of a hidden count without being one, and the shares that tell a total which is not shown."""
        columns, rows = self.table.columns, self.table.rows
        running = {where[1] for each in self.running for where, _added in each.steps}
        found = beside(columns, rows, self.why.keys(), running)
        shown = {frozenset(each.members) for each in self.sums if each.total not in self.why}
        for each in shares(columns, rows, self.why.keys()):
            members = {self.first_of.get(where, where) for where in each.counts if self._says(where)}
            if not members.isdisjoint(self.why) and not any(
                members <= group <= {*each.counts} for group in shown
            ):
                found.update(each.shares)
        if self.why:
            found |= cumulative_shares(columns, rows)
        if any(row in self.total_rows for row, _column in self.why):
            # shares of sums in larger sums tell those
            found |= {
                (row, column)
                for row in self.total_rows
                for column, each in enumerate(columns)
                if each.role is Role.MEASURE and each.type is Type.PERCENT
            }
        return {
            (row, column): Withheld.BESIDE
            for row, column in found
            if (row, column) not in self.why and rows[row][column].value is not None
        }

    def _says(self, where: Where) -> bool:
        cell = self.table.rows[where[0]][where[1]]
        return cell.value is not None or cell.withheld is not None
