"""Words to tokens, the same for every engine: engines hold what `streams` gives and never analyse themselves.

Indexing, questions, snippets and the marks in the reader all come through here. The chain: fold (accents, case,
apostrophes), split on punctuation and on the hyphen of reduplication, then the Indonesian stemmer and the
English one on its output. Chained stemmers need no guess of the language and cost Indonesian nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import Stemmer

VERSION = f"1-{Stemmer.version()}"
"""Part of the version of an index: whoever changes a token raises the first number. Stemmers change with releases."""

LONGEST_TOKEN = 64
"""Characters. What is longer is an address or debris of a broken PDF; its beginning is enough to find it."""

_REMEMBERED_PIECES = 200_000
_LAST_SCANNED = 0x11400  # every living script's combining marks and odd numerals lie below

_APOSTROPHES = "'`´‘’‛ʹʻʼʽʾʿˈ′＇"
_JOINERS = "\u00ad\u034f\u200c\u200d\u2060\ufeff"  # soft hyphen and its kin: written, not read


def _every(*categories: str) -> str:
    """All characters of these Unicode categories, for a character class."""
    return "".join(chr(c) for c in range(0x80, _LAST_SCANNED) if unicodedata.category(chr(c)) in categories)


# Superscripts, circled numbers and fractions (category No) end a word: "kekerasan¹" is the word and a footnote.
_LETTER = rf"[^\W_{re.escape(_every('No'))}]"
_MARKS = re.escape(_every("Mn", "Mc", "Me"))
_WORD = re.compile(rf"{_LETTER}+(?:[{re.escape(_APOSTROPHES)}{_JOINERS}{_MARKS}]+{_LETTER}+)*[{_MARKS}]*")

# Text is first cut where every script agrees; the slow and exact pattern reads each such piece once, then remembers.
_PIECE = re.compile(r"[^\s!-&(-/:-@\[-_{-~–—“”…•]+")

_UNREAD = frozenset(_APOSTROPHES + _JOINERS + "ـ")  # the last stretches Arabic words, nothing more

Placed = tuple[int, int, str, str]
"""(start, end, exact, stem) of one token."""

_read_pieces: dict[str, tuple[Placed, ...]] = {}
_stemmers = tuple(Stemmer.Stemmer(language, 0) for language in ("indonesian", "english"))
_one_at_a_time = Lock()  # PyStemmer's objects must not be shared by threads that run at once


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. `word` as written, `exact` folded, `stem` of the folded form.

    `start` and `end` are character offsets in the text that was given. `exact` and `stem` are never empty, hold
    no whitespace and at most `LONGEST_TOKEN` characters.
    """

    word: str
    exact: str
    stem: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order; the list index is the position that engines count in."""
    return [Token(text[start:end], exact, stem, start, end) for start, end, exact, stem in placed(text)]


def placed(text: str) -> Iterator[Placed]:
    """`tokens` as bare tuples, offsets in `text`: for who reads whole pages and counts milliseconds."""
    known = _read_pieces.get
    for match in _PIECE.finditer(text):
        piece, offset = match[0], match.start()
        read = known(piece)
        for start, end, exact, stem in _read(piece) if read is None else read:
            yield offset + start, offset + end, exact, stem


def streams(text: str) -> tuple[str, str]:
    """(stems, exact), each joined by single spaces: equal counts, equal positions. What an engine is given."""
    known = _read_pieces.get
    stems: list[str] = []
    exacts: list[str] = []
    for piece in _PIECE.findall(text):
        read = known(piece)
        for _, _, exact, stem in _read(piece) if read is None else read:
            stems.append(stem)
            exacts.append(exact)
    return " ".join(stems), " ".join(exacts)


def fold(word: str) -> str:
    """A word without accents, case and apostrophes: Jum'at → jumat, TÉRORISME → terorisme."""
    if word.isascii():
        folded = word.lower()
    else:
        folded = unicodedata.normalize("NFKD", word).casefold()
        folded = unicodedata.normalize("NFKD", folded)
    if not (folded.isascii() and folded.isalnum()):
        folded = "".join(character for character in folded if _is_read(character))
    folded = folded[:LONGEST_TOKEN]
    return folded if any(map(str.isalnum, folded)) else ""


def is_stop(exact: str) -> bool:
    """Whether a folded word is one that questions do without."""
    return exact in stop_words


def _is_read(character: str) -> bool:
    """Letters and digits; of the marks only those that are vowels of their script, not accents (class 0)."""
    if character in _UNREAD:
        return False
    if character.isalnum():
        return True
    vowel_sign = unicodedata.category(character) in ("Mn", "Mc") and not unicodedata.combining(character)
    return vowel_sign and not unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _read(piece: str) -> tuple[Placed, ...]:
    """The tokens of a piece met for the first time, remembered unless it is too long to come again."""
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(piece)]
    read = tuple((start, end, exact, _stem(exact)) for start, end, exact in words if exact)
    if len(piece) <= LONGEST_TOKEN:
        if len(_read_pieces) >= _REMEMBERED_PIECES:
            _read_pieces.clear()
        _read_pieces[piece] = read
    return read


def _stem(exact: str) -> str:
    """The family of a folded word. The one place where families are decided: reviewed exceptions go before the
    stemmers, and raise `VERSION`."""
    stem = exact
    with _one_at_a_time:
        for stemmer in _stemmers:
            stem = stemmer.stemWord(stem)
    return stem or exact


def _listed(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


stop_words = _listed(Path(__file__).with_name("stop_words.txt"))
