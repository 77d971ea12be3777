"""The grammar of content streams: how bytes are cut into operations, and what their operands are (ISO 32000-1, 7.3,
7.8.2 and 14.9.4). `content` asks; pure.

One regular expression cuts the stream into whole operations, because looking at every operand in Python is what costs
time; colours and paths are passed over inside it.
"""

import re
from functools import lru_cache

from ingest.extract.lines import Matrix

# fmt: off
_GAP = rb"[\x00\t\n\x0c\r ]"
_NUMBERS = rb"[-+.0-9\x00\t\n\x0c\r ]"
_NAME = rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*+"
_END = rb"(?![A-Za-z0-9*'\"])"
_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _depth in range(4):  # balanced parentheses need no escape; nobody nests them deeper
    _STRING = rb"\((?:[^()\\]++|\\.|" + _STRING + rb")*+\)"
_HEX = rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*+>"
_DICT = rb"<<(?:[^<>()]++|" + _STRING + rb"|" + _HEX + rb"|<<(?:[^<>()]++|" + _STRING + rb"|" + _HEX + rb")*+>>)*+>>"
_INLINE = (
    rb"(?:" + _GAP + rb"*+(?:" + _NAME + rb"|[-+.0-9]++|true|false|\[[^\[\]]*+\]|" + _DICT + rb"|" + _HEX + rb"|" + _STRING + rb"))*+"
    + _GAP + rb"*+ID"
)
_PAINT = rb"(?:re|[mlcvyhnSsFfBbW]\*?|[wJjMid]|ET|d0|d1|rg|RG|[gGkK]|ri|sh|scn?|SCN?|cs|CS|gs|MP|DP)" + _END
#: What an operation is: the last group of OPERATION that matched. PASSED and None are of no interest.
PASSED, SHOW_ITEMS, SET, SHOW, SELECT_FONT, DO, PLACE, MARK, SHOW_SPACED, PICTURE = 1, 2, 4, 6, 8, 9, 10, 11, 13, 14
OPERATION = re.compile(
    rb"((?:(?:" + _NAME + rb")?" + _NUMBERS + rb"*+" + _PAINT + _GAP + rb"*+)++)?+"  # 1: passed over
    rb"(?:\[((?:[^\[\]()]++|" + _STRING + rb")*+)\]" + _GAP + rb"*+TJ"  # 2: the items
    rb"|([-+.0-9]" + _NUMBERS + rb"*+)(T[dDmcwzLsr]|cm)" + _END +  # 3, 4: numbers, operator
    rb"|(" + _STRING + rb"|" + _HEX + rb")" + _GAP + rb"*+(Tj|')"  # 5, 6: string, operator
    rb"|(" + _NAME + rb")" + _GAP + rb"*+([-+.0-9]++)" + _GAP + rb"*+Tf"  # 7, 8: font, size
    rb"|(BT|T\*|q|Q|EMC)" + _END +  # 9: operator
    rb"|(" + _NAME + rb")" + _GAP + rb"*+Do" + _END +  # 10: form or picture
    rb"|" + _NAME + _GAP + rb"*+(BMC|" + _DICT + rb"|" + _NAME + rb")" + _GAP + rb"*+(?:BDC)?" + _END +  # 11: properties
    rb"|([-+.0-9]" + _NUMBERS + rb"*+)(" + _STRING + rb"|" + _HEX + rb")" + _GAP + rb"*+\""  # 12, 13: numbers, string
    rb"|(BI)" + _INLINE + _GAP + rb".*?(?:" + _GAP + rb"?EI(?=" + _GAP + rb"|\Z)|\Z)"  # 14: picture
    rb"|" + _DICT + rb"|" + _STRING + rb"|" + _HEX + rb"|\[[^\[\]]*+\]|[A-Za-z'\"*][A-Za-z0-9'\"*]*+|%[^\r\n]*+"
    # What leads nowhere in one piece; or each byte of it would be a new beginning.
    rb"|" + _GAP + rb"{64,}+|[-+.0-9]" + _NUMBERS + rb"{63,}+|(?(1)|(?!)))",
    re.DOTALL,
)
# fmt: on
_ITEM = re.compile(
    _GAP + rb"*+([-+.0-9]" + _NUMBERS + rb"*+|)(\([^()\\]*+\)|<[^<>]*+>|" + _STRING + rb"|\Z)", re.DOTALL
)
_NUMBER = re.compile(rb"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b"",
}  # fmt: skip
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_BLANKS = b"\x00\t\n\x0c\r "
ACTUAL_TEXT = re.compile(rb"/ActualText" + _GAP + rb"*+(" + _STRING + rb"|" + _HEX + rb")")

#: The items of an array to be shown: a number (or b"") and the string after it, with its brackets; b"" at the end.
items = _ITEM.findall


def times(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def numbers(data: bytes) -> list[float]:
    """The numbers in a run of digits; odd ones ("--5", "1.2.3") as far as they can be read. Never empty."""
    try:
        return [float(number) for number in data.split()]
    except ValueError:
        return [float(number) for number in _NUMBER.findall(data)] or [0.0]


@lru_cache(1_000)
def name(data: bytes) -> str:
    """What a name is called, without its slash."""
    if b"#" in data:
        data = _CODE.sub(lambda code: bytes([int(code[1], 16)]), data)
    return data[1:].decode("utf-8", "replace")


def string(raw: bytes) -> bytes:
    """What a string stands for; takes it with its brackets (ISO 32000-1, 7.3.4)."""
    inside = raw[1:-1]
    if raw[:1] == b"<":
        digits = inside.translate(None, _BLANKS)
        try:
            return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))
        except ValueError:
            return b""
    return _ESCAPE.sub(_unescape, inside) if b"\\" in inside else inside


def _unescape(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[0] in b"01234567":
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(code, code)


def text_string(data: bytes) -> str:
    """Text as property lists write it: UTF-16 or UTF-8 with its mark, else one byte a letter."""
    if data[:2] == b"\xfe\xff":
        return data[2:].decode("utf-16-be", "ignore")
    return data.decode("utf-8" if data[:3] == b"\xef\xbb\xbf" else "latin-1", "ignore").lstrip("\ufeff")
