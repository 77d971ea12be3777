"""How journals and bulletins number their issues, as printed: "Vol. 3 No. 2", "Edisi 12, Maret 2015", "Jan–Feb 2015".

Pure. A volume is often absent; a number may be a word ("Khusus") or two in one ("1–2"); a year stands in Roman
numerals where printers like it ("Th. II").
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from library.dates import UNKNOWN, PartialDate, UnreadableDate
from library.dates import read as read_date

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_VALUE = r"(?P<{}>\d+(?:\s*[-–/]\s*(?!(?:19|20)\d\d\b)\d+)?|[ivxlc]+\b)"
_MONTHS = re.compile(r"[^\W\d_]+(?:\s*(?:[-–/&]|s\.?d\.?)\s*[^\W\d_]+)?\s+(?:19|20)\d\d(?!\d)")
_VOLUME = re.compile(
    rf"\b(?:vol(?:ume)?|jilid|th|tahun(?:\s+ke)?|thn)\b[.:\s-]*{_VALUE.format('volume')}(?!\d)", re.I
)
_NUMBER = re.compile(
    rf"\b(?:no(?:mor)?|number|edisi(?:\s+ke)?|issue|nr|ed)\b[.:\s-]*(?:(?P<word>khusus|perdana|istimewa)|{_VALUE.format('number')})",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a printed number says; what it does not say is empty."""

    volume: str = ""
    number: str = ""
    issued: PartialDate = UNKNOWN

    def __bool__(self) -> bool:
        return bool(self.volume or self.number or self.issued.year)


def read(text: str) -> Numbering:
    """What `text` says; an empty `Numbering` where it says nothing that we understand.

    "Vol. 3 No. 2" has a volume and a number, "Edisi 12, Maret 2015" a number and a month, "Jan–Feb 2015" two months.
    """
    rest = " ".join(text.split())
    volume = number = ""
    if (found := _NUMBER.search(rest)) and not _is_year(found["number"] or ""):  # "Edisi 2015" is when
        number = (found["word"] or found["number"]).strip()
        number = number.capitalize() if found["word"] else number
        rest = f"{rest[: found.start()]} , {rest[found.end() :]}"
    if found := _VOLUME.search(rest):
        if not _is_year(found["volume"]):  # "Tahun 2015" is when, not which
            volume = found["volume"]
            rest = f"{rest[: found.start()]} , {rest[found.end() :]}"
        else:
            rest = f"{rest[: found.start()]} , {found['volume']} {rest[found.end() :]}"
    return Numbering(_upper_roman(volume), _upper_roman(number), _date(rest))


def sort_value(volume: str, number: str, issued: PartialDate) -> int:
    """A whole number by which issues stand in the order in which they appeared: year, month, volume, number. The month
    goes before the number, because special issues have none."""
    year, month = issued.year, issued.month
    return ((year * 100 + month) * 10_000 + count(volume)) * 10_000 + count(number)


def _date(text: str) -> PartialDate:
    for part in (text, *re.split(r"[,;()|]|\s/\s", text), *(found[0] for found in _MONTHS.finditer(text))):
        with suppress(UnreadableDate):
            found = read_date(part.strip(" ./"))
            if found.year:
                return found
    years = _YEAR.findall(text)
    return PartialDate(int(years[-1])) if years else PartialDate()


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d{2}", text))


def _upper_roman(text: str) -> str:
    return text.upper() if re.fullmatch(r"[ivxlc]+", text, re.I) else text


def count(text: str) -> int:
    """The value of "12", "1–2" (its first) or "XII"; 0 for a word. At most 9999."""
    if found := re.match(r"\d+", text):
        return min(int(found[0]), 9_999)
    letters = text.lower()
    if not letters or not set(letters) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in letters]
    total = sum(
        -value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True)
    )
    return max(0, total)
