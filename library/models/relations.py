"""How publications stand to each other, said once and shown from both sides."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast
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

    Kinds follow DataCite's relation types (IsNewVersionOf, IsTranslationOf, IsDerivedFrom, IsSupplementedBy, IsPartOf, Reviews); an
    erratum is a work of its own here, and the work that it mends shows it first.
    """

    class Kind(models.TextChoices):
        NEW_VERSION = "new_version", _("versi baru dari")
        VERSION = "version", _("versi lain dari")
        TRANSLATION = "translation", _("terjemahan dari")
        BASED_ON = "based_on", _("berdasarkan")
        DATA = "data", _("memakai data dari")
        PART = "part", _("bagian dari")
        REVIEW = "review", _("ulasan atas")
        ERRATUM = "erratum", _("ralat untuk")

    #: What the other side reads.
    SEEN_FROM_THERE = {
        Kind.NEW_VERSION: _("versi yang lebih baru"),
        Kind.VERSION: _("versi lain dari"),
        Kind.TRANSLATION: _("diterjemahkan sebagai"),
        Kind.BASED_ON: _("menjadi dasar bagi"),
        Kind.DATA: _("datanya dipakai dalam"),
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


def related_works(
    publication: Any, viewer: Rule, *, preview: bool = False, alike: QuerySet | None = None
) -> list[Related]:
    """How it stands to other works that the viewer may see, from both sides, and those that are `alike` (with a `score`)
    and stand in no other way to it, in one query; drafts never. A preview shows what its editor has typed."""
    if preview:
        return [_said_here(each) for each in publication.relations.all()]
    here = _told("here", Relation.objects.filter(publication=publication.pk), "other__")
    parts = [_told("there", Relation.objects.filter(other=publication.pk), "publication__")]
    if alike is not None:
        parts.append(_told("alike", alike))
    model = (
        type(publication)._meta.get_field("relations").related_model._meta.get_field("other").related_model
    )
    said, seen_from_there, like = [], [], []
    for way, order, kind, elsewhere, url, *fields in here.union(*parts, all=True):
        other = model(**dict(zip(_FIELDS, fields, strict=True))) if fields[0] is not None else None
        if other is not None and not (other.live and viewer.sees(other)):
            continue
        if way == "here":
            words = str(Relation.Kind(kind).label)
            told = _related(kind, words, other) if other else Related(kind, words, elsewhere, url)
            said.append((order, told))
        elif way == "there" and other is not None:
            words = str(Relation.SEEN_FROM_THERE[Relation.Kind(kind)])
            seen_from_there.append((other.issued_sort, _related(f"{kind}-of", words, other)))
        elif other is not None:
            like.append((-order, _related(ALIKE, str(other.year or ""), other)))
    lines = [told for part in (said, seen_from_there, like) for _order, told in sorted(part, key=_first)]
    named = {line.url for line in lines if line.kind != ALIKE}
    return [line for line in lines if line.kind != ALIKE or line.url not in named]


#: The `kind` of a line that no editor wrote: a work that shares much with this one; its `words` are its year.
ALIKE = "alike"

#: What a line reads of the other work, and the rule asks.
_FIELDS = (
    "id",
    "title",
    "language",
    "year",
    "url_path",
    "path",
    "live",
    "access",
    "embargo_until",
    "in_hidden_issue",
    "issued_sort",
)


def _told(way: str, rows: QuerySet, work: str = "") -> QuerySet:
    """Rows as lines of one union: way, order, kind, elsewhere, its address, and the fields of the work."""
    own = ("kind", "elsewhere", "elsewhere_url")
    if work:
        rows = rows.annotate(order=Cast("sort_order", models.FloatField()))
    else:
        rows = rows.annotate(order=F("score"), **{name: Value("") for name in own})
    told = rows.order_by().annotate(way=Value(way))
    return told.values_list("way", "order", *own, *(f"{work}{name}" for name in _FIELDS))


def _first(pair: tuple[Any, Related]) -> Any:
    return pair[0] or 0


def _said_here(each: Relation) -> Related:
    if each.other is None:
        return Related(each.kind, str(each.get_kind_display()), each.elsewhere, each.elsewhere_url)
    return _related(each.kind, each.get_kind_display(), each.other)


def _related(kind: str, words: Any, other: Any) -> Related:
    return Related(kind, str(words), other.title, other.address, other.language)
