"""The lines of a sheet of an XLSX workbook. openpyxl is imported here for tables of figures that come in.

Nothing is computed: of a formula the value that the spreadsheet kept with it is taken, and said; without one it stops
the table.
"""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time
from functools import cache
from itertools import compress, repeat
from operator import is_not, itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import range_boundaries

from ingest.records.grids import letters
from ingest.tables.hidden import Hidden, hidden_in, left_out, refuse_without_headings
from ingest.tables.sheets import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, Lines, Unreadable
from ingest.tables.texts import too_many_rows
from library.tables.faults import Fault

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
#: A sheet is read so far beyond what a table may have, to see that it has more.
_FURTHEST_COLUMN, _FURTHEST_ROW = 20 * MOST_COLUMNS, MOST_ROWS + 40
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MOST_MERGED = 2_000
_LONGEST_CELL = 32_767


def read_lines(data: bytes, sheet: str) -> Lines:
    """The lines of the sheet of that name, or of the first one that holds a table. Raises `Unreadable`.

    A workbook is opened for its formulas, and once more for the values that were kept with them where there are any.
    """
    _refuse_what_is_surely_too_long(data)
    with ExitStack() as books:
        formulas = books.enter_context(_opened(data, values=False))
        values = cache(lambda: books.enter_context(_opened(data, values=True)))
        names = [each.title for each in formulas.worksheets if each.sheet_state == "visible"]
        sheets = [f"“{each.title}”" for each in formulas.worksheets if each.title not in names]
        if sheet and sheet not in names:
            message = _("Tidak ada lembar “%(sheet)s” dalam berkas ini. Yang ada: %(sheets)s.")
            raise Unreadable(message, sheet=sheet, sheets=", ".join(names))
        chosen = sheet or next(
            (name for name in names if _holds_table(name, formulas, values)), names[0] if names else ""
        )
        if not chosen:
            raise Unreadable(_("Berkas ini tidak berisi lembar kerja."))
        content = _content(data, formulas[chosen])
        unseen = hidden_in(content, _FURTHEST_COLUMN)
        lines, faults = _lines(chosen, formulas, values, unseen)
        faults += _fill_merged(lines, _merged(content), unseen.columns)
        refuse_without_headings(lines, unseen)
    faults += left_out(lines, unseen.rows, sheets)
    if not sheet and len(names) > 1:
        message = _("Yang dibaca lembar “%(sheet)s”; berkas ini berisi juga %(others)s.")
        others = ", ".join(f"“{name}”" for name in names if name != chosen)
        faults.append(Fault(message, stops=False, values={"sheet": chosen, "others": others}))
    filled = [(number, cells) for number, cells in sorted(lines.items()) if any(cells)]
    return Lines(filled, faults, sheet=chosen, sheets=tuple(names), hidden=unseen.columns)


def _refuse_what_is_surely_too_long(data: bytes) -> None:
    """A workbook of one sheet with too many filled rows, counted in its bytes: opening it would take seconds. Whatever is
    wrong with the file is said when it is opened. Raises `Unreadable`."""
    with suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [part for part in archive.infolist() if _SHEET.fullmatch(part.filename)]
            if len(sheets) != 1 or sheets[0].file_size > MOST_UNPACKED:
                return
            rows = archive.read(sheets[0]).split(b"<row ")[1:]
        if sum(b"<v>" in row or b"<is>" in row for row in rows) > _FURTHEST_ROW:
            raise too_many_rows()


@contextmanager
def _opened(data: bytes, *, values: bool) -> Iterator[Any]:
    """A workbook; whatever is wrong with it while it is open becomes `Unreadable`."""
    damaged = _("Berkas XLSX ini rusak. Buka dan simpan ulang, atau simpan sebagai “CSV UTF-8”.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable(
                _("Isi berkas ini lebih besar dari 50 MB. Hapus lembar dan gambar yang tidak diperlukan.")
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # openpyxl meets a damaged file with whatever its parts raise
        raise Unreadable(damaged) from error


def _holds_table(name: str, formulas: Any, values: Callable[[], Any]) -> bool:
    reach = {"max_row": 60, "max_col": MOST_COLUMNS}
    rows = [[cell for cell in row if cell.value is not None] for row in formulas[name].iter_rows(**reach)]
    if any(cell.data_type == "f" for row in rows for cell in row):
        rows = [[cell for cell in row if cell.value is not None] for row in values()[name].iter_rows(**reach)]
    return sum(len(row) > 1 for row in rows) > 1


def _lines(
    name: str, formulas: Any, values: Callable[[], Any], hidden: Hidden
) -> tuple[dict[int, list[str]], list[Fault]]:
    """All that stands in the sheet; what is said of its cells leaves out the hidden ones."""
    lines: dict[int, list[str]] = {}
    found: list[tuple[int, int, Fault]] = []  # with row and column
    computed: dict[int, list[int]] = defaultdict(list)  # the columns with formulas, by their row

    def put(number: int, at: int, cell: Any, *, formula: bool) -> None:
        text, message = _text(cell, formula=formula)
        if hidden.holds(number, at):
            message = None
        elif message is not None:
            fault = Fault(message, number, values={"cell": f"{letters(at)}{number}"})
            found.append((number, at, fault))
        elif formula:
            by_column[at].append(number)
        if text:
            cells = lines.setdefault(number, [])
            cells += [""] * (at + 1 - len(cells))
            cells[at] = text

    by_column: dict[int, list[int]] = {}
    for number, at, cell in _filled(formulas[name]):
        if cell.data_type == "f":
            computed[number].append(at)
            by_column.setdefault(at, [])
        else:
            put(number, at, cell, formula=False)
    if computed:
        for number, row in enumerate(_rows(values()[name]), start=1):
            for at in computed.get(number, ()):
                put(number, at, row[at], formula=True)
    if len(lines) >= _FURTHEST_ROW:
        raise too_many_rows()
    faults = [fault for _row, _at, fault in sorted(found, key=itemgetter(0, 1))]
    for at, numbers in by_column.items():
        if not numbers:
            continue
        message = _(
            "%(count)d sel berisi rumus, yang pertama %(cell)s. Yang diambil nilai terakhirnya, bukan rumusnya."
        )
        told = {"count": len(numbers), "cell": f"{letters(at)}{numbers[0]}"}
        faults.append(Fault(message, stops=False, values=told))
    return lines, faults


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Its rows from the first, each padded to the furthest column."""
    found: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_row=_FURTHEST_ROW, max_col=_FURTHEST_COLUMN)
    return found


def _filled(sheet: Any) -> Iterator[tuple[int, int, Any]]:
    """Row (from 1), column (from 0) and cell of all that is there: of a thousand cells in a row most are padding."""
    for number, row in enumerate(_rows(sheet), start=1):
        for at, cell in compress(enumerate(row), map(is_not, row, repeat(EMPTY_CELL))):
            yield number, at, cell


def _text(cell: Any, *, formula: bool) -> tuple[str, str | None]:
    """A cell as somebody would type it, and the message of what is wrong with it; `formula`: it is the value that was kept
    with one."""
    value = cell.value
    if value is None:
        if formula:
            return "", _(
                "sel %(cell)s berisi rumus tanpa nilai. Buka berkasnya, simpan ulang, atau ketik nilainya."
            )
        return "", None
    if cell.data_type == "e":
        return "", _("sel %(cell)s berisi kesalahan lembar kerja. Perbaiki, atau kosongkan.")
    if isinstance(value, bool):
        return ("ya" if value else "tidak"), None
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat(), None
    if isinstance(value, date | time):
        return value.isoformat(), None
    if isinstance(value, float):
        return _figure(value, str(cell.number_format or "")), None
    text = str(value).strip()
    if len(text) > _LONGEST_CELL:
        return "", _("sel %(cell)s terlalu panjang.")
    return text, None


def _figure(value: float, number_format: str) -> str:
    """A figure as text. A share that the sheet shows with a per cent sign is kept as a hundredth."""
    if number_format.endswith("%"):
        return f"{round(value * 100, 10):.10g}%"
    if value.is_integer():
        return str(int(value))
    text = repr(round(value, 12))
    # "1.234" would be taken for a thousand and more: here the point is surely a decimal one
    return f"{text}0" if "e" not in text and len(text.partition(".")[2]) == 3 else text


def _content(data: bytes, sheet: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(sheet._worksheet_path.lstrip("/"))


def _merged(content: bytes) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet: first column, first row, last column, last row, from 1. openpyxl keeps them only of
    sheets that it reads whole."""
    found = _MERGED.findall(content)[:_MOST_MERGED]
    return [range_boundaries(each.decode()) for each in found]


def _fill_merged(
    lines: dict[int, list[str]], ranges: list[tuple[int, int, int, int]], hidden: frozenset[int]
) -> list[Fault]:
    """Puts the text of merged cells into every row that they cover, in the first of their columns that is shown; those that run
    over columns are said. `hidden` are columns from 0."""
    faults = []
    for first_column, first_row, last_column, last_row in ranges:
        cells = lines.get(first_row, [])
        text = cells[first_column - 1] if first_column <= len(cells) else ""
        if not text:
            continue
        shown = [at for at in range(first_column, last_column + 1) if at - 1 not in hidden]
        if shown and shown[0] != first_column:
            cells[first_column - 1], first_column = "", shown[0]
            cells += [""] * (first_column - len(cells))
            cells[first_column - 1] = text
        name = f"{letters(first_column - 1)}{first_row}"
        below = [row for row in range(first_row + 1, min(last_row, _FURTHEST_ROW) + 1) if row in lines]
        for row in below:
            missing = first_column - len(lines[row])
            lines[row] += [""] * max(0, missing)
            lines[row][first_column - 1] = text
        if len(shown) > 1 and any(len(each) > 1 for each in (cells, *(lines[row] for row in below))):
            message = _(
                "sel %(cell)s digabung ke samping. Pisahkan, supaya setiap kolom punya selnya sendiri."
            )
            faults.append(Fault(message, first_row, stops=False, values={"cell": name}))
        elif below:
            message = _("sel %(cell)s digabung ke bawah; isinya dipakai untuk setiap baris yang dicakupnya.")
            faults.append(Fault(message, first_row, stops=False, values={"cell": name}))
    return faults
