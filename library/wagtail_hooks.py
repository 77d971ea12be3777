"""The library in the admin: vocabulary and files as snippets, and a menu free of what this house does not use."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from library import admin_views, publishing, refusals, scheduled
from library.models import Agent, AmbiguousLabel, Concept, ConceptGroup, File, Issue, Law, Place


class ChooseAgent(ChooseView):
    def get_object_list(self) -> QuerySet[Agent]:
        return Agent.objects.current()


class ChooseAgentResults(ChooseResultsView):
    def get_object_list(self) -> QuerySet[Agent]:
        return Agent.objects.current()


class AgentChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseAgent
    choose_results_view_class = ChooseAgentResults


class AgentViewSet(SnippetViewSet):
    model = Agent
    icon = "user"
    list_display = [
        "name",
        Column("kind", label=_("Susunan nama"), accessor="get_kind_display", sort_key="kind"),
        Column("filing_form", label=_("Bentuk tajuk"), sort_key="sort_name"),
    ]
    list_filter = ["kind"]
    ordering = ["sort_name"]
    chooser_viewset_class = AgentChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Agent]:
        return Agent.objects.current()


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "tag"
    list_display = ["label_id", "label_en", "group"]
    list_filter = ["group"]

    def get_queryset(self, request: Any) -> QuerySet[Concept]:
        """Laws and places have lists of their own."""
        return Concept.objects.filter(law=None, place=None)


class LawViewSet(SnippetViewSet):
    model = Law
    icon = "doc-full"
    list_display = [
        "label_id",
        "notation",
        "short_name",
        Column("status", label=_("Status"), accessor="get_status_display"),
    ]
    list_filter = ["kind", "year", "status"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = [
        "label_id",
        Column("level", label=_("Tingkat"), accessor="get_level_display"),
        "notation",
    ]
    list_filter = ["level"]


class ConceptGroupViewSet(SnippetViewSet):
    model = ConceptGroup
    icon = "folder-open-inverse"
    list_display = ["label_id", "label_en", "position"]


class AmbiguousLabelViewSet(SnippetViewSet):
    model = AmbiguousLabel
    icon = "help"
    list_display = ["label", "note_id"]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Kosakata")
    menu_icon = "tag"
    menu_order = 250
    items = (
        AgentViewSet,
        ConceptViewSet,
        LawViewSet,
        PlaceViewSet,
        ConceptGroupViewSet,
        AmbiguousLabelViewSet,
    )


class KeptAsGiven(ModelPermissionPolicy):
    """Files come by upload alone and are neither altered nor thrown away here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm("wagtailadmin.access_admin")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def _read() -> QuerySet[File]:
    """What may be offered: a file whose text could not be read, or not yet, would make a work without pages."""
    return File.objects.filter(pages__gt=0)


class ChooseFile(ChooseView):
    def get_object_list(self) -> QuerySet[File]:
        return _read()


class ChooseFileResults(ChooseResultsView):
    def get_object_list(self) -> QuerySet[File]:
        return _read()


class FileChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseFile
    choose_results_view_class = ChooseFileResults


class FileViewSet(SnippetViewSet):
    model = File
    icon = "doc-full-inverse"
    menu_label = _("Berkas")
    add_to_admin_menu = True
    menu_order = 260
    list_display = [
        "name",
        "pages",
        Column("size", label=_("Ukuran"), accessor=lambda file: filesizeformat(file.size), sort_key="size"),
        "added",
    ]
    inspect_view_enabled = True
    copy_view_enabled = False
    inspect_view_fields = ["name", "media_type", "size", "pages", "sha256", "added"]
    panels = [FieldPanel("name")]
    search_backend_name = None
    chooser_viewset_class = FileChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[File]:
        return _read()


register_permission_policy(File, KeptAsGiven(File))
register_snippet(VocabularyGroup)
register_snippet(FileViewSet)


@hooks.register("register_admin_urls")
def own_rooms() -> list[Any]:
    return [
        path("gabungkan/<int:pk>/", admin_views.merge_agents, name="merge_agents"),
        path("tesaurus/", admin_views.thesaurus, name="thesaurus"),
    ]


@hooks.register("register_admin_menu_item")
def thesaurus_in_the_menu() -> MenuItem:
    return admin_views.ThesaurusMenuItem(
        _("Tesaurus"), reverse_lazy("thesaurus"), name="thesaurus", icon_name="list-ul", order=255
    )


@hooks.register("register_snippet_listing_buttons")
def offer_to_join(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    if isinstance(snippet, Agent) and user.has_perm("library.change_agent"):
        url = reverse("merge_agents", args=[snippet.pk])
        yield Button(_("Gabungkan…"), url, icon_name="resubmit", priority=30)


@hooks.register("register_page_action_menu_item")
def publish_an_issue_whole() -> publishing.PublishWithArticles:
    return publishing.PublishWithArticles(order=5)


@hooks.register("before_edit_page")
def all_of_it_or_nothing(request: Any, page: Any) -> Any:
    return publishing.in_one_act(request) if isinstance(page, Issue) and publishing.asked(request) else None


@hooks.register("after_publish_page")
def and_its_articles(request: Any, page: Any) -> None:
    if isinstance(page, Issue) and publishing.asked(request):
        publishing.publish_articles(page, request)


@hooks.register("before_copy_page")
def copied_whole_or_not_at_all(request: Any, page: Any) -> Any:
    """A copy that is refused leaves nothing behind: Wagtail counts the new child before it saves it."""
    return publishing.all_or_nothing(request) if request.method == "POST" else None


hooks.register("register_bulk_action", refusals.PublishWhatIsFit, order=10)
hooks.register("register_log_actions", scheduled.register_refusal)
hooks.register("before_edit_page", scheduled.say_what_was_refused)


@hooks.register("construct_search")
@hooks.register("construct_main_menu")
def without_empty_rooms(request: Any, items: list[Any]) -> None:
    """Wagtail's documents and help are no rooms of this house: works' files are kept elsewhere."""
    items[:] = [item for item in items if item.name not in {"documents", "help"}]
