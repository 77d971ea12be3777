"""What in a table is a sum of other cells below or above it: rows called "Jumlah", and rows that say nothing of a village and
hold the sum of the others. Columns that are the sum of others are found in `across`. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from library.tables.blocks import Block, blocks
from library.tables.headings import says_rate
from library.tables.labels import (
    LARGER,
    MAYBE_SUM,
    averages,
    bare,
    counts,
    dimensions,
    footers,
    is_total,
    telling_apart,
)
from library.tables.sums import Sum, adds_up, spread
from library.tables.values import Column, Level, PublicTable, Row, Type
from library.tables.villages import counts_villages

#: Among so few rows one may be the sum of the others by chance, unless its name says so too.
_BY_CHANCE = 3
_Fixed = tuple[int, ...]
"""The dimensions that a sum leaves fixed."""


def without_footers(table: PublicTable) -> PublicTable:
    """The table as it is added up, drawn and told."""
    left_out = footers(table.columns, table.rows)
    if not left_out:
        return table
    return PublicTable(table.columns, tuple(row for at, row in enumerate(table.rows) if at not in left_out))


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
    return frozenset(_totals(columns, rows)[0])


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[dict[int, _Fixed], list[Block]]:
    """The rows that are sums, each with the dimensions in which it says something; and the blocks of which some are the sums."""
    every, left_out = telling_apart(columns), footers(columns, rows)
    named = {
        at: tuple(each for each in every if row[each].value is not None and not is_total(row[each].value))
        for at, row in enumerate(rows)
        if at not in left_out and any(is_total(row[each].value) for each in dimensions(columns))
    }
    in_blocks = blocks(columns, rows)
    of_blocks = {
        each.total: tuple(at for at in every if rows[each.total][at].value is not None) for each in in_blocks
    }
    named = of_blocks | named
    found = named | _unnamed(columns, rows, named | dict.fromkeys(left_out, ()))
    return found | _in_villages(columns, rows, frozenset(found) | left_out), in_blocks


def _in_villages(columns: Sequence[Column], rows: Sequence[Row], known: frozenset[int]) -> dict[int, _Fixed]:
    """The rows that hold the sum of all others of their village ("KDRT" beside its kinds): what they say does so in at least
    half of the villages. Of one village, and of three rows, it may be chance."""
    every, counted = telling_apart(columns), counts(columns)
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
    every, counted = telling_apart(columns), counts(columns)
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


def _speaks_of_more(columns: Sequence[Column], row: Row, opened: Sequence[int]) -> bool:
    """Whether a row says less than others of what is `opened`: nothing, or of a village the larger place in which it lies."""
    larger = [
        bare(cell.value)
        for cell, column in zip(row, columns, strict=True)
        if column.level not in {Level.NONE, Level.VILLAGE}
    ]
    for at in opened:
        said = " ".join(str(row[at].value or "").casefold().split())
        if not said or MAYBE_SUM.fullmatch(said):
            return True
        if columns[at].level is Level.VILLAGE and (
            LARGER.match(said) or any(place and (place in said or bare(said) in place) for place in larger)
        ):
            return True
    return False


def down(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Sum]:
    """The sums in rows: one is that of all rows which agree with it where it says something else."""
    counted, left_out = counts(columns), footers(columns, rows)
    totals, in_blocks = _totals(columns, rows)
    of_blocks = {each.total for each in in_blocks}
    for block in in_blocks:
        yield from _of_block(columns, rows, block)
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
                elif at in of_blocks:
                    continue
                elif columns[measure].type is not Type.INTEGER and (
                    at not in by_name or says_rate(columns[measure])
                ):
                    continue  # rates do not add up
            if said:
                yield Sum((at, measure), tuple((other, measure) for other in said))
    for at, others in _of_two(columns, rows, totals.keys() | left_out):
        for measure in counted:
            if adds_up(rows, at, others, measure):
                yield Sum((at, measure), tuple((other, measure) for other in others))


def _of_block(columns: Sequence[Column], rows: Sequence[Row], block: Block) -> Iterator[Sum]:
    for measure in counts(columns):
        # rates do not add up
        if columns[measure].type is Type.INTEGER or adds_up(rows, block.total, block.members, measure):
            yield Sum((block.total, measure), tuple((at, measure) for at in block.members))


def _of_two(
    columns: Sequence[Column], rows: Sequence[Row], known: Collection[int]
) -> Iterator[tuple[int, list[int]]]:
    """The rows without a name for it that hold the sum of the only two others of their group, each with these: "X 3, Y 12,
    Z 15". It may be chance, and a village is then looked at as a sum too; where a table has several such groups, what the
    row says must be the sum in most of them. `known` are the rows that are looked at already."""
    counted = counts(columns)
    if not counted or not counts_villages(columns):
        return
    every = telling_apart(columns)
    for opened in every:
        if columns[opened].type is Type.YEAR:
            continue
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at not in known:
                groups[tuple(row[each].value for each in every if each != opened)].append(at)
        tried: dict[object, int] = defaultdict(int)
        holding: dict[object, list[tuple[int, list[int]]]] = defaultdict(list)
        for group in groups.values():
            if len(group) != _BY_CHANCE:
                continue
            sums = _sums_among(group, rows, counted)
            for at in group:
                said = rows[at][opened].value
                tried[said] += 1
                if sums.get(at):
                    holding[said].append((at, [other for other in group if other != at]))
        for label, holds in holding.items():
            if 2 * len(holds) > tried[label]:
                yield from holds
