"""Lines by year: broken where a year has no figure and where it is not to be compared with those before it, named at their
ends. Pure."""

from dataclasses import dataclass

from library.charts.bars import NARROW, across, axis, figure, grid
from library.charts.drawing import SMALL, Drawing, Pen
from library.charts.scales import Scale, fitted, width
from library.charts.values import Chart, Series, is_year

_PLOT, _PLOT_NARROW = 270, 230  # px
_LEAST_BETWEEN = 15.0  # px between two names
#: A point that is withheld lies somewhere below five: its sign stands just above the base.
_ABOVE_BASE = 7.0


@dataclass(frozen=True, slots=True)
class Plot:
    """The field in which lines are drawn: its edges in px, its upright axis and the places of its labels."""

    left: float
    right: float
    top: float
    high: float
    upward: Scale
    labels: list[str]

    def x(self, label: str) -> float:
        if len(self.labels) == 1:
            return (self.left + self.right) / 2
        if all(map(is_year, self.labels)):
            first, last = int(self.labels[0]), int(self.labels[-1])
            share = (int(label) - first) / (last - first)
        else:
            share = self.labels.index(label) / (len(self.labels) - 1)
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.top + self.high - self.upward.share(value) * self.high

    @property
    def foot(self) -> float:
        return self.top + self.high


def draw(chart: Chart, wide: float, pen: Pen) -> Drawing:
    labels, several = all_years(chart.labels), len(chart.series) > 1
    upward = axis(chart)
    names = max((width(each.name, SMALL) for each in chart.series), default=0) + 14
    at_ends = several and wide > NARROW
    top = (
        pen.legend([each.name for each in chart.series], 0, 14, wide, lines=True) + 8
        if several and not at_ends
        else 6
    )
    if chart.unit:
        pen.text(0, top + 10, chart.unit)
        top += 18
    top += 12
    left = max(width(figure(tick), SMALL) for tick in upward.ticks) + 12
    right = wide - (min(names + 6, wide * 0.4) if at_ends else 28)
    plot = Plot(left + 6, right - 8, top, _PLOT if wide > NARROW else _PLOT_NARROW, upward, labels)
    grid(pen, upward, left, right, top, plot.high)
    pen.rule(left, plot.y(0), right, plot.y(0), "base")
    for series, each in enumerate(chart.series):
        line(pen, plot, each, series)
    if at_ends:
        _names(pen, plot, chart.series, right, wide)
    elif not several and chart.series:
        last_figure(pen, plot, chart.series[0])
    step = (plot.right - plot.left) / max(1, len(labels) - 1)
    marked = [f"{label}{chart.marks(label)}" for label in labels]
    across(pen, marked, plot.left if len(labels) > 1 else plot.x(labels[0]), step, plot.foot + 20)
    return Drawing(wide, plot.foot + 28, "".join(pen.shapes))


def all_years(labels: list[str]) -> list[str]:
    """With the years between that have no figures, so that a gap is as wide as it is."""
    if not labels or not all(map(is_year, labels)):
        return labels
    return [str(year) for year in range(int(labels[0]), int(labels[-1]) + 1)]


def line(pen: Pen, plot: Plot, series: Series, at: int, *, size: float = 4.0) -> None:
    """A line, broken at gaps and before a year that has the mark of a note, with a sign at each figure; a hollow one above
    the base where it is withheld."""
    piece: list[tuple[float, float]] = []
    pieces = [piece]
    for label in plot.labels:
        point = series.at(label)
        if point.value is None or (point.mark and is_year(label)):
            piece = []
            pieces.append(piece)
        if point.value is not None:
            piece.append((plot.x(label), plot.y(point.value)))
    for each in pieces:
        if len(each) > 1:
            pen.path(each, at)
    for x, y in (place for each in pieces for place in each):
        pen.marker(x, y, at, size=size)
    for label in plot.labels:
        point, base = series.at(label), plot.y(0)
        if point.small:
            pen.marker(plot.x(label), base - _ABOVE_BASE, at, hollow=True, size=size)
        if point.withheld:
            # of what is not small nothing is drawn: it would look as if it were
            y = base - (_ABOVE_BASE + 9 if point.small else 4)
            pen.text(plot.x(label), y, point.withheld, "value", "middle")


def last_figure(pen: Pen, plot: Plot, series: Series) -> None:
    """The figure at the end of a line."""
    known = [label for label in plot.labels if series.at(label).value is not None]
    if known:
        value = series.at(known[-1]).value or 0
        x = min(plot.x(known[-1]), plot.right + 8 - width(figure(value), SMALL) / 2 + 14)
        pen.text(x, plot.y(value) - 9, figure(value), "value", "middle")


def _names(pen: Pen, plot: Plot, series: tuple[Series, ...], right: float, wide: float) -> None:
    """The names at the ends of the lines, moved apart where they would lie on one another."""
    ends = []
    for at, each in enumerate(series):
        known = [each.at(label).value for label in plot.labels if each.at(label).value is not None]
        ends.append((plot.y(known[-1] or 0) if known else plot.y(0), at))
    ends.sort()
    places: list[float] = []
    for y, _at in ends:
        places.append(max(y, places[-1] + _LEAST_BETWEEN) if places else y)
    over = places[-1] - (plot.foot + 2) if places else 0
    for back in range(len(places) - 1, -1, -1):
        if over <= 0:
            break
        places[back] -= over
        over = places[back - 1] + _LEAST_BETWEEN - places[back] if back else 0
    for (y, at), place in zip(ends, places, strict=True):
        if abs(y - place) > 2:  # its line ends elsewhere
            pen.marker(right + 5, place, at, size=3.4)
        pen.text(right + 14, place + 4.5, fitted(series[at].name, SMALL, wide - right - 14), "value")
