"""Which reader reads what: pdfminer.six first, pdfium where that fails or where the judge doubts what it read.

Called by `child` only. What nobody could read is empty, and never the wrong letters.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from ingest.extract import Limits, Outline, PageText, pdfminer
from ingest.extract.mended import breaks_off
from ingest.extract.messages import Failure
from ingest.extract.second import Second
from ingest.quality import DOUBTFUL, Verdict, better, judge

#: What the first reader is called where it found a file's objects without its tables.
MENDED = "pdfminer-mended"
#: Pages of the first reader that ask for the second whatever is on them.
_FAILED = frozenset({"unread", "fallback", "lost-font"})


def read(path: Path, limits: Limits, *, fork: bool = False) -> Generator[Outline | PageText, None, None]:
    """First the outline, then every page by the reader who reads it best, with the judge's flags and confidence.

    `fork` says that this process may be forked, so that the second reader starts sooner. Raises what `pdfminer.read` raises, where pdfium cannot read the file either.
    """
    with Second(path, limits, fork=fork) as second:
        first = pdfminer.read(path, limits)
        try:
            outline = next(first)
        except (MemoryError, PDFPasswordIncorrect):
            raise
        except Exception as error:
            yield from _otherwise(second, error)
            return
        yield outline
        for page in first:
            if isinstance(page, PageText):
                yield _best(page, second)


def opened(path: Path, limits: Limits) -> Outline:
    """The outline alone, for whoever only wants to know whether the file can be read: no page is looked at, but one of
    a file whose end is missing. Raises what `read` raises on its way to the outline, and what it would raise behind the
    last page of such a file."""
    with closing(read(path, limits)) as messages:
        outline = next(messages)
        page = next(messages, None) if breaks_off(path) else None
    if isinstance(page, PageText) and page.reader == MENDED:
        raise Failure("damaged", "it breaks off")
    if not isinstance(outline, Outline):
        raise Failure("damaged", "nothing was said of it")
    return outline


def _otherwise(second: Second, error: Exception) -> Iterator[Outline | PageText]:
    """All of a file that the first reader could not open: from the objects that it finds in it, or else by the second.
    Raises the first one's error where neither finds anything."""
    if isinstance(error, Failure) and error.code == "too-many-pages":
        raise error
    if not isinstance(error, PDFEncryptionError) and (yield from _from_objects(second.path, second.limits)):
        return
    outline = second.outline()
    if isinstance(outline, Failure):
        raise outline if outline.code in ("encrypted", "too-many-pages") else error
    if not (yield from _if_any(outline, _pages_of(second, outline.pages))):
        raise error


def _from_objects(path: Path, limits: Limits) -> Generator[Outline | PageText, None, bool]:
    """What the first reader finds without the tables of the file; whether that is anything."""
    mended = pdfminer.read(path, limits, mend=True)
    try:
        outline = next(mended)
    except MemoryError:
        raise
    except Exception:
        return False
    pages = (replace(page, reader=MENDED) for page in mended if isinstance(page, PageText))
    return isinstance(outline, Outline) and (yield from _if_any(outline, pages))


def _pages_of(second: Second, many: int) -> Iterator[PageText]:
    for number in range(1, many + 1):
        page = second.page(number)
        yield page or PageText(number, None, (), "pdfium", flags=frozenset({"unread"}))


def _if_any(outline: Outline, pages: Iterator[PageText]) -> Generator[Outline | PageText, None, bool]:
    """The outline and the pages, judged, if there is anything on them, and whether there is: where nothing at all is
    left, the file is damaged and not an empty book."""
    empty: list[PageText] = []
    for page in map(judged, pages):
        if not page.lines and not page.picture:
            empty.append(page)
            continue
        yield outline
        yield from empty
        yield page
        yield from map(judged, pages)
        return True
    return False


def _best(page: PageText, second: Second) -> PageText:
    """The page by whoever read it better, judged."""
    verdict = judge(page)
    if not page.flags & _FAILED and not verdict.flags & DOUBTFUL:
        return _marked(page, verdict)
    other = second.page(page.number)
    if other is None or "unread" in other.flags:
        return _marked(page, verdict)
    # A picture that one of them did not see is there all the same.
    picture = max(page.picture, other.picture)
    page, other = replace(page, picture=picture), replace(other, picture=picture, label=page.label)
    if "unread" in page.flags:
        return judged(other if other.lines or picture else page)
    return judged(better(page, other))


def judged(page: PageText) -> PageText:
    """The page with what is to be thought of it; what is no text is not kept."""
    return _marked(page, judge(page))


def _marked(page: PageText, verdict: Verdict) -> PageText:
    lines = page.lines if verdict.is_real_text else ()
    return replace(page, lines=lines, flags=page.flags | verdict.flags, confidence=verdict.confidence)
