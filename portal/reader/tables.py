"""A dataset as a table: sorted, narrowed and paged by its address alone, at the row that was asked for, the words that were
asked for marked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from library.models import Dataset
from library.models.sheets import shown_cell
from library.tables.notes import language, signs, spoken
from library.tables.ordering import chosen, containing, ordered, values_of
from library.tables.values import Column, PublicTable, Role, Row
from portal.reader.ways import Way
from search.interpretation.held import understood
from search.query import wanted
from search.snippets import mark

ROWS_A_PAGE = 50
_MOST_CHOICES = 200
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the table shows it: where a press on it leads, and how it is sorted now ("ascending", "descending",
    "none")."""

    title: str
    meaning: str
    unit: str
    figures: bool
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A column by whose values rows are chosen: its name in the address, its values, and the one that is chosen."""

    name: str
    title: str
    values: list[str]
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on the page: its text with marks, whether it is a figure, and what its column is called, with the unit."""

    text: SafeString
    figure: bool
    head: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row on the page: its passage number in the dataset, its cells, and whether it is the one that was asked for."""

    number: int
    cells: list[Cell]
    here: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of a table. `sort` is a column's place and whether it goes down, `only` are the chosen values by
    the place of their column, `words` must occur in a row, `part` is the page, from 1."""

    sort: tuple[int, bool] | None
    only: dict[int, str]
    words: str
    part: int

    @property
    def narrowed(self) -> bool:
        return bool(self.only or self.words)


def table_at(
    request: HttpRequest, dataset: Dataset, table: PublicTable, way: Way, number: int
) -> HttpResponse:
    """The page of a dataset's table with its n-th row."""
    asked = _asked(request, table)
    numbers = {id(row): place for place, row in enumerate(table.rows, 1)}
    rows = _rows(table, asked)
    parts = max(1, -(-len(rows) // ROWS_A_PAGE))
    part = min(asked.part or _part_of(rows, numbers, number), parts)
    shown = rows[(part - 1) * ROWS_A_PAGE : part * ROWS_A_PAGE]
    leaves = wanted(understood(way.question, exact=way.exact, choices=way.choices).question.tree)
    base = way.address(1)
    context = {
        "publication": dataset,
        "page": dataset,
        "heads": [_head(table, at, column, asked, base, leaves) for at, column in enumerate(table.columns)],
        "choices": _choices(table, asked),
        "words": asked.words,
        "sort": _sort_value(asked),
        "kept": _kept(way),
        "lines": [
            _line(
                table,
                row,
                numbers[id(row)],
                leaves,
                here=numbers[id(row)] == number and _was_asked(number, way),
            )
            for row in shown
        ],
        "total": len(table.rows),
        "found": len(rows),
        "narrowed": asked.narrowed,
        "everything_url": base,
        "part": part,
        "parts": parts,
        "previous_url": _address(base, asked, part=part - 1) if part > 1 else "",
        "next_url": _address(base, asked, part=part + 1) if part < parts else "",
        "signs": signs(table),
        "about": dataset.about(),
        "question": way.question,
        "share_url": f"{settings.BASE_URL}{_permanent(dataset, number)}",
        "cite_url": f"{dataset.address}sitasi/" + (f"?{urlencode({'nomor': number})}" if number > 1 else ""),
        "warned": way.warned,
    }
    return render(request, "portal/table.html", context)


def _asked(request: HttpRequest, table: PublicTable) -> Asked:
    """What the address asks, as far as the table knows of it."""
    given = request.GET
    wanted_sort = given.get("urut", "")
    down, place = wanted_sort.startswith("-"), _number(wanted_sort.removeprefix("-"))
    sort = (place - 1, down) if 1 <= place <= len(table.columns) else None
    only = {}
    for at in range(len(table.columns)):
        if value := _text(given.get(f"k{at + 1}", "")):
            only[at] = value
    return Asked(sort, only, _text(given.get("kata", "")), _number(given.get("bagian", "")))


def _rows(table: PublicTable, asked: Asked) -> tuple[Row, ...]:
    found = chosen(table, {table.columns[at].name: [value] for at, value in asked.only.items()})
    if asked.words:
        found = containing(found, asked.words)
    if asked.sort is not None:
        found = ordered(found, [(table.columns[asked.sort[0]].name, asked.sort[1])])
    return found.rows


def _part_of(rows: tuple[Row, ...], numbers: dict[int, int], number: int) -> int:
    """The page on which that row stands; the first where it was not chosen."""
    place = next((at for at, row in enumerate(rows) if numbers[id(row)] == number), 0)
    return place // ROWS_A_PAGE + 1


def _head(table: PublicTable, at: int, column: Column, asked: Asked, base: str, leaves: Any) -> Head:
    speech = language()
    now = "none"
    if asked.sort is not None and asked.sort[0] == at:
        now = "descending" if asked.sort[1] else "ascending"
    # Figures are asked for from the largest, words from A; a second press turns it round.
    down = column.measured if now == "none" else now == "ascending"
    turned = Asked((at, down), asked.only, asked.words, 0)
    return Head(
        mark(column.title(speech), leaves),
        column.meaning(speech),
        _unit(column),
        column.type.counted,
        _address(base, turned),
        now,
    )


def _headed(column: Column) -> str:
    title, unit = column.title(language()), _unit(column)
    return f"{title} ({unit})" if unit else title


def _unit(column: Column) -> str:
    """The unit, where the title does not say it already: "Permohonan yang dikabulkan" counts requests without being told."""
    unit = column.unit(language())
    return "" if unit.casefold() in column.title(language()).casefold().split() else unit


def _choices(table: PublicTable, asked: Asked) -> list[Choice]:
    found = []
    for at, column in enumerate(table.columns):
        if column.role is not Role.DIMENSION:
            continue
        values = values_of(table, column.name)
        if 1 < len(values) <= _MOST_CHOICES and len(values) < len(table.rows):
            found.append(Choice(f"k{at + 1}", column.title(language()), values, asked.only.get(at, "")))
    return found


def _line(table: PublicTable, row: Row, number: int, leaves: Any, *, here: bool) -> Line:
    cells = [
        Cell(
            mark(spoken(cell, shown_cell(cell, column, language())), leaves),
            column.type.counted,
            _headed(column),
        )
        for cell, column in zip(row, table.columns, strict=True)
    ]
    return Line(number, cells, here)


def _was_asked(number: int, way: Way) -> bool:
    return number > 1 or bool(way.question)


def _address(base: str, asked: Asked, part: int = 0) -> str:
    said = {f"k{at + 1}": value for at, value in asked.only.items()}
    said |= {"kata": asked.words, "urut": _sort_value(asked), "bagian": str(part) if part > 1 else ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{base}{'&' if '?' in base else '?'}{query}#tabel" if query else f"{base}#tabel"


def _sort_value(asked: Asked) -> str:
    if asked.sort is None:
        return ""
    return f"{'-' if asked.sort[1] else ''}{asked.sort[0] + 1}"


def _kept(way: Way) -> list[tuple[str, str]]:
    """What a form has to take along."""
    said = [
        ("q", way.question),
        ("tepat", "1" if way.question and way.exact else ""),
        ("lanjut", "1" if way.warned else ""),
    ]
    return [(name, value) for name, value in said if value]


def _permanent(dataset: Dataset, number: int) -> str:
    if number > 1:
        return reverse("permanent_passage", args=[dataset.permanent.code, number])
    return reverse("permanent", args=[dataset.permanent.code])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _text(text: str) -> str:
    return " ".join("".join(filter(str.isprintable, text)).split())[:_LONGEST]
