"""How many works there are, by kind and by year: what stands beside a list of works, and the small chart above it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Value
from django.db.models.functions import Coalesce

from library.models import Article, Issue
from library.models.cards import JOURNAL, KINDS, Kind
from library.models.kinds import SHELVED

#: From this many years on, a bar stands for a decade.
_YEARS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or decade of a chart, from `start` on; `height` in percent of the highest."""

    title: str
    start: int
    count: int
    height: int


@dataclass(frozen=True, slots=True)
class Counts:
    """`kinds` are those that are there, in the order in which readers meet them, with the number of works of each;
    `years` counts the works of a year, `undated` those of none."""

    kinds: tuple[tuple[Kind, int], ...]
    years: Mapping[int, int]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.years.values()) + self.undated

    @property
    def bars(self) -> list[Bar]:
        return bars(self.years)


def count(works: Any, chosen: Kind | None = None) -> Counts:
    """The works of a queryset, each once in it, counted in one query; years are those of the `chosen` kind alone."""
    slugs = {key: kind.slug for kind, key in _types().items()}
    rows = (
        _named(works)
        .order_by()
        .values_list("content_type_id", "periodical", "year")
        .annotate(works=Count("pk"))
    )
    kinds: Counter[str] = Counter()
    years: Counter[int | None] = Counter()
    for content_type, periodical, year, number in rows:
        slug = slugs.get(content_type, periodical)
        kinds[slug] += number
        if chosen is None or chosen.slug == slug:
            years[year] += number
    undated = years.pop(None, 0)
    return Counts(
        tuple((kind, kinds[kind.slug]) for kind in KINDS if kinds[kind.slug]),
        {year: number for year, number in years.items() if year is not None},
        undated,
    )


def of_kind(works: Any, kind: Kind) -> Any:
    """Those of one kind; issues and articles are of the kind of their periodical."""
    own = _types().get(kind)
    if own is not None:
        return works.filter(content_type=own)
    parts = ContentType.objects.get_for_models(Issue, Article).values()
    return _named(works).filter(content_type__in=[each.pk for each in parts], periodical=kind.slug)


def bars(years: Mapping[int, int]) -> list[Bar]:
    """A bar for each year from the first to the last, also for those without works; decades where they are many.
    Nothing for works of a single year: that is no chart."""
    if len(years) < 2:
        return []
    first, last = min(years), max(years)
    step = 1 if last - first < _YEARS_SHOWN else 10
    grouped = dict.fromkeys(range(first // step * step, last + 1, step), 0)
    for year, number in years.items():
        grouped[year // step * step] += number
    highest = max(grouped.values())
    return [
        Bar(
            str(start) if step == 1 else f"{start}–{start + step - 1}",
            start,
            number,
            round(100 * number / highest),
        )
        for start, number in grouped.items()
    ]


def _types() -> dict[Kind, int]:
    """The kinds that stand on a shelf by themselves, with the key of their content type."""
    found = ContentType.objects.get_for_models(*SHELVED.values())
    return {model.KIND: content_type.pk for model, content_type in found.items()}


def _named(works: Any) -> Any:
    """With the kind of the periodical that they belong to; one that has lost its periodical counts as of a journal."""
    kind = Coalesce("issue__serial__kind_slug", "article__host__serial__kind_slug", Value(JOURNAL.slug))
    return works.annotate(periodical=kind)
