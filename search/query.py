"""The language of questions: what a reader types becomes a small tree that every engine compiles.

Pure: no Django, no engine. `parse` reads the text, `loosen` makes the tree that any of the words satisfies.
The grammar grows here (nearness, fields, prefixes); the node types are the contract with the engines.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One token. `word` is what was typed, `stem` and `exact` its forms in the two token streams.

    Matches on `stem`, and scores more where `exact` is there too; with an empty `stem` matches on `exact` only.
    """

    word: str
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
