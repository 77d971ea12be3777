"""The language of questions: what a reader types becomes a small tree that every engine compiles.

Pure: no engine, and Django only for the sentences. What can be asked of a tree (`loosen`, `wanted`, `refused`) and its
nodes come from `search.tree`, and are offered here too.

    perempuan desa           both words
    "nikah siri"             these words together, as written; "nikah anak"~3 with up to three words between
    ayah OR paman            either; also ATAU and |, and binds closer than a space: `kasus ayah ATAU paman`
    -berita                  not this; also NOT and BUKAN, and before quotes or brackets
    (ibu DAN anak) ATAU bayi brackets group; an explicit AND, DAN or & binds closest

The grammar grows here (fields, prefixes).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.analysis import Token, is_stop, tokens
from search.tree import And, Leaf, Node, Not, Or, Phrase, Term, all_of, any_of, loosen, refused, wanted

__all__ = [
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
    "wanted",
]

LONGEST_QUESTION = 400
"""Characters."""

MOST_CLAUSES = 20
"""Words and phrases; deeper questions are texts, and cost an engine without helping a reader."""

DEEPEST_BRACKETS = 8

WIDEST_SLOP = 20


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


TOO_LONG = _("Pertanyaan terlalu panjang; hanya bagian awalnya yang dicari.")
OPEN_QUOTE = _("Tanda kutip belum ditutup; kata-katanya dicari sebagai kata biasa.")
OPEN_BRACKET = _("Tanda kurung tidak berpasangan; tanda itu diabaikan.")
LONE_OPERATOR = _(
    "ATAU, DAN, dan BUKAN memerlukan kata di sebelahnya; penghubung yang berdiri sendiri diabaikan."
)
ONLY_REFUSED = _("Tulis juga kata yang dicari, bukan hanya yang ditolak; untuk sementara semuanya dicari.")
NOTHING_TO_SEARCH = _("Tidak ada kata yang dapat dicari dalam pertanyaan ini.")


def parse(question: str, *, exact: bool = False) -> Question:
    """Reads any text as a question, and never raises.

    With `exact` (the reader's switch) every word is meant as written, without its family. Mistakes are repaired,
    and the first of them is said.
    """
    text, cut = _trimmed(question)
    mistakes = [TOO_LONG] if cut else []
    whole = _Reading(_balanced(_lexemes(text, exact, mistakes), mistakes)).question()
    tree = whole.node()
    if tree is None and whole.refusals:
        tree = all_of(whole.refusals)
        mistakes.insert(0, ONLY_REFUSED)
    elif tree is None:  # only function words, or only operators: they are what is asked
        words = tokens(text)[:MOST_CLAUSES]
        tree = all_of([_term(word, exact) for word in words]) if words else None
        if text and tree is None:
            mistakes = [NOTHING_TO_SEARCH]
    return Question(text, tree, exact, mistakes[0] if mistakes else None)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    """`kind` is leaf, or, and, not, ( or ). A leaf without a node held nothing to search for."""

    kind: str
    node: Node | None = None


_QUOTES = '"“”„‟«»″＂'
_LEXEME = re.compile(
    rf"""
      (?P<phrase>[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}](?:~(?P<slop>[0-9]+))?)
    | (?P<bracket>[()])
    | (?P<minus>(?<![^\s(|])[-−](?=[^\s)|−-]))     # a minus stands before a word, a hyphen in it
    | (?P<or>\|+)
    | (?P<word>[^\s()|{_QUOTES}]+)
    """,
    re.VERBOSE,
)
_OPERATORS = {
    "OR": "or",
    "ATAU": "or",
    "AND": "and",
    "DAN": "and",
    "&": "and",
    "&&": "and",
    "NOT": "not",
    "BUKAN": "not",
}
_BETWEEN_WORDS = re.compile(r"(?<=[^0-9])[,;:!?…—]+|[,;:!?…—]+(?=[^0-9]|$)")  # but 1,5 and 10:30 are one word
_UNTYPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # controls and halves of characters


def _trimmed(question: str) -> tuple[str, bool]:
    """The question on one line without what no one can type, and whether it had to be cut."""
    enough = 10 * LONGEST_QUESTION  # no pasted book is read to its end only to be cut
    text = " ".join(_UNTYPED.sub(" ", question[:enough]).split())
    if len(text) <= LONGEST_QUESTION:
        return text, len(question) > enough
    head = text[: LONGEST_QUESTION + 1].rpartition(" ")[0]
    return head or text[:LONGEST_QUESTION], True


def _lexemes(text: str, exact: bool, mistakes: list[Promise]) -> Iterator[_Lexeme]:
    """Words, phrases and operators in order; after the twentieth word or phrase only operators."""
    if len(re.findall(f"[{_QUOTES}]", text)) % 2:
        mistakes.append(OPEN_QUOTE)
    # In a question typed all in capitals WHO is a pronoun; in others an organisation.
    letters = re.findall(r"[^\W\d_]+", text)
    capitals_matter = len(letters) == 1 or not all(map(str.isupper, letters))
    clauses = 0
    for match in _LEXEME.finditer(text):
        kind, lexeme = match.lastgroup, match[0]
        if kind == "bracket":
            yield _Lexeme(lexeme)
        elif kind == "minus":
            yield _Lexeme("not")
        elif kind == "or":
            yield _Lexeme("or")
        elif lexeme in _OPERATORS:
            yield _Lexeme(_OPERATORS[lexeme])
        else:
            if match["quoted"] is not None:
                nodes = [_phrase(match["quoted"], min(int((match["slop"] or "0")[:4]), WIDEST_SLOP))]
            else:
                nodes = [_word(word, exact, capitals_matter) for word in _BETWEEN_WORDS.split(lexeme)]
            for node in nodes:
                clauses += node is not None
                if clauses > MOST_CLAUSES:
                    mistakes.append(TOO_LONG)
                yield _Lexeme("leaf", node if clauses <= MOST_CLAUSES else None)


def _term(token: Token, exact: bool) -> Term:
    return Term(token.word, "" if exact else token.stem, token.exact)


def _phrase(quoted: str, slop: int) -> Node | None:
    """Quoted words mean what they say: the exact stream, function words too."""
    terms = tuple(_term(token, exact=True) for token in tokens(quoted))
    return Phrase(terms, slop) if len(terms) > 1 else terms[0] if terms else None


def _word(word: str, exact: bool, capitals_matter: bool) -> Node | None:
    """One word; None for a function word, or when there is nothing to search."""
    parts = tokens(word)
    terms = tuple(_term(token, exact) for token in parts)
    if not terms:
        return None
    if len(terms) == 1:
        meant = capitals_matter and len(word) > 1 and parts[0].word.isupper()
        return None if is_stop(terms[0].exact) and not meant else terms[0]
    phrase = Phrase(terms, exact=exact)
    if not exact and parts[0].exact.isalpha() and len({token.stem for token in parts}) == 1:
        # A doubled word is mostly a plural: `anak-anak` finds `anak` too. As written, since `undang-undang` is
        # not `mengundang`.
        return Or((phrase, _term(parts[0], exact=True)))
    return phrase


def _balanced(lexemes: Iterable[_Lexeme], mistakes: list[Promise]) -> list[_Lexeme]:
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
    kept: list[_Lexeme] = []
    for place, lexeme in enumerate([*given, _Lexeme("end")]):
        before = kept[-1].kind if kept else "("
        if lexeme.kind in ("(", ")") and place not in paired:
            mistakes.append(OPEN_BRACKET)
        elif lexeme.kind in ("or", "and") and before in ("(", "or", "and", "not"):
            mistakes.append(LONE_OPERATOR)
        else:
            while lexeme.kind in (")", "end") and kept and kept[-1].kind in ("or", "and", "not"):
                kept.pop()
                mistakes.append(LONE_OPERATOR)
            if lexeme.kind == ")" and kept[-1].kind == "(":
                kept[-1] = _Lexeme("leaf")  # empty brackets
            else:
                kept.append(lexeme)
    return kept


@dataclass(frozen=True, slots=True)
class _Group:
    """What a stretch of the question asks for and what it refuses."""

    wishes: tuple[Node, ...] = ()
    refusals: tuple[Node, ...] = ()

    def node(self) -> Node | None:
        """None when nothing is asked for: refusals alone are handed to the group around."""
        return all_of([*self.wishes, *map(Not, self.refusals)]) if self.wishes else None


class _Reading:
    """One descent through balanced lexemes: a question of eithers (OR), of boths (AND), of ones."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self.lexemes = lexemes
        self.place = 0

    def question(self) -> _Group:
        parts = []
        while self.lexemes[self.place].kind not in (")", "end"):
            parts.append(self._either())
        return _sum(parts)

    def _either(self) -> _Group:
        options = [self._both()]
        while self._passed("or"):
            options.append(self._both())
        if len(options) == 1:
            return options[0]
        wishes = [node for option in options if (node := option.node())]
        # `a OR -b` would be nearly everything: a refusal that stands alone is meant for the whole.
        refusals = tuple(node for option in options if not option.wishes for node in option.refusals)
        return _Group((any_of(wishes),) if wishes else (), refusals)

    def _both(self) -> _Group:
        parts = [self._one()]
        while self._passed("and"):
            parts.append(self._one())
        return _sum(parts)

    def _one(self) -> _Group:
        if self._passed("not"):
            return _refusing(self._one())
        if self._passed("("):
            group = self.question()
            self.place += 1
            return group
        node = self.lexemes[self.place].node
        self.place += 1
        return _Group((node,)) if node else _Group()

    def _passed(self, kind: str) -> bool:
        here = self.lexemes[self.place].kind == kind
        self.place += here
        return here


def _sum(groups: Iterable[_Group]) -> _Group:
    groups = list(groups)
    return _Group(
        tuple(node for group in groups for node in group.wishes),
        tuple(node for group in groups for node in group.refusals),
    )


def _refusing(group: _Group) -> _Group:
    node = group.node()
    if node is not None:
        return _Group(refusals=(node,))
    return _Group((any_of(group.refusals),)) if group.refusals else _Group()
