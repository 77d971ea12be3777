"""The words of a question as they are looked for in a text: which tokens any of its leaves could mean.

For `search.snippets`: a page of results is sixty passages and one question. What a piece of text holds has nothing to do
with the question, so it is remembered for all of them: which pieces, as they were written, hold a token.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

from search.analysis import LONGEST_TOKEN, is_law, words_of
from search.analysis.folding import ENDS, pieces
from search.analysis.laws import years_written
from search.tree import Fuzzy, Leaf, Phrase, Prefix, Term

Spot = tuple[int, int, int, str, str]
"""(position, start, end, exact, stem) of one token: counted in words, and in characters."""

Stretch = tuple[int, int]
"""(start, end) in characters."""

Found = tuple[int, int, int]
"""(start, end, leaf): a stretch, and the place of what was found there among the leaves."""

_REMEMBERED_QUESTIONS = 256
_REMEMBERED_PIECES = 100_000
"""Some 600 bytes each. Five thousand pages of laws have twenty thousand."""
_REMEMBERED_TEXTS = 200_000
"""A number each."""
_REMEMBERED_OPENED = 8_000
"""Pieces that one question with a star or a tilde remembers; a page of findings has some five thousand."""
_NONE: frozenset[str] = frozenset()


class Forms:
    """Pieces of text that were met, by the tokens that they hold; and which texts hold no others."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.texts: set[int] = set()
        self.by_stem: dict[str, set[str]] = defaultdict(set)
        self.by_exact: dict[str, set[str]] = defaultdict(set)

    def meet(self, piece: str) -> None:
        for _, _, exact, stem in words_of(piece):
            self.by_stem[stem].add(piece)
            self.by_exact[exact].add(piece)
        self.known.add(piece)  # last: another thread takes it for known from now on


class _Memory:
    """What this process has met; begun anew when it is full."""

    forms = Forms()


# Sets that other threads may add to are copied and compared in one step of the interpreter, never looped over.


def met_in(texts: Sequence[str]) -> tuple[Forms, set[str], set[str]]:
    """What is known of forms, all pieces of these texts included; those that stand in texts not met before; and of these
    the ones that are too long to come again: they are not remembered, nor is their text."""
    forms = _Memory.forms
    fresh = [text for text in texts if hash(text) not in forms.texts]
    if not fresh:
        return forms, set(), set()
    there = pieces_in(fresh)
    unknown = there - forms.known
    if len(forms.known) + len(unknown) > _REMEMBERED_PIECES or len(forms.texts) > _REMEMBERED_TEXTS:
        forms = _Memory.forms = Forms()
        unknown = there = pieces_in(texts)
    odd = {piece for piece in unknown if len(piece) > LONGEST_TOKEN}
    for piece in unknown - odd:
        forms.meet(piece)
    if not odd:
        forms.texts.update(map(hash, fresh))
    return forms, there, odd


def pieces_in(texts: Sequence[str]) -> set[str]:
    return set(pieces("\n".join(texts)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A phrase whose words may follow each other in a text: for each of them, the pieces that are that word alone, and
    where in the piece it is."""

    leaf: int
    twice: bool
    words: tuple[dict[str, Stretch], ...]


#: Where one begins the longest is taken: it alone could be a piece of its own there.
_LONGEST = MatchKind.LeftmostLongest
#: Of few pieces what is quickest to make is the quickest of all; of many what reads on quickest, by far.
_FEW = 32
_QUICKLY_MADE, _QUICKLY_READ = Implementation.NoncontiguousNFA, Implementation.DFA


class Present:
    """What a question could find in texts of which all pieces were met.

    A text that holds a piece of each set of one of `closely` has to be read word by word; in all others nothing is found
    but `words` and `phrases`.
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[Found]],
        phrases: Sequence[Standing],
        closely: Sequence[Sequence[Set[str]]],
    ) -> None:
        self.words = words
        self.closely = closely
        self.begun: dict[str, list[Standing]] = defaultdict(list)
        for phrase in phrases:
            for piece in phrase.words[0]:
                self.begun[piece].append(phrase)
        close = {piece for held in closely for word in held for piece in word}
        self.pieces = list({*words, *self.begun, *close})
        self._finder = _finder(self.pieces)
        self._masked = {which for which, piece in enumerate(self.pieces) if not piece.isascii()}

    def places(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Of each text, where one of the `pieces` stands alone, in order, and which. All are looked through as one."""
        if self._finder is None:
            return [[] for _ in texts]
        text = "\n".join((*texts, ""))  # with an end behind the last, which also stands before the first
        # A byte for each character, so that places stay what they are. Else all of them would have to be counted anew.
        masked = text.encode("ascii", "replace")
        found: list[tuple[int, int, int]] = self._finder.find_matches_as_indexes(masked)
        if self._masked and [
            begins
            for which, begins, end in found
            if which in self._masked and text[begins:end] != self.pieces[which]
        ]:
            # Another one looks alike behind its mask, and what it covers was not looked for.
            exactly = AhoCorasick(self.pieces, _LONGEST, implementation=_QUICKLY_MADE)
            found = exactly.find_matches_as_indexes(text)
        begun = [begins for _, begins, _ in found]
        several, first, done = [], 0, 0
        for each in texts:
            behind = first + len(each)
            until = bisect_left(begun, behind, done)
            several.append(
                [
                    (begins - first, which)
                    for which, begins, end in found[done:until]
                    if text[end] in ENDS and text[begins - 1] in ENDS
                ]
            )
            first, done = behind + 1, until
        return several


@dataclass(frozen=True, slots=True)
class _Last:
    """What was made last, of so many known forms, so many of each word among them; forms are only ever added."""

    forms: Forms
    known: int
    sizes: Sequence[int]
    present: Present


def _finder(pieces: Sequence[str]) -> BytesAhoCorasick | None:
    if not pieces:
        return None
    masked = [piece.encode("ascii", "replace") for piece in pieces]
    return BytesAhoCorasick(masked, _LONGEST, _QUICKLY_MADE if len(pieces) <= _FEW else _QUICKLY_READ)


class Needles:
    """What is looked for; made once for a question."""

    def __init__(self, leaves: tuple[Leaf, ...]) -> None:
        self.leaves = leaves
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_exact: dict[str, list[int]] = defaultdict(list)
        self._open: list[tuple[int, Prefix | Fuzzy]] = []
        self._known_open: dict[str, tuple[Found, ...]] = {}
        self._last: _Last | None = None
        for place, leaf in enumerate(leaves):
            if isinstance(leaf, Prefix | Fuzzy):
                self._open.append((place, leaf))
                continue
            for term in _terms(leaf):
                if as_written(term, leaf):
                    self._by_exact[term.exact].append(place)
                else:
                    self._by_stem[term.stem].append(place)

    def among(self, texts: Sequence[str]) -> Present:
        """What any leaf could mean in these texts."""
        forms, there, odd = met_in(texts)
        if self._open:
            return self._made(forms, pieces_in(texts), odd)
        if odd:
            return self._made(forms, there, odd)
        last = self._last  # once: another thread may put its own there, which knows less
        known = len(forms.known)
        if last is not None and last.forms is forms and last.known == known:
            return last.present
        # With every page of findings some forms are met for the first time, and hardly ever one of these words.
        sizes = [len(_that_hold(term, leaf, forms)) for leaf, term in self._closed()]
        if last is not None and last.forms is forms and last.sizes == sizes:
            present = last.present
        else:
            present = self._made(forms, there, odd)
        self._last = _Last(forms, known, sizes, present)
        return present

    def _closed(self) -> Iterator[tuple[Term | Phrase, Term]]:
        for leaf in self.leaves:
            if not isinstance(leaf, Prefix | Fuzzy):
                yield from ((leaf, term) for term in _terms(leaf))

    def _made(self, forms: Forms, there: set[str], odd: set[str]) -> Present:
        words: dict[str, list[Found]] = defaultdict(list)
        phrases: list[Standing] = []
        closely: list[Sequence[Set[str]]] = [[{piece}] for piece in odd if self._heeds_any(piece)]
        for place, leaf in enumerate(self.leaves):
            if isinstance(leaf, Prefix | Fuzzy):
                continue
            # Copies: another thread may meet a piece this moment.
            held = [set(_that_hold(term, leaf, forms)) for term in _terms(leaf)]
            if not all(held):
                continue
            if isinstance(leaf, Term) and not is_law(leaf.exact):
                for piece in held[0]:
                    words[piece] += [
                        (start, end, place)
                        for start, end, exact, stem in words_of(piece)
                        if (stem == leaf.stem if leaf.stem else exact == leaf.exact)
                    ]
            elif isinstance(leaf, Phrase) and not leaf.slop and not any(is_law(t.exact) for t in leaf.terms):
                standing, several = _standing(place, leaf, held)
                phrases.append(standing)
                closely += several
            else:
                closely.append(held)
        if self._open:
            for piece in there:
                if opened := self._opened(piece):
                    words[piece] += opened
        return Present(words, phrases, closely)

    def heeds(self, exact: str, stem: str) -> bool:
        """Whether any leaf means this word, or has it as a part."""
        if stem in self._by_stem or exact in self._by_exact:
            return True
        return bool(self._open) and any(_open_to(leaf, exact) for _, leaf in self._open)

    def met(self, exact: str, stem: str) -> Iterator[int]:
        """The places of the leaves that this word means, or is a part of."""
        yield from dict.fromkeys((*self._by_stem.get(stem, ()), *self._by_exact.get(exact, ())))
        yield from (place for place, leaf in self._open if _open_to(leaf, exact))

    def _heeds_any(self, piece: str) -> bool:
        return any(self.heeds(exact, stem) for _, _, exact, stem in words_of(piece))

    def _opened(self, piece: str) -> tuple[Found, ...]:
        """The words of a piece that begin or are spelled as is asked."""
        known = self._known_open.get(piece)
        if known is None:
            if len(self._known_open) >= _REMEMBERED_OPENED:
                self._known_open.clear()
            known = tuple(
                (start, end, place)
                for place, leaf in self._open
                for start, end, exact, _ in words_of(piece)
                if _open_to(leaf, exact)
            )
            self._known_open[piece] = known
        return known


def _that_hold(term: Term, leaf: Leaf, forms: Forms) -> Set[str]:
    """The pieces met so far that hold a word of a leaf; of a law those that could be its year, without which none is
    cited."""
    if is_law(term.exact):
        return set().union(*(forms.by_exact.get(year, ()) for year in years_written(term.exact)))
    if as_written(term, leaf):
        return forms.by_exact.get(term.exact, _NONE)
    return forms.by_stem.get(term.stem, _NONE)


def _standing(
    place: int, phrase: Phrase, held: Sequence[Set[str]]
) -> tuple[Standing, list[Sequence[Set[str]]]]:
    """A phrase without room between its words, where each of them is a piece of its own; and which texts are to be read
    closely, since they hold a piece that is more than one word (antarDesa)."""
    alone: list[dict[str, Stretch]] = []
    closely: list[Sequence[Set[str]]] = []
    for order, holding in enumerate(held):
        read = {piece: words_of(piece) for piece in holding}
        alone.append({piece: words[0][:2] for piece, words in read.items() if len(words) == 1})
        if len(alone[-1]) < len(holding):
            closely.append([*held[:order], holding - alone[-1].keys(), *held[order + 1 :]])
    return Standing(place, said_twice(phrase), tuple(alone)), closely


@lru_cache(maxsize=_REMEMBERED_QUESTIONS)
def needles_of(leaves: tuple[Leaf, ...]) -> Needles:
    """The needles of a question's leaves, with what they have met already."""
    return Needles(leaves)


def _terms(leaf: Term | Phrase) -> tuple[Term, ...]:
    return leaf.terms if isinstance(leaf, Phrase) else (leaf,)


def said_twice(phrase: Phrase) -> bool:
    """Whether it is one word that is said again (anak-anak), not several."""
    return not phrase.exact and len({term.stem for term in phrase.terms}) == 1


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
