"""The kinds of publication that are read, each with its own fields, form and page."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from library.models.cards import Kind
from library.models.publications import Detail, Publication
from library.models.vocabulary import Law


class Book(Publication):
    """A book. NGO books often have no ISBN, so nothing here is required."""

    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    edition = models.CharField(_("edisi"), max_length=100, blank=True)
    series = models.CharField(_("seri"), max_length=250, blank=True)
    extent = models.CharField(
        _("jumlah halaman tercetak"), max_length=50, blank=True, help_text=_("Misalnya xii + 96.")
    )

    content_panels = [
        *Publication.common_panels[:1],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("isbn", "edition", "series", "extent")], heading=_("Buku")
        ),
        *Publication.common_panels[1:],
    ]
    search_fields = [*Publication.search_fields, index.SearchField("isbn")]

    is_creatable = True
    template = "library/book.html"
    KIND = Kind("buku", _("Buku"), pgettext_lazy("jamak", "Buku"))

    class Meta:
        verbose_name = _("buku")
        verbose_name_plural = pgettext_lazy("jamak", "buku")

    def own_details(self) -> list[Detail]:
        return [
            Detail(gettext("ISBN"), self.isbn),
            Detail(gettext("Edisi"), self.edition),
            Detail(gettext("Seri"), self.series),
            Detail(gettext("Tebal"), self.extent),
        ]


class Regulation(Publication):
    """The text of a law; what is known of the law itself stands in the vocabulary, once."""

    law = models.ForeignKey(
        Law,
        verbose_name=_("hukum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="texts",
        help_text=_("Entri hukum untuk teks ini."),
    )

    content_panels = [
        *Publication.common_panels[:1],
        MultiFieldPanel([FieldPanel("law")], heading=_("Peraturan")),
        *Publication.common_panels[1:],
    ]

    is_creatable = True
    template = "library/regulation.html"
    KIND = Kind("peraturan", _("Peraturan"), pgettext_lazy("jamak", "Peraturan"))

    class Meta:
        verbose_name = _("peraturan")
        verbose_name_plural = pgettext_lazy("jamak", "peraturan")

    card_relations = ("law",)
    page_relations = (*Publication.page_relations, "law")
    first_page_is_cover = False  # a statute has no cover: its first page is a page of text

    def cover_words(self) -> tuple[str, str]:
        """UU 23/2004, with what it is about below."""
        return (self.law.citation, self.law.about) if self.law else super().cover_words()

    def names(self) -> list[str]:
        law = [self.law.citation, self.law.short_name] if self.law else []
        return [*super().names(), *law]

    def own_details(self) -> list[Detail]:
        law = self.law
        if law is None:
            return []
        # Its page names them twice.
        models.prefetch_related_objects([law], "amended_by", "repealed_by", "amends", "repeals")
        return [
            Detail(gettext("Nomor"), law.citation),
            Detail(gettext("Sebutan"), law.short_name),
            Detail(gettext("Tentang"), law.about),
            Detail(gettext("Lembaran negara"), law.gazette),
            Detail(gettext("Status"), law.get_status_display() if law.status else ""),
            Detail(gettext("Diubah oleh"), ", ".join(other.citation for other in law.amended_by.all())),
            Detail(gettext("Dicabut oleh"), ", ".join(other.citation for other in law.repealed_by.all())),
            Detail(gettext("Mengubah"), ", ".join(other.citation for other in law.amends.all())),
            Detail(gettext("Mencabut"), ", ".join(other.citation for other in law.repeals.all())),
        ]


#: All kinds, in the order in which readers meet them.
KINDS: tuple[type[Publication], ...] = (Book, Regulation)
