"""Pages of the institute's own: shelves, periodicals and rooms, whose words exist in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from library.models.addresses import OwnAddresses


class InTwoLanguages(OwnAddresses, Page):
    """A page of the institute's own: its title and its words exist in both languages."""

    title_en = models.CharField(_("judul (Inggris)"), max_length=255, blank=True)
    intro_id = models.TextField(_("pengantar (Indonesia)"), blank=True)
    intro_en = models.TextField(_("pengantar (Inggris)"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("intro_id"),
        FieldPanel("intro_en"),
    ]

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def intro(self) -> str:
        return (self.intro_en if get_language() == "en" else "") or self.intro_id
