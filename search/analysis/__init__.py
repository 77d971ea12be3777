"""Words to tokens, the same for every engine: engines hold what `streams` gives and never analyse themselves.

Indexing, questions, snippets and the marks in the reader all come through here. The chain: fold (accents, case,
apostrophes) and split on punctuation and on the hyphen of reduplication (`folding`); join spellings (`spellings`);
the family of the word, from a reviewed table (`families`); names and acronyms as they are; else the Indonesian stemmer
and the English one on its output. Chained stemmers need no guess of the language and cost Indonesian nothing. A law
that is cited by its number is a token of its own behind all words (`laws`).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import Stemmer

from search.analysis import families, laws, spellings
from search.analysis.folding import AMPERSAND, LONGEST_TOKEN, PIECE, WORD, fold, pieces
from search.analysis.laws import is_law

__all__ = [
    "LONGEST_TOKEN",
    "VERSION",
    "Citation",
    "Placed",
    "Token",
    "citations",
    "fold",
    "is_law",
    "is_stop",
    "placed",
    "stop_words",
    "streams",
    "tokens",
    "words",
    "words_of",
]

_REMEMBERED_PIECES = 200_000

_TABLES = Path(__file__).parents[1]
_FAMILIES, _PROTECTED, _SPELLINGS, _STOP_WORDS = (
    "families.tsv",
    "protected.txt",
    "spellings.tsv",
    "stop_words.txt",
)


def digest(folder: Path) -> str:
    """What tells the tables in a folder from any edited ones."""
    tables = (folder / name for name in (_FAMILIES, _PROTECTED, _SPELLINGS, _STOP_WORDS))
    return hashlib.sha256(b"\x00".join(table.read_bytes() for table in tables)).hexdigest()[:10]


VERSION = f"4-{digest(_TABLES)}-{Stemmer.version()}"
"""Part of the version of an index. Whoever changes a token by code raises the first number; a table that was edited
tells by itself, and so do the stemmers, which change with releases."""

_PLURAL = re.compile(r".{4,}[^s]s")
"""In longer words an s behind a word that both languages have is the English plural: programs, models."""

Placed = tuple[int, int, str, str]
"""(start, end, exact, stem) of one token."""

_read_pieces: dict[str, tuple[Placed, ...]] = {}
_stemmers = tuple(Stemmer.Stemmer(language, 0) for language in ("indonesian", "english"))
_one_at_a_time = Lock()  # PyStemmer's objects must not be shared by threads that run at once


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. `word` as written, `exact` folded, `stem` what its family shares.

    `start` and `end` are character offsets in the text that was given. `exact` and `stem` are never empty, hold
    no whitespace and at most `LONGEST_TOKEN` characters. A law that is cited by number comes once more as one token,
    behind all words; its `word` is the whole citation.
    """

    word: str
    exact: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A law that a text cites by number, and the token (`exact` and `stem` in one) that finds it everywhere."""

    start: int
    end: int
    token: str


def tokens(text: str) -> list[Token]:
    """The words of a text in order, then the laws that it cites; the list index is the position that engines count in."""
    return [Token(text[start:end], exact, stem, start, end) for start, end, exact, stem in placed(text)]


def words(text: str) -> list[Token]:
    """The words alone, as they follow each other: what phrases are made of."""
    return [
        Token(text[start:end], exact, stem, start, end) for start, end, exact, stem in _placed_words(text)
    ]


def placed(text: str) -> Iterator[Placed]:
    """`tokens` as bare tuples, offsets in `text`: for who reads whole pages and counts milliseconds."""
    said = _placed_words(text)
    yield from said
    for law in laws.cited([word[2] for word in said]):
        yield said[law.first][0], said[law.last][1], law.token, law.token


def streams(text: str) -> tuple[str, str]:
    """(stems, exact), each joined by single spaces: equal counts, equal positions. What an engine is given."""
    known = _read_pieces.get
    stems: list[str] = []
    exacts: list[str] = []
    for piece in pieces(text):
        read = known(piece)
        for _, _, exact, stem in _read(piece) if read is None else read:
            stems.append(stem)
            exacts.append(exact)
    cited = [law.token for law in laws.cited(exacts)]
    stems += cited
    exacts += cited
    return " ".join(stems), " ".join(exacts)


def citations(text: str) -> list[Citation]:
    """The laws that a text or a question cites by number, in order: `UU 23/2004`, `PP No. 4 Th 2006`."""
    said = _placed_words(text)
    return [
        Citation(said[law.first][0], said[law.last][1], law.token)
        for law in laws.cited([word[2] for word in said])
    ]


def words_of(piece: str) -> tuple[Placed, ...]:
    """The words of what `folding.PIECE` finds, offsets in it and without the tokens of laws; remembered."""
    read = _read_pieces.get(piece)
    return _read(piece) if read is None else read


def is_stop(exact: str) -> bool:
    """Whether a folded word is one that questions do without, however it is spelled."""
    return exact in stop_words or _meant.get(exact) in stop_words


def _placed_words(text: str) -> list[Placed]:
    """The words alone, without the tokens of laws."""
    known = _read_pieces.get
    found: list[Placed] = []
    for match in PIECE.finditer(text):
        piece, offset = match[0], match.start()
        read = known(piece)
        for start, end, exact, stem in _read(piece) if read is None else read:
            found.append((offset + start, offset + end, exact, stem))
    return found


def _read(piece: str) -> tuple[Placed, ...]:
    """The tokens of a piece met for the first time, remembered unless it is too long to come again."""
    if piece == AMPERSAND:
        read: tuple[Placed, ...] = ((0, 1, "dan", "dan"),)
    else:
        read = tuple(word for match in WORD.finditer(piece) for word in _words(match))
    if len(piece) <= LONGEST_TOKEN:
        if len(_read_pieces) >= _REMEMBERED_PIECES:
            _read_pieces.clear()
        _read_pieces[piece] = read
    return read


def _words(match: re.Match[str]) -> Iterator[Placed]:
    """What was written without a blank: mostly one word."""
    start, end = match.span()
    written = fold(match[0])
    said = list(spellings.parts(written, _meant, _roots)) if written else []
    for exact, letters in said[:-1]:
        middle = start + _reach(match[0], letters)
        yield start, middle, exact, _stem(exact)
        start = middle
    for exact, _ in said[-1:]:
        yield start, end, exact, _stem(exact)


def _reach(written: str, letters: int) -> int:
    """How many characters of what is written fold to so many letters."""
    return next(place for place in range(1, len(written) + 1) if len(fold(written[:place])) >= letters)


def _stem(exact: str) -> str:
    """The family of a folded word. The one place where families are decided."""
    word = spellings.meaning(exact, _meant)
    if word in _roots:
        return _roots[word]
    if word in _protected or word in stop_words or is_law(word):
        return word
    for host, _ in families.hosts(word):
        if host in _roots:
            return _roots[host]
        if host in _protected:
            return host
    if _PLURAL.fullmatch(word) and word[:-1] in _roots:
        return _roots[word[:-1]]
    today = spellings.modern(word, _roots)
    if today != word:
        return _roots[today]
    stem = word
    with _one_at_a_time:
        for stemmer in _stemmers:
            stem = stemmer.stemWord(stem)
    return stem or word


def _listed(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


stop_words = _listed(_TABLES / _STOP_WORDS)
_protected = _listed(_TABLES / _PROTECTED)
_meant = spellings.read(_TABLES / _SPELLINGS)
_roots = {form: family.root for family in families.read(_TABLES / _FAMILIES) for form in family.forms}
