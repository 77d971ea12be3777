"""When two rows, or a row and a page, speak of the same journal or of the same issue of it.

Pure. Titles are compared without case, accents and marks; numbers as they are read (`library.numbering`), so that "Vol.
3 No. 2" and volume 3, number 2 are one issue.
"""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from library import dates, numbering
from library.dates import PartialDate, UnreadableDate


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """The numbers of an issue, with the date where one is told; `called` is how a table wrote them."""

    volume: str = ""
    number: str = ""
    issued: PartialDate = dates.UNKNOWN
    called: str = ""

    def __bool__(self) -> bool:
        return bool(self.volume or self.number or self.issued.year)

    def same_as(self, other: "IssueNumber") -> bool:
        """Whether both are one issue of their periodical: equal volume and number in years that do not differ, or,
        without either, one date."""
        years = {each.issued.year for each in (self, other) if each.issued.year}
        ours, theirs = (self.volume, self.number), (other.volume, other.number)
        if any(ours) or any(theirs):
            return tuple(map(folded, ours)) == tuple(map(folded, theirs)) and len(years) < 2
        return bool(self.issued.year) and self.issued == other.issued


def issue_number(fields: Mapping[str, str]) -> IssueNumber:
    """What a row says of the issue that it is, or is in: `numbering`, `volume`, `number`, and the date of an issue's row. An
    article's date is its own; it tells which issue only where nothing else does."""
    called = fields.get("numbering", "")
    read = numbering.read(called)
    volume, number = fields.get("volume") or read.volume, fields.get("number") or read.number
    issued, article = read.issued, fields.get("kind", "").endswith("-article")
    if not issued.year and not (article and (volume or number)):
        with suppress(UnreadableDate):
            issued = dates.read(fields.get("date", ""))
    return IssueNumber(volume, number, issued, called)


def issue_key(fields: Mapping[str, str]) -> tuple[str, ...]:
    """What two rows share that describe one issue of one periodical."""
    told = issue_number(fields)
    numbers = (folded(told.volume), folded(told.number))
    rest = str(told.issued.year) if any(numbers) else told.issued.edtf
    return (periodical_key(fields.get("periodical", "")), *numbers, rest)


def periodical_key(title: str) -> str:
    return folded(title)


def folded(text: str) -> str:
    """Words without case, accents and marks, one space between."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
