"""The last step: a tree of pieces becomes one line, its punctuation marks made one where two meet, full stops and
commas put inside the closing quotation marks where the locale has them there; then HTML or plain text.

A reference is made of the words of many hands: a title ends in a question mark and the style adds a full stop; only
the first is printed.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from library.citations.pieces import Mark, Piece
from library.citations.styles import Locale

MARKS = ".,;:!?"
# What two marks that meet become; pairs that are not here stay both. (Also: two of the same become one.)
_MEETING = {
    "!.": "!",
    "!:": "!",
    "?.": "?",
    "?:": "?",
    ":!": "!",
    ":?": "?",
    ":.": ":",
    ";!": "!",
    ";?": "?",
    ";:": ";",
    ";.": ";",
}
_INSIDE_QUOTES = ".,!?"
_QUOTES = (Mark.QUOTED, Mark.QUOTED_WITHIN)
_TURNED = {
    Mark.ITALIC: Mark.UPRIGHT,
    Mark.UPRIGHT: Mark.ITALIC,
    Mark.BOLD: Mark.LIGHT,
    Mark.LIGHT: Mark.BOLD,
    Mark.SMALL_CAPS: Mark.FULL_CAPS,
    Mark.FULL_CAPS: Mark.SMALL_CAPS,
    Mark.QUOTED: Mark.QUOTED_WITHIN,
    Mark.QUOTED_WITHIN: Mark.QUOTED,
}
_KIN = {mark: frozenset((mark, _TURNED.get(mark, mark))) for mark in Mark}
_TAGS = {
    Mark.ITALIC: ("<i>", "</i>"),
    Mark.BOLD: ("<b>", "</b>"),
    Mark.RAISED: ("<sup>", "</sup>"),
    Mark.LOWERED: ("<sub>", "</sub>"),
    Mark.SMALL_CAPS: ('<span class="small-caps">', "</span>"),
    Mark.UPRIGHT: ('<span class="upright">', "</span>"),
    Mark.LIGHT: ('<span class="light">', "</span>"),
    Mark.FULL_CAPS: ('<span class="full-caps">', "</span>"),
}


@dataclass(slots=True)
class Words:
    """A stretch of words; `added` by the style, or the item's own."""

    text: str
    added: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a mark begins or ends."""

    mark: Mark
    begins: bool


Line = list[Words | Edge]


def line(pieces: Sequence[Piece], locale: Locale) -> Line:
    """The pieces in one line, punctuated, without a space at its end."""
    done: Line = []
    for step in _flat(pieces, "", ()):
        if isinstance(step, Words):
            _add(done, step, locale)
        else:
            done.append(step)
    if done and isinstance(done[-1], Words):  # an affix whose sequel has nothing to say
        done[-1].text = done[-1].text.rstrip(" ")
    return done


def html(done: Line, locale: Locale) -> str:
    """As HTML: `<i>`, `<b>`, `<sup>`, `<sub>` and spans with a class, everything else escaped."""
    return "".join(
        _raised(step.text) if isinstance(step, Words) else _sign(step, locale, _TAGS) for step in done
    )


def text(done: Line, locale: Locale) -> str:
    """As plain text."""
    return "".join(step.text if isinstance(step, Words) else _sign(step, locale, {}) for step in done)


def _sign(edge: Edge, locale: Locale, tags: dict[Mark, tuple[str, str]]) -> str:
    if edge.mark in _QUOTES:
        inner = "inner-" if edge.mark is Mark.QUOTED_WITHIN else ""
        return locale.term(f"{'open' if edge.begins else 'close'}-{inner}quote") or '"'
    return tags.get(edge.mark, ("", ""))[not edge.begins]


def _raised(words: str) -> str:
    """Escaped, with the small raised characters of Unicode (²) as raised ones."""
    if words.isascii():
        return escape(words)
    said = []
    for character in words:
        kind, _space, plain = unicodedata.decomposition(character).partition(" ")
        if kind == "<super>":
            raised = "".join(chr(int(code, 16)) for code in plain.split())
            said.append(f"<sup>{escape(raised)}</sup>")
        else:
            said.append(escape(character))
    return "".join(said)


def _flat(pieces: Iterable[Piece], delimiter: str, around: tuple[Mark, ...]) -> Iterator[Words | Edge]:
    """The tree in reading order; marks that come from the words turn inside their own kind."""
    kept = [piece for piece in pieces if not piece.is_empty]
    for index, piece in enumerate(kept):
        if index and delimiter:
            yield Words(delimiter, added=True)
        if piece.prefix:
            yield Words(piece.prefix, added=True)
        within, opened = around, []
        for mark in piece.marks:
            mark = _turn(mark, within) if piece.turning else mark
            opened.append(mark)
            within = (*within, mark)
        yield from (Edge(mark, begins=True) for mark in opened)
        if isinstance(piece.content, str):
            yield Words(piece.content, added=False)
        else:
            yield from _flat(piece.content, piece.delimiter, within)
        yield from (Edge(mark, begins=False) for mark in reversed(opened))
        if piece.suffix:
            yield Words(piece.suffix, added=True)


def _turn(mark: Mark, around: tuple[Mark, ...]) -> Mark:
    nearest = next((other for other in reversed(around) if other in _KIN[mark]), None)
    return mark if nearest is None else _TURNED.get(nearest, mark)


def _add(done: Line, words: Words, locale: Locale) -> None:
    """Set these words behind the line; marks that the style adds meet what stands there."""
    text = words.text
    while words.added and text and text[0] in MARKS:
        place = _place(done, text[0], locale)
        last = _last_words(done, place)
        if last is None:
            break
        met = _MEETING.get(last.text[-1] + text[0], text[0] if last.text[-1] == text[0] else "")
        if met:
            last.text = last.text[:-1] + met
        elif place < len(done):
            done.insert(place, Words(text[0], added=True))
        else:
            break
        text = text[1:]
    if words.added and text.startswith(" ") and _ends_in_added_space(done):
        text = text[1:]
    if text:
        done.append(Words(text, words.added))


def _place(done: Line, mark: str, locale: Locale) -> int:
    """Where a mark goes: before the closing quotation marks at the end, if the locale wants it there."""
    place = len(done)
    if mark not in _INSIDE_QUOTES or not locale.punctuation_in_quote:
        return place
    for index in range(len(done) - 1, -1, -1):
        step = done[index]
        if isinstance(step, Words) or step.begins:
            break
        if step.mark in _QUOTES:
            place = index
    return place


def _last_words(done: Line, place: int) -> Words | None:
    for step in reversed(done[:place]):
        if isinstance(step, Words):
            return step
        if step.begins:
            return None
    return None


def _ends_in_added_space(done: Line) -> bool:
    last = done[-1] if done else None
    return isinstance(last, Words) and last.added and last.text.endswith(" ")
