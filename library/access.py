"""One rule says who may see what; every door (page, file, passage, picture, search, feed) asks it.

Pure: it knows the names of a publication's fields, and Wagtail's page privacy, but no model of ours. A publication
is *seen* when its record may be shown (lists, counts, its own page) and *read* when its text and files may be
opened too: an open work, or one whose embargo has ended; of a summary-only work the record alone is seen.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction


class Access(TextChoices):
    OPEN = "open", _("Terbuka untuk umum")
    SUMMARY = "summary", _("Ringkasannya saja")
    EMBARGO = "embargo", _("Tertutup sampai tanggal tertentu")
    INTERNAL = "internal", _("Hanya untuk lembaga")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one viewer may see on one day. `everything`: an editor, who sees drafts too."""

    day: date
    everything: bool = False

    def seen(self) -> Q:
        """Publications whose record may be shown."""
        if self.everything:
            return Q()
        return Q(live=True) & ~Q(access=Access.INTERNAL) & ~_restricted()

    def read(self) -> Q:
        """Publications whose text and files may be opened."""
        if self.everything:
            return Q()
        ended = Q(access=Access.EMBARGO, embargo_until__lte=self.day)
        return self.seen() & (Q(access=Access.OPEN) | ended)


def rule(viewer: Any, day: date | None = None) -> Rule:
    """The rule for a viewer (a user, or None for the public) on a day (default today)."""
    editor = viewer is not None and viewer.is_active and viewer.has_perm("wagtailadmin.access_admin")
    return Rule(day or timezone.localdate(), everything=bool(editor))


def public(day: date | None = None) -> Rule:
    """The rule for everybody: what may be indexed, listed and counted."""
    return Rule(day or timezone.localdate())


def _restricted() -> Q:
    """Pages under a privacy setting of Wagtail (sign in, group or password), with all below them."""
    found = Q(pk__in=[])
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        found |= Q(path__startswith=path)
    return found
