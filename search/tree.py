"""The tree that a question becomes: its nodes are the contract with the engines.

Pure. `search.query` plants it; `loosen`, `wanted`, `refused` and `as_meant` are asked of it.

Three sorts of leaves: words (`Term`, `Phrase`, `Prefix`, `Fuzzy`) are looked for in all the text of a publication, and
marked; the same words `Within` a field are looked for there only; values (`Chosen`, `Years`) narrow like a facet. The
latter two name a field, and so are requirements: they stay when the words are loosened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from search.kept import kept


@dataclass(frozen=True, slots=True)
class Term:
    """One token. `word` is what was typed, `stem` and `exact` its forms in the two token streams.

    Matches on `stem`, and scores more where `exact` is there too; with an empty `stem` matches on `exact` only.
    """

    word: str = field(compare=False)
    stem: str
    exact: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other, with `slop` others between them at most.

    Quoted phrases match the exact stream (`exact` True); a word that splits into several tokens is a phrase
    on stems.
    """

    terms: tuple[Term, ...]
    slop: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so, in the exact stream. `word` is what was typed, without its star."""

    word: str = field(compare=False)
    exact: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any word within `edits` letters of this one, in the exact stream: a letter more, less, another, or two that
    changed places."""

    word: str = field(compare=False)
    exact: str
    edits: int = 1


Leaf = Term | Phrase | Prefix | Fuzzy

Field = Literal["names", "makers", "about"]
"""Titles; who made it; abstract, concepts, places and laws."""


@dataclass(frozen=True, slots=True)
class Within:
    """A word or phrase in one field of the publication."""

    field: Field
    part: Leaf


@dataclass(frozen=True, slots=True)
class Chosen:
    """Publications that have any of these values of a facet."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """Publications of these years, both ends included; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Meant:
    """What was typed, and what it is also read as (synonyms, translations): any of them matches; what was typed counts
    most."""

    typed: "Node"
    also: "tuple[Node, ...]"
    """Each counts `weight` of what was typed."""
    weight: float = 0.4


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be in the publication. Stands only inside an `And` that has a positive part, or alone.

    Refuses what was typed, not what that is also read as.
    """

    part: "Node"


Node = Leaf | Within | Chosen | Years | Meant | And | Or | Not

EVERYTHING = And(())
NOTHING = Or(())


def all_of(parts: Iterable[Node]) -> Node:
    """`And` of parts, of which at least one is positive. Groups in groups become one, what is said twice is asked
    once, refusals stand last."""
    once = list(
        dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, And) else [part]))
    )
    once.sort(key=lambda part: isinstance(part, Not))
    return once[0] if len(once) == 1 else And(tuple(once))


def any_of(parts: Iterable[Node]) -> Node:
    """`Or` of parts, of which there is at least one; nested and repeated ones as in `all_of`."""
    once = list(
        dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, Or) else [part]))
    )
    return once[0] if len(once) == 1 else Or(tuple(once))


def as_meant(tree: Node) -> Node:
    """The tree with other readings of a word only where it is wished for: a refusal refuses what was typed."""
    match tree:
        case Not(part):
            return Not(_as_typed(part))
        case And(parts):
            return And(tuple(map(as_meant, parts)))
        case Or(parts):
            return Or(tuple(map(as_meant, parts)))
        case Meant(typed, also):
            return replace(tree, typed=as_meant(typed), also=tuple(map(as_meant, also)))
    return tree


def loosen(tree: Node) -> Node:
    """The tree that any positive word of `tree` satisfies; refusals and what names a field stay as they are.

    Whatever matches `tree` matches this: the rest, after the publications that hold all the words.
    """
    match tree:
        case And(parts):
            wishes = [part for part in parts if not _stays(part)]
            if len(wishes) < 2:
                return all_of([loosen(part) if part in wishes else part for part in parts]) if parts else tree
            held = [part for part in parts if _stays(part)]
            return all_of([any_of(map(loosen, wishes)), *held])
        case Or(parts):
            return any_of([loosen(part) for part in parts]) if parts else tree
        case Meant(typed):
            return replace(tree, typed=loosen(typed))
    return tree


@kept
def wanted(tree: Node | None) -> tuple[Leaf, ...]:
    """The words and phrases that were asked for in the text, and what they are also read as, each once, in the order of
    the question: what is marked."""
    return tuple(_leaves(tree))


def refused(tree: Node | None) -> tuple[Node, ...]:
    """What no publication may hold, whichever of its passages proposed it."""
    match tree:
        case Not(part):
            return (_as_typed(part),)
        case And(parts):
            return tuple(_as_typed(part.part) for part in parts if isinstance(part, Not))
    return ()


def _leaves(tree: Node | None) -> dict[Leaf, None]:
    match tree:
        case Term() | Phrase() | Prefix() | Fuzzy():
            return {tree: None}
        case And(parts) | Or(parts):
            return {leaf: None for part in parts for leaf in _leaves(part)}
        case Meant(typed, also):
            return {leaf: None for part in (typed, *also) for leaf in _leaves(part)}
    return {}


def _stays(tree: Node) -> bool:
    """Whether it is no wish that a reader could do without: a refusal, or a field."""
    match tree:
        case Not() | Within() | Chosen() | Years():
            return True
        case And(parts) | Or(parts):
            return bool(parts) and all(map(_stays, parts))
        case Meant(typed, also):
            return _stays(typed) and all(map(_stays, also))
    return False


def _as_typed(tree: Node) -> Node:
    match tree:
        case Meant(typed):
            return _as_typed(typed)
        case And(parts):
            return And(tuple(map(_as_typed, parts)))
        case Or(parts):
            return Or(tuple(map(_as_typed, parts)))
        case Not(part):
            return Not(_as_typed(part))
    return tree
