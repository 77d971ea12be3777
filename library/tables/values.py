"""A table of figures as values: its columns with what they mean, and rows of cells. Pure.

`Table` holds what an editor brought; `PublicTable` is what may leave the house (`small_counts.public`). Whatever writes,
draws or speaks of figures takes a `PublicTable`, so that the type checker sees to it that no small count gets out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Type(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    YEAR = "year"
    PLACE = "place"

    @property
    def counted(self) -> bool:
        """Whether its cells are figures that can be drawn and compared."""
        return self in {Type.INTEGER, Type.NUMBER, Type.PERCENT}


class Role(StrEnum):
    """What a column is for: to tell rows apart, or to be read off."""

    DIMENSION = "dimension"
    MEASURE = "measure"


class Level(StrEnum):
    """How small the places of a column are."""

    NONE = ""
    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"


class Withheld(StrEnum):
    """Why a figure is not shown, as it is written in its cell in every export."""

    SMALL = "<5"
    """From 1 to 4: one could guess who it is."""
    BESIDE = "x"
    """Not small, but a small one could be computed from it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `name` is its heading in the file. A unit may give two forms, "case|cases": for one, and for others."""

    name: str
    title_id: str = ""
    title_en: str = ""
    meaning_id: str = ""
    meaning_en: str = ""
    type: Type = Type.TEXT
    role: Role = Role.DIMENSION
    level: Level = Level.NONE
    unit_id: str = ""
    unit_en: str = ""

    def title(self, language: str) -> str:
        return _in(language, self.title_id, self.title_en) or self.name

    def meaning(self, language: str) -> str:
        return _in(language, self.meaning_id, self.meaning_en)

    def unit(self, language: str, number: int | Decimal = 2) -> str:
        """The unit as it stands behind that number."""
        one, _bar, more = _in(language, self.unit_id, self.unit_en).partition("|")
        return one.strip() if number == 1 or not more else more.strip()

    @property
    def measured(self) -> bool:
        return self.role is Role.MEASURE and self.type.counted


def _in(language: str, indonesian: str, english: str) -> str:
    return (english or indonesian) if language.startswith("en") else (indonesian or english)


Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, None where there is none; the mark of a footnote that stood behind it ("*"); and, in what is
    public, why its value is withheld (it is None then)."""

    value: Value = None
    mark: str = ""
    withheld: Withheld | None = None

    @property
    def number(self) -> int | Decimal | None:
        return None if isinstance(self.value, str) else self.value


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column; `lines` are their numbers in the file."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lines: tuple[int, ...]

    def place(self, name: str) -> int:
        """Where the column of that name stands. Raises `KeyError`."""
        return place(self.columns, name)


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table without its small counts. Made by `small_counts.public` alone."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, name: str) -> int:
        """Where the column of that name stands. Raises `KeyError`."""
        return place(self.columns, name)

    @property
    def withholds(self) -> bool:
        return any(cell.withheld for row in self.rows for cell in row)


def place(columns: Sequence[Column], name: str) -> int:
    for at, column in enumerate(columns):
        if column.name == name:
            return at
    raise KeyError(name)


def first(columns: Sequence[Column], type_: Type) -> int | None:
    """Where the first column of a type stands."""
    return next((at for at, column in enumerate(columns) if column.type is type_), None)
