"""Did you mean: a word that our own texts hold, for one that they do not.

There is no list of words to keep beside the index. The engine is asked for words that are one or two letters away, which
both engines can say, and the words themselves are read from the passages that they stand in: only from what everybody
may read, so no word is offered that finds nothing, and as they are written there, so that KDRT keeps its capitals.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from search.analysis import Token, is_stop, tokens, words
from search.counts import holding
from search.engines import Engine
from search.query.lexemes import QUOTES
from search.query.typed import on_one_line
from search.query.words import written
from search.research import Findings, Query, find

FEW = 3
"""Findings, with all the words or with some, below which a spelling is looked for."""

_SHORTEST = 4  # letters: shorter words are near to too many others
_TWO_EDITS_FROM = 8
_MOST_MENDED = 3
_CLEARLY_MORE = 10
"""So many times the works must hold the other word where the typed one is found at all: scans misspell too."""

_TAG = re.compile(r"<[^>]*>")
_IN_PAIRS = frozenset("()" + QUOTES)


@dataclass(frozen=True, slots=True)
class Respelled:
    """The question with other words in it, and those words."""

    question: str
    words: tuple[str, ...]


def respelled(query: Query, using: Engine | None = None) -> Respelled | None:
    """The question as it was perhaps meant; None where no word of it seems misspelled. Raises `EngineError`."""
    mended: list[tuple[Token, str]] = []
    for token in plain_words(query.question):
        if len(mended) == _MOST_MENDED:
            break
        if len(token.exact) >= _SHORTEST and token.exact.isalpha() and not is_stop(token.exact):
            found = holding(replace(query, question=token.exact), using)
            if found < FEW and (better := _better(query, token, found, using)):
                mended.append((token, better))
    if not mended:
        return None
    question, _cut = on_one_line(query.question)
    changes = [(token.start, token.end, better) for token, better in mended]
    for start, end, said in sorted([*changes, *_what_joins_nothing(question)], reverse=True):
        question = question[:start] + said + question[end:]
    question = " ".join(question.split())
    found = find(replace(query, question=question, page=1, places=()), using)
    if not (found.total or found.others):
        return None
    return Respelled(question, tuple(better for _token, better in mended))


def _what_joins_nothing(question: str) -> Iterator[tuple[int, int, str]]:
    """The brackets, quotation marks and operators that stand alone, by their places, and what is left of each: offered
    with them, a question would be reproved again."""
    behind = 0
    for start, end in [*((part.start, part.end) for part in written(question)), (len(question), 0)]:
        between = question[behind:start]
        if any(sign in _IN_PAIRS or sign.isalpha() for sign in between):
            yield behind, start, " "
        behind = end


def plain_words(question: str) -> list[Token]:
    """The words of a question, with their places in it, that mean no more than themselves: no laws, no operators,
    nothing of a quotation, a field or a refusal, no word with a sign behind it, and none of a word with a hyphen."""
    found = []
    for part in written(question):
        read = tokens(part.text) if part.plain else []
        if len(read) == 1:
            [token] = read
            found.append(replace(token, start=part.start + token.start, end=part.start + token.end))
    return found


def _better(query: Query, typed: Token, count: int, using: Engine | None) -> str | None:
    """The word of our texts that is nearest, then the one that most works hold; it must be held by clearly more."""
    word = typed.exact
    for edits in (1, 2) if len(word) >= _TWO_EDITS_FROM else (1,):
        near = find(replace(query, question=f"{word}~{edits}", page=1, sort="relevance"), using)
        ranked: Counter[str] = Counter()
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for other, form in _said(near):
            if other != word and not is_stop(other) and distance(word, other, edits) <= edits:
                ranked[other] += 1
                forms[other].update([form] if form else [])
        for other, _times in ranked.most_common(3):
            if holding(replace(query, question=other), using) >= max(1, _CLEARLY_MORE * count):
                return in_form(other, forms[other], typed.word)
    return None


def in_form(word: str, forms: Counter[str], typed: str) -> str:
    """A folded word as it is to be offered: an acronym as the texts write it, which is what most of their `forms` tell;
    any other in the manner in which the reader `typed` theirs, in capitals, with one, or without."""
    acronyms = Counter({form: times for form, times in forms.items() if sum(map(str.isupper, form)) > 1})
    others = forms - acronyms
    if acronyms.total() > others.total():
        return acronyms.most_common(1)[0][0]
    form = others.most_common(1)[0][0] if others else word
    if len(typed) > 1 and typed.isupper():
        return form.upper()
    return form[:1].upper() + form[1:].lower() if typed[:1].isupper() else form.lower()


def _said(found: Findings) -> Iterator[tuple[str, str]]:
    """The words of the titles, the makers and the passages that were found: each folded, and as it is written; "" for
    one in capitals that no word in small letters stands beside, as in a heading, where its own tell nothing."""
    for finding in found.findings:
        work = finding.publication
        texts = [work.title, work.subtitle, *(agent.name for agent in work.creators)]
        texts += [unescape(_TAG.sub("", hit.snippet)) for hit in finding.hits]
        for text in texts:
            read = words(text)
            quiet = [len(token.word) > 1 and token.word.islower() for token in read]
            for place, token in enumerate(read):
                heading = token.word.isupper() and not any(quiet[max(0, place - 1) : place + 2])
                yield token.exact, "" if heading else "".join(filter(str.isprintable, token.word))


def distance(one: str, other: str, most: int) -> int:
    """How many letters are to be put in, left out, changed, or swapped with their neighbour; `most` + 1 where it is more
    than that (optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
