"""Journals and bulletins: a title, its issues, and the articles in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from library import dates, identifiers, numbering
from library.access import UNSEEN, Rule, opening, private_paths, public, rule_for
from library.forms import ArticleForm, IssueForm, TitledForm, issue_name, page_order
from library.models import cards
from library.models.contributions import Contribution
from library.models.described import Detail, absolute
from library.models.files import Passage
from library.models.publications import Publication, PublicationManager, form
from library.models.spans import Span
from library.models.two_languages import InTwoLanguages
from library.record import RecordKind, Serial
from library.spoken import spoken_day


class Periodical(InTwoLanguages):
    """A journal or a bulletin as such: what stays the same from issue to issue."""

    class Frequency(models.TextChoices):
        UNKNOWN = "", _("Tidak diketahui")
        WEEKLY = "weekly", _("mingguan")
        MONTHLY = "monthly", _("bulanan")
        BIMONTHLY = "bimonthly", _("dua bulanan")
        QUARTERLY = "quarterly", _("tiga bulanan")
        HALF_YEARLY = "half-yearly", _("dua kali setahun")
        YEARLY = "yearly", _("tahunan")
        IRREGULAR = "irregular", _("tidak tetap")

    kind_slug = models.CharField(max_length=20, editable=False, default=cards.JOURNAL.slug)
    issn_print = models.CharField(_("ISSN (cetak)"), max_length=20, blank=True)
    issn_electronic = models.CharField(_("ISSN (elektronik)"), max_length=20, blank=True)
    frequency = models.CharField(_("kala terbit"), max_length=20, choices=Frequency.choices, blank=True)
    sinta = models.PositiveSmallIntegerField(
        _("peringkat SINTA"), null=True, blank=True, choices=[(rank, f"SINTA {rank}") for rank in range(1, 7)]
    )
    publisher = models.CharField(_("penerbit"), max_length=250, blank=True)
    published_in = models.CharField(_("tempat terbit"), max_length=250, blank=True)
    language = models.CharField(
        _("bahasa"),
        max_length=3,
        choices=Publication.Language.choices,
        default=Publication.Language.INDONESIAN,
    )

    content_panels = [
        *InTwoLanguages.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "publisher",
                    "published_in",
                    "frequency",
                    "language",
                    "issn_print",
                    "issn_electronic",
                    "sinta",
                )
            ],
            heading=_("Terbitan berkala"),
        ),
    ]
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Alamat"))]

    base_form_class = TitledForm
    parent_page_types = ["library.Shelf"]
    subpage_types = ["library.Issue"]
    template = "library/periodical.html"

    class Meta:
        verbose_name = _("jurnal atau buletin")
        verbose_name_plural = _("jurnal dan buletin")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        shelved = getattr(parent.specific, "kind_slug", None)
        return super().can_create_at(parent) and shelved in {kind.slug for kind in cards.PERIODICAL_KINDS}

    def save(self, *args, **kwargs) -> None:
        parent = self.get_parent()
        shelved = getattr(parent.specific, "kind_slug", "") if parent else ""
        self.kind_slug = shelved or self.kind_slug
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        for name in ("issn_print", "issn_electronic"):
            try:
                setattr(self, name, identifiers.issn(getattr(self, name)))
            except identifiers.WrongIdentifier as error:
                sentence = _("Angka pemeriksa ISSN ini tidak cocok; periksa lagi, atau kosongkan.")
                raise ValidationError({name: sentence}) from error

    @property
    def kind(self) -> cards.Kind:
        return next((kind for kind in cards.PERIODICAL_KINDS if kind.slug == self.kind_slug), cards.JOURNAL)

    def issues(self, viewer: Rule) -> Any:
        """Its issues that the viewer may see, the newest first."""
        seen = Issue.objects.child_of(self).seen(viewer).filter(live=True)
        return seen.order_by("-position", "-issued_sort", "-path")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        issues = list(self.issues(rule_for(request)).for_cards())
        by_year: dict[int | None, list[Issue]] = {}
        for issue in issues:
            by_year.setdefault(issue.year, []).append(issue)
        context.update(
            periodical=self,
            issues=issues,
            years=list(by_year.items()),
            crumbs=self.crumbs(),
            facts=self.facts(),
            feed_url=self._feed_url(request),
        )
        return context

    def _feed_url(self, request: HttpRequest) -> str:
        """Where its feed is; "" of what is not for everybody, or has no address yet."""
        if not self.slug or self.path.startswith(private_paths(request)):
            return ""
        return reverse("feed_periodical", args=[self.get_parent().slug, self.slug])

    def facts(self) -> list[Detail]:
        """The table of its page."""
        lines = [
            Detail(gettext("Penerbit"), self.publisher),
            Detail(gettext("Tempat terbit"), self.published_in),
            Detail(gettext("Kala terbit"), str(self.get_frequency_display()) if self.frequency else ""),
            Detail(gettext("Bahasa"), str(self.get_language_display())),
            Detail(gettext("ISSN (cetak)"), self.issn_print),
            Detail(gettext("ISSN (elektronik)"), self.issn_electronic),
            Detail(gettext("Peringkat"), str(self.get_sinta_display()) if self.sinta else ""),
        ]
        return [line for line in lines if line]

    def as_serial(self) -> Serial:
        return Serial(
            title=self.title,
            issn_print=self.issn_print,
            issn_electronic=self.issn_electronic,
            address=absolute(self.get_url() or ""),
        )


#: Where an issue that was found with what its record reads has its articles that everybody may read.
_FOUND_ALONG = "articles_read"


class Issue(Publication):
    """One number of a journal or bulletin. May carry one PDF of which articles are spans, or front matter alone.

    `position` orders issues as they appeared (`library.numbering.sort_value`).
    """

    serial = models.ForeignKey(
        Periodical, null=True, editable=False, on_delete=models.SET_NULL, related_name="issues_of"
    )
    numbering = models.CharField(
        _("nomor seperti tercetak"),
        max_length=100,
        blank=True,
        help_text=_(
            "Misalnya Edisi 12, Maret 2015; Jan–Feb 2015; Vol. 3 No. 2. Jilid, nomor dan tanggal diisi dari sini."
        ),
    )
    volume = models.CharField(_("jilid (volume)"), max_length=20, blank=True)
    number = models.CharField(_("nomor"), max_length=20, blank=True)
    theme = models.CharField(_("tema"), max_length=250, blank=True)
    position = models.BigIntegerField(default=0, editable=False, db_index=True)

    objects = PublicationManager()

    edit_handler = form(
        MultiFieldPanel(
            [FieldPanel(name) for name in ("numbering", "volume", "number", "theme")], heading=_("Edisi")
        ),
        own_first=True,  # it is called by its number
    )

    base_form_class = IssueForm
    _around: "Around | None" = None
    is_creatable = True
    parent_page_types = ["library.Periodical"]
    subpage_types = ["library.Article"]
    template = "library/issue.html"
    card_relations = ("serial",)
    page_relations = (*Publication.page_relations, "serial")
    KIND = cards.JOURNAL

    class Meta:
        verbose_name = _("edisi")
        verbose_name_plural = pgettext_lazy("jamak", "edisi")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super(Publication, cls).can_create_at(parent)

    def save(self, *args, **kwargs) -> None:
        self.serial = self._above(Periodical) or self.serial
        if kwargs.get("clean", True):
            self.check_closed_pages(self.spans.all())
        super().save(*args, **kwargs)

    def clean(self) -> None:
        read = numbering.read(self.numbering)
        too_long = max(len(read.volume), len(read.number)) > 20
        if (self.numbering.strip() and not read) or too_long:
            sentence = _(
                "Nomor ini tidak terbaca. Tulislah misalnya Edisi 12, Maret 2015, atau Vol. 3 No. 2."
            )
            raise ValidationError({"numbering": sentence})
        if not self.title.strip():
            raise ValidationError({"numbering": _("Isi nomor seperti tercetak, atau judulnya.")})
        self.volume, self.number = self.volume or read.volume, self.number or read.number
        self.issued = self.issued or read.issued.edtf
        super().clean()
        self.position = numbering.sort_value(self.volume, self.number, dates.read(self.issued))

    def check_closed_pages(self, spans: Iterable[Span]) -> None:
        """Raises `ValidationError` if it opens pages (`spans`, as it is going to read them) of an article of its own that is
        closed. The other side of `Article.check_closed_pages`."""
        if self.pk is None:
            return
        closed = [each for each in Article.objects.filter(host=self).live() if opening(each) > opening(self)]
        for article in closed:
            if any(span.meets(theirs) for span in spans for theirs in article.spans.all()):
                sentence = _(
                    "Artikel “%(title)s” tertutup, padahal halamannya ada dalam berkas edisi ini. Tutup juga edisi ini, atau ganti berkasnya."
                )
                raise ValidationError({"access": sentence % {"title": article.title}})

    # What it is

    @classmethod
    def recorded_along(cls, way: str) -> list[str | models.Prefetch]:
        read = Article.objects.read(public()).filter(live=True)
        return [models.Prefetch(f"{way}__articles_of", read, to_attr=_FOUND_ALONG)]

    @property
    def own_kind(self) -> cards.Kind:
        return self.serial.kind if self.serial else self.KIND

    @property
    def record_kind(self) -> RecordKind:
        return _as_record(self.serial, RecordKind.JOURNAL_ISSUE, RecordKind.BULLETIN_ISSUE)

    @property
    def hidden(self) -> bool:
        """Whether nobody outside sees it, and so none of its articles either."""
        return not self.live or self.access in UNSEEN

    @property
    def number_text(self) -> str:
        """How the issue is called in a list of them."""
        return self.numbering or issue_name(self.volume, self.number, self.issued) or self.title

    def cover_words(self) -> tuple[str, str]:
        return (self.serial.shown_title if self.serial else self.title), self.number_text

    def names(self) -> list[str]:
        """Also as people write it: "jurnal sapa vol 3 no 2", "buletin maret 2015"."""
        numbers = [f"Vol. {self.volume}" if self.volume else "", f"No. {self.number}" if self.number else ""]
        called = " ".join(
            filter(None, [self.serial.title if self.serial else "", str(self.kind.name), *numbers])
        )
        return [*super().names(), called, self.numbering, self.theme, self.issued_text]

    # What is in it

    def around(self, viewer: Rule) -> "Around":
        """Its articles and the issues of its serial that the viewer may see, in one query; asked once."""
        if self._around is None and self.pk is None:
            return Around([], [])
        if self._around is None:
            seen = Publication.objects.seen(viewer).filter(live=True)
            here = Q(article__host=self.pk) | Q(issue__serial=self.serial_id, issue__serial__isnull=False)
            found = [each.own for each in seen.filter(here).select_related("issue", "article")]
            articles = [each for each in found if isinstance(each, Article)]
            for article in articles:
                article.host = self
            issues = [each for each in found if isinstance(each, Issue)]
            self._around = Around(
                sorted(articles, key=lambda each: (each.position, each.path)),
                sorted(issues, key=lambda each: (each.position, each.issued_sort, each.path)),
            )
        return self._around

    def contents(self, viewer: Rule) -> "list[tuple[str, list[Article]]]":
        """Its table of contents: articles under their rubrics, a rubric again where it comes again."""
        return [
            (rubric, list(those))
            for rubric, those in groupby(self.around(viewer).articles, key=lambda article: article.rubric)
        ]

    def neighbours(self, viewer: Rule) -> "tuple[Issue | None, Issue | None]":
        """The issues before and after it, as they appeared."""
        issues = self.around(viewer).issues
        at = next((place for place, each in enumerate(issues) if each.pk == self.pk), None)
        if at is None:
            return None, None
        return (issues[at - 1] if at else None), (issues[at + 1] if at + 1 < len(issues) else None)

    def passages_to_find(self, viewer: Rule) -> Iterator[tuple[int, Passage]]:
        """Its passages but for those that an article holds, which are found there: one printed page is found once."""
        held: set[tuple[int, int]] = set()
        for article in self._readable_articles(viewer):
            held.update((place.file.pk, place.number) for place in article.places())
        return (
            (number, passage)
            for number, passage in self.passages()
            if (passage.file_id, passage.number) not in held
        )

    def notice_words(self) -> list[str]:
        """Also those of its articles: their pages are among its own."""
        if self._around:
            articles = self._around.articles
        elif _FOUND_ALONG in self.__dict__:
            articles = self.__dict__[_FOUND_ALONG]
        else:
            articles = list(self._readable_articles(public())) if self.pk else []
        return list(
            dict.fromkeys(
                [*self.content_notices, *(word for each in articles for word in each.content_notices)]
            )
        )

    def holders(self, viewer: Rule) -> "list[Publication]":
        theirs = {span.file_id for span in self.spans.all()}
        return [self] + [
            article
            for article in self._readable_articles(viewer)
            if any(span.file_id in theirs for span in article.spans.all())
        ]

    def _readable_articles(self, viewer: Rule) -> "list[Article]":
        found = Article.objects.filter(host=self).read(viewer).filter(live=True)
        return list(found.order_by("position", "path").prefetch_related("spans__file"))

    # Its page

    def fetch(self, viewer: Rule) -> None:
        who = Prefetch("contributions", Contribution.objects.select_related("agent"))
        models.prefetch_related_objects([self, *self.around(viewer).articles], who)
        super().fetch(viewer)

    def get_context(self, request, *args, **kwargs):
        viewer = rule_for(request)
        context = super().get_context(request, *args, **kwargs)
        before, after = self.neighbours(viewer)
        context.update(toc=self.contents(viewer), issue_before=before, issue_after=after)
        return context

    def own_details(self) -> list[Detail]:
        serial = self.serial
        return [
            Detail(
                gettext("Terbitan berkala"),
                serial.shown_title if serial else "",
                (serial.get_url() or "") if serial else "",
            ),
            Detail(gettext("Jilid"), self.volume),
            Detail(gettext("Nomor"), self.number),
            Detail(gettext("Tema"), self.theme),
            *(_issn(serial) if serial else ()),
        ]

    def own_record(self) -> dict[str, Any]:
        serial = self.serial
        return {
            "serial": _serial(serial, self),
            "publisher": self.publisher or (serial.publisher if serial else ""),
            "place": self.published_in or (serial.published_in if serial else ""),
        }


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an issue: its articles in the order of their pages, and the issues of its serial in theirs."""

    articles: "list[Article]"
    issues: list[Issue]


class Article(Publication):
    """One contribution in an issue: a file of its own, or a stretch of the issue's.

    `position` orders articles by their first printed page (`library.forms.page_order`).
    """

    host = models.ForeignKey(
        Issue, null=True, editable=False, on_delete=models.SET_NULL, related_name="articles_of"
    )
    rubric = models.CharField(
        _("rubrik"), max_length=100, blank=True, help_text=_("Misalnya Laporan Utama, Sosok, Resensi.")
    )
    first_page = models.CharField(
        _("halaman pertama"), max_length=20, blank=True, help_text=_("Seperti tercetak: 12, atau iv.")
    )
    last_page = models.CharField(_("halaman terakhir"), max_length=20, blank=True)
    received = models.DateField(_("naskah diterima"), null=True, blank=True)
    accepted = models.DateField(_("naskah disetujui"), null=True, blank=True)
    position = models.IntegerField(default=0, editable=False, db_index=True)

    objects = PublicationManager()

    edit_handler = form(
        MultiFieldPanel(
            [FieldPanel(name) for name in ("rubric", "first_page", "last_page", "received", "accepted")],
            heading=_("Artikel"),
        )
    )

    base_form_class = ArticleForm
    is_creatable = True
    parent_page_types = ["library.Issue"]
    template = "library/article.html"
    card_relations = ("host__serial",)
    page_relations = (*Publication.page_relations, "host__serial", "host__permanent", "host__cover")
    KIND = cards.JOURNAL
    first_page_is_cover = False  # its first page is a page of text; its issue has the cover
    private_page_options: list[str] = []  # its pages may stand open in its issue

    class Meta:
        verbose_name = _("artikel")
        verbose_name_plural = pgettext_lazy("jamak", "artikel")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super(Publication, cls).can_create_at(parent)

    def save(self, *args, **kwargs) -> None:
        self.host = self._above(Issue) or self.host
        as_published = Issue.objects.filter(pk=self.host.pk).first() if self.host else None
        self.in_hidden_issue = as_published is not None and as_published.hidden  # whatever a draft remembers
        if kwargs.get("clean", True):
            self.check_closed_pages(self.spans.all())
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        first, last = page_order(self.first_page), page_order(self.last_page)
        if self.last_page and not self.first_page:
            raise ValidationError({"first_page": _("Isi juga halaman pertamanya.")})
        if self.last_page and last < first:
            raise ValidationError(
                {"last_page": _("Halaman terakhir tidak boleh mendahului halaman pertama.")}
            )
        self.position = first
        if not self.issued and (host := self._above(Issue) or self.host):
            self.issued_sort, self.year = host.issued_sort, host.year

    def check_closed_pages(self, spans: Iterable[Span]) -> None:
        """Raises `ValidationError` if it is closed while its pages (`spans`, as it is going to read them) stand open in
        its issue: the reader of one reads the other. Not part of `clean`, which does not know yet what a form says of
        its files."""
        host = self._above(Issue) or self.host
        if host is None or not host.live or opening(self) <= opening(host):
            return
        if any(span.meets(theirs) for span in spans for theirs in host.spans.all()):
            sentence = _(
                "Halaman artikel ini juga terbuka lewat edisinya. Tutup edisinya atau ganti berkas edisi lebih dulu."
            )
            raise ValidationError({"access": sentence})

    # What it is

    @property
    def own_kind(self) -> cards.Kind:
        return self.host.own_kind if self.host else self.KIND

    @property
    def serial(self) -> Periodical | None:
        return self.host.serial if self.host else None

    @property
    def record_kind(self) -> RecordKind:
        return _as_record(self.serial, RecordKind.JOURNAL_ARTICLE, RecordKind.BULLETIN_ARTICLE)

    @property
    def pages_text(self) -> str:
        """ "12–19", "12" or ""."""
        if not self.last_page or self.last_page == self.first_page:
            return self.first_page
        return f"{self.first_page}–{self.last_page}"

    @property
    def issued_text(self) -> str:
        return super().issued_text or (self.host.issued_text if self.host else "")

    def cover_words(self) -> tuple[str, str]:
        return self.title, f"{self.serial.shown_title}, {self.host.number_text}" if self.serial else ""

    def names(self) -> list[str]:
        return [*super().names(), self.serial.title if self.serial else "", self.rubric]

    # Its page

    def fetch(self, viewer: Rule) -> None:
        # Its issue lends it its cover.
        spans = Prefetch("spans", Span.objects.select_related("file"))
        models.prefetch_related_objects(list(filter(None, [self, self.host])), spans)
        super().fetch(viewer)

    def get_context(self, request, *args, **kwargs):
        viewer = rule_for(request)
        context = super().get_context(request, *args, **kwargs)
        beside = self.host.around(viewer).articles if self.host else []
        at = next((index for index, each in enumerate(beside) if each.pk == self.pk), None)
        context.update(
            article_before=beside[at - 1] if at else None,
            article_after=beside[at + 1] if at is not None and at + 1 < len(beside) else None,
        )
        return context

    def own_details(self) -> list[Detail]:
        serial, host = self.serial, self.host
        return [
            Detail(
                gettext("Dimuat dalam"),
                parts=((serial.shown_title, serial.get_url() or ""), (host.number_text, host.address))
                if serial and host
                else (),
            ),
            Detail(gettext("Rubrik"), self.rubric),
            Detail(gettext("Halaman"), self.pages_text),
            *(_issn(serial) if serial else ()),
            Detail(gettext("Naskah diterima"), spoken_day(self.received)),
            Detail(gettext("Naskah disetujui"), spoken_day(self.accepted)),
        ]

    def own_record(self) -> dict[str, Any]:
        host, serial = self.host, self.serial
        return {
            "serial": _serial(serial, host),
            "issued": dates.read(self.issued or (host.issued if host else "")),
            "publisher": self.publisher
            or (host.publisher if host else "")
            or (serial.publisher if serial else ""),
            "place": self.published_in or (serial.published_in if serial else ""),
            "rubric": self.rubric,
            "first_page": self.first_page,
            "last_page": self.last_page or self.first_page,
        }


def _as_record(serial: Periodical | None, in_journal: RecordKind, in_bulletin: RecordKind) -> RecordKind:
    return in_bulletin if serial and serial.kind_slug == cards.BULLETIN.slug else in_journal


def _serial(serial: Periodical | None, issue: Issue | None) -> Serial:
    if serial is None or issue is None:
        return Serial()
    return replace(
        serial.as_serial(),
        volume=issue.volume,
        number=issue.number,
        issue_title=issue.theme or issue.title,
        issue_address=absolute(issue.address),
    )


def _issn(serial: Periodical) -> tuple[Detail, ...]:
    return (
        Detail(gettext("ISSN (cetak)"), serial.issn_print),
        Detail(gettext("ISSN (elektronik)"), serial.issn_electronic),
    )
