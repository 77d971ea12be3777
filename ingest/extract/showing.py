"""Text as it is shown: from the text state and strings of a content stream to placed words (ISO 32000-1, 9.3 and 9.4).

`content` reads the stream and says what is set and what is shown. Knows no PDF library.
"""

import re
from collections.abc import Iterable
from math import hypot

from ingest.extract import Limits
from ingest.extract.fonts import BLANK, EMPTY, PLAIN, SMALL, Glyphs
from ingest.extract.lines import LINE, Matrix, Placed
from ingest.extract.operators import numbers, string, times

_LETTERS = re.compile(r"[^\W\d_]{4,}\W*")
_SINGLE = frozenset((b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"))
_FIGURES = "".join(map(chr, SMALL))
#: After these a small raised number is the mark of a note; after what is shorter ("m²", "10⁶", "cm²") a power.
_NOTED = re.compile(r".*(?:[^\W\d_]{3}|[.,;:!?)\]\"'”’»%])", re.DOTALL)
_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})[).]?")
_OPENING = re.compile(r"\d{1,2}|[*†‡§]{1,3}")
_BLACK = re.compile(rf"[{_FIGURES}]+|[^\s{_FIGURES}]+")

#: In ems. Two pieces of text further apart than WORD are two words; one that begins more than BACK before the end
#: of the last is on another line, as is one whose baseline is more than LINE away; LEVEL is how far baselines may
#: differ inside a word; a piece drawn twice within TWICE is a printer's bold.
WORD, BACK, LEVEL, TWICE = 0.17, 0.5, 0.1, 0.12


class Overflow(Exception):
    """A page reached one of its limits; what was read before it stands."""


class Showing:
    """The text of one page being set, word by word into `words`; `letters` of them there are, `invisible` so many."""

    def __init__(self, matrix: Matrix, limits: Limits) -> None:
        """`matrix` takes the page's user space to the page as it is shown."""
        self.words: list[Placed] = []
        self.letters = self.invisible = 0
        self.lost = False  # text was shown in a font that is not there
        self._limits = limits
        self._page = matrix
        self._glyphs: Glyphs | None = None
        self._size, self._spacing, self._blank, self._stretch = 1.0, 0.0, 0.0, 1.0
        self._leading = self._rise = 0.0
        self._mode = 0.0
        self._text = matrix  # the line's matrix, already on the page
        self._stale = True  # the text's direction and scale are to be computed anew
        self._way = (1.0, 0.0)
        self._scale = self._high = self._wide = 1.0
        self._x = self._base = self._slack = 0.0
        self._origin = self._along = (
            0.0  # where the line began, and how far along we were when something changed
        )
        self._parts: list[str] = []  # the word that is open
        self._note = False  # it is made of small figures alone
        self._left = self._right = self._word_base = self._word_size = 0.0
        self._word_way = self._way
        self._heights = 0.75, 0.25  # ascent and descent of the word's font, in ems
        self._first = True
        self._last, self._last_left, self._last_base = "", 0.0, 0.0
        #: Where what is shown begins and ends, while another text stands for it.
        self._held: list[float] | None = None

    @property
    def hidden(self) -> float:
        """The share of the letters that are drawn invisibly (0–1)."""
        return self.invisible / self.letters if self.letters else 0.0

    def _set(self, operator: bytes, operands: bytes) -> None:
        if operator in _SINGLE:
            try:
                number = float(operands)
            except ValueError:
                number = numbers(operands)[-1]
            if operator == b"Tc":
                self._spacing = number
            elif operator == b"Tw":
                self._blank = number
            elif operator == b"Tz":
                self._stretch = number / 100
                self._change()
            elif operator == b"TL":
                self._leading = number
            elif operator == b"Ts":
                self._rise = number
            else:
                self._mode = number
            return
        several = numbers(operands)
        if operator == b"Tm" and len(several) > 5:
            a, b, c, d, e, f = several[-6:]
            self._text = times((a, b, c, d, e, f), self._page)
            self._stale, self._along = True, 0.0
        elif operator == b"Td" and len(several) > 1:
            self._move(several[-2], several[-1])
        elif operator == b"TD" and len(several) > 1:
            self._leading = -several[-1]
            self._move(several[-2], several[-1])
        elif operator == b"cm" and len(several) > 5:
            a, b, c, d, e, f = several[-6:]
            self._page = times((a, b, c, d, e, f), self._page)

    def _state(self) -> tuple[object, ...]:
        return (
            self._page, self._glyphs, self._size, self._spacing, self._blank,
            self._stretch, self._leading, self._rise, self._mode,
        )  # fmt: skip

    def _restore(self, state: tuple[object, ...]) -> None:
        (
            self._page, self._glyphs, self._size, self._spacing, self._blank,
            self._stretch, self._leading, self._rise, self._mode,
        ) = state  # type: ignore[assignment]  # fmt: skip
        if not self._stale:
            self._change()

    def _change(self) -> None:
        """Another font or scale: to be computed anew, and the line goes on from where it is."""
        if not self._stale:
            self._along = self._x - self._origin
            self._stale = True

    def _move(self, tx: float, ty: float) -> None:
        a, b, c, d, e, f = self._text
        e += tx * a + ty * c
        f += tx * b + ty * d
        self._text, self._along = (a, b, c, d, e, f), 0.0
        if not self._stale:
            ux, uy = self._way
            self._x = self._origin = e * ux + f * uy
            self._base = f * ux - e * uy

    def _aim(self) -> None:
        """The direction, the scales and the place that the text matrix and the font's size amount to."""
        a, b, c, d, e, f = self._text
        if self._size < 0:
            a, b = -a, -b
        wide = hypot(a, b)
        if abs(b) <= 0.08 * abs(a):  # a scan's slant is no direction of its own
            way = (1.0 if a >= 0 else -1.0, 0.0)
        elif abs(a) <= 0.08 * abs(b):
            way = (0.0, 1.0 if b > 0 else -1.0)
        else:
            way = (round(a / wide, 2), round(b / wide, 2))
        self._way = way
        self._wide = wide * self._stretch
        self._scale = self._wide * abs(self._size)
        self._high = (abs(a * d - b * c) / wide if wide else hypot(c, d)) * abs(self._size)
        self._origin = e * way[0] + f * way[1]
        self._x = self._origin + self._along
        self._base = f * way[0] - e * way[1]
        self._stale = False

    def _show(self, shown: Iterable[tuple[bytes, bytes]]) -> None:
        glyphs = self._glyphs
        if glyphs is None:
            self.lost = True
            return
        if self._stale:
            self._aim()
        scale, kern, size = self._scale, self._scale * 0.001, self._high
        spacing, blank = self._spacing * self._wide, self._blank * self._wide
        self._slack = max(0.0, spacing)  # a string's end has its spacing in it, which the next may take back
        back, word = -BACK * size - self._slack, WORD * size
        x, known, letters, holding = self._x, glyphs.known, 0, self._held is not None
        easy = self._goes_on_easily()
        for number, raw in shown:
            if number:
                try:
                    x -= float(number) * kern
                except ValueError:
                    x -= sum(numbers(number)) * kern
            text, width, count, blanks, kind = known.get(raw) or glyphs.measured(raw)
            letters += count
            advance = width * scale + count * spacing + blanks * blank
            if kind is PLAIN:
                if easy and text != self._last and back < x - self._right < word:
                    # Most pieces are some letters more of a word: `_piece` in short.
                    self._parts.append(text)
                    self._last, self._last_left, self._right = text, x, x + advance
                else:
                    self._piece(text, x, x + advance)
                    easy = self._goes_on_easily()
            elif kind is EMPTY:
                pass
            elif holding:
                self._piece(text, x, x + advance)
            elif kind is BLANK:
                self._close()
                easy = False
            else:
                self._pieces(text, glyphs.offsets(raw), x, scale, spacing, blank, raw if blanks else b"")
                easy = self._goes_on_easily()
            x += advance
        self._x = x
        self.letters += letters
        if self._mode in (3, 7):
            self.invisible += letters
        if self.letters > self._limits.characters:
            raise Overflow

    def _goes_on_easily(self) -> bool:
        """Whether a piece of plain text that is near enough goes on with the open word, whatever it says."""
        if not self._parts or self._note or self._held is not None or self._way != self._word_way:
            return False
        size = self._high
        base = self._base - self._rise * (size / (abs(self._size) or 1.0))
        return abs(self._word_base - base) < LEVEL * max(size, self._word_size)

    def _pieces(
        self, text: str, offsets: list[float], x: float, scale: float, spacing: float, blank: float, raw: bytes
    ) -> None:  # fmt: skip
        """A string with blanks or small figures in it: every piece of it alone, and the open word ends where a blank
        stands."""
        end = 0
        data = string(raw) if blank and raw else b""
        for found in _BLACK.finditer(text):
            start, stop = found.span()
            if start > end:
                self._close()
            left = x + offsets[start] * scale + start * spacing
            right = x + offsets[stop] * scale + stop * spacing
            if data:
                before = data.count(b" ", 0, start) * blank
                left, right = left + before, right + before
            if text[start] in _FIGURES:
                self._figures(found[0].translate(SMALL), left, right)
            else:
                self._piece(found[0], left, right)
            end = stop
        if end < len(text):
            self._close()

    def _figures(self, text: str, left: float, right: float) -> None:
        """Small figures: the mark of a note stands alone, powers and indexes belong to what they follow."""
        if self._parts and _MARK.fullmatch(text) and _NOTED.fullmatch("".join(self._parts)):
            self._close()
        opens = not self._parts or self._note
        self._piece(text, left, right)
        self._note = opens

    def _piece(self, text: str, left: float, right: float) -> None:
        """A piece of text without blanks goes on with the open word, or opens the next."""
        size, way = self._high, self._way
        base = self._base - self._rise * (size / (abs(self._size) or 1.0))
        if self._held is not None:
            if not self._held:
                self._held = [left, right]
            self._held = [min(left, self._held[0]), max(right, self._held[1])]
            return
        if text == self._last:
            twice = TWICE * size
            if abs(left - self._last_left) < twice and abs(base - self._last_base) < twice:
                return
        self._last, self._last_left, self._last_base = text, left, base
        if self._note and text[0].isalpha():
            self._close()
        if self._parts:
            gap = left - self._right
            near = -BACK * size - self._slack < gap < WORD * size
            if near and way == self._word_way and self._on(text, base, size):
                self._parts.append(text)
                self._right = right
                return
            self._close()
        if self.words:
            before = self.words[-1]
            reach = LINE * max(size, before.size)
            self._first = (
                way != before.way or abs(base - before.base) > reach or left < before.right - BACK * size
            )
        self._parts = [text]
        self._left, self._right = left, right
        self._word_base, self._word_size, self._word_way = base, size, way
        if self._glyphs:
            self._heights = self._glyphs.ascent, self._glyphs.descent

    def _on(self, text: str, base: float, size: float) -> bool:
        """Whether a piece stands on the open word's level, or is raised or lowered as part of it ("10⁶", "m²", "H₂O").

        A small raised piece after a word is the mark of a note, not a part of the word; so is one that opens a line,
        before the note itself.
        """
        rise, largest = self._word_base - base, max(size, self._word_size)
        if abs(rise) < LEVEL * largest:
            return True
        if abs(rise) > LINE * largest:
            return False
        word = "".join(self._parts)
        if rise > 0 and size < self._word_size:
            return not (_LETTERS.fullmatch(word) or (_MARK.fullmatch(text) and _NOTED.fullmatch(word)))
        return not (rise < 0 and size > self._word_size and self._first and _OPENING.fullmatch(word))

    def _close(self) -> None:
        if not self._parts:
            return
        size, (ascent, descent) = self._word_size, self._heights
        self.words.append(
            Placed(
                "".join(self._parts), self._left, self._right, self._word_base, size,
                ascent * size, descent * size, self._word_way, self._first,
            )
        )  # fmt: skip
        self._parts, self._note = [], False
