"""The words of a question as they are looked for in a text: which tokens any of its leaves could mean.

For `search.snippets`: a page of results is sixty passages and one question, so what a piece of text holds of it is
remembered with the question.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from search.analysis import is_law, words_of
from search.tree import Fuzzy, Leaf, Phrase, Prefix, Term

Spot = tuple[int, int, int, str, str]
"""(position, start, end, exact, stem) of one token: counted in words, and in characters."""

Read = tuple[int, tuple[Spot, ...]]
"""How many words a piece of text has, and those of them that are heeded."""

_REMEMBERED_QUESTIONS = 64
_REMEMBERED_PIECES = 20_000


class Needles:
    """What is looked for; made once for a question. `known` is what pieces of text were found to hold."""

    def __init__(self, leaves: tuple[Leaf, ...]) -> None:
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_exact: dict[str, list[int]] = defaultdict(list)
        self._open: list[tuple[int, Prefix | Fuzzy]] = []
        for place, leaf in enumerate(leaves):
            if isinstance(leaf, Prefix | Fuzzy):
                self._open.append((place, leaf))
                continue
            for term in leaf.terms if isinstance(leaf, Phrase) else (leaf,):
                if as_written(term, leaf):
                    self._by_exact[term.exact].append(place)
                else:
                    self._by_stem[term.stem].append(place)
        self.of_laws = any(map(is_law, [*self._by_stem, *self._by_exact]))
        self.known: dict[str, Read] = {}

    def read(self, piece: str) -> Read:
        """What a piece of text holds."""
        words = words_of(piece)
        heeded = tuple(
            (place, start, end, exact, stem)
            for place, (start, end, exact, stem) in enumerate(words)
            if self.heeds(exact, stem)
        )
        if len(self.known) >= _REMEMBERED_PIECES:
            self.known.clear()
        self.known[piece] = len(words), heeded
        return len(words), heeded

    def heeds(self, exact: str, stem: str) -> bool:
        if stem in self._by_stem or exact in self._by_exact:
            return True
        return bool(self._open) and any(_open_to(leaf, exact) for _, leaf in self._open)

    def met(self, exact: str, stem: str) -> Iterator[int]:
        """The places of the leaves that this word means, or is a part of."""
        yield from dict.fromkeys((*self._by_stem.get(stem, ()), *self._by_exact.get(exact, ())))
        yield from (place for place, leaf in self._open if _open_to(leaf, exact))


@lru_cache(maxsize=_REMEMBERED_QUESTIONS)
def needles_of(leaves: tuple[Leaf, ...]) -> Needles:
    """The needles of a question's leaves, with what they have met already."""
    return Needles(leaves)


def as_written(term: Term, leaf: Leaf) -> bool:
    """Whether a word is meant in its surface form."""
    return not term.stem or (isinstance(leaf, Phrase) and leaf.exact)


def means(term: Term, phrase: Phrase, spot: Spot) -> bool:
    """Whether a word of a phrase stands there."""
    _, _, _, exact, stem = spot
    return exact == term.exact if as_written(term, phrase) else stem == term.stem


def _open_to(leaf: Prefix | Fuzzy, exact: str) -> bool:
    if isinstance(leaf, Prefix):
        return exact.startswith(leaf.exact)
    return near(leaf.exact, exact, leaf.edits)


def near(one: str, other: str, edits: int) -> bool:
    """Whether two words are within so many edits: a letter more, less, another, or two neighbours that changed places
    (the restricted distance of Damerau and Levenshtein, as the engines count it)."""
    if abs(len(one) - len(other)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        earlier, before, row = before, row, [place + 1]
        for there, against in enumerate(other):
            least = min(before[there + 1] + 1, row[there] + 1, before[there] + (letter != against))
            if place and there and letter == other[there - 1] and one[place - 1] == against:
                least = min(least, earlier[there - 1] + 1)
            row.append(least)
        if min(row) > edits:
            return False
    return row[-1] <= edits
