"""Where our pages are: addresses of our own, slugs that they keep for themselves, and the pages above."""

from http import HTTPMethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

#: Slugs that our own addresses use below a work, a shelf or the root.
RESERVED_SLUGS = frozenset(
    [
        "admin",
        "agenda",
        "api",
        "baca",
        "bale",
        "bantuan",
        "berkas",
        "cari",
        "documents",
        "en",
        "gambar",
        "hukum",
        "kabar",
        "keluar",
        "oai",
        "opds",
        "opds2",
        "orang",
        "p",
        "program",
        "sehat",
        "sitasi",
        "static",
        "teks",
        "tempat",
        "tentang",
        "topik",
        "umpan",
    ]
)


def own_kind(page: Page) -> Page:
    """A page as the kind it is, where that was fetched along with it; else as it is."""
    return next(
        (
            page._state.fields_cache[kind]
            for kind in OwnAddresses.KINDS_ABOVE
            if page._state.fields_cache.get(kind)
        ),
        page,
    )


class OwnAddresses(models.Model):
    """For all our pages: they are only read, and a slug never hides one of our own addresses."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    #: Without "password": readers have no account here and no key either, so it would open a page without its files.
    private_page_options = ["login", "groups"]

    #: The kinds of page that stand above others and have a title in both languages, by their relation to a page.
    KINDS_ABOVE = ("holdings", "shelf", "periodical")

    #: What its own page reads besides its fields, fetched along with them.
    page_relations: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Finds a page below in two queries, where Wagtail goes down level by level with two for each."""
        if not path_components:
            return super().route(request, path_components)
        below = f"{self.url_path}{'/'.join(path_components)}/"
        # The slug alone is indexed.
        found = Page.objects.filter(
            slug=path_components[-1], url_path=below, path__startswith=self.path
        ).first()
        if found is None:
            raise Http404
        kind = found.specific_class
        relations = getattr(kind, "page_relations", ())
        return kind._default_manager.select_related(*relations).get(pk=found.pk).route(request, [])

    def _above(self, kind: type[Page]) -> Any:
        """The page above it as its own kind, where it is of `kind`; None elsewhere, and before it stands anywhere."""
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if parent is None or not issubclass(parent.specific_class or Page, kind):
            return None
        return parent if isinstance(parent, kind) else parent.specific

    @cached_property
    def pages_above(self) -> list[Page]:
        """The pages above it below the first page, from the top, each as its own kind; in one query."""
        above = self.get_ancestors().filter(depth__gt=2).select_related(*OwnAddresses.KINDS_ABOVE)
        return [own_kind(page) for page in above.order_by("depth")]

    def crumbs(self) -> list[dict[str, str]]:
        """The pages above it, from below the first page on, in the reader's language."""
        return [
            {"title": getattr(page, "shown_title", page.title), "url": page.get_url()}
            for page in self.pages_above
        ]

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        # Wagtail asks this for slugs that it makes itself, and then goes on to the next free one.
        return slug not in RESERVED_SLUGS and Page._slug_is_available(slug, parent_page, page)

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            sentence = _("Alamat “%(slug)s” dipakai oleh situs ini sendiri. Pilih alamat lain.")
            raise ValidationError({"slug": sentence % {"slug": self.slug}})
        super().clean()
