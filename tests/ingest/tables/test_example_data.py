"""The example datasets are read without a fault that stops, fit their columns, and say that they are examples."""

from pathlib import Path

import pytest

from ingest.tables import read
from ingest.tables.columns import read_columns
from library.tables.guessing import guess
from library.tables.headline import headline
from library.tables.reading import check, table_of
from library.tables.small_counts import flagged, public
from library.tables.values import Type

DEMO = Path(__file__).parents[3] / "demo"
NAMES = ["contoh-data-kasus-bale", "contoh-data-dispensasi-kawin"]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_read_whole(name: str) -> None:
    sheet = read(DEMO / f"{name}.csv", f"{name}.csv")
    columns = read_columns((DEMO / f"{name}-kolom.csv").read_bytes())
    assert sheet.usable
    assert "rekaan" in " ".join(sheet.notes)
    table, faults = table_of(sheet.headings, sheet.rows, columns, sheet.lines)
    assert [fault for fault in [*faults, *check(table)] if fault.stops] == []
    proposed = guess(sheet.headings, sheet.rows)
    assert [each.type for each in proposed] == [each.type for each in columns]
    assert [each.level for each in proposed] == [each.level for each in columns]
    assert "naik" in headline(public(table)) or "turun" in headline(public(table))
    assert all(each.title_en and each.meaning_id and each.meaning_en for each in columns)


def test_examples_hold_what_they_are_to_show() -> None:
    marks, small = [], []
    for name in NAMES:
        sheet = read(DEMO / f"{name}.csv", name)
        columns = read_columns((DEMO / f"{name}-kolom.csv").read_bytes())
        table, _faults = table_of(sheet.headings, sheet.rows, columns, sheet.lines)
        year = next(at for at, column in enumerate(columns) if column.type is Type.YEAR)
        marks.append({row[year].value for row in table.rows if row[year].mark})
        small.append(len(flagged(table)))
    assert marks == [{2019}, set()]
    assert small[0] == 0 and small[1] > 3


def test_a_description_with_an_unknown_word_is_refused() -> None:
    good = (DEMO / f"{NAMES[0]}-kolom.csv").read_bytes()
    with pytest.raises(ValueError, match="wilayah"):
        read_columns(good.replace(b",district,", b",wilayah,"))
    with pytest.raises(ValueError, match="described by"):
        read_columns(b"name,type\n")
