"""How a CSV is written: its encoding, and what stands between its cells. Pure; recognised, never asked first.

Spreadsheets in Indonesian separate cells by semicolons, older programs write Windows-1252, and what is copied out of a
spreadsheet has tabs.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice

SEPARATORS = ",;\t"
#: The encodings that are read, as Python calls them.
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_HEAD = 200_000  # characters in which the separator is looked for
_LINES = 20
#: Some spreadsheets write what separates the cells into a first line of its own.
_TOLD = re.compile(r"sep=([,;\t])\r?\n?")


@dataclass(frozen=True, slots=True)
class Spelling:
    """`encoding` is one of `ENCODINGS`; `marked`: the file says by a byte order mark that it is Unicode."""

    encoding: str
    separator: str
    marked: bool = False


def recognise(data: bytes) -> Spelling:
    """How a table is written: by its byte order mark, else UTF-8, else Windows-1252; and by what parts its first lines
    into most cells. Raises `UnicodeDecodeError` where it is none of these."""
    encoding, marked = _encoding(data)
    return Spelling(encoding, _separator(decoded(data, encoding)), marked)


def decoded(data: bytes, encoding: str) -> str:
    """The text, without its byte order mark. Raises `UnicodeDecodeError`."""
    return data.decode(encoding).removeprefix("\ufeff")


def without_told_separator(text: str) -> tuple[str, int]:
    """The text without a first line that only tells the separator, and how many lines were taken off."""
    told = _TOLD.match(text)
    return (text[told.end() :], 1) if told else (text, 0)


def _encoding(data: bytes) -> tuple[str, bool]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data.decode("cp1252")
        return "cp1252", False
    return "utf-8-sig", marked


def _separator(text: str) -> str:
    if told := _TOLD.match(text):
        return told[1]
    return max(SEPARATORS, key=lambda separator: _parted(text[:_HEAD], separator))


def _parted(text: str, separator: str) -> tuple[int, int]:
    """Into how many cells the head is parted, and how many of the next lines are parted alike."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lengths = []
    try:
        lengths = [len(cells) for cells in islice(rows, _LINES) if any(map(str.strip, cells))]
    except csv.Error:
        return 0, 0
    return (lengths[0], lengths.count(lengths[0])) if lengths else (0, 0)
