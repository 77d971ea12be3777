"""The common page of everything that we hold and cite, with who made it and what it reads.

Kinds (`kinds.py`) add their own fields. A publication reads an ordered list of spans of files; `/p/<id>/<n>/` and
the reader count passages in that list.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Greatest, Least
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet, Site
from wagtail.search import index

from library import dates
from library.access import Access, Rule, rule_for
from library.models.addresses import OwnAddresses
from library.models.cards import ShownAsCard
from library.models.contributions import Contribution
from library.models.files import File
from library.models.pictures import Picture
from library.models.spans import ReadsSpans, Span
from library.models.vocabulary import Agent


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the table on a work's page."""

    label: str
    value: str
    url: str = ""


def _shown_with() -> list[models.Prefetch]:
    """Who made a publication and what it reads, in a query each."""
    return [
        models.Prefetch("contributions", Contribution.objects.select_related("agent")),
        models.Prefetch("spans", Span.objects.select_related("file")),
    ]


class PublicationQuerySet(PageQuerySet):
    def seen(self, rule: Rule) -> "PublicationQuerySet":
        """Those whose record the viewer may see."""
        return self.filter(rule.seen())

    def read(self, rule: Rule) -> "PublicationQuerySet":
        """Those whose text and files the viewer may open."""
        return self.filter(rule.read())

    def at(self, request: HttpRequest, below: str) -> "PublicationQuerySet":
        """The one whose address is `below` the root of the site that was asked, without the language."""
        site = Site.find_for_request(request)
        roots = [root.root_path for root in Site.get_site_root_paths() if site and root.site_id == site.pk]
        slug = below.rstrip("/").rpartition("/")[2]  # which alone is indexed
        return self.filter(slug=slug, url_path__in=[f"{root}{below}" for root in roots])

    def for_cards(self) -> "PublicationQuerySet":
        """With all that a card shows, in a fixed number of queries."""
        own = [
            "__".join([kind._meta.model_name, relation]) if relation else kind._meta.model_name
            for kind in Publication.__subclasses__()
            for relation in kind.card_relations or ("",)
        ]
        return self.select_related("cover", *own).prefetch_related(*_shown_with(), "cover__renditions")

    def newest(self) -> "PublicationQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def passages_counted(self) -> int:
        """How many passages they read, in one query."""
        end = models.Case(
            models.When(last__isnull=True, then=models.F("file__pages")), default=Least("last", "file__pages")
        )
        length = Greatest(end - models.F("first") + 1, 0, output_field=models.IntegerField())
        spans = Span.objects.filter(publication__in=self.order_by().values("pk"))
        return spans.aggregate(all=models.Sum(length))["all"] or 0

    def reading(self, file: File) -> "PublicationQuerySet":
        """Those of which some passage lies in `file`."""
        return self.filter(spans__file=file).distinct()


PublicationManager = PageManager.from_queryset(PublicationQuerySet)


class TaggedPublication(TaggedItemBase):
    content_object = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="tagged_items")


class Publication(ShownAsCard, ReadsSpans, OwnAddresses, Page):
    """Anything we hold and cite. A title is the only thing that a draft needs."""

    class Language(models.TextChoices):
        INDONESIAN = "id", _("Indonesia")
        ENGLISH = "en", _("Inggris")
        SUNDANESE = "su", _("Sunda")
        JAVANESE = "jv", _("Jawa")
        OTHER = "mul", _("Bahasa lain atau beberapa bahasa")

    class Licence(models.TextChoices):
        UNKNOWN = "", _("Belum ditetapkan")
        PUBLIC_DOMAIN = "public-domain", _("Domain publik (tanpa hak cipta)")
        CC_BY = "cc-by-4.0", _("CC BY 4.0")
        CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
        CC_BY_NC = "cc-by-nc-4.0", _("CC BY-NC 4.0")
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", _("CC BY-NC-ND 4.0")
        RIGHTS_RESERVED = "all-rights-reserved", _("Hak cipta dilindungi")

    subtitle = models.CharField(_("anak judul"), max_length=500, blank=True)
    parallel_title = models.CharField(
        _("judul sejajar"),
        max_length=500,
        blank=True,
        help_text=_("Judul dalam bahasa yang lain, misalnya Inggris."),
    )
    language = models.CharField(
        _("bahasa"), max_length=3, choices=Language.choices, default=Language.INDONESIAN
    )
    issued = models.CharField(
        _("tanggal terbit"),
        max_length=30,
        blank=True,
        help_text=_("Setepat yang diketahui: 22 September 2004, September 2004, 2004, sekitar 2004."),
    )
    issued_sort = models.PositiveIntegerField(default=0, editable=False, db_index=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True, editable=False, db_index=True)
    publisher = models.CharField(_("penerbit"), max_length=250, blank=True)
    published_in = models.CharField(_("tempat terbit"), max_length=250, blank=True)
    abstract_id = models.TextField(_("ringkasan (Indonesia)"), blank=True)
    abstract_en = models.TextField(_("ringkasan (Inggris)"), blank=True)
    licence = models.CharField(_("lisensi"), max_length=30, choices=Licence.choices, blank=True)
    access = models.CharField(_("akses"), max_length=10, choices=Access.choices, default=Access.OPEN)
    embargo_until = models.DateField(_("dibuka pada"), null=True, blank=True)
    source = models.CharField(_("sumber berkas"), max_length=500, blank=True)
    cover = models.ForeignKey(
        Picture,
        verbose_name=_("sampul"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Boleh kosong: halaman pertama berkas dipakai sebagai sampul."),
    )
    tags = ClusterTaggableManager(through=TaggedPublication, blank=True, verbose_name=_("tag"))

    objects = PublicationManager()
    page_relations = ("permanent", "cover")

    common_panels = [
        MultiFieldPanel(
            [
                TitleFieldPanel("title"),
                FieldPanel("subtitle"),
                FieldPanel("parallel_title"),
                FieldPanel("language"),
                FieldPanel("issued"),
                FieldPanel("publisher"),
                FieldPanel("published_in"),
            ],
            heading=_("Terbitan"),
        ),
        InlinePanel("contributions", heading=_("Pengarang dan kontributor"), label=_("kontributor")),
        InlinePanel(
            "spans",
            heading=_("Berkas"),
            label=_("berkas"),
            help_text=_("Unggah berkas baru lewat menu Unggah PDF; di sini dipilih berkas yang sudah ada."),
        ),
        MultiFieldPanel([FieldPanel("abstract_id"), FieldPanel("abstract_en")], heading=_("Ringkasan")),
        MultiFieldPanel(
            [FieldPanel("access"), FieldPanel("embargo_until"), FieldPanel("licence")], heading=_("Akses")
        ),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("tags"), FieldPanel("source")], heading=_("Lain-lain")
        ),
    ]
    content_panels = common_panels
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Alamat"))]

    search_fields = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("parallel_title"),
        index.FilterField("year"),
        index.FilterField("language"),
        index.FilterField("access"),
    ]

    is_creatable = False
    parent_page_types = ["library.Shelf"]
    subpage_types: list[str] = []
    template = "library/publication.html"

    class Meta:
        verbose_name = _("terbitan")
        verbose_name_plural = _("terbitan")

    def clean(self) -> None:
        super().clean()
        try:
            issued = dates.read(self.issued)
        except dates.UnreadableDate as error:
            sentence = _(
                "Tanggal ini tidak terbaca. Tulislah misalnya 22 September 2004, September 2004, atau 2004."
            )
            raise ValidationError({"issued": sentence}) from error
        self.issued, self.issued_sort, self.year = issued.edtf, issued.sort, issued.year or None
        if self.access == Access.EMBARGO and not self.embargo_until:
            raise ValidationError({"embargo_until": _("Isi tanggal terbitan ini dibuka.")})

    # What it is called

    @cached_property
    def creators(self) -> list[Agent]:
        """Who made it, in order; where nobody is named, nobody."""
        return [contribution.agent for contribution in self.contributions.all()]

    @property
    def issued_text(self) -> str:
        """The date of issue in the reader's language, as precise as it is known."""
        issued = dates.read(self.issued)
        if not issued.year:
            return ""
        if issued.day:
            text = date_format(date(issued.year, issued.month, issued.day), "j F Y")
        elif issued.month:
            text = date_format(date(issued.year, issued.month, 1), "F Y")
        else:
            text = str(issued.year)
        return gettext("sekitar %(date)s") % {"date": text} if issued.circa else text

    @property
    def abstract(self) -> str:
        """In the reader's language where it is there, else in the other."""
        both = [self.abstract_id, self.abstract_en]
        return next(filter(None, reversed(both) if get_language() == "en" else both), "")

    def names(self) -> list[str]:
        """All that it is called by, for search: its titles, who made it; kinds add theirs."""
        return [self.title, self.subtitle, self.parallel_title, *(agent.name for agent in self.creators)]

    # Where it is

    @property
    def address(self) -> str:
        """Its own page, in the reader's language."""
        return self.get_url() or ""

    @property
    def permanent_path(self) -> str:
        return reverse("permanent", args=[self.permanent.code])

    @property
    def read_url(self) -> str:
        return f"{self.address}baca/1/"

    @property
    def search_url(self) -> str:
        return f"{self.address}cari/"

    def passage_url(self, number: int) -> str:
        return f"{self.address}baca/{number}/"

    # Who may see it

    def seen_by(self, rule: Rule) -> bool:
        """Whether the viewer may see its record, as it stands here."""
        return rule.sees(self)

    def read_by(self, rule: Rule) -> bool:
        """Whether the viewer may open its text and files."""
        return rule.reads(self)

    # Its page

    def serve(self, request, *args, **kwargs):
        if not self.seen_by(rule_for(request)):
            raise Http404
        models.prefetch_related_objects([self], *_shown_with(), "cover__renditions")
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # A preview shows the work as an editor sees it, though it has not been saved yet.
        readable = getattr(request, "is_preview", False) or self.read_by(rule_for(request))
        self.readable = readable and self.pages > 0
        context.update(
            publication=self,
            details=self.details(),
            passages_total=self.pages,
            cite=self.citation(),
            crumbs=self.crumbs(),
        )
        return context

    def details(self) -> list[Detail]:
        """The table of its page: its own kind's lines between the common ones."""
        lines = [
            Detail(gettext("Jenis"), str(self.kind.name)),
            Detail(gettext("Pengarang"), ", ".join(agent.name for agent in self.creators)),
            Detail(gettext("Penerbit"), self.publisher),
            Detail(gettext("Tempat terbit"), self.published_in),
            Detail(gettext("Tanggal"), self.issued_text),
            Detail(gettext("Bahasa"), self.get_language_display()),
            *self.own_details(),
            Detail(gettext("Lisensi"), self.get_licence_display() if self.licence else ""),
            Detail(gettext("Sumber"), self.source),
        ]
        return [line for line in lines if line.value]

    def citation(self, place: str = "", number: int | None = None) -> str:
        """A plain reference for a footnote: to the work, or to one passage (`place` is how it is called)."""
        who = ", ".join(agent.name for agent in self.creators) or self.publisher
        parts = [f"{who} ({self.year})" if self.year else who, self.title, place]
        address = f"{settings.BASE_URL}{self.permanent_path}{f'{number}/' if number else ''}"
        return ". ".join(part for part in parts if part.strip()) + f". {address}"

    def own_details(self) -> list[Detail]:
        return []
