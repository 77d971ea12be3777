"""What in a table is a sum of other cells below or above it: rows called "Jumlah", and rows that say nothing of a village and
hold the sum of the others. Columns that are the sum of others are found in `across`. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from library.tables.headings import says_no_count, says_rate
from library.tables.values import Column, Level, PublicTable, Role, Row, Type, Withheld
from library.tables.villages import counts_villages

_CALLED = frozenset(
    {
        "keseluruhan",
        "jml",
        "jlh",
        "all",
        "sum",
        "Σ".casefold(),
        "grand total",
        "rekapitulasi",
        "sub total",
        "total keseluruhan",
        "rekap",
    }
)
_BEGINS = frozenset({"jumlah", "total", "subtotal", "semua", "seluruh", "seluruhnya"})
#: What rows are called that are no sum and no member of one: averages and rates, and the least and the most.
_FOOTER = re.compile(
    r"\W*(?:rata[\s-]*rata|rataan|rerata|mean|average|median|modus|persen(?:tase)?|prosentase|percent(?:age)?|%|‰|proporsi"
    r"|rasio|ratio|rate|prevalensi|angka (?:kejadian|per)|(?:\w+ )?per (?:1[\d.,]*0\b|seribu|seratus|kapita))",
    re.IGNORECASE,
)
_EXTREME = re.compile(
    r"\W*(?:terendah|tertinggi|terkecil|terbesar|minimum|maksimum|maximum|min|max|maks)\W*", re.IGNORECASE
)
#: What may be a sum, if it is one by its figures: "L+P", "laki-laki dan perempuan", "I+II", "Setahun".
_MAYBE_SUM = re.compile(
    r"gabungan\b.*|.*\bgabungan|setahun|sepanjang tahun|satu tahun|both(?: sexes)?|combined"
    r"|[^+]+(?:\+[^+]+)+|(?:l|lk|laki[\s-]*laki|pria|m|male)\s*(?:/|&|dan|and|,)\s*(?:p|pr|perempuan|wanita|f|female)"
    r"|(?:p|pr|perempuan|wanita|f|female)\s*(?:/|&|dan|and|,)\s*(?:l|lk|laki[\s-]*laki|pria|m|male)",
    re.IGNORECASE,
)
#: What a cell of villages begins with when it speaks of a larger place.
_LARGER = re.compile(r"(?:kecamatan|kec|kabupaten|kab|kota|provinsi|propinsi|prov)\b[.\s]*")
#: Among so few rows one may be the sum of the others by chance, unless its name says so too.
_BY_CHANCE = 3
LEAST_WITHHELD, MOST_WITHHELD = 1, 4  # what "< 5" stands for

Where = tuple[int, int]
"""A cell: its row and its column, from 0."""
_Fixed = tuple[int, ...]
"""The dimensions that a sum leaves fixed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of `members`."""

    total: Where
    members: tuple[Where, ...]


def is_total(value: object) -> bool:
    """Whether a cell of a dimension says that its row is a sum."""
    if not isinstance(value, str):
        return False
    words = " ".join(value.casefold().split())
    return words in _CALLED or words.split(" ")[0] in _BEGINS


def is_average(value: object) -> bool:
    """Whether a cell of a dimension says that its row holds averages or rates of the other rows."""
    return isinstance(value, str) and bool(_FOOTER.match(value))


def footers(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """The rows that add up to nothing and are added to nothing: averages, rates, the least and the most."""
    every = dimensions(columns)
    return frozenset(
        at
        for at, row in enumerate(rows)
        for each in every
        if is_average(row[each].value) or _EXTREME.fullmatch(str(row[each].value or ""))
    )


def without_footers(table: PublicTable) -> PublicTable:
    """The table as it is added up, drawn and told."""
    left_out = footers(table.columns, table.rows)
    if not left_out:
        return table
    return PublicTable(table.columns, tuple(row for at, row in enumerate(table.rows) if at not in left_out))


def averages(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """Those of them that hold averages and rates: such figures count nobody."""
    every = dimensions(columns)
    return frozenset(at for at, row in enumerate(rows) if any(is_average(row[each].value) for each in every))


def without_averages(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns, of whole numbers those that have decimals in rows of averages only."""
    left_out = averages(columns, rows)
    return tuple(
        replace(column, type=Type.INTEGER)
        if column.type is Type.NUMBER
        and left_out
        and all(
            number == int(number)
            for at, row in enumerate(rows)
            if at not in left_out and (number := row[place].number) is not None
        )
        else column
        for place, column in enumerate(columns)
    )


def total_rows(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """The rows that are sums: by their name, and in a table of villages by their figures."""
    return frozenset(_totals(columns, rows))


def counts(columns: Sequence[Column]) -> list[int]:
    """The columns that may count people and cases. One with decimals is among them: a single "2,5" makes a column of
    counts one of decimals."""
    return [
        at
        for at, column in enumerate(columns)
        if column.role is Role.MEASURE
        and column.type in {Type.INTEGER, Type.NUMBER}
        and not says_no_count(column)
    ]


def dimensions(columns: Sequence[Column]) -> list[int]:
    """The columns that tell rows apart."""
    return [at for at, column in enumerate(columns) if column.role is Role.DIMENSION]


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> dict[int, _Fixed]:
    """The rows that are sums, each with the dimensions in which it says something."""
    every, left_out = dimensions(columns), footers(columns, rows)
    named = {
        at: tuple(each for each in every if row[each].value is not None and not is_total(row[each].value))
        for at, row in enumerate(rows)
        if at not in left_out and any(is_total(row[each].value) for each in every)
    }
    found = named | _unnamed(columns, rows, named | dict.fromkeys(left_out, ()))
    return found | _in_villages(columns, rows, frozenset(found) | left_out)


def _in_villages(columns: Sequence[Column], rows: Sequence[Row], known: frozenset[int]) -> dict[int, _Fixed]:
    """The rows that hold the sum of all others of their village ("KDRT" beside its kinds): what they say does so in at least
    half of the villages. Of one village, and of three rows, it may be chance."""
    every, counted = dimensions(columns), counts(columns)
    if not counted or not counts_villages(columns):
        return {}
    found: dict[int, _Fixed] = {}
    for opened in every:
        if columns[opened].level is Level.VILLAGE or columns[opened].type is Type.YEAR:
            continue
        fixed = tuple(each for each in every if each != opened)
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at not in known and at not in found:
                groups[tuple(row[each].value for each in fixed)].append(at)
        holding: dict[object, list[int]] = defaultdict(list)
        tried: dict[object, int] = defaultdict(int)
        by_itself = set()
        for group in groups.values():
            if len(group) < _BY_CHANCE:
                continue
            for at in group:
                tried[rows[at][opened].value] += 1
            for at, entirely in _sums_among(group, rows, counted).items():
                if entirely:
                    holding[rows[at][opened].value].append(at)
                    by_itself |= {at} if len(group) > _BY_CHANCE else set()
        for said, holds in holding.items():
            sure = len(holds) > 1 or not by_itself.isdisjoint(holds)
            if sure and 2 * len(holds) >= tried[said]:
                found |= dict.fromkeys(holds, fixed)
    return found


def _unnamed(
    columns: Sequence[Column], rows: Sequence[Row], named: Mapping[int, _Fixed]
) -> dict[int, _Fixed]:
    """The rows that hold the sum of the others of their group: in a table of villages a reader subtracts from such a row
    whatever it is called ("Kecamatan Pacet", nothing at all). Sums of few are found before those of many."""
    every, counted = dimensions(columns), counts(columns)
    villages = tuple(at for at in every if columns[at].level is Level.VILLAGE)
    if not counted or not counts_villages(columns):
        return {}
    places = tuple(at for at in every if columns[at].level is not Level.NONE)
    candidates: dict[_Fixed, set[int]] = defaultdict(set)
    for opened in {*((at,) for at in every), villages, places} - {()}:
        for at, row in enumerate(rows):
            if at not in named:
                fixed = tuple(each for each in every if each not in opened and row[each].value is not None)
                candidates[fixed].add(at)
    found: dict[int, _Fixed] = {}
    for fixed in sorted(candidates, key=lambda each: (-len(each), each)):
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at not in named and at not in found:
                groups[tuple(row[each].value for each in fixed)].append(at)
        opened = tuple(each for each in every if each not in fixed)
        by_figures = not set(villages).isdisjoint(opened)
        for group in groups.values():
            holding = _sums_among(group, rows, counted)
            told = [at for at in holding if at in candidates[fixed]]
            total = next((at for at in told if _speaks_of_more(columns, rows[at], opened)), None)
            if total is None and by_figures and len(group) > _BY_CHANCE:
                total = next((at for at in reversed(told) if holding[at]), None)
            if total is not None:
                found[total] = fixed
    return found


def _sums_among(group: Sequence[int], rows: Sequence[Row], counted: Sequence[int]) -> dict[int, bool]:
    """The rows of the group of which a figure is the sum of all others, each with whether all its figures are."""
    if len(group) < _BY_CHANCE:
        return {}
    ranges = {measure: spread(group, rows, measure) for measure in counted}
    found = {}
    for at in group:
        told = [
            # the figure is half of what the group adds up to
            bounds[0] <= 2 * Decimal(number) <= bounds[1]
            for measure, bounds in ranges.items()
            if bounds is not None and (number := rows[at][measure].number)
        ]
        if any(told):
            found[at] = all(told)
    return found


def spread(group: Sequence[int], rows: Sequence[Row], measure: int) -> tuple[Decimal, Decimal] | None:
    """What the figures of a group add up to at least and at most; None where it cannot be said."""
    cells = [rows[at][measure] for at in group]
    if any(cell.withheld is Withheld.BESIDE for cell in cells):
        return None
    known = sum((Decimal(cell.number) for cell in cells if cell.number is not None), Decimal(0))
    small = sum(cell.withheld is Withheld.SMALL for cell in cells)
    return known + LEAST_WITHHELD * small, known + MOST_WITHHELD * small


def _speaks_of_more(columns: Sequence[Column], row: Row, opened: Sequence[int]) -> bool:
    """Whether a row says less than others of what is `opened`: nothing, or of a village the larger place in which it lies."""
    larger = [
        _bare(cell.value)
        for cell, column in zip(row, columns, strict=True)
        if column.level not in {Level.NONE, Level.VILLAGE}
    ]
    for at in opened:
        said = " ".join(str(row[at].value or "").casefold().split())
        if not said or _MAYBE_SUM.fullmatch(said):
            return True
        if columns[at].level is Level.VILLAGE and (
            _LARGER.match(said) or any(place and (place in said or _bare(said) in place) for place in larger)
        ):
            return True
    return False


def _bare(value: object) -> str:
    """The name of a place without what kind of place it is."""
    return _LARGER.sub("", " ".join(str(value or "").casefold().split()))


def down(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Sum]:
    """The sums in rows: one is that of all rows which agree with it where it says something else."""
    totals, counted, left_out = _totals(columns, rows), counts(columns), footers(columns, rows)
    grouped: dict[_Fixed, dict[tuple[object, ...], list[int]]] = {}
    for fixed in set(totals.values()):
        grouped[fixed] = defaultdict(list)
        for at, row in enumerate(rows):
            if at not in left_out:
                grouped[fixed][tuple(row[each].value for each in fixed)].append(at)
    by_name = {
        at for at, row in enumerate(rows) if any(is_total(row[each].value) for each in dimensions(columns))
    }
    for at, fixed in sorted(totals.items()):
        group = grouped[fixed][tuple(rows[at][each].value for each in fixed)]
        members = [other for other in group if other not in totals]
        # what looks like a sum may be a village whose figure is one by chance
        with_likely = [other for other in group if other not in by_name and other != at]
        for measure in counted:
            said = members
            if not adds_up(rows, at, members, measure):
                if adds_up(rows, at, with_likely, measure):
                    said = with_likely
                elif columns[measure].type is not Type.INTEGER and (
                    at not in by_name or says_rate(columns[measure])
                ):
                    continue  # rates do not add up
            if said:
                yield Sum((at, measure), tuple((other, measure) for other in said))


def adds_up(rows: Sequence[Row], total: int, members: Sequence[int], measure: int) -> bool:
    """Whether the cell in the row `total` may be the sum of those of the rows `members`."""
    bounds = spread(members, rows, measure)
    number = rows[total][measure].number
    return bounds is None or number is None or bounds[0] <= Decimal(number) <= bounds[1]
