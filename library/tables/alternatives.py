"""Other tables that a reader may think of: whether a hidden count may have another value by all sums of a table at once, and
which further cells must be hidden so that it may. Pure.

Of every sum only differences are looked at: beginning with the table as it is, one cell is changed by one, and the sums that
do not hold then are mended by changing other cells, until all of them hold again. What is changed are hidden cells, within
what their signs say; where these do not do, shown ones, which are hidden for it, the cheapest first. The table that is found
so proves that the count cannot be computed, and as hiding more forbids no table it stays one. Such ways round are what the
trade calls cycles and hypercubes (*Handbook on Statistical Disclosure Control*, Hundepool and others, 4.2 and 4.4).

What is left open: only so many tables are tried for a count (`_MOST_TRIED`), and among many cells of one sum only some
(`_MOST_CELLS`); where none is found, what can be hidden in its sums is. A sum that does not hold is taken for one that is
wrong by as much in every other table too, and a file that withholds cells so that no figures fit leaves its sums wrong.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from library.tables.sums import Sum, Where

#: So many tables are tried for one count, first with the cells that are hidden anyway, then with others.
_MOST_TRIED, _MOST_TRIED_HIDING = 150, 600
#: So many for all counts of a table; then `_FEW_TRIED` for each.
_MOST_IN_ALL, _FEW_TRIED = 30_000, 25
#: So many cells of one sum are changed, and so many cells in one table.
_MOST_CELLS, _MOST_CHANGED = 16, 14
#: So far around a count all is hidden where no other table is found.
_MOST_AROUND = 3
#: What it costs to change a hidden cell; to hide one costs more than ten of those.
_CHANGED = 10

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a hidden cell may be: its own value, None where the file withholds it, and what it is at least and at most."""

    value: Number | None
    least: float | Number
    most: float | Number

    def allows(self, value: Number) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs to hide a shown cell, or to say less of a hidden one, and what it may be then."""

    cost: float
    unknown: Unknown


class Alternatives:
    """The hidden cells of a table with its sums. `hidden` is what each may be; `price` gives for a cell what hiding it
    costs, None where it stays as it is; `figure` is the number in a shown cell; `doubtful` are sums that may be chance."""

    def __init__(
        self,
        sums: Sequence[Sum],
        hidden: dict[Where, Unknown],
        price: Callable[[Where], Price | None],
        figure: Callable[[Where], Number],
        doubtful: Collection[Sum] = (),
    ) -> None:
        self.sums = sums
        self.price = price
        self.figure = figure
        self.unknown = dict(hidden)
        self.prices: dict[Where, Price | None] = {}
        #: Cells that were hidden for the sake of others, or of which less is said.
        self.more: set[Where] = set()
        #: Counts that may be something else.
        self.safe: set[Where] = set()
        self.doubtful = frozenset(at for at, each in enumerate(sums) if each in doubtful)
        self.without: frozenset[int] = frozenset()
        self.left = _MOST_IN_ALL
        self.sums_of: dict[Where, list[tuple[int, int]]] = defaultdict(list)
        for at, each in enumerate(sums):
            self.sums_of[each.total].append((at, -1))
            for where in each.members:
                self.sums_of[where].append((at, 1))
        self.hidden_in: list[list[Where]] = [
            [where for where in (each.total, *each.members) if where in self.unknown] for each in sums
        ]
        self.sorted_at = [-1] * len(sums)
        self.to_hide: list[list[Where] | None] = [None] * len(sums)
        self.value: dict[Where, Number] = {
            where: each.value for where, each in self.unknown.items() if each.value is not None
        }
        self._fill_in()

    def protect(self, counts: Iterable[Where]) -> set[Where]:
        """Finds for each of these hidden counts a table in which it is another; gives those for which there is none whatever is
        hidden. `more` are the cells that must be hidden for it."""
        # where least is left open, most must be hidden, which helps the others
        ordered = sorted(counts, key=lambda each: (self._freedom(each), each))
        told = {where for where in ordered if where not in self.safe and not self._another(where)}
        return told - self.safe

    def _freedom(self, where: Where) -> int:
        return min((len(self.hidden_in[at]) for at, _sign in self.sums_of[where]), default=0)

    def _another(self, where: Where) -> bool:
        """Whether there is a table in which the count is another. Where sums that may be chance leave none, each of them is looked
        at together with the sure ones, but not all at once."""
        if self._try(where, frozenset()):
            return True
        mine = [at for at, _sign in self.sums_of[where] if at in self.doubtful]
        beliefs = [self.doubtful, *(self.doubtful - {at} for at in mine)] if self.doubtful else [frozenset()]
        around = {where}
        for _round in range(_MOST_AROUND):
            if all(self._try(where, each) for each in beliefs):
                return True
            around = self._hide_around(around)
        return False

    def _try(self, where: Where, without: frozenset[int]) -> bool:
        """The same without some sums. The cells that it takes are hidden."""
        self.without = without
        value, known = self.value[where], self.unknown[where]
        starts = [{where: step} for step in (-1, 1) if known.allows(value + step)]
        changed = self._mended(starts, _MOST_TRIED, hiding=False)
        if changed is None:
            changed = self._mended(starts, _MOST_TRIED_HIDING, hiding=True)
        self.without = frozenset()
        if changed is None:
            return False
        for each, change in changed.items():
            self._hide(each, change)
        if not without:
            self.safe.update(changed)
        return True

    def _mended(
        self,
        starts: Sequence[dict[Where, int]],
        most_tried: int,
        *,
        hiding: bool,
        wrong: dict[int, Number] | None = None,
    ) -> dict[Where, int] | None:
        """The cheapest changes that begin with one of `starts` and leave every sum as it was, or by `wrong` better."""
        tie = count()
        heap: list[tuple[float, int, float, dict[Where, int], dict[int, Number]]] = []
        for start in starts:
            broken = dict(wrong or {})
            for where, step in start.items():
                self._add(broken, where, step)
            heapq.heappush(heap, (0, next(tie), 0, start, broken))
        seen = set()
        tried = 0
        most_tried = most_tried if self.left > 0 else _FEW_TRIED
        while heap and tried < most_tried:
            _guess, _tie, cost, changes, broken = heapq.heappop(heap)
            if not broken:
                self.left -= tried
                return changes
            key = frozenset(changes.items())
            if key in seen:
                continue
            seen.add(key)
            tried += 1
            if len(changes) > _MOST_CHANGED:
                continue
            at = min(broken, key=lambda each: (len(self.hidden_in[each]), each))
            for where, step, price in self._ways(at, broken[at], changes, hiding=hiding):
                now = dict(changes)
                now[where] = now.get(where, 0) + step
                left = dict(broken)
                self._add(left, where, step)
                spent = cost + price
                heapq.heappush(heap, (spent + _CHANGED * len(left), next(tie), spent, now, left))
        self.left -= tried
        return None

    def _ways(
        self, at: int, wrong: Number, changes: dict[Where, int], *, hiding: bool
    ) -> Iterable[tuple[Where, int, float]]:
        """The steps that bring a sum nearer to what it was, with what each costs."""
        each = self.sums[at]
        first = next(iter(changes), None)
        for where in self._to_change(at):
            step = (1 if wrong < 0 else -1) * (-1 if where == each.total else 1)
            before = changes.get(where, 0)
            if before * step < 0 or (where == first and not before):
                continue
            value = self.value[where] + before + step
            if self.unknown[where].allows(value):
                yield where, step, _CHANGED
            elif hiding and (price := self._price(where)) and price.unknown.allows(value):
                yield where, step, price.cost
        if not hiding:
            return
        for where in self._to_hide(at):
            price = self._price(where)
            step = (1 if wrong < 0 else -1) * (-1 if where == each.total else 1)
            before = changes.get(where, 0)
            if price and before * step >= 0 and price.unknown.allows(self.figure(where) + before + step):
                yield where, step, _CHANGED if before else price.cost

    def _to_change(self, at: int) -> list[Where]:
        """The hidden cells of a sum; of many those whose other sums hold more hidden ones."""
        cells = self.hidden_in[at]
        if len(cells) <= _MOST_CELLS:
            return cells
        if self.sorted_at[at] < len(cells) * 0.8:
            cells.sort(key=lambda where: (-min(self._freedom(where), 3), len(self.sums_of[where])))
            self.sorted_at[at] = len(cells)
        return cells[:_MOST_CELLS]

    def _to_hide(self, at: int) -> list[Where]:
        """The shown cells of a sum that may be hidden, the cheapest first."""
        found = self.to_hide[at]
        if found is None:
            each = self.sums[at]
            priced = [
                (price.cost, where)
                for where in (*each.members, each.total)
                if where not in self.unknown and (price := self._price(where))
            ]
            found = self.to_hide[at] = [where for _cost, where in sorted(priced)]
        if any(where in self.unknown for where in found[:_MOST_CELLS]):
            found = self.to_hide[at] = [where for where in found if where not in self.unknown]
        return found[:_MOST_CELLS]

    def _price(self, where: Where) -> Price | None:
        if where not in self.prices:
            self.prices[where] = self.price(where)
        return self.prices[where]

    def _add(self, broken: dict[int, Number], where: Where, step: Number) -> None:
        for at, sign in self.sums_of[where]:
            if at in self.without:
                continue
            wrong = broken.get(at, 0) + sign * step
            if wrong:
                broken[at] = wrong
            else:
                broken.pop(at, None)

    def _hide(self, where: Where, change: int | None) -> None:
        """Hides a cell, or says less of a hidden one, where its `change` asks for it; without one, as far as can be."""
        known = self.unknown.get(where)
        if known is not None and change is not None and known.allows(self.value[where] + change):
            return
        price = self._price(where)
        if price is None:
            return
        self.more.add(where)
        self.unknown[where] = price.unknown
        if known is None:
            self.value[where] = self.figure(where)
            for at, _sign in self.sums_of[where]:
                self.hidden_in[at].insert(0, where)

    def _hide_around(self, cells: Collection[Where]) -> set[Where]:
        """Hides all that can be hidden in the sums of these cells; gives the cells of those sums."""
        found = set(cells)
        for at in sorted({at for where in cells for at, _sign in self.sums_of[where]}):
            found.update(self.sums[at].members, [self.sums[at].total])
        for each in sorted(found):
            self._hide(each, None)
        return found

    def _fill_in(self) -> None:
        """Values for the cells that the file withholds, such that the sums hold: those of one table that a reader may think of."""
        withheld = [where for where, each in self.unknown.items() if each.value is None]
        for where in withheld:
            least = self.unknown[where].least
            self.value[where] = Decimal(0) if least == -math.inf else Decimal(least)
        touched = {at for where in withheld for at, _sign in self.sums_of[where]}
        in_order = sorted(touched, key=lambda each: (len(self.hidden_in[each]), each))
        for _round in range(_MOST_AROUND):
            for at in in_order:
                self._even_out(at)
        for at in in_order:
            wrong = self._wrong(at)
            if not wrong or abs(wrong) > _MOST_CHANGED:
                continue
            changes = self._mended([{}], _MOST_TRIED, hiding=False, wrong={at: wrong}) or {}
            for where, step in changes.items():
                self.value[where] += step
        for at in in_order:
            if self._wrong(at):  # what it tells is not known, so it is not shown
                self._hide(self.sums[at].total, None)

    def _even_out(self, at: int) -> None:
        """Changes the withheld cells of a sum as far as they may, so that it holds."""
        wrong = self._wrong(at)
        for where in self.hidden_in[at]:
            known = self.unknown[where]
            if known.value is None and wrong:
                sign = -1 if where == self.sums[at].total else 1
                wish = self.value[where] - sign * wrong
                value = Decimal(min(max(wish, known.least), known.most))
                wrong += sign * (value - self.value[where])
                self.value[where] = value

    def _wrong(self, at: int) -> Decimal:
        each = self.sums[at]
        members = sum((self._number(where) for where in each.members), Decimal(0))
        return members - self._number(each.total)

    def _number(self, where: Where) -> Decimal:
        return Decimal(self.value[where] if where in self.value else self.figure(where))
