"""The kinds of publication that stand on a shelf by themselves, each with its own fields, form and page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from library import identifiers
from library.models import cards
from library.models.datasets import Dataset
from library.models.described import Detail
from library.models.files import File
from library.models.films import Film
from library.models.publications import Publication, form
from library.models.spans import Download
from library.models.vocabulary import Law
from library.record import RecordKind, Statute


class Monograph(Publication):
    """What books and pocket books share. NGO books often have no ISBN, so nothing here is required."""

    isbn = models.CharField(_("ISBN (cetak)"), max_length=40, blank=True)
    isbn_electronic = models.CharField(_("ISBN (elektronik)"), max_length=40, blank=True)
    edition = models.CharField(_("edisi"), max_length=100, blank=True)
    volume = models.CharField(_("jilid"), max_length=50, blank=True)
    extent = models.CharField(
        _("jumlah halaman tercetak"), max_length=50, blank=True, help_text=_("Misalnya xii + 96.")
    )
    dimensions = models.CharField(_("ukuran"), max_length=50, blank=True, help_text=_("Misalnya 14 × 21 cm."))
    ddc = models.CharField(_("nomor klasifikasi (DDC)"), max_length=30, blank=True)
    call_number = models.CharField(_("nomor panggil"), max_length=50, blank=True)

    own_fields = (
        "isbn",
        "isbn_electronic",
        "edition",
        "volume",
        "extent",
        "dimensions",
        "ddc",
        "call_number",
    )
    search_fields = [*Publication.search_fields, index.SearchField("isbn")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for name in ("isbn", "isbn_electronic"):
            try:
                setattr(self, name, identifiers.isbn(getattr(self, name)))
            except identifiers.WrongIdentifier as error:
                sentence = _("Angka pemeriksa ISBN ini tidak cocok; periksa lagi, atau kosongkan.")
                raise ValidationError({name: sentence}) from error

    def names(self) -> list[str]:
        return [*super().names(), self.isbn, self.isbn_electronic, self.series]

    def own_details(self) -> list[Detail]:
        return [
            Detail(gettext("ISBN"), self.isbn),
            Detail(gettext("ISBN elektronik"), self.isbn_electronic),
            Detail(gettext("Edisi"), self.edition),
            Detail(gettext("Jilid"), self.volume),
            Detail(gettext("Tebal"), self.extent),
            Detail(gettext("Ukuran"), self.dimensions),
            Detail(gettext("Nomor klasifikasi"), self.ddc),
            Detail(gettext("Nomor panggil"), self.call_number),
        ]

    def own_record(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.own_fields}


class Book(Monograph):
    """A book."""

    edit_handler = form(
        MultiFieldPanel([FieldPanel(name) for name in Monograph.own_fields], heading=_("Buku"))
    )

    is_creatable = True
    template = "library/book.html"
    KIND = cards.BOOK
    record_kind = RecordKind.BOOK

    class Meta:
        verbose_name = _("buku")
        verbose_name_plural = _("buku")


class PocketBook(Monograph):
    """A pocket book: small, for one purpose and one kind of reader, often printed again by others."""

    print_file = models.ForeignKey(
        File,
        verbose_name=_("berkas siap cetak"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="printed_as",
        help_text=_("Berkas untuk percetakan, misalnya A6 dengan garis potong. Boleh kosong."),
    )

    edit_handler = form(
        MultiFieldPanel(
            [*(FieldPanel(name) for name in Monograph.own_fields), FieldPanel("print_file")],
            heading=_("Buku saku"),
        )
    )

    is_creatable = True
    template = "library/pocket_book.html"
    page_relations = (*Publication.page_relations, "print_file")
    KIND = cards.POCKET_BOOK
    record_kind = RecordKind.POCKET_BOOK

    class Meta:
        verbose_name = _("buku saku")
        verbose_name_plural = _("buku saku")

    @property
    def print_download(self) -> Download | None:
        """The file for the printer, once it has a copy that may go out."""
        file = self.print_file
        if file is None or not file.copy:
            return None
        name = f"{self.slug}-cetak.pdf"
        return Download(reverse("file", args=[file.code, name]), name, file.copy_size, file.pages)


class Study(Publication):
    """A study: what was asked, how it was found out, and with whom."""

    class Genre(models.TextChoices):
        STUDY = "studi", _("Studi")
        RESEARCH = "riset", _("Riset")
        REVIEW = "kajian", _("Kajian")
        LESSONS = "pembelajaran", _("Pembelajaran")

    genre = models.CharField(_("jenis studi"), max_length=20, choices=Genre.choices, default=Genre.STUDY)
    report_number = models.CharField(_("nomor laporan"), max_length=100, blank=True)
    commissioned_by = models.CharField(_("atas permintaan"), max_length=250, blank=True)
    method = models.TextField(_("metode"), blank=True)
    fieldwork = models.CharField(
        _("masa pengumpulan data"), max_length=100, blank=True, help_text=_("Misalnya Maret–Agustus 2022.")
    )
    location = models.CharField(_("lokasi"), max_length=250, blank=True)
    sample = models.TextField(_("sampel atau narasumber"), blank=True)
    ethics = models.TextField(_("catatan etik"), blank=True)
    data_availability = models.TextField(_("ketersediaan data"), blank=True)

    own_fields = (
        "genre",
        "report_number",
        "commissioned_by",
        "method",
        "fieldwork",
        "location",
        "sample",
        "ethics",
        "data_availability",
    )
    edit_handler = form(MultiFieldPanel([FieldPanel(name) for name in own_fields], heading=_("Studi")))

    is_creatable = True
    template = "library/study.html"
    KIND = cards.STUDY
    record_kind = RecordKind.STUDY

    class Meta:
        verbose_name = _("studi")
        verbose_name_plural = _("studi")

    def names(self) -> list[str]:
        return [*super().names(), self.report_number, self.commissioned_by]

    def own_details(self) -> list[Detail]:
        return [
            Detail(gettext("Jenis studi"), str(self.get_genre_display())),
            Detail(gettext("Nomor laporan"), self.report_number),
            Detail(gettext("Atas permintaan"), self.commissioned_by),
        ]

    def conduct(self) -> list[Detail]:
        """How it was done: what a researcher looks at before trusting it."""
        lines = [
            Detail(gettext("Metode"), self.method),
            Detail(gettext("Masa pengumpulan data"), self.fieldwork),
            Detail(gettext("Lokasi"), self.location),
            Detail(gettext("Sampel atau narasumber"), self.sample),
            Detail(gettext("Catatan etik"), self.ethics),
            Detail(gettext("Ketersediaan data"), self.data_availability),
        ]
        return [line for line in lines if line]

    def own_record(self) -> dict[str, Any]:
        own = ("genre", "report_number", "commissioned_by", "method")
        return {name: getattr(self, name) for name in own}


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

    edit_handler = form(MultiFieldPanel([FieldPanel("law")], heading=_("Peraturan")))

    is_creatable = True
    template = "library/regulation.html"
    KIND = cards.REGULATION
    record_kind = RecordKind.REGULATION

    class Meta:
        verbose_name = _("peraturan")
        verbose_name_plural = _("peraturan")

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
        around = law.neighbours
        return [
            Detail(gettext("Nomor"), law.citation, law.get_absolute_url()),
            Detail(gettext("Sebutan"), law.short_name),
            Detail(gettext("Tentang"), law.about),
            Detail(gettext("Penerbit peraturan"), law.issuer),
            Detail(gettext("Lembaran negara"), law.gazette),
            Detail(gettext("Status"), str(law.get_status_display()) if law.status else ""),
            Detail(gettext("Diubah oleh"), parts=_cited(around.amended_by)),
            Detail(gettext("Dicabut oleh"), parts=_cited(around.repealed_by)),
            Detail(gettext("Mengubah"), parts=_cited(around.amends)),
            Detail(gettext("Mencabut"), parts=_cited(around.repeals)),
        ]

    def own_record(self) -> dict[str, Any]:
        law = self.law
        if law is None:
            return {}
        return {
            "statute": Statute(
                law.kind,
                law.number,
                law.year or 0,
                law.about,
                law.short_name,
                law.issuer,
                law.gazette,
                law.status,
                law.citation,
            )
        }


def _cited(laws: Any) -> tuple[tuple[str, str], ...]:
    return tuple((law.citation, law.get_absolute_url()) for law in laws)


#: What stands directly on the shelf of a kind.
SHELVED: dict[str, type[Publication]] = {
    kind.KIND.slug: kind for kind in (Book, PocketBook, Study, Film, Dataset, Regulation)
}
