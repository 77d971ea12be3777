"""Letters and their widths: what the codes of one font in a file stand for. pdfminer.six reads the font; we its ToUnicode.

`pdfminer` makes them, `content` asks them. Codes that nobody can translate become U+FFFD, so they can be counted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, repeat
from typing import Any

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

from ingest.extract.operators import string
from ingest.extract.plain import printable

UNKNOWN = "�"
#: What small figures (raised or lowered ones that are glyphs of their own) are called on their way to `content`: no
#: file may use these code points.
SMALL = {0xFDD0 + figure: str(figure) for figure in range(10)}
#: A figure is small where the font has another of the same name that is wider by so much.
_NARROWER = 0.85
#: A font's letters are higher than this (in thousandths of an em), whatever it says of itself.
_LOW = 600
#: What programs that make fonts out of TrueType ones call the glyphs that by the custom of that format show nothing:
#: .null, the carriage return and the blank (OpenType 1.9, recommendations, "first four glyphs").
_NOTHING = {"g1": "", "g2": "", "g3": " "}
#: Encodings that say of all their letters which they are (ISO 32000-1, annex D).
_NAMED = frozenset({"StandardEncoding", "WinAnsiEncoding", "MacRomanEncoding"})
_SYMBOLIC = 4  # the flag of fonts for which that is not to be believed (9.8.2)
#: Strings of at most so many bytes are remembered, up to so many of them for each font.
_SHORT, _REMEMBERED = 26, 20_000
#: What a string is: letters alone, blanks alone, both (or small figures among others), or nothing.
PLAIN, BLANK, MIXED, EMPTY = 0, 1, 2, 3
_HEX = rb"<([0-9A-Fa-f\s]*)>"
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_CHAR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")


class Glyphs:
    """One font. `ascent` and `descent` are in ems, both positive."""

    def __init__(self, font: PDFFont, unicode: dict[int, str], spec: dict[str, Any]) -> None:
        self._font = font
        self._texts = _Texts(font, unicode)
        self._widths = _Widths(font)
        self._bytes = not font.is_multibyte()
        #: What was `measured` before, by the string as it is written.
        self.known: dict[bytes, tuple[str, float, int, int, int]] = {}
        if self._bytes:
            self._texts.update(_of_no_letter(font, unicode, spec))
        small = _small_figures(unicode, self._widths)
        self._texts.update(small)
        self.has_small = bool(small)
        ascent, descent = _heights(font, spec)
        self.ascent = ascent if 0.3 < ascent < 1.5 else 0.75
        self.descent = descent if 0 < descent < 0.8 else 0.22

    def _codes(self, data: bytes) -> Iterable[int]:
        return data if self._bytes else tuple(self._font.decode(data))

    def measured(self, raw: bytes) -> tuple[str, float, int, int, int]:
        """Of a string as it is written: its text, its width in ems, how many letters it has, how many of them are the
        one-byte blank that word spacing widens, and whether it is PLAIN, BLANK, MIXED or EMPTY. Remembers what is short."""
        data = string(raw)
        codes = self._codes(data)
        text = "".join(map(self._texts.__getitem__, codes))
        width = sum(map(self._widths.__getitem__, codes))
        count = len(data) if self._bytes else len(codes)  # type: ignore[arg-type]
        found = (text, width, count, data.count(b" ") if self._bytes else 0, self._kind(text))
        if len(raw) <= _SHORT and len(self.known) < _REMEMBERED:
            self.known[raw] = found
        return found

    def _kind(self, text: str) -> int:
        if not text:
            return EMPTY
        if text.isspace():
            return BLANK
        if any(map(str.isspace, text)) or (self.has_small and text != text.translate(SMALL)):
            return MIXED
        return PLAIN

    def offsets(self, raw: bytes) -> list[float]:
        """Where each character of the text begins, in ems, and where the last one ends."""
        codes = self._codes(string(raw))
        edges = list(accumulate(map(self._widths.__getitem__, codes), initial=0.0))
        texts = [self._texts[code] for code in codes]
        if len("".join(texts)) == len(texts) and "" not in texts:
            return edges
        spread = [left for left, text in zip(edges, texts, strict=False) for _ in text]
        return [*spread, edges[-1]]


def _heights(font: PDFFont, spec: dict[str, Any]) -> tuple[float, float]:
    """Ascent and descent in ems, both positive. pdfminer.six has its own metrics of the standard fonts, which tell the
    heights of certain letters; without a descriptor in the file, others take the box of them all."""
    metrics = FONT_METRICS.get(str(getattr(font, "basefont", "")))
    if metrics is None or font.descriptor is not metrics[0]:
        return min(font.get_ascent(), _highest(font)), -font.get_descent()
    own = resolve1(spec.get("FontDescriptor"))
    told = [resolve1(own.get(key)) if isinstance(own, dict) else 0 for key in ("Ascent", "Descent")]
    if all(isinstance(number, int | float) and number for number in told):
        return told[0] / 1000, abs(told[1]) / 1000
    _, bottom, _, top = list_value(metrics[0]["FontBBox"])
    return top / 1000, -bottom / 1000


def _highest(font: PDFFont) -> float:
    """How high, in ems, the box of all letters is, where it says so credibly; no ascent is more than that."""
    box = resolve1(font.descriptor.get("FontBBox"))
    top = resolve1(box[3]) if isinstance(box, list | tuple) and len(box) == 4 else 0
    return top / 1000 if isinstance(top, int | float) and top > _LOW else 9.9


class _Texts(dict[int, str]):
    def __init__(self, font: PDFFont, unicode: dict[int, str]) -> None:
        super().__init__(unicode)
        self._font = font

    def __missing__(self, code: int) -> str:
        try:
            text = self._font.to_unichr(code)
        except (PDFUnicodeNotDefined, ValueError, TypeError):
            text = UNKNOWN
        self[code] = text = printable(text) if isinstance(text, str) else UNKNOWN
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


def _of_no_letter(font: PDFFont, unicode: dict[int, str], spec: dict[str, Any]) -> dict[int, str]:
    """What the codes stand for that nobody can translate because they are no letters: the glyphs called so, and the
    control characters that programs leave in their strings, for which the font has no glyph. Of a simple font."""
    encoding = resolve1(spec.get("Encoding"))
    names: dict[int, str] = {}
    base: object = encoding
    if isinstance(encoding, dict):
        base = resolve1(encoding.get("BaseEncoding"))
        names = _differences(encoding.get("Differences"))
    is_named = getattr(base, "name", "") in _NAMED and not font.flags & _SYMBOLIC
    known = getattr(font, "cid2unicode", {})
    found = {
        code: _NOTHING[called]
        for code, called in names.items()
        if called in _NOTHING and not isinstance(font, PDFType3Font)
    }
    for code in range(32):
        if code not in names and (is_named or not font.widths.get(code)):
            found[code] = " " if chr(code).isspace() else ""
    return {code: text for code, text in found.items() if code not in unicode and code not in known}


def _differences(found: object) -> dict[int, str]:
    """The glyphs' names by their codes, as an encoding writes them (ISO 32000-1, 9.6.6)."""
    names: dict[int, str] = {}
    code = 0
    for each in map(resolve1, list_value(found) if found else ()):
        if isinstance(each, int):
            code = each
        else:
            called = getattr(each, "name", "")
            names[code] = called if isinstance(called, str) else ""
            code += 1
    return names


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
    return Glyphs(font, unicode, spec)


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
    stop = min(last + many, 65_536)
    if len(first) == 2 and (stop <= 0xD800 or last >= 0xE000):
        yield from map(printable, map(chr, range(last, stop)))
    else:
        for number in range(last, stop):
            wide = max(1, len(first[-2:]), (number.bit_length() + 7) // 8)
            yield _decoded(stem + number.to_bytes(wide, "big"))
    yield from repeat("", last + many - stop)


def _hex(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _number(digits: bytes) -> int:
    if len(digits) <= 4 and digits.isalnum() and len(digits) % 2 == 0:
        return int(digits, 16)
    return int.from_bytes(_hex(digits)[:4], "big")


def _text(digits: bytes) -> str:
    if len(digits) == 4 and digits.isalnum():
        letter = chr(int(digits, 16))
        if letter.isprintable():
            return letter
    return _decoded(_hex(digits))


def _decoded(data: bytes) -> str:
    return printable(data.decode("latin-1" if len(data) == 1 else "utf-16-be", "ignore"))


def spec_of(reference: object) -> dict[str, Any]:
    """The font dictionary, with the descendant's of a composite font put into it as pdfminer.six does; empty where a
    composite font has none."""
    spec = dict(dict_value(reference))
    descendants = spec.get("DescendantFonts")
    if descendants is not None:
        first = list_value(descendants)[:1]
        if not first:
            return {}
        below = dict(dict_value(first[0]))
        for key in ("Encoding", "ToUnicode"):
            if key in spec:
                below[key] = resolve1(spec[key])
        return below
    return spec
