"""The first page of the admin: what there is, and what waits for an editor."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from ingest.desk.put_aside import how_many_damaged, how_many_put_aside
from ingest.models import Ingestion
from library.models import Holdings, Publication


class WorksSummary(SummaryItem):
    """How many works there are, and how many of them readers see."""

    template_name = "portal/admin/works.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        holdings = Holdings.objects.first()
        return {
            "works": Publication.objects.count(),
            "published": Publication.objects.live().count(),
            "url": reverse("wagtailadmin_explore", args=[holdings.pk] if holdings else []),
        }


class Waiting(Component):
    """What an editor can do next: bring files, mend what could not be read, publish drafts."""

    name = "waiting"
    order = 50
    template_name = "portal/admin/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        states = Ingestion.State
        refused, damaged = how_many_put_aside(), how_many_damaged()
        reading = Ingestion.objects.filter(state__in=[states.WAITING, states.RUNNING]).count()
        drafts = Publication.objects.not_live().order_by("-latest_revision_created_at")
        return {
            "refused": ngettext(
                "%(count)d berkas perlu ditangani", "%(count)d berkas perlu ditangani", refused
            )
            % {"count": refused}
            if refused
            else "",
            "reading": ngettext("%(count)d berkas sedang dibaca", "%(count)d berkas sedang dibaca", reading)
            % {"count": reading}
            if reading
            else "",
            "damaged": ngettext("%(count)d berkas rusak di disk", "%(count)d berkas rusak di disk", damaged)
            % {"count": damaged}
            if damaged
            else "",
            "drafts": drafts[:10],
            "more_drafts": max(0, drafts.count() - 10),
            "title": _("Yang menunggu"),
            "may_upload": parent_context["request"].user.has_perm("ingest.add_ingestion"),
        }


@hooks.register("construct_homepage_summary_items", order=1000)  # after all others
def summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [WorksSummary(request)]


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, Waiting())
