"""What runs through a file from page to page: heads and feet, and watermarks. Pure.

Heads and feet stay in a page's text, for it is printed there, and leave what is searched: a title in the head of 200
pages would be found 200 times.
"""

import re
from collections import defaultdict

from ingest.rows import Row

#: How far, in points, a running line may stand from where it stands on other pages.
_DRIFT = 12.0
#: On fewer pages than this nothing can be said to run.
_FEWEST = 3
_DIGITS = re.compile(r"\d+")


def watermarks(book: list[list[Row]]) -> frozenset[str]:
    """The texts that stand turned on at least half of the pages, masked."""
    pages: dict[str, set[int]] = defaultdict(set)
    for page, rows in enumerate(book):
        for row in rows:
            if row.turned:
                pages[masked(row)].add(page)
    needed = _needed(book)
    return frozenset(text for text, where in pages.items() if len(where) >= needed)


def running(book: list[list[Row]], heights: list[float]) -> list[frozenset[int]]:
    """Of every page, which of its lines (counted from 0) are running heads or feet: those at its edges whose text,
    digits apart, stands at the same height on at least half of the pages that have text."""
    places: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for page, (rows, height) in enumerate(zip(book, heights, strict=True)):
        for index, row in enumerate(rows):
            if row.edge:
                top = row.top or 0.0
                places[masked(row)].append((top if top < height / 2 else top - height - _DRIFT, page, index))
    needed = _needed(book)
    found: list[set[int]] = [set() for _ in book]
    for where in places.values():
        for _, page, index in _level(sorted(where), needed):
            found[page].add(index)
    return [frozenset(indexes) for indexes in found]


def masked(row: Row) -> str:
    return "#" if row.is_number else _DIGITS.sub("#", row.text.casefold())


def _needed(book: list[list[Row]]) -> int:
    return max(_FEWEST, -(-sum(bool(rows) for rows in book) // 2))


def _level(where: list[tuple[float, int, int]], needed: int) -> list[tuple[float, int, int]]:
    """Of places sorted by height, those within `_DRIFT` of each other, wherever that is on enough pages."""
    kept: set[tuple[float, int, int]] = set()
    start = 0
    for stop, (top, _, _) in enumerate(where):
        while where[start][0] < top - _DRIFT:
            start += 1
        if stop - start + 1 >= needed and len({page for _, page, _ in where[start : stop + 1]}) >= needed:
            kept.update(where[start : stop + 1])
    return sorted(kept)
