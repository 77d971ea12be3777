"""Search in the admin: the editors' own lines of the bilingual word list. And on the pages of concepts: passages."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import WordPair
from search.speaking import speaking


class WordPairViewSet(SnippetViewSet):
    model = WordPair
    icon = "globe"
    menu_label = _("Padanan kata")
    add_to_admin_menu = True
    menu_order = 256
    list_display = ["english", "indonesian", "note"]
    search_fields = ["english", "indonesian"]
    search_backend_name = None
    copy_view_enabled = False


register_snippet(WordPairViewSet)
hooks.register("passages_about", speaking)
