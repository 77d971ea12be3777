"""How much of a page its pictures cover, all of them together: scanners cut a page into strips or tiles. Pure."""

from itertools import pairwise

from ingest.extract.lines import Matrix

#: Points by which strips may miss each other, or lie on one another, and still are one picture.
_SEAM = 1.0
#: So many pictures on a page are looked at for lying on one another; what is more only counts.
_MOST = 200

Box = tuple[float, float, float, float]


class Pictures:
    """The pictures of one page, as the boxes around them: `add` each, then ask for their `share` of the page."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        """The page, in the measure and direction of the boxes that will be added."""
        self._page = min(left, right), min(top, bottom), max(left, right), max(top, bottom)
        self._boxes: list[Box] = []
        self._more = 0.0

    def add(self, left: float, top: float, right: float, bottom: float) -> None:
        """A picture; only what lies on the page counts, and nothing where it lies cannot be told."""
        if not (left < right and top < bottom):
            return
        x0, y0, x1, y1 = self._page
        left, top, right, bottom = max(left, x0), max(top, y0), min(right, x1), min(bottom, y1)
        if left >= right or top >= bottom:
            return
        if self._boxes and self._goes_on(left, top, right, bottom):
            return
        if len(self._boxes) < _MOST:
            self._boxes.append((left, top, right, bottom))
        else:
            self._more += (right - left) * (bottom - top)

    def add_unit(self, matrix: Matrix) -> None:
        """A picture as content streams draw it: the unit square, which the matrix takes to its place."""
        a, b, c, d, e, f = matrix
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        self.add(min(xs), min(ys), max(xs), max(ys))

    def _goes_on(self, left: float, top: float, right: float, bottom: float) -> bool:
        """The next strip makes the last one higher, also where every row of a scan is a picture of its own."""
        before = self._boxes[-1]
        level = abs(left - before[0]) <= _SEAM and abs(right - before[2]) <= _SEAM
        if not level or top > before[3] + _SEAM or bottom < before[1] - _SEAM:
            return False
        self._boxes[-1] = before[0], min(top, before[1]), before[2], max(bottom, before[3])
        return True

    @property
    def share(self) -> float:
        """How much of the page they cover (0–1); what lies on another picture counts once."""
        x0, y0, x1, y1 = self._page
        page = (x1 - x0) * (y1 - y0)
        return min(1.0, (_covered(self._boxes) + self._more) / page) if page > 0 else 0.0


def _covered(boxes: list[Box]) -> float:
    """The area of the union: between one edge and the next, the boxes that reach across."""
    edges = sorted({x for left, _, right, _ in boxes for x in (left, right)})
    by_top = sorted(boxes, key=lambda box: box[1])
    area = 0.0
    for left, right in pairwise(edges):
        high, reached = 0.0, float("-inf")
        for start, top, stop, bottom in by_top:
            if start <= left and right <= stop and bottom > reached:
                high += bottom - max(top, reached)
                reached = bottom
        area += high * (right - left)
    return area
