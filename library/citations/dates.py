"""Dates of CSL-JSON, set as a style and a locale want them; ranges are collapsed (3–5 June 2012).

The value of a date is `{"date-parts": [[year, month, day], [year, month, day]], "circa": …, "season": …,
"literal": …}`; years before 500 have no era here.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from library.citations.letters import change
from library.citations.pieces import Piece, marks, row, words
from library.citations.styles import Element, Locale

_NAMES = ("year", "month", "day")
SEASONS = ("1", "2", "3", "4")
_KEPT = {"year": ("year",), "year-month": ("year", "month"), "month-day": ("month", "day")}


@dataclass(frozen=True, slots=True)
class Date:
    """One date or a stretch of time: what is known of each end, by "year", "month", "day"."""

    start: dict[str, int]
    end: dict[str, int]
    season: str = ""
    literal: str = ""
    circa: bool = False

    def says(self, names: Collection[str]) -> bool:
        """Whether one of these parts of it is known; a season stands for a month."""
        season = "month" in names and not self.start.get("month") and self.season in SEASONS
        return bool(self.literal or season or any(self.start.get(name) for name in names))

    @property
    def is_empty(self) -> bool:
        return not (self.literal or self.season or any(self.start.values()) or any(self.end.values()))


def read(value: Any) -> Date | None:
    """The date that a CSL-JSON item holds, of whatever shape; None when nothing can be read from it."""
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    ends = [end for end in parts if isinstance(end, list | tuple)] if isinstance(parts, list | tuple) else []
    found = Date(
        start=_numbered(ends[0]) if ends else {},
        end=_numbered(ends[1]) if len(ends) > 1 else {},
        season=_plain(value.get("season")),
        literal=_plain(value.get("literal")),
        circa=bool(value.get("circa")),
    )
    return None if found.is_empty and not found.circa else found


def of(day: date) -> Date:
    """A day of the calendar."""
    return Date({"year": day.year, "month": day.month, "day": day.day}, {})


def _numbered(end: Any) -> dict[str, int]:
    numbered = {}
    for name, part in zip(_NAMES, end, strict=False):
        if not isinstance(part, bool) and (number := re.match(r"\s*(-?[0-9]{1,9})", str(part))):
            numbered[name] = int(number[1])
    return numbered


def _plain(value: Any) -> str:
    return (
        " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )


def parts_of(element: Element, locale: Locale) -> list[Element]:
    """The date-parts that an element asks for: its own, or those of the locale's form with its own changes."""
    own = [child for child in element.children if child.name == "date-part"]
    form = locale.dates.get(element.get("form")) if element.get("form") else None
    if form is None:
        return own
    changes = {child.get("name"): child for child in own}
    kept = _KEPT.get(element.get("date-parts"), _NAMES)
    parts = []
    for part in form.children:
        if part.get("name") in kept:
            change_ = changes.get(part.get("name"))
            parts.append(
                replace(part, attributes={**part.attributes, **change_.attributes}) if change_ else part
            )
    if "year" not in kept and parts and "year" in [part.get("name") for part in form.children[1:]]:
        before_year = _before_year(form)
        parts = [
            replace(part, attributes={**part.attributes, "suffix": ""})
            if part.get("name") == before_year
            else part
            for part in parts
        ]
    return parts


def _before_year(form: Element) -> str:
    names = [part.get("name") for part in form.children]
    return names[names.index("year") - 1]


def render(when: Date, element: Element, parts: list[Element], locale: Locale) -> Piece:
    """The date set by an element; an empty piece when these parts of it are not known."""
    delimiter = element.get("delimiter")
    if when.literal:
        year = next((part for part in parts if part.get("name") == "year"), None)
        return row([words(when.literal, year)] if year else [], element, delimiter=delimiter)
    return row(_set(when, parts, locale), element, delimiter=delimiter)


def _set(when: Date, parts: list[Element], locale: Locale) -> Iterator[Piece]:
    """Parts that differ between the ends are set twice, with a dash, where the last of them has its place."""
    apart = _apart(when, parts)
    waiting: list[Piece] = []
    for part in parts:
        name = part.get("name")
        piece = _part(when.start.get(name), part, locale, season=when.season)
        if name not in apart:
            yield piece
            continue
        waiting.append(_part(when.end.get(name), part, locale))
        apart = [other for other in apart if other != name]
        if apart:
            yield piece
            continue
        ends = [end for end in waiting if not end.is_empty]
        if not ends:
            yield piece
            continue
        ends[0] = replace(ends[0], prefix="")
        yield row([replace(piece, suffix=""), Piece(locale.term("year-range-delimiter") or "–"), *ends])


def _apart(when: Date, parts: list[Element]) -> list[str]:
    """The parts from the largest that differs downwards."""
    asked = {part.get("name") for part in parts}
    both = [name for name in _NAMES if name in asked and name in when.end]
    for index, name in enumerate(both):
        if when.start.get(name) != when.end[name]:
            return both[index:]
    return []


def _part(value: int | None, part: Element, locale: Locale, *, season: str = "") -> Piece:
    name, form = part.get("name"), part.get("form", "long")
    if not value:
        text = ""
        if name == "month" and season:
            text = (locale.term(f"season-0{season}") if season in SEASONS else None) or season
    elif name == "month":
        text = _month(value, form, locale)
    elif name == "day":
        text = f"{value:02d}" if form == "numeric-leading-zeros" else str(value)
    else:
        text = f"{value:04d}"
    if part.get("strip-periods") == "true":
        text = text.replace(".", "")
    text = change(text, part.get("text-case"), english=True)
    return Piece(text, part.get("prefix"), part.get("suffix"), marks=marks(part))


def _month(value: int, form: str, locale: Locale) -> str:
    if not 1 <= value <= 24:
        return ""
    if value > 12:  # 13 to 24 are seasons, four by four
        return locale.term(f"season-0{(value - 13) % 4 + 1}") or ""
    if form == "numeric":
        return str(value)
    if form == "numeric-leading-zeros":
        return f"{value:02d}"
    return locale.term(f"month-{value:02d}", form) or ""
