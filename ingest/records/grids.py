"""Tables as they lie in files, CSV and XLSX: lines of cells, every cell a text. openpyxl is imported here alone.

Values only: a formula is refused, never computed. What is wrong with one line costs no other.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from ingest.records.errors import RecordError, Trouble

MOST_ROWS = 10_000
LARGEST = 20_000_000  # bytes
_LARGEST_UNPACKED = 200_000_000
_MOST_COLUMNS = 500
_LONGEST_CELL = 200_000
_ZIP = b"PK\x03\x04"
_SEPARATORS = ",;\t"


@dataclass(slots=True)
class Grid:
    """The lines of a table that hold anything, each with its number in the file; the first is the head."""

    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def is_workbook(data: bytes) -> bool:
    """Whether it is an XLSX workbook: a ZIP that holds one."""
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_grid(data: bytes, name: str) -> Grid:
    """The table in a file, by its content. Raises `RecordError` where the file as such cannot be read."""
    if len(data) > LARGEST:
        raise RecordError(
            _("%(name)s lebih besar dari 20 MB. Bagi menjadi beberapa berkas.") % {"name": name}
        )
    grid = _workbook(data, name) if is_workbook(data) else _csv(data, name)
    if len(grid.lines) > MOST_ROWS + 1:
        sentence = _("%(name)s berisi lebih dari 10.000 baris. Bagi menjadi beberapa berkas.")
        raise RecordError(sentence % {"name": name})
    return grid


def _csv(data: bytes, name: str) -> Grid:
    """Spreadsheets in Indonesian separate cells by semicolons: whatever the head has most."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("%(name)s bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”.")
        raise RecordError(sentence % {"name": name}) from error
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    grid = Grid()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        began = 1
        for cells in rows:
            if any(map(str.strip, cells)):
                grid.lines.append((began, cells))
            began = rows.line_num + 1
    except csv.Error as error:
        sentence = (
            _("ada sel yang lebih panjang dari 131.072 huruf.")
            if "limit" in str(error)
            else _("tanda kutipnya tidak berpasangan.")
        )
        grid.troubles.append(Trouble(rows.line_num, sentence))
    return grid


def _workbook(data: bytes, name: str) -> Grid:
    """The first sheet of a workbook."""
    damaged = _("%(name)s bukan XLSX yang utuh. Buka dan simpan ulang, atau simpan sebagai “CSV UTF-8”.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise RecordError(
                _("%(name)s lebih besar dari 20 MB. Bagi menjadi beberapa berkas.") % {"name": name}
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return _sheet(book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS))
        finally:
            book.close()
    except RecordError:
        raise
    except Exception as error:  # openpyxl meets a damaged file with whatever its parts raise
        raise RecordError(damaged % {"name": name}) from error


def _sheet(rows: Iterable[tuple[Any, ...]]) -> Grid:
    grid = Grid()
    for number, row in enumerate(rows, start=1):
        cells = []
        for place, cell in enumerate(row):
            try:
                cells.append(_text(cell))
            except _NoValue as error:
                cells.append("")
                sentence = str(error) % {"cell": f"{_letters(place)}{number}"}
                grid.troubles.append(Trouble(number, sentence))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            grid.lines.append((number, cells))
        if len(grid.lines) > MOST_ROWS + 1:
            break
    return grid


class _NoValue(ValueError):
    """A cell that holds no value of its own."""


def _text(cell: Any) -> str:
    """A cell as somebody would type it: dates in ISO 8601, whole numbers without a point."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise _NoValue(_("sel %(cell)s berisi rumus; ganti dengan nilainya."))
    if cell.data_type == "e":
        raise _NoValue(_("sel %(cell)s berisi kesalahan lembar kerja; perbaiki atau kosongkan."))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if len(text) > _LONGEST_CELL:
        raise _NoValue(_("sel %(cell)s terlalu panjang."))
    return text


def _letters(place: int) -> str:
    """The letters of a column, from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
