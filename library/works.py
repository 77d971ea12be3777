"""The doors of what stands below *Koleksi*: a work's own page, a shelf, a periodical.

Each is found in one query with all that its kind adds, and so are the pages above it, where the way through the tree
takes two queries a level. A room behind a privacy setting goes Wagtail's way, which asks to sign in; a work behind one
is not there for those who may not see it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.views import serve

from library.access import rule_for
from library.models import Publication
from library.models.addresses import OwnAddresses, own_kind

_ROOMS_DEEP = 2  # `koleksi/jurnal/`: so far down there are rooms, and below mostly works


@require_safe
def below_holdings(request: HttpRequest, path: str) -> HttpResponse:
    """`/koleksi/…/`: the publication, shelf or periodical at this address, or what Wagtail makes of it."""
    doors = (_room, _work) if path.count("/") <= _ROOMS_DEEP else (_work, _room)
    page: Any = next(filter(None, (door(request, path) for door in doors)), None)
    answer: HttpResponse = serve(request, path) if page is None else page.serve(request)
    return answer


def _work(request: HttpRequest, path: str) -> Publication | None:
    found = Publication.objects.at(request, path).for_page().first()
    if found is None:
        return None
    own: Publication = found.own
    if host := getattr(own, "host", None):
        host.chosen_cover = found.chosen_cover_of_host
    return own


def _room(request: HttpRequest, path: str) -> Page | None:
    """A shelf, a periodical or all holdings, with the pages above; None where it is not for everybody to see."""
    roots = {root.root_path for root in Site.get_site_root_paths()}
    if len(roots) != 1:
        return None
    root, parts = roots.pop(), path.strip("/").split("/")
    addresses = [f"{root}{'/'.join(parts[:depth])}/" for depth in range(1, len(parts) + 1)]
    line = Page.objects.filter(slug__in=parts, url_path__in=addresses).select_related(
        *OwnAddresses.KINDS_ABOVE
    )
    pages = [own_kind(page) for page in line.order_by("depth")]
    viewer = rule_for(request)
    if len(pages) != len(parts) or not pages[-1].live or not isinstance(pages[-1], OwnAddresses):
        return None
    if pages[-1].path.startswith(viewer.hidden or ("-",)):
        return None
    pages[-1].pages_above = pages[:-1]
    return pages[-1]
