"""The letters of an upload: which encoding its bytes are in, told by the bytes alone. Pure."""

import codecs
import re
from dataclasses import dataclass

from ingest.captions.faults import Fault

_MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SEEN = 4096  # bytes that tell text from pictures and archives
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_NOT_IN_TEXT = bytes(range(0x09)) + bytes(range(0x0E, 0x1B)) + b"\x1c\x1d\x1e\x1f\x7f"
_MOST_NOT_IN_TEXT = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark; `encoding` as people call it, "" where it is no text."""

    text: str
    encoding: str
    faults: tuple[Fault, ...] = ()


def decoded(content: bytes) -> Decoded:
    """The text of the bytes, whatever they are: UTF-8, UTF-16 and UTF-32 with or without a mark, else Windows-1252."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :], codec, name)
    if codec := _unmarked_utf16(content):
        return _as(content, codec, "UTF-16")
    beginning = content[:_SEEN]
    if sum(beginning.count(byte) for byte in _NOT_IN_TEXT) > _MOST_NOT_IN_TEXT * len(beginning):
        return Decoded("", "", (Fault("not-text"),))
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        as_utf8 = content.decode("utf-8", "replace")
    # A few bytes damaged on the way do not make another encoding of what is UTF-8 elsewhere.
    if as_utf8.count("\ufffd") < len(_MULTIBYTE.findall(content)):
        return _as(content, "utf-8", "UTF-8")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # five bytes mean nothing in Windows-1252
    return Decoded(text, "Windows-1252", (Fault("not-utf8", values={"encoding": "Windows-1252 (Latin-1)"}),))


def _as(content: bytes, codec: str, name: str) -> Decoded:
    text = content.decode(codec, "replace")
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        before = text[: text.find("\ufffd")]
        line = 1 + len(re.findall(r"\r\n?|\n", before))
        return Decoded(text, name, (Fault("broken-letters", None, line, {"count": text.count("\ufffd")}),))
    return Decoded(text, name)


def _unmarked_utf16(content: bytes) -> str:
    """Where every second byte of mostly Latin text is zero."""
    beginning = content[:_SEEN]
    odd, even = beginning[1::2], beginning[::2]
    if len(odd) < 4:
        return ""
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return ""
