"""Rows that are the sum of a block of rows before or after them: "Kec. Pacet" over its villages in one column, "Jumlah" after
each block, "Kabupaten Bandung" over all. Pure.

Which rows may be sums is told by their words: what kind of place they name ("Kec.", "Kabupaten", a column "Tingkat"), "Jumlah",
or nothing where others name a village. What they are the sum of is told by their figures: the rows that come directly before
or directly after, up to the next that speaks of as large a place; all others; or the sums among these. Where most such rows
of a table look to one side, one that was added up wrongly is taken to do so too. Larger places with nothing but their names
("Pacet" among villages) are known by their figures alone, where all of these part the table into blocks.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from library.tables.labels import counts, footers, is_total, telling_apart
from library.tables.sums import may_add_up
from library.tables.values import Column, Level, Row, Type
from library.tables.villages import counts_villages

#: How large a place is that these words name, from the smallest.
_SIZES = (
    (0, r"rt"),
    (1, r"rw|dusun|dsn|lingkungan|jorong"),
    (
        2,
        r"desa|ds|kelurahan|kel|kalurahan|nagari|gampong|pekon|kel/desa|desa/kel|desa/kelurahan|kelurahan/desa",
    ),
    (3, r"kecamatan|kec|distrik|kapanewon|kemantren|subdistrict"),
    (4, r"kabupaten|kab|kota|kabupaten/kota|kab/kota|district|regency"),
    (5, r"provinsi|propinsi|prov|province"),
)
_VILLAGE = 2
_SUM_OF = r"(?:sub[\s-]*)?(?:jumlah|jml|jlh|total)\s+(?:se[\s-]*)?|se[\s-]+|se(?=kec|kab)"
_NAMED = re.compile(
    rf"(?:{_SUM_OF})?(?:" + "|".join(rf"(?P<size{size}>{words})" for size, words in _SIZES) + r")(?![\w/])",
    re.IGNORECASE,
)
#: Of fewer rows some are sums of the others by chance.
_FEWEST_IN_BLOCKS = 6
_BEFORE, _AFTER, _ALL = "before", "after", "all"


@dataclass(frozen=True, slots=True)
class Block:
    """The row `total` is the sum of `members`: rows of the table, from 0."""

    total: int
    members: tuple[int, ...]


@dataclass(slots=True)
class _List:
    """Rows in their order that differ in places only (or in one other thing). `larger` are those that may be sums, with the size
    of the place they name, None where they name none; `found` of what they are, by side; `held` all rows in these."""

    rows: list[int]
    larger: dict[int, int | None]
    found: dict[int, list[tuple[str, tuple[int, ...]]]] = field(default_factory=dict)
    held: dict[int, set[int]] = field(default_factory=dict)


def blocks(columns: Sequence[Column], rows: Sequence[Row]) -> list[Block]:
    """The blocks of a table of villages with the rows that are their sums."""
    if not counts_villages(columns):
        return []
    counted = counts(columns)
    found: list[Block] = []
    for opened in _opened(columns):
        lists = list(_lists(columns, rows, opened))
        for each in lists:
            _find(each, rows, counted)
        sides = Counter(
            side for each in lists for told in each.found.values() for side in {side for side, _rows in told}
        )
        for each in lists:
            found += _chosen(each, sides)
    return list(dict.fromkeys(found))


def size(text: object) -> int | None:
    """How large the place is that a cell names, from 0 for "RT 01" to 5 for a province; None where it names none."""
    named = _NAMED.match(" ".join(str(text or "").casefold().replace(".", " ").split()))
    if named is None or named.lastgroup is None:
        return None
    return int(named.lastgroup.removeprefix("size"))


def _opened(columns: Sequence[Column]) -> Iterator[tuple[int, ...]]:
    """The columns in which a sum and its rows differ: all that name places, or one other."""
    every = telling_apart(columns)
    places = tuple(
        at for at in every if columns[at].level is not Level.NONE or columns[at].type is Type.PLACE
    )
    if places:
        yield places
    yield from ((at,) for at in every if at not in places and columns[at].type is not Type.YEAR)


def _lists(columns: Sequence[Column], rows: Sequence[Row], opened: Sequence[int]) -> Iterator[_List]:
    fixed = [at for at in telling_apart(columns) if at not in opened]
    left_out = footers(columns, rows)
    grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if at not in left_out:
            grouped[tuple(row[each].value for each in fixed)].append(at)
    for group in grouped.values():
        if len(group) < 3:
            continue
        larger = _larger(columns, rows, group, opened)
        if any(columns[at].level is Level.VILLAGE for at in opened) and set(larger.values()) <= {None, 4, 5}:
            larger |= dict.fromkeys(_by_figures([at for at in group if at not in larger], rows, columns), 3)
        if larger:
            yield _List(group, larger)


def _by_figures(group: Sequence[int], rows: Sequence[Row], columns: Sequence[Column]) -> list[int]:
    """The rows that say nothing of it and are the sums of all rows to the next such: "Pacet" and its villages, "Ibun" and its
    villages. All figures must say so, in two blocks or more that leave no row out."""
    counted = [at for at in counts(columns) if columns[at].type is Type.INTEGER]
    counted = [at for at in counted if not any(rows[each][at].withheld for each in group)]
    if not counted or len(group) < _FEWEST_IN_BLOCKS:
        return []
    figures = [[rows[each][at].number or 0 for at in counted] for each in group]
    for order in (list(range(len(group))), list(range(len(group)))[::-1]):
        sums = _parted([figures[at] for at in order])
        if sum(any(figures[order[at]]) for at in sums) > 1:
            return [group[order[at]] for at in sums]
    return []


def _parted(figures: Sequence[Sequence[int | Decimal]]) -> list[int]:
    """The places of rows that are each the sum of those behind it up to the next, so that the last ends with the list; none
    where it cannot be parted so."""
    ends: dict[int, int] = {len(figures): len(figures)}
    for first in range(len(figures) - 2, -1, -1):
        said, added = figures[first], [0] * len(figures[first])
        for end in range(first + 1, len(figures)):
            added = [one + other for one, other in zip(added, figures[end], strict=True)]  # type: ignore[misc]
            if any(one > other for one, other in zip(added, said, strict=True)):
                break
            if added == said and end + 1 in ends:
                ends[first] = end + 1
                break
    found, at = [], 0
    while at in ends and at < len(figures):
        found.append(at)
        at = ends[at]
    return found if at == len(figures) else []


def _larger(
    columns: Sequence[Column], rows: Sequence[Row], group: Sequence[int], opened: Sequence[int]
) -> dict[int, int | None]:
    """The rows that speak of a larger place than the others, or of none."""
    smallest = [at for at in opened if columns[at].level is Level.VILLAGE] or list(opened)
    sizes = {
        at: [named for each in smallest if (named := size(rows[at][each].value)) is not None] for at in group
    }
    base = min((min(named) for named in sizes.values() if named and min(named) <= _VILLAGE), default=_VILLAGE)
    found: dict[int, int | None] = {}
    for at in group:
        cells = [rows[at][each].value for each in smallest]
        if sizes[at]:
            if min(sizes[at]) > base:
                found[at] = min(sizes[at])
        elif any(is_total(cell) for cell in cells) or all(cell is None for cell in cells):
            found[at] = None
    return found


def _find(among: _List, rows: Sequence[Row], counted: Sequence[int]) -> None:
    """Finds what each of the larger rows is the sum of, those of small places first."""
    sized = sorted((named, at) for at, named in among.larger.items() if named is not None)
    unsized = [at for at, named in among.larger.items() if named is None]
    for _named, at in sized:
        _try(among, rows, counted, at, (_BEFORE, _AFTER))
    for sides in ((_BEFORE, _AFTER), (_ALL,)):
        for at in unsized:
            if at not in among.found:
                _try(among, rows, counted, at, sides)
    for _named, at in sized:
        if at not in among.found:
            _try(among, rows, counted, at, (_ALL,))


def _try(among: _List, rows: Sequence[Row], counted: Sequence[int], at: int, sides: Collection[str]) -> None:
    """Looks on these sides for rows of which one is the sum: of those that are no sums, or of the sums that hold them."""
    for side in sides:
        stretch = _stretch(among, at, side)
        plain = tuple(each for each in stretch if each not in among.larger)
        held = {row for each in stretch for row in among.held.get(each, ())}
        sums = tuple(
            each
            for each in stretch
            # "Jumlah" that holds nothing is none of the parts; a subdistrict may stand without its villages
            if each not in held and (each in among.held or among.larger.get(each, 0) is not None)
        )
        for members in dict.fromkeys((plain, sums)):
            if members and _holds(rows, at, members, counted):
                among.found.setdefault(at, []).append((side, members))
                holds = among.held.setdefault(at, set())
                holds.update(members, *(among.held.get(each, ()) for each in members))


def _stretch(among: _List, at: int, side: str) -> list[int]:
    """The rows directly before or after, up to the next that speaks of as large a place; or all others."""
    if side == _ALL:
        return [each for each in among.rows if each != at]
    place, named = among.rows.index(at), among.larger[at]
    along = among.rows[place + 1 :] if side == _AFTER else among.rows[:place][::-1]
    found = []
    for each in along:
        if each in among.larger:
            other = among.larger[each]
            if named is None or other is None or other >= named:
                break
        found.append(each)
    return found if side == _AFTER else found[::-1]


def _holds(rows: Sequence[Row], at: int, members: Collection[int], counted: Sequence[int]) -> bool:
    """Whether the figures say so: most of those that are not zero."""
    right = wrong = 0
    for measure in counted:
        number = rows[at][measure].number
        if number is None:
            continue
        fits = may_add_up(number, [rows[each][measure] for each in members])
        right += bool(fits and number)
        wrong += not fits
    return right > wrong


def _chosen(among: _List, sides: Counter[str]) -> Iterator[Block]:
    """Of each sum the side to which most look; one that holds to none is taken for what the others of its size are."""
    for at, told in among.found.items():
        best = max({side for side, _members in told}, key=lambda side: (sides[side], side))
        yield from (Block(at, members) for side, members in told if side == best)
    usual = _AFTER if sides[_AFTER] > sides[_BEFORE] else _BEFORE
    for at, named in among.larger.items():
        if at in among.found or named is None or not sides[usual]:
            continue
        plain = tuple(each for each in _stretch(among, at, usual) if each not in among.larger)
        if plain:
            yield Block(at, plain)
