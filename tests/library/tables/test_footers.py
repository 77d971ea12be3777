"""Rows of averages and rates, sums with other names, cumulative shares and figures that count nobody, in villages."""

import pytest

from library.charts.from_tables import chart_of
from library.tables.guessing import guess
from library.tables.headline import headline
from library.tables.ordering import text_of
from library.tables.reading import table_of
from library.tables.small_counts import public


def seen(text: str) -> list[str]:
    """What the public sees of a table, row by row: its cells stand apart by semicolons, its rows by bars."""
    heading, *rows = (line.split(";") for line in text.split("|"))
    table, _faults = table_of(heading, rows, guess(heading, rows))
    return [";".join(text_of(cell) for cell in row) for row in public(table).rows]


@pytest.mark.parametrize("footer", ["Rata-rata;6,7", "Angka per 10.000;1,5", "Persen;47,6", "%;47,6%"])
def test_a_row_of_averages_is_no_member_of_the_sum(footer: str) -> None:
    found = seen(f"desa;korban|A;3|B;8|C;9|Jumlah;20|{footer}")
    assert found[:4] == ["A;<5", "B;x", "C;9", "Jumlah;20"]
    assert not found[4].endswith("x")


def test_an_average_without_a_total_tells_it() -> None:
    assert seen("desa;korban|A;3|B;8|C;10|Rata-rata;7") == ["A;<5", "B;8", "C;10", "Rata-rata;x"]
    assert seen("desa;korban|A;13|B;8|C;9|Rata-rata;10")[3] == "Rata-rata;10"
    assert seen("desa;korban|A;6|B;8|C;9|Rata-rata;2")[3] == "Rata-rata;2"


def test_a_row_called_a_sum_is_believed_beside_decimals() -> None:
    assert seen("desa;korban|A;3|B;7,5|C;9|Jumlah;20") == ["A;<5", "B;x", "C;9", "Jumlah;20"]


@pytest.mark.parametrize(
    "name", ["L+P", "L/P", "Laki-laki dan perempuan", "Setahun", "I+II", "gabungan", "KDRT"]
)
def test_sums_in_one_village_have_many_names(name: str) -> None:
    found = seen(f"desa;k;korban|A;satu;3|A;dua;8|A;{name};11|B;satu;6|B;dua;7|B;{name};13")
    assert found[:3] == ["A;satu;<5", "A;dua;x", f"A;{name};11"]
    assert not any(row.endswith("x") for row in found[3:])


def test_kinds_that_add_up_in_one_village_only_are_no_sum() -> None:
    found = seen("desa;k;korban|A;satu;3|A;dua;8|A;tiga;11|B;satu;6|B;dua;7|B;tiga;40")
    assert found[:3] == ["A;satu;<5", "A;dua;8", "A;tiga;11"]


@pytest.mark.parametrize("name", ["persen kumulatif", "persen"])
def test_cumulative_shares_are_hidden(name: str) -> None:
    found = seen(f"desa;kasus;{name}|A;8;38,1|B;3;52,4|C;10;100")
    assert found == ["A;8;x", "B;<5;x", "C;10;x"]
    assert seen(f"desa;kasus;{name}|A;8;30,8|B;8;61,5|C;10;100")[1] == "B;8;61.5"


@pytest.mark.parametrize(
    "name", ["layanan per kasus", "layanan tiap korban", "kali lipat", "layanan setiap kasus"]
)
def test_what_is_reckoned_of_one_case_is_a_rate(name: str) -> None:
    found = seen(f"desa;kasus;layanan;{name}|A;3;15;5|B;8;24;3|C;10;50;5")
    assert found == ["A;<5;15;x", "B;8;24;3", "C;10;50;5"]


@pytest.mark.parametrize("name", ["per 1000", "rasio", "jiwa per KK", "peringkat"])
def test_figures_that_count_nobody_are_never_small_counts(name: str) -> None:
    assert seen(f"desa;kasus;{name}|A;8000;4|B;9000;3") == ["A;8000;4", "B;9000;3"]


@pytest.mark.parametrize(
    "name",
    [
        "korban per 2020",
        "kasus per 10 Desember",
        "korban tingkat SD",
        "kasus per bulan",
        "jumlah korban per kasus",
    ],
)
def test_counts_whose_headings_resemble_rates_are_small_counts(name: str) -> None:
    assert seen(f"desa;{name}|A;4|B;9") == ["A;<5", "B;9"]


def test_a_percentage_of_two_shown_counts_stays() -> None:
    found = seen("desa;kasus;selesai;persen selesai;anak|A;40;10;25;3|B;20;15;75;9|C;12;3;25;7")
    assert found == ["A;40;10;25;<5", "B;20;15;75;9", "C;12;<5;x;7"]


def test_averages_and_extremes_are_neither_drawn_nor_added_up() -> None:
    text = "desa;tahun;kasus|A;2015;10|B;2015;30|Rata-rata;2015;20|A;2020;20|B;2020;60|Tertinggi;2020;60"
    heading, *rows = (line.split(";") for line in text.split("|"))
    table = public(table_of(heading, rows, guess(heading, rows))[0])
    assert "pada 2020: 80" in headline(table) and "(40" in headline(table)
    whole = chart_of(table, "t", "tahun", ["kasus"])
    assert [point.value for point in whole.series[0].points] == [40, 80]
    assert [each.name for each in chart_of(table, "t", "tahun", ["kasus"], "desa").series] == ["A", "B"]
