"""Lines as `clean` works on them: letters put right, words without blanks in them, each with its box. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field

from ingest.extract import PageText, Word

Box = tuple[float, float, float, float]

#: What Word's Symbol and Wingdings put into the private area, as far as Indonesian documents use it.
SYMBOLS = {
    0xF02D: "−", 0xF03C: "<", 0xF03E: ">", 0xF044: "Δ", 0xF0A3: "≤", 0xF0A7: "▪", 0xF0B1: "±", 0xF0B3: "≥",
    0xF0B7: "•", 0xF0D6: "√", 0xF0D8: "➢", 0xF0FC: "✓",
}  # fmt: skip
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
#: The hyphen that a file marks as soft, at a line's end; elsewhere it is a hyphen like others.
SOFT = "\u00ad"
#: pdfium writes a line's last hyphen as U+FFFE, many fonts call theirs soft (U+00AD), or one that does not break.
_HYPHENS = dict.fromkeys((0xFFFE, 0x00AD, 0x2010, 0x2011), "-")
#: Marks without width: they would split words for the search, and show nothing.
_WIDTHLESS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))
_LETTERS: dict[int, str | None] = {**SYMBOLS, **_LIGATURES, **_HYPHENS, **_WIDTHLESS}
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_NUMBERISH = re.compile(
    rf"[-–—.·|/~\s]*(?:(?:halaman|hal|hlm|page|p)\.?\s*)?(?:\d{{1,4}}|{_ROMAN})"
    r"(?:\s*(?:/|dari|of)\s*\d{1,4})?[-–—.·|/~\s]*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """One line. `boxes` go with `words`; `top` is points from the top of the page, None where no reader said; `edge`
    tells that it stands among the first or last lines of its page; `goes_on` that it is the same row of a table as
    the line above; `soft` that its last hyphen is one that the file marks as soft."""

    words: list[str]
    boxes: list[Box | None]
    gap: bool = False
    turned: bool = False
    top: float | None = None
    edge: bool = False
    goes_on: bool = False
    soft: bool = False
    text: str = field(init=False)
    is_number: bool = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(self.words)
        self.is_number = bool(_NUMBERISH.fullmatch(self.text))


#: How many lines at the top, and at the bottom of a page may be running heads, or carry its number.
EDGE = 3


def rows(page: PageText) -> list[Row]:
    """The lines of a page that have letters."""
    found: list[Row] = []
    gap = False
    for line in page.lines:
        gap = gap or line.gap
        words: list[str] = []
        boxes: list[Box | None] = []
        for word in line.words or map(_unplaced, line.text.split()):
            box = _box(word, page)
            for piece in letters(word.text).split():
                words.append(piece)
                boxes.append(box)
        if words:
            tops = [box[1] for box in boxes if box]
            row = Row(words, boxes, gap and bool(found), line.turned, min(tops) if tops else None)
            row.goes_on, row.soft = line.row and bool(found) and not row.gap, line.text.endswith(SOFT)
            found.append(row)
            gap = False
    _mark_edges(found)
    return found


def _mark_edges(found: list[Row]) -> None:
    """The first and last lines, both as the content has them and as the eye does: many programs write the footer
    right after the header."""
    placed = sorted((row for row in found if row.top is not None), key=lambda row: row.top or 0.0)
    for row in (*found[:EDGE], *found[-EDGE:], *placed[:EDGE], *placed[-EDGE:]):
        row.edge = True


def letters(text: str) -> str:
    """Text in NFC with its ligatures written out, its hyphens plain, and nothing in it that cannot be printed."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.translate(_LETTERS))
    if text.isprintable():
        return text
    return "".join(
        " " if letter.isspace() else letter for letter in text if letter.isspace() or _stored(letter)
    )


def _stored(letter: str) -> bool:
    code = ord(letter)
    return (
        unicodedata.category(letter) not in ("Cc", "Cs")
        and code & 0xFFFE != 0xFFFE
        and not 0xFDD0 <= code < 0xFDF0
    )


def _unplaced(text: str) -> Word:
    return Word(text, 0.0, 0.0, 0.0, 0.0)


def _box(word: Word, page: PageText) -> Box | None:
    """The box, if there is one and something of it shows on the page."""
    if not (0 < page.width < 1e6 and 0 < page.height < 1e6 and word.x0 < word.x1 and word.y0 < word.y1):
        return None
    x0, y0 = max(word.x0, 0.0), max(word.y0, 0.0)
    x1, y1 = min(word.x1, page.width), min(word.y1, page.height)
    return (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)) if x0 < x1 and y0 < y1 else None
