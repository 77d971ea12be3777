"""A public table as CSV and as XLSX, each with the note that belongs to its figures. openpyxl is imported here for
tables of figures that go out.

In a CSV the note stands in a last column, *keterangan*: all of it in the first row, and in every row the marks of its
cells. Comment lines ("# …") were weighed and left: Excel shows them as rows, and pandas and R take the first of them for
the head unless they are told; rows at the end make texts of the columns of figures. With a column more the file stays
a plain table for all of them, and no figure goes without its note.
"""

import csv as csv_files
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from library.tables.formulas import LIKE_A_FORMULA, NOT_IN_XML, harmless
from library.tables.notes import About, kind, language, marks, said
from library.tables.numbers import plain
from library.tables.values import Cell, PublicTable

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767  # letters, in XLSX
_WIDEST, _NARROWEST = 60, 10  # letters


def note_column(table: PublicTable) -> str:
    """What the column of notes is called; no other column is called so."""
    name = "keterangan"
    while any(column.name.casefold() == name for column in table.columns):
        name += "_"
    return name


def csv(table: PublicTable, about: About, *, marked: bool = True) -> bytes:
    """The table in UTF-8, cells parted by commas; `marked`: with the byte order mark by which Excel knows that."""
    text = io.StringIO(newline="")
    writer = csv_files.writer(text)
    writer.writerow([*(harmless(column.name) for column in table.columns), note_column(table)])
    note = " | ".join(f"{label}: {line}" for label, line in said(about, table))
    for row in table.rows:
        here = " | ".join(filter(None, [marks(table.columns, row), note]))
        writer.writerow([*map(_csv_cell, row), harmless(here)])
        note = ""
    return text.getvalue().encode("utf-8-sig" if marked else "utf-8", errors="replace")


def _csv_cell(cell: Cell) -> str:
    if cell.withheld:
        return cell.withheld.value
    if cell.value is None:
        return ""
    return harmless(cell.value) if isinstance(cell.value, str) else plain(cell.value)


def xlsx(table: PublicTable, about: About) -> bytes:
    """A workbook: the figures in the first sheet, all that is to be known of them in the second."""
    book = Workbook(write_only=True)
    _figures(book.create_sheet(_("Data")), table)
    _notes(book.create_sheet(_("Keterangan")), table, about)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _figures(sheet: Any, table: PublicTable) -> None:
    noted = any(cell.mark for row in table.rows for cell in row)
    head = [column.name for column in table.columns] + ([note_column(table)] if noted else [])
    _lay_out(sheet, _widths(table, head))
    sheet.append([_text(sheet, name, bold=True) for name in head])
    for row in table.rows:
        cells = [_cell(sheet, cell) for cell in row]
        sheet.append([*cells, _text(sheet, marks(table.columns, row))] if noted else cells)


def _notes(sheet: Any, table: PublicTable, about: About) -> None:
    spoken = language()
    _lay_out(sheet, [24, 60, 60, 16, 20], frozen="")
    for label, line in said(about, table):
        sheet.append([_text(sheet, label, bold=True), _text(sheet, line)])
    sheet.append([])
    titles = [_("Kolom"), _("Nama"), _("Arti"), _("Satuan"), _("Isi")]
    sheet.append([_text(sheet, title, bold=True) for title in titles])
    for column in table.columns:
        words = [column.name, column.title(spoken), column.meaning(spoken), column.unit(spoken), kind(column)]
        sheet.append([_text(sheet, word) for word in words])


def _lay_out(sheet: Any, widths: Iterable[int], frozen: str = "A2") -> None:
    """What a sheet that is only written needs before its first row."""
    if frozen:
        sheet.freeze_panes = frozen
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _widths(table: PublicTable, head: list[str]) -> Iterator[int]:
    for at, name in enumerate(head):
        texts = [_csv_cell(row[at]) for row in table.rows[:200]] if at < len(table.columns) else [""]
        yield max(_NARROWEST, min(_WIDEST, max(map(len, [name, *texts])) + 2))


def _cell(sheet: Any, cell: Cell) -> Any:
    if cell.withheld or isinstance(cell.value, str):
        return _text(sheet, _csv_cell(cell) if cell.withheld else str(cell.value))
    return float(cell.value) if isinstance(cell.value, Decimal) else cell.value


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that is a text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = NOT_IN_XML.sub("�", text)[:_LONGEST_CELL]
    if text:
        cell.data_type = "s"
    cell.quotePrefix = bool(LIKE_A_FORMULA.match(text))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell
