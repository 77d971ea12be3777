"""The pen: shapes and texts of a chart as SVG, in the look of the page or in one of their own. Pure.

A look of its own is written as attributes of each shape: no style sheet, so that any program shows it alike. Series are
told apart by a pattern, a dash and a marker too, never by colour alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from library.charts.scales import width

SMALL, TEXT = 12.5, 13.5  # px
_FACE = "Source Sans Pro, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
INK, MUTED, HAIRLINE, EDGE, PAPER = "#231820", "#5d4f59", "#e5dad2", "#8a7a84", "#ffffff"
COLOURS = ("#6a1b4d", "#0f5f66", "#b45309", "#1f4e79", "#5d4f59", "#8a3b12")
SERIES = len(COLOURS)
_DASHES = ("", "7 4", "2 4", "9 3 2 3", "12 4", "1 5")
_TEXTS = {"label": (MUTED, SMALL, "400"), "value": (INK, SMALL, "600"), "name": (INK, TEXT, "600")}


def number(value: float) -> str:
    """A measure of a drawing: two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Pen:
    """Collects shapes. `id` makes the ids of its patterns its own among several charts of a page; `alone`: the chart has
    a look of its own."""

    id: str
    alone: bool = False
    shapes: list[str] = field(default_factory=list)
    patterns: set[int] = field(default_factory=set)

    def text(self, x: float, y: float, words: str, kind: str = "label", anchor: str = "start") -> None:
        colour, size, weight = _TEXTS[kind]
        look = f' fill="{colour}" font-weight="{weight}"' if self.alone else ' fill="currentColor"'
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.shapes.append(
            f'<text class="chart-{kind}" x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{placed}{look}>'
            f"{escape(words, quote=False)}</text>"
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> None:
        """A line of the axes: "grid" or "base"."""
        look = f' stroke="{HAIRLINE if kind == "grid" else EDGE}"' if self.alone else ' stroke="currentColor"'
        self.shapes.append(
            f'<line class="chart-{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
            f"{look}/>"
        )

    def bar(self, x: float, y: float, wide: float, high: float, series: int) -> None:
        series %= SERIES
        fill = self._pattern(series)
        look = f' stroke="{COLOURS[series]}"' if self.alone else ""
        self.shapes.append(
            f'<rect class="chart-bar chart-s{series + 1}" x="{number(x)}" y="{number(y)}" width="{number(wide)}"'
            f' height="{number(high)}" fill="{fill}"{look}/>'
        )

    def withheld(self, x: float, y: float, wide: float, high: float) -> None:
        """Stands where a bar is not shown: an empty box with a broken edge."""
        look = f' stroke="{EDGE}"' if self.alone else ' stroke="currentColor"'
        self.shapes.append(
            f'<rect class="chart-withheld" x="{number(x)}" y="{number(y)}" width="{number(wide)}"'
            f' height="{number(high)}" fill="none" stroke-dasharray="3 2"{look}/>'
        )

    def path(self, points: list[tuple[float, float]], series: int) -> None:
        """The line of a series through points that follow one another without a gap."""
        series %= SERIES
        steps = " ".join(f"{'L' if at else 'M'}{number(x)} {number(y)}" for at, (x, y) in enumerate(points))
        dash = f' stroke-dasharray="{_DASHES[series]}"' if _DASHES[series] else ""
        look = f' stroke="{COLOURS[series]}"' if self.alone else ' stroke="currentColor"'
        self.shapes.append(
            f'<path class="chart-line chart-s{series + 1}" d="{steps}" fill="none" stroke-width="2.25"'
            f' stroke-linejoin="round"{dash}{look}/>'
        )

    def marker(self, x: float, y: float, series: int, *, hollow: bool = False, size: float = 4.0) -> None:
        """The sign of a series: circle, square, triangle, diamond, cross, bar."""
        series %= SERIES
        shape = _MARKERS[series](x, y, size)
        colour = COLOURS[series] if self.alone else "currentColor"
        inside = (PAPER if self.alone else "var(--surface, #fff)") if hollow else colour
        self.shapes.append(
            f'<path class="chart-mark chart-s{series + 1}{" chart-hollow" if hollow else ""}" d="{shape}"'
            f' fill="{inside}" stroke="{colour}" stroke-width="1.5"/>'
        )

    def swatch(self, x: float, y: float, series: int, *, lines: bool) -> None:
        """The sign of a series in a list of them, 22 wide; `y` is the line on which the words stand."""
        if lines:
            self.path([(x, y - 4.5), (x + 22, y - 4.5)], series)
            self.marker(x + 11, y - 4.5, series)
        else:
            self.bar(x + 4, y - 11, 14, 12, series)

    def legend(self, names: list[str], x: float, y: float, room: float, *, lines: bool) -> float:
        """All series by their names, in rows; gives where the next thing may stand."""
        at = x
        for series, name in enumerate(names):
            needed = 28 + width(name, SMALL)
            if at > x and at + needed > x + room:
                at, y = x, y + 20
            self.swatch(at, y, series, lines=lines)
            self.text(at + 28, y, name)
            at += needed + 16
        return y + 12

    def defined(self) -> str:
        """The patterns that are used."""
        return f"<defs>{''.join(map(self._defined, sorted(self.patterns)))}</defs>" if self.patterns else ""

    def _pattern(self, series: int) -> str:
        if not series:
            return COLOURS[0] if self.alone else "currentColor"
        self.patterns.add(series)
        return f"url(#{self.id}-p{series})"

    def _defined(self, series: int) -> str:
        colour = COLOURS[series] if self.alone else "currentColor"
        shapes, turned = _PATTERNS[series]
        turn = f' patternTransform="rotate({turned})"' if turned else ""
        ground = f'<rect width="8" height="8" fill="{PAPER}"/>' if self.alone else ""
        return (
            f'<pattern id="{self.id}-p{series}" class="chart-s{series + 1}" width="8" height="8"'
            f' patternUnits="userSpaceOnUse"{turn}>{ground}{shapes.replace("$", colour)}</pattern>'
        )


#: What fills the bars of the second series and on, and how it is turned in degrees.
_PATTERNS: dict[int, tuple[str, int]] = {
    1: ('<rect width="4" height="8" fill="$"/>', 45),
    2: ('<circle cx="2" cy="2" r="1.7" fill="$"/><circle cx="6" cy="6" r="1.7" fill="$"/>', 0),
    3: ('<rect width="8" height="3" fill="$"/>', 0),
    4: ('<rect width="2" height="8" fill="$"/>', -45),
    5: ('<path d="M0 0h8v2H2v6H0z" fill="$"/>', 0),
}


def _circle(x: float, y: float, r: float) -> str:
    return f"M{number(x - r)} {number(y)}a{number(r)} {number(r)} 0 1 0 {number(2 * r)} 0a{number(r)} {number(r)} 0 1 0 {number(-2 * r)} 0z"


def _square(x: float, y: float, r: float) -> str:
    return f"M{number(x - r)} {number(y - r)}h{number(2 * r)}v{number(2 * r)}h{number(-2 * r)}z"


def _triangle(x: float, y: float, r: float) -> str:
    return f"M{number(x)} {number(y - 1.2 * r)}l{number(1.2 * r)} {number(2.1 * r)}h{number(-2.4 * r)}z"


def _diamond(x: float, y: float, r: float) -> str:
    r *= 1.3
    return f"M{number(x)} {number(y - r)}l{number(r)} {number(r)}l{number(-r)} {number(r)}l{number(-r)} {number(-r)}z"


def _wedge(x: float, y: float, r: float) -> str:
    return f"M{number(x)} {number(y + 1.2 * r)}l{number(1.2 * r)} {number(-2.1 * r)}h{number(-2.4 * r)}z"


def _bar(x: float, y: float, r: float) -> str:
    return f"M{number(x - r / 2)} {number(y - 1.4 * r)}h{number(r)}v{number(2.8 * r)}h{number(-r)}z"


_MARKERS: tuple[Callable[[float, float, float], str], ...] = (
    _circle,
    _square,
    _triangle,
    _diamond,
    _wedge,
    _bar,
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was drawn, with its size in px."""

    wide: float
    high: float
    body: str


def opened(wide: float, high: float, *, alone: bool, labelled: str = "", kind: str = "") -> str:
    """The opening tag of a chart."""
    own = (
        f' xmlns="http://www.w3.org/2000/svg" width="{number(wide)}" height="{number(high)}"' if alone else ""
    )
    face = f' font-family="{_FACE}"' if alone else ""
    by = f' aria-labelledby="{labelled}"' if labelled else ""
    return f'<svg{own} class="chart{kind}" viewBox="0 0 {number(wide)} {number(high)}" role="img"{by}{face}>'
