"""Villages in blocks: subtotals of subdistricts before or after their villages, in a column of their own or in the same one, grand
totals over them, several years and sums across. Whatever is shown, each hidden count of one to four may be another one by all
sums at once. The tables that leaked once stand here as they were."""

import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.tables.guessing import guess
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Withheld

_MOST = 200  # a cell "x" is tried up to this
_MOST_TRIED = 20_000

Where = tuple[int, int]


@dataclass
class Made:
    """A table with the sums that a reader knows of: each a cell and the cells that it adds up."""

    heads: list[str]
    rows: list[list[object]]
    sums: list[tuple[Where, list[Where]]] = field(default_factory=list)
    withheld: set[Where] = field(default_factory=set)

    def down(self, total: int, rows: list[int], columns: list[int]) -> None:
        self.sums += [((total, at), [(row, at) for row in rows]) for at in columns]

    def across(self, total: int, columns: list[int]) -> None:
        self.sums += [((row, total), [(row, at) for at in columns]) for row in range(len(self.rows))]

    def shown(self) -> list[list[object]]:
        """The cells as anybody sees them: texts of places, numbers, and why a figure is hidden."""
        texts = [[str(cell) for cell in row] for row in self.rows]
        for row, column in self.withheld:
            number = int(texts[row][column])
            texts[row][column] = "x" if number > 4 else "<5" if number else "0"
        table, _faults = table_of(self.heads, texts, guess(self.heads, texts))
        return [[cell.withheld or cell.value for cell in row] for row in public(table).rows]


def told(made: Made) -> list[Where]:
    """The counts of one to four that can be computed or are shown."""
    seen = made.shown()
    cells = {where for total, members in made.sums for where in (total, *members)}
    low, high = {}, {}
    for row, column in cells:
        true = int(str(made.rows[row][column]))
        sign = seen[row][column]
        low[row, column] = high[row, column] = true
        if sign is Withheld.SMALL:
            low[row, column], high[row, column] = 1, 4
        elif sign is Withheld.BESIDE:
            low[row, column], high[row, column] = 5 if true > 4 else min(true, 1), _MOST
    found = []
    for row, column in sorted(cells):
        true = int(str(made.rows[row][column]))
        if 0 < true < 5 and not any(
            another(
                made.sums, {**low, (row, column): value}, {**high, (row, column): value}, itertools.count()
            )
            for value in range(low[row, column], min(high[row, column], 8) + 1)
            if value != true
        ):
            found.append((row, column))
    return found


def another(
    sums: list[tuple[Where, list[Where]]],
    low: dict[Where, int],
    high: dict[Where, int],
    tried: itertools.count,
) -> bool:
    """Whether there are figures between `low` and `high` with which all sums are right."""
    assert next(tried) < _MOST_TRIED, "not decided"
    low, high = dict(low), dict(high)
    before = None
    while before != (now := sum(high.values()) - sum(low.values())):
        before = now
        for total, members in sums:
            least, most = sum(map(low.__getitem__, members)), sum(map(high.__getitem__, members))
            low[total], high[total] = max(low[total], least), min(high[total], most)
            for each in members:
                low[each], high[each] = (
                    max(low[each], low[total] - most + high[each]),
                    min(high[each], high[total] - least + low[each]),
                )
                if low[each] > high[each]:
                    return False
            if low[total] > high[total]:
                return False
    open_ = [where for where in low if low[where] < high[where]]
    if not open_:
        return True
    first = min(open_, key=lambda where: (high[where] - low[where], where))
    return any(
        another(sums, {**low, first: value}, {**high, first: value}, tried)
        for value in range(low[first], high[first] + 1)
    )


VILLAGES = [
    "Sukamaju",
    "Cikoneng",
    "Mekarsari",
    "Tarumajaya",
    "Ciherang",
    "Neglasari",
    "Sindangsari",
    "Padamulya",
    "Cibeet",
]
SUBDISTRICTS = ["Pacet", "Ibun", "Majalaya"]


def nested(counts: list[list[list[int]]], layout: str, *, before: bool, sum_across: bool) -> Made:
    """A table of counts by subdistrict, village and year."""
    years = len(counts[0][0])
    columns = list(range(1, years + 1 + sum_across))

    def row(subdistrict: str, village: str, figures: list[int]) -> list[object]:
        whole = [*figures, sum(figures)] if sum_across else figures
        if layout == "one column":
            place = [f"Desa {village}" if village else f"Kec. {subdistrict}"]
        elif layout == "one column of names":
            place = [village or f"Jumlah Kec. {subdistrict}"]
        elif layout == "with levels":
            place = [*(["Desa", village] if village else ["Kecamatan", subdistrict])]
        else:
            place = [subdistrict, village or ("" if layout == "empty" else "Jumlah")]
        return [*place, *whole]

    rows: list[list[object]] = []
    blocks = []
    villages = iter(VILLAGES)
    for name, block in zip(SUBDISTRICTS, counts, strict=False):
        subtotal = row(name, "", [sum(each) for each in zip(*block, strict=True)])
        first = len(rows) + before
        lines = [row(name, next(villages), figures) for figures in block]
        rows += [subtotal, *lines] if before else [*lines, subtotal]
        blocks.append((first - 1 if before else first + len(block), range(first, first + len(block))))
    every = [sum(each) for each in zip(*itertools.chain(*counts), strict=True)]
    last = row("Bandung", "", every)
    width = len(last) - len(columns)
    last[:width] = ["Kabupaten", "Bandung"] if layout == "with levels" else ["Jumlah", ""][:width]
    rows.append(last)
    heads = {
        "one column": ["Wilayah"],
        "one column of names": ["Desa"],
        "with levels": ["Tingkat", "Wilayah"],
    }
    made = Made([*heads.get(layout, ["Kecamatan", "Desa"]), *(str(2018 + at) for at in columns)], rows)
    if sum_across:
        made.heads[-1] = "Total"
        made.across(len(last) - 1, list(range(width, len(last) - 1)))
    measures = list(range(width, len(last)))
    for total, members in blocks:
        made.down(total, list(members), measures)
    made.down(len(rows) - 1, [total for total, _members in blocks], measures)
    return made


LAYOUTS = ["one column", "one column of names", "with levels", "empty", "Jumlah"]


@st.composite
def made_of_blocks(draw: st.DrawFn) -> Made:
    years = draw(st.sampled_from([1, 2, 3, 5]))
    count = st.sampled_from([0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14])
    sizes = draw(st.lists(st.integers(2, 3), min_size=2, max_size=2))
    counts = [[[draw(count) for _year in range(years)] for _village in range(size)] for size in sizes]
    across = years > 1 and draw(st.booleans())
    made = nested(counts, draw(st.sampled_from(LAYOUTS)), before=draw(st.booleans()), sum_across=across)
    cells = sorted({where for total, members in made.sums for where in (total, *members)})
    made.withheld = set(draw(st.lists(st.sampled_from(cells), max_size=2)))
    return made


@settings(max_examples=100, deadline=None, derandomize=True)
@given(made_of_blocks())
def test_no_count_follows_from_subtotals_and_totals_together(made: Made) -> None:
    assert told(made) == [], (made.rows, made.shown())


def leaked(
    text: str, sums: list[tuple[int, list[int]]], across: tuple[tuple[int, list[int]], ...] = ()
) -> Made:
    """A table as it stood in a file; `sums` are rows, `across` columns that add up others."""
    heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    made = Made(heads, [list(row) for row in rows])
    measures = [
        at for at in range(len(heads)) if all(row[at].isdigit() for row in rows) and heads[at] != "Tahun"
    ]
    for total, members in sums:
        made.down(total, members, measures)
    for total, columns in across:
        made.across(total, columns)
    return made


LEAKED = {
    "a hidden subtotal told by the grand total and the other": leaked(
        """Kecamatan|Desa|Tahun|Jumlah kasus
        Pacet|Sukamaju|2021|0
        Pacet|Cikoneng|2021|4
        Pacet|Mekarsari|2021|4
        Pacet|Jumlah|2021|8
        Pacet|Sukamaju|2022|4
        Pacet|Cikoneng|2022|3
        Pacet|Mekarsari|2022|4
        Pacet|Jumlah|2022|11
        Ibun|Sukamaju|2021|6
        Ibun|Cikoneng|2021|1
        Ibun|Mekarsari|2021|14
        Ibun|Jumlah|2021|21
        Ibun|Sukamaju|2022|11
        Ibun|Cikoneng|2022|3
        Ibun|Mekarsari|2022|0
        Ibun|Jumlah|2022|14
        Jumlah|Jumlah|2021|29
        Jumlah|Jumlah|2022|25""",
        [(3, [0, 1, 2]), (7, [4, 5, 6]), (11, [8, 9, 10]), (15, [12, 13, 14]), (16, [3, 11]), (17, [7, 15])],
    ),
    "five years": leaked(
        """Desa|2019|2020|2021|2022|2023|Total
        Sukamaju|1|2|2|6|14|25
        Cikoneng|4|11|5|3|6|29
        Mekarsari|11|0|4|1|8|24
        Tarumajaya|9|3|3|7|1|23
        Ciherang|2|5|14|8|9|38
        Kecamatan|27|21|28|25|38|139""",
        [(5, [0, 1, 2, 3, 4])],
        ((6, [1, 2, 3, 4, 5]),),
    ),
    "five years again": leaked(
        """Desa|2019|2020|2021|2022|2023|Total
        Sukamaju|1|0|0|9|2|12
        Cikoneng|0|0|3|2|2|7
        Mekarsari|1|11|1|7|7|27
        Tarumajaya|3|4|6|4|9|26
        Ciherang|2|6|5|4|9|26
        Kecamatan|7|21|15|26|29|98""",
        [(5, [0, 1, 2, 3, 4])],
        ((6, [1, 2, 3, 4, 5]),),
    ),
    "services": leaked(
        """Desa|Korban|Medis|Psikologis|Hukum|Total layanan
        Sukamaju|1|5|8|0|13
        Cikoneng|2|0|0|0|0
        Mekarsari|2|9|1|0|10
        Tarumajaya|2|0|5|7|12
        Ciherang|5|4|2|5|11
        Neglasari|8|3|1|7|11
        Jumlah|20|21|17|19|57""",
        [(6, [0, 1, 2, 3, 4, 5])],
        ((5, [2, 3, 4]),),
    ),
    "who did it, by villages in columns": leaked(
        """Hubungan pelaku|Desa Sukamaju|Desa Cikoneng|Desa Mekarsari|Jumlah
        Suami|4|2|4|10
        Ayah|9|8|3|20
        Pacar|2|1|0|3
        Tetangga|0|7|0|7
        Lainnya|2|5|1|8
        Jumlah|17|23|8|48""",
        [(5, [0, 1, 2, 3, 4])],
        ((4, [1, 2, 3]),),
    ),
    "subdistricts by rows without a village": leaked(
        """No|Kecamatan|Desa|KDRT|Non-KDRT|Jumlah
        1|Pacet||8|19|27
        |Pacet|Mekarsari|4|2|6
        |Pacet|Cikoneng|0|8|8
        |Pacet|Tarumajaya|4|9|13
        2|Ibun||5|16|21
        |Ibun|Mekarsari|4|14|18
        |Ibun|Neglasari|1|2|3
        3|Majalaya||8|12|20
        |Majalaya|Sindangsari|7|3|10
        |Majalaya|Ciherang|1|8|9
        |Majalaya|Cikoneng|0|1|1
        |Jumlah||21|47|68""",
        [(0, [1, 2, 3]), (4, [5, 6]), (7, [8, 9, 10]), (11, [0, 4, 7])],
        ((5, [3, 4]),),
    ),
    "ages and sexes": leaked(
        """Desa|Kelompok umur|L|P|Jumlah
        Sukamaju|0-12|5|1|6
        Sukamaju|13-17|5|1|6
        Sukamaju|18-59|1|1|2
        Sukamaju|Semua umur|11|3|14
        Cikoneng|0-12|0|1|1
        Cikoneng|13-17|2|1|3
        Cikoneng|18-59|1|5|6
        Cikoneng|Semua umur|3|7|10
        Mekarsari|0-12|5|2|7
        Mekarsari|13-17|5|7|12
        Mekarsari|18-59|5|1|6
        Mekarsari|Semua umur|15|10|25
        Jumlah|Semua umur|29|20|49""",
        [(3, [0, 1, 2]), (7, [4, 5, 6]), (11, [8, 9, 10]), (12, [3, 7, 11])],
        ((4, [2, 3]),),
    ),
    "one column, the larger place before": leaked(
        """Wilayah|Perempuan|Anak|Jumlah
        Kabupaten Bandung|35|26|61
        Kec. Pacet|4|9|13
        Desa Sukamaju|2|6|8
        Desa Cikoneng|1|2|3
        Desa Mekarsari|1|1|2
        Kec. Ibun|18|9|27
        Desa Tarumajaya|11|1|12
        Desa Ciherang|0|6|6
        Desa Neglasari|7|2|9
        Kec. Majalaya|13|8|21
        Desa Sindangsari|4|0|4
        Desa Padamulya|0|7|7
        Desa Cibeet|9|1|10""",
        [(1, [2, 3, 4]), (5, [6, 7, 8]), (9, [10, 11, 12]), (0, [1, 5, 9])],
        ((3, [1, 2]),),
    ),
    "one column, the larger place by its name alone": leaked(
        """Kecamatan/Desa|Perempuan|Anak
        PACET|18|25
        Sukamaju|8|14
        Cikoneng|1|0
        Mekarsari|9|11
        IBUN|22|14
        Tarumajaya|5|4
        Ciherang|8|9
        Neglasari|9|1
        TOTAL|40|39""",
        [(0, [1, 2, 3]), (4, [5, 6, 7]), (8, [0, 4])],
    ),
    "one column, the larger place after": leaked(
        """Desa/Kecamatan|Perempuan|Anak|Jumlah
        Ds. Sukamaju|8|14|22
        Ds. Cikoneng|1|0|1
        Ds. Mekarsari|9|11|20
        Kec. Pacet|18|25|43
        Ds. Tarumajaya|5|4|9
        Ds. Ciherang|8|9|17
        Ds. Neglasari|9|1|10
        Kec. Ibun|22|14|36
        Kabupaten Bandung|40|39|79""",
        [(3, [0, 1, 2]), (7, [4, 5, 6]), (8, [3, 7])],
        ((3, [1, 2]),),
    ),
}


@pytest.mark.parametrize("name", LEAKED)
def test_what_leaked_once_is_hidden(name: str) -> None:
    assert told(LEAKED[name]) == [], LEAKED[name].shown()


def test_one_small_count_hides_cells_of_its_own_block_only() -> None:
    counts = [[[9], [8], [7]], [[3], [12], [6]], [[14], [11], [5]]]
    made = nested(counts, "one column of names", before=False, sum_across=False)
    hidden = [row for row, cells in enumerate(made.shown()) if isinstance(cells[1], Withheld)]
    assert hidden == [4, 6]


def test_a_village_is_known_by_the_level_beside_it() -> None:
    made = nested([[[9], [3]], [[12], [6]]], "with levels", before=True, sum_across=False)
    assert made.shown()[2][2] is Withheld.SMALL
    made.rows = [["Kecamatan", *row[1:]] if row[0] == "Desa" else row for row in made.rows]
    assert not any(isinstance(cell, Withheld) for row in made.shown() for cell in row)


def test_a_subtotal_that_was_added_up_wrongly_is_still_one() -> None:
    made = nested(
        [[[9], [8], [7]], [[3], [12], [6]], [[14], [11], [5]]], "one column", before=True, sum_across=False
    )
    made.rows[4][1] = 22
    shown = made.shown()
    assert shown[5][1] is Withheld.SMALL
    assert any(shown[row][1] is Withheld.BESIDE for row in (4, 6, 7))
