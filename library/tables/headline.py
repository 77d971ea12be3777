"""The main figure of a table in a sentence: the latest year, and how it changed since the first. Pure.

How the rows of a year are put together is told in `adding`. The change is that since the first year whose rows speak of
the same things as those of the latest: what looks like a change may be a village that sent no figures. A year with the mark
of a note ("2019*") was counted in another way than those before it: nothing is compared across it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from library.tables.adding import together
from library.tables.notes import language
from library.tables.numbers import shown
from library.tables.ordering import chosen
from library.tables.totals import total_rows, without_footers
from library.tables.values import Cell, Column, PublicTable, Role, Row, Type, first

#: From fewer than these no percentage is said: 3 and then 6 are "from 3 to 6", not "up 100 percent".
_FEWEST_FOR_PERCENT = 20
#: From so much on a change in percent is said in whole numbers.
_WHOLE = 10


@dataclass(frozen=True, slots=True)
class _Year:
    """What is known of a year. `number` is None where nothing can be said; `least`: some figures are withheld or missing, so that
    it is at least this; `about`: what its rows are about; `marked`: some figure or the year has a note."""

    year: int
    number: Decimal | None
    least: bool
    about: frozenset[tuple[object, ...]]
    marked: bool


def headline(table: PublicTable, measure: str = "", only: Mapping[str, str] | None = None) -> str:
    """The sentence, in the language of the moment; "" where the table has no years or no figure that can be said.

    `measure` is the name of a column of figures, the first one where it is ""; `only` picks rows by the text of their
    cells: {"kabupaten": "Garut"}. Raises `KeyError` for a column that is not there.
    """
    table = without_footers(chosen(table, {name: [text] for name, text in (only or {}).items()}))
    years_in = first(table.columns, Type.YEAR)
    if measure:
        at = table.place(measure)
    else:
        at = next((each for each, column in enumerate(table.columns) if column.measured), -1)
    if years_in is None or at < 0:
        return ""
    column = table.columns[at]
    years = _years(table, years_in, at)
    said = [year for year in years if year.number is not None]
    if not said:
        return ""
    latest = said[-1]
    break_at = max((year.year for year in years if year.marked), default=years[0].year)
    unbroken = [year for year in said if year.year >= break_at] or [latest]
    alike = [year for year in unbroken[:-1] if year.about == latest.about and not year.least]
    earliest = alike[0] if alike else unbroken[0]
    sentences = [_said(column, earliest, latest)]
    if latest.year != years[-1].year:
        sentences.append(_("Untuk %(year)d tidak ada angka.") % {"year": years[-1].year})
    if break_at > said[0].year:
        sentences.append(_broken(break_at))
    return " ".join(sentences)


def _years(table: PublicTable, years_in: int, at: int) -> list[_Year]:
    """All years of the table, in order."""
    totals = total_rows(table.columns, table.rows)
    others = [
        each
        for each, column in enumerate(table.columns)
        if column.role is Role.DIMENSION and each != years_in
    ]
    grouped: dict[int, tuple[list[Row], list[Row]]] = {}
    for number, row in enumerate(table.rows):
        year = row[years_in].value
        if isinstance(year, int):
            grouped.setdefault(year, ([], []))[number in totals].append(row)
    return [_year(year, *grouped[year], others, table.columns[at], at, years_in) for year in sorted(grouped)]


def _year(
    year: int, rows: list[Row], totals: list[Row], others: list[int], column: Column, at: int, years_in: int
) -> _Year:
    about = frozenset(tuple(row[each].value for each in others) for row in rows if row[at] != Cell())
    marked = any(row[at].mark or row[years_in].mark for row in [*rows, *totals])
    cell = together(rows, totals, others, at, column.type)
    if cell.number is not None:
        return _Year(year, Decimal(cell.number), False, about, marked)
    known = [Decimal(number) for row in rows if (number := row[at].number) is not None]
    if not known or column.type is not Type.INTEGER:
        return _Year(year, None, False, about, marked)
    return _Year(year, sum(known, Decimal(0)), True, about, marked)


def _said(column: Column, earliest: _Year, latest: _Year) -> str:
    assert latest.number is not None and earliest.number is not None  # noqa: S101 (for the type checker)
    spoken = language()
    now = _with_unit(column, latest.number, spoken)
    values = {
        "title": column.title(spoken),
        "year": latest.year,
        "now": _("sedikitnya %(figure)s") % {"figure": now} if latest.least else now,
        "first": earliest.year,
        "then": _with_unit(column, earliest.number, spoken),
    }
    if latest.year == earliest.year:
        return _("%(title)s pada %(year)d: %(now)s.") % values
    if latest.least or earliest.least or latest.about != earliest.about:
        sentence = _(
            "%(title)s pada %(year)d: %(now)s. Data %(first)d tidak selengkap itu untuk dibandingkan."
        )
        if latest.least or earliest.least:
            sentence = _(
                "%(title)s pada %(year)d: %(now)s. Perubahan sejak %(first)d tidak dihitung, karena sebagian angka disamarkan atau tidak ada."
            )
        return sentence % values
    if latest.number == earliest.number:
        return _("%(title)s pada %(year)d: %(now)s, sama dengan %(first)d.") % values
    return _changed(column, earliest.number, latest.number, values)


def _changed(column: Column, then: Decimal, now: Decimal, values: dict[str, object]) -> str:
    """The sentence for two figures that differ; `values` are what it says besides the size of the change."""
    spoken, rises = language(), now > then
    if column.type is Type.PERCENT:
        points = shown(abs(now - then), spoken, most_decimals=1)
        many = 1 if points == "1" else 2  # as the figure is read: 1.04 is "1"
        sentence = (
            ngettext(
                "%(title)s pada %(year)d: %(now)s, naik %(points)s poin persen sejak %(first)d (%(then)s).",
                "%(title)s pada %(year)d: %(now)s, naik %(points)s poin persen sejak %(first)d (%(then)s).",
                many,
            )
            if rises
            else ngettext(
                "%(title)s pada %(year)d: %(now)s, turun %(points)s poin persen sejak %(first)d (%(then)s).",
                "%(title)s pada %(year)d: %(now)s, turun %(points)s poin persen sejak %(first)d (%(then)s).",
                many,
            )
        )
        return sentence % (values | {"points": points})
    if abs(then) < _FEWEST_FOR_PERCENT:
        sentence = (
            _("%(title)s pada %(year)d: %(now)s, naik dari %(then)s pada %(first)d.")
            if rises
            else _("%(title)s pada %(year)d: %(now)s, turun dari %(then)s pada %(first)d.")
        )
        return sentence % values
    change = abs(now - then) / abs(then) * 100
    percent = shown(change, spoken, most_decimals=0 if change >= _WHOLE else 1)
    if percent == "0":
        return _("%(title)s pada %(year)d: %(now)s, hampir sama dengan %(first)d (%(then)s).") % values
    sentence = (
        _("%(title)s pada %(year)d: %(now)s, naik %(percent)s persen sejak %(first)d (%(then)s).")
        if rises
        else _("%(title)s pada %(year)d: %(now)s, turun %(percent)s persen sejak %(first)d (%(then)s).")
    )
    return sentence % (values | {"percent": percent})


def _with_unit(column: Column, number: Decimal, spoken: str) -> str:
    """ "1.234 kasus"; "12,5%" of shares."""
    figure = shown(number, spoken)
    if column.type is Type.PERCENT:
        return f"{figure}%"
    return f"{figure} {column.unit(spoken, number)}".strip()


def _broken(year: int) -> str:
    return _(
        "Angka sebelum %(year)d tidak dibandingkan, karena ada catatan cara menghitung untuk tahun %(year)d."
    ) % {"year": year}
