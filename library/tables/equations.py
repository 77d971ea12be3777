"""Sums of unknowns: which hang together, and which of the unknowns have one solution. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from library.tables.totals import Where


def joined(groups: Iterable[Iterable[Where]]) -> list[set[Where]]:
    """Groups that share a member become one; none may be empty."""
    parent: dict[Where, Where] = {}

    def root(where: Where) -> Where:
        while parent.setdefault(where, where) != where:
            parent[where] = parent[parent[where]]
            where = parent[where]
        return where

    for group in groups:
        first, *rest = group
        for where in rest:
            parent[root(where)] = root(first)
        root(first)
    together: dict[Where, set[Where]] = defaultdict(set)
    for where in list(parent):
        together[root(where)].add(where)
    return list(together.values())


def determined(equations: Iterable[Mapping[Where, Fraction]]) -> set[Where]:
    """The unknowns that have one solution, by bringing the equations to their reduced form (Gauss and Jordan). An equation
    gives the factor of each of its unknowns; what they add up to is known and need not be said."""
    reduced: dict[Where, dict[Where, Fraction]] = {}
    for equation in equations:
        left = dict(equation)
        for pivot in [where for where in left if where in reduced]:
            _subtract(left, reduced[pivot], left.get(pivot, Fraction(0)))
        if not left:
            continue
        pivot = min(left)
        left = {where: number / left[pivot] for where, number in left.items()}
        for row in reduced.values():
            if pivot in row:
                _subtract(row, left, row[pivot])
        reduced[pivot] = left
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Where, Fraction], other: Mapping[Where, Fraction], times: Fraction) -> None:
    if not times:
        return
    for where, number in other.items():
        left = row.get(where, Fraction(0)) - times * number
        if left:
            row[where] = left
        else:
            row.pop(where, None)
