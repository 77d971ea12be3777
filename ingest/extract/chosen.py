"""Which reader reads what: pdfminer.six first, pdfium where that fails or where the judge doubts what it read.

Called by `child` only. What nobody could read is empty, and never the wrong letters.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pdfminer.pdfdocument import PDFPasswordIncorrect

from ingest.extract import Limits, Outline, PageText, pdfminer
from ingest.extract.messages import Failure
from ingest.extract.second import Second
from ingest.quality import DOUBTFUL, better, judge

#: Pages of the first reader that ask for the second whatever is on them.
_FAILED = frozenset({"unread", "fallback", "lost-font"})


def read(path: Path, limits: Limits) -> Iterator[Outline | PageText]:
    """First the outline, then every page by the reader who reads it best, with the judge's flags and confidence.

    Raises what `pdfminer.read` raises, where pdfium cannot read the file either.
    """
    with Second(path, limits) as second:
        first = pdfminer.read(path, limits)
        try:
            outline = next(first)
        except (MemoryError, PDFPasswordIncorrect):
            raise
        except Exception as error:
            yield from _by_second(second, error)
            return
        yield outline
        for page in first:
            if isinstance(page, PageText):
                yield judged(_best(page, second))


def _by_second(second: Second, error: Exception) -> Iterator[Outline | PageText]:
    """All of a file that the first reader could not open. Raises its error where the second cannot either."""
    if isinstance(error, Failure) and error.code == "too-many-pages":
        raise error
    outline = second.outline()
    if isinstance(outline, Failure):
        raise outline if outline.code in ("encrypted", "too-many-pages") else error
    pages: list[PageText] = []
    waiting = True
    for number in range(1, outline.pages + 1):
        page = judged(
            second.page(number) or PageText(number, None, (), "pdfium", flags=frozenset({"unread"}))
        )
        if waiting and not page.lines and not page.picture:
            pages.append(page)  # where nothing at all is left, the file is damaged and not an empty book
            continue
        if waiting:
            yield outline
            yield from pages
            waiting = False
        yield page
    if waiting:
        raise error


def _best(page: PageText, second: Second) -> PageText:
    """The page by whoever read it better."""
    if not page.flags & _FAILED and not judge(page).flags & DOUBTFUL:
        return page
    other = second.page(page.number)
    if other is None or "unread" in other.flags:
        return page
    best = (other if other.lines else page) if "unread" in page.flags else better(page, other)
    return page if best is page else replace(other, label=page.label)


def judged(page: PageText) -> PageText:
    """The page with what is to be thought of it; garbage is not kept."""
    verdict = judge(page)
    lines = () if "garbage" in verdict.flags else page.lines
    return replace(page, lines=lines, flags=page.flags | verdict.flags, confidence=verdict.confidence)
