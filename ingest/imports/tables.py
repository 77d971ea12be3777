"""Tables of other people, CSV and XLSX, as they are brought in three steps: their columns, and their rows as they stand.

What a column means is told afterwards (`matching`), and whether a row can be used after that (`checking`).
"""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ingest.imports.errors import UnreadableFile
from ingest.imports.headings import is_complaints
from ingest.records import RecordError
from ingest.records.errors import Trouble
from ingest.records.grids import is_workbook, letters, read_grid, sheets
from ingest.records.spelling import ENCODINGS, SEPARATORS, Spelling, recognise
from ingest.records.values import shown
from ingest.records.written import as_typed

MOST_ROWS = 5_000
_MOST_COLUMNS = 100
_SAMPLES = 3
#: Above the head may stand what the table is called.
_HEAD_WITHIN = 10


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table; `letter` is what a spreadsheet calls it, `samples` are its first values."""

    place: int
    letter: str
    heading: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands. `headings` are those of all places, "" where there is none; `lines` are the rows below the
    head with their numbers in the file; `refused` are cells that hold no value, as they are written, by line and place."""

    headings: list[str]
    head_line: int
    lines: list[tuple[int, list[str]]]
    columns: list[TableColumn]
    troubles: list[Trouble]
    refused: dict[tuple[int, int], str]
    sheets: list[str]
    sheet: str
    spelling: Spelling | None


def read_table(data: bytes, name: str, *, sheet: str = "", separator: str = "", encoding: str = "") -> Table:
    """The table in a file; of a workbook that sheet, or the first with several columns. `separator` and `encoding` are what
    somebody chose, "" for what is recognised. Raises `UnreadableFile`."""
    spelling: Spelling | None = None
    names: list[str] = []
    try:
        if is_workbook(data):
            wide = sheets(data, name)
            names = list(wide)
            sheet = sheet if sheet in names else next((each for each in names if wide[each] > 1), names[0])
        else:
            spelling = _spelling(data, separator, encoding)
        grid = read_grid(data, name, sheet=sheet, spelling=spelling, most=MOST_ROWS + _HEAD_WITHIN)
    except UnicodeError as error:
        sentence = _(
            "Huruf berkas ini tidak dapat dibaca sebagai UTF-8 atau Windows-1252. Simpan ulang sebagai “CSV UTF-8”."
        )
        raise UnreadableFile(sentence) from error
    except RecordError as error:
        raise UnreadableFile(str(error)) from error
    if grid.cut:
        sentence = _("%(trouble)s Perbaiki di berkasnya, lalu unggah lagi.")
        raise UnreadableFile(sentence % {"trouble": grid.troubles[-1]})
    if not grid.lines:
        raise UnreadableFile(_("Lembar ini kosong.") if names else _("Berkas ini kosong."))
    head = _head(grid.lines)
    head_line, headings = grid.lines[head][0], [shown(as_typed(cell)) for cell in grid.lines[head][1]]
    lines = [(number, [as_typed(cell) for cell in cells]) for number, cells in grid.lines[head + 1 :]]
    if not lines:
        raise UnreadableFile(_("Tabel ini hanya berisi judul kolom. Isi satu baris atau lebih di bawahnya."))
    if len(lines) > MOST_ROWS:
        raise UnreadableFile(too_many_rows())
    columns = _columns(headings, lines)
    if len(columns) > _MOST_COLUMNS:
        sentence = _("Tabel ini berisi %(columns)d kolom; paling banyak 100. Hapus kolom yang tidak diimpor.")
        raise UnreadableFile(sentence % {"columns": len(columns)})
    troubles = [each for each in grid.troubles if each.line > head_line]
    refused = {cell: text for cell, text in grid.refused.items() if cell[0] > head_line}
    return Table(headings, head_line, lines, columns, troubles, refused, names, sheet, spelling)


def too_many_rows() -> str:
    sentence = _("Tabel ini berisi lebih dari %(most)s baris. Bagi menjadi beberapa berkas.")
    return str(sentence % {"most": number_format(MOST_ROWS, force_grouping=True)})


def _spelling(data: bytes, separator: str, encoding: str) -> Spelling:
    found = recognise(data)
    return Spelling(
        encoding if encoding in ENCODINGS else found.encoding,
        separator if separator and separator in SEPARATORS else found.separator,
        found.marked,
    )


def _head(lines: list[tuple[int, list[str]]]) -> int:
    """The first line with two cells or more, near the top; else the first."""
    for place, (_number, cells) in enumerate(lines[:_HEAD_WITHIN]):
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return place
    return 0


def _columns(headings: list[str], lines: list[tuple[int, list[str]]]) -> list[TableColumn]:
    """Those that have a heading, but for the complaints of an earlier import. A row with cells beyond the head is said
    when it is checked."""
    samples: list[list[str]] = [[] for _heading in headings]
    for _number, cells in lines:
        for place, cell in enumerate(cells[: len(headings)]):
            if len(samples[place]) < _SAMPLES and (text := shown(cell)):
                samples[place].append(text)
    return [
        TableColumn(place, letters(place), heading, tuple(samples[place]))
        for place, heading in enumerate(headings)
        if (heading or samples[place]) and not is_complaints(heading)
    ]
