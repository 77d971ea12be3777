"""Laws by number, however they are written: one token for `UU 23/2004`, `Undang-Undang Nomor 23 Tahun 2004`, `U.U. No. 23
Tahun 2004` and, as English texts cite it, `Law No. 23 of 2004`.

Pure, and works on folded words, so that line breaks, punctuation and case are no matter. The tokens of laws stand behind
all words of a text (`uu no 23 tahun 2004 tentang uu23th2004`): all words stay where they are, and whatever is quoted from
them is found. A law named by a short name only (UU PKDRT) has no number to read: that is a matter of the thesaurus.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

_FIRST_YEAR, _LAST_YEAR = 1945, 2060
_MISREAD = {"0": "0o", "1": "1li"}
"""What scans make of digits."""

_YEARS = {
    "".join(letters): year
    for year in map(str, range(_FIRST_YEAR, _LAST_YEAR))
    for letters in product(*(_MISREAD.get(digit, digit) for digit in year))
}
_NUMBER = re.compile("[0-9oli]{1,3}")
_DIGITS = str.maketrans("oli", "011")
_TOKEN = re.compile("([a-z]+?)([0-9]{1,3})th([0-9]{4})")

_YEAR_WORDS = frozenset(["tahun", "th", "thn", "taun", "of", "year"])
_NUMBER_WORDS = frozenset(["nomor", "no", "nomer", "nmr", "number"])
_SERIES = frozenset(["pnps", "prp", "drt"])  # UU Nomor 1/PNPS/1965
_EMERGENCY = frozenset(["drt", "darurat"])

_ONE_WORD = {
    "uu": "uu",
    "pp": "pp",
    "perpu": "perppu",
    "perppu": "perppu",
    "perpres": "perpres",
    "keppres": "keppres",
    "kepres": "keppres",
    "inpres": "inpres",
    "penpres": "penpres",
    "perma": "perma",
    "sema": "sema",
    "perda": "perda",
    "perdaprov": "perda",
    "perdakab": "perda",
    "pergub": "pergub",
    "perbup": "perbup",
    "perwali": "perwali",
    "perwal": "perwali",
    "perdes": "perdes",
    "qanun": "qanun",
    "pma": "permenagama",
    "pmk": "permenkeuangan",
    "pojk": "pojk",
    "pkpu": "pkpu",
    "perkap": "perkap",
    "perpol": "perpol",
    "perba": "perba",
    "perka": "perka",
}
_SEVERAL_WORDS = {
    ("u", "u"): "uu",
    ("p", "p"): "pp",
    ("undang", "undang"): "uu",
    ("peraturan", "pemerintah"): "pp",
    ("peraturan", "presiden"): "perpres",
    ("keputusan", "presiden"): "keppres",
    ("penetapan", "presiden"): "penpres",
    ("instruksi", "presiden"): "inpres",
    ("keputusan", "gubernur"): "kepgub",
    ("keputusan", "bupati"): "kepbup",
    ("keputusan", "wali"): "kepwali",
    ("keputusan", "walikota"): "kepwali",
    ("peraturan", "mahkamah"): "perma",
    ("edaran", "mahkamah"): "sema",
    ("peraturan", "daerah"): "perda",
    ("peraturan", "gubernur"): "pergub",
    ("peraturan", "bupati"): "perbup",
    ("peraturan", "walikota"): "perwali",
    ("peraturan", "wali"): "perwali",
    ("peraturan", "desa"): "perdes",
    ("peraturan", "otoritas"): "pojk",
    ("peraturan", "kepolisian"): "perpol",
    ("peraturan", "badan"): "perba",
    ("peraturan", "kepala"): "perka",
    ("peraturan", "menteri"): "permen",
    ("keputusan", "menteri"): "kepmen",
}
_IN_ENGLISH = {
    ("law",): "uu",
    ("act",): "uu",
    ("government", "regulation"): "pp",
    ("presidential", "regulation"): "perpres",
    ("presidential", "decree"): "keppres",
    ("presidential", "instruction"): "inpres",
}
_OF_THE_REPUBLIC = frozenset(["of", "the", "republic", "indonesia", "indonesian", "ri"])
"""All that may stand between an English name and the number: `law enforcement in no 5 of 2010 villages` cites nothing."""
_BEFORE_NO_LAW = frozenset(["by", "regional", "local"])
_OF_MINISTERS = re.compile("(permen|kepmen)([a-z]*)")
_MINISTRIES = (
    # the beginning of a name, long or short, and what is put for it
    ("agraria", "agraria"),
    ("ag", "agama"),
    ("aker", "naker"),
    ("dagri", "dalamnegeri"),
    ("dalam", "dalamnegeri"),
    ("des", "desa"),
    ("dikdasmen", "dikdasmen"),
    ("dikbud", "dikbud"),
    ("diknas", "diknas"),
    ("diktisaintek", "dikti"),
    ("kes", "kesehatan"),
    ("keu", "keuangan"),
    ("kominfo", "kominfo"),
    ("komunikasi", "kominfo"),
    ("kumham", "hukum"),
    ("hukum", "hukum"),
    ("naker", "naker"),
    ("ketenagakerjaan", "naker"),
    ("tenaga", "naker"),
    ("pemberdayaan", "pppa"),
    ("egpp", "pppa"),
    ("pp", "pppa"),
    ("ristekdikti", "ristekdikti"),
    ("riset", "ristekdikti"),
    ("sos", "sosial"),
)
_SCHOOLING = {"nasional": "diknas", "dasar": "dikdasmen", "tinggi": "dikti"}
"""Peraturan Menteri Pendidikan …: which ministry of schooling it was, by its next word."""

_FARTHEST = 12
"""Words from the number back to the kind: Peraturan Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi RI Nomor …"""
_FARTHEST_UNNAMED = 3
"""The same where no `Nomor` says that a number follows: Perda Kab. Bandung 21/2016."""

_BARRIERS = frozenset(
    [
        "ini",
        "itu",
        "tersebut",
        "adalah",
        "yang",
        "pada",
        "oleh",
        "dengan",
        "untuk",
        "bahwa",
        "telah",
        "sejak",
        "sampai",
        "tanggal",
        "tahun",
        "nomor",
        "no",
        "pasal",
        "ayat",
        "huruf",
        "angka",
        "lembaran",
        "berita",
        "putusan",
        "perkara",
        "surat",
        "jo",
        "juncto",
    ]
)
"""What parts a kind of law from a number that is not its own."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law that is cited by its number: its token, and the words that cite it, `first` to `last` (inclusive)."""

    token: str
    first: int
    last: int


def cited(words: Sequence[str]) -> Iterator[Law]:
    """The laws that folded words cite by number, in order."""
    if _YEARS.keys().isdisjoint(words):
        return
    for last, word in enumerate(words):
        if word in _YEARS and last and (law := _law(words, last, _YEARS[word])):
            yield law


def years_written(token: str) -> list[str]:
    """How the year of a law may stand in a text, folded; of its token."""
    year = token[-4:]
    return [written for written, meant in _YEARS.items() if meant == year]


def is_law(token: str) -> bool:
    """Whether a token of the streams is a law, not a word that somebody wrote."""
    return _TOKEN.fullmatch(token) is not None


def _law(words: Sequence[str], last: int, year: str) -> Law | None:
    place, series = _back_over(words, last - 1, _YEAR_WORDS)
    place, series = _back_over(words, place, _SERIES)
    if place < 1 or not _NUMBER.fullmatch(words[place]):
        return None
    number = words[place].translate(_DIGITS).lstrip("0")
    after, named = _back_over(words, place - 1, _NUMBER_WORDS)
    if number and (english := _in_english(words, after)):
        name, first = english
        return Law(f"{name}{number}th{year}", first, last)
    if words[last - 1] == "of":
        return None
    reach = _FARTHEST if named else _FARTHEST_UNNAMED
    for kind_ends in range(after, max(-1, after - reach), -1):
        if kind := _kind(words, kind_ends, after):
            name, first = kind
            if name == "uu" and not _EMERGENCY.isdisjoint(words[first:last]):
                name = "uudrt"
            elif name == "uu" and series:
                name = "uupnps"
            return Law(f"{name}{number}th{year}", first, last) if number else None
        if words[kind_ends] in _BARRIERS or not words[kind_ends].isalpha():
            return None
    return None


def _in_english(words: Sequence[str], after: int) -> tuple[str, int] | None:
    """The kind of law whose English name ends before the number, and where it begins."""
    place = after
    while place > 0 and after - place < _FARTHEST and words[place] in _OF_THE_REPUBLIC:
        place -= 1
    for size in (2, 1):
        first = place - size + 1
        name = _IN_ENGLISH.get(tuple(words[max(0, first) : place + 1])) if first >= 0 else None
        if name and not (first and words[first - 1] in _BEFORE_NO_LAW):
            return name, first
    return None


def _back_over(words: Sequence[str], place: int, allowed: frozenset[str]) -> tuple[int, bool]:
    """The place before one of the allowed words, also where a scan put a blank into it; and whether it was there."""
    if place >= 0 and words[place] in allowed:
        return place - 1, True
    if place >= 1 and words[place - 1] + words[place] in allowed:
        return place - 2, True
    return place, False


def _kind(words: Sequence[str], place: int, after: int) -> tuple[str, int] | None:
    """The kind of law whose name ends at `place`, and where it begins. What follows up to `after` may tell more."""
    word = words[place]
    before = words[place - 1] if place else ""
    if name := _SEVERAL_WORDS.get((before, word)):
        if name == "uu" and words[max(0, place - 4) : place - 1][-3:] == [
            "peraturan",
            "pemerintah",
            "pengganti",
        ]:
            return "perppu", place - 4
        if name in ("permen", "kepmen"):
            return name + _ministry(words[place + 1 : after + 1]), place - 1
        return name, place - 1
    if name := _ONE_WORD.get(word):
        return name, place
    if ministers := _OF_MINISTERS.fullmatch(word):
        rest = [ministers[2]] if ministers[2] else list(words[place + 1 : after + 1])
        return ministers[1] + _ministry(rest), place
    return None


def _ministry(name: Sequence[str]) -> str:
    """What is put for a ministry, of whose name the first words are given."""
    first, second = [*(word for word in name if word != "negara"), "", ""][:2]
    if first.startswith("pendidikan"):
        return _SCHOOLING.get(second, "dikbud")
    return next((key for begin, key in _MINISTRIES if first.startswith(begin)), first)
