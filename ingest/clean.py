"""From what a reader found on the pages of a file to what is kept and searched: `clean`, and what it returns.

Pure. `rows` puts the letters right, `running` finds what runs from page to page, `numbers` the printed numbers in it,
`hyphens` mends broken words.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.extract import PageText
from ingest.hyphens import forms, is_broken, mended
from ingest.numbers import printed_numbers
from ingest.rows import Box, Row, letters, rows
from ingest.running import masked, running, watermarks

#: A page's label is shown beside a line of text; what is longer is no number.
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page as it is kept.

    `number` counts from 1 in the file; `label` is the number printed on the page, "" where nobody knows it, and
    `label_source` who says so: the file's page labels, the numbers that run through its heads and feet, or an editor
    (`ingest.corrections`). `text` has
    the lines as printed (a row of a table on one), an empty line between paragraphs, and words that were broken at a
    line's end whole;
    `search_text` is that without running heads and feet. `boxes` has one entry for every word of `text.split()`:
    points from the top left of the page as shown (x0, y0, x1, y1), of a mended word its first half's, or None.
    `flags` are the reader's and the judge's, and "watermark" where one was left out; `reader` is who read it, and
    `confidence` (0–1) how sure the text is.
    """

    number: int
    label: str
    label_source: Literal["label", "inferred", "editor", "none"]
    text: str
    search_text: str
    flags: frozenset[str] = field(default_factory=frozenset)
    width: float = 0.0
    height: float = 0.0
    boxes: tuple[Box | None, ...] = ()
    reader: str = ""
    confidence: float = 1.0


def clean(pages: Sequence[PageText]) -> list[CleanPage]:
    """All the pages of one file, in order: what runs through it and how it spells its words shows only in the whole."""
    whole = [rows(page) for page in pages]
    marks = watermarks(whole)
    book = [[row for row in page if masked(row) not in marks] for page in whole]
    heads = running(book, [page.height for page in pages])
    known = forms(word for page in book for row in page for word in row.words)
    labels = _labels(pages, printed_numbers(book, heads))
    return [
        _page(page, kept, running, known, *label, marked=len(kept) < len(found))
        for page, found, kept, running, label in zip(pages, whole, book, heads, labels, strict=True)
    ]


def _page(
    page: PageText,
    found: list[Row],
    heads: frozenset[int],
    known: frozenset[str],
    label: str,
    source: Literal["label", "inferred", "none"],
    *,
    marked: bool,
) -> CleanPage:
    lines = _mended(found, heads, known)
    return CleanPage(
        number=page.number,
        label=label,
        label_source=source,
        text=_joined([row for row, _ in lines]),
        search_text=_joined([row for row, is_head in lines if not is_head]),
        flags=page.flags | {"watermark"} if marked else page.flags,
        width=page.width,
        height=page.height,
        boxes=tuple(box for row, _ in lines for box in row.boxes),
        reader=page.reader,
        confidence=page.confidence,
    )


def _mended(found: list[Row], heads: frozenset[int], known: frozenset[str]) -> list[tuple[Row, bool]]:
    """The lines with whole words, and which of them are heads or feet; between those and the rest stands a gap."""
    lines: list[tuple[Row, bool]] = []
    body: Row | None = None  # the last line of the text itself
    for index, row in enumerate(found):
        is_head = index in heads
        words, boxes = list(row.words), list(row.boxes)
        if not is_head and body and body.turned == row.turned and is_broken(body.words[-1], words[0]):
            whole = mended(body.words[-1], words.pop(0), known, soft=body.soft)
            body.words[-1] = unicodedata.normalize("NFC", whole)
            body.soft = row.soft and not words
            boxes.pop(0)
            if not words:
                continue
        gap = row.gap or (bool(lines) and lines[-1][1] != is_head)
        fresh = Row(words, boxes, gap, row.turned, goes_on=row.goes_on and not gap, soft=row.soft)
        lines.append((fresh, is_head))
        if not is_head:
            body = fresh
    return lines


def _joined(lines: list[Row]) -> str:
    """The lines as text: rows of tables on one line each, whatever their cells wrap."""
    breaks = ("\n\n" if row.gap else " " if row.goes_on else "\n" for row in lines)
    return "".join(chosen + " ".join(row.words) for chosen, row in zip(breaks, lines, strict=True)).lstrip()


def _labels(
    pages: Sequence[PageText], printed: list[str]
) -> list[tuple[str, Literal["label", "inferred", "none"]]]:
    """The label of each page and its source. Labels that only count the pages of the file are no one's work: where
    print contradicts them, print is believed."""
    given = [" ".join(letters(page.label or "").split()) for page in pages]
    given = [label if len(label) <= _LONGEST_LABEL else "" for label in given]
    counting = all(label == str(page.number) for label, page in zip(given, pages, strict=True))
    if counting and any(number not in ("", label) for label, number in zip(given, printed, strict=True)):
        given = [""] * len(given)
    found: list[tuple[str, Literal["label", "inferred", "none"]]] = []
    for label, number in zip(given, printed, strict=True):
        if label:
            found.append((label, "label"))
        else:
            found.append((number, "inferred") if number else ("", "none"))
    return found
