"""Tables of works, CSV or XLSX, read and checked whole: every row can be used, or none is (docs/metadata-csv.md).

A row describes a work; several rows may speak of one file, an issue and the articles in it.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ingest.records.checks import Row, in_issue, row_troubles, troubles_between, unknown_concepts
from ingest.records.columns import ARTICLES, COLUMNS, ISSUES, TITLES
from ingest.records.errors import RecordError, Trouble, several
from ingest.records.grids import Grid, read_grid
from ingest.records.issues import periodical_key
from ingest.records.values import shown
from ingest.records.words import by_its_name

_PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Record:
    """What the table says of one work or file: `fields` by the names of docs/metadata-csv.md, without empty ones; `line` is
    where the row begins in the file. `parts` are the articles in stretches of its file; a file of which only articles
    are described has no `fields`."""

    line: int
    fields: dict[str, str]
    parts: tuple["Record", ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """Itself as one JSON value, such as an ingestion keeps."""
        parts = {_PARTS: [part.fields for part in self.parts]} if self.parts else {}
        return {**self.fields, **parts}


def parted(told: dict[str, Any]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """`Record.told` again as the fields of the work that reads the whole file, and those of the articles in it. Empty ones,
    which were kept once, say nothing."""
    whole = {name: value for name, value in told.items() if name != _PARTS and value}
    return whole, list(told.get(_PARTS, ()))


class Records:
    """The rows of one table, each found by its file; `without_file` are the journals, bulletins and issues of which the
    folder holds no PDF of their own."""

    def __init__(self, folder: Path, rows: dict[str, Record], without_file: Sequence[Record] = ()) -> None:
        self._folder, self._rows, self.without_file = folder, rows, tuple(without_file)

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, path: Path) -> Record | None:
        """What is said of the file at this path: by its path from the table's folder, or else by its bare name."""
        return next((self._rows[name] for name in self._names(path) if name in self._rows), None)

    def without(self, paths: list[Path]) -> list[str]:
        """The files that rows name and that are not among `paths`."""
        named = {name for path in paths for name in self._names(path)}
        return sorted(self._rows.keys() - named)

    def _names(self, path: Path) -> list[str]:
        names = [_composed(path.name)]
        path = path.resolve()
        if path.is_relative_to(self._folder):
            names.insert(0, _composed(path.relative_to(self._folder).as_posix()))
        return names


NO_RECORDS = Records(Path(), {})


def naming(table: Path, files: Iterable[str]) -> Records:
    """What a table that cannot be used still tells: which files there should be beside it."""
    return Records(table.resolve().parent, {name: Record(0, {}) for name in files})


def read_csv(path: Path) -> Records:
    """The rows of a CSV or XLSX that come with files. Raises `RecordError` where one of them cannot be used: all are
    said, and nothing is given."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(_("%(name)s tidak ada atau tidak dapat dibuka.") % {"name": path.name}) from error
    rows, troubles = read_rows(data, path.name)
    files = {row.line: _composed(row.fields["file"]) for row in rows if "file" in row.fields}
    rows = [
        Row(row.line, row.fields | ({"file": files[row.line]} if row.line in files else {})) for row in rows
    ]
    for row in rows:
        if "file" not in row.fields and row.kind not in TITLES | ISSUES:
            troubles.append(Trouble(row.line, _("kolom “%(column)s” kosong.") % {"column": "file"}))
    troubles += checked(rows)
    if troubles:
        error = several(troubles)
        error.files = tuple(sorted({row.fields["file"] for row in rows if "file" in row.fields}))
        raise error
    return Records(path.resolve().parent, *_by_file(_spelled_alike(rows)))


def checked(rows: Sequence[Row]) -> list[Trouble]:
    """All that is wrong with rows: by themselves, between them, and with the concepts that they name."""
    return [
        *(trouble for row in rows for trouble in row_troubles(row)),
        *troubles_between(rows),
        *unknown_concepts(rows),
    ]


def read_rows(data: bytes, name: str) -> tuple[list[Row], list[Trouble]]:
    """The rows of a table in our words, and what is wrong with its lines. Raises `RecordError` where the table as such
    cannot be read, or has columns that nobody knows."""
    grid = read_grid(data, name)
    columns = _columns(grid, name)
    rows: list[Row] = []
    troubles = list(grid.troubles)
    for line, cells in grid.lines[1:]:
        if any(cell.strip() for cell in cells[len(columns) :]):
            sentence = _("selnya lebih banyak daripada kolom. Apit sel yang berisi koma dengan tanda kutip.")
            troubles.append(Trouble(line, sentence))
            continue
        named = zip(columns, cells, strict=False)
        fields = {
            column: by_its_name(column, text) for column, cell in named if column and (text := cell.strip())
        }
        if fields:
            rows.append(Row(line, fields))
    return rows, troubles


def _columns(grid: Grid, name: str) -> list[str]:
    columns = [cell.strip().lower() for cell in grid.lines[0][1]] if grid.lines else []
    for column in ("kind", "title"):
        if column not in columns:
            sentence = _("%(name)s tidak memiliki kolom “%(column)s”; lihat docs/metadata-csv.md.")
            raise RecordError(sentence % {"name": name, "column": column})
    for column in columns:
        if column and column not in COLUMNS:
            sentence = _("Kolom “%(column)s” di %(name)s tidak dikenal; lihat docs/metadata-csv.md.")
            raise RecordError(sentence % {"name": name, "column": shown(column)})
        if column and columns.count(column) > 1:
            sentence = _("Kolom “%(column)s” ada dua kali di %(name)s.")
            raise RecordError(sentence % {"name": name, "column": column})
    return columns


def _spelled_alike(rows: Iterable[Row]) -> list[Row]:
    """The rows with one spelling of each periodical's title, that of its own row where it has one: what it is called must
    not depend on which file is read first."""
    rows = list(rows)
    spelled: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.kind not in TITLES):
        title = row.fields.get("title" if row.kind in TITLES else "periodical", "")
        spelled.setdefault(periodical_key(title), title)
    return [
        Row(row.line, row.fields | {"periodical": spelled[periodical_key(row.fields["periodical"])]})
        if "periodical" in row.fields
        else row
        for row in rows
    ]


def _by_file(rows: Iterable[Row]) -> tuple[dict[str, Record], list[Record]]:
    """The rows by their file, articles in stretches of it under the row of the whole; and those without a file."""
    wholes: dict[str, Row] = {}
    inside: dict[str, list[Row]] = {}
    without_file: list[Record] = []
    for row in rows:
        name = row.fields.get("file", "")
        if not name:
            without_file.append(Record(row.line, row.fields))
        elif row.kind in ARTICLES and "file_from" in row.fields:
            inside.setdefault(name, []).append(row)
        else:
            wholes[name] = row
    records = {}
    for name in dict.fromkeys([*wholes, *inside]):
        whole = wholes.get(name)
        parts = tuple(
            Record(row.line, in_issue(row.fields, whole.fields) if whole else row.fields)
            for row in inside.get(name, ())
        )
        records[name] = Record(whole.line if whole else parts[0].line, whole.fields if whole else {}, parts)
    return records, without_file


def _composed(name: str) -> str:
    """File names come decomposed from some machines and composed from others."""
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))
