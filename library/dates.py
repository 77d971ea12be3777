"""Dates as precise as they are known: a day, a month, a year, about a year, or unknown.

Pure. Stored as text in the Extended Date/Time Format (EDTF, ISO 8601-2, level 1: `2004-09-22`, `2004-09`, `2004`,
`2004~` about that year, empty for unknown).
"""

import re
from dataclasses import dataclass
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
_EDTF = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*([~?]?)")
_SPOKEN = re.compile(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ABOUT = re.compile(r"(?:sekitar|kira-kira|circa|ca?\.|about)\s+(\d{4})")


class UnreadableDate(ValueError):
    """The text is no date that we can read."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision; `year` 0 is unknown, `month` and `day` 0 are not known, `circa` is about."""

    year: int = 0
    month: int = 0
    day: int = 0
    circa: bool = False

    @property
    def edtf(self) -> str:
        if not self.year:
            return ""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts) + ("~" if self.circa else "")

    @property
    def sort(self) -> int:
        """yyyymmdd with zeros for what is not known; 0 when nothing is."""
        return self.year * 10_000 + self.month * 100 + self.day


def read(text: str) -> PartialDate:
    """The date that an editor or a catalogue wrote: EDTF, "22 September 2004", "September 2004", "22/9/2004",
    "sekitar 2004". Raises `UnreadableDate`."""
    text = " ".join(text.lower().split())
    if not text:
        return PartialDate()
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
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise UnreadableDate(str(error)) from error
    return PartialDate(year, month, day, circa)
