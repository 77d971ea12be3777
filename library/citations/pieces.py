"""What a style has set, before it is punctuated: a tree of pieces, each with its words, affixes and marks.

Made by `rendering` and its modules, read by `punctuation`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from library.citations import markup
from library.citations.styles import Element


class Mark(Enum):
    """How a stretch of words is set off."""

    ITALIC = "italic"
    BOLD = "bold"
    SMALL_CAPS = "small-caps"
    UPRIGHT = "upright"
    LIGHT = "light"
    FULL_CAPS = "full-caps"
    RAISED = "raised"
    LOWERED = "lowered"
    QUOTED = "quoted"
    QUOTED_WITHIN = "quoted-within"


@dataclass(slots=True)
class Piece:
    """Words, or pieces in a row with a delimiter between them, within their marks, between their affixes.

    `turning` says that the mark comes from the words themselves (`<i>` in a title, quotation marks): it turns
    into its contrary inside the same mark.
    """

    content: "str | list[Piece]"
    prefix: str = ""
    suffix: str = ""
    delimiter: str = ""
    marks: tuple[Mark, ...] = field(default=())
    turning: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.content  # a row keeps no empty pieces


_STYLED = {
    ("font-style", "italic"): Mark.ITALIC,
    ("font-weight", "bold"): Mark.BOLD,
    ("font-variant", "small-caps"): Mark.SMALL_CAPS,
    ("vertical-align", "sup"): Mark.RAISED,
    ("vertical-align", "sub"): Mark.LOWERED,
    ("quotes", "true"): Mark.QUOTED,
}
_TAGGED = {
    "i": Mark.ITALIC,
    "b": Mark.BOLD,
    "sc": Mark.SMALL_CAPS,
    "sup": Mark.RAISED,
    "sub": Mark.LOWERED,
    '"': Mark.QUOTED,
    "'": Mark.QUOTED_WITHIN,
}
_LEADING = re.compile(r"[:.;!? ]+(?=.)")
_SPACED_MARK = re.compile(r" (?=[:;?!»])")
# Scripts in which a slanted letter means something; others are not set in italics.
_SLANTS = re.compile(
    r"[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff]"
)


def marks(element: Element) -> tuple[Mark, ...]:
    """The marks that the attributes of a style's element ask for."""
    return tuple(mark for (attribute, value), mark in _STYLED.items() if element.get(attribute) == value)


def words(text: str, element: Element | None = None) -> Piece:
    """A piece of these words with the affixes and marks of an element; the markup in the words is heeded."""
    text = _SPACED_MARK.sub("\u202f", text).replace("« ", "«\u202f")
    lead = found[0] if (found := _LEADING.match(text)) else ""
    piece = Piece(_marked(markup.read(text[len(lead) :])), prefix=lead)
    if element is not None:
        piece.prefix = element.get("prefix") + lead
        piece.suffix = element.get("suffix")
        piece.marks = marks(element)
        if not _SLANTS.search(text):
            piece.marks = tuple(mark for mark in piece.marks if mark is not Mark.ITALIC)
    return piece


def row(pieces: Iterable[Piece], element: Element | None = None, *, delimiter: str = "") -> Piece:
    """These pieces in a row, without the empty ones, with the affixes, marks and delimiter of an element."""
    kept = [piece for piece in pieces if not piece.is_empty]
    if element is None:
        return Piece(kept, delimiter=delimiter)
    return Piece(kept, element.get("prefix"), element.get("suffix"), delimiter, marks(element))


def _marked(spans: list[markup.Span]) -> str | list[Piece]:
    if len(spans) == 1 and isinstance(spans[0], str):
        return spans[0]
    return [
        Piece(span)
        if isinstance(span, str)
        else Piece(_marked(span.content), marks=(_TAGGED[span.tag],), turning=True)
        for span in spans
    ]
