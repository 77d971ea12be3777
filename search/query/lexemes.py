"""What a question is made of, read from left to right: words and phrases as leaves of the tree, and operators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.functional import Promise

from search.analysis import Citation, Token, citations, is_stop, tokens, words
from search.query import fields, sentences
from search.tree import Fuzzy, Node, Or, Phrase, Prefix, Term, all_of

MOST_CLAUSES = 20
"""Words and phrases; deeper questions are texts, and cost an engine without helping a reader."""

WIDEST_SLOP = 20

FARTHEST_EDITS = 2
SHORTEST_PREFIX = 3
SHORTEST_FUZZY = 4
"""Letters: what is shorter stands for half the dictionary."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`kind` is leaf, or, and, not, ( or ). A leaf without a node held nothing to search for.

    `start` and `end` are characters of the question, a field's name, quotes and signs behind them included; `text` is the
    value without its field and quotes. `field` is the field in which it stands (a value of `fields.NAMES`), directly or in
    its brackets.
    """

    kind: str
    node: Node | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    field: str = ""
    quoted: bool = False


QUOTES = '"“”„‟«»″＂'
_LEXEME = re.compile(
    rf"""
      (?P<phrase>[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}](?:~(?P<slop>[0-9]*))?)
    | (?P<bracket>[()])
    | (?P<minus>(?<![^\s(|])[-−](?=[^\s)|−-]))     # a minus stands before a word, a hyphen in it
    | (?P<or>\|+)
    | (?<![^\s(|−-])(?P<field>(?i:{"|".join(fields.NAMES)})):(?P<value>(?=[^\s)|]))?
    | (?<![^\s(|−-])(?P<strange>[^\W\d_]{{2,}}(?=:[^\s)|/]))
    | (?P<word>[^\s()|{QUOTES}]+)
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
_NO_PART_OF_A_CITATION = re.compile(rf"[()|{QUOTES}]|(?<!\S)[-−]\S")
_FUZZY = re.compile(r"(.+)~([0-9]*)\.?")
_NO_FUZZY = re.compile(r"[^\W\d_]{2,}~\w{1,2}")
_WEIGHT = re.compile(r"((?:[^/@^]*(?:[^\W\d_]{2}|[*~][0-9]?))?)(?:\^[0-9.]+)+")
"""A weight, as other search languages have it, behind a word or whatever stands before it; 10^6 and m^2 have none."""
_FIELD = re.compile(rf"(?<![^\s(|−-])(?i:{'|'.join(fields.NAMES)}):\S")
_SIGN_IN_QUOTES = re.compile(r"\w[*~]|\*\w")
_LONE_MINUS = frozenset("-−")
_HYPHENS = frozenset("-‐‑−–")


def lexemes(text: str, exact: bool, mistakes: list[Promise]) -> Iterator[Lexeme]:
    """Words, phrases and operators in order; after the twentieth word or phrase only operators.

    What was not understood is added to `mistakes` and read as plain words.
    """
    if len(re.findall(f"[{QUOTES}]", text)) % 2:
        mistakes.append(sentences.OPEN_QUOTE)
    clauses = 0
    for lexeme in _Reading(text, exact, mistakes).lexemes():
        if lexeme.kind == "leaf" and lexeme.node is not None:
            clauses += 1
            if clauses > MOST_CLAUSES:
                mistakes.append(sentences.TOO_LONG)
                lexeme = replace(lexeme, node=None)
        yield lexeme


def term(token: Token, exact: bool) -> Term:
    return Term(token.word, "" if exact else token.stem, token.exact)


class _Reading:
    """One walk through a question. A field holds for the value that follows, and in brackets for all in them."""

    def __init__(self, text: str, exact: bool, mistakes: list[Promise]) -> None:
        self.text = text
        self.exact = exact
        self.mistakes = mistakes
        # In a question typed all in capitals WHO is a pronoun; in others an organisation.
        letters = re.findall(r"[^\W\d_]+", text)
        self.capitals_matter = len(letters) == 1 or not all(map(str.isupper, letters))
        self.phrases = [match.span() for match in _LEXEME.finditer(text) if match.lastgroup == "phrase"]
        self.laws = {law.start: law for law in self._laws()}
        self.closed = self._closed_brackets()

    def lexemes(self) -> Iterator[Lexeme]:
        place = 0
        field = ""
        opens: int | None = None  # where the name of that field stands
        refuses = False  # what comes next stands directly behind a minus
        around: list[str] = []
        while place < len(self.text):
            law = self.laws.get(place)
            match = None if law else self._match(place)
            start = place if opens is None else opens
            inside = field or _last(around)
            if law:
                node = self._value(inside, typed := self.text[law.start : law.end], law=law)
                yield Lexeme("leaf", node, start, law.end, typed, inside)
                field, opens, place, refuses = "", None, law.end, False
                continue
            if match is None:
                place += 1
                continue
            place = match.end()
            kind, lexeme = match.lastgroup, match[0]
            if kind == "word" and (weighed := _WEIGHT.fullmatch(lexeme)):
                self.mistakes.append(sentences.BOOST)
                lexeme = weighed[1]
                if not lexeme:
                    continue
            if kind in ("field", "value"):
                field = fields.NAMES[match["field"].lower()] if match["value"] is not None else ""
                opens = start if field else None
                if not field:
                    self.mistakes.append(sentences.LONE_FIELD)
                    yield Lexeme("leaf", self._word(match["field"]), start, place, match["field"])
                continue
            if kind == "bracket":
                if lexeme == "(" and match.start() in self.closed:
                    around.append(inside)
                    field = ""
                elif lexeme == ")" and match.start() in self.closed and around:
                    around.pop()
                yield Lexeme(lexeme, None, start, place, lexeme, _last(around))
            elif kind in ("minus", "or"):
                yield Lexeme("not" if kind == "minus" else "or", None, start, place, lexeme)
                refuses = kind == "minus"
                continue
            elif not field and kind != "strange" and lexeme in _OPERATORS:
                yield Lexeme(_OPERATORS[lexeme], None, start, place, lexeme)
                refuses = _OPERATORS[lexeme] == "not"
                continue
            elif match["quoted"] is not None:
                yield self._quotation(match, start, inside)
                field = ""
            elif inside:
                node = self._value(inside, lexeme, alone=bool(field))
                yield Lexeme("leaf", node, start, place, lexeme, inside)
                field = ""
            else:
                if kind == "strange":
                    self.mistakes.append(sentences.UNKNOWN_FIELD)
                elif lexeme in _LONE_MINUS:
                    self.mistakes.append(sentences.LONE_MINUS)
                for begins, word in _words(lexeme):
                    ends = start + begins + len(word)
                    yield Lexeme("leaf", self._word(word), start + begins, ends, word)
                if kind == "strange" and refuses:  # what was meant as its value is refused as well
                    yield Lexeme("not", None, place, place)
                    continue
            opens, refuses = None, False

    def _quotation(self, match: re.Match[str], start: int, field: str) -> Lexeme:
        quoted = match["quoted"]
        asked = int((match["slop"] or "0")[:4])
        if match["slop"] == "":
            self.mistakes.append(sentences.LONE_TILDE)
        if asked > WIDEST_SLOP:
            self.mistakes.append(sentences.TOO_WIDE)
        if _SIGN_IN_QUOTES.search(quoted):
            self.mistakes.append(sentences.SIGN_IN_QUOTES)
        node = self._value(field, quoted, quoted=True, slop=min(asked, WIDEST_SLOP))
        if field and node is None:
            self.mistakes.append(sentences.EMPTY_FIELD)
        return Lexeme("leaf", node, start, match.end(), quoted, field, quoted=True)

    def _laws(self) -> Iterator[Citation]:
        """The laws that are cited outside quotes; a stretch with brackets and the like in it is no citation."""
        for law in citations(self.text):
            stretch = self.text[law.start : law.end]
            quoted = any(start < law.end and law.start < end for start, end in self.phrases)
            # `law:23/2004` names a field, though "Law 23/2004" is how English cites.
            if not (quoted or _NO_PART_OF_A_CITATION.search(stretch) or _FIELD.search(stretch)):
                yield law

    def _match(self, place: int) -> re.Match[str] | None:
        """What stands here; a word ends where a law begins."""
        match = _LEXEME.match(self.text, place)
        border = min((start for start in self.laws if start > place), default=len(self.text))
        return _LEXEME.match(self.text, place, border) if match and match.end() > border else match

    def _closed_brackets(self) -> set[int]:
        """Where brackets stand that are one of a pair."""
        closed: set[int] = set()
        opened: list[int] = []
        for match in _LEXEME.finditer(self.text):
            if match[0] == "(":
                opened.append(match.start())
            elif match[0] == ")" and opened:
                closed |= {opened.pop(), match.start()}
        return closed

    def _value(
        self,
        field: str,
        value: str,
        *,
        law: Citation | None = None,
        quoted: bool = False,
        slop: int = 0,
        alone: bool = True,
    ) -> Node | None:
        """What a value asks for, in a field if there is one. `alone`: it was meant, also if it is a function word."""

        def plain() -> Node | None:
            if law:
                return self._law(law, value)
            if quoted:
                labels = field in ("topic", "place", "law")  # as they are called, in whatever form
                return self._phrase(value, slop, as_written=not labels)
            each = [self._word(word, keep=alone) for word in _BETWEEN_WORDS.split(value)]
            found = [word for word in each if word]
            return all_of(found) if found else None

        if not field:
            return plain()
        node, mistake = fields.asked(field, value, plain)
        if mistake is not None:
            self.mistakes.append(mistake)
        return node

    def _law(self, law: Citation, typed: str) -> Term:
        return Term(typed, "" if self.exact else law.token, law.token)

    def _phrase(self, quoted: str, slop: int, as_written: bool = True) -> Node | None:
        """Quoted words mean what they say: the exact stream, function words too. A law is the law, however written."""
        as_written = as_written or self.exact
        parts = words(quoted)
        for law in citations(quoted):
            if parts and (law.start, law.end) == (parts[0].start, max(part.end for part in parts)):
                return self._law(law, quoted)
        terms = tuple(term(token, exact=as_written) for token in parts)
        return Phrase(terms, slop, exact=as_written) if len(terms) > 1 else terms[0] if terms else None

    def _word(self, word: str, *, keep: bool = False) -> Node | None:
        """One word; None when there is nothing to search, or for a function word that need not be kept."""
        if "*" in word and (starred := self._starred(word)):
            return starred
        if "~" in word and (fuzzy := self._fuzzy(word, keep=keep)):
            return fuzzy
        exact = self.exact
        parts = words(word)
        terms = tuple(term(token, exact) for token in parts)
        if not terms:
            return None
        if len(terms) == 1:
            meant = keep or (self.capitals_matter and len(word) > 1 and parts[0].word.isupper())
            return None if is_stop(terms[0].exact) and not meant else terms[0]
        phrase = Phrase(terms, exact=exact)
        if not exact and _doubled(word, parts):
            # A doubled word is mostly a plural: `anak-anak` finds `anak` too. As written, since `undang-undang` is
            # not `mengundang`.
            return Or((phrase, term(parts[0], exact=True)))
        return phrase

    def _starred(self, word: str) -> Prefix | None:
        """The beginning of words that a star asks for."""
        begin = word.rstrip("*")
        parts = tokens(begin)
        if len(parts) == 1 and "*" not in begin and len(parts[0].exact) >= SHORTEST_PREFIX:
            return Prefix(begin, parts[0].exact)
        if any(map(str.isalnum, word)):
            self.mistakes.append(sentences.MISPLACED_STAR)
        return None

    def _fuzzy(self, word: str, *, keep: bool) -> Node | None:
        """The words spelled alike that a tilde asks for, else the word before it; None where it stands elsewhere."""
        match = _FUZZY.fullmatch(word)
        if not match:
            if _NO_FUZZY.fullmatch(word):
                self.mistakes.append(sentences.MISPLACED_TILDE)
            return None
        parts = tokens(match[1])
        edits = int(match[2][:4] or "1")
        if len(parts) == 1 and len(parts[0].exact) >= SHORTEST_FUZZY and edits:
            if edits > FARTHEST_EDITS:
                self.mistakes.append(sentences.TOO_FAR)
            return Fuzzy(match[1], parts[0].exact, min(edits, FARTHEST_EDITS))
        if parts:
            self.mistakes.append(sentences.MISPLACED_TILDE)
        return self._word(match[1], keep=keep)


def _doubled(word: str, parts: list[Token]) -> bool:
    """Whether a word is one that is said again, with a hyphen between: anak-anak, undang-undangnya."""
    between = {word[one.end : other.start] for one, other in pairwise(parts)}
    return parts[0].exact.isalpha() and between <= _HYPHENS and len({token.stem for token in parts}) == 1


def _words(typed: str) -> Iterator[tuple[int, str]]:
    """The words of what stands between two spaces, and where each begins in it; all of it where there is none."""
    borders = [(0, 0), *(border.span() for border in _BETWEEN_WORDS.finditer(typed)), (len(typed), 0)]
    words = [(end, typed[end:start]) for (_, end), (start, _) in pairwise(borders) if end < start]
    yield from words or [(0, typed)]


def _last(around: list[str]) -> str:
    return around[-1] if around else ""
