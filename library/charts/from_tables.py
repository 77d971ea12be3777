"""What a public table gives to draw. Pure. How rows of one label are put together is told in `library.tables.adding`."""

from collections.abc import Sequence

from library.charts.values import Chart, Point, Series
from library.tables.adding import together
from library.tables.labels import is_total
from library.tables.notes import SIGNS, language
from library.tables.ordering import text_of
from library.tables.totals import total_rows, without_footers
from library.tables.values import Cell, Column, PublicTable, Role, Row, Type


def chart_of(
    table: PublicTable,
    title: str,
    across: str,
    measures: Sequence[str],
    by: str = "",
    *,
    source: str = "",
    note: str = "",
) -> Chart:
    """The chart of `measures` (names of columns) against the column `across`; with `by`, a series for each of its values,
    of the first measure. Raises `KeyError` for a column that is not there."""
    table = without_footers(table)
    at = table.place(across)
    places = [table.place(name) for name in measures]
    columns = [table.columns[each] for each in places]
    spoken = language()
    if not places:
        return Chart(title, (), source=source, note=note)
    if by:
        of = table.place(by)
        names = list(dict.fromkeys(text_of(row[of]) for row in table.rows if row[of].value is not None))
        names = [name for name in names if not is_total(name)]
        series = [Series(name, _points(table, at, places[0], {of: name})) for name in names]
    else:
        series = [
            Series(column.title(spoken), _points(table, at, place, {}))
            for column, place in zip(columns, places, strict=True)
        ]
    return Chart(title, tuple(series), _unit(columns, spoken), source, note)


def _unit(columns: list[Column], spoken: str) -> str:
    units = {"%" if column.type is Type.PERCENT else column.unit(spoken) for column in columns}
    return units.pop() if len(units) == 1 else ""


def _points(table: PublicTable, across: int, measure: int, only: dict[int, str]) -> tuple[Point, ...]:
    totals = total_rows(table.columns, table.rows)
    free = [
        at
        for at, column in enumerate(table.columns)
        if column.role is Role.DIMENSION and at != across and at not in only
    ]
    grouped: dict[str, tuple[list[Row], list[Row]]] = {}
    for number, row in enumerate(table.rows):
        label = text_of(row[across])
        if (
            label
            and not is_total(row[across].value)
            and all(text_of(row[at]) == text for at, text in only.items())
        ):
            grouped.setdefault(label, ([], []))[number in totals].append(row)
    type_ = table.columns[measure].type
    return tuple(
        _point(label, together(rows, sums, free, measure, type_), [*rows, *sums], across, measure)
        for label, (rows, sums) in grouped.items()
    )


def _point(label: str, cell: Cell, rows: list[Row], across: int, measure: int) -> Point:
    mark = next((row[at].mark for row in rows for at in (across, measure) if row[at].mark), "")
    value = None if cell.number is None else float(cell.number)
    return Point(label, value, SIGNS[cell.withheld] if cell.withheld else "", mark)
