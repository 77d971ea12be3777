"""A work that refuses to be published tells its editor why, by whichever way of the admin it is published: approval,
many pages at once, a copy. Its own form is the one way that asks before it saves; all others meet the ValidationError
of its `save`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page


def sentence(page: Page | None, error: ValidationError) -> str:
    """Which page it is, and what must be mended before it can be published."""
    why = " ".join(error.messages)
    if page is None:
        return why
    return _("“%(title)s” tidak diterbitkan. %(why)s") % {"title": page.get_admin_display_title(), "why": why}


class Refusals:
    """Middleware: where a page view of the admin is refused, its editor is led back to the page and reads why.

    What Wagtail saved as a draft before stays; approvals are taken back with what they would have published, since
    Wagtail does both in one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        view = request.resolver_match
        if not isinstance(error, ValidationError) or view is None or view.namespace != "wagtailadmin_pages":
            return None
        key = next((view.kwargs[name] for name in ("page_id", "pk") if name in view.kwargs), None)
        page = Page.objects.filter(pk=key).first() if key is not None else None
        messages.error(request, sentence(page, error))
        address = reverse("wagtailadmin_explore_root")
        if page is not None:
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        # So asks the window in which Wagtail lets a moderator approve.
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return render_modal_workflow(request, "", None, {}, {"step": "success", "redirect": address})
        return redirect(address)


class PublishWhatIsFit(PublishBulkAction):
    """Wagtail's *publish* for many pages at once; a page that refuses keeps no other from being published."""

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self.refused: list[tuple[Page, ValidationError]] = []

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        user: Any = None,
        refused: list[tuple[Page, ValidationError]] | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        below = [
            page
            for parent in (objects if include_descendants else ())
            for page in parent.get_descendants().not_live().defer_streamfields().specific()
            if user is None or page.permissions_for_user(user).can_publish()
        ]
        counts = []
        for pages in (objects, below):
            counts.append(0)
            for page in pages:
                try:
                    with transaction.atomic():
                        super().execute_action([page], user=user, **kwargs)
                        counts[-1] += 1
                except ValidationError as error:
                    if refused is None:
                        raise
                    refused.append((page, error))
        return counts[0], counts[1]

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        for page, error in self.refused:
            edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Sunting"))
            messages.error(self.request, sentence(page, error), buttons=[edit])
        if not num_parent_objects and not num_child_objects:
            return None
        said: str = super().get_success_message(num_parent_objects, num_child_objects)
        return said
