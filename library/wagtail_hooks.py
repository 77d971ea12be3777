"""The library in the admin: vocabulary and files as snippets, and a menu free of what this house does not use."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from library.models import Agent, Concept, File, Law, Place


class AgentViewSet(SnippetViewSet):
    model = Agent
    icon = "user"
    list_display = ["name", "kind"]
    list_filter = ["kind"]


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "tag"
    list_display = ["label_id", "label_en"]


class LawViewSet(SnippetViewSet):
    model = Law
    icon = "doc-full"
    list_display = ["citation", "short_name", "about", "status"]
    list_filter = ["kind", "year", "status"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = ["label_id", "code"]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Kosakata")
    menu_icon = "tag"
    menu_order = 250
    items = (AgentViewSet, LawViewSet, PlaceViewSet, ConceptViewSet)


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
    list_display = ["name", "pages", "size", "added"]
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


@hooks.register("construct_search")
@hooks.register("construct_main_menu")
def without_empty_rooms(request: Any, items: list[Any]) -> None:
    """Wagtail's documents and help are no rooms of this house: works' files are kept elsewhere."""
    items[:] = [item for item in items if item.name not in {"documents", "help"}]
