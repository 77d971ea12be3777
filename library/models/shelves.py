"""The shelves: all holdings, and one shelf for each kind."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from library.access import Rule, rule_for
from library.models.addresses import OwnAddresses
from library.models.cards import Kind
from library.models.kinds import KINDS
from library.models.publications import Publication

_CARDS_A_PAGE = 24


class InTwoLanguages(OwnAddresses, Page):
    """A page of the institute's own: its title and its words exist in both languages."""

    title_en = models.CharField(_("judul (Inggris)"), max_length=255, blank=True)
    intro_id = models.TextField(_("pengantar (Indonesia)"), blank=True)
    intro_en = models.TextField(_("pengantar (Inggris)"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("intro_id"),
        FieldPanel("intro_en"),
    ]

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def intro(self) -> str:
        return (self.intro_en if get_language() == "en" else "") or self.intro_id


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
        context["shelves"] = [
            shelf.counted(request, newest=4) for shelf in Shelf.objects.child_of(self).live().order_by("path")
        ]
        return context


class Shelf(InTwoLanguages):
    """A shelf: the works of one kind."""

    kind_slug = models.CharField(
        _("jenis terbitan"), max_length=20, choices=[(kind.KIND.slug, kind.KIND.name) for kind in KINDS]
    )

    content_panels = [*InTwoLanguages.content_panels, FieldPanel("kind_slug")]

    parent_page_types = ["library.Holdings"]
    subpage_types = [f"library.{kind.__name__}" for kind in KINDS]
    template = "library/shelf.html"

    class Meta:
        verbose_name = _("rak")
        verbose_name_plural = _("rak")

    @property
    def kind(self) -> Kind:
        return next(kind.KIND for kind in KINDS if kind.KIND.slug == self.kind_slug)

    @property
    def kind_class(self) -> type[Publication]:
        return next(kind for kind in KINDS if kind.KIND.slug == self.kind_slug)

    def works(self, viewer: Rule):
        """The publications on this shelf that the viewer may see; drafts stay in the admin."""
        return Publication.objects.child_of(self).seen(viewer).filter(live=True)

    def counted(self, request, newest: int = 0) -> dict:
        """The shelf as lists of shelves show it: its title, kind and count, and its newest works."""
        works = self.works(rule_for(request))
        return {
            "title": self.shown_title,
            "intro": self.intro,
            "url": self.get_url(request),
            "kind": self.kind,
            "count": works.count(),
            "newest": list(works.for_cards().newest()[:newest]) if newest else [],
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        orders = {
            "terbaru": (gettext("terbaru"), ["-issued_sort", "title", "pk"]),
            "terlama": (gettext("terlama"), ["issued_sort", "title", "pk"]),
            "judul": (gettext("judul"), ["title", "pk"]),
        }
        chosen = request.GET.get("urut")
        chosen = chosen if chosen in orders else "terbaru"
        works = self.works(rule_for(request)).for_cards().order_by(*orders[chosen][1])
        address = self.get_url(request)
        context.update(
            publications=Paginator(works, _CARDS_A_PAGE).get_page(request.GET.get("halaman")),
            sort=chosen,
            sorts=[
                {"title": title, "url": f"{address}?urut={name}", "current": name == chosen}
                for name, (title, _order) in orders.items()
            ],
            crumbs=self.crumbs(),
        )
        return context
