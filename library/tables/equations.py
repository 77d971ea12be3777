"""Cells that say the same: which groups of them are one. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from library.tables.sums import Where


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
