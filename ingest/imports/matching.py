"""Which column of a table fills which field of ours, and what holds for all its rows. Pure but for the session's memory.

A match is remembered for tables with the same headings as long as the session lasts, so that a file of mended rows, or
next month's export, is not matched again.
"""

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ingest.imports.headings import guess, is_complaints
from ingest.imports.tables import Table
from ingest.records.checks import Row
from ingest.records.columns import COLUMNS, ISSUES, KINDS
from ingest.records.labels import CHOICES, FILE, FILE_LABEL, LABELS
from ingest.records.words import in_our_words

#: What a column may be matched with: the fields of a row, and the name of the PDF that comes later.
OFFERED = {**LABELS, FILE: FILE_LABEL}
#: What may be told for all rows at once.
CONSTANTS = ("kind", "language", "access")
_REMEMBERED, _MOST_REMEMBERED = "import_matches", 20


@dataclass(slots=True)
class Match:
    """`fields`: our column by the place of theirs; `constants`: what rows say that do not say it themselves."""

    fields: dict[int, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def place_of(self, column: str) -> int | None:
        return next((place for place, name in self.fields.items() if name == column), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": {str(place): name for place, name in self.fields.items()},
            "constants": self.constants,
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Match":
        return cls(
            {int(place): name for place, name in value.get("fields", {}).items() if name in OFFERED},
            _constants(value.get("constants", {})),
        )

    @classmethod
    def chosen(cls, table: Table, sent: Mapping[str, str]) -> "Match":
        """What a form says: `kolom-<place>` for each column, `semua-<column>` for all rows."""
        fields = {each.place: sent.get(f"kolom-{each.place}", "") for each in table.columns}
        return cls(
            {place: name for place, name in fields.items() if name in OFFERED},
            _constants({name: sent.get(f"semua-{name}", "") for name in CONSTANTS}),
        )


def _constants(told: Mapping[str, str]) -> dict[str, str]:
    return {name: told[name] for name in CONSTANTS if told.get(name) in CHOICES[name]}


def guessed(table: Table) -> Match:
    """The match that the headings suggest."""
    places = {each.place for each in table.columns}
    return Match({place: name for place, name in guess(table.headings).items() if place in places})


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a match cannot be used; it stands beside the select of a column at `place`, or of a `constant`."""

    sentence: str
    place: int = -1
    constant: str = ""


def objections(match: Match, table: Table) -> list[Objection]:
    """A field that two columns fill, and what every row must say and none can."""
    found = []
    letter = {each.place: each.letter for each in table.columns}
    seen: dict[str, int] = {}
    for place, name in sorted(match.fields.items()):
        if name in seen:
            sentence = _("“%(field)s” sudah dipakai untuk kolom %(letter)s. Pilih salah satu.")
            told = {"field": OFFERED[name].name, "letter": letter.get(seen[name], "")}
            found.append(Objection(sentence % told, place))
        seen.setdefault(name, place)
    if "kind" not in seen and "kind" not in match.constants:
        sentence = _("Pilih jenisnya di sini, atau cocokkan satu kolom dengan “%(field)s”.")
        found.append(Objection(sentence % {"field": LABELS["kind"].name}, constant="kind"))
    of_issues = "kind" not in seen and match.constants.get("kind") in ISSUES
    for name in ("periodical",) if of_issues else ("title",):
        if name not in seen:
            sentence = _("“%(field)s” belum ada. Cocokkan satu kolom dengan “%(field)s”.")
            free = next((each.place for each in table.columns if each.place not in match.fields), None)
            place = free if free is not None else table.columns[0].place
            found.append(Objection(sentence % {"field": LABELS[name].name}, place))
    return found


def rows_of(table: Table, match: Match) -> list[Row]:
    """The rows of a table in the words of ours, without empty cells. The PDFs that they name are no part of them: those
    come later (`awaited`)."""
    places = {place: name for place, name in match.fields.items() if name in COLUMNS and name != FILE}
    rows = []
    for number, cells in table.lines:
        fields = {
            name: in_our_words(name, text)
            for place, name in places.items()
            if place < len(cells) and (text := cells[place].strip())
        }
        kind = fields.get("kind") or match.constants.get("kind", "")
        for name, word in match.constants.items():
            if kind not in KINDS or kind in COLUMNS[name].kinds:
                fields.setdefault(name, word)
        rows.append(Row(number, fields))
    return rows


def remember(session: MutableMapping[str, Any], table: Table, match: Match) -> None:
    """Keep the match for tables with the same headings, the newest twenty."""
    known = dict(session.get(_REMEMBERED, {}))
    key = _key(table.headings)
    known.pop(key, None)
    known[key] = {
        "fields": [match.fields.get(place, "") for place in _own_places(table.headings)],
        "constants": match.constants,
    }
    session[_REMEMBERED] = dict(list(known.items())[-_MOST_REMEMBERED:])


def remembered(session: Mapping[str, Any], table: Table) -> Match | None:
    """The match of an earlier table with the same headings."""
    kept = session.get(_REMEMBERED, {}).get(_key(table.headings))
    if not kept:
        return None
    fields = zip(_own_places(table.headings), kept["fields"], strict=False)
    return Match(
        {place: name for place, name in fields if name in OFFERED}, _constants(kept.get("constants", {}))
    )


def _own_places(headings: Iterable[str]) -> list[int]:
    """The places of a table's own columns: a file of bad rows has their complaints besides."""
    return [place for place, heading in enumerate(headings) if not is_complaints(heading)]


def _key(headings: list[str]) -> str:
    own = [headings[place].casefold() for place in _own_places(headings)]
    while own and not own[-1]:
        own.pop()
    return hashlib.sha256("\x1f".join(own).encode()).hexdigest()
