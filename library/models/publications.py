"""The common page of everything that we hold and cite, with who made it and what it reads.

Kinds (`kinds.py`) add their own fields. A publication reads an ordered list of spans of files; `/p/<id>/<n>/` and
the reader count passages in that list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http import HTTPMethod

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Greatest, Least
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager, PageQuerySet, Site
from wagtail.search import index
from wagtail.url_routing import RouteResult

from library import dates
from library.access import Access, Rule, rule_for
from library.models.files import File, Passage
from library.models.pictures import Picture
from library.models.vocabulary import Agent

#: Slugs that our own addresses use below a work, a shelf or the root.
RESERVED_SLUGS = frozenset(
    "admin agenda api baca bale bantuan berkas cari documents en gambar hukum kabar keluar oai opds opds2 orang p "
    "program sehat sitasi static teks tempat tentang topik umpan".split()
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of publication: `slug` in addresses and facets, its name and the name of many."""

    slug: str
    name: str
    plural: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication's n-th passage lies: a file, and the number of the passage in it."""

    file: File
    number: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the table on a work's page."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """The file that the public may take home; `size` in bytes."""

    url: str
    name: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover's picture; sizes in pixels."""

    url: str
    width: int
    height: int


class OwnAddresses(models.Model):
    """For all our pages: they are only read, and a slug never hides one of our own addresses."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    #: Without "password": readers have no account here and no key either, so it would open a page without its files.
    private_page_options = ["login", "groups"]

    #: What its own page reads besides its fields, fetched along with them.
    page_relations: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Finds a page below in two queries, where Wagtail goes down level by level with two for each."""
        if not path_components:
            return super().route(request, path_components)
        below = f"{self.url_path}{'/'.join(path_components)}/"
        # The slug alone is indexed.
        found = Page.objects.filter(slug=path_components[-1], url_path=below, path__startswith=self.path).first()
        if found is None:
            raise Http404
        kind = found.specific_class
        relations = getattr(kind, "page_relations", ())
        return kind._default_manager.select_related(*relations).get(pk=found.pk).route(request, [])

    def crumbs(self) -> list[dict[str, str]]:
        """The pages above it, from below the first page on, in the reader's language."""
        above = self.get_ancestors()
        if get_language() != "id":
            above = above.specific()  # what a title in another language costs
        return [{"title": getattr(page, "shown_title", page.title), "url": page.get_url()} for page in above[2:]]

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        # Wagtail asks this for slugs that it makes itself, and then goes on to the next free one.
        return slug not in RESERVED_SLUGS and Page._slug_is_available(slug, parent_page, page)

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            sentence = _("Alamat “%(slug)s” dipakai oleh situs ini sendiri. Pilih alamat lain.")
            raise ValidationError({"slug": sentence % {"slug": self.slug}})
        super().clean()


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


class Publication(OwnAddresses, Page):
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
        _("judul sejajar"), max_length=500, blank=True, help_text=_("Judul dalam bahasa yang lain, misalnya Inggris.")
    )
    language = models.CharField(_("bahasa"), max_length=3, choices=Language.choices, default=Language.INDONESIAN)
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
    source = models.CharField(_("asal berkas"), max_length=500, blank=True)
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

    #: What kinds put between the common fields.
    own_panels: list = []
    common_panels = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
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
        MultiFieldPanel([FieldPanel("access"), FieldPanel("embargo_until"), FieldPanel("licence")], heading=_("Akses")),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("tags"), FieldPanel("source")], heading=_("Lain-lain")),
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
            sentence = _("Tanggal ini tidak terbaca. Tulislah misalnya 22 September 2004, September 2004, atau 2004.")
            raise ValidationError({"issued": sentence}) from error
        self.issued, self.issued_sort, self.year = issued.edtf, issued.sort, issued.year or None
        if self.access == Access.EMBARGO and not self.embargo_until:
            raise ValidationError({"embargo_until": _("Tulislah kapan terbitan ini dibuka.")})

    # What it is called

    KIND = Kind("terbitan", _("Terbitan"), _("Terbitan"))

    @property
    def kind(self) -> Kind:
        return self.specific_class.KIND

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
        return _now("sekitar %(date)s") % {"date": text} if issued.circa else text

    @property
    def abstract(self) -> str:
        """In the reader's language where it is there, else in the other."""
        both = [self.abstract_id, self.abstract_en]
        return next(filter(None, reversed(both) if get_language() == "en" else both), "")

    #: What a card of this kind reads beyond its own fields.
    card_relations: tuple[str, ...] = ()

    @property
    def own(self) -> "Publication":
        """Itself as its own kind; without a query where it was found `for_cards`."""
        kind = self.specific_class
        return self if type(self) is kind else getattr(self, kind._meta.model_name)

    def cover_words(self) -> tuple[str, str]:
        """What stands on a cover that we draw: a title that fits, and a note below it."""
        return self.title, self.subtitle

    @property
    def short_title(self) -> str:
        return self.own.cover_words()[0]

    @property
    def cover_note(self) -> str:
        return self.own.cover_words()[1]

    #: Whether the first page of its file serves as cover where no picture was chosen.
    first_page_is_cover = True

    @property
    def shown_cover(self) -> "Cover | None":
        """The picture that an editor chose, else the first page; None where the site draws one."""
        if self.cover is not None:
            rendition = self.cover.get_rendition("width-400|format-webp")
            return Cover(rendition.url, rendition.width, rendition.height)
        file = next((file for file in self.files if file.cover), None)
        if file is None or not self.specific_class.first_page_is_cover:
            return None
        return Cover(reverse("cover", args=[file.code]), file.cover_width, file.cover_height)

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

    # What it reads

    @property
    def files(self) -> list[File]:
        return [span.file for span in self.spans.all()]

    @property
    def size(self) -> int:
        """Bytes of what can be downloaded."""
        return sum(file.copy_size or file.size for file in self.files)

    @property
    def pages(self) -> int:
        """How many passages it reads."""
        return sum(span.length for span in self.spans.all())

    def places(self) -> Iterator[Place]:
        """Where each of its passages lies, in reading order."""
        for span in self.spans.all():
            for number in range(span.first, span.end + 1):
                yield Place(span.file, number)

    def place(self, number: int) -> Place | None:
        """Where its n-th passage (from 1) lies; None beyond the last."""
        before = 0
        for span in self.spans.all():
            if 0 < number - before <= span.length:
                return Place(span.file, span.first + number - before - 1)
            before += span.length
        return None

    def passages(self) -> Iterator[tuple[int, Passage]]:
        """Its passages in reading order, each with its number in this publication."""
        before = 0
        for span in self.spans.all():
            for passage in span.file.passages.filter(number__gte=span.first, number__lte=span.end).order_by("number"):
                yield before + passage.number - span.first + 1, passage
            before += span.length

    def passages_numbered(self, numbers: list[int]) -> dict[int, Passage]:
        """Some of its passages by their number in this publication, without the words' places."""
        found: dict[int, Passage] = {}
        before = 0
        for span in self.spans.all():
            wanted = [number - before + span.first - 1 for number in numbers if 0 < number - before <= span.length]
            if wanted:
                for passage in span.file.passages.filter(number__in=wanted).defer("boxes"):
                    found[before + passage.number - span.first + 1] = passage
            before += span.length
        return found

    def number_of(self, label: str) -> int | None:
        """The passage on which `label` is printed, else the one of that number."""
        before = 0
        for span in self.spans.all():
            found = span.file.passages.filter(number__gte=span.first, number__lte=span.end, label__iexact=label).first()
            if found:
                return before + found.number - span.first + 1
            before += span.length
        return int(label) if label.isdecimal() and self.place(int(label)) else None

    # Who may see it

    def seen_by(self, rule: Rule) -> bool:
        """Whether the viewer may see its record, as it stands here."""
        return rule.sees(self)

    def read_by(self, rule: Rule) -> bool:
        """Whether the viewer may open its text and files."""
        return rule.reads(self)

    def whole_file(self) -> File | None:
        """The file that it reads from the first page to the last, which alone may be downloaded."""
        return next((span.file for span in self.spans.all() if span.whole), None)

    @property
    def download(self) -> Download | None:
        file = self.whole_file()
        if file is None or not file.copy:
            return None
        name = f"{self.slug}.pdf"
        return Download(reverse("file", args=[file.code, name]), name, file.copy_size, file.pages)

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
            crumbs=self.crumbs(),
        )
        return context

    def details(self) -> list[Detail]:
        """The table of its page: its own kind's lines between the common ones."""
        lines = [
            Detail(_now("Jenis"), str(self.kind.name)),
            Detail(_now("Pengarang"), ", ".join(agent.name for agent in self.creators)),
            Detail(_now("Penerbit"), self.publisher),
            Detail(_now("Tempat terbit"), self.published_in),
            Detail(_now("Tanggal"), self.issued_text),
            Detail(_now("Bahasa"), self.get_language_display()),
            *self.own_details(),
            Detail(_now("Lisensi"), self.get_licence_display() if self.licence else ""),
            Detail(_now("Asal"), self.source),
        ]
        return [line for line in lines if line.value]

    def own_details(self) -> list[Detail]:
        return []


class Contribution(Orderable):
    """Who did what for a publication, in the order in which they are named."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("pengarang")
        EDITOR = "editor", _("penyunting")
        TRANSLATOR = "translator", _("penerjemah")
        ILLUSTRATOR = "illustrator", _("ilustrator")
        RESEARCHER = "researcher", _("peneliti")

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="contributions")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("nama"))
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices, default=Role.AUTHOR)

    panels = [FieldPanel("agent"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("kontributor")


class Span(Orderable):
    """The stretch of a file's passages that a publication reads; without `last`, to the file's end."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="spans")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="spans", verbose_name=_("berkas"))
    first = models.PositiveIntegerField(_("dari halaman berkas"), default=1)
    last = models.PositiveIntegerField(_("sampai halaman berkas"), null=True, blank=True)

    panels = [FieldPanel("file"), FieldPanel("first"), FieldPanel("last")]

    class Meta(Orderable.Meta):
        verbose_name = _("bagian berkas")

    def clean(self) -> None:
        if self.first < 1 or (self.last is not None and self.last < self.first):
            raise ValidationError({"last": _("Halaman akhir tidak boleh mendahului halaman awal.")})

    @property
    def end(self) -> int:
        """The last passage's number in the file; before the first while the text has not been read."""
        return self.file.pages if self.last is None else min(self.last, self.file.pages)

    @property
    def length(self) -> int:
        return max(0, self.end - self.first + 1)

    @property
    def whole(self) -> bool:
        return self.first == 1 and self.last is None
