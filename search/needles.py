"""The words of a question as they are looked for in a text: which tokens any of its leaves could mean.

For `search.snippets`: a page of results is sixty passages and one question. What a piece of text holds has nothing to do
with the question, so it is remembered for all of them: which pieces, as they were written, hold a token.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from search.analysis import LONGEST_TOKEN, is_law, words_of
from search.tree import Fuzzy, Leaf, Phrase, Prefix, Term

Spot = tuple[int, int, int, str, str]
"""(position, start, end, exact, stem) of one token: counted in words, and in characters."""

_REMEMBERED_QUESTIONS = 64
_REMEMBERED_PIECES = 50_000
_NONE: frozenset[str] = frozenset()


class Forms:
    """Pieces of text that were met, by the tokens that they hold; `words` tells how many each has."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.by_stem: dict[str, set[str]] = defaultdict(set)
        self.by_exact: dict[str, set[str]] = defaultdict(set)

    def meet(self, piece: str) -> None:
        words = words_of(piece)
        for _, _, exact, stem in words:
            self.by_stem[stem].add(piece)
            self.by_exact[exact].add(piece)
        self.words[piece] = len(words)  # last: another thread takes it for known from now on


class _Memory:
    forms = Forms()


def forms_with(pieces: set[str]) -> tuple[Forms, set[str]]:
    """What is known of forms, these pieces included, and those of them that are too long to come again: they are not."""
    forms = _Memory.forms
    fresh = pieces.difference(forms.words)
    if fresh and len(forms.words) + len(fresh) > _REMEMBERED_PIECES:
        forms = _Memory.forms = Forms()
        fresh = pieces
    odd = {piece for piece in fresh if len(piece) > LONGEST_TOKEN}
    for piece in fresh - odd:
        forms.meet(piece)
    return forms, odd


class Needles:
    """What is looked for; made once for a question."""

    def __init__(self, leaves: tuple[Leaf, ...]) -> None:
        self._leaves = leaves
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_exact: dict[str, list[int]] = defaultdict(list)
        self._open: list[tuple[int, Prefix | Fuzzy]] = []
        self._known_open: dict[str, bool] = {}
        for place, leaf in enumerate(leaves):
            if isinstance(leaf, Prefix | Fuzzy):
                self._open.append((place, leaf))
                continue
            for term in _terms(leaf):
                if as_written(term, leaf):
                    self._by_exact[term.exact].append(place)
                else:
                    self._by_stem[term.stem].append(place)
        self.of_laws = any(map(is_law, [*self._by_stem, *self._by_exact]))

    def among(self, pieces: set[str], forms: Forms, odd: set[str]) -> tuple[set[str], bool]:
        """Those of these pieces that hold what any leaf means, and whether all the words of some phrase are there. A word
        that is there for a phrase alone does not count without the others."""
        found = {piece for piece in odd if self._heeds_any(piece)}
        phrased = bool(found)
        for leaf in self._leaves:
            if isinstance(leaf, Prefix | Fuzzy):
                continue
            each = [
                pieces
                & (
                    forms.by_exact.get(term.exact, _NONE)
                    if as_written(term, leaf)
                    else forms.by_stem.get(term.stem, _NONE)
                )
                for term in _terms(leaf)
            ]
            if all(each):
                found.update(*each)
                phrased = phrased or isinstance(leaf, Phrase)
        if self._open:
            found.update(piece for piece in pieces if self._is_open_to(piece))
        return found, phrased

    def heeds(self, exact: str, stem: str) -> bool:
        if stem in self._by_stem or exact in self._by_exact:
            return True
        return bool(self._open) and any(_open_to(leaf, exact) for _, leaf in self._open)

    def met(self, exact: str, stem: str) -> Iterator[int]:
        """The places of the leaves that this word means, or is a part of."""
        yield from dict.fromkeys((*self._by_stem.get(stem, ()), *self._by_exact.get(exact, ())))
        yield from (place for place, leaf in self._open if _open_to(leaf, exact))

    def _heeds_any(self, piece: str) -> bool:
        return any(self.heeds(exact, stem) for _, _, exact, stem in words_of(piece))

    def _is_open_to(self, piece: str) -> bool:
        known = self._known_open.get(piece)
        if known is None:
            if len(self._known_open) >= _REMEMBERED_PIECES:
                self._known_open.clear()
            known = any(_open_to(leaf, exact) for _, leaf in self._open for _, _, exact, _ in words_of(piece))
            self._known_open[piece] = known
        return known


@lru_cache(maxsize=_REMEMBERED_QUESTIONS)
def needles_of(leaves: tuple[Leaf, ...]) -> Needles:
    """The needles of a question's leaves, with what they have met already."""
    return Needles(leaves)


def _terms(leaf: Term | Phrase) -> tuple[Term, ...]:
    return leaf.terms if isinstance(leaf, Phrase) else (leaf,)


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
