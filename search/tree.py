"""The tree that a question becomes: its nodes are the contract with the engines.

Pure. `search.query` plants it; `loosen`, `wanted` and `refused` are asked of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


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
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be in the publication. Stands only inside an `And` that has a positive part, or alone."""

    part: "Node"


Node = Term | Phrase | And | Or | Not
Leaf = Term | Phrase


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


def loosen(tree: Node) -> Node:
    """The tree that any positive word of `tree` satisfies; refusals stay as they are.

    Whatever matches `tree` matches this: the rest, after the publications that hold all the words.
    """
    match tree:
        case And(parts):
            refusals = [part for part in parts if isinstance(part, Not)]
            wishes = [loosen(part) for part in parts if not isinstance(part, Not)]
            return all_of([any_of(wishes), *refusals]) if wishes else tree
        case Or(parts):
            return any_of([loosen(part) for part in parts])
    return tree


def wanted(tree: Node | None) -> tuple[Leaf, ...]:
    """The words and phrases that were asked for, each once, in the order of the question: what is marked."""
    return tuple(_leaves(tree))


def refused(tree: Node | None) -> tuple[Node, ...]:
    """What no publication may hold, whichever of its passages proposed it."""
    match tree:
        case Not(part):
            return (part,)
        case And(parts):
            return tuple(part.part for part in parts if isinstance(part, Not))
    return ()


def _leaves(tree: Node | None) -> dict[Leaf, None]:
    match tree:
        case Term() | Phrase():
            return {tree: None}
        case And(parts) | Or(parts):
            return {leaf: None for part in parts for leaf in _leaves(part)}
    return {}
