"""What is read of an upload: the sheet as a value, and the error that ends the reading. Pure.

Exception
└── Unreadable    the file gives no table; its fault says why (it stays inside this package)
"""

from dataclasses import dataclass, field

from library.tables.faults import Fault

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 60


class Unreadable(Exception):
    """The file as such gives no table."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.fault = Fault(message, values=values)

    @classmethod
    def by(cls, fault: Fault) -> "Unreadable":
        """Because of this fault, wherever it stands."""
        error = cls(fault.message)
        error.fault = fault
        return error


@dataclass(frozen=True, slots=True)
class Lines:
    """A table as it lies in its file: the lines that hold anything, each with its number there. `whole`: a line that is
    shorter than the others was written so (a spreadsheet leaves empty cells out). `hidden` are the columns, from 0, that
    their spreadsheet does not show: of them the heading is told and nothing kept."""

    lines: list[tuple[int, list[str]]]
    faults: list[Fault] = field(default_factory=list)
    whole: bool = False
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was brought. `headings` are all different and none is empty; `rows` are texts, one for each heading;
    `lines` their numbers in the file; `notes` what stood above and below the table. `sheet` is the one that was read of
    the `sheets` of a workbook; of a CSV, `encoding` and `separator` are how it is written."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""

    @property
    def usable(self) -> bool:
        return bool(self.rows) and not any(fault.stops for fault in self.faults)

    @property
    def cells(self) -> list[list[str]]:
        """The heading and the rows as one list, as it is kept."""
        return [list(self.headings), *map(list, self.rows)]
