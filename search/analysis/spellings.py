"""One word written in several ways: old spellings, abbreviations, words written together or with a 2.

Pure. What only looks different is made the same at two depths. A sign that stands for another (`anak2`, `orangtua`) is
read out in both streams, since no one who quotes a phrase thinks of it. Another spelling of the word (`isteri`, `yg`)
is joined among the stems only: the exact stream holds what is written, or nobody could ask for it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from search.analysis.families import hosts

_DOUBLED = re.compile(r"([a-z]{3,})2((?:an|kan|i)?(?:nya|ku|mu)?(?:lah|kah|pun)?)")
_COUNTED = frozenset(
    [
        "pasal",
        "ayat",
        "bab",
        "bagian",
        "huruf",
        "angka",
        "nomor",
        "butir",
        "tabel",
        "gambar",
        "grafik",
        "lampiran",
        "halaman",
        "kelas",
        "jilid",
        "seri",
        "tahap",
        "tingkat",
        "unit",
        "blok",
        "zona",
        "tipe",
        "level",
        "versi",
        "model",
        "covid",
    ]
)
"""What stands before a number: a 2 that a scan joined to it doubles nothing."""

_NUMBERED = re.compile(r"(no|nomor|th|thn|tahun|pasal|ayat|uu|pp)([0-9]{1,4})")
"""What scans and haste write without a blank: `No.23`, `th2004`, `Pasal5`."""

_BEFORE_WORDS = {"antar": 4, "non": 5, "anti": 5, "pasca": 5, "pra": 5}
"""Written apart as often as together, each with the letters that must follow: Pramuka is no *pra muka*."""

# Before 1972 (and before 1947) the same sounds were written with other letters.
_OLD_LETTERS = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "\0"),
    ("nj", "ny"),
    ("sj", "sy"),
    ("ch", "kh"),
    ("j", "y"),
    ("\0", "j"),
)
_PERHAPS_OLD = re.compile("oe|[tdns]j|ch|j")


class WrongSpelling(ValueError):
    """A line of the table cannot be read."""


def read(path: Path) -> dict[str, str]:
    """What is written → what is meant; two words mean that the first was both of them without the blank."""
    meant: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        written, _, meaning = line.partition("\t")
        meaning = meaning.partition("\t")[0]
        parts = meaning.split()
        if not parts or len(parts) > 2 or written in meant or (len(parts) > 1 and written != "".join(parts)):
            raise WrongSpelling(f"{path.name}:{number}: {line!r}")
        meant[written] = " ".join(parts)
    return meant


def parts(word: str, meant: Mapping[str, str], known: Collection[str]) -> Iterator[tuple[str, int]]:
    """What a folded word says in both streams: (exact, letters of the word that it stands for).

    Most words are themselves. `orangtua` → orang, tua; `nonfisik` → non, fisik; `anak2nya` → anak, anaknya; `th2004` →
    th, 2004.
    """
    first, _, second = meaning(word, meant).partition(" ")
    if second:
        yield first, len(first)
        yield second, len(second)
    elif before := _before(word, known):
        yield before, len(before)
        yield word[len(before) :], len(word) - len(before)
    elif numbered := _NUMBERED.fullmatch(word):
        yield numbered[1], len(numbered[1])
        yield numbered[2], len(numbered[2])
    elif (doubled := _DOUBLED.fullmatch(word)) and doubled[1] in known and doubled[1] not in _COUNTED:
        yield doubled[1], len(doubled[1])
        yield doubled[1] + doubled[2], 1 + len(doubled[2])
    else:
        yield word, len(word)


def _before(word: str, known: Collection[str]) -> str:
    """`antar` of antardaerah, `non` of nonfisik: what a known word has before it; mostly nothing."""
    for before, letters in _BEFORE_WORDS.items():
        rest = word.removeprefix(before)
        if rest != word and len(rest) >= letters and _is_known(rest, known) and not _is_known(word, known):
            return before
    return ""


def _is_known(word: str, known: Collection[str]) -> bool:
    return any(host in known for host, _ in hosts(word))


def meaning(word: str, meant: Mapping[str, str]) -> str:
    """What a folded word means by the table, with its enclitics: isterinya → istrinya; mostly itself."""
    return next((meant[host] + tail for host, tail in hosts(word) if host in meant), word)


def modern(word: str, known: Collection[str]) -> str:
    """A word of the old spellings as it is written now, if that makes a word of the table of families."""
    if word in known or not _PERHAPS_OLD.search(word):
        return word
    today = word
    for old, new in _OLD_LETTERS:
        today = today.replace(old, new)
    return today if today in known else word
