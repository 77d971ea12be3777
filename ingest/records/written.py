"""Tables that go out of the house, CSV and XLSX: every cell a text that no spreadsheet runs.

A cell that begins like a formula is marked as text in XLSX, and has an apostrophe before it in CSV (OWASP, *CSV
Injection*); `as_typed` takes the apostrophe off again when such a table comes back.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767  # letters, in XLSX
_LONGEST_CHOICES = 255  # letters, in the list of a cell's choices

Rows = Iterable[Sequence[str]]


def harmless(text: str) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def as_typed(text: str) -> str:
    """A cell without the apostrophe that `harmless` put before it."""
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text[1:]) else text


def csv_table(rows: Rows, separator: str = ",") -> bytes:
    """A CSV in UTF-8, with the mark by which older spreadsheets know that."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=separator)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def workbook(
    sheets: Mapping[str, Rows],
    widths: Mapping[str, Sequence[int]],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """An XLSX: rows by the name of their sheet, the first row of each its head, and the widths of its columns in letters.
    `choices` are the words offered below a heading of the first sheet. A text longer than a cell of XLSX holds is cut."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, start=1):
            for place, text in enumerate(cells, start=1):
                if not text:
                    continue
                cell = sheet.cell(row, place, _NOT_IN_XML.sub("�", text)[:_LONGEST_CELL])
                cell.data_type = "s"
                cell.quotePrefix = bool(_LIKE_A_FORMULA.match(text))
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if row == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for place, width in enumerate(widths[title], start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
    first = book.worksheets[0]
    for cell in list(first[1]):
        words = ",".join((choices or {}).get(str(cell.value), ()))
        if words and len(words) <= _LONGEST_CHOICES:
            offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            offered.add(f"{cell.column_letter}2:{cell.column_letter}5001")
            first.add_data_validation(offered)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
