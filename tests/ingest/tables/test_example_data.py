"""The example datasets are read without a fault that stops, fit their columns, and say that they are examples."""

from pathlib import Path

import pytest

from ingest.sheets import describe_columns
from ingest.tables import read
from library.models import DataColumn, Dataset
from library.tables.guessing import guess
from library.tables.headline import headline
from library.tables.reading import check, table_of
from library.tables.small_counts import flagged, public
from library.tables.values import Column, Type

DEMO = Path(__file__).parents[3] / "demo"
pytestmark = pytest.mark.django_db
NAMES = ["contoh-data-kasus-bale", "contoh-data-dispensasi-kawin"]


def columns_of(name: str, headings: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns by what the table beside it says of them."""
    dataset = Dataset(title="Contoh")
    for heading in headings:
        dataset.columns.add(DataColumn(name=heading))
    assert describe_columns(dataset, read(DEMO / f"{name}-kolom.csv", "kolom.csv")) == []
    return dataset.described_columns()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_read_whole(name: str) -> None:
    sheet = read(DEMO / f"{name}.csv", f"{name}.csv")
    columns = columns_of(name, sheet.headings)
    assert sheet.usable
    assert "rekaan" in " ".join(sheet.notes)
    table, faults = table_of(sheet.headings, sheet.rows, columns, sheet.lines)
    assert [fault for fault in [*faults, *check(table)] if fault.stops] == []
    proposed = guess(sheet.headings, sheet.rows)
    assert [each.type for each in proposed] == [each.type for each in columns]
    assert [each.level for each in proposed] == [each.level for each in columns]
    said = headline(public(table))
    assert ("naik" in said or "turun" in said) and "cara menghitung" in said
    assert all(each.title_en and each.meaning_id and each.meaning_en for each in columns)


def test_examples_hold_what_they_are_to_show() -> None:
    marks, small = [], []
    for name in NAMES:
        sheet = read(DEMO / f"{name}.csv", name)
        columns = columns_of(name, sheet.headings)
        table, _faults = table_of(sheet.headings, sheet.rows, columns, sheet.lines)
        year = next(at for at, column in enumerate(columns) if column.type is Type.YEAR)
        marks.append({row[year].value for row in table.rows if row[year].mark})
        small.append(len(flagged(table)))
    assert marks == [{2019}, {2020}]
    assert small[0] == 0 and small[1] > 3
