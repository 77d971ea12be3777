"""Rows of averages and rates ("Rata-rata", "Persen") in a table of villages: which of them tell a total that is not shown. Pure."""

from collections.abc import Collection, Sequence

from library.tables.labels import averages, dimensions, is_average, is_total
from library.tables.sums import Where
from library.tables.values import Column, Role, Row


def telling_averages(
    columns: Sequence[Column], rows: Sequence[Row], hidden: Collection[Where], total_rows: Collection[int]
) -> set[Where]:
    """The cells of the rows of averages and rates that tell a `hidden` count: of a column that hides one, and shows in none
    of the `total_rows` what the average is of. Such a row is told as a whole: its figures may add up."""
    every = dimensions(columns)

    def about(at: int) -> tuple[object, ...]:
        said = (rows[at][each].value for each in every)
        return tuple(None if is_average(each) or is_total(each) else each for each in said)

    found = set()
    for at in averages(columns, rows):
        totals = [row for row in total_rows if about(row) == about(at)]
        for column in {column for _row, column in hidden}:
            shown = totals and all(
                (row, column) not in hidden and rows[row][column].value is not None for row in totals
            )
            if rows[at][column].value is not None and not shown:
                found.add(at)
    return {
        (at, column)
        for at in found
        for column, each in enumerate(columns)
        if each.role is Role.MEASURE and rows[at][column].value is not None
    }
