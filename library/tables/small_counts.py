"""What may be shown of a table that counts people in villages. Pure.

The rule: where a table counts in villages (`villages.counts_villages`: by a column of villages, by headings that name
villages, or by what is said of the table), a count from 1 to 4 is shown as "< 5"; zero is shown. A count of people
is any measure of whole numbers, and in one with decimals every whole figure. That is the threshold rule for tables of frequencies with five as its threshold (the
*Handbook on Statistical Disclosure Control*, Hundepool and others, chapter 5; the UNECE and Eurostat *Glossary of
Statistical Disclosure Control*: "some agencies require at least five respondents in a cell"), and what the house asks
of case studies: look again at counts below five in a village.

A hidden count can be computed from what is shown beside it (Handbook, "secondary suppression"), so:

* Rows that are the sum of others ("Jumlah", "Kec. Pacet" over its villages) and columns that are are found (`totals`, `blocks`,
  `across`). Where all of them together leave only one value to a hidden count, the cheapest further cells are hidden ("x"), small
  counts of five or more before large ones and before totals (`alternatives`). A reader is taken to know this rule: that "< 5"
  stands for 1 to 4 and "x" for five or more.
* A total may stand in every row of its group ("Kasus se-kecamatan"; `derived.repeated`): it is one such sum, hidden in all
  its cells or in none.
* A column called nothing but "Jumlah" that adds up to nothing in a row is hidden beside a hidden count.
* A running sum (`derived.running`) is hidden from the first hidden count or sum of its place on: what is left of it says no
  more than the counts that are shown.
* A share, a rate or a difference in the same row may give a count away; it is hidden with it, and a change from year to year in
  the row after it too (`telling`). So is a percentage of a shown figure that makes one to four people.
* Averages and rates in a row of their own ("Rata-rata", "Persen") are hidden where they tell a total that is not shown
  (`averages`).
* Shares that add up from row to row ("persen kumulatif") are hidden with any count of the table.
* Shares of a group (`derived.shares`) tell its total: where a count of the group is hidden and the total is not shown, they
  are hidden in the whole group.

What is left open after that: a hidden count may still be narrowed down (to "1 or 2"); sums, running sums and shares are known
by their headings and figures, so that one of which most cells are wrong, or whose parts are not in the table, is not seen;
whole numbers that are rates without saying so stay; shares and rates that stay are looked at one by one; a whole number said to be a dimension is no count; what a table of
another work, the text of a report or the note of counting says is not looked at; and somebody who knows the village knows
more than a table tells.
"""

import math
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from library.tables.across import across, doubtful, unexplained
from library.tables.alternatives import Alternatives, Price, Unknown
from library.tables.averages import telling_averages
from library.tables.derived import cumulative_shares, repeated, running, shares
from library.tables.equations import joined
from library.tables.faults import Fault
from library.tables.headings import says_difference
from library.tables.labels import averages, counts
from library.tables.sums import Sum, Where, adds_up, may_add_up
from library.tables.telling import beside
from library.tables.totals import down, total_rows, without_averages
from library.tables.values import Cell, PublicTable, Role, Table, Type, Withheld
from library.tables.villages import counts_villages, leveled

FIVE = 5
#: What it costs to hide a cell, how much more if it is a total, and to say of a small total only that it is hidden.
_HIDES, _HIDES_TOTAL, _SAYS_LESS = 100, 40, 200


@dataclass(frozen=True, slots=True)
class Hidden:
    """A cell that the public does not see: row and column from 0, and why."""

    row: int
    column: int
    why: Withheld


def hidden(table: Table) -> list[Hidden]:
    """The cells of the table that are withheld from the public, row by row."""
    columns = leveled(table.columns, table.rows)
    found = {
        (at, column): cell.withheld
        for at, row in enumerate(table.rows)
        for column, cell in enumerate(row)
        if cell.withheld
    }
    if counts_villages(columns):
        found |= _Hiding(replace(table, columns=columns)).found()
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
        self.doubtful = {self._once(each) for each in doubtful(in_rows, table.rows)}
        self.running = running(table.columns, table.rows)
        self.totals = {each.total for each in self.sums}
        self.why: dict[Where, Withheld] = {}

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
        self._hide_what_tells()
        self._hide_copies()
        while self._hide_running():
            self._hide_copies()
        averages_too = telling_averages(self.table.columns, self.table.rows, self.why.keys(), self.total_rows)
        self.why |= dict.fromkeys(averages_too, Withheld.BESIDE)
        return self.why | self._shares()

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
        """Whether the sum can be reckoned with: it has no empty cell, or it may hold with every empty cell as a zero."""
        cells = [self.table.rows[row][column] for row, column in (each.total, *each.members)]
        if all(cell.value is not None or cell.withheld for cell in cells):
            return True
        total, *members = cells
        if total.withheld:
            return True
        return total.number is not None and may_add_up(total.number, members)

    def _number(self, where: Where) -> int | Decimal:
        number = self.table.rows[where[0]][where[1]].number or 0
        return int(number) if number == int(number) else number

    def _hide_what_tells(self) -> None:
        """Hides further cells until no small count follows from what is shown, by all sums together."""
        protected = [where for where, why in self.why.items() if why is Withheld.SMALL]
        found = Alternatives(
            self.sums,
            {where: self._unknown(where) for where in self.why},
            self._price,
            self._number,
            self.doubtful,
        )
        found.protect(protected)
        # of a total less is said where its sign would tell: four ones below a total of "< 5"
        self.why |= dict.fromkeys(found.more, Withheld.BESIDE)

    def _unknown(self, where: Where) -> Unknown:
        """What a hidden cell may be, by its sign."""
        cell = self.table.rows[where[0]][where[1]]
        value = None if cell.number is None else self._number(where)
        if self.why[where] is Withheld.SMALL:
            return Unknown(value, 1, FIVE - 1)
        if where[1] in self.differences:
            return Unknown(value, -math.inf, math.inf)
        return Unknown(value, FIVE if value is None else min(FIVE, value), math.inf)

    def _price(self, where: Where) -> Price | None:
        """What it costs to hide a cell: the smallest first, totals after what they hold; a small one is hidden as it is, unless
        its sign tells too much."""
        is_total = where in self.totals
        if where in self.why:
            small = self.why[where] is Withheld.SMALL and is_total
            return Price(_SAYS_LESS, Unknown(None, 1, math.inf)) if small else None
        number = self._number(where)
        is_difference = where[1] in self.differences
        if number < FIVE and not is_difference:
            return None
        least = -math.inf if is_difference else FIVE
        return Price(
            _HIDES + 10 * math.log10(abs(int(number)) + 1) + _HIDES_TOTAL * is_total,
            Unknown(number, least, math.inf),
        )

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
