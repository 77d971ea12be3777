"""References and in-text citations, as the styles of the Citation Style Language (CSL 1.0.2) want them.

Pure; may be called by every floor. An item is a dict of CSL-JSON (`library.metadata.csl` makes them). What comes out
equals, character by character, what citeproc-js prints: tests/library/test_citations.py holds both side by side.

The modules read only leftwards in this order: `styles`, `markup`, `letters`, `initials`, `pieces`, `numbers`, `dates`,
`names`, `items`, `rendering`, `punctuation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from library.citations import items, punctuation
from library.citations.pieces import Piece
from library.citations.rendering import Rendering
from library.citations.styles import Element, Sheet, sheet

__all__ = ["STYLES", "Reference", "Style", "in_text", "reference"]


@dataclass(frozen=True, slots=True)
class Style:
    """A style as readers choose it, by its name in both languages."""

    name_id: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`html` holds `<i>`, `<b>`, `<sup>`, `<sub>`, and `<span>` with a class (`small-caps`, `full-caps`, `upright`,
    `light`), all else escaped; `text` is the same without marks, for the clipboard."""

    html: str
    text: str


STYLES: Mapping[str, Style] = {
    "pustaka": Style("Daftar pustaka Indonesia", "Indonesian bibliography"),
    "apa": Style("APA edisi ke-7", "APA 7th edition"),
    "chicago": Style("Chicago (penulis–tahun)", "Chicago (author–date)"),
    "harvard": Style("Harvard", "Harvard"),
    "ieee": Style("IEEE", "IEEE"),
}


def reference(
    item: Mapping[str, Any], style: str, language: str, *, accessed: date | None = None
) -> Reference:
    """The entry of one item in a bibliography.

    `style` is a key of `STYLES`, `language` that of the reader ("id" or "en"); `accessed` is the day on which the
    reader saw it. Raises KeyError for another style or language, and nothing for any item.
    """
    chosen = sheet(style, language)
    pieces = Rendering(chosen, items.read(item, accessed=accessed), "bibliography").layout()
    if chosen.bibliography.get("second-field-align") and len(pieces) > 1:
        pieces[0].suffix += " "  # the number stands before the entry
    return _printed(pieces, chosen.bibliography, chosen)


def in_text(
    item: Mapping[str, Any], style: str, language: str, *, locator: str = "", label: str = "page"
) -> Reference:
    """The citation of one item in the run of a text: "(Sapa Institut, 2015, hlm. 37)".

    `locator` is the place in it, `label` what that counts ("page", "chapter", "section", "timestamp": the terms of
    CSL; and "row", which our locales add to them). The rest as in `reference`.
    """
    chosen = sheet(style, language)
    pieces = Rendering(chosen, items.read(item, locator=locator, label=label), "citation").layout()
    return _printed(pieces, chosen.citation, chosen)


def _printed(pieces: list[Piece], area: Element, chosen: Sheet) -> Reference:
    layout = area.child("layout") or Element("layout")
    whole = Piece(pieces, layout.get("prefix"), layout.get("suffix")) if pieces else Piece("")
    line = punctuation.line([whole], chosen.locale)
    return Reference(punctuation.html(line, chosen.locale), punctuation.text(line, chosen.locale))
