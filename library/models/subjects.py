"""What a publication is about: concepts, places and laws of the thesaurus."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from library.models.vocabulary import Concept


class Subject(Orderable):
    """One thing that a publication is about. A place and a law are concepts, so one list holds them all."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="subjects")
    concept = models.ForeignKey(
        Concept, on_delete=models.PROTECT, related_name="subjects", verbose_name=_("topik, tempat atau hukum")
    )

    panels = [FieldPanel("concept")]

    class Meta(Orderable.Meta):
        verbose_name = _("pokok bahasan")
        constraints = [
            models.UniqueConstraint(fields=["publication", "concept"], name="one_subject_a_concept"),
        ]

    def __str__(self) -> str:
        return str(self.concept)
