"""Works whose hour has come are published, and those whose time is over are taken back: Wagtail's own command, but a
work that refuses keeps no other waiting."""

import logging
from collections.abc import Iterator

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import DraftStateMixin, Page, PageLogEntry, Revision

from library.refusals import sentence

_REFUSED = "library.publish.refused"
logger = logging.getLogger(__name__)


def bring_up_to_the_hour() -> Iterator[str]:
    """Take back and publish what is due; gives a sentence for each work that refused. Such a work stays as it was, with its
    draft; its schedule ends, and its history says why."""
    others = [each for each in apps.get_models() if issubclass(each, DraftStateMixin)]
    for model in [Page, *(each for each in others if not issubclass(each, Page))]:
        for over in list(model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")):
            over.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in list(due):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            yield _refuse(revision, error)


def _refuse(revision: Revision, error: ValidationError) -> str:
    work = revision.content_object
    said = sentence(work if isinstance(work, Page) else None, error)
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(work, _REFUSED, revision=revision, data={"why": " ".join(error.messages)})
    logger.warning("Not published at its hour: %s", said)
    return said


def register_refusal(actions: LogActionRegistry) -> None:
    """The entry in a page's history."""

    @actions.register_action(_REFUSED)
    class Refused(LogFormatter):
        label = gettext_lazy("Tidak terbit pada waktunya")

        def format_message(self, entry: PageLogEntry) -> str:
            return gettext("Tidak terbit pada waktunya. %(why)s") % {"why": entry.data.get("why", "")}


def say_what_was_refused(request: HttpRequest, page: Page) -> None:
    """A word on the edit page of a work that was not published at its hour, until there is a newer draft."""
    if request.method != "GET" or page.latest_revision_id is None:
        return
    entry = PageLogEntry.objects.filter(
        page=page.pk, action=_REFUSED, revision=page.latest_revision_id
    ).first()
    if entry is not None and not (page.live and page.live_revision_id == page.latest_revision_id):
        messages.error(request, entry.message)
