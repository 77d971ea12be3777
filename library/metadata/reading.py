"""What every reader of other people's records shares: the answer that it gives, and the text that it begins with.

Pure. One bad entry never costs a good one: what could be read and what could not are handed back side by side.
"""

import codecs
import html
import re
from dataclasses import dataclass, field

from library.metadata.dublin_core import in_one_line
from library.record import Record

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The byte order mark of UTF-8 as somebody sees it who took the file for Latin-1.
_MISREAD_MARK = "ï»¿"
_LINE_END = re.compile(r"\r\n?|\n")
_TAGS = ("i", "b", "u", "em", "strong", "sub", "sup", "sc", "scp")
_SPAN = re.compile(r"<span [^<>]*>")
_JATS = re.compile(r"</?jats:[^<>]*>")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An entry that could not be read, or not wholly: where it stands (a line, a number, a key) and a sentence for
    the editor, translated when it is shown."""

    place: str | int
    sentence: str


@dataclass(slots=True)
class Reading:
    """What a file gave: the records in their order, and what was wrong."""

    records: list[Record] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def decoded(data: bytes) -> str:
    """The text of a file whose encoding nobody told: by its byte order mark, else UTF-8, else Windows-1252, which
    older exporters write. Always a text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def clean(text: str) -> str:
    """The text of a file with one kind of line end and no byte order mark, and with bytes that were taken for
    another encoding read again."""
    if any(
        "\udc80" <= character <= "\udcff" for character in text
    ):  # Python's mark for bytes that are not UTF-8
        text = decoded(text.encode("utf-8", errors="surrogateescape"))
    if text.startswith(_MISREAD_MARK):
        for encoding in ("latin-1", "cp1252"):
            try:
                text = text.encode(encoding).decode("utf-8")
                break
            except UnicodeError:
                continue
    return _LINE_END.sub("\n", text.removeprefix("\ufeff").removeprefix(_MISREAD_MARK))


def plain(text: str) -> str:
    """One line without markup: Zotero and Crossref write `<i>` and `&amp;` into titles that are plain text with us.

    A bare `<`, and a tag that is not closed, are text and stay.
    """
    text = _JATS.sub(" ", text)
    for tag in _TAGS:  # counted, not matched: a search for each one's end would be slow in a hostile file
        if 0 < text.count(f"<{tag}>") == text.count(f"</{tag}>"):
            text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    if len(_SPAN.findall(text)) == text.count("</span>"):
        text = _SPAN.sub("", text).replace("</span>", "")
    return in_one_line(html.unescape(text) if _ENTITY.search(text) else text)
