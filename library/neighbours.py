"""One concept among its neighbours: what is broader, narrower, related, what changed a law, which words are shared.

In three queries, however many neighbours there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Q, Value

from library.models import AmbiguousLabel, Concept, Law


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that this concept answers to, and the `others` that do too."""

    word: str
    others: list[Concept]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A concept as what it is (a law, a place, or a concept), its neighbours by their names, and `keys`: its own key
    and those of all that is narrower. A law also knows its past and its future."""

    concept: Concept
    keys: frozenset[int]
    broader: list[Concept] = field(default_factory=list)
    narrower: list[Concept] = field(default_factory=list)
    related: list[Concept] = field(default_factory=list)
    amended_by: list[Concept] = field(default_factory=list)
    repealed_by: list[Concept] = field(default_factory=list)
    amends: list[Concept] = field(default_factory=list)
    repeals: list[Concept] = field(default_factory=list)
    shared: list[SharedWord] = field(default_factory=list)


def around(slug: str) -> Neighbourhood | None:
    """The concept of that slug with all that its page names; None where there is none."""
    links = _links(slug)
    here = next((key for way, key, _end in links if way == "itself"), None)
    if here is None:
        return None
    beside = {key for way, *ends in links if here in ends or way == "shared" for key in _concepts(way, ends)}
    found = Concept.objects.filter(pk__in=beside).select_related("law", "place", "group")
    known = {each.pk: each.own for each in found}
    concept = known[here]
    edges = [(start, end) for way, start, end in links if way == "broader"]

    def named(way: str, *, back: bool = False) -> list[Concept]:
        """Those at the other end of the links of one sort that begin (or, `back`, end) here."""
        ends = [(end, start) if back else (start, end) for each, start, end in links if each == way]
        return in_order({known[end] for start, end in ends if start == here and end != here})

    return Neighbourhood(
        concept,
        frozenset(narrower_than(here, edges)),
        broader=named("broader"),
        narrower=named("broader", back=True),
        related=named("related"),
        amended_by=named("amended"),
        repealed_by=named("repealed"),
        amends=named("amended", back=True),
        repeals=named("repealed", back=True),
        shared=_shared(concept, links, known),
    )


def narrower_than(concept: int, edges: Iterable[tuple[int, int]]) -> set[int]:
    """The keys of all concepts below one, itself too; `edges` are (narrower, broader). Cycles do no harm."""
    below = defaultdict(list)
    for narrow, broad in edges:
        below[broad].append(narrow)
    found, waiting = {concept}, [concept]
    while waiting:
        fresh = [each for each in below[waiting.pop()] if each not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def edges() -> list[tuple[int, int]]:
    """All that is (narrower, broader), by keys."""
    return list(Concept.broader.through.objects.values_list("from_concept_id", "to_concept_id"))


def in_order(concepts: Iterable[Concept]) -> list[Concept]:
    return sorted(concepts, key=lambda concept: (concept.label.casefold(), concept.pk))


def _links(slug: str) -> list[tuple[str, int, int]]:
    """(sort of link, key, key): what is broader than what in the whole thesaurus, and the other links of this one."""

    def told(way: str, rows: Any, start: str, end: str) -> Any:
        return rows.annotate(way=Value(way, output_field=CharField())).values_list("way", start, end)

    broader, related = Concept.broader.through.objects.all(), Concept.related.through.objects
    parts = [told("related", related.filter(from_concept__slug=slug), "from_concept_id", "to_concept_id")]
    for way, relation in (("amended", Law.amended_by), ("repealed", Law.repealed_by)):
        rows = relation.through.objects.filter(Q(from_law__slug=slug) | Q(to_law__slug=slug))
        parts.append(told(way, rows, "from_law_id", "to_law_id"))
    shared = AmbiguousLabel.candidates.through.objects
    words = shared.filter(concept__slug=slug).values("ambiguouslabel")
    parts.append(told("shared", shared.filter(ambiguouslabel__in=words), "concept_id", "ambiguouslabel_id"))
    parts.append(told("itself", Concept.objects.filter(slug=slug).order_by(), "pk", "pk"))
    first = told("broader", broader, "from_concept_id", "to_concept_id")
    return list(first.union(*parts, all=True))


def _concepts(way: str, ends: Sequence[int]) -> Sequence[int]:
    """Those ends of a link that are keys of concepts: the other end of a shared word is the word."""
    return ends[:1] if way == "shared" else ends


def _shared(
    concept: Concept, links: Iterable[tuple[str, int, int]], known: Mapping[int, Concept]
) -> list[SharedWord]:
    """The words that mean other things too; one that may find but is not to be printed stays away."""
    candidates = defaultdict(set)
    for way, key, word in links:
        if way == "shared":
            candidates[word].add(known[key])
    if not any(len(those) > 1 for those in candidates.values()):
        return []
    words = AmbiguousLabel.objects.filter(pk__in=candidates).values_list("pk", "label")
    return sorted(
        (
            SharedWord(label, in_order(candidates[pk] - {concept}))
            for pk, label in words
            if len(candidates[pk]) > 1
            and not any(label.casefold() in _hidden(each) for each in candidates[pk])
        ),
        key=lambda shared: shared.word.casefold(),
    )


def _hidden(concept: Concept) -> set[str]:
    names = ("hidden_id", "hidden_en", "hidden_su")
    return {line.casefold() for name in names for line in concept.lines(name)}
