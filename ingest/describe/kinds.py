"""Which kind of publication a file is, by what its cover says, how large its pages are, and what identifiers it has. Pure."""

import re
from collections.abc import Sequence

from ingest.describe.issues import Serial
from ingest.describe.values import Identifier, Source, Told
from ingest.extract import PageText
from library.record import RecordKind

#: A6 is 298 × 420 points; books that go in a pocket are not much larger.
_POCKET_WIDTH, _POCKET_HEIGHT = 320.0, 450.0
_POCKET = re.compile(r"\W*(?:buku saku|pocket ?book|saku)\b", re.IGNORECASE)
_REPORT = re.compile(
    r"\W*(?:(?P<riset>(?:laporan|hasil)\s+(?:akhir\s+)?(?:penelitian|riset)|research\s+report)"
    r"|(?P<kajian>(?:laporan|hasil)\s+(?:akhir\s+)?kajian)|(?P<studi>(?:laporan|hasil)\s+(?:akhir\s+)?studi)"
    r"|(?P<pembelajaran>laporan\s+pembelajaran|catatan\s+pembelajaran|lessons?\s+learn(?:ed|t)))\b",
    re.IGNORECASE,
)
_GENRE = re.compile(
    r"\W*(?:sebuah\s+)?(?:(?P<riset>riset|penelitian|research)|(?P<kajian>kajian|telaah|review)|(?P<studi>studi|study|asesmen|assessment)"
    r"|(?P<pembelajaran>pembelajaran))\b(?P<rest>.*)",
    re.IGNORECASE,
)
#: A word that stands over the title by itself, or with a series behind a dot.
_KICKER = re.compile(r"\s*(?:$|[·|:–—(-].*)")
_COVER = 25


def kind_of(
    texts: Sequence[str],
    first: Sequence[PageText],
    serial: Serial | None,
    identifiers: Sequence[Identifier],
    titles: Sequence[str],
) -> tuple[Told, Told | None]:
    """The kind, and of a study its genre (a word of `Study.Genre`), of a file that is no statute.

    `texts` are its pages', `first` the first of them as read (for their size), `titles` its title and subtitle.
    """
    if serial:
        part = "issue" if serial.whole else "article"
        return Told(f"{serial.sort}-{part}", Source.NUMBERING.value, serial.sure, serial.page), None
    cover = [(page, line) for page, text in enumerate(texts[:2], 1) for line in _front_lines(text)]
    if page := next((page for page, line in cover if _POCKET.match(line)), 0):
        return Told(RecordKind.POCKET_BOOK.value, Source.FRONT.value, 0.95, page), None
    if _in_a_pocket(first):
        return Told(RecordKind.POCKET_BOOK.value, Source.PAGE_SIZE.value, 0.8, 1), None
    numbered = any(each.scheme.startswith("isbn") for each in identifiers)
    for page, line in cover:
        if found := _REPORT.match(line):
            return _study(found, 0.9, page)
        if (found := _GENRE.match(line)) and _KICKER.fullmatch(found["rest"]):
            return _study(found, 0.85, page)
    for title in titles if not numbered else ():
        if found := _REPORT.match(title) or _GENRE.match(title):
            return _study(found, 0.7, 1)
    if numbered:
        return Told(RecordKind.BOOK.value, Source.LABELLED.value, 0.9, identifiers[0].page), None
    return Told(RecordKind.BOOK.value, Source.NOTHING.value, 0.3), None


def _front_lines(text: str) -> list[str]:
    """The lines of a cover or title page; of a page of text none."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines if len(lines) <= _COVER else []


def _study(found: re.Match[str], sure: float, page: int) -> tuple[Told, Told]:
    genre = next(name for name in ("riset", "kajian", "studi", "pembelajaran") if found[name])
    source = Source.FRONT.value
    return Told(RecordKind.STUDY.value, source, sure, page), Told(genre, source, sure, page)


def _in_a_pocket(first: Sequence[PageText]) -> bool:
    sizes = [sorted((page.width, page.height)) for page in first if page.width > 0 and page.height > 0]
    return bool(sizes) and all(short <= _POCKET_WIDTH and long <= _POCKET_HEIGHT for short, long in sizes)
