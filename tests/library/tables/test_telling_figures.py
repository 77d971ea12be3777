"""Rates, differences and percentages beside small counts in villages do not tell them."""

import pytest

from library.tables.headings import whole
from library.tables.ordering import text_of
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type

VILLAGE = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
YEAR = Column("tahun", type=Type.YEAR)


def seen(rows: str, *columns: Column) -> list[str]:
    """What the public sees of a table, row by row. Its rows stand in lines, their cells apart by spaces."""
    cells = [["" if cell == "." else cell for cell in line.split()] for line in rows.splitlines()]
    table, faults = table_of([each.name for each in columns], cells, columns)
    assert not [fault for fault in faults if fault.stops]
    return [" ".join(text_of(cell) or "." for cell in row) for row in public(table).rows]


def measure(name: str, type_: Type = Type.INTEGER) -> Column:
    return Column(name, type=type_, role=Role.MEASURE)


CASES = measure("kasus")


@pytest.mark.parametrize(
    "name",
    ["per_10000", "rasio", "tingkat kejadian", "Kasus per 1.000 penduduk", "rate", "prevalensi", "% korban"],
)
def test_a_rate_of_whole_numbers_is_hidden_in_the_row_of_a_hidden_count(name: str) -> None:
    assert seen("A 3 60\nB 9 70", VILLAGE, CASES, measure(name)) == ["A <5 x", "B 9 70"]


@pytest.mark.parametrize("name", ["selisih", "perubahan", "Naik/turun", "dibanding tahun lalu", "kenaikan"])
def test_a_difference_is_hidden_in_that_row_and_in_the_next_year(name: str) -> None:
    rows = "A 2018 9 .\nA 2019 3 -6\nA 2020 12 9\nA 2021 40 28\nB 2019 70 50\nB 2020 80 10"
    expected = ["A 2018 9 .", "A 2019 <5 x", "A 2020 12 x", "A 2021 40 28", "B 2019 70 50", "B 2020 80 10"]
    assert seen(rows, VILLAGE, YEAR, CASES, measure(name)) == expected


def test_the_next_year_is_known_by_its_number_and_not_by_its_place() -> None:
    rows = "A 2020 12 9\nA 2019 3 -6\nA 2018 9 ."
    expected = ["A 2020 12 x", "A 2019 <5 x", "A 2018 9 ."]
    assert seen(rows, VILLAGE, YEAR, CASES, measure("selisih")) == expected


def test_a_change_is_known_by_its_figures_too() -> None:
    rows = "A 2018 90 .\nA 2019 120 30\nA 2020 3 -117\nA 2021 45 42\nA 2022 90 45"
    assert seen(rows, VILLAGE, YEAR, CASES, measure("beda_nama"))[2:4] == ["A 2020 <5 x", "A 2021 45 x"]
    in_percent = "A 2018 90 .\nA 2019 120 33.3\nA 2020 3 -97.5\nA 2021 45 1400.0\nA 2022 90 100.0"
    found = seen(in_percent, VILLAGE, YEAR, CASES, measure("laju", Type.NUMBER))
    assert found[2:] == ["A 2020 <5 x", "A 2021 45 x", "A 2022 90 100.0"]


def test_what_a_count_was_a_year_before_is_hidden_with_it() -> None:
    """The nine is hidden because of the sum; beside the next year it would stand again."""
    rows = "A 2018 3 30 33 .\nA 2019 90 9 99 30\nA 2020 50 60 110 9\nA 2021 50 60 110 60"
    columns = (VILLAGE, YEAR, measure("L"), measure("P"), measure("Jumlah"), measure("P sebelumnya"))
    found = seen(rows, *columns)
    assert found[0].startswith("A 2018 <5 x 33") and found[1].endswith("99 x")


def test_a_change_since_one_year_is_hidden_in_all_years_of_the_village() -> None:
    rows = "A 2018 3 0\nA 2019 9 6\nA 2020 30 27\nB 2018 30 0\nB 2019 40 10\nB 2020 70 40"
    found = seen(rows, VILLAGE, YEAR, CASES, measure("perubahan sejak 2018"))
    assert [line.split()[3] for line in found] == ["x", "x", "x", "0", "10", "40"]


def test_a_percentage_of_a_shown_base_that_makes_one_to_four_is_hidden() -> None:
    base, share = measure("perempuan"), measure("persen_korban", Type.PERCENT)
    assert seen("A 200 1.0\nB 200 5.0\nC 200 0", VILLAGE, base, share) == ["A 200 x", "B 200 5.0", "C 200 0"]
    whole_share = measure("persen_perempuan", Type.PERCENT)
    found = seen("A 10 70\nB 30 50\nC 10 100", VILLAGE, measure("korban"), whole_share)
    assert found == ["A 10 x", "B 30 50", "C 10 100"]


def test_a_percentage_that_no_count_of_its_base_makes_stays() -> None:
    assert seen("A 10 12.5\nB 40 71.1", VILLAGE, CASES, measure("persen_lain", Type.PERCENT)) == [
        "A 10 12.5",
        "B 40 71.1",
    ]


def test_parts_of_one_and_rates_of_thousands_are_reckoned_too() -> None:
    part = measure("bagian", Type.NUMBER)
    assert seen("A 200 0.010\nB 200 0.500", VILLAGE, measure("perempuan"), part) == ["A 200 x", "B 200 0.500"]
    rate = measure("kasus per 10.000", Type.NUMBER)
    found = seen("A 5000 6.0\nB 5000 60.0", VILLAGE, measure("penduduk"), rate)
    assert found == ["A 5000 x", "B 5000 60.0"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kasus per 10.000 penduduk", 10_000),
        ("per_1000", 1000),
        ("persen", 100),
        ("proporsi", 1),
        ("laju", None),
    ],
)
def test_a_heading_says_of_how_many_a_rate_is(name: str, expected: int | None) -> None:
    assert whole(Column(name)) == expected


def test_shares_of_larger_places_stay() -> None:
    district = Column("kabupaten", type=Type.PLACE, level=Level.DISTRICT)
    assert seen("A 200 1.0", district, measure("korban"), measure("persen", Type.PERCENT)) == ["A 200 1.0"]
