"""From the labels of a thesaurus to what is looked for in a text: sequences of stems, abbreviations as they are written, and
laws by their token. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from search.analysis import Placed, fold, is_law, is_stop, placed

#: (concept id, label, language "id" | "en" | "su" | "", hidden)
Label = tuple[str, str, str, bool]

#: A label of one word beside a phrase: *Indonesia* and *peradilan* are in most texts, whatever they are about.
_ONE_WORD = 0.5
_LONGEST_ABBREVIATION = 8


@dataclass(frozen=True, slots=True)
class Term:
    """What one sequence of stems stands for: a concept, and the label that is shown for it ("" for hidden ones).

    `weight` is how much it tells; `written` how an abbreviation must be written, letter for letter (KtP is not KTP);
    `exact` the folded word of a label that is one word.
    """

    concept: str
    label: str
    weight: float
    written: str = ""
    exact: str = ""


#: Terms by their first stem, then by all their stems, the longest first; abbreviations before words.
Terms = Mapping[str, Mapping[tuple[str, ...], Sequence[Term]]]
_Read = tuple[Label, Sequence[Placed]]


def terms_of(
    labels: Iterable[Label], spoken: frozenset[str], ambiguous: frozenset[str]
) -> tuple[Terms, Mapping[str, Term]]:
    """The terms of these labels, and those of laws that are cited by number, by their token.

    Left out are words of one language in a text of another (`spoken`; Indonesian and abbreviations are read in all),
    labels that several concepts share, and `ambiguous` words.
    """
    read = [(label, list(placed(label[1]))) for label in labels if any(map(str.isalpha, label[1]))]
    rarity = _rarity(read)
    barred = {fold(word) for word in ambiguous if " " not in word}
    laws: dict[str, Term] = {}
    alike: defaultdict[tuple[str, ...], list[tuple[Label, Term]]] = defaultdict(list)
    for label, words in read:
        if token := next((word[2] for word in words if is_law(word[2])), ""):
            laws.setdefault(token, Term(label[0], "" if label[3] else label[1], log(1 + len(read))))
        elif not _is_left_out(label, words, spoken, ambiguous, barred):
            alike[tuple(word[3] for word in words)].append((label, _term(label, words, rarity)))
    terms: defaultdict[str, dict[tuple[str, ...], list[Term]]] = defaultdict(dict)
    for stems in sorted(alike, key=len, reverse=True):
        if chosen := list(_of_one_concept(alike[stems], spoken)):
            terms[stems[0]][stems] = chosen
    return terms, laws


def _is_left_out(
    label: Label, words: Sequence[Placed], spoken: frozenset[str], ambiguous: frozenset[str], barred: set[str]
) -> bool:
    _, text, language, _ = label
    if not words or all(is_stop(word[2]) for word in words):
        return True
    if len(words) > 1:
        return False
    if _is_abbreviation(text):
        return text in ambiguous
    return words[0][2] in barred or (language not in ("", "id") and language not in spoken)


def _term(label: Label, words: Sequence[Placed], rarity: Mapping[str, float]) -> Term:
    concept, text, _, hidden = label
    weight = sum(rarity[stem] for stem in dict.fromkeys(word[3] for word in words) if not is_stop(stem))
    if len(words) > 1:
        return Term(concept, "" if hidden else text, weight)
    written = text if _is_abbreviation(text) else ""
    return Term(
        concept, "" if hidden else text, weight if written else weight * _ONE_WORD, written, words[0][2]
    )


def _of_one_concept(several: Sequence[tuple[Label, Term]], spoken: frozenset[str]) -> Iterator[Term]:
    """Of labels that read alike, the one of the text's language, of the concept that shows the word; none where several
    concepts do."""
    for written in sorted({term.written for _, term in several}, reverse=True):
        same = [(label, term) for label, term in several if term.written == written]
        owners = {label[0] for label, _ in same if not label[3]} or {label[0] for label, _ in same}
        if len(owners) == 1:
            theirs = [(label, term) for label, term in same if label[0] in owners]
            yield next((term for label, term in theirs if label[2] in spoken and term.label), theirs[0][1])


def _is_abbreviation(text: str) -> bool:
    return len(text) <= _LONGEST_ABBREVIATION and " " not in text and sum(map(str.isupper, text)) > 1


def _rarity(read: Sequence[_Read]) -> dict[str, float]:
    """How much a stem tells: the fewer concepts have it in a label, the more (its inverse document frequency)."""
    concepts: defaultdict[str, set[str]] = defaultdict(set)
    for label, words in read:
        for word in words:
            concepts[word[3]].add(label[0])
    whole = len({label[0] for label, _ in read})
    return {stem: log((1 + whole) / len(having)) for stem, having in concepts.items()}
