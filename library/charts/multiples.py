"""Small multiples: a small line chart for each series, all on one scale, so that places can be compared. Pure."""

from library.charts.bars import axis, figure
from library.charts.drawing import SMALL, TEXT, Drawing, Pen
from library.charts.lines import Plot, all_years, last_figure, line
from library.charts.scales import fitted, lines_of, width
from library.charts.values import Chart

_PANEL, _BETWEEN = 210.0, 18.0  # px: how wide a panel is at most, and what lies between two
_PLOT = 84.0
_LINE = 17.0
#: Names are bold: so much wider than `width` reckons.
_BOLD = 1.08


def draw(chart: Chart, wide: float, pen: Pen) -> Drawing:
    across = _across(len(chart.series), wide)
    panel = (wide - _BETWEEN * (across - 1)) / across
    labels, upward = all_years(chart.labels), axis(chart, most_ticks=2)
    left = max(width(figure(tick), SMALL) for tick in upward.ticks) + 8
    top = 4.0
    if chart.unit:
        pen.text(0, 12, chart.unit)
        top = 26.0
    names = [_name(each.name, panel) for each in chart.series]
    above = _LINE * (max(map(len, names), default=1) - 1)
    high = above + 22 + _PLOT + 14 + 26
    for at, each in enumerate(chart.series):
        x, y = (at % across) * (panel + _BETWEEN), top + (at // across) * high + above
        for back, words in enumerate(reversed(names[at])):
            pen.text(x, y + 13 - back * _LINE, words, "name")
        plot = Plot(x + left + 5, x + panel - 14, y + 34, _PLOT, upward, labels)
        for tick in upward.ticks:
            # figures stand at the first panel of a row; the others have the same scale
            if at % across == 0 or across == 2:
                pen.text(x + left - 6, plot.y(tick) + 4.5, figure(tick), anchor="end")
            pen.rule(x + left, plot.y(tick), x + panel, plot.y(tick), "grid" if tick else "base")
        line(pen, plot, each, 0, size=2.6)
        last_figure(pen, plot, each)
        _marks(pen, plot, chart, x + panel)
        if labels:
            pen.text(plot.left - 5, plot.foot + 16, f"{labels[0]}{chart.marks(labels[0])}")
        if len(labels) > 1:
            pen.text(x + panel, plot.foot + 16, f"{labels[-1]}{chart.marks(labels[-1])}", anchor="end")
    rows = -(-len(chart.series) // across)
    return Drawing(wide, top + rows * high, "".join(pen.shapes))


def _name(name: str, room: float) -> list[str]:
    """The name of a panel in one line or two; only what is longer still is cut."""
    room /= _BOLD
    first, *more = lines_of(name, TEXT, room) or [""]
    return [first, fitted(" ".join(more), TEXT, room)] if more else [first]


def _across(panels: int, wide: float) -> int:
    """So many panels stand side by side that all rows are about as full: four in two rows of two, not three and one."""
    if panels < 2:
        return 1
    most = max(2, int((wide + _BETWEEN) // (_PANEL + _BETWEEN)))
    return max(2, -(-panels // -(-panels // most)))


def _marks(pen: Pen, plot: Plot, chart: Chart, right: float) -> None:
    """The labels between the first and the last that send to a note, as far as there is room; else their mark alone."""
    taken = (
        plot.left - 5 + width(f"{plot.labels[0]}{chart.marks(plot.labels[0])}", SMALL) if plot.labels else 0.0
    )
    for label in plot.labels[1:-1]:
        mark = chart.marks(label)
        if not mark:
            continue
        half = width(f"{label}{mark}", SMALL) / 2
        last = right - width(plot.labels[-1], SMALL) - 12
        fits = plot.x(label) - half > taken + 4 and plot.x(label) + half < last
        if fits:
            taken = plot.x(label) + half
        said, y = (f"{label}{mark}", plot.foot + 16) if fits else (mark, plot.foot + 10)
        pen.text(plot.x(label), y, said, anchor="middle")
