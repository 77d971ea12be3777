"""The main figure of a table in a sentence."""

import pytest
from django.utils.translation import override

from library.tables.headline import headline
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, PublicTable, Role, Type

KIND = Column("jenis")
YEAR = Column("tahun", type=Type.YEAR)
CASES = Column(
    "kasus",
    "Kasus tercatat",
    "Cases on record",
    "",
    "",
    Type.INTEGER,
    Role.MEASURE,
    Level.NONE,
    "kasus",
    "case|cases",
)
SHARE = Column("bagian", "Bagian", "Share", type=Type.PERCENT, role=Role.MEASURE)


def of(*rows: tuple[object, object, object], measure: Column = CASES, first: Column = KIND) -> PublicTable:
    columns = [first, YEAR, measure]
    return public(
        table_of([each.name for each in columns], [list(map(str, row)) for row in rows], columns)[0]
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [("a", 2015, 1100), ("a", 2024, 1234)],
            "Kasus tercatat pada 2024: 1.234 kasus, naik 12 persen sejak 2015 (1.100 kasus).",
        ),
        (
            [("a", 2015, 1000), ("a", 2024, 996)],
            "Kasus tercatat pada 2024: 996 kasus, turun 0,4 persen sejak 2015 (1.000 kasus).",
        ),
        ([("a", 2015, 40), ("a", 2024, 40)], "Kasus tercatat pada 2024: 40 kasus, sama dengan 2015."),
        ([("a", 2015, 3), ("a", 2024, 9)], "Kasus tercatat pada 2024: 9 kasus, naik dari 3 kasus pada 2015."),
        (
            [("a", 2015, 30), ("a", 2024, 0)],
            "Kasus tercatat pada 2024: 0 kasus, turun 100 persen sejak 2015 (30 kasus).",
        ),
        ([("a", 2015, 0), ("a", 2024, 5)], "Kasus tercatat pada 2024: 5 kasus, naik dari 0 kasus pada 2015."),
        ([("a", 2024, 7)], "Kasus tercatat pada 2024: 7 kasus."),
        (
            [("a", 2015, 100_000), ("a", 2024, 100_001)],
            "Kasus tercatat pada 2024: 100.001 kasus, hampir sama dengan 2015 (100.000 kasus).",
        ),
        (
            [("a", 2015, 50), ("a", 2023, 60), ("a", 2024, "..")],
            "Kasus tercatat pada 2023: 60 kasus, naik 20 persen sejak 2015 (50 kasus). Untuk 2024 tidak ada angka.",
        ),
        (
            [("a", 2015, 50), ("a", "2019*", 60), ("a", 2024, 75)],
            "Kasus tercatat pada 2024: 75 kasus, naik 25 persen sejak 2019 (60 kasus). Angka sebelum 2019 tidak dibandingkan, karena ada catatan cara menghitung untuk tahun 2019.",
        ),
        (
            [("a", 2015, 50), ("a", 2019, 60), ("a", "2024*", 75)],
            "Kasus tercatat pada 2024: 75 kasus. Angka sebelum 2024 tidak dibandingkan, karena ada catatan cara menghitung untuk tahun 2024.",
        ),
        (
            [("a", 2015, 50), ("a", 2024, 60), ("b", 2024, 40)],
            "Kasus tercatat pada 2024: 100 kasus. Data 2015 tidak selengkap itu untuk dibandingkan.",
        ),
        (
            [("a", 2015, 30), ("b", 2015, 20), ("a", 2024, 60), ("b", 2024, 15), ("Jumlah", 2024, 75)],
            "Kasus tercatat pada 2024: 75 kasus, naik 50 persen sejak 2015 (50 kasus).",
        ),
    ],
)
def test_the_sentence_says_the_latest_year_and_its_change(rows, sentence) -> None:
    assert headline(of(*rows)) == sentence


def test_figures_and_units_follow_the_language() -> None:
    found = of(("a", 2015, 1), ("a", 2024, 1234))
    with override("en"):
        assert "1,234 cases" in headline(found)
        assert "1 case" in headline(found) and "1 cases" not in headline(found)
        assert "Cases on record" in headline(found)


def test_shares_change_by_points_and_are_never_added_up() -> None:
    found = of(("a", 2015, "12,5"), ("a", 2024, "15,75"), measure=SHARE)
    assert headline(found) == "Bagian pada 2024: 15,75%, naik 3,3 poin persen sejak 2015 (12,5%)."
    assert headline(of(("a", 2015, 10), ("b", 2015, 20), measure=SHARE)) == ""
    assert (
        headline(of(("a", 2015, 10), ("b", 2015, 20), measure=SHARE), only={"jenis": "b"})
        == "Bagian pada 2015: 20%."
    )


@pytest.mark.parametrize(
    ("then", "now", "forms"), [(10, 11, 0), (10, "11,04", 0), (11, 10, 0), (10, 12, 1), (10, "10,5", 1)]
)
def test_one_point_has_a_form_of_its_own(monkeypatch, then, now, forms) -> None:
    """English: "1 percentage point" and "2 percentage points"."""
    chosen = []
    monkeypatch.setattr(
        "library.tables.headline.ngettext",
        lambda one, more, number: chosen.append(int(number != 1)) or one,
    )
    assert "poin persen" in headline(of(("a", 2015, then), ("a", 2024, now), measure=SHARE))
    assert chosen == [forms]


def test_withheld_figures_are_not_guessed_at() -> None:
    village = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
    found = of(("A", 2015, 30), ("B", 2015, 40), ("A", 2024, 3), ("B", 2024, 50), first=village)
    assert headline(found) == (
        "Kasus tercatat pada 2024: sedikitnya 50 kasus. "
        "Perubahan sejak 2015 tidak dihitung, karena sebagian angka disamarkan atau tidak ada."
    )


def test_a_table_without_years_or_figures_has_no_sentence() -> None:
    found = public(table_of(["jenis", "kasus"], [["a", "3"]], [KIND, CASES])[0])
    assert headline(found) == ""
    assert headline(of(("a", 2015, ".."))) == ""
    with pytest.raises(KeyError):
        headline(found, "nihil")
