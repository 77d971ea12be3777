"""The thesaurus: concepts in the words of SKOS, named in Indonesian, English and Sundanese.

A law and a place are concepts with more fields, so that a work can be about them as about any other.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from library.forms import ConceptForm
from library.models.slugs import free_slug
from library.widgets import ManyOfMany


class ConceptGroup(models.Model):
    """A group of concepts that are looked through together: forms of violence, services, places (a skos:Collection)."""

    slug = models.SlugField(_("alamat"), max_length=50, primary_key=True)
    label_id = models.CharField(_("nama (Indonesia)"), max_length=250)
    label_en = models.CharField(_("nama (Inggris)"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    panels = [FieldPanel("slug"), FieldPanel("label_id"), FieldPanel("label_en"), FieldPanel("position")]

    class Meta:
        verbose_name = _("kelompok konsep")
        verbose_name_plural = pgettext_lazy("jamak", "kelompok konsep")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return (self.label_en if get_language() == "en" else "") or self.label_id


class Concept(index.Indexed, models.Model):
    """One entry of the thesaurus. `slug` is its identifier: it stands in addresses and in other people's records, and is
    never renamed.

    Of the labels, the preferred ones are shown; the alternative ones are shown as other names; the hidden ones find but
    are never printed (misspellings, words that hurt). Several stand one a line.
    """

    slug = models.SlugField(_("alamat"), max_length=250, unique=True, editable=False)
    label_id = models.CharField(_("nama (Indonesia)"), max_length=250)
    label_en = models.CharField(_("nama (Inggris)"), max_length=250, blank=True)
    label_su = models.CharField(_("nama (Sunda)"), max_length=250, blank=True)
    alternatives_id = models.TextField(
        _("nama lain (Indonesia)"), blank=True, help_text=_("Satu tiap baris.")
    )
    alternatives_en = models.TextField(_("nama lain (Inggris)"), blank=True, help_text=_("Satu tiap baris."))
    alternatives_su = models.TextField(_("nama lain (Sunda)"), blank=True, help_text=_("Satu tiap baris."))
    hidden_id = models.TextField(
        _("kata tersembunyi (Indonesia)"),
        blank=True,
        help_text=_("Ikut dicari, tidak pernah ditampilkan: salah eja, kata yang melukai. Satu tiap baris."),
    )
    hidden_en = models.TextField(_("kata tersembunyi (Inggris)"), blank=True)
    hidden_su = models.TextField(_("kata tersembunyi (Sunda)"), blank=True)
    scope_note_id = models.TextField(_("penjelasan (Indonesia)"), blank=True)
    scope_note_en = models.TextField(_("penjelasan (Inggris)"), blank=True)
    group = models.ForeignKey(
        ConceptGroup,
        verbose_name=_("kelompok"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="concepts",
    )
    notation = models.CharField(
        _("notasi"), max_length=100, blank=True, db_index=True, help_text=_("UU 23/2004; kode wilayah 3204.")
    )
    broader = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="narrower",
        verbose_name=_("konsep yang lebih luas"),
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("konsep terkait"))
    matches = models.TextField(
        _("konsep yang sama di tesaurus lain"), blank=True, help_text=_("Satu alamat tiap baris.")
    )

    label_panels = [
        MultiFieldPanel(
            [FieldPanel(f"label_{language}") for language in ("id", "en", "su")], heading=_("Nama")
        ),
        MultiFieldPanel([FieldPanel("scope_note_id"), FieldPanel("scope_note_en")], heading=_("Penjelasan")),
        MultiFieldPanel(
            [FieldPanel(f"alternatives_{language}") for language in ("id", "en", "su")],
            heading=_("Nama lain"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"hidden_{language}") for language in ("id", "en", "su")],
            heading=_("Kata tersembunyi"),
            classname="collapsed",
        ),
    ]
    place_panels = [
        MultiFieldPanel(
            [
                FieldPanel("group"),
                FieldPanel("notation"),
                FieldPanel("broader", widget=ManyOfMany),
                FieldPanel("related", widget=ManyOfMany),
                FieldPanel("matches"),
            ],
            heading=_("Letak dalam tesaurus"),
        ),
    ]
    panels = [*label_panels, *place_panels]
    base_form_class = ConceptForm
    search_fields = [
        index.SearchField("label_id", boost=2),
        index.SearchField("label_en"),
        index.SearchField("alternatives_id"),
        index.SearchField("alternatives_en"),
        index.SearchField("hidden_id"),
        index.SearchField("notation"),
        index.AutocompleteField("label_id"),
        index.AutocompleteField("label_en"),
        index.AutocompleteField("alternatives_id"),
        index.AutocompleteField("notation"),
        index.FilterField("group_id"),
    ]

    class Meta:
        verbose_name = _("konsep")
        verbose_name_plural = pgettext_lazy("jamak", "konsep")
        ordering = ["label_id"]

    def __str__(self) -> str:
        return f"{self.label} ({self.notation})" if self.notation else self.label

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or free_slug(Concept, self.label_id)
        with transaction.atomic():  # with the changes of the works that name it
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        for name in _LABEL_LISTS:
            lines = (" ".join(line.split()) for line in getattr(self, name).splitlines())
            setattr(self, name, "\n".join(dict.fromkeys(filter(None, lines))))
        for line in filter(None, map(str.strip, self.matches.splitlines())):
            if not re.fullmatch(r"https?://\S+", line):
                sentence = _("“%(line)s” bukan alamat; tulislah seperti https://contoh.org/konsep/1.")
                raise ValidationError({"matches": sentence % {"line": line[:100]}})
        if not any(letter.isalnum() for letter in self.label_id):
            raise ValidationError({"label_id": _("Konsep memerlukan nama dalam bahasa Indonesia.")})

    @property
    def label(self) -> str:
        """The name in the reader's language, or the Indonesian one."""
        return (self.label_en if get_language() == "en" else "") or self.label_id

    @property
    def scope_note(self) -> str:
        both = [self.scope_note_id, self.scope_note_en]
        return next(filter(None, reversed(both) if get_language() == "en" else both), "")

    @property
    def own(self) -> "Concept":
        """Itself as what it is: a law, a place, or a concept; without a query where they were fetched along."""
        for kind in (Law, Place):
            if isinstance(self, kind):
                return self
            try:
                return getattr(self, kind._meta.model_name)
            except kind.DoesNotExist:
                continue
        return self

    def lines(self, name: str) -> list[str]:
        """The labels of one of its lists, such as `alternatives_id`."""
        return [line for line in getattr(self, name).splitlines() if line]

    def labels(self) -> list[str]:
        """All its labels in all languages, the hidden ones too: for search, not for display."""
        lists = [label for name in _LABEL_LISTS for label in self.lines(name)]
        return list(dict.fromkeys(filter(None, [self.label_id, self.label_en, self.label_su, *lists])))


#: Fields that hold several labels, one a line.
_LABEL_LISTS = tuple(
    f"{form}_{language}" for form in ("alternatives", "hidden") for language in ("id", "en", "su")
)


class Place(Concept):
    """A place as a concept. Its notation is the code of the Ministry of Home Affairs (3204)."""

    class Level(models.TextChoices):
        """The words of `library.thesaurus.values.PlaceLevel`."""

        UNKNOWN = "", _("tidak ditentukan")
        COUNTRY = "country", _("negara")
        PROVINCE = "province", _("provinsi")
        REGION = "region", _("kawasan")
        REGENCY = "regency", _("kabupaten")
        CITY = "city", _("kota")
        DISTRICT = "district", _("kecamatan")
        VILLAGE = "village", _("desa atau kelurahan")

    level = models.CharField(_("tingkat"), max_length=20, choices=Level.choices, blank=True)

    panels = [*Concept.label_panels, FieldPanel("level"), *Concept.place_panels]

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = pgettext_lazy("jamak", "tempat")

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])


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
    issuer = models.CharField(
        _("penerbit peraturan"),
        max_length=250,
        blank=True,
        help_text=_("Untuk Permen dan Perda: kementerian, kabupaten, kota, atau provinsi."),
    )
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
            [
                FieldPanel(name)
                for name in ("kind", "number", "year", "about", "short_name", "issuer", "gazette")
            ],
            heading=_("Peraturan"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("amended_by", widget=ManyOfMany),
                FieldPanel("repealed_by", widget=ManyOfMany),
            ],
            heading=_("Keberlakuan"),
        ),
        *Concept.place_panels,
    ]
    search_fields = [
        *Concept.search_fields,
        index.SearchField("about"),
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
    ]

    class Meta:
        verbose_name = _("hukum")
        verbose_name_plural = pgettext_lazy("jamak", "hukum")

    def save(self, *args, **kwargs) -> None:
        if self.numbered and not self.notation:
            self.notation = f"{self.kind} {self.number}/{self.year}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("law", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.year is not None and not 1800 <= self.year <= 2100:
            raise ValidationError({"year": _("Tahun peraturan ditulis dengan empat angka, misalnya 2004.")})
        same = Law.objects.filter(kind=self.kind, number=self.number, year=self.year).exclude(pk=self.pk)
        if self.numbered and (other := same.first()):
            sentence = _("Peraturan ini sudah ada: “%(other)s”.")
            raise ValidationError({"number": sentence % {"other": other.label}})

    @property
    def numbered(self) -> bool:
        """Whether its kind, number and year name it and no other."""
        return bool(self.number and self.year and self.kind not in self.ISSUED_BY_MANY)

    @cached_property
    def neighbours(self) -> "Neighbours":
        """The laws that it changed or that changed it, in one query."""
        amends, repeals = Law.amended_by.through.objects, Law.repealed_by.through.objects
        from_here, to_here = {"from_law": self.pk}, {"to_law": self.pk}
        there, here = {"to_law": OuterRef("pk")}, {"from_law": OuterRef("pk")}
        hows = {
            "in_amended_by": Exists(amends.filter(**from_here, **there)),
            "in_repealed_by": Exists(repeals.filter(**from_here, **there)),
            "in_amends": Exists(amends.filter(**to_here, **here)),
            "in_repeals": Exists(repeals.filter(**to_here, **here)),
        }
        concerned = Q(*((how, True) for how in hows), _connector=Q.OR)
        laws = list(Law.objects.annotate(**hows).filter(concerned).order_by("year", "number"))
        return Neighbours(*([law for law in laws if getattr(law, how)] for how in hows))

    @property
    def citation(self) -> str:
        """The short form that lawyers write, UU 23/2004; of kinds that many bodies issue, the name that tells whose."""
        if self.numbered:
            return f"{self.kind} {self.number}/{self.year}"
        return self.notation or self.label


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The laws around one: by what it was amended and repealed, and what it amends and repeals."""

    amended_by: list[Law]
    repealed_by: list[Law]
    amends: list[Law]
    repeals: list[Law]


class AmbiguousLabel(models.Model):
    """A word that several concepts answer to, or that means something else in everyday speech: offered as a choice, never
    assumed."""

    label = models.CharField(_("kata"), max_length=250, unique=True)
    candidates = models.ManyToManyField(
        Concept, related_name="ambiguous_labels", verbose_name=_("yang mungkin dimaksud")
    )
    note_id = models.TextField(_("catatan (Indonesia)"), blank=True)
    note_en = models.TextField(_("catatan (Inggris)"), blank=True)

    panels = [
        FieldPanel("label"),
        FieldPanel("candidates", widget=ManyOfMany),
        FieldPanel("note_id"),
        FieldPanel("note_en"),
    ]

    class Meta:
        verbose_name = _("kata bermakna ganda")
        verbose_name_plural = pgettext_lazy("jamak", "kata bermakna ganda")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label
