"""One rule says who may see what; every door (page, file, passage, picture, search, feed) asks it.

Pure: it knows the names of a publication's fields, and Wagtail's page privacy, but no model of ours. A publication
is *seen* when its record may be shown (lists, counts, its own page) and *read* when its text and files may be
opened too: an open work, or one whose embargo has ended; of a summary-only work the record alone is seen, of an
internal or a withdrawn one nothing. An article is seen only while its issue is: it names it everywhere.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from library.prepared import prepared


class Access(TextChoices):
    OPEN = "open", _("Terbuka untuk umum")
    SUMMARY = "summary", _("Ringkasannya saja")
    EMBARGO = "embargo", _("Tertutup sampai tanggal tertentu")
    INTERNAL = "internal", _("Hanya untuk lembaga")
    WITHDRAWN = "withdrawn", _("Ditarik; tinggal keterangan penarikannya")


#: What nobody outside sees at all.
UNSEEN = frozenset({Access.INTERNAL, Access.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Rule:
    """What one viewer may see on one day. `hidden` are the tree paths under a privacy setting of Wagtail (sign in, group
    or password), each with all below it; `everything`: an editor, who sees drafts too.

    Said twice, for rows in the database and for one publication in hand: `seen` and `sees` agree, `read` and `reads` too.
    """

    day: date
    hidden: tuple[str, ...] = ()
    everything: bool = False

    def seen(self) -> Q:
        """Publications whose record may be shown."""
        if self.everything:
            return Q()
        behind = Q(pk__in=[])
        for path in self.hidden:
            behind |= Q(path__startswith=path)
        return Q(live=True, in_hidden_issue=False) & ~Q(access__in=sorted(UNSEEN)) & ~behind

    def read(self) -> Q:
        """Publications whose text and files may be opened."""
        if self.everything:
            return Q()
        ended = Q(access=Access.EMBARGO, embargo_until__lte=self.day)
        return self.seen() & (Q(access=Access.OPEN) | ended)

    def sees(self, publication: Any) -> bool:
        if self.everything:
            return True
        return (
            publication.live
            and not publication.in_hidden_issue
            and publication.access not in UNSEEN
            and not publication.path.startswith(self.hidden)
        )

    def reads(self, publication: Any) -> bool:
        if self.everything:
            return True
        until = publication.embargo_until
        ended = publication.access == Access.EMBARGO and until is not None and until <= self.day
        return self.sees(publication) and (publication.access == Access.OPEN or ended)


def opening(publication: Any, today: date | None = None) -> date:
    """The day from which everybody may read its text: the first of all days where they may now, the last of all where
    no such day is known."""
    until = publication.embargo_until
    if publication.access == Access.OPEN:
        return date.min
    if publication.access != Access.EMBARGO or until is None:
        return date.max
    return date.min if until <= (today or timezone.localdate()) else until


def rule(viewer: Any, day: date | None = None) -> Rule:
    """The rule for a viewer (a user, or None for the public) on a day (default today)."""
    if viewer is not None and viewer.is_active and viewer.has_perm("wagtailadmin.access_admin"):
        return Rule(day or timezone.localdate(), everything=True)
    return public(day)


def public(day: date | None = None) -> Rule:
    """The rule for everybody: what may be indexed, listed and counted."""
    return Rule(day or timezone.localdate(), hidden=tuple(path for (path,) in _private_paths()))


_private_paths = prepared(
    # Asked this way round: joined, SQLite would go through all pages to find the few that are private.
    lambda: (
        Page.objects.filter(pk__in=PageViewRestriction.objects.values("page"))
        .order_by("path")
        .values_list("path")
    )
)


def private_paths(request: HttpRequest) -> tuple[str, ...]:
    """The tree paths that are not for everybody, also where whoever asks may see all."""
    known = rule_for(request)
    return (public() if known.everything else known).hidden


def rule_for(request: HttpRequest) -> Rule:
    """The rule for whoever asks, worked out once a request."""
    known: Rule | None = getattr(request, "access_rule", None)
    if known is None:
        known = request.access_rule = rule(request.user)  # type: ignore[attr-defined]
    return known
