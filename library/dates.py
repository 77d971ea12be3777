"""Dates as precise as they are known: a day, a month, a year, about a year, a stretch of time, or unknown.

Pure. Stored as text in the Extended Date/Time Format (EDTF, ISO 8601-2, level 1: `2004-09-22`, `2004-09`, `2004`,
`2004~` about that year, `2015-01/2015-02` from one to the other, empty for unknown).
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2100  # other years are slips of the hand
_EDTF = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*([~?]?)")
_SPOKEN = re.compile(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTHS_OF_A_YEAR = re.compile(
    r"([a-z]+)(?:\s*[-/&]\s*|\s+(?:s\.?d\.?|sampai|dan|to|and)\s+)([a-z]+)\s+(\d{4})"
)
_DASHES = str.maketrans("‐‑‒–—−", "------")
_ABOUT = re.compile(r"(?:sekitar|kira-kira|circa|ca?\.|about)\s+(\d{4})")


class UnreadableDate(ValueError):
    """The text is no date that we can read."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision; `year` 0 is unknown, `month` and `day` 0 are not known, `circa` is about. With
    `until`, it is the first of a stretch: an issue for January and February, years of fieldwork."""

    year: int = 0
    month: int = 0
    day: int = 0
    circa: bool = False
    until: "PartialDate | None" = None

    @property
    def edtf(self) -> str:
        if not self.year:
            return ""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts) + ("~" if self.circa else "") + (f"/{self.until.edtf}" if self.until else "")

    @property
    def sort(self) -> int:
        """yyyymmdd with zeros for what is not known; 0 when nothing is."""
        return self.year * 10_000 + self.month * 100 + self.day


#: Nothing is known of when.
UNKNOWN = PartialDate()


def read(text: str) -> PartialDate:
    """The date that an editor or a catalogue wrote: EDTF, "22 September 2004", "September 2004", "22/9/2004",
    "sekitar 2004", "Jan–Feb 2015", "Desember 2015–Januari 2016", "2012–2013". Raises `UnreadableDate`."""
    text = " ".join(text.translate(_DASHES).lower().split())
    if not text:
        return PartialDate()
    if found := _MONTHS_OF_A_YEAR.fullmatch(text):
        return _stretch(_one(f"{found[1]} {found[3]}"), _one(f"{found[2]} {found[3]}"))
    try:
        return _one(text)
    except UnreadableDate:
        for separator in ("/", " - ", "-", " s.d. ", " sampai "):
            first, _separator, last = text.partition(separator)
            if last:
                with suppress(UnreadableDate):
                    return _stretch(_one(first.strip()), _one(last.strip()))
        raise


def _stretch(first: PartialDate, last: PartialDate) -> PartialDate:
    if last.sort <= first.sort:
        raise UnreadableDate(f"{last.edtf} is not after {first.edtf}")
    return replace(first, until=last)


def _one(text: str) -> PartialDate:
    """One date, not a stretch."""
    if found := _EDTF.fullmatch(text):
        return _checked(int(found[1]), int(found[2] or 0), int(found[3] or 0), circa=bool(found[4]))
    if found := _ABOUT.fullmatch(text):
        return _checked(int(found[1]), circa=True)
    if (found := _SPOKEN.fullmatch(text)) and found[2] in MONTHS:
        return _checked(int(found[3]), MONTHS[found[2]], int(found[1] or 0))
    if found := _NUMERIC.fullmatch(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    raise UnreadableDate(text)


def _checked(year: int, month: int = 0, day: int = 0, *, circa: bool = False) -> PartialDate:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableDate(f"the year {year}")
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise UnreadableDate(str(error)) from error
    return PartialDate(year, month, day, circa)
