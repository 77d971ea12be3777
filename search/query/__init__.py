"""The language of questions: what a reader types becomes a small tree that every engine compiles.

Pure: no engine, and Django only for the sentences. What can be asked of a tree (`loosen`, `wanted`, `refused`) and its
nodes come from `search.tree`, and are offered here too.

    perempuan desa           both words
    "nikah siri"             these words together, as written; "nikah anak"~3 with up to three words between
    ayah OR paman            either; also ATAU and |, and binds closer than a space: `kasus ayah ATAU paman`
    -berita                  not this; also NOT and BUKAN, and before quotes or brackets
    (ibu DAN anak) ATAU bayi brackets group; an explicit AND, DAN or & binds closest
    perempu*                 any word that begins so
    pelecehan~1              also words that are spelled a little differently, by one letter or two (~2)
    UU No.23 th 2004         a law, however its number is written, is one word
    judul:perempuan tahun:2010..2020 -jenis:(buku ATAU film)
                             only in that field; which there are is told in `search.query.fields`

`lexemes` reads what is typed, `reading` makes the tree; `words` tells where each part of a question stands.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from search.analysis import tokens
from search.query import sentences
from search.query.lexemes import MOST_CLAUSES, WIDEST_SLOP, lexemes, term
from search.query.reading import DEEPEST_BRACKETS, Reading, balanced
from search.query.typed import LONGEST_QUESTION, on_one_line
from search.tree import And, Leaf, Node, Not, Or, Phrase, Term, Years, all_of, loosen, refused, wanted

__all__ = [
    "DEEPEST_BRACKETS",
    "LONGEST_QUESTION",
    "MOST_CLAUSES",
    "WIDEST_SLOP",
    "And",
    "Leaf",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Question",
    "Term",
    "loosen",
    "parse",
    "refused",
    "sentences",
    "wanted",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and how it was understood.

    `text` is the question as read (trimmed, cut at the limits' length), `tree` is None when nothing in it can be
    searched, `said` is one sentence for the reader when it was not understood as typed.
    """

    text: str
    tree: Node | None
    exact: bool = False
    said: Promise | None = None


def parse(question: str, *, exact: bool = False) -> Question:
    """Reads any text as a question, and never raises.

    With `exact` (the reader's switch) every word is meant as written, without its family. Mistakes are repaired,
    and the first of them is said.
    """
    text, cut = on_one_line(question)
    mistakes: list[Promise] = [sentences.TOO_LONG] if cut else []
    whole = Reading(balanced(lexemes(text, exact, mistakes), mistakes)).question()
    tree = whole.node()
    if tree is None and whole.refusals:
        tree = all_of(whole.refusals)
        mistakes.insert(0, sentences.ONLY_REFUSED)
    elif tree is None:  # only function words, or only operators: they are what is asked
        words = tokens(text)[:MOST_CLAUSES]
        tree = all_of([term(word, exact) for word in words]) if words else None
        if text and tree is None:
            mistakes = [sentences.NOTHING_TO_SEARCH]
    if _is_apart_in_time(tree):
        mistakes.append(sentences.APART_IN_TIME)
    return Question(text, tree, exact, mistakes[0] if mistakes else None)


def _is_apart_in_time(tree: Node | None) -> bool:
    """Whether a work would have to be of two years."""
    asked = [part for part in tree.parts if isinstance(part, Years)] if isinstance(tree, And) else []
    firsts = [part.first for part in asked if part.first is not None]
    lasts = [part.last for part in asked if part.last is not None]
    return bool(firsts and lasts) and max(firsts) > min(lasts)
