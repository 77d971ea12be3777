"""The shelves: all holdings, and one shelf for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from library.access import Rule, private_paths, rule_for
from library.models.cards import KINDS, Kind
from library.models.kinds import SHELVED
from library.models.periodicals import Issue, Periodical
from library.models.publications import Publication
from library.models.querysets import shown_with
from library.models.two_languages import InTwoLanguages

_CARDS_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class ShelvedPeriodical:
    """A journal or bulletin on its shelf: how many `issues` of it the viewer may see, of which `years` ("2013–2016"),
    and the `newest`, whose cover it bears. Without any it has a cover drawn from its own title."""

    title: str
    url: str
    kind: Kind
    intro: str
    frequency: str
    issues: int
    years: str
    newest: Issue | None

    @classmethod
    def of(cls, title: Any, cards: Mapping[int, Publication]) -> "ShelvedPeriodical":
        """`title` as `Shelf.titles` finds it; `cards` hold its newest issue by its key."""
        card = cards.get(title.newest)
        years = dict.fromkeys(filter(None, [title.oldest, title.latest]))
        return cls(
            title.shown_title,
            title.get_url() or "",
            title.kind,
            title.intro,
            str(title.get_frequency_display()) if title.frequency else "",
            title.many or 0,
            "–".join(map(str, years)),
            card.own if card else None,
        )

    @property
    def short_title(self) -> str:
        return self.title


class Holdings(InTwoLanguages):
    """Everything we hold: the page above the shelves."""

    parent_page_types = ["portal.Home"]
    subpage_types = ["library.Shelf"]
    max_count = 1
    template = "library/holdings.html"

    class Meta:
        verbose_name = _("koleksi")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["shelves"] = self.shelves(rule_for(request), newest=4)
        return context

    def shelves(self, viewer: Rule, newest: int = 0) -> list[dict[str, Any]]:
        """The shelves as lists of them show them: title, slug, kind, count, and the `newest` works of each that the viewer may
        see; in a fixed number of queries."""
        found = list(Shelf.objects.child_of(self).live().order_by("path"))
        place = models.functions.Substr("path", 1, len(self.path) + self.steplen)
        works = Publication.objects.seen(viewer).filter(live=True, article=None).descendant_of(self)
        works = works.filter(models.Q(issue=None) | models.Q(issue__serial__live=True))
        counts = dict(works.order_by().values_list(place).annotate(models.Count("pk")))
        row = models.Window(
            models.functions.RowNumber(), partition_by=place, order_by=["-first_published_at", "-pk"]
        )
        cards: dict[str, list[Publication]] = {}
        if newest:
            first = works.annotate(row=row).filter(row__lte=newest).values("pk")
            for card in Publication.objects.filter(pk__in=first).for_cards().newest():
                cards.setdefault(card.path[: len(self.path) + self.steplen], []).append(card)
        return [
            {
                "title": shelf.shown_title,
                "slug": shelf.slug,
                "intro": shelf.intro,
                "url": shelf.get_url() or "",
                "kind": shelf.kind,
                "count": counts.get(shelf.path, 0),
                "newest": cards.get(shelf.path, []),
            }
            for shelf in found
        ]


class Shelf(InTwoLanguages):
    """A shelf: the works of one kind."""

    kind_slug = models.CharField(
        _("jenis terbitan"), max_length=20, choices=[(kind.slug, kind.name) for kind in KINDS]
    )

    content_panels = [*InTwoLanguages.content_panels, FieldPanel("kind_slug")]

    parent_page_types = ["library.Holdings"]
    subpage_types = [*(f"library.{kind.__name__}" for kind in SHELVED.values()), "library.Periodical"]
    template = "library/shelf.html"

    class Meta:
        verbose_name = _("rak")
        verbose_name_plural = _("rak")

    @property
    def kind(self) -> Kind:
        return next(kind for kind in KINDS if kind.slug == self.kind_slug)

    def _feed_url(self, request: HttpRequest) -> str:
        """Where its feed is; "" of what is not for everybody, or has no address yet."""
        if not self.slug or self.path.startswith(private_paths(request)):
            return ""
        return reverse("feed_shelf", args=[self.slug])

    @property
    def kind_class(self) -> type[Publication] | None:
        """What stands directly on it; None on a shelf of periodicals."""
        return SHELVED.get(self.kind_slug)

    @property
    def holds_periodicals(self) -> bool:
        return self.kind_class is None

    def works(self, viewer: Rule):
        """The publications on this shelf that the viewer may see; drafts stay in the admin. Of periodicals, the issues."""
        seen = Publication.objects.seen(viewer).filter(live=True)
        if self.holds_periodicals:
            return seen.filter(issue__serial__in=Periodical.objects.child_of(self).live())
        return seen.child_of(self)

    def titles(self, viewer: Rule) -> list[Periodical]:
        """The journals or bulletins that stand on it, each with how many of its issues the viewer may see (`many`), of
        which years (`oldest`, `latest`), and the key of the newest (`newest`); in one query."""
        seen = Issue.objects.seen(viewer).filter(live=True, serial=models.OuterRef("pk"))
        each = seen.order_by().values("serial")
        told = {
            "many": each.annotate(said=models.Count("pk")),
            "oldest": each.annotate(said=models.Min("year")),
            "latest": each.annotate(said=models.Max("year")),
            "newest": seen.order_by("-position", "-issued_sort", "-path").annotate(said=models.F("pk")),
        }
        found = Periodical.objects.child_of(self).live().order_by("title", "pk")
        for path in viewer.hidden:
            found = found.exclude(path__startswith=path)
        return list(
            found.annotate(
                **{name: models.Subquery(query.values("said")[:1]) for name, query in told.items()}
            )
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        orders = {
            "terbaru": (gettext("terbaru"), ["-issued_sort", "title", "pk"]),
            "terlama": (gettext("terlama"), ["issued_sort", "title", "pk"]),
            "judul": (gettext("judul"), ["title", "pk"]),
        }
        chosen = request.GET.get("urut")
        chosen = chosen if chosen in orders else "terbaru"
        works = self.works(rule_for(request)).order_by(*orders[chosen][1])
        titles = self.titles(rule_for(request)) if self.holds_periodicals else []
        paginator = Paginator(works.for_cards().prefetch_related(None), _CARDS_A_PAGE)
        if titles:
            paginator.count = sum(title.many or 0 for title in titles)
        page = paginator.get_page(request.GET.get("halaman"))
        cards = page.object_list = list(page.object_list)
        absent = {title.newest for title in titles} - {None, *(card.pk for card in cards)}
        newest = list(works.filter(pk__in=absent).for_cards().prefetch_related(None)) if absent else []
        models.prefetch_related_objects([*cards, *newest], *shown_with(), "cover__renditions")
        address = self.get_url() or ""
        context.update(
            periodicals=[
                ShelvedPeriodical.of(title, {card.pk: card for card in (*cards, *newest)}) for title in titles
            ],
            publications=page,
            sort=chosen,
            sorts=[
                {"title": title, "url": f"{address}?urut={name}", "current": name == chosen}
                for name, (title, _order) in orders.items()
            ],
            crumbs=self.crumbs(),
            feed_url=self._feed_url(request),
        )
        return context
