"""Which works are like one: what they share with it, each shared thing weighing more the rarer it is.

Shared are concepts, places and laws, the people who made them, and the series. How works stand to each other by an
editor's hand (`relations`) says more, and stands before.
"""

import math
from collections import Counter
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from library.models.contributions import Contribution
from library.models.subjects import Subject

MOST_ALIKE = 4
_COUNTED_FOR = 600
"""Seconds for which it is remembered how many works share what; a weight may be a little old."""
_MOST_LOOKED_AT = 1_000
"""Works that are compared. What more than so many works share tells little, and is left out."""
_PEOPLE, _SERIES = 0.7, 1.0
"""What a shared maker and a shared series weigh beside a concept that as many works have."""
_ENOUGH = 0.15
"""Of all that could be shared, so much must be."""


def alike(publication: Any, works: QuerySet) -> QuerySet | None:
    """Of `works`, the `MOST_ALIKE` that share most with this one, each with its `score`; not a part of the same whole.
    None where it has nothing to share."""
    weights = _weights(publication)
    if not weights:
        return None
    concepts, people = weights.get("concept", {}), weights.get("agent", {})
    series = publication.series if "series" in weights else ""
    sharing = Q(pk__in=Subject.objects.filter(concept__in=list(concepts)).values("publication"))
    sharing |= Q(pk__in=Contribution.objects.filter(agent__in=list(people)).values("publication"))
    score = _sum(Subject, "concept", concepts) + _sum(Contribution, "agent", people)
    if series:
        sharing |= Q(series=series)
        score += Case(When(series=series, then=Value(weights["series"][series])), default=Value(0.0))
    whole = sum(sum(those.values()) for those in weights.values())
    others = works.filter(sharing).exclude(path__startswith=publication.path)
    if host := getattr(publication, "host_id", None):
        others = others.exclude(pk=host).exclude(article__host=host)
    if serial := getattr(publication, "serial_id", None):
        others = others.exclude(issue__serial=serial)
    scored = others.annotate(score=score).filter(score__gte=_ENOUGH * whole)
    best = scored.order_by("-score", "-issued_sort", "pk").values("pk")[:MOST_ALIKE]
    return works.filter(pk__in=best).annotate(score=score).order_by()


def _weights(publication: Any) -> dict[str, dict[Any, float]]:
    """What it has to share, by sort, with the weight of each; the rarest first, until they lead to enough works."""
    counts = cache.get_or_set("alike", _counts, _COUNTED_FOR)
    has = [("concept", each.concept_id, 1.0) for each in publication.subjects.all()]
    has += [("agent", key, _PEOPLE) for key in {each.agent_id for each in publication.contributions.all()}]
    has += [("series", publication.series, _SERIES)] if publication.series else []
    weights: dict[str, dict[Any, float]] = {}
    looked_at = 0
    for sort, key, factor in sorted(has, key=lambda each: counts[each[:2]]):
        works = max(1, counts[sort, key])
        looked_at += works
        if looked_at > _MOST_LOOKED_AT and weights:
            break
        weights.setdefault(sort, {})[key] = factor * math.log1p(max(1, counts["works", None]) / works)
    return weights


def _counts() -> "Counter[tuple[str, Any]]":
    """How many works share each concept, maker and series."""
    subjects, makers = Subject.objects.order_by(), Contribution.objects.order_by()
    works = Subject._meta.get_field("publication").related_model.objects.order_by()  # type: ignore[union-attr]
    found: Counter[tuple[str, Any]] = Counter({("works", None): works.count()})
    for sort, rows in (
        ("concept", subjects.values_list("concept_id").annotate(works=Count("pk"))),
        ("agent", makers.values_list("agent_id").annotate(works=Count("publication", distinct=True))),
        ("series", works.exclude(series="").values_list("series").annotate(works=Count("pk"))),
    ):
        found.update({(sort, key): number for key, number in rows})
    return found


def _sum(model: Any, name: str, weights: dict[int, float]) -> Any:
    """The weights of those that a work has in common."""
    if not weights:
        return Value(0.0)
    cases = (When(**{f"{name}_id": key}, then=Value(weight)) for key, weight in weights.items())
    rows = model.objects.filter(publication=OuterRef("pk"), **{f"{name}__in": list(weights)}).order_by()
    total = rows.values("publication").annotate(total=Sum(Case(*cases, output_field=FloatField())))
    return Coalesce(Subquery(total.values("total")), Value(0.0))
