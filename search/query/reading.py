"""From lexemes to the tree: brackets and operators are put right, then one descent."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from search.query import sentences
from search.query.lexemes import Lexeme
from search.tree import Node, Not, all_of, any_of

DEEPEST_BRACKETS = 8


def balanced(lexemes: Iterable[Lexeme], mistakes: list[Promise]) -> list[Lexeme]:
    """The lexemes such that brackets are in pairs, none too deep, and each operator has what it joins."""
    given = list(lexemes)
    paired: set[int] = set()
    opened: list[int] = []
    for place, lexeme in enumerate(given):
        if lexeme.kind == "(":
            opened.append(place)
        elif lexeme.kind == ")" and opened:
            first = opened.pop()
            if len(opened) < DEEPEST_BRACKETS:
                paired |= {first, place}
    kept: list[Lexeme] = []
    for place, lexeme in enumerate([*given, Lexeme("end")]):
        before = kept[-1].kind if kept else "("
        if lexeme.kind in ("(", ")") and place not in paired:
            mistakes.append(sentences.OPEN_BRACKET)
        elif lexeme.kind in ("or", "and") and before in ("(", "or", "and", "not"):
            mistakes.append(sentences.LONE_OPERATOR)
        else:
            if lexeme.kind == before == "not":
                mistakes.append(sentences.TWICE_REFUSED)
            while lexeme.kind in (")", "end") and kept and kept[-1].kind in ("or", "and", "not"):
                kept.pop()
                mistakes.append(sentences.LONE_OPERATOR)
            if lexeme.kind == ")" and kept[-1].kind == "(":
                kept[-1] = Lexeme("leaf", None, kept[-1].start, lexeme.end)  # empty brackets
            else:
                kept.append(lexeme)
    return kept


@dataclass(frozen=True, slots=True)
class Group:
    """What a stretch of the question asks for and what it refuses."""

    wishes: tuple[Node, ...] = ()
    refusals: tuple[Node, ...] = ()

    def node(self) -> Node | None:
        """None when nothing is asked for: refusals alone are handed to the group around."""
        return all_of([*self.wishes, *map(Not, self.refusals)]) if self.wishes else None


class Reading:
    """One descent through balanced lexemes: a question of eithers (OR), of boths (AND), of ones."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.lexemes = lexemes
        self.place = 0

    def question(self) -> Group:
        parts = []
        while self.lexemes[self.place].kind not in (")", "end"):
            parts.append(self._either())
        return _sum(parts)

    def _either(self) -> Group:
        options = [self._both()]
        while self._passed("or"):
            options.append(self._both())
        if len(options) == 1:
            return options[0]
        wishes = [node for option in options if (node := option.node())]
        # `a OR -b` would be nearly everything: a refusal that stands alone is meant for the whole.
        refusals = tuple(node for option in options if not option.wishes for node in option.refusals)
        return Group((any_of(wishes),) if wishes else (), refusals)

    def _both(self) -> Group:
        parts = [self._one()]
        while self._passed("and"):
            parts.append(self._one())
        return _sum(parts)

    def _one(self) -> Group:
        if self._passed("not"):
            return _refusing(self._one())
        if self._passed("("):
            group = self.question()
            self.place += 1
            return group
        node = self.lexemes[self.place].node
        self.place += 1
        return Group((node,)) if node else Group()

    def _passed(self, kind: str) -> bool:
        here = self.lexemes[self.place].kind == kind
        self.place += here
        return here


def _sum(groups: Iterable[Group]) -> Group:
    groups = list(groups)
    return Group(
        tuple(node for group in groups for node in group.wishes),
        tuple(node for group in groups for node in group.refusals),
    )


def _refusing(group: Group) -> Group:
    node = group.node()
    if node is not None:
        return Group(refusals=(node,))
    return Group((any_of(group.refusals),)) if group.refusals else Group()
