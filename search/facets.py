"""The ways to narrow a search, and which values of each a work has: what stands in the index and in addresses.

Values never change with a name: kinds, concepts, people and periodicals stand here by their slugs, languages and
audiences by their codes. What readers see instead comes from the database when it is shown (`search.shown`).
"""

from collections.abc import Iterable
from typing import Any

from library.access import Rule
from library.models import Concept
from library.neighbours import edges, narrower_than

#: The values of the facet `access`: whether the text can be read here, or the record alone.
READABLE, RECORD_ALONE = "terbuka", "ringkasan"

#: The facets whose values are concepts of the thesaurus.
SUBJECTS = ("topic", "place", "law")


def values(work: Any, rule: Rule) -> dict[str, list[str]]:
    """The values of a work (as its own kind) for every facet, as the public may see it by `rule`.

    A work about a narrower concept is about the broader ones too, as in a classified catalogue: whoever narrows to West
    Java finds what is about Bandung. So all the concepts above its own are among its values. The text of a law is about
    that law.
    """
    serial = getattr(work, "serial", None)
    makers = {each.agent.slug: None for each in work.contributions.all()}
    return {
        "kind": [work.kind.slug],
        "year": [str(work.year)] if work.year else [],
        "language": [work.language],
        "person": list(makers),
        "periodical": [serial.slug] if serial and serial.live else [],
        "access": [READABLE if work.pages and work.read_by(rule) else RECORD_ALONE],
        "audience": list(work.audience),
        **_about(work),
    }


def _about(work: Any) -> dict[str, list[str]]:
    named = {each.concept_id for each in work.subjects.all()} | {getattr(work, "law_id", None)} - {None}
    found: dict[str, list[str]] = {facet: [] for facet in SUBJECTS}
    if named:
        rows = Concept.objects.filter(pk__in=with_broader(named)).order_by("pk")
        for slug, law, place in rows.values_list("slug", "law", "place"):
            found["law" if law else "place" if place else "topic"].append(slug)
    return found


def with_broader(concepts: Iterable[int]) -> set[int]:
    """The keys of these concepts and of all that is above them."""
    above = [(broad, narrow) for narrow, broad in edges()]
    return set().union(*(narrower_than(each, above) for each in concepts))
