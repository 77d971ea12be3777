"""The thesaurus as trees to look through, with the number of works at each branch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from library.models import Concept, Subject
from library.neighbours import edges, in_order, narrower_than


@dataclass(slots=True)
class Branch:
    """A concept in a tree, with the number of works about it or anything below it."""

    concept: Concept
    count: int
    below: list["Branch"] = field(default_factory=list)


def works_about(seen: Any) -> dict[int, int]:
    """How many of the works `seen` are about a concept or anything below it, by its key: as many as its own
    page counts."""
    named = Subject.objects.filter(publication__in=seen.values("pk"))
    works: dict[int, set[int]] = defaultdict(set)
    for concept, publication in named.values_list("concept_id", "publication_id"):
        works[concept].add(publication)
    above = [(broad, narrow) for narrow, broad in edges()]
    reached: dict[int, set[int]] = defaultdict(set)
    for concept, those in works.items():
        for each in narrower_than(concept, above):
            reached[each] |= those
    return {concept: len(those) for concept, those in reached.items()}


def groups(concepts: Iterable[Concept], counts: Mapping[int, int]) -> list[dict[str, Any]]:
    """The concepts by group, each group a tree by what is broader; a concept under several stands under each."""
    found = {concept.pk: concept for concept in concepts}
    inside = [(narrow, broad) for narrow, broad in edges() if narrow in found and broad in found]
    below = defaultdict(list)
    for narrow, broad in inside:
        below[broad].append(found[narrow])
    narrower = {narrow for narrow, _broad in inside}

    def branch(concept: Concept, above: frozenset[int]) -> Branch:
        way = above | {concept.pk}
        own = [each for each in in_order(below[concept.pk]) if each.pk not in way]
        return Branch(concept, counts.get(concept.pk, 0), [branch(each, way) for each in own])

    def group(concept: Concept) -> tuple[int, str, str]:
        its = concept.group
        return (its.position, its.slug, its.label) if its else (1 << 16, "lainnya", _("Lainnya"))

    tops = sorted(in_order(each for key, each in found.items() if key not in narrower), key=group)
    sizes: dict[str, int] = defaultdict(int)
    for concept in found.values():
        sizes[group(concept)[1]] += 1
    return [
        {
            "slug": slug,
            "label": label,
            "size": sizes[slug],
            "branches": [branch(each, frozenset()) for each in those],
        }
        for (_position, slug, label), those in groupby(tops, key=group)
    ]
