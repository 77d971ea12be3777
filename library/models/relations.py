"""How publications stand to each other, said once and shown from both sides."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from library.access import Rule


@dataclass(frozen=True, slots=True)
class Related:
    """One line of "related works": how the other stands to this one, and where it is. `kind` is of `Relation.Kind`, with
    `-of` behind it where the other side said it."""

    kind: str
    words: str
    title: str
    url: str
    language: str = ""


class Relation(Orderable):
    """This publication is `kind` of `other`. An `other` that we do not hold is named in words.

    Kinds follow DataCite's relation types (IsNewVersionOf, IsTranslationOf, IsDerivedFrom, IsPartOf, Reviews); an
    erratum is a work of its own here, and the work that it mends shows it first.
    """

    class Kind(models.TextChoices):
        NEW_VERSION = "new_version", _("versi baru dari")
        VERSION = "version", _("versi lain dari")
        TRANSLATION = "translation", _("terjemahan dari")
        BASED_ON = "based_on", _("berdasarkan")
        PART = "part", _("bagian dari")
        REVIEW = "review", _("ulasan atas")
        ERRATUM = "erratum", _("ralat untuk")

    #: What the other side reads.
    SEEN_FROM_THERE = {
        Kind.NEW_VERSION: _("versi yang lebih baru"),
        Kind.VERSION: _("versi lain dari"),
        Kind.TRANSLATION: _("diterjemahkan sebagai"),
        Kind.BASED_ON: _("menjadi dasar bagi"),
        Kind.PART: _("memuat"),
        Kind.REVIEW: _("diulas dalam"),
        Kind.ERRATUM: _("ralat"),
    }

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("hubungan"), max_length=20, choices=Kind.choices, default=Kind.BASED_ON)
    other = models.ForeignKey(
        "library.Publication",
        verbose_name=_("terbitan lain"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="related_from",
    )
    elsewhere = models.CharField(
        _("terbitan di luar koleksi"), max_length=500, blank=True, help_text=_("Judul dan tahunnya.")
    )
    elsewhere_url = models.URLField(_("alamatnya"), blank=True, max_length=500)

    panels = [
        FieldPanel("kind"),
        PageChooserPanel("other", "library.Publication"),
        FieldPanel("elsewhere"),
        FieldPanel("elsewhere_url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("terbitan terkait")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other or self.elsewhere}"

    def clean(self) -> None:
        super().clean()
        if self.other_id is None and not self.elsewhere.strip():
            raise ValidationError(
                {"other": _("Pilih terbitannya, atau tulis judulnya bila di luar koleksi.")}
            )


def related_works(publication: Any, viewer: Rule, *, preview: bool = False) -> list[Related]:
    """How it stands to other works that the viewer may see, from both sides, in one query; drafts never. A
    preview shows what its editor has typed."""
    if preview:
        return [_said_here(each) for each in publication.relations.all()]
    found, there = [], []
    either = Relation.objects.filter(models.Q(publication=publication.pk) | models.Q(other=publication.pk))
    for each in either.select_related("publication", "other"):
        if each.publication_id == publication.pk:
            if each.other is None or (each.other.live and viewer.sees(each.other)):
                found.append(_said_here(each))
        elif each.publication.live and viewer.sees(each.publication):
            kind = Relation.Kind(each.kind)
            other = each.publication
            there.append((other.issued_sort, _related(f"{kind}-of", Relation.SEEN_FROM_THERE[kind], other)))
    return found + [related for _when, related in sorted(there, key=lambda pair: pair[0])]


def _said_here(each: Relation) -> Related:
    if each.other is None:
        return Related(each.kind, str(each.get_kind_display()), each.elsewhere, each.elsewhere_url)
    return _related(each.kind, each.get_kind_display(), each.other)


def _related(kind: str, words: Any, other: Any) -> Related:
    return Related(kind, str(words), other.title, other.address, other.language)
