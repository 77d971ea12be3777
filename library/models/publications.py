"""The common page of everything that we hold and cite, with who made it, what it is about and what it reads.

Kinds (`kinds.py`, `periodicals.py`) add their own fields. A publication reads an ordered list of spans of files;
`/p/<id>/<n>/` and the reader count passages in that list.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from library import dates, identifiers
from library.access import Access, Rule, rule_for
from library.exports import addresses
from library.fields import ChoiceList
from library.forms import PublicationForm
from library.head import Head, head
from library.house import house_name
from library.licences import LICENCES
from library.metadata.open_graph import SharedPicture
from library.models.addresses import OwnAddresses
from library.models.cards import ShownAsCard
from library.models.described import DescribesItself, Detail, absolute
from library.models.likeness import alike
from library.models.pictures import Picture
from library.models.querysets import PublicationQuerySet, kinds_of, shown_with
from library.models.relations import ALIKE, related_works
from library.models.spans import ReadsSpans
from library.models.subjects import Subject
from library.notices import Audience, Notice
from library.record import Record
from library.references import references

__all__ = ["Detail", "Publication", "PublicationManager", "TaggedPublication"]

#: What stands above all else on a work's page: that it was replaced, or mended.
_SHOWN_FIRST = frozenset({"new_version-of", "erratum-of"})

PublicationManager = PageManager.from_queryset(PublicationQuerySet)


class TaggedPublication(TaggedItemBase):
    content_object = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="tagged_items")


def form(*own: object, own_first: bool = False) -> TabbedInterface:
    """The form of a kind: the common fields, with its own after the first group, or (`own_first`) before it."""
    panels = [*own, *Publication.first_panels] if own_first else [*Publication.first_panels, *own]
    return TabbedInterface(
        [
            ObjectList([*panels, *Publication.text_panels], heading=_("Terbitan")),
            ObjectList(Publication.subject_panels, heading=_("Pokok bahasan")),
            ObjectList(Publication.access_panels, heading=_("Akses dan keamanan")),
            ObjectList(Publication.other_panels, heading=_("Kaitan dan lain-lain")),
            ObjectList(
                Publication.settings_panels, heading=_("Jadwal")
            ),  # which Wagtail shows beside the form
        ]
    )


class Publication(DescribesItself, ShownAsCard, ReadsSpans, OwnAddresses, Page):
    """Anything we hold and cite. A title is the only thing that a draft needs."""

    class Language(models.TextChoices):
        INDONESIAN = "id", _("Indonesia")
        ENGLISH = "en", _("Inggris")
        SUNDANESE = "su", _("Sunda")
        JAVANESE = "jv", _("Jawa")
        OTHER = "mul", _("Bahasa lain atau beberapa bahasa")

    class Licence(models.TextChoices):
        """The keys of `library.licences`, as an editor chooses them."""

        UNKNOWN = "", _("Belum ditetapkan")
        PUBLIC_DOMAIN = "public-domain", _("Domain publik (tanpa hak cipta)")
        CC_BY = "cc-by-4.0", LICENCES["cc-by-4.0"].name_id
        CC_BY_SA = "cc-by-sa-4.0", LICENCES["cc-by-sa-4.0"].name_id
        CC_BY_NC = "cc-by-nc-4.0", LICENCES["cc-by-nc-4.0"].name_id
        CC_BY_NC_SA = "cc-by-nc-sa-4.0", LICENCES["cc-by-nc-sa-4.0"].name_id
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", LICENCES["cc-by-nc-nd-4.0"].name_id
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
    series = models.CharField(_("seri"), max_length=250, blank=True)
    series_number = models.CharField(_("nomor dalam seri"), max_length=50, blank=True)
    doi = models.CharField(_("DOI"), max_length=250, blank=True)
    abstract_id = models.TextField(_("ringkasan (Indonesia)"), blank=True)
    abstract_en = models.TextField(_("ringkasan (Inggris)"), blank=True)
    summary_id = models.TextField(
        _("dengan kata sederhana (Indonesia)"),
        blank=True,
        help_text=_("Beberapa kalimat tanpa istilah, untuk siapa saja."),
    )
    summary_en = models.TextField(_("dengan kata sederhana (Inggris)"), blank=True)
    audience = ChoiceList(_("untuk siapa"), options=Audience.choices)
    licence = models.CharField(_("lisensi"), max_length=30, choices=Licence.choices, blank=True)
    rights_holder = models.CharField(_("pemegang hak"), max_length=250, blank=True)
    funder = models.CharField(_("pendana"), max_length=250, blank=True)
    access = models.CharField(_("akses"), max_length=10, choices=Access.choices, default=Access.OPEN)
    embargo_until = models.DateField(_("dibuka pada"), null=True, blank=True)
    in_hidden_issue = models.BooleanField(default=False, editable=False)
    withdrawal = models.CharField(
        _("keterangan penarikan"),
        max_length=500,
        blank=True,
        help_text=_("Boleh kosong. Tampil di alamat tetapnya; jangan sebut orang."),
    )
    content_notices = ChoiceList(
        _("peringatan isi"), options=Notice.choices, help_text=_("Tampil sebelum teksnya dibuka.")
    )
    anonymity_checked = models.DateField(
        _("pemeriksaan penyamaran pada"),
        null=True,
        blank=True,
        help_text=_(
            "Nama, umur, desa, sekolah, tempat kerja, tanggal, susunan keluarga, angka kecil per desa."
        ),
    )
    anonymity_checked_by = models.CharField(_("diperiksa oleh"), max_length=250, blank=True)
    errata = models.TextField(
        _("ralat"), blank=True, help_text=_("Kesalahan yang sudah diketahui; tampil paling atas.")
    )
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

    first_panels = [
        MultiFieldPanel(
            [
                TitleFieldPanel("title", placeholder=False),
                FieldPanel("subtitle"),
                FieldPanel("parallel_title"),
                FieldPanel("language"),
                FieldPanel("issued"),
                FieldPanel("publisher"),
                FieldPanel("published_in"),
                FieldPanel("series"),
                FieldPanel("series_number"),
                FieldPanel("doi"),
            ],
            heading=_("Terbitan"),
        ),
    ]
    text_panels = [
        InlinePanel("contributions", heading=_("Pengarang dan kontributor"), label=_("kontributor")),
        InlinePanel(
            "spans",
            heading=_("Berkas"),
            label=_("berkas"),
            help_text=_("Unggah berkas baru lewat menu Unggah PDF; di sini dipilih berkas yang sudah ada."),
        ),
        MultiFieldPanel([FieldPanel("abstract_id"), FieldPanel("abstract_en")], heading=_("Ringkasan")),
        MultiFieldPanel(
            [FieldPanel("summary_id"), FieldPanel("summary_en")], heading=_("Dengan kata sederhana")
        ),
    ]
    subject_panels = [
        MultipleChooserPanel(
            "subjects",
            chooser_field_name="concept",
            heading=_("Topik, tempat dan hukum"),
            label=_("topik, tempat atau hukum"),
            help_text=_("Pilih konsep yang paling sempit yang cocok; beberapa boleh digabung."),
        ),
        FieldPanel("tags"),
        FieldPanel("audience"),
    ]
    access_panels = [
        MultiFieldPanel(
            [
                FieldPanel("access"),
                FieldPanel(
                    "embargo_until", help_text=_("Untuk terbitan yang tertutup sampai tanggal tertentu.")
                ),
                FieldPanel("withdrawal"),
            ],
            heading=_("Akses"),
        ),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("rights_holder"), FieldPanel("funder")], heading=_("Hak")
        ),
        MultiFieldPanel(
            [
                FieldPanel("content_notices"),
                FieldPanel("anonymity_checked"),
                FieldPanel("anonymity_checked_by"),
            ],
            heading=_("Keamanan orang"),
        ),
    ]
    other_panels = [
        FieldPanel("errata"),
        InlinePanel("relations", heading=_("Terbitan terkait"), label=_("terbitan terkait")),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("source")], heading=_("Lain-lain")),
        MultiFieldPanel([FieldPanel("slug")], heading=_("Alamat")),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("parallel_title"),
        index.FilterField("year"),
        index.FilterField("language"),
        index.FilterField("access"),
    ]

    base_form_class = PublicationForm
    is_creatable = False
    parent_page_types = ["library.Shelf"]
    subpage_types: list[str] = []
    template = "library/publication.html"

    class Meta:
        verbose_name = _("terbitan")
        verbose_name_plural = _("terbitan")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A shelf takes its own kind alone."""
        shelved = getattr(parent.specific, "kind_slug", None)
        return super().can_create_at(parent) and shelved in {None, cls.KIND.slug}

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
        if not any(letter.isalnum() for letter in self.title):
            raise ValidationError({"title": _("Tulislah judulnya.")})
        try:
            self.doi = identifiers.doi(self.doi)
        except identifiers.WrongIdentifier as error:
            sentence = _("Ini bukan DOI. DOI tampak seperti 10.1234/abcd; bila tidak ada, kosongkan.")
            raise ValidationError({"doi": sentence}) from error
        if self.access == Access.EMBARGO and not self.embargo_until:
            raise ValidationError({"embargo_until": _("Isi tanggal terbitan ini dibuka.")})
        if self.anonymity_checked_by and not self.anonymity_checked:
            raise ValidationError({"anonymity_checked": _("Isi tanggal pemeriksaannya.")})

    # Where it is

    @property
    def address(self) -> str:
        """Its own page, in the reader's language."""
        return self.get_url() or ""

    @property
    def permanent_path(self) -> str:
        """Its permanent address; "" in the preview of a work that was never saved."""
        return reverse("permanent", args=[self.permanent.code]) if hasattr(self, "permanent") else ""

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

    def route(self, request, path_components):
        """Also to one that is not published, which may have left a tombstone."""
        return RouteResult(self) if not path_components else super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        if not self.live or not self.seen_by(rule_for(request)):
            if self.permanent.was_public:
                return render(request, "library/withdrawn.html", {"tombstone": self.permanent}, status=410)
            raise Http404
        self.fetch(rule_for(request))
        answer = super().serve(request, *args, **kwargs)
        answer.headers["Link"] = answer.context_data["head"].links
        return answer

    def _head(self, request, record: Record, crumbs: list[dict[str, str]]) -> Head:
        cover = self.shown_cover
        return head(
            record,
            language=get_language() or "id",
            site_name=house_name(request),
            site_address=absolute("/"),
            crumbs=[
                *((crumb["title"], absolute(crumb["url"])) for crumb in crumbs),
                (self.title, record.address),
            ],
            alternates=[(name, absolute(url), media) for name, url, media in addresses(self.address)],
            cover_size=(cover.width, cover.height) if cover else None,
            picture=None if cover else self.picture_to_share(),
        )

    def picture_to_share(self) -> SharedPicture | None:
        """What the public may see of it where its address is passed on, and where it has no cover."""
        return None

    def fetch(self, viewer: Rule) -> None:
        """Fetch along what its page shows, in few queries; kinds that show their neighbours know better ways."""
        cover = [] if self.chosen_cover else ["cover__renditions"]
        models.prefetch_related_objects([self], *shown_with(), *self.told_with(), *cover)

    @staticmethod
    def told_with() -> list[models.Prefetch]:
        """What its record and its page read beyond what a card shows."""
        subjects = Subject.objects.select_related("concept__law", "concept__place")
        return [
            models.Prefetch("subjects", subjects),
            models.Prefetch("tagged_items", TaggedPublication.objects.select_related("tag")),
        ]

    @staticmethod
    def recorded_with() -> list[models.Prefetch | str]:
        """What the records of works of all kinds read beyond what cards show, in a query for each."""
        own = [each for kind in kinds_of(Publication) for each in kind.recorded_along(kind._meta.model_name)]
        return [*Publication.told_with(), *own]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # A preview shows the work as an editor sees it, though it has not been saved yet.
        preview, viewer = getattr(request, "is_preview", False), rule_for(request)
        self.readable = (preview or self.read_by(viewer)) and self.opens
        works = Publication.objects.seen(viewer).filter(live=True)
        related = related_works(self, viewer, preview=preview, alike=None if preview else alike(self, works))
        crumbs = self.crumbs()
        record = self.whole_record(files=self.readable)
        context.update(
            head=self._head(request, record, crumbs),
            publication=self,
            details=self.details(),
            passages_total=self.pages,
            crumbs=crumbs,
            related=[each for each in related if each.kind not in {ALIKE, *_SHOWN_FIRST}],
            alike=[each for each in related if each.kind == ALIKE],
            newer=[each for each in related if each.kind == "new_version-of"],
            corrections=[each for each in related if each.kind == "erratum-of"],
            references=references(record, get_language() or "id"),
            exports=addresses(self.address),
            contents=list(self.table_of_contents()) if self.readable else [],
        )
        return context
