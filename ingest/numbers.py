"""The numbers printed on pages, found in their heads and feet where a file has no page labels. Pure.

Only what runs with the pages is believed: a researcher cites these numbers, and "no number" is better than a wrong one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ingest.rows import Row

#: A way of numbering: its style ("1", "i" or "I"), and what is to be added to a page's place in the file (from 0).
Way = tuple[str, int]

#: A number between dashes, the only thing that needs no other page to prove it.
_DASHED = re.compile(r"[-–—]\s*(\d{1,4})\s*[-–—]")
_DIGITS = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
#: Before a number at a line's end, these say that it numbers something else.
_NUMBERING = frozenset(
    {"pasal", "ayat", "bab", "nomor", "no", "no.", "tahun", "huruf", "angka", "bagian", "lampiran"}
)
#: How many pages without a number may stand between two that have one (openings of chapters, plates).
_UNNUMBERED = 3
#: How many pages prove a stretch: by lines that are nothing but a number or run, or by numbers at a line's end too.
_PROOF, _WEAK_PROOF = 3, 5


def printed_numbers(book: list[list[Row]], heads: list[frozenset[int]]) -> list[str]:
    """The number printed on each page, "" where none can be told; `heads` are the running lines of each page.

    Inside a stretch that counts up with the pages, those without a number get theirs, and so does the page before
    a stretch that begins with 2. The longest stretch decides.
    """
    certain = [_dashed(rows) for rows in book]
    stretches = []
    for way, found in _ways(book, heads, certain).items():
        for pages in _stretches(sorted(found), way, certain):
            if _proven([found[page] for page in pages], pages, way, certain):
                stretches.append((len(pages), pages[0], pages[-1], way))
    numbers = [""] * len(book)
    for _, first, last, (style, offset) in sorted(stretches, key=lambda stretch: (-stretch[0], stretch[1])):
        for page in range(first, last + 1):
            numbers[page] = numbers[page] or written(style, page + offset)
    for _, first, _, (style, offset) in stretches:
        if first + offset == 2 and first > 0:
            numbers[first - 1] = numbers[first - 1] or written(style, 1)
    return numbers


def _dashed(rows: list[Row]) -> int | None:
    """The one number that stands between dashes at an edge of the page."""
    found = {int(number) for row in rows if row.edge for number in _DASHED.findall(_ends(row))}
    return found.pop() if len(found) == 1 else None


def _ends(row: Row) -> str:
    """A line's first and last word, or all of it where it is a number with blanks in it."""
    return row.text if row.is_number else f"{row.words[0]} | {row.words[-1]}"


def _ways(
    book: list[list[Row]], heads: list[frozenset[int]], certain: list[int | None]
) -> dict[Way, dict[int, bool]]:
    """All ways in which numbers at the edges could count the pages: on which pages each is seen, and whether strongly."""
    fixed = _fixed(book, heads)
    ways: dict[Way, dict[int, bool]] = defaultdict(dict)
    for page, rows in enumerate(book):
        number = certain[page]
        if number is not None:
            ways["1", number - page][page] = True
            continue
        for style, number, strong in _candidates(rows, heads[page], fixed):
            seen = ways[style, number - page]
            seen[page] = strong or seen.get(page, False)
    return ways


def _fixed(book: list[list[Row]], heads: list[frozenset[int]]) -> frozenset[str]:
    """The digits that stand in running lines of many pages: a year, a date, the number of a law."""
    pages = Counter(
        digits
        for rows, running in zip(book, heads, strict=True)
        for digits in {digits for index in running for digits in re.findall(r"\d+", rows[index].text)}
    )
    return frozenset(digits for digits, many in pages.items() if many > max(_PROOF, len(book) // 4))


def _candidates(
    rows: list[Row], heads: frozenset[int], fixed: frozenset[str]
) -> Iterator[tuple[str, int, bool]]:
    """Numbers that may be the page's: (style, number, whether the line is nothing else, or runs)."""
    for index, row in enumerate(rows):
        if not row.edge:
            continue
        if row.is_number:
            for digits in _DIGITS.findall(row.text):
                yield "1", int(digits), True
            for word in row.words:
                yield from _roman(word.strip("-–—.·|/~"))
        elif index in heads:
            for digits in re.findall(r"\d+", row.text):
                if len(digits) <= 4 and digits not in fixed:
                    yield "1", int(digits), True
        elif len(row.words) > 1:
            for word in (row.words[0], *row.words[-1:] * (row.words[-2].lower() not in _NUMBERING)):
                if _DIGITS.fullmatch(word):
                    yield "1", int(word), False


def _roman(word: str) -> Iterator[tuple[str, int, bool]]:
    lower = word.lower()
    if word in (lower, word.upper()) and _ROMAN.fullmatch(lower):
        values = [_VALUES[letter] for letter in lower]
        number = sum(-value if value < after else value for value, after in pairwise([*values, 0]))
        yield ("i" if word == lower else "I"), number, True


def _stretches(pages: list[int], way: Way, certain: list[int | None]) -> Iterator[list[int]]:
    """The pages cut where too many stand between two, or one that is certain of another number."""
    stretch = pages[:1]
    for before, page in pairwise(pages):
        between = range(before + 1, page)
        if len(between) > _UNNUMBERED or any(certain[other] is not None for other in between):
            yield stretch
            stretch = []
        stretch.append(page)
    yield stretch


def _proven(seen: list[bool], pages: list[int], way: Way, certain: list[int | None]) -> bool:
    """A file of a few pages proves its numbers with two, if hardly a page lacks one and they count from its first."""
    if any(certain[page] is not None for page in pages):
        return True
    if len(pages) * 2 <= pages[-1] - pages[0]:
        return False
    few = len(certain) < _WEAK_PROOF and len(pages) >= max(2, len(certain) - 1) and way[1] == 1
    return sum(seen) >= _PROOF or len(seen) >= _WEAK_PROOF or few


def written(style: str, number: int) -> str:
    """The number as it is printed in a style ("1", "i" or "I"); "" for what is less than 1."""
    if style == "1" or number < 1:
        return str(number) if number > 0 else ""
    text = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        text += letters * (number // value)
        number %= value
    return text if style == "i" else text.upper()
