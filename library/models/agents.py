"""People and organisations that make works, by the name as it is printed."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from library import identifiers, names
from library.models.slugs import free_slug
from library.names import Name, NameKind


class AgentQuerySet(QuerySet):
    def current(self) -> "AgentQuerySet":
        """Without those that were joined to another."""
        return self.filter(merged_into=None)

    def called(self, name: str) -> "AgentQuerySet":
        """Those whose printed name, or one of whose variants, is exactly this."""
        line = Q(variants=name) | Q(variants__startswith=f"{name}\n")
        line |= Q(variants__endswith=f"\n{name}") | Q(variants__contains=f"\n{name}\n")
        return self.current().filter(Q(name=name) | line)


class Agent(index.Indexed, models.Model):
    """A person or an organisation. A pen name is a name like any other: nothing here links it to a legal one.

    `family` and `given` stay empty until a person has decided them (see `library.names`).
    """

    class Kind(models.TextChoices):
        UNKNOWN = NameKind.UNKNOWN, _("orang, susunan namanya belum diperiksa")
        MONONYM = NameKind.MONONYM, _("orang dengan satu nama")
        NO_FAMILY_NAME = NameKind.NO_FAMILY_NAME, _("orang tanpa nama keluarga")
        FAMILY_NAME = NameKind.FAMILY_NAME, _("orang dengan nama keluarga atau marga")
        ORGANISATION = NameKind.ORGANISATION, _("lembaga")

    name = models.CharField(_("nama"), max_length=250, help_text=_("Seperti tercetak, tanpa gelar."))
    slug = models.SlugField(_("alamat"), max_length=250, unique=True, editable=False)
    kind = models.CharField(
        _("susunan nama"), max_length=20, choices=Kind.choices, default=Kind.UNKNOWN, db_index=True
    )
    titles = models.CharField(
        _("gelar"),
        max_length=250,
        blank=True,
        help_text=_("Disimpan terpisah dan tidak pernah ikut dalam sitasi."),
    )
    family = models.CharField(
        _("nama keluarga untuk sitasi"),
        max_length=250,
        blank=True,
        help_text=_("Hanya bila pemilik nama atau terbitannya memakainya begitu. Bila ragu, kosongkan."),
    )
    given = models.CharField(_("nama depan untuk sitasi"), max_length=250, blank=True)
    filing = models.CharField(
        _("bentuk tajuk"),
        max_length=250,
        blank=True,
        help_text=_("Kosongkan untuk mengikuti kaidah: unsur pertama, atau marga bila ada."),
    )
    sort_name = models.CharField(max_length=250, editable=False, db_index=True, default="")
    variants = models.TextField(
        _("bentuk lain nama ini"),
        blank=True,
        help_text=_("Satu bentuk tiap baris: ejaan lain, singkatan, nama dalam bahasa lain."),
    )
    about_id = models.TextField(_("tentang (Indonesia)"), blank=True)
    about_en = models.TextField(_("tentang (Inggris)"), blank=True)
    website = models.URLField(_("situs"), blank=True)
    orcid = models.CharField(_("ORCID"), max_length=40, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="merged"
    )

    objects = AgentQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("titles"), FieldPanel("kind")], heading=_("Nama")),
        MultiFieldPanel(
            [FieldPanel("family"), FieldPanel("given"), FieldPanel("filing"), FieldPanel("variants")],
            heading=_("Bentuk nama"),
        ),
        MultiFieldPanel(
            [FieldPanel("about_id"), FieldPanel("about_en"), FieldPanel("website"), FieldPanel("orcid")],
            heading=_("Tentang"),
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("variants"),
        index.AutocompleteField("name"),
        index.AutocompleteField("variants"),
        index.FilterField("merged_into_id"),
    ]

    class Meta:
        verbose_name = _("orang atau lembaga")
        verbose_name_plural = pgettext_lazy("jamak", "orang dan lembaga")
        ordering = ["sort_name", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or free_slug(Agent, self.name)
        self.sort_name = names.sort_key(self.as_name)[:250]
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "slug", "sort_name"}
        with transaction.atomic():  # with the changes of the works that name it
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("agent", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self.name, self.titles = " ".join(self.name.split()), " ".join(self.titles.split())
        if not any(letter.isalnum() for letter in self.name):
            raise ValidationError({"name": _("Tulislah nama seperti tercetak.")})
        try:
            self.orcid = identifiers.orcid(self.orcid)
        except identifiers.WrongIdentifier as error:
            sentence = _("ORCID terdiri dari 16 angka dengan angka pemeriksa yang cocok; periksa lagi.")
            raise ValidationError({"orcid": sentence}) from error
        if (self.family or self.given) and self.kind in {self.Kind.MONONYM, self.Kind.ORGANISATION}:
            sentence = _("Nama ini tidak memiliki bagian keluarga; kosongkan, atau ubah susunan namanya.")
            raise ValidationError({"family": sentence})
        if self.website and urlsplit(self.website).scheme not in {"http", "https"}:
            raise ValidationError({"website": _("Alamat situs dimulai dengan https://.")})

    @property
    def as_name(self) -> Name:
        """The name as a plain value."""
        return Name(
            self.name,
            NameKind(self.kind),
            titles=self.titles,
            family=self.family,
            given=self.given,
            filing=self.filing,
            variants=tuple(filter(None, map(str.strip, self.variants.splitlines()))),
        )

    @property
    def filing_form(self) -> str:
        """The form under which a catalogue files it."""
        return names.filing_form(self.as_name)

    @property
    def is_organisation(self) -> bool:
        return self.kind == self.Kind.ORGANISATION

    @property
    def about(self) -> str:
        """In the reader's language where it is there, else in the other."""
        both = [self.about_id, self.about_en]
        return next(filter(None, reversed(both) if get_language() == "en" else both), "")
