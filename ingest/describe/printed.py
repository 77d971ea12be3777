"""The printed numbers of a file in a few lines: which stretch of it is printed i–viii, which 1–240. Pure."""

import re
from collections.abc import Sequence

from ingest.clean import CleanPage
from ingest.describe.values import Numbers, Source
from library.numbering import count

_SOURCES = {"label": Source.PAGE_LABELS.value, "inferred": Source.HEADS_AND_FEET.value}


def stretches(pages: Sequence[CleanPage]) -> tuple[Numbers, ...]:
    """The stretches of pages whose labels count up by one in one style, in order; pages without a label are in none."""
    found: list[Numbers] = []
    ways: list[tuple[str, str, int] | None] = []
    for page in pages:
        source = _SOURCES.get(page.label_source, page.label_source)
        style, value = _read(page.label)
        # What stays the same while pages and numbers count up together.
        way = (source, style, value - page.number) if style else (source, page.label, 0)
        if not page.label:
            ways.append(None)
        elif found and way == ways[-1] and found[-1].last == page.number - 1:
            found[-1] = Numbers(found[-1].first, page.number, found[-1].label, page.label, source)
        else:
            found.append(Numbers(page.number, page.number, page.label, page.label, source))
            ways.append(way)
    return tuple(found)


def _read(label: str) -> tuple[str, int]:
    """The style ("1", "i", "I", or letters before a number) and the value of a label; ("", 0) for words."""
    if found := re.fullmatch(r"(\D*?)(\d{1,5})", label):
        return found[1] + "1", int(found[2])
    if re.fullmatch(r"[ivxlc]+|[IVXLC]+", label):
        return ("i" if label.islower() else "I"), count(label)
    return "", 0
