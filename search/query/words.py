"""What a question is made of, each part where it stands in the text: for whoever writes another question from it.

`parse` says what a question asks for; this says how it is written. Both come from the same lexemes, so a word that is
refused, quoted or in a field for the one is so for the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.query.lexemes import Lexeme, lexemes
from search.query.reading import balanced
from search.query.typed import on_one_line

_SIGNS = frozenset("*~")


@dataclass(frozen=True, slots=True)
class Written:
    """One part of a question: a word, a quotation, a law, an operator or a bracket.

    `start` and `end` are characters of the question as `Question.text` has it, with the name of a field, quotes and signs
    in them; `text` is the bare value. `kind` is that of its lexeme: leaf, or, and, not, ( or ). `refused`: it stands
    behind a minus, or in brackets behind one.
    """

    kind: str
    start: int
    end: int
    text: str
    field: str = ""
    quoted: bool = False
    refused: bool = False

    @property
    def word(self) -> bool:
        """Whether it is a word or a law that means no more than itself, wherever it is wished for."""
        return self.kind == "leaf" and not self.quoted and not self.field and not self.refused

    @property
    def plain(self) -> bool:
        """The same, and without a star or a tilde."""
        return self.word and _SIGNS.isdisjoint(self.text)


def written(question: str) -> list[Written]:
    """The parts of any text as a question, in order. Operators and brackets that join nothing are not among them."""
    text, _cut = on_one_line(question)
    return list(_with_refusals(balanced(lexemes(text, False, []), [])))


def groups(question: str) -> list[tuple[list[Written], bool]]:
    """The parts of a question that stand beside each other and can each be left out: a word alone, all that operators
    join, all that stands in one pair of brackets; and whether that is refused (its minus is its first part)."""
    found: list[tuple[list[Written], bool]] = []
    depth = 0
    joined = False
    for part in written(question):
        if depth or joined or part.kind in ("or", "and"):
            found[-1][0].append(part)
        else:
            found.append(([part], part.kind == "not"))
        depth += (part.kind == "(") - (part.kind == ")")
        joined = part.kind in ("or", "and", "not")
    return found


def side_by_side(question: str) -> Iterator[list[Written]]:
    """The words and laws that stand beside each other with nothing but a space between: quotes, brackets, operators,
    fields, refusals and punctuation part them."""
    text, _cut = on_one_line(question)
    words: list[Written] = []
    for part in written(text):
        if words and text[words[-1].end : part.start].strip():
            yield words
            words = []
        if part.word:
            words.append(part)
        elif words:
            yield words
            words = []
    if words:
        yield words


def _with_refusals(parts: list[Lexeme]) -> Iterator[Written]:
    around: list[bool] = []
    refuses = False
    for part in parts:
        if part.kind == "end":
            return
        within = refuses != (bool(around) and around[-1])
        each = Written(part.kind, part.start, part.end, part.text, part.field, part.quoted)
        if part.kind == "not":
            refuses = not refuses
        elif part.kind == "(":
            around.append(within)
            refuses = False
        elif part.kind == ")":
            around.pop()
        elif part.kind == "leaf":
            each = replace(each, refused=within)
            refuses = False
        if part.end > part.start:
            yield each
