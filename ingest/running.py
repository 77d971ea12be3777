"""What runs through a file from page to page: heads and feet, and watermarks. Pure.

Heads and feet stay in a page's text, for it is printed there, and leave what is searched: a title in the head of 200
pages would be found 200 times.
"""

import re
from collections import Counter, defaultdict

from ingest.rows import Row

#: How far, in points, a running line may stand from where it stands on other pages.
_DRIFT = 12.0
#: On fewer pages than this nothing can be said to run.
_FEWEST = 3
_DIGITS = re.compile(r"\d+")
#: Masked, these look alike at the top of many pages, and each is another: headings of a law or a list of tables.
_HEADING = re.compile(r"(?:pasal|ayat|bab|bagian|angka|huruf|lampiran|tabel|gambar) \(?#\)?\.?")


def watermarks(book: list[list[Row]]) -> frozenset[str]:
    """The texts that stand turned on at least half of the pages, masked."""
    pages: dict[str, set[int]] = defaultdict(set)
    for page, rows in enumerate(book):
        for row in rows:
            if row.turned and not row.is_number:
                pages[masked(row)].add(page)
    needed = _needed(book)
    return frozenset(text for text, where in pages.items() if len(where) >= needed)


def running(book: list[list[Row]], heights: list[float]) -> list[frozenset[int]]:
    """Of every page, which of its lines (counted from 0) are running heads or feet: those at its edges whose text,
    digits apart, stands at the same height on at least half of the pages that have text."""
    places: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for page, (rows, height) in enumerate(zip(book, heights, strict=True)):
        for index, row in enumerate(rows):
            text = masked(row)
            if row.edge and not _HEADING.fullmatch(text):
                top = row.top or 0.0
                places[text].append((top if top < height / 2 else top - height - _DRIFT, page, index))
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
    kept: list[tuple[float, int, int]] = []
    pages: Counter[int] = Counter()  # of the places between `start` and `stop`
    start = kept_to = 0
    for stop, (top, page, _) in enumerate(where, 1):
        pages[page] += 1
        while where[start][0] < top - _DRIFT:
            left = where[start][1]
            pages[left] -= 1
            if not pages[left]:
                del pages[left]
            start += 1
        if len(pages) >= needed:
            kept += where[max(start, kept_to) : stop]
            kept_to = stop
    return kept
