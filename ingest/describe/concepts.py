"""Concepts of the thesaurus, and laws, that a text names: counted by the words' stems, the longest label first. Pure.

The labels are handed in. A word is read as search reads it (`search.analysis`), so *memperkosa* counts for *perkosaan*.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from ingest.clean import CleanPage
from ingest.describe.terms import Label, Term, Terms, terms_of
from ingest.describe.values import FoundConcept, FoundLaw
from search.analysis import Placed, is_law, placed

#: So many concepts and laws are shown, and so many pages of each.
_MOST_CONCEPTS, _MOST_LAWS, _MOST_PAGES = 12, 30, 8
#: Fewer mentions than these are a passing remark, in a text of more than a few pages.
_FEWEST, _SHORT = 2, 4
#: What another word of the family is worth: *pinjaman* says little of *pinjol*.
_FAMILY = 0.25
_NAMES = {
    "uu": "UU", "uudrt": "UU Darurat", "perppu": "Perppu", "pp": "PP", "perpres": "Perpres", "keppres": "Keppres",
    "inpres": "Inpres", "penpres": "Penpres", "perma": "Perma", "sema": "SEMA",
}  # fmt: skip
_LAW = re.compile(r"([a-z]+?)(\d{1,3})th(\d{4})")


@dataclass(slots=True)
class _Seen:
    """How often something is named, and how often `plain`: not by another word of the family of a label of one word."""

    count: int = 0
    plain: int = 0
    pages: list[int] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)
    weight: float = 0.0

    def on(self, page: int, way: str, weight: float, *, plain: bool = True) -> None:
        self.count += 1
        self.plain += plain
        self.ways[way] += 1
        self.weight = max(self.weight, weight)
        if not self.pages or self.pages[-1] != page:
            self.pages.append(page)


def found_in(
    pages: Sequence[CleanPage],
    labels: Iterable[Label],
    spoken: Iterable[str] = (),
    ambiguous: Iterable[str] = (),
    own_law: str = "",
) -> tuple[tuple[FoundConcept, ...], tuple[FoundLaw, ...]]:
    """The concepts that the pages name and the laws that they cite, those that tell most of the text first.

    `spoken` are the languages of the text: words of other languages count only in phrases. `ambiguous` are labels that
    mean several things, and count for none. `own_law` is the token of the law that the file itself is.
    """
    terms, laws = terms_of(labels, frozenset(spoken), frozenset(ambiguous))
    concepts: defaultdict[str, _Seen] = defaultdict(_Seen)
    cited: defaultdict[str, _Seen] = defaultdict(_Seen)
    for page in pages:
        words: list[Placed] = []
        for word in placed(page.search_text):
            if not (word[2][-1].isdigit() and is_law(word[2])):
                words.append(word)
            elif word[2] != own_law:
                written = " ".join(page.search_text[word[0] : word[1]].split())
                cited[word[2]].on(page.number, written, 0.0)
                if term := laws.get(word[2]):
                    concepts[term.concept].on(page.number, term.label, term.weight)
        for term, plain in _matches(words, terms, page.search_text):
            concepts[term.concept].on(page.number, term.label, term.weight, plain=plain)
    return _best_concepts(concepts, len(pages)), _best_laws(cited, laws)


def _matches(words: Sequence[Placed], terms: Terms, text: str) -> Iterator[tuple[Term, bool]]:
    """The terms in the text from left to right, the longest at each place, none over another; and whether each is there
    as itself, not as another word of its family (*desa* for *perdesaan*)."""
    stems = [word[3] for word in words]
    place = 0
    while place < len(stems):
        known = terms.get(stems[place])
        length = 1
        if known:
            for sequence, several in known.items():
                many = len(sequence)
                if many > 1 and tuple(stems[place : place + many]) != sequence:
                    continue
                term = next((each for each in several if _is_written(each, words[place], text)), None)
                if term:
                    yield term, many > 1 or not term.exact or words[place][2].startswith(term.exact)
                    length = many
                    break
        place += length


def _is_written(term: Term, word: Placed, text: str) -> bool:
    return not term.written or text[word[0] : word[1]] == term.written


def _best_concepts(concepts: dict[str, _Seen], many: int) -> tuple[FoundConcept, ...]:
    """Often named, with words that few other concepts have."""
    fewest = _FEWEST if many > _SHORT else 1

    def worth(seen: _Seen) -> float:
        return log2(1 + seen.plain + _FAMILY * (seen.count - seen.plain)) * seen.weight

    often = [(name, seen) for name, seen in concepts.items() if seen.count >= fewest]
    best = sorted(often, key=lambda each: (-worth(each[1]), each[0]))[:_MOST_CONCEPTS]
    return tuple(
        FoundConcept(name, _label(seen), seen.count, len(seen.pages), tuple(seen.pages[:_MOST_PAGES]))
        for name, seen in best
    )


def _label(seen: _Seen) -> str:
    """The label it is mostly named by, if one may be shown."""
    return next((way for way, _ in seen.ways.most_common() if way), "")


def _best_laws(cited: dict[str, _Seen], laws: Mapping[str, Term]) -> tuple[FoundLaw, ...]:
    best = sorted(cited.items(), key=lambda each: (-each[1].count, each[0]))[:_MOST_LAWS]
    return tuple(
        FoundLaw(
            token,
            _law_name(token, seen.ways.most_common(1)[0][0]),
            seen.count,
            tuple(seen.pages[:_MOST_PAGES]),
            laws[token].concept if token in laws else "",
        )
        for token, seen in best
    )


def _law_name(token: str, written: str) -> str:
    """UU 23/2004; of kinds that many bodies issue, as it is mostly written."""
    found = _LAW.fullmatch(token)
    if found and found[1] in _NAMES:
        return f"{_NAMES[found[1]]} {found[2]}/{found[3]}"
    return written[:150]
