"""Where the words of a question stand side by side, and the tree with some of them read in more ways.

Pure. The text tells which words are neighbours, function words and repeated words too; the tree tells which of them
are wished for together. Both must agree, so whatever the language of questions grows to hold is left as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import Token, is_law, is_stop, tokens
from search.query import Question, parse
from search.query.words import side_by_side
from search.tree import And, Meant, Node, Not, Or, Phrase, Term, all_of, any_of

Key = tuple[str, ...]
"""The stems of words that mean something, doubled words once, and `JOINT` where a word joins two things."""

JOINT = "&"
_SHORTENED = {"undang": "uu"}
_JOINTS = frozenset(["dan", "atau", "serta", "and", "or", "vs", "versus"])


@dataclass(frozen=True, slots=True)
class Unit:
    """One typed word. `node` is what it became in the tree; None for a function word, which asks for nothing."""

    word: str
    tokens: tuple[Token, ...]
    node: Node | None
    key: Key


@dataclass(frozen=True, slots=True)
class Span:
    """Words side by side that are wished for together; `places` count in their stretch."""

    text: str
    places: range
    nodes: tuple[Node, ...]
    tokens: tuple[Token, ...]

    @property
    def meaning(self) -> Key:
        return tuple(token.stem for token in self.tokens)

    @property
    def folded(self) -> str:
        """As written, without case."""
        return " ".join(token.exact for token in self.tokens)

    def phrase(self) -> Phrase | None:
        """The same words side by side, where they are several."""
        if len(self.tokens) < 2 or len(self.nodes) < 2:
            return None
        return Phrase(tuple(map(term, self.tokens)), exact=False)

    def within(self, name: Key) -> bool:
        """Whether a name, in stems, holds these very words side by side: what holds the name is found already."""
        size = len(self.meaning)
        return any(name[at : at + size] == self.meaning for at in range(len(name) - size + 1))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words without anything between them, and the groups of the tree in which they are wished for."""

    units: tuple[Unit, ...]
    groups: tuple[frozenset[Node], ...]

    def span(self, start: int, end: int) -> Span | None:
        """The units from `start` up to `end`, if some of them are wished for, and all of those together."""
        units = self.units[start:end]
        nodes = tuple(dict.fromkeys(unit.node for unit in units if unit.node is not None))
        if not nodes or not any(group.issuperset(nodes) for group in self.groups):
            return None
        found = tuple(token for unit in units for token in unit.tokens)
        return Span(" ".join(unit.word for unit in units), range(start, end), nodes, found)

    def keyed(self, explained: Collection[int], longest: int) -> Iterator[tuple[Span, Key]]:
        """The spans that may be a name, the longest first, each with its key. The caller adds to `explained` what it has
        taken, and no span comes that touches it."""
        said = [place for place, unit in enumerate(self.units) if unit.key]
        for size in range(min(longest, len(said)), 0, -1):
            for first in range(len(said) - size + 1):
                start, end = said[first], said[first + size - 1] + 1
                if any(place in explained for place in range(start, end)):
                    continue
                key = tuple(stem for place in said[first : first + size] for stem in self.units[place].key)
                if JOINT not in (key[0], key[-1]) and (span := self.span(start, end)):
                    yield span, key


def key_of(words: Iterable[Token]) -> Key:
    """What names and questions are compared by: without function words, `anak-anak` as `anak`, and `undang-undang` as
    `UU`, as laws are mostly called."""
    key: list[str] = []
    for token in words:
        stem = _SHORTENED.get(token.exact, token.stem)
        if token.exact in _JOINTS:
            key.append(JOINT)
        elif not is_stop(token.exact) and (not key or key[-1] != stem):
            key.append(stem)
    return tuple(key)


def term(token: Token) -> Term:
    return Term(token.word, token.stem, token.exact)


def stretches(question: Question) -> list[Stretch]:
    """The stretches of a question's plain words, in order."""
    if question.tree is None:
        return []
    groups = tuple(_groups(question.tree))
    wished = frozenset(node for group in groups for node in group)
    found: list[Stretch] = []
    for words in side_by_side(question.text):
        units: list[Unit] = []
        for word in [*(part.text for part in words), ""]:
            if unit := _unit(word, wished):
                units.append(unit)
            elif units:
                if any(unit.node for unit in units):
                    found.append(Stretch(tuple(units), groups))
                units = []
    return found


def widened(tree: Node, read: Iterable[tuple[Span, Node]]) -> Node:
    """The tree with nodes in the place of spans; a word that several spans share goes into each."""
    readings: dict[tuple[Node, ...], Node] = {}
    for span, node in read:
        known = readings.get(span.nodes)
        readings[span.nodes] = node if known is None else _also(known, node)
    return _widened(tree, readings)


def _widened(tree: Node, read: Mapping[tuple[Node, ...], Node]) -> Node:
    match tree:
        case And(parts):
            return _widened_and(parts, read)
        case Or(parts) if (tree,) not in read and parts:
            return any_of([_widened(part, read) for part in parts])
    return read.get((tree,), tree)


def _widened_and(parts: Sequence[Node], read: Mapping[tuple[Node, ...], Node]) -> Node:
    begun: dict[Node, list[Node]] = {}
    gone: set[Node] = set()
    for nodes, node in read.items():
        if gone.issuperset(nodes) and len(nodes) == 1:
            continue  # the longer name has the word already
        if set(nodes) <= set(parts):
            begun.setdefault(min(nodes, key=parts.index), []).append(node)
            gone.update(nodes)
    kept: list[Node] = []
    for part in parts:
        if part in begun:
            kept += begun[part]
        elif part not in gone:
            kept.append(_widened(part, read))
    return all_of(kept) if kept else And(tuple(parts))


def _also(one: Node, other: Node) -> Node:
    """Two readings of the same words as one: "air" is *udara*, and is *water*."""
    if isinstance(other, Meant):
        return Meant(_also(one, other.typed), other.also, other.weight)
    return one


def _groups(tree: Node) -> Iterator[frozenset[Node]]:
    """What is wished for together, in every group of the tree that is not refused."""
    match tree:
        case And(parts):
            yield frozenset(part for part in parts if not isinstance(part, Not))
            for part in parts:
                if isinstance(part, And | Or):
                    yield from _groups(part)
        case Or(parts):
            yield frozenset([tree])
            for part in parts:
                yield from _groups(part)
        case Not():
            return
        case _:
            yield frozenset([tree])


def _unit(word: str, wished: Collection[Node]) -> Unit | None:
    """A word that is wished for or asks for nothing; None for any other, across which nothing is read."""
    read, node, key, empty = _read(word)
    if node in wished and isinstance(node, Term | Phrase | Or):
        meant = key or tuple(token.stem for token in read)  # also a function word in capitals: WHO
        return Unit(word, read, node, meant)
    return Unit(word, read, None, key) if empty else None


@lru_cache(maxsize=20_000)
def _read(word: str) -> tuple[tuple[Token, ...], Node | None, Key, bool]:
    """A typed word: its tokens, what it becomes in a tree, its key, and whether it is made of function words alone."""
    read = tuple(tokens(word))
    node = parse(word).tree
    if isinstance(node, Term) and is_law(node.exact):
        read = tuple(token for token in read if token.exact == node.exact)
    return read, node, key_of(read), bool(read) and all(is_stop(token.exact) for token in read)
