"""What a statute says of itself: "UNDANG-UNDANG … NOMOR 23 TAHUN 2004 TENTANG …" at its head, the day at its end. Pure."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from ingest.titles import shortened, title_case
from library import dates
from library.dates import UnreadableDate

#: Kinds that one body issues: number and year name one law. The others need the body's name beside them.
_NATIONAL = {
    "UNDANG-UNDANG": "UU",
    "PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG": "Perppu",
    "PERATURAN PEMERINTAH": "PP",
    "PERATURAN PRESIDEN": "Perpres",
    "KEPUTUSAN PRESIDEN": "Keppres",
    "PERATURAN MAHKAMAH AGUNG": "Perma",
}
_OF_MANY = {"PERATURAN MENTERI": "Permen", "PERATURAN DAERAH": "Perda"}
_OTHER = "lainnya"
_SHORT = {short.lower(): (short, kind) for kind, short in _NATIONAL.items()}

# What recognition makes of letters and digits: "UNDANG.UNDANG REPUBLIK INDONESI.A NOMOR 2 TAHUN 2OI8 TENT ANG".
_UNDANG = r"UNDANG\s?[-–—.\s]\s?UNDANG"
_ISSUERS = (
    r"(?:KEPALA|KETUA|DIREKTUR\s+JENDERAL|MENTERI|BADAN|KOMISI|OTORITAS|BANK|DEWAN|GUBERNUR|BUPATI|WALI\s?KOTA|LEMBAGA"
    r"|KEPOLISIAN|KEJAKSAAN|JAKSA|DAERAH|DESA|MAHKAMAH|PRESIDEN|SEKRETARIS)"
)
_OFFICES = r"(?:KEPALA|KETUA|DIREKTUR|MENTERI|DEWAN|GUBERNUR|BUPATI|WALI\s?KOTA|JAKSA|SEKRETARIS)"
_HEAD = re.compile(
    rf"""(?<![\w-])
    (?P<kind> PERATURAN\s+PEMERINTAH\s+PENGGANTI\s+{_UNDANG} | PERATURAN\s+PEMERINTAH | {_UNDANG}
            | (?:PERATURAN(?:\s+BERSAMA)?|KEPUTUSAN)\s+{_ISSUERS} )
    (?P<body> [^:;]{{0,150}}? )
    (?: \bNOMOR\s*:?\s*(?P<number>[\dIlO]{{1,4}}) (?:\s+TAHUN\s+(?P<year>[12][\dOoIlL]{{3}})
            | (?P<code>\s?[-/][^\s]{{2,40}}?) (?:/(?P<code_year>[12]\d{{3}}))? )
        (?:\s*\(\d+/\d{{4}}\))? \s+T\s?E\s?N\s?T\s?A\s?N\s?G\b
      | (?P<old_year>1[89]\d\d)\s+N[Oo]\.\s*(?P<old_number>\d{{1,4}}) (?:\s*\(\d+/\d{{4}}\))? (?:\s+Peraturan\s+tentang)? )
    \s+(?P<about>.{{3,500}}?)\s*
    (?= \bDENGAN\s+RA[CK]?H?MAT | \bPRESIDEN\s+(?:REPUBLIK|R\.?I\.?\b) | \bM[Ee][Nn][Ii][Mm][Bb][Aa][Nn][Gg]\b
      | \b{_OFFICES}\b (?: (?!DENGAN\s+RA|PRESIDEN\s+R) [^,:;] ){{3,90}} ,\s+(?:a\.|Menimbang|bahwa) )""",
    re.IGNORECASE | re.VERBOSE,
)
#: A citation in a sentence is no head: heads come early, and nearly all of them shout.
_EARLY, _VERY_EARLY = 600, 100
#: Before these a law is only spoken of.
_SPOKEN_OF = re.compile(
    r"\b(?:rancangan|naskah akademik|penjelasan atas|buku saku|kajian|studi|analisis|implementasi|sosialisasi|skripsi"
    r"|tesis|makalah|berdasarkan|menurut|dengan|tentang|pasal)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?P<kind>uu|perppu|pp|perpres|keppres|perma)[\s_.-]*(?:no(?:mor)?[\s_.-]*)?(?P<number>\d{1,3})"
    r"(?:[\s_.-]+(?:(?:tahun|thn|th)[\s_.-]*)?)(?P<year>(?:19|20)\d\d)(?![\d])[\s_.-]*(?:tentang[\s_.-]+)?(?P<about>.*)",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(NOMOR|No\.)\s+([\dIlO]{1,4})\s+(TAHUN)\s+([12][\dOoIlL]{3})\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?P<verb>disahkan|di ?tetapkan) di \S.{0,30}?\btanggal ?(?P<day>[\dIlO]{1,2}) (?P<month>[A-Za-z]{3,9})"
    r" ?(?P<year>[12][\dOoIlL]{3})\b",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("OoIlL", "00111")
#: How many pages a head may run over, and how many characters of them are read.
_PAGES, _LETTERS = 3, 6000


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute as its head or its file's name tells of it; `kind` is a word of `Law.Kind`.

    `name` is its short form, by which it is told from others: "UU 23/2004", and with the body that issued it where many
    bodies issue that kind: "Peraturan Menteri Kesehatan 5/2014".
    """

    title: str
    kind: str
    number: str
    year: int | None
    about: str
    name: str


def statute(texts: Sequence[str], name: str) -> Statute | None:
    """What the first pages say of themselves where they are a statute's; of a file without text, what its name says."""
    head = " ".join(" ".join(texts[:_PAGES]).split())[:_LETTERS]
    return _statute(head) if head else _statute_by_name(name)


def signed(texts: Sequence[str], year: int | None) -> tuple[str, int] | None:
    """The day on which a statute of that year was signed, as EDTF, and the page that says so: "Disahkan di Jakarta pada
    tanggal 22 September 2004", or "Ditetapkan" for all below laws. A day in another year is another law's."""
    days = []
    for page, text in enumerate(texts, 1):
        for found in _SIGNED.finditer(" ".join(text.split())):
            if (day := _day(found["day"], found["month"], found["year"])) and year in (None, int(day[:4])):
                days.append((found["verb"].lower() != "disahkan", day, page))
    return min(days, key=lambda day: day[0])[1:] if days else None


def _day(day: str, month: str, year: str) -> str:
    with suppress(UnreadableDate):
        return dates.read(f"{day.translate(_DIGITS)} {month} {year.translate(_DIGITS)}").edtf
    return ""


def _statute(head: str) -> Statute | None:
    """What the head of a statute says of it."""
    found = _HEAD.search(head)
    if (
        found is None
        or found.start() > (_EARLY if found["kind"].isupper() else _VERY_EARLY)
        or _SPOKEN_OF.search(head[: found.start()])
    ):
        return None
    plain = re.sub(_UNDANG, "UNDANG-UNDANG", " ".join(found["kind"].upper().split()))
    body = re.sub(r"\(UU\)|\bREPUBLIK\s+INDONESI\.?A\b", "", found["body"], flags=re.IGNORECASE)
    kind = _NATIONAL.get(plain) or next(
        (_OF_MANY[many] for many in _OF_MANY if plain.startswith(many)), _OTHER
    )
    number = (found["number"] or found["old_number"]).translate(_DIGITS)
    if found["code"]:
        number = re.sub(r"\s", "", number + found["code"]) + (
            f"/{found['code_year']}" if found["code_year"] else ""
        )
    else:
        number = number.lstrip("0")
    year = found["year"] or found["code_year"] or found["old_year"]
    issued = int(year.translate(_DIGITS)) if year else None
    called = title_case(plain if plain in _NATIONAL else f"{plain} {body}")
    return _told(kind, called, number, issued, _mended(found["about"]), coded=bool(found["code"]))


def _statute_by_name(name: str) -> Statute | None:
    """A scan says nothing of itself before it is recognised; the names of laws' files often do."""
    found = _NAMED.fullmatch(re.sub(r"\.pdf$", "", PurePath(name).name, flags=re.IGNORECASE))
    if found is None:
        return None
    kind, called = _SHORT[found["kind"].lower()]
    about = " ".join(re.sub(r"[_+-]", " ", found["about"]).split())
    return _told(kind, title_case(called), found["number"].lstrip("0"), int(found["year"]), title_case(about))


def _told(
    kind: str, called: str, number: str, year: int | None, about: str, *, coded: bool = False
) -> Statute | None:
    if not number or (year is not None and not 1800 < year < 2100):
        return None
    numbered = number if coded else f"{number} Tahun {year}"
    short = kind if kind in _NATIONAL.values() else called
    return Statute(
        title=shortened(f"{called} Nomor {numbered}" + (f" tentang {about}" if about else "")),
        kind=kind,
        number=number,
        year=year,
        about=shortened(about, 500),
        name=f"{short} {number}" if coded else f"{short} {number}/{year}",
    )


def _mended(about: str) -> str:
    """What the statute is about: without marks of notes, and with the digits of the laws that it names."""
    about = _CITED.sub(
        lambda cited: f"{cited[1]} {cited[2].translate(_DIGITS)} {cited[3]} {cited[4].translate(_DIGITS)}",
        about,
    )
    about = re.sub(rf"\b{_UNDANG}\b", "UNDANG-UNDANG", about) if about.isupper() else about
    return title_case(re.sub(r"[\s*)]*\*\)?\s*$|(?<!\.\w)[\s.,]+$", "", about))
