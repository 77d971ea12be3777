"""The lines of a sheet of an XLSX workbook. openpyxl is imported here for tables of figures that come in.

Nothing is computed: of a formula the value that the spreadsheet kept with it is taken, and said; without one it stops
the table.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from ingest.records.grids import letters
from ingest.tables.sheets import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, Lines, Unreadable
from ingest.tables.texts import too_many_rows
from library.tables.faults import Fault

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
#: A sheet is read so far beyond what a table may have, to see that it has more.
_FURTHEST_COLUMN, _FURTHEST_ROW = 20 * MOST_COLUMNS, MOST_ROWS + 40
_MOST_MERGED = 2_000
_LONGEST_CELL = 32_767


def read_lines(data: bytes, sheet: str) -> Lines:
    """The lines of the sheet of that name, or of the first one that holds a table. Raises `Unreadable`."""
    with _opened(data, values=True) as values, _opened(data, values=False) as formulas:
        names = [each.title for each in values.worksheets if each.sheet_state == "visible"]
        if sheet and sheet not in names:
            message = _("Tidak ada lembar “%(sheet)s” dalam berkas ini. Yang ada: %(sheets)s.")
            raise Unreadable(message, sheet=sheet, sheets=", ".join(names))
        chosen = sheet or next(
            (name for name in names if _holds_table(values[name])), names[0] if names else ""
        )
        if not chosen:
            raise Unreadable(_("Berkas ini tidak berisi lembar kerja."))
        lines, faults = _lines(values[chosen], formulas[chosen])
        faults += _fill_merged(lines, _merged(data, formulas[chosen]))
    if not sheet and len(names) > 1:
        message = _("Yang dibaca lembar “%(sheet)s”; berkas ini berisi juga %(others)s.")
        others = ", ".join(f"“{name}”" for name in names if name != chosen)
        faults.append(Fault(message, stops=False, values={"sheet": chosen, "others": others}))
    filled = [(number, cells) for number, cells in sorted(lines.items()) if any(cells)]
    return Lines(filled, faults, sheet=chosen, sheets=tuple(names))


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


def _holds_table(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=60, max_col=MOST_COLUMNS, values_only=True)
    return sum(sum(value is not None for value in row) > 1 for row in rows) > 1


def _lines(values: Any, formulas: Any) -> tuple[dict[int, list[str]], list[Fault]]:
    lines: dict[int, list[str]] = {}
    faults: list[Fault] = []
    computed: dict[int, list[int]] = defaultdict(list)
    reach = {"max_row": _FURTHEST_ROW, "max_col": _FURTHEST_COLUMN}
    both = zip(values.iter_rows(**reach), formulas.iter_rows(**reach), strict=True)
    for number, (row, sources) in enumerate(both, start=1):
        cells = []
        for at, (cell, source) in enumerate(zip(row, sources, strict=True)):
            text, message = _text(cell, source)
            cells.append(text)
            if message is not None:
                faults.append(Fault(message, number, values={"cell": f"{letters(at)}{number}"}))
            elif source.data_type == "f":
                computed[at].append(number)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines[number] = cells
    if len(lines) >= _FURTHEST_ROW:
        raise too_many_rows()
    for at, numbers in computed.items():
        message = _(
            "%(count)d sel berisi rumus, yang pertama %(cell)s. Yang diambil nilai terakhirnya, bukan rumusnya."
        )
        told = {"count": len(numbers), "cell": f"{letters(at)}{numbers[0]}"}
        faults.append(Fault(message, stops=False, values=told))
    return lines, faults


def _text(cell: Any, source: Any) -> tuple[str, str | None]:
    """A cell as somebody would type it, and the message of what is wrong with it."""
    value = cell.value
    if value is None:
        if source.data_type == "f":
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
        return _figure(value, str(source.number_format or "")), None
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


def _merged(data: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet: first column, first row, last column, last row, from 1. openpyxl keeps them only of
    sheets that it reads whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(sheet._worksheet_path.lstrip("/"))
    found = _MERGED.findall(content)[:_MOST_MERGED]
    return [range_boundaries(each.decode()) for each in found]


def _fill_merged(lines: dict[int, list[str]], ranges: list[tuple[int, int, int, int]]) -> list[Fault]:
    """Puts the text of merged cells into every row that they cover; those that run over columns are said."""
    faults = []
    for first_column, first_row, last_column, last_row in ranges:
        cells = lines.get(first_row, [])
        text = cells[first_column - 1] if first_column <= len(cells) else ""
        if not text:
            continue
        name = f"{letters(first_column - 1)}{first_row}"
        below = [row for row in range(first_row + 1, min(last_row, _FURTHEST_ROW) + 1) if row in lines]
        for row in below:
            missing = first_column - len(lines[row])
            lines[row] += [""] * max(0, missing)
            lines[row][first_column - 1] = text
        if last_column > first_column and any(
            len(each) > 1 for each in (cells, *(lines[row] for row in below))
        ):
            message = _(
                "sel %(cell)s digabung ke samping. Pisahkan, supaya setiap kolom punya selnya sendiri."
            )
            faults.append(Fault(message, first_row, stops=False, values={"cell": name}))
        elif below:
            message = _("sel %(cell)s digabung ke bawah; isinya dipakai untuk setiap baris yang dicakupnya.")
            faults.append(Fault(message, first_row, stops=False, values={"cell": name}))
    return faults
