"""An item of CSL-JSON, read once and made safe: whatever stands in it, words are words, names names and dates dates.

Runs of white space become one space, so that a title's line break is not seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from library.citations import dates, names

_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator
"""
NAMES = frozenset(_NAMES.split())
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
# Older names of the same variables.
_OLDER = {"title-short": "shortTitle", "container-title-short": "journalAbbreviation"}


@dataclass(frozen=True, slots=True)
class Item:
    """What a style may ask for: `kind` is the CSL type; `label` says what a locator counts ("page")."""

    kind: str
    texts: Mapping[str, str]
    names: Mapping[str, tuple[names.Name, ...]]
    dates: Mapping[str, dates.Date]
    label: str = ""

    def text(self, variable: str) -> str:
        return self.texts.get(variable, "")

    def has(self, variable: str) -> bool:
        if variable in DATES:
            return variable in self.dates
        return bool(self.names.get(variable) if variable in NAMES else self.text(variable))

    def is_circa(self, variable: str) -> bool:
        return variable in self.dates and self.dates[variable].circa

    def is_english(self, otherwise: str) -> bool:
        """Whether its own words are English; of an item that does not say, the language of the reader decides."""
        return (self.text("language") or otherwise)[:2].lower() == "en"


def read(
    item: Mapping[str, Any], *, accessed: date | None = None, locator: str = "", label: str = "page"
) -> Item:
    """An item of CSL-JSON with the day on which it was seen and the place in it that is cited. Never raises: what
    cannot be understood is as if it were not there."""
    texts = {key: said for key, value in item.items() if (said := _plain(value))}
    for name, older in _OLDER.items():
        if older in texts:
            texts.setdefault(name, texts[older])
    if "page" in texts:
        texts["page-first"] = re.split(r"\s*(?:&|, |-|–)\s*", texts["page"])[0]
    texts.pop("locator", None)
    if place := _plain(locator):
        texts["locator"] = place
    when = {key: day for key in DATES if (day := dates.read(item.get(key)))}
    if accessed is not None:
        when["accessed"] = dates.of(accessed)
    return Item(
        kind=texts.get("type", ""),
        texts={key: said for key, said in texts.items() if key not in NAMES | DATES},
        names={key: people for key in NAMES if (people := names.read(item.get(key)))},
        dates=when,
        label=label,
    )


def _plain(value: Any) -> str:
    """Words and numbers as words."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())
