"""A whole chart: for a page, in two widths of which its style sheet shows one; or alone, as a file with its source.

Pure. No script, no style sheet, nothing from elsewhere; every text is escaped.
"""

import math
import re
from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from library.charts import bars, lines, multiples
from library.charts.drawing import INK, MUTED, PAPER, Drawing, Pen, number, opened
from library.charts.scales import lines_of
from library.charts.told import noted, told
from library.charts.values import Chart, Form
from library.tables.notes import unbroken

WIDE, SLIM = 720, 350  # px, in which a chart of a page is drawn
ALONE = 900
_MARGIN = 32
_DRAW: dict[Form, Callable[[Chart, float, Pen], Drawing]] = {
    Form.BARS: bars.draw,
    Form.LINES: lines.draw,
    Form.MULTIPLES: multiples.draw,
}
_NO_ID = re.compile(r"[^A-Za-z0-9_-]")


def inline(chart: Chart, form: Form, name: str) -> SafeString:
    """The chart for a page: two drawings, `chart-wide` and `chart-slim`. `name` is unlike that of any other chart of the
    page; with "-wide" or "-slim" it begins the ids in it."""
    name = _NO_ID.sub("-", name)
    both = (
        svg(chart, form, f"{name}-wide", WIDE, kind=" chart-wide"),
        svg(chart, form, f"{name}-slim", SLIM, kind=" chart-slim"),
    )
    return mark_safe("".join(both))  # noqa: S308 (made of numbers and escaped texts)


def svg(chart: Chart, form: Form, name: str, wide: float, *, kind: str = "") -> str:
    """One drawing for a page, so wide in px."""
    pen = Pen(name)
    drawing = _drawn(chart, form, wide, pen)
    head = opened(drawing.wide, drawing.high, alone=False, labelled=f"{name}-t {name}-d", kind=kind)
    return f"{head}{_words(chart, form, name)}{pen.defined()}{drawing.body}</svg>"


def alone(chart: Chart, form: Form, wide: int = ALONE) -> str:
    """An SVG file with its own light colours: the title above, the notes and the source below."""
    pen = Pen("c", alone=True)
    room = wide - 2 * _MARGIN
    drawing = _drawn(chart, form, room, pen)
    above, y = _lines(lines_of(chart.title, 24, room), 24, _MARGIN + 22, INK, "600")
    y += 4
    body = f'<g transform="translate({_MARGIN} {number(y)})">{drawing.body}</g>'
    y += drawing.high + 20
    under = [
        text for text in (_signs(chart), " ".join(noted(chart, form)), chart.note, _source(chart)) if text
    ]
    below = ""
    for text in under:
        part, y = _lines(lines_of(text, 14, room), 14, y + 6, MUTED, "400")
        below += part
    high = math.ceil(y + _MARGIN / 2)  # whole, so that its picture is exactly as high as is told of it
    ground = f'<rect width="{wide}" height="{number(high)}" fill="{PAPER}"/>'
    head = opened(wide, high, alone=True, labelled="c-t c-d")
    return f"{head}{_words(chart, form, 'c')}{pen.defined()}{ground}{above}{body}{below}</svg>"


def _drawn(chart: Chart, form: Form, wide: float, pen: Pen) -> Drawing:
    if any(point.value is not None or point.withheld for point in chart.points()):
        return _DRAW[form](chart, wide, pen)
    pen.text(0, 24, _("Tidak ada angka untuk digambar."))
    return Drawing(wide, 40, "".join(pen.shapes))


def _words(chart: Chart, form: Form, name: str) -> str:
    title, description = escape(chart.title, quote=False), escape(told(chart, form), quote=False)
    return f'<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>'


def _signs(chart: Chart) -> str:
    """What stands in place of withheld figures, where any is."""
    points = list(chart.points())
    small = unbroken(_("“< 5” berarti satu sampai empat.")) if any(point.small for point in points) else ""
    beside = (
        _("“x” disamarkan, karena angka kecil di sebelahnya dapat dihitung darinya.")
        if any(point.withheld and not point.small for point in points)
        else ""
    )
    return " ".join(filter(None, [small, beside]))


def _source(chart: Chart) -> str:
    return _("Sumber: %(source)s") % {"source": chart.source} if chart.source else ""


def _lines(texts: list[str], size: int, y: float, colour: str, weight: str) -> tuple[str, float]:
    """Lines of text, and where the next thing may stand."""
    shapes = []
    for text in texts:
        shapes.append(
            f'<text x="{_MARGIN}" y="{number(y)}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
            f"{escape(text, quote=False)}</text>"
        )
        y += size * 1.3
    return "".join(shapes), y
