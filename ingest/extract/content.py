"""Content streams: which operators set what, what is shown, and what is drawn in forms (ISO 32000-1, 8.4, 8.10 and
14.9.4). `showing` makes words of it.

Knows bytes and numbers only: `operators` cuts the stream, and what a font, a form or a picture is comes from whoever
calls it, through `Resources` (`pdfminer` gives them).
"""

from typing import Protocol

from ingest.extract import Limits
from ingest.extract.fonts import Glyphs
from ingest.extract.lines import Matrix, Placed
from ingest.extract.operators import (
    ACTUAL_TEXT,
    DO,
    MARK,
    OPERATION,
    PICTURE,
    PLACE,
    SELECT_FONT,
    SET,
    SHOW,
    SHOW_ITEMS,
    SHOW_SPACED,
    items,
    name,
    numbers,
    string,
    text_string,
    times,
)
from ingest.extract.pictures import Pictures
from ingest.extract.showing import Overflow, Showing

#: Graphics states, and pieces of marked content, that may be open at once.
_STATES = 1_000


class Form(Protocol):
    """A Form XObject: its own matrix, its content, and what its names stand for."""

    matrix: Matrix
    data: bytes
    resources: "Resources"


class Resources(Protocol):
    """What the names in a content stream stand for."""

    def font(self, name: str) -> Glyphs | None: ...
    def form(self, name: str) -> Form | None:
        """The form of that name; None for pictures and for names that are not there."""

    def is_picture(self, name: str) -> bool: ...
    def actual_text(self, name: str) -> bytes | None:
        """The ActualText of a named property list."""


class Reading(Showing):
    """One page being read: feed it with `run`, then take what `finish` gives, `picture` and `hidden`."""

    def __init__(self, matrix: Matrix, width: float, height: float, limits: Limits) -> None:
        """`matrix` takes the page's user space to the page as it is shown, which is so wide and high, in points."""
        super().__init__(matrix, limits)
        self._pictures = Pictures(0.0, 0.0, width, height)
        self._forms = 0
        self._saved: list[tuple[object, ...]] = []
        self._marks: list[str | None] = []  # marked content that is open, and the text it stands for

    @property
    def picture(self) -> float:
        """The share of the page that its pictures cover (0–1)."""
        return self._pictures.share

    def run(self, data: bytes, resources: Resources, depth: int = 0) -> None:
        """Read one content stream. Raises `Overflow` where a limit is reached; `finish` is due all the same."""
        for found in OPERATION.finditer(data):
            kind = found.lastindex
            if kind == SHOW_ITEMS:
                self._show(items(found[2]))
            elif kind == SET:
                self._set(found[4], found[3])
            elif kind == DO:
                operator = found[9]
                if operator == b"q":
                    if len(self._saved) < _STATES:
                        self._saved.append(self._state())
                elif operator == b"Q":
                    if self._saved:
                        self._restore(self._saved.pop())
                elif operator == b"BT":
                    self._text, self._stale, self._along = self._page, True, 0.0
                elif operator == b"T*":
                    self._move(0.0, -self._leading)
                elif self._marks:  # EMC
                    self._unmark()
            elif kind == SHOW:
                if found[6] == b"'":
                    self._move(0.0, -self._leading)
                self._show(((b"", found[5]),))
            elif kind == SELECT_FONT:
                self._glyphs = resources.font(name(found[7]))
                self._size = numbers(found[8])[0]
                if not self._stale:
                    self._change()
            elif kind == PLACE:
                self._place(name(found[10]), resources, depth)
            elif kind == MARK:
                self._mark(_actual_text(found[11], resources))
            elif kind == SHOW_SPACED:
                spaces = numbers(found[12])
                if len(spaces) > 1:
                    self._blank, self._spacing = spaces[-2:]
                self._move(0.0, -self._leading)
                self._show(((b"", found[13]),))
            elif kind == PICTURE:
                self._pictures.add_unit(self._page)

    def finish(self) -> list[Placed]:
        """Close what is open, and give all the words."""
        while self._marks:
            self._unmark()
        self._close()
        return self.words

    def _mark(self, actual: str | None) -> None:
        if len(self._marks) < _STATES:
            self._marks.append(actual)
            if actual is not None and self._held is None:
                self._held = []

    def _unmark(self) -> None:
        """The end of marked content: where it stood for a text, that text takes the place of what was drawn."""
        actual = self._marks.pop()
        if actual is None or any(mark is not None for mark in self._marks):
            return
        held, self._held = self._held, None
        if not held:
            return
        if actual[:1].isspace():
            self._close()
        for word in actual.split():
            self._piece(word, held[0], held[1])
            if actual[-1:].isspace() or word != actual.strip():
                self._close()

    def _place(self, name: str, resources: Resources, depth: int) -> None:
        if resources.is_picture(name):
            self._pictures.add_unit(self._page)
            return
        form = resources.form(name)
        if form is None:
            return
        self._forms += 1
        if depth >= self._limits.depth or self._forms > self._limits.forms:
            raise Overflow
        self._change()
        state, saved, text, along = self._state(), self._saved, self._text, self._along
        self._saved = []
        self._page = times(form.matrix, self._page)
        self.run(form.data, form.resources, depth + 1)
        self._restore(state)
        self._saved, self._text, self._along = saved, text, along


def _actual_text(properties: bytes, resources: Resources) -> str | None:
    """The ActualText of a property list as the stream writes it (inline, or a name), or None."""
    if properties[:1] == b"/":
        text = resources.actual_text(name(properties))
        return None if text is None else text_string(text)
    if b"/ActualText" not in properties:
        return None
    found = ACTUAL_TEXT.search(properties)
    return text_string(string(found[1])) if found else None
