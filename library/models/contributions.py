"""Who made a publication."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from library import record
from library.models.agents import Agent


class Contribution(Orderable):
    """Who did what for a publication, in the order in which they are named."""

    class Role(models.TextChoices):
        AUTHOR = record.Role.AUTHOR, _("pengarang")
        EDITOR = record.Role.EDITOR, _("penyunting")
        TRANSLATOR = record.Role.TRANSLATOR, _("penerjemah")
        ILLUSTRATOR = record.Role.ILLUSTRATOR, _("ilustrator")
        RESEARCHER = record.Role.RESEARCHER, _("peneliti")
        DIRECTOR = record.Role.DIRECTOR, _("sutradara")
        PRODUCER = record.Role.PRODUCER, _("produser")
        CONTRIBUTOR = record.Role.CONTRIBUTOR, _("kontributor")

    #: Those whose names stand under the title.
    CREATORS = frozenset({Role.AUTHOR, Role.RESEARCHER, Role.DIRECTOR})

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="contributions")
    agent = models.ForeignKey(
        Agent, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("nama")
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices, default=Role.AUTHOR)

    panels = [FieldPanel("agent"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("kontributor")

    def __str__(self) -> str:
        return f"{self.agent} ({self.get_role_display()})"
