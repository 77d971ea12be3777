"""Letters and their widths: what the codes of one font in a file stand for. pdfminer.six reads the font; we its ToUnicode.

`pdfminer` makes them, `content` asks them. Codes that nobody can translate become U+FFFD, so they can be counted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import Any

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

UNKNOWN = "�"
#: What small figures (raised or lowered ones that are glyphs of their own) are called on their way to `content`: no
#: file may use these code points.
SMALL = {0xFDD0 + figure: str(figure) for figure in range(10)}
#: A figure is small where the font has another of the same name that is wider by so much.
_NARROWER = 0.85
_REMEMBERED = 20_000
_HEX = rb"<([0-9A-Fa-f\s]*)>"
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_CHAR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")


class Glyphs:
    """One font. `ascent` and `descent` are in ems, both positive."""

    def __init__(self, font: PDFFont, unicode: dict[int, str]) -> None:
        self._font = font
        self._texts = _Texts(font, unicode)
        self._widths = _Widths(font)
        self._bytes = not font.is_multibyte()
        self._known: dict[bytes, tuple[str, float, int, int, bool]] = {}
        small = _small_figures(unicode, self._widths)
        self._texts.update(small)
        self.has_small = bool(small)
        ascent, descent = font.get_ascent(), -font.get_descent()
        self.ascent = ascent if 0.3 < ascent < 1.5 else 0.75
        self.descent = descent if 0 < descent < 0.8 else 0.22

    def _codes(self, data: bytes) -> Iterable[int]:
        return data if self._bytes else tuple(self._font.decode(data))

    def measured(self, data: bytes) -> tuple[str, float, int, int, bool]:
        """Of a string: its text, its width in ems, how many letters it has, how many of them are the one-byte
        blank that word spacing widens, and whether it is free of blanks and small figures."""
        try:
            return self._known[data]
        except KeyError:
            pass
        codes = self._codes(data)
        text = "".join(map(self._texts.__getitem__, codes))
        width = sum(map(self._widths.__getitem__, codes))
        count = len(data) if self._bytes else len(codes)  # type: ignore[arg-type]
        plain = not any(map(str.isspace, text)) and (not self.has_small or text == text.translate(SMALL))
        found = (text, width, count, data.count(b" ") if self._bytes else 0, plain)
        if len(data) <= 12 and len(self._known) < _REMEMBERED:
            self._known[data] = found
        return found

    def offsets(self, data: bytes) -> list[float]:
        """Where each character of the text begins, in ems, and where the last one ends."""
        codes = self._codes(data)
        edges = list(accumulate(map(self._widths.__getitem__, codes), initial=0.0))
        texts = [self._texts[code] for code in codes]
        if all(len(text) == 1 for text in texts):
            return edges
        spread = [left for left, text in zip(edges, texts, strict=False) for _ in text]
        return [*spread, edges[-1]]


class _Texts(dict[int, str]):
    def __init__(self, font: PDFFont, unicode: dict[int, str]) -> None:
        super().__init__(unicode)
        self._font = font

    def __missing__(self, code: int) -> str:
        try:
            text = self._font.to_unichr(code)
        except (PDFUnicodeNotDefined, ValueError, TypeError):
            text = UNKNOWN
        self[code] = text = _printable(text) if isinstance(text, str) else UNKNOWN
        return text


class _Widths(dict[int, float]):
    def __init__(self, font: PDFFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> float:
        width = self._font.char_width(code)
        self[code] = width = float(width) if isinstance(width, int | float) else 0.5
        return width


def _small_figures(unicode: dict[int, str], widths: _Widths) -> dict[int, str]:
    """The codes of figures that are narrower than others of the same name, as `SMALL` calls them."""
    codes: dict[str, list[int]] = defaultdict(list)
    for code, text in unicode.items():
        if len(text) == 1 and "0" <= text <= "9":
            codes[text].append(code)
    return {
        code: chr(0xFDD0 + int(figure))
        for figure, several in codes.items()
        if len(several) > 1
        for code in several
        if 0 < widths[code] < _NARROWER * max(widths[other] for other in several)
    }


def glyphs(spec: dict[str, Any], makers: PDFResourceManager, entries: int) -> Glyphs:
    """The font that a font dictionary describes; at most `entries` of its ToUnicode map are read.

    Raises whatever pdfminer.six raises on a broken font.
    """
    stream = resolve1(spec.get("ToUnicode"))
    unicode = to_unicode(stream.get_data(), entries) if isinstance(stream, PDFStream) else {}
    if unicode:
        # An empty map in its place keeps pdfminer.six from reading it again, slowly and without bounds.
        spec = {**spec, "ToUnicode": PDFStream({}, b"")}
    elif isinstance(stream, PDFStream):
        spec = {key: value for key, value in spec.items() if key != "ToUnicode"}
    font = makers.get_font(None, spec)
    if isinstance(font, PDFCIDFont) and type(font.cmap) is CMap and not font.cmap.code2cid:
        font.cmap = IdentityCMap(WMode=0)  # an embedded CMap is not read; nearly all of them are identities
    font.fontfile = None  # type: ignore[attr-defined]  # read already, and the largest part of the font
    return Glyphs(font, unicode)


def to_unicode(data: bytes, entries: int) -> dict[int, str]:
    """A ToUnicode CMap as code → text (ISO 32000-1, 9.10.3), cut off after `entries`, also where they repeat."""
    return dict(islice(_entries(data, entries), entries))


def _entries(data: bytes, most: int) -> Iterator[tuple[int, str]]:
    for kind, body in _SECTION.findall(data):
        if kind == b"char":
            for code, text in _CHAR.findall(body):
                yield _number(code), _text(text)
            continue
        for first, last, text, several in _RANGE.findall(body):
            start, stop = _number(first), min(_number(last), _number(first) + most)
            if several:
                texts: Iterable[str] = (_text(each) for each in re.findall(_HEX, several))
            else:
                texts = _counting(_hex(text), stop - start + 1)
            yield from zip(range(start, stop + 1), texts, strict=False)


def _counting(first: bytes, many: int) -> Iterable[str]:
    """The texts of a range: the last two bytes count upwards."""
    stem, last = first[:-2], int.from_bytes(first[-2:], "big")
    for number in range(last, last + many):
        yield _decoded(
            stem + (number & 0xFFFF).to_bytes(max(1, len(first[-2:])), "big") if number < 65536 else b""
        )


def _hex(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _number(digits: bytes) -> int:
    return int.from_bytes(_hex(digits)[:4], "big")


def _text(digits: bytes) -> str:
    return _decoded(_hex(digits))


def _decoded(data: bytes) -> str:
    return _printable(data.decode("latin-1" if len(data) == 1 else "utf-16-be", "ignore"))


def _printable(text: str) -> str:
    """Without control characters (a NUL cannot be stored, the others mean nothing); blanks of any width are one.
    Many fonts call each of their hyphens soft, so that says nothing."""
    if text.isprintable():
        return text
    return "".join(
        " " if letter.isspace() else letter
        for letter in text.replace("\u00ad", "-")
        if letter.isspace() or ord(letter) >= 32
    )


def spec_of(reference: object) -> dict[str, Any]:
    """The font dictionary, with the descendant's of a composite font put into it as pdfminer.six does."""
    spec = dict(dict_value(reference))
    descendants = spec.get("DescendantFonts")
    if descendants is not None:
        below = dict(dict_value(list_value(descendants)[0]))
        for key in ("Encoding", "ToUnicode"):
            if key in spec:
                below[key] = resolve1(spec[key])
        return below
    return spec
