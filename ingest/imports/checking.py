"""What will become of each row of a table that is brought, by the rules that hold for all of them (`ingest.records`).

Every row is foreseen, the good ones although others are bad; what is wrong is said by row and column.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from ingest.imports.bringing import Fate, Outcome, foresee
from ingest.imports.matching import Match, rows_of
from ingest.imports.reading import Entry, rank
from ingest.imports.tables import Table
from ingest.records.checks import Row
from ingest.records.columns import COLUMNS
from ingest.records.errors import Trouble
from ingest.records.labels import CHOICES, LABELS
from ingest.records.tables import checked
from ingest.records.values import shown


class Lot(StrEnum):
    """Under what a row is counted, and shown."""

    BAD = "salah"
    NEW = "baru"
    HERE = "ada"
    TWIN = "kembar"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, in one sentence; `column` names the cell that is to blame as the table does, "" for the
    row as such."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with what will become of it."""

    line: int
    entry: Entry
    outcome: Outcome
    faults: tuple[Fault, ...]

    @property
    def lot(self) -> Lot:
        if self.outcome.fate is Fate.REFUSED:
            return Lot.BAD
        if self.outcome.fate is Fate.NEW:
            return Lot.NEW
        return Lot.HERE if self.outcome.page else Lot.TWIN


def check(table: Table, match: Match, *, by: Any) -> list[CheckedRow]:
    """All rows as they would be imported by that person, in the order of the file."""
    rows = rows_of(table, match)
    faults = _faults(table, match, rows)
    entries = sorted((_entry(row, faults.get(row.line, ())) for row in rows), key=lambda each: rank(each[1]))
    outcomes = foresee((entry for _line, entry in entries), by=by)
    found = []
    for (line, entry), outcome in zip(entries, outcomes, strict=True):
        said = tuple(faults.get(line, ()))
        if outcome.fate is Fate.REFUSED and not said:
            said = (Fault("", outcome.sentence),)
        found.append(CheckedRow(line, entry, outcome, said))
    return sorted(found, key=lambda each: each.line)


def counts(rows: list[CheckedRow]) -> dict[str, int]:
    """How many rows are in each lot."""
    counted = dict.fromkeys(map(str, Lot), 0)
    for row in rows:
        counted[row.lot] += 1
    return counted


def _entry(row: Row, faults: tuple[Fault, ...] | list[Fault]) -> tuple[int, Entry]:
    sentence = " ".join(fault.sentence for fault in faults)
    return row.line, Entry(_("Baris %(line)d") % {"line": row.line}, row.fields, sentence=sentence)


def _faults(table: Table, match: Match, rows: list[Row]) -> dict[int, list[Fault]]:
    """By line; a cell that holds a formula only where its column is used."""
    found: dict[int, dict[Fault, None]] = defaultdict(dict)
    no_value = {
        (each.line, match.fields[each.place]) for each in table.troubles if each.place in match.fields
    }
    for trouble in table.troubles:
        if trouble.place < 0 or trouble.place in match.fields:
            column = match.fields.get(trouble.place, "")
            found[trouble.line][_fault(trouble, column, table, match, {})] = None
    width = len(table.headings)
    for number, cells in table.lines:
        if any(cell.strip() for cell in cells[width:]):
            sentence = _("selnya lebih banyak daripada kolom. Apit sel yang berisi koma dengan tanda kutip.")
            found[number][Fault("", _as_sentence(sentence))] = None
    by_line = {row.line: row.fields for row in rows}
    for trouble in checked(rows):
        if (trouble.line, trouble.column) not in no_value:  # a formula leaves its cell empty: said once
            fields = by_line.get(trouble.line, {})
            found[trouble.line][_fault(trouble, trouble.column, table, match, fields)] = None
    return {line: list(said) for line, said in found.items()}


def _fault(trouble: Trouble, column: str, table: Table, match: Match, fields: dict[str, str]) -> Fault:
    cell = fields.get(column, "")
    before = _("kolom “%(column)s”: %(trouble)s") % {"column": column, "trouble": ""}
    sentence = trouble.sentence.removeprefix(before)  # the column is said already
    words = CHOICES.get(column, {})
    if cell and words and cell not in words and ";" not in cell:
        sentence = _("“%(value)s” tidak dikenal; pilih %(known)s.") % {
            "value": shown(cell),
            "known": ", ".join(map(str, words.values())),
        }
    return Fault(_called(column, table, match), _as_sentence(_in_their_words(sentence, cell, table, match)))


def _called(column: str, table: Table, match: Match) -> str:
    """What a column of ours is called in the table, or else by us."""
    place = match.place_of(column)
    if place is not None and place < len(table.headings) and table.headings[place]:
        return table.headings[place]
    return str(LABELS[column].name) if column in LABELS else ""


def _in_their_words(sentence: str, cell: str, table: Table, match: Match) -> str:
    """A sentence with the columns called as the table calls them, but for what it quotes of the cell."""

    def said(quoted: re.Match[str]) -> str:
        name = quoted[1]
        if name not in COLUMNS or name not in LABELS or name == cell:
            return quoted[0]
        return f"“{_called(name, table, match)}”"

    return re.sub(r"“([a-z_]+)”", said, sentence)


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_faults(row: CheckedRow) -> Entry:
    """The entry of a good row, as it is brought in."""
    return replace(row.entry, sentence="")
