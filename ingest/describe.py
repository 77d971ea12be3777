"""Guesses what a file is from its first pages and its name: proposals for an editor, never published by themselves.

Pure. Statutes say it themselves ("UNDANG-UNDANG … NOMOR 23 TAHUN 2004 TENTANG …"); of the rest the file's name is
all that is believed so far, because titles inside PDFs are mostly names of templates and typists.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

_LAW_KINDS = {
    "UNDANG-UNDANG": "UU",
    "PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG": "Perppu",
    "PERATURAN PEMERINTAH": "PP",
    "PERATURAN PRESIDEN": "Perpres",
    "KEPUTUSAN PRESIDEN": "Keppres",
    "PERATURAN MENTERI": "Permen",
    "PERATURAN MAHKAMAH AGUNG": "Perma",
    "PERATURAN DAERAH": "Perda",
}
_HEAD = re.compile(
    r"\b(?P<kind>" + "|".join(sorted(map(re.escape, _LAW_KINDS), key=len, reverse=True)) + r")\b"
    r"(?P<between>[^.;:]{0,160}?)\bNOMOR\s*:?\s*(?P<number>\d{1,4})\s+TAHUN\s+(?P<year>\d{4})"
    r"\s+TENTANG\s+(?P<about>.{3,500}?)\s+(?=DENGAN\s+RAHMAT|DENGAN\s*RAKHMAT|PRESIDEN\s+REPUBLIK|MENTERI\b|GUBERNUR\b|BUPATI\b|WALI\s*KOTA\b|UMUM\b|I\.\s)",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_READ_FROM = 3
_LOWER = frozenset(
    "dan atau yang di ke dari dalam untuk pada dengan atas oleh terhadap tentang bagi secara sebagai".split()
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to be. `kind` is a kind of publication; the law's fields are empty for other kinds."""

    kind: str
    title: str
    date: str = ""
    law_kind: str = ""
    law_number: str = ""
    law_year: int | None = None
    law_about: str = ""


def describe(texts: Sequence[str], name: str) -> Proposal:
    """A proposal from the texts of a file's first pages and its name."""
    head = " ".join(" ".join(texts[:_READ_FROM]).split())[:6000]
    found = _HEAD.search(head)
    if found and found.start() < 600:
        kind = " ".join(found["kind"].upper().split())
        about = title_case(found["about"])
        title = f"{title_case(kind)} Nomor {int(found['number'])} Tahun {found['year']} tentang {about}"
        return Proposal(
            kind="peraturan",
            title=title[:255],
            date=found["year"],
            law_kind=_LAW_KINDS[kind],
            law_number=str(int(found["number"])),
            law_year=int(found["year"]),
            law_about=about[:500],
        )
    return Proposal(kind="buku", title=title_from_name(name), date=_year_in(name))


def title_from_name(name: str) -> str:
    """A title that can be read, from a file's name."""
    stem = re.sub(r"[_+.\s]+", " ", PurePath(name).stem).strip()
    return (stem[:1].upper() + stem[1:])[:255] or "Tanpa judul"


def title_case(text: str) -> str:
    """Capitals as Indonesian titles have them (PUEBI): every word but the little ones, both halves of a double."""
    words = " ".join(text.split()).lower().split(" ")
    shown = [word if word in _LOWER and place else _capital(word) for place, word in enumerate(words)]
    return " ".join(shown)


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _year_in(name: str) -> str:
    found = _YEAR.findall(PurePath(name).stem)
    return found[0] if len(set(found)) == 1 else ""
