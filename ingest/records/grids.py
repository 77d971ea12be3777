"""Tables as they lie in files, CSV and XLSX: lines of cells, every cell a text. openpyxl is imported here, and in
`written` for tables that go out.

Values only: a formula is refused, never computed. What is wrong with one line costs no other.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from ingest.records.errors import RecordError, Trouble
from ingest.records.spelling import Spelling, decoded, recognise, without_told_separator

MOST_ROWS = 10_000
LARGEST = 20_000_000  # bytes
_LARGEST_UNPACKED = 200_000_000
_MOST_COLUMNS = 500
_LONGEST_CELL = 200_000
_ZIP = b"PK\x03\x04"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"  # OpenDocument 1.3, part 2, 3.3
#: With these words begins the first cell of a row that explains the columns, as our templates have it. It is no work.
EXPLANATION = "# Keterangan"


@dataclass(slots=True)
class Grid:
    """The lines of a table that hold anything, each with its number in the file; the first is the head. `refused` are
    the cells that hold no value, a formula for one, as they are written, by line and position; `cut`: the file could
    not be read beyond its last trouble."""

    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    refused: dict[tuple[int, int], str] = field(default_factory=dict)
    cut: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether it is an XLSX workbook: a ZIP that holds one."""
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def no_table(data: bytes) -> str:
    """Why a file cannot be read as a table, by how it begins; "" where nothing speaks against it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _("Ini berkas Office lama. Simpan sebagai XLSX atau “CSV UTF-8”, lalu coba lagi.")
    if not data.startswith(_ZIP) or is_workbook(data):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            is_open_document = "mimetype" in names and archive.open("mimetype").read(100).startswith(
                _SPREADSHEET
            )
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return _("Berkas XLSX atau ZIP ini rusak. Simpan ulang, lalu coba lagi.")
    if is_open_document:
        return _("Ini lembar kerja OpenDocument (ODS). Simpan sebagai XLSX atau CSV, lalu coba lagi.")
    if any(each.startswith("word/") for each in names):
        return _("Ini dokumen Word. Data katalog dibaca dari tabel: simpan sebagai XLSX atau CSV.")
    return _("Ini arsip ZIP. Keluarkan dulu berkas di dalamnya.")


def read_grid(
    data: bytes, name: str, *, sheet: str = "", spelling: Spelling | None = None, most: int = MOST_ROWS
) -> Grid:
    """The table in a file, by its content: that sheet of a workbook, or the first; a CSV in UTF-8, or as `spelling`
    tells. Raises `RecordError` where the file as such cannot be read, or has more than `most` rows."""
    if len(data) > LARGEST:
        raise RecordError(
            _("%(name)s lebih besar dari 20 MB. Bagi menjadi beberapa berkas.") % {"name": name}
        )
    if sentence := no_table(data):
        raise RecordError(f"{name}: {sentence}")
    if is_workbook(data):
        with _opened(data, name) as book:
            grid = _sheet(_chosen(book, sheet).iter_rows(max_col=_MOST_COLUMNS), most)
    else:
        grid = _csv(data, name, spelling)
    grid.lines[1:] = [
        (number, cells) for number, cells in grid.lines[1:] if not cells[0].lstrip().startswith(EXPLANATION)
    ]
    if len(grid.lines) > most + 1:
        sentence = _("%(name)s berisi lebih dari %(most)s baris. Bagi menjadi beberapa berkas.")
        raise RecordError(sentence % {"name": name, "most": number_format(most, force_grouping=True)})
    return grid


def sheets(data: bytes, name: str) -> dict[str, int]:
    """The sheets of a workbook that may hold a table, each with its number of columns: those that are seen and have two
    rows, without the one of our template that explains the columns. Raises `RecordError`."""
    with _opened(data, name) as book:
        seen = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
        wide = {each.title: _width(each) for each in seen}
        return {title: width for title, width in wide.items() if width} or dict(list(wide.items())[:1])


def _width(sheet: Any) -> int:
    """The cells of its longest row; 0 where it holds no table."""
    rows = [row for row in sheet.iter_rows(max_row=50, max_col=_MOST_COLUMNS, values_only=True) if any(row)]
    if len(rows) < 2 or str(rows[0][0]).startswith(EXPLANATION):
        return 0
    return max(sum(value is not None for value in row) for row in rows)


def _chosen(book: Any, sheet: str) -> Any:
    return next((each for each in book.worksheets if each.title == sheet), book.worksheets[0])


def _csv(data: bytes, name: str, spelling: Spelling | None) -> Grid:
    try:
        spelling = spelling or replace(recognise(data), encoding="utf-8-sig")
        text = decoded(data, spelling.encoding)
    except UnicodeError as error:
        sentence = _("%(name)s bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”.")
        raise RecordError(sentence % {"name": name}) from error
    text, before = without_told_separator(text)
    grid = Grid()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=spelling.separator, strict=True)
    try:
        began = 1 + before
        for cells in rows:
            if any(map(str.strip, cells)):
                grid.lines.append((began, cells))
            began = rows.line_num + 1 + before
    except csv.Error as error:
        sentence = (
            _("ada sel yang lebih panjang dari 131.072 huruf.")
            if "limit" in str(error)
            else _("tanda kutipnya tidak berpasangan.")
        )
        grid.troubles.append(Trouble(rows.line_num + before, sentence))
        grid.cut = True
    return grid


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """A workbook; whatever is wrong with it while it is open becomes a `RecordError`."""
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
            yield book
        finally:
            book.close()
    except RecordError:
        raise
    except Exception as error:  # openpyxl meets a damaged file with whatever its parts raise
        raise RecordError(damaged % {"name": name}) from error


def _sheet(rows: Iterable[tuple[Any, ...]], most: int) -> Grid:
    grid = Grid()
    for number, row in enumerate(rows, start=1):
        cells, bad = [], False
        for place, cell in enumerate(row):
            try:
                cells.append(_text(cell))
            except _NoValue as error:
                cells.append("")
                bad = True
                sentence = str(error) % {"cell": f"{letters(place)}{number}"}
                grid.troubles.append(Trouble(number, sentence, place=place))
                # the formula of a whole range is an object that has it as text
                grid.refused[number, place] = str(getattr(cell.value, "text", cell.value))
        while cells and not cells[-1]:
            cells.pop()
        if cells or bad:
            grid.lines.append((number, cells or [""]))
        if len(grid.lines) > most + 2:
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


def letters(place: int) -> str:
    """The letters of a column, from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
