"""What all screens of the import share: who may enter, what they brought, and the frame of a page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ingest.imports.kept import Kept, find
from library.models import Shelf

ROWS_A_PAGE = 100


def check_right(request: HttpRequest) -> None:
    """Whoever may add a page below some shelf; each entry asks again for its own."""
    if not any(shelf.permissions_for_user(request.user).can_add_subpage() for shelf in Shelf.objects.all()):
        raise PermissionDenied


def kept_or_404(request: HttpRequest, token: str) -> Kept:
    """What this person brought. Nobody but its bringer finds it."""
    check_right(request)
    kept = find(request.user.pk, token)
    if kept is None:
        raise Http404
    return kept


def context(**more: Any) -> dict[str, Any]:
    """The frame of a page, and what is its own."""
    return {
        "header_title": _("Impor data katalog"),
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": "", "label": _("Impor data katalog")},
        ],
    } | more
