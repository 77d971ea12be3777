"""All pages that the public may see, for search engines (sitemaps.org), each in both languages; and how to search here
from a browser's own box (OpenSearch 1.1).

Pages within works are not listed one by one: they are reached from their work, and there are more of them than of all others.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from library.access import public
from library.models import Agent, Concept, Publication
from library.models.described import absolute

_PAGES_A_FILE = 5_000
"""Of 50,000 that are allowed: a telephone line carries them, and each stands there twice."""


class _Section(Sitemap):
    """Under the address by which the public knows us, whatever name was asked."""

    i18n = True
    alternates = True
    limit = _PAGES_A_FILE
    protocol = urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


class Works(_Section):
    """Every work whose record the public may see."""

    def items(self) -> QuerySet[Publication]:
        seen = Publication.objects.seen(public()).filter(live=True)
        return seen.select_related("permanent").order_by("pk")

    def location(self, item: Publication) -> str:
        return item.address

    def lastmod(self, item: Publication) -> datetime:
        return item.permanent.changed


class Shelves(_Section):
    """The pages above the works: the first page, shelves, the titles of periodicals."""

    def items(self) -> QuerySet[Page]:
        works = Publication.objects.order_by().values("pk")
        return Page.objects.live().public().filter(depth__gt=1).exclude(pk__in=works).order_by("path")

    def location(self, item: Page) -> str:
        return item.get_url() or ""


class Knowledge(_Section):
    """The indexes and the pages of topics, places and laws; and of people and organisations whom a work names that the public may
    see."""

    def items(self) -> list[Any]:
        named = Publication.objects.seen(public()).filter(live=True).order_by().values("pk")
        people = Agent.objects.current().filter(contributions__publication__in=named).distinct()
        concepts = Concept.objects.select_related("law", "place").order_by("slug")
        return ["topics", "places", "laws", "people", "help", *concepts, *people.order_by("pk")]

    def location(self, item: Any) -> str:
        if isinstance(item, str):
            return reverse(item)
        found: str = (item.own if isinstance(item, Concept) else item).get_absolute_url()
        return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: where the lists stand, under the address by which the public knows us."""
    files = [
        (absolute(reverse("sitemap", args=[name])), pages)
        for name, section in SECTIONS.items()
        for pages in [section().paginator.num_pages]
    ]
    context = {
        "files": [
            f"{file}?p={page}" if page > 1 else file for file, pages in files for page in range(1, pages + 1)
        ]
    }
    return render(request, "portal/sitemap_index.xml", context, content_type="application/xml; charset=utf-8")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """`/sitemap-karya.xml` and its like, without the second of the last change among all of them."""
    answer: HttpResponse = sitemap(request, SECTIONS, section)
    answer.headers.pop("Last-Modified", None)
    return answer


SECTIONS: dict[str, type[Sitemap]] = {"karya": Works, "rak": Shelves, "pengetahuan": Knowledge}


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`, in each language: what a browser or a reference manager needs to search here."""
    context = {
        "results": absolute(reverse("search")),
        "feed": absolute(reverse("search_feed")),
        "own": absolute(reverse("opensearch")),
        "base": settings.BASE_URL,
    }
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opensearch.xml", context, content_type=media_type)
