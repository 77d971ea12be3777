"""Tables that the import gives: its bad rows with what is wrong with each, to be mended and brought again, and the empty
one in which the columns are explained."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ingest.imports.checking import CheckedRow, Lot
from ingest.imports.headings import COMPLAINTS, is_complaints
from ingest.imports.tables import Table
from ingest.records.columns import COLUMNS, KINDS
from ingest.records.grids import EXPLANATION
from ingest.records.labels import CHOICES, KIND_NAMES, Label, grouped
from ingest.records.written import csv_table, workbook

_SHEET = "Data"


def bad_rows(table: Table, rows: list[CheckedRow], form: str) -> bytes:
    """The rows that cannot be imported, each as it stands behind what is wrong with it, under the headings of the table.
    `form` is "csv" or "xlsx"."""
    faults = {row.line: row.faults for row in rows if row.lot is Lot.BAD}
    own = [place for place, heading in enumerate(table.headings) if not is_complaints(heading)]
    written = [[COMPLAINTS, *(table.headings[place] for place in own)]]
    for number, cells in table.lines:
        if number not in faults:
            continue
        said = " ".join(
            f"{fault.column}: {fault.sentence}" if fault.column else fault.sentence
            for fault in faults[number]
        )
        as_it_stands = [
            table.refused.get((number, place)) or (cells[place] if place < len(cells) else "")
            for place in own
        ]
        written.append([said, *as_it_stands, *cells[len(table.headings) :]])
    if form == "xlsx":
        return workbook({_SHEET: written}, {_SHEET: [60, *(24 for _place in own)]})
    return csv_table(written, table.spelling.separator if table.spelling else _separator())


def template(form: str) -> bytes:
    """An empty table with all columns; a row, or in XLSX a sheet of its own, says what each holds."""
    columns = [(group, name, label) for group, named in grouped() for name, label in named]
    head = [name for _group, name, _label in columns]
    if form == "csv":
        told = [f"{label.name}: {_told(name, label)}" for _group, name, label in columns]
        told[0] = f"{EXPLANATION}: {told[0]}"
        return csv_table([head, told], _separator())
    titles = [EXPLANATION, _("Nama"), _("Isi"), _("Kata yang dapat dipakai"), _("Untuk jenis")]
    rows = [
        [name, str(label.name), str(label.help), _words(name), _kinds(name)] for _g, name, label in columns
    ]
    choices = {name: list(words) for name, words in CHOICES.items() if name not in {"audience", "notices"}}
    return workbook(
        {_SHEET: [head], _("Keterangan"): [titles, *rows]},
        {_SHEET: [22 for _name in head], _("Keterangan"): [20, 34, 44, 70, 60]},
        choices,
    )


def _separator() -> str:
    """What a spreadsheet in the language of the editor takes for the end of a cell."""
    return ";" if (get_language() or "").startswith("id") else ","


def _told(name: str, label: Label) -> str:
    words = _words(name)
    return f"{label.help}. {words}" if words else str(label.help)


def _words(name: str) -> str:
    return "; ".join(f"{word} = {said}" for word, said in CHOICES.get(name, {}).items())


def _kinds(name: str) -> str:
    kinds = COLUMNS[name].kinds
    works = [kind for kind in KINDS if kind in kinds]
    return str(_("semua")) if len(works) == len(KINDS) else "; ".join(str(KIND_NAMES[kind]) for kind in works)
