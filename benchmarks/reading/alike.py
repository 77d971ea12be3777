"""How far our text is that of pdfium on real files, and whether it keeps what is Indonesian about them."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import pypdfium2

from benchmarks.reading.measure import Measured, at_least, at_most
from benchmarks.reading.sameness import f1
from benchmarks.reading.speed import read_ours
from ingest.clean import CleanPage, clean
from ingest.extract import Limits, Word
from ingest.extract.pdfium import read_page
from library.boxes import pack

NEAR = 1.0  # points
_HYPHEN = re.compile("[-\u00ad\ufffe\x02]\\s*")
_WORD = re.compile(r"[^\W_]+")
_LINKED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
#: pdfium writes a line's last hyphen as U+0002 or U+FFFE and no line break after it, or leaves it with the break.
_BROKEN = re.compile("([^\\W\\d_]+)(?:[\x02\ufffe\u00ad]\\s*|-[ \\t]*\r?\n\\s*)([^\\W\\d_]+)")
_NUMBER = re.compile(
    r"[-–—.|/~\s]*(?:(?:halaman|hal|hlm)\.?\s*)?(\d{1,4})(?:\s*(?:/|dari)\s*\d{1,4})?[-–—.|/~\s]*",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[-–—]\s*(\d{1,4})\s*[-–—]")
_LINES = 4
#: A number in the middle of these shares of the page's height is no page's.
_TOP, _BOTTOM = 0.2, 0.85


@dataclass
class Seen:
    """What was counted over all pages so far."""

    scores: list[float] = field(default_factory=list)
    theirs: int = 0
    common: int = 0
    doubled: int = 0
    doubled_by_pdfium: int = 0
    hyphens: int = 0
    lost: int = 0
    words: int = 0
    near: int = 0
    bytes: int = 0
    pages: int = 0
    numbered: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)


def alike(files: list[Path], *, explain: bool = False) -> Iterator[Measured]:
    seen = Seen()
    for path in files:
        _compare(path, seen)
    yield at_least("F1 of words against pdfium, mean of pages", mean(seen.scores), 0.997, form=".4f")
    yield at_least("words of pdfium's that we found", seen.common / seen.theirs, 0.99, form=".4f")
    per_thousand = 1000 * seen.doubled / seen.pages
    note = f"{seen.doubled} in all, {seen.doubled_by_pdfium} by pdfium"
    yield at_most('"undangundang" per 1,000 pages', per_thousand, 1, note, ".2f")
    yield at_most(
        "real hyphens lost at line ends, %", 100 * seen.lost / (seen.hyphens or 1), 2, f"of {seen.hyphens}"
    )
    yield at_least(
        "words within 1 pt of pdfium's, %", 100 * seen.near / seen.words, 98, f"of {seen.words}", ".1f"
    )
    yield at_most("bytes a page for all boxes", seen.bytes / seen.pages, 700, form=".0f")
    yield at_least(
        "printed numbers right, %",
        100 * seen.right / (seen.numbered or 1),
        98,
        f"of {seen.numbered} pages",
        ".1f",
    )
    if explain:
        for line in seen.wrong:
            yield Measured(line, "")


def _compare(path: Path, seen: Seen) -> None:
    pages = read_ours(path)
    kept = clean(pages)
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
        texts = [pdf[number].get_textpage().get_text_bounded() for number in range(len(kept))]
        inside = set(
            _LINKED.findall("\n".join(line.casefold() for text in texts for line in text.split("\n")))
        )
        for page, found, text in zip(pages, kept, texts, strict=True):
            _words(found, text, seen)
            _hyphens(found, text, inside, seen)
            seen.pages += 1
            seen.bytes += len(pack(found.boxes, found.width, found.height))
            if page.reader == "pdfminer":
                other = read_page(pdf, page.number, Limits())
                _places([word for line in page.lines for word in line.words],
                        [word for line in other.lines for word in line.words], seen)  # fmt: skip
                _number(found, [(line.text, line.words) for line in other.lines], path, seen)


def _words(found: CleanPage, text: str, seen: Seen) -> None:
    """Words without regard to hyphens and where lines end, which the two treat differently."""
    ours, theirs = (Counter(_WORD.findall(_HYPHEN.sub("", each).casefold())) for each in (found.text, text))
    if theirs:
        seen.scores.append(f1(theirs, ours))
        seen.theirs += theirs.total()
        seen.common += (ours & theirs).total()


def _hyphens(found: CleanPage, text: str, inside: set[str], seen: Seen) -> None:
    """Line ends by pdfium's account, where the whole form stands inside a line elsewhere in the file, or is a word
    twice; lost where our page has the two halves as one word, and pdfium's has not."""
    ours = found.text.casefold()
    seen.doubled += ours.count("undangundang")
    seen.doubled_by_pdfium += text.casefold().count("undangundang")
    known = set(_WORD.findall(text.casefold()))
    words = set(_WORD.findall(ours))
    for left, right in _BROKEN.findall(text.casefold()):
        if left == right or f"{left}-{right}" in inside:
            seen.hyphens += 1
            seen.lost += left + right in words and left + right not in known


def _places(ours: list[Word], theirs: list[Word], seen: Seen) -> None:
    """Every word of ours beside the nearest of the same letters."""
    places: dict[str, list[Word]] = {}
    for word in theirs:
        places.setdefault(word.text, []).append(word)
    for word in ours:
        same = places.get(word.text)
        if same:
            seen.words += 1
            seen.near += min(_off(word, other) for other in same) <= NEAR


def _off(one: Word, other: Word) -> float:
    """How far the sides of two boxes are apart, in points; above and below, how far their middles are, because what
    a line's height is depends on whom one asks."""
    middle = abs(one.y0 + one.y1 - other.y0 - other.y1) / 2
    return max(abs(one.x0 - other.x0), abs(one.x1 - other.x1), middle)


def _number(found: CleanPage, lines: list[tuple[str, tuple[Word, ...]]], path: Path, seen: Seen) -> None:
    """What stands alone as a number at the very top or bottom, or between dashes among the lines there, is by pdfium's
    account the page's printed number; a page that prints two does not count."""
    placed = sorted((words[0].y0 / (found.height or 1.0), text) for text, words in lines if words)
    edges = [text for height, text in (*placed[:_LINES], *placed[-_LINES:]) if not _TOP < height < _BOTTOM]
    outermost = [text for height, text in (*placed[:1], *placed[-1:]) if not _TOP < height < _BOTTOM]
    numbers = {read[1].lstrip("0") for text in edges if (read := _DASHED.fullmatch(text))}
    numbers |= {read[1].lstrip("0") for text in outermost if (read := _NUMBER.fullmatch(text))}
    if len(numbers) == 1:
        [number] = numbers
        seen.numbered += 1
        if found.label == number:
            seen.right += 1
        else:
            seen.wrong.append(f"{path.name} p. {found.number}: prints {number}, we say {found.label or '–'}")
