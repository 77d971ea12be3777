"""The title as it is printed: the largest type on the first pages, joined over its lines, and what stands below it. Pure.

Works on pages as their reader found them, because cleaning keeps no sizes of type.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.describe.junk import is_junk
from ingest.extract import Line, PageText
from ingest.languages import language
from ingest.rows import letters
from ingest.titles import shortened, title_case
from library.names import looks_like_organisation
from search.analysis import fold, is_stop

#: Covers and title pages stand among so many pages.
_PAGES = 3
#: A title's lines are as large as the largest, nearly; and so much larger than what most of the file is set in.
_NEARLY, _LARGER = 0.88, 1.15
#: More lines, or words, than this are no title.
_MOST_LINES, _MOST_WORDS = 8, 40
#: Covers and title pages have no more lines than this; what is largest there is nearly always the title.
_FEW_LINES, _ALONE = 12, 0.85
#: Of a typescript, so many lines are its top.
_TOP = 20
#: Stamps on the page, numbers of issues, labels and addresses: large at times, and never a title.
_NO_TITLE = re.compile(
    r"\W*(?:c\s?o\s?n\s?t\s?o\s?h|draf?t?|salinan|confidential|rahasia|sample|specimen|gratis|tidak diperjualbelikan|preview)\W*"
    r"|(?:vol(?:ume)?|no(?:mor)?|edisi|issn|e-issn|p-issn|isbn|doi|jilid|seri)\b[\s.:]*[\divxlc\W].*|(?:tahun|th)\b[\s.]*(?:ke\b|[ivx]+\b).*"
    r"|(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\W.*\d{4}\W*|(?:halaman|hlm|page)\b.*"
    r"|(?:buku|buku saku|buku panduan|modul|laporan(?: akhir| penelitian)?|studi|kajian|riset|jurnal|buletin|majalah|artikel(?: penelitian)?"
    r"|research article|review article|original article|policy brief|kertas kebijakan|lampiran|cover|daftar isi|kata pengantar|pengantar"
    r"|prakata|sambutan|pendahuluan|abstrak|abstract|ringkasan(?: eksekutif)?|contents|redaksi|dewan redaksi|susunan redaksi"
    r"|laporan utama|salam redaksi|pengantar redaksi|editorial)\W*|www\.\S+|https?:\S+|\S+@\S+|(?:bab|chapter|bagian|pasal)\s+[\divxlc]+\W*",
    re.IGNORECASE,
)
#: What begins a line that tells who, where or when, not what it is called.
_WHO = re.compile(
    r"\W*(?:oleh|by|penulis|penyusun|penyunting|editor|disusun|ditulis|tim|penerbit|diterbitkan|kerja\s?sama|kelompok|yayasan|lembaga"
    r"|perkumpulan|universitas|fakultas|kementerian|pemerintah|pt|cv|pusat|gambar|ilustrasi|foto|diterima|received|institut|komnas|lbh)\b",
    re.IGNORECASE,
)
_NOUNS = (
    "studi kajian riset laporan buku panduan pedoman modul catatan cerita kumpulan kisah pengalaman refleksi pembelajaran "
    "penelitian sebuah antologi potret suara analisis evaluasi pemetaan strategi dokumentasi upaya menuju a an study report guide handbook"
)
_SUBTITLE_NOUNS = frozenset(_NOUNS.split())
_NUMBER_NOTES = re.compile(r"(?<=[^\W\d_]{3})[\d*†‡]{1,2}(?=,|\s|$)")


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as printed, with what stands below it in a smaller type: its `subtitle`, or the same in another language
    (`parallel`). `page` counts from 1; `sure` 0–1."""

    title: str
    subtitle: str
    parallel: str
    page: int
    sure: float


def headlines(pages: Sequence[PageText], but: str = "") -> list[Headline]:
    """The titles that the first pages show, the likeliest first; none where no reader said how large its type is.

    A title that cover and title page share is the surest; the name of a body, in large type on a cover that is else
    a picture, gives way to the title page. Where nothing is set larger than the text (typescripts), the lines at the
    top that shout are a title, with doubt. `but` is no title: the name of the journal, over an article.
    """
    usual, but = _usual(pages), key(but)
    found = [line for page in pages[:_PAGES] if (line := _on(page, usual, but))]
    if not found:
        return [line for page in pages[:_PAGES] if page.lines and (line := _typescript(page, but))][:1]
    first = found[0]
    if looks_like_organisation(first.title):
        better = [
            other for other in found[1:] if other.sure >= _ALONE and not looks_like_organisation(other.title)
        ]
        first = better[0] if better else first
        found = [first, *(other for other in found if other is not first)]
    twins = [other for other in found[1:] if key(other.title) == key(first.title)]
    if not twins:
        return found
    best = Headline(
        first.title,
        next((each.subtitle for each in (*twins, first) if each.subtitle), ""),
        next((each.parallel for each in (*twins, first) if each.parallel), ""),
        first.page,
        0.95,
    )
    return [best, *(other for other in found[1:] if other not in twins)]


def key(title: str) -> str:
    """What two writings of one title share."""
    return " ".join(filter(None, map(fold, re.findall(r"\w+", title))))


def _usual(pages: Sequence[PageText]) -> float:
    """The size of the type that most of the first pages is set in, in points; 0 where nobody said."""
    sizes: Counter[float] = Counter()
    for page in pages[: _PAGES + 1]:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _on(page: PageText, usual: float, but: str) -> Headline | None:
    """The headline of one page."""
    lines = [line for line in page.lines if not line.turned and line.size > 0]
    if but:
        lines = [
            line for line in lines if not (said := key(line.text)) or (said not in but and but not in said)
        ]
    wordy = [line for line in lines if _may_be_title(_text(line))]
    for size in sorted({round(line.size, 1) for line in wordy}, reverse=True)[:3]:
        if size < usual * _LARGER and len(lines) > _FEW_LINES:
            return None
        block = _block(lines, size)
        title = _joined(block)
        if len(block) <= _MOST_LINES and 0 < len(title.split()) <= _MOST_WORDS and not is_junk(title):
            below = lines[lines.index(block[-1]) + 1 :]
            subtitle, parallel = _below(below, size, title)
            larger = size / usual if usual else 1.0
            sure = _ALONE if len(lines) <= _FEW_LINES else 0.8 if larger >= 1.5 else 0.7
            return Headline(_written(title), subtitle, parallel, page.number, sure)
    return None


def _without(lines: Sequence[Line], but: str) -> list[Line]:
    """The lines that do not name the journal, and are no part of its name."""
    if not but:
        return list(lines)
    return [line for line in lines if not (said := key(line.text)) or (said not in but and but not in said)]


def _block(lines: list[Line], size: float) -> list[Line]:
    """The lines of that size that stand together: the first of them, and those after it. A line in a smaller type
    between two of them ("KEKERASAN / terhadap / PEREMPUAN") belongs to it."""
    large = [
        place
        for place, line in enumerate(lines)
        if line.size >= size * _NEARLY and _may_be_title(_text(line))
    ]
    first = last = large[0]
    for place in large[1:]:
        between = lines[last + 1 : place]
        if len(between) > 1 or _apart(lines[last], lines[place]) > size * (2.2 + 1.3 * len(between)):
            break
        if any(not _may_be_title(_text(line)) for line in between):
            break
        last = place
    return lines[first : last + 1]


def _apart(above: Line, below: Line) -> float:
    """Points from the top of one line to the top of the next; without boxes as much as a line."""
    if not above.words or not below.words:
        return max(above.size, below.size)
    return abs(below.words[0].y0 - above.words[0].y0)


def _below(lines: list[Line], size: float, title: str) -> tuple[str, str]:
    """(subtitle, parallel title): the next lines of one size, smaller than the title's, if they are words about it."""
    blocks = list(_blocks(lines[:8], size))
    said = _told_apart(blocks[:1], title)
    if said == ("", "") or not said[1]:
        return said
    return said[0] or _told_apart(blocks[1:2], title)[0], said[1]


def _told_apart(blocks: list[list[Line]], title: str) -> tuple[str, str]:
    if not blocks:
        return "", ""
    text = _joined(blocks[0])
    if not _is_subtitle(text) or key(text) in key(title):
        return "", ""
    theirs, ours = language(text).language, language(title).language
    if theirs and ours and theirs != ours:
        return "", _written(text)
    return _written(text), ""


def _blocks(lines: list[Line], size: float) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if line.size > size * _NEARLY:
            break
        if block and (abs(line.size - block[-1].size) > 0.6 or line.gap):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_subtitle(text: str) -> bool:
    """Words that say something, not names: three at least, and one that no name has."""
    words = re.findall(r"[^\W\d_]+", text)
    if not 3 <= len(words) <= _MOST_WORDS or _WHO.match(text) or _NO_TITLE.fullmatch(text) or "·" in text:
        return False
    if text.rstrip().endswith((".", ";")) and len(words) > 12:
        return False
    telling = [word for word in words if is_stop(fold(word)) or fold(word) in _SUBTITLE_NOUNS]
    small = [word for word in words if word.islower() and len(word) > 3 and word not in ("binti",)]
    return bool(telling or small)


def _typescript(page: PageText, but: str) -> Headline | None:
    """The first lines that shout, of a page in one size of type."""
    block: list[Line] = []
    for line in _without(page.lines[:_TOP], but):
        text = _text(line)
        shouts = text.isupper() and _may_be_title(text)
        if block and (not shouts or line.gap):
            break
        if shouts:
            block.append(line)
    title = _joined(block)
    if len(block) > _MOST_LINES or not 2 < len(title.split()) <= _MOST_WORDS or is_junk(title):
        return None
    return Headline(_written(title), "", "", page.number, 0.45)


def _may_be_title(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3 and not _NO_TITLE.fullmatch(text)


def _text(line: Line) -> str:
    return " ".join(letters(line.text).split())


def _joined(lines: list[Line]) -> str:
    """The lines as one: a hyphen at a line's end is a word's own, except where a small letter goes on after it."""
    text = ""
    for line in lines:
        more = _text(line)
        text = text + more if text.endswith(("-", "/")) else f"{text} {more}"
    return text.strip(" .,;:·-–—")


def _written(text: str) -> str:
    text = _NUMBER_NOTES.sub("", text)
    return shortened(title_case(text) if text.isupper() else text)
