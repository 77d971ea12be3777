"""Bars from zero: upright by year, lying with their names beside or above them for everything else. Pure."""

from decimal import Decimal

from library.charts.drawing import SMALL, TEXT, Drawing, Pen
from library.charts.scales import Scale, fitted, scale, width
from library.charts.values import Chart, Point, is_year
from library.tables.notes import language
from library.tables.numbers import shown

#: Up to this width names stand above their bars.
NARROW = 520
_PLOT = 240  # px, the height of upright bars
_MOST_UPRIGHT = 3  # series


def draw(chart: Chart, wide: float, pen: Pen) -> Drawing:
    years = chart.labels and all(map(is_year, chart.labels)) and len(chart.labels) > 1
    if years and len(chart.series) <= _MOST_UPRIGHT and wide / len(chart.labels) / len(chart.series) >= 9:
        return _upright(chart, wide, pen)
    return _lying(chart, wide, pen)


def figure(value: float) -> str:
    """A figure of a chart in the language of the moment."""
    return shown(_exact(value), language())


def _exact(value: float) -> int | Decimal:
    return int(value) if float(value).is_integer() else Decimal(repr(float(value)))


def said(point: Point) -> str:
    """What stands at a bar."""
    if point.withheld:
        return point.withheld
    return "–" if point.value is None else f"{figure(point.value)}{point.mark}"


def axis(chart: Chart, **choices: int) -> Scale:
    whole = all(point.value is None or float(point.value).is_integer() for point in chart.points())
    return scale(chart.lowest, chart.highest, whole=whole, **choices)


def _lying(chart: Chart, wide: float, pen: Pen) -> Drawing:
    labels, several = chart.labels, len(chart.series) > 1
    top = pen.legend([each.name for each in chart.series], 0, 14, wide, lines=False) + 6 if several else 4
    above = wide <= NARROW
    texts = max((width(said(point), SMALL) for point in chart.points()), default=0) + 12
    left = 0.0 if above else min(max(width(label, TEXT) for label in labels) + 12, wide * 0.36)
    along, thick = axis(chart), 13 if several else 20
    room = wide - left - texts
    zero = left + along.share(0) * room
    y = top
    for label in labels:
        name = fitted(label, TEXT, wide if above else left - 10)
        height = thick * len(chart.series)
        if above:
            pen.text(0, y + 12, name)
            y += 18
        else:
            pen.text(left - 10, y + height / 2 + 4.5, name, anchor="end")
        for series, each in enumerate(chart.series):
            point = each.at(label)
            end = left + along.share(point.value or 0) * room
            if point.value is not None:
                pen.bar(min(zero, end), y + 1, abs(end - zero), thick - 2, series)
            elif point.small:
                pen.withheld(zero + 0.5, y + 2, 10, thick - 4)
                end = zero + 10
            pen.text(max(zero, end) + 6, y + thick / 2 + 4.5, said(point), "value")
            y += thick
        y += 9 if above else 8
    pen.rule(zero, top, zero, y - 6, "base")
    return Drawing(wide, y, "".join(pen.shapes))


def _upright(chart: Chart, wide: float, pen: Pen) -> Drawing:
    labels, several = chart.labels, len(chart.series) > 1
    top = pen.legend([each.name for each in chart.series], 0, 14, wide, lines=False) + 8 if several else 6
    if chart.unit:
        pen.text(0, top + 10, chart.unit)
        top += 18
    top += 14
    upward = axis(chart)
    left = max(width(figure(tick), SMALL) for tick in upward.ticks) + 8
    grid(pen, upward, left, wide, top, _PLOT)
    foot = top + _PLOT
    zero = foot - upward.share(0) * _PLOT
    slot = (wide - left) / len(labels)
    gap = max(2.0, slot * 0.22)
    thick = min(56.0, (slot - gap) / len(chart.series))
    roomy = all(
        width(said(point), SMALL) + 2 <= (slot - 2 if not several else thick) for point in chart.points()
    )
    for at, label in enumerate(labels):
        x = left + slot * at + (slot - thick * len(chart.series)) / 2
        for series, each in enumerate(chart.series):
            point = each.at(label)
            end = foot - upward.share(point.value or 0) * _PLOT
            if point.value is not None:
                pen.bar(x + 0.5, min(zero, end), thick - 1, abs(zero - end), series)
            elif point.small:
                end = zero - 8
                pen.withheld(x + 1, end, thick - 2, 8)
            if roomy or point.withheld or (not several and label == labels[-1]):
                pen.text(x + thick / 2, min(zero, end) - 4, said(point), "value", "middle")
            x += thick
    pen.rule(left, zero, wide, zero, "base")
    across(pen, [f"{label}{chart.marks(label)}" for label in labels], left + slot / 2, slot, foot + 18)
    return Drawing(wide, foot + 26, "".join(pen.shapes))


def grid(pen: Pen, upward: Scale, left: float, right: float, top: float, high: float) -> None:
    """The rules of an upright axis with their figures."""
    for tick in upward.ticks:
        y = top + high - upward.share(tick) * high
        pen.rule(left, y, right, y)
        pen.text(left - 8, y + 4.5, figure(tick), anchor="end")


def across(pen: Pen, labels: list[str], first: float, step: float, y: float) -> None:
    """Labels along the foot, as many as fit: the last, and years with a mark, before others."""
    widest = max(width(label, SMALL) for label in labels) + 8
    every = max(1, -(-int(widest) // max(1, int(step))))
    wanted = {at for at in range(len(labels)) if (len(labels) - 1 - at) % every == 0}
    for at, label in enumerate(labels[:-1]):
        if not label.isdigit() and label[:4].isdigit() and len(labels) - 1 - at >= every:
            # a year with a mark goes before its neighbours
            wanted = {other for other in wanted if abs(other - at) >= every} | {at}
    for at in sorted(wanted):
        pen.text(first + step * at, y, labels[at], anchor="middle")
