"""What a chart shows: series of points. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The kinds of chart."""

    BARS = "bars"
    LINES = "lines"
    MULTIPLES = "multiples"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. `value` is None where there is none, or where it is withheld: then `withheld` is what stands in its
    place ("< 5", "x"). `mark` sends the reader to a note ("*")."""

    label: str
    value: float | None = None
    withheld: str = ""
    mark: str = ""

    @property
    def small(self) -> bool:
        """Whether it is withheld because it is small."""
        return self.withheld.startswith("<")


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one name, in the order in which they are drawn."""

    name: str
    points: tuple[Point, ...]

    def at(self, label: str) -> Point:
        return next((point for point in self.points if point.label == label), Point(label))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `series` have the same labels, or some of them; of small multiples each is a picture of its own. `unit`
    stands at the axis; `source` and `note` under a chart that goes out alone; `description` is what a reader hears who does
    not see it, made of the figures where it is ""."""

    title: str
    series: tuple[Series, ...]
    unit: str = ""
    source: str = ""
    note: str = ""
    description: str = ""

    @property
    def labels(self) -> list[str]:
        """All labels: years in their order, others as they come first."""
        found = list(dict.fromkeys(point.label for each in self.series for point in each.points))
        return sorted(found, key=int) if all(map(is_year, found)) else found

    def marks(self, label: str) -> str:
        """The mark of a note at a label, "" where none is."""
        return next((point.mark for point in self.points() if point.label == label and point.mark), "")

    @property
    def breaks(self) -> list[str]:
        """The years after the first that have the mark of a note: they were counted in another way than those before, and
        no line goes from those to them."""
        return [label for label in self.labels[1:] if is_year(label) and self.marks(label)]

    def points(self) -> Iterator[Point]:
        for each in self.series:
            yield from each.points

    @property
    def highest(self) -> float:
        return max((point.value for point in self.points() if point.value is not None), default=0.0)

    @property
    def lowest(self) -> float:
        return min((point.value for point in self.points() if point.value is not None), default=0.0)


def is_year(label: str) -> bool:
    return len(label) == 4 and label.isascii() and label.isdigit()
