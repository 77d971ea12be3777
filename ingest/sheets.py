"""A table on its way in: its cells kept as they were read, and its columns proposed where nobody has said what they mean.
`ingest.pipeline` calls this for files that are tables, and puts them into their dataset."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ingest import tables
from ingest.errors import BadTable
from library.models import Chart, DataColumn, Dataset, File, Sheet
from library.models.sheets import shown_cell
from library.tables.faults import Fault
from library.tables.guessing import guess
from library.tables.notes import language, spoken, unbroken
from library.tables.small_counts import flagged, public
from library.tables.values import Column

_MOST_SAID = 10
_FIRST = 10
#: So many rows are named of those of which the same is said.
_MOST_ROWS = 40


def read(file: File) -> tables.Sheet:
    """The cells of the file. Raises `BadTable` with what stops it, row by row."""
    sheet = tables.read(Path(file.original.path), file.name)
    if not sheet.usable:
        stopping = [str(fault) for fault in sheet.faults if fault.stops]
        raise BadTable("\n".join(stopping[:_MOST_SAID]))
    return sheet


def keep(file: File, sheet: tables.Sheet) -> None:
    """Keep the cells; their passages are made when a dataset that reads them is saved."""
    Sheet.of(file, sheet.cells, sheet.lines).save()
    file.pages = len(sheet.rows)
    file.save(update_fields=["pages"])


def propose_columns(dataset: Dataset, file: File) -> None:
    """Give the dataset a column for each heading that it does not describe yet. It is not saved."""
    heading, *rows = file.sheet.cells()
    known = {each.name for each in dataset.columns.all()}
    proposed = [column for column in guess(heading, rows) if column.name not in known]
    for column in proposed:
        dataset.columns.add(_row(column, dataset.columns.count()))


def describe_columns(dataset: Dataset, told: tables.Sheet) -> list[str]:
    """Columns as a table tells of them (headings as the fields of `Column`, in any order); gives what it says that is not
    known. The dataset is not saved."""
    wrong: list[str] = []
    fields = (
        "name",
        "title_id",
        "title_en",
        "meaning_id",
        "meaning_en",
        "type",
        "role",
        "level",
        "unit_id",
        "unit_en",
    )
    places = {heading.strip().lower(): at for at, heading in enumerate(told.headings)}
    columns = list(dataset.columns.all())
    by_name = {each.name: each for each in columns}
    for row in told.rows:
        said = {
            field: row[places[field]].strip()
            for field in fields
            if field in places and row[places[field]].strip()
        }
        column = by_name.get(said.get("name", ""))
        if column is None:
            wrong.append(said.get("name", ""))
            continue
        for field, value in said.items():
            choices = {word for word, _label in DataColumn._meta.get_field(field).choices or ()}
            if choices and value not in choices:
                wrong.append(value)
            else:
                setattr(column, field, value)
    if not wrong:
        dataset.columns.set(columns)  # which of them are in the database is unknown here: all are put back
    return wrong


def describe_charts(dataset: Dataset, told: tables.Sheet) -> list[str]:
    """Charts as a table tells of them, in the place of those that are there; gives what it says that is not known. The
    dataset is not saved."""
    known = {each.name for each in dataset.columns.all()}
    forms = set(Chart.Form.values)
    wrong, found = [], []
    for row in told.rows:
        said = {name: value.strip() for name, value in zip(told.headings, row, strict=True) if value.strip()}
        named = [said.get("across", ""), *(name.strip() for name in said.get("measures", "").split(";"))]
        named += [said["by"]] if "by" in said else []
        wrong += [name for name in named if name not in known]
        wrong += [said.get("form", "")] if said.get("form", "") not in forms else []
        fields = ("form", "title_id", "title_en", "across", "measures", "by")
        found.append(Chart(sort_order=len(found), **{name: said.get(name, "") for name in fields}))
    if not wrong:
        dataset.charts.set(found)
    return wrong


@dataclass(frozen=True, slots=True)
class Look:
    """What an editor is to know of a table: how large it is, what keeps it from readers, what ought to be looked at, the
    small counts that readers will not see, and its first rows as they will see them."""

    rows: int
    columns: int
    stopping: list[str]
    noticed: list[str]
    small: list[str]
    heads: list[str]
    first: list[list[str]]


def look(dataset: Dataset, file: File) -> Look:
    """The file's figures by what the dataset says of its columns."""
    table, faults = file.sheet.read(dataset.described_columns())
    shown = public(table)
    return Look(
        len(table.lines),
        len(file.sheet.cells()[0]),
        [str(fault) for fault in faults if fault.stops],
        [*(str(fault) for fault in faults if not fault.stops), *dataset.chart_troubles()],
        [unbroken(sentence) for sentence in _together(flagged(table))],
        [column.title(language()) for column in shown.columns],
        [
            [
                spoken(cell, shown_cell(cell, column, language()))
                for cell, column in zip(row, shown.columns, strict=True)
            ]
            for row in shown.rows[:_FIRST]
        ],
    )


def _together(faults: Iterable[Fault]) -> list[str]:
    """What is said of many rows of a column, once: "Kolom “kasus”, baris 6, 22, 26: …"."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fault in faults:
        rows[fault.column, fault.sentence].append(fault.row)
    said = []
    for (column, sentence), places in rows.items():
        if not column or not all(places):
            said.append(sentence)
            continue
        values = {"column": column, "rows": ", ".join(map(str, places[:_MOST_ROWS])), "sentence": sentence}
        if (more := len(places) - _MOST_ROWS) > 0:
            message = _("Kolom “%(column)s”, baris %(rows)s, dan %(more)d baris lain: %(sentence)s")
            said.append(message % (values | {"more": more}))
        else:
            said.append(_("Kolom “%(column)s”, baris %(rows)s: %(sentence)s") % values)
    return said


def _row(column: Column, place: int) -> DataColumn:
    return DataColumn(
        sort_order=place,
        name=column.name,
        title_id=column.title_id,
        title_en=column.title_en,
        meaning_id=column.meaning_id,
        meaning_en=column.meaning_en,
        type=column.type.value,
        role=column.role.value,
        level=column.level.value,
        unit_id=column.unit_id,
        unit_en=column.unit_en,
    )
