"""Publishing an issue of a journal or bulletin together with its articles, in one act."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem

from library.models import Article, Issue

WITH_ARTICLES = "with-articles"


class CannotPublish(Exception):
    """An article cannot be published as it stands; `sentence` tells the editor which, and why."""

    def __init__(self, article: Article, error: ValidationError) -> None:
        told = {"title": article.title, "why": " ".join(error.messages)}
        self.sentence = gettext("Belum ada yang terbit. Artikel “%(title)s”: %(why)s") % told
        super().__init__(self.sentence)


class PublishWithArticles(ActionMenuItem):
    """Beside *publish*, on an issue that has articles."""

    name = "action-publish-with-articles"
    label = _("Terbitkan dengan semua artikelnya")
    icon_name = "upload"
    template_name = "library/admin/publish_with_articles.html"

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or not isinstance(page, Issue) or context["locked_for_user"]:
            return False
        allowed = self.get_user_page_permissions_tester(context).can_publish()
        return bool(allowed and waiting(page))


def waiting(issue: Issue) -> list[Article]:
    """Its articles that readers do not see as editors left them."""
    articles = Article.objects.child_of(issue).select_related("latest_revision")
    return [article for article in articles if not article.live or article.has_unpublished_changes]


def asked(request: HttpRequest) -> bool:
    """Whether an issue is to be published with its articles."""
    return request.POST.get("action-publish") == WITH_ARTICLES


def all_or_nothing(request: HttpRequest) -> HttpResponse | None:
    """Let the view that is about to answer answer in one transaction; None while it does so. For hooks that are called
    before a view of Wagtail's."""
    if getattr(request, "in_one_act", False):
        return None
    request.in_one_act = True  # type: ignore[attr-defined]
    view = request.resolver_match
    with transaction.atomic():
        answer: HttpResponse = view.func(request, *view.args, **view.kwargs)
    return answer


def in_one_act(request: HttpRequest) -> HttpResponse | None:
    """Let the request that publishes an issue with its articles do all of it or nothing: the view that is about to
    answer answers in one transaction. What was typed is kept as a draft where nothing could be published. None while
    it does so."""
    view = request.resolver_match
    try:
        return all_or_nothing(request)
    except CannotPublish as refused:
        request.POST = request.POST.copy()
        del request.POST["action-publish"]
        answer: HttpResponse = view.func(request, *view.args, **view.kwargs)
        messages.error(request, refused.sentence)
    return answer


def publish_articles(issue: Issue, request: HttpRequest) -> int:
    """Publish the last version of each waiting article that this user may publish; raises `CannotPublish`. An issue that
    is planned for later takes its articles along then, by hand."""
    if not issue.live:
        messages.warning(request, _("Edisi ini belum terbit, jadi artikelnya juga belum."))
        return 0
    count = 0
    for article in waiting(issue):
        if article.permissions_for_user(request.user).can_publish():
            revision = article.latest_revision or article.save_revision(user=request.user)
            try:
                revision.publish(user=request.user)
            except ValidationError as error:
                raise CannotPublish(article, error) from error
            count += 1
    if count:
        sentence = ngettext(
            "%(count)d artikel ikut diterbitkan.", "%(count)d artikel ikut diterbitkan.", count
        )
        messages.success(request, sentence % {"count": count})
    return count
