"""The table of contents of a file: its own outline where that is one, else what its contents page says. Pure.

Outlines are often left over from elsewhere: the names of the files that were joined, bookmarks of a word processor, every
line that somebody had set in a heading's style, signatures with people's names. Those are left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ingest.clean import CleanPage
from ingest.describe.headline import key
from ingest.describe.values import Source
from ingest.extract import Heading
from ingest.rows import letters
from ingest.titles import shortened

_FILE = re.compile(
    r"\.(?:docx?|pdf|rtf|odt|indd|cdr|pmd|p65|pub|pptx?|xlsx?|txt|tiff?|jpe?g|png|psd|ai|eps|tmp)\b",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(
    r"(?:blank(?:\s+page)?|empty page|halaman kosong|(?:page|halaman|hal|hlm|slide|slide number|sheet|scan|img|image|bookmark|untitled|tanpa judul|document"
    r"|local disk|my computer)[\s_-]*\d*|_?(?:goback|toc|hlk|ref|bookmark)_?\d+|ole_link\d+|_\w+|[\W\d]+|\w+_\w+.*|cover|tentang"
    r"|nomor\s+\d+\s+tahun\s+\d+|undang-undang\s+republik\s+indonesia|dengan\s+rahmat\s+.*|dengan\s+persetujuan\s+bersama.*|memutuskan\W*|menetapkan\W*"
    r"|mengingat\W*|menimbang\W*|(?:disahkan|ditetapkan|diundangkan)\s+di\b.*|ttd\b.*|\(\d+\)\s.*|[a-z]\.\s.{60,}|.{160,}|.{90,}[.;])",
    re.IGNORECASE,
)
#: From this share of left-overs on, the rest is no better. And no more entries than this are kept.
_MOST_LEFT_OVER, _MOST = 0.4, 2_000
_FEWEST, _FEWEST_ON_PAGE = 2, 3
_DEEPEST = 6
#: Characters of a title in an outline, and of a line with an entry.
_LONGEST, _LONGEST_LINE = 500, 250

_CONTENTS_HEAD = re.compile(
    r"\W*(?:daftar\s+isi(?:\s+buku)?|isi\s+buku|isi|table\s+of\s+contents|contents)\W*", re.IGNORECASE
)
_ENTRY = re.compile(
    r"(?P<title>.*?[^\W\d_].*?)\s*(?P<leader>(?:[.…·_]\s?){3,}|[.…]{2,}|\s)\s*(?P<label>\d{1,4}|[ivxlc]{1,7})(?:\s*[-–]\s*(?:\d{1,4}|[ivxlc]{1,7}))?",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"[.…\s]*(?P<label>\d{1,4}|[ivxlc]{1,7})(?:\s*[-–]\s*(?:\d{1,4}|[ivxlc]{1,7}))?", re.IGNORECASE
)
_OTHER_LISTS = re.compile(
    r"\W*daftar\s+(?:tabel|gambar|bagan|grafik|lampiran|singkatan|istilah)\b(?!.*\d\s*$).*", re.IGNORECASE
)
_LOOK_FOR_CONTENTS = 30  # pages
_HEAD_LINES, _WRAPPED = 8, 3

_CHAPTER = re.compile(r"(?:bab|bagian|chapter|part|lampiran|appendix)\b|[IVXLC]+\.?\s", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
_LETTER = re.compile(r"[A-Z]\.\s")


def contents_of(outline: Sequence[Heading], pages: Sequence[CleanPage]) -> tuple[tuple[Heading, ...], str]:
    """The headings with their places in the file, and their source; empty where there is nothing worth showing."""
    if found := _outline(outline, len(pages)):
        return found, Source.OUTLINE.value
    if found := _printed(pages):
        return found, Source.CONTENTS_PAGE.value
    return (), ""


def _outline(outline: Sequence[Heading], many: int) -> tuple[Heading, ...]:
    entries = [
        Heading(each.depth, " ".join(letters(each.title).split()), each.page) for each in outline[:_MOST]
    ]
    good = [each for each in entries if 1 <= each.page <= many and not _is_left_over(each.title)]
    if len(good) < _FEWEST or len(good) < (1 - _MOST_LEFT_OVER) * len(entries):
        return ()
    if many > 2 and len({each.page for each in good}) < _FEWEST:
        return ()
    return _levelled(good)


def _plain(title: str) -> str:
    return " ".join(letters(title[:_LONGEST]).split())


def _is_left_over(title: str) -> bool:
    return bool(not title or _FILE.search(title) or _LEFT_OVER.fullmatch(title))


def _levelled(entries: Sequence[Heading]) -> tuple[Heading, ...]:
    """Depths from 0 on, none more than one deeper than the entry before it, and no entry twice in a row."""
    found: list[Heading] = []
    above: list[int] = []  # the depths as they were told, of the entries that the next one may stand below
    for each in entries:
        while above and above[-1] >= each.depth:
            above.pop()
        depth = min(len(above), _DEEPEST)
        above.append(each.depth)
        heading = Heading(depth, shortened(each.title), each.page)
        if not found or (found[-1].title, found[-1].page) != (heading.title, heading.page):
            found.append(heading)
    return tuple(found)


def _printed(pages: Sequence[CleanPage]) -> tuple[Heading, ...]:
    """The headings that a contents page lists, each at the page with the printed number that stands behind it."""
    places = _places(pages)
    for index, page in enumerate(pages[:_LOOK_FOR_CONTENTS]):
        lines = _lines(page)
        if not any(_CONTENTS_HEAD.fullmatch(line) for line in lines[:_HEAD_LINES]):
            continue
        entries = list(_entries(_after_head(lines)))
        last = index
        for other in pages[index + 1 : index + 12]:
            more = list(_entries(_lines(other)))
            if len(more) < _FEWEST_ON_PAGE or len(more) * 3 < len(_lines(other)):
                break
            entries, last = entries + more, last + 1
        headings = _placed(entries, places, pages, last)
        if len(headings) >= _FEWEST_ON_PAGE:
            return _levelled(headings)
    return ()


def _lines(page: CleanPage) -> list[str]:
    return [line.strip() for line in page.search_text.splitlines() if line.strip()]


def _after_head(lines: list[str]) -> list[str]:
    head = next(place for place, line in enumerate(lines) if _CONTENTS_HEAD.fullmatch(line))
    return lines[head + 1 :]


def _entries(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(title, printed number) of each entry; a title may run over lines, and its number stand alone on the last."""
    before: list[str] = []
    for line in lines:
        if _OTHER_LISTS.fullmatch(line) and not _ENTRY.fullmatch(line):
            return
        if len(line) > _LONGEST_LINE:
            before = []
            continue
        alone = _LABEL_ALONE.fullmatch(line)
        found = None if alone else _ENTRY.fullmatch(line)
        if not alone and not found:
            before = [*before, line][-_WRAPPED:]
            continue
        title = " ".join([*before, found["title"]] if found else before)
        label = (found or alone)["label"]  # type: ignore[index]
        before = []
        title = title.strip(" .…·_-–:")
        if sum(map(str.isalpha, title)) >= 2:
            yield shortened(title), label


def _places(pages: Sequence[CleanPage]) -> Mapping[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for page in pages:
        if page.label:
            places[page.label.lower()].append(page.number)
    return places


def _placed(
    entries: Sequence[tuple[str, str]], places: Mapping[str, list[int]], pages: Sequence[CleanPage], last: int
) -> list[Heading]:
    """The entries at their places. Where no page has the number, the heading itself is looked for at the tops of later
    pages; an entry that is found nowhere is left out."""
    found: list[Heading] = []
    at = 1
    for title, label in entries:
        here = [place for place in places.get(label.lower(), ()) if place >= at] or list(
            places.get(label.lower(), ())
        )[:1]
        place = here[0] if here else _by_title(title, pages, max(at, last + 2))
        if place:
            found.append(Heading(_depth(title), title, place))
            at = max(at, place) if place >= at else at
    return _shallow(found)


def _by_title(title: str, pages: Sequence[CleanPage], after: int) -> int:
    wanted = key(title)
    for page in pages[after - 1 :] if len(wanted) > 5 else ():
        if wanted in key(" ".join(_lines(page)[:_HEAD_LINES])):
            return page.number
    return 0


def _depth(title: str) -> int:
    if _CHAPTER.match(title):
        return 0
    if decimal := _DECIMAL.match(title):
        return 2 if "." not in decimal[1] else decimal[1].count(".")
    return 1 if _LETTER.match(title) else 0


def _shallow(headings: list[Heading]) -> list[Heading]:
    """ "1" is a chapter where there are sections 1.1, or nothing that stands above it."""
    bare = [each for each in headings if (found := _DECIMAL.match(each.title)) and "." not in found[1]]
    lettered = any(_LETTER.match(each.title) for each in headings)
    if not bare or lettered:
        return headings
    return [Heading(0, each.title, each.page) if each in bare else each for each in headings]
