"""The names of concepts, made ready to be found in questions. Pure; threads may share it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from search.analysis import Token, citations, words
from search.bilingual import bases
from search.interpretation.spans import JOINT, Key, Span, key_of, term
from search.tree import Node, Phrase

Kind = Literal["concept", "law", "place"]

_SHORT = 3
"""Letters of an abbreviation that are too few to be taken in any letter case: KtP is no KTP."""
_ABBREVIATION = 5
"""Letters of one in capitals that may be an everyday word as well: ART, GAP."""
_LONGEST_LABEL = 12
"""Words. A longer name is a sentence; nobody types it, and few pages hold it so."""


class Everyday(Protocol):
    """What knows the words of ordinary language (`bilingual.WordList`)."""

    def knows(self, word: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Label:
    """One name of a concept: how it is read in questions (`key`), and what is searched for it (`node`)."""

    text: str
    language: str
    key: Key
    node: Node
    meaning: Key
    folded: str
    preferred: bool = False
    hidden: bool = False

    @classmethod
    def of(cls, text: str, language: str, *, preferred: bool = False, hidden: bool = False) -> "Label | None":
        """None for what holds no word."""
        read = words(text)
        if law := _cited(text, read):
            read = [law]
        key = key_of(read)
        if not set(key) - {JOINT} or len(read) > _LONGEST_LABEL:
            return None
        terms = tuple(map(term, read))
        node: Node = terms[0] if len(terms) == 1 else Phrase(terms, exact=False)
        meaning = tuple(token.stem for token in read)
        folded = " ".join(token.exact for token in read)
        return cls(text, language, key, node, meaning, folded, preferred, hidden)

    @property
    def abbreviation(self) -> bool:
        return (
            len(self.text) <= _ABBREVIATION and self.text.isalnum() and sum(map(str.isupper, self.text)) > 1
        )

    @property
    def cased(self) -> bool:
        """Whether only this letter case means it."""
        return len(self.text) <= _SHORT and self.abbreviation and not self.text.isupper()

    def named_by(self, span: Span, everyday: Everyday) -> bool:
        """Whether the words of a question that have the stems of this label are it: a short form only as it is written,
        an English word not in another sense of its family (*report* is no *reporting*)."""
        if self.cased:
            return span.text == self.text
        if self.abbreviation:
            ordinary = not span.text.isupper() and everyday.knows(span.folded)
            return self.folded == span.folded and not ordinary
        if len(span.tokens) > 1 or " " in self.folded or self.folded == span.folded:
            return True
        typed = span.folded
        if self.language == "en":
            plural = self.folded.endswith("s") and typed in bases(self.folded)
            return plural or self.folded in bases(typed)
        return min(len(typed), len(self.folded)) > _SHORT


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept as questions know it. `names` are its names in the reader's languages; `labels` all of them."""

    slug: str
    kind: Kind
    name_id: str
    name_en: str = ""
    labels: tuple[Label, ...] = ()
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word that is never taken for a concept unasked: the slugs that it may mean, the likeliest first."""

    label: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What some words may name, and in which language. `doubtful`: the reader is to say which."""

    senses: tuple[Sense, ...]
    language: str = ""
    doubtful: bool = False


class Lexicon:
    """All names, by their stems."""

    def __init__(self, senses: Iterable[Sense] = (), ambiguous: Iterable[Ambiguous] = ()) -> None:
        self.senses: Mapping[str, Sense] = {sense.slug: sense for sense in senses}
        self._named: dict[Key, list[tuple[Label, Sense]]] = {}
        for sense in self.senses.values():
            for label in sense.labels:
                self._named.setdefault(label.key, []).append((label, sense))
        self._ambiguous: dict[Key, tuple[Label, Ambiguous]] = {}
        for word in ambiguous:
            if (named := Label.of(word.label, "")) is not None:
                self._ambiguous[named.key] = named, word
        self.longest = max(map(len, (*self._named, *self._ambiguous)), default=0)
        self._beside = {slug: tuple(self._searched_for(sense)) for slug, sense in self.senses.items()}

    def read(self, span: Span, key: Key, everyday: Everyday) -> Found | None:
        """What these words name, if anything. `key` is theirs, as `Stretch.keyed` gives it."""
        if doubt := self._doubt(span, key, everyday):
            return doubt
        named = [
            (label, sense) for label, sense in self._named.get(key, ()) if label.named_by(span, everyday)
        ]
        for nearer in _NEARER:
            if nearest := [(label, sense) for label, sense in named if nearer(label, span)]:
                named = nearest
        senses = tuple({sense.slug: sense for _label, sense in named}.values())
        return Found(senses, named[0][0].language, doubtful=len(senses) > 1) if senses else None

    def names(self, sense: Sense, span: Span) -> Iterator[Label]:
        """The labels of a concept that may be searched beside the words that named it, the most telling first.

        Among the other names of a place are those of its parts (Majalaya for its regency): whoever names one of them
        means no other, so only the place's own names are searched beside it.
        """
        own = [label for label in self.beside(sense) if label.preferred]
        if sense.kind == "place" and not any(_shares_word(span, label) for label in own):
            yield from own
        else:
            yield from self.beside(sense)

    def beside(self, sense: Sense) -> tuple[Label, ...]:
        """All labels of a concept that may be searched, the most telling first."""
        return self._beside[sense.slug]

    def _searched_for(self, sense: Sense) -> Iterator[Label]:
        """What may mean something else is not among them, unless it is the very name."""
        for label in sorted(sense.labels, key=_telling):
            if label.preferred or not (label.cased or label.key in self._ambiguous):
                yield label

    def _doubt(self, span: Span, key: Key, everyday: Everyday) -> Found | None:
        label, word = self._ambiguous.get(key, (None, None))
        if label is None or word is None:
            return None
        senses = tuple(self.senses[slug] for slug in word.candidates if slug in self.senses)
        one_name = len(senses) == 1 and len(key) > 1  # another spelling, and nothing to choose
        cased = any(each.cased and each.text == span.text for each, _ in self._named.get(key, ()))
        if not senses or one_name or cased or not label.named_by(span, everyday):
            return None
        return Found(senses, doubtful=True)


#: Of several names with the same stems, those that are written as typed, then those that concepts are called by.
_NEARER: tuple[Callable[[Label, Span], bool], ...] = (
    lambda label, span: label.folded == span.folded,
    lambda label, span: label.preferred,
)


def _shares_word(span: Span, label: Label) -> bool:
    return not set(span.meaning).isdisjoint(label.key)


_ORDER = {"id": 0, "en": 1, "su": 2}


def _telling(label: Label) -> tuple[int, int]:
    """Names before other names before hidden ones; Indonesian, in which most is written, before English."""
    return 0 if label.preferred else 2 if label.hidden else 1, _ORDER.get(label.language, 3)


def _cited(text: str, read: list[Token]) -> Token | None:
    """The one token of a law, where a name is nothing but its citation."""
    for law in citations(text):
        if read and law.start <= read[0].start and law.end >= read[-1].end:
            return Token(text, law.token, law.token, law.start, law.end)
    return None
