"""The words that describe what we hold: people and organisations, and the concepts of the thesaurus.

A law and a place are concepts with more fields, so that a work can be about them as about any other.
"""

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index


class Agent(index.Indexed, models.Model):
    """A person or an organisation, by the name as it is printed."""

    class Kind(models.TextChoices):
        PERSON = "person", _("orang")
        ORGANISATION = "organisation", _("lembaga")

    name = models.CharField(_("nama"), max_length=250, help_text=_("Seperti tercetak, tanpa gelar."))
    slug = models.SlugField(_("alamat"), max_length=250, unique=True, editable=False)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind.choices, default=Kind.PERSON)

    panels = [FieldPanel("name"), FieldPanel("kind")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("orang atau lembaga")
        verbose_name_plural = _("orang dan lembaga")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or free_slug(Agent, self.name)
        with transaction.atomic():  # with the changes of the works that name it
            super().save(*args, **kwargs)


class Concept(index.Indexed, models.Model):
    """One entry of the thesaurus, named in both languages."""

    slug = models.SlugField(_("alamat"), max_length=250, unique=True, editable=False)
    label_id = models.CharField(_("nama (Indonesia)"), max_length=250)
    label_en = models.CharField(_("nama (Inggris)"), max_length=250, blank=True)
    scope_note_id = models.TextField(_("penjelasan (Indonesia)"), blank=True)
    scope_note_en = models.TextField(_("penjelasan (Inggris)"), blank=True)

    label_panels = [
        MultiFieldPanel([FieldPanel("label_id"), FieldPanel("label_en")], heading=_("Nama")),
        MultiFieldPanel([FieldPanel("scope_note_id"), FieldPanel("scope_note_en")], heading=_("Penjelasan")),
    ]
    panels = label_panels
    search_fields = [
        index.SearchField("label_id"),
        index.SearchField("label_en"),
        index.AutocompleteField("label_id"),
        index.AutocompleteField("label_en"),
    ]

    class Meta:
        verbose_name = _("konsep")
        verbose_name_plural = pgettext_lazy("jamak", "konsep")
        ordering = ["label_id"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or free_slug(Concept, self.label_id)
        with transaction.atomic():  # with the changes of the works that name it
            super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name in the reader's language, or the Indonesian one."""
        return (self.label_en if get_language() == "en" else "") or self.label_id


class Place(Concept):
    """A place as a concept: a province, a regency or city, a district, a village."""

    code = models.CharField(_("kode wilayah"), max_length=20, blank=True, help_text=_("Kode Kemendagri."))

    panels = [*Concept.label_panels, FieldPanel("code")]

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = pgettext_lazy("jamak", "tempat")


class Law(Concept):
    """A law or regulation as a concept: works are about it, and a Regulation publication is its text."""

    class Kind(models.TextChoices):
        UU = "UU", _("Undang-Undang")
        PERPPU = "Perppu", _("Peraturan Pemerintah Pengganti Undang-Undang")
        PP = "PP", _("Peraturan Pemerintah")
        PERPRES = "Perpres", _("Peraturan Presiden")
        KEPPRES = "Keppres", _("Keputusan Presiden")
        PERMEN = "Permen", _("Peraturan Menteri")
        PERMA = "Perma", _("Peraturan Mahkamah Agung")
        PERDA = "Perda", _("Peraturan Daerah")
        OTHER = "lainnya", _("Peraturan lain")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("Berlaku")
        AMENDED = "amended", _("Berlaku, dengan perubahan")
        REPEALED = "repealed", _("Dicabut")
        UNKNOWN = "", _("Belum diketahui")

    #: Kinds whose number and year two bodies may both have given.
    ISSUED_BY_MANY = frozenset({Kind.PERMEN, Kind.PERDA, Kind.OTHER})

    kind = models.CharField(_("jenis peraturan"), max_length=20, choices=Kind.choices, default=Kind.UU)
    number = models.CharField(_("nomor"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)
    about = models.CharField(_("tentang"), max_length=500, blank=True)
    short_name = models.CharField(_("sebutan"), max_length=100, blank=True, help_text=_("Misalnya UU PKDRT."))
    gazette = models.CharField(_("lembaran negara"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, blank=True)
    amended_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="amends", verbose_name=_("diubah oleh")
    )
    repealed_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="repeals", verbose_name=_("dicabut oleh")
    )

    panels = [
        *Concept.label_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("kind", "number", "year", "about", "short_name", "gazette")],
            heading=_("Peraturan"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("amended_by"), FieldPanel("repealed_by")],
            heading=_("Keberlakuan"),
        ),
    ]

    class Meta:
        verbose_name = _("hukum")
        verbose_name_plural = pgettext_lazy("jamak", "hukum")

    @property
    def citation(self) -> str:
        """The short form that lawyers write, UU 23/2004; of kinds that many bodies issue, the name that tells whose."""
        numbered = self.number and self.year and self.kind not in self.ISSUED_BY_MANY
        return f"{self.kind} {self.number}/{self.year}" if numbered else self.label


def free_slug(model: type[models.Model], text: str) -> str:
    """A slug made from `text` that no other row of `model` has."""
    stem = slugify(text)[:200] or "tanpa-nama"
    slug, number = stem, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
