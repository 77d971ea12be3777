"""Data: a table of figures, what its columns mean and how it was counted; `charts` draws it.

What a dataset reads (its one span) is the file of the table: each row is a passage. The rows themselves stand in
`Sheet`, as they were read when the file came in; what is shown, found, drawn and written out is made of them without
the small counts (`library.tables`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from library.access import public
from library.charts.pictures import size
from library.dataset_forms import MOST_SAID, DatasetForm, unfit
from library.licences import LICENCES
from library.metadata.open_graph import SharedPicture
from library.models import cards
from library.models.charts import DrawsCharts
from library.models.described import Detail, absolute
from library.models.files import File
from library.models.publications import Publication, form
from library.models.sheets import Sheet
from library.models.vocabulary import Place
from library.record import Figures, HeldFile, RecordKind, Variable
from library.tables.headline import headline
from library.tables.notes import About, Said, kind, language, signs
from library.tables.values import Column, Level, PublicTable, Role, Type
from library.tables.villages import placed

#: By the ending of the address at which they are made (`library.figures`).
_FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


class Dataset(DrawsCharts, Publication):
    """A table of figures."""

    covers_from = models.PositiveSmallIntegerField(_("tahun data pertama"), null=True, blank=True)
    covers_to = models.PositiveSmallIntegerField(_("tahun data terakhir"), null=True, blank=True)
    counted_by = models.CharField(
        _("sumber angka"),
        max_length=500,
        blank=True,
        help_text=_("Siapa yang mencatat, dan dari mana: catatan kasus, formulir, putusan."),
    )
    counted_by_en = models.CharField(_("sumber angka (Inggris)"), max_length=500, blank=True)
    counting_id = models.TextField(
        _("catatan cara menghitung (Indonesia)"),
        blank=True,
        help_text=_("Apa yang dihitung satu, kapan caranya berubah. Selalu ikut ke mana pun angkanya pergi."),
    )
    counting_en = models.TextField(_("catatan cara menghitung (Inggris)"), blank=True)

    own_fields = ("covers_from", "covers_to", "counted_by", "counted_by_en", "counting_id", "counting_en")
    edit_handler = form(
        MultiFieldPanel([FieldPanel(name) for name in own_fields], heading=_("Data")),
        InlinePanel("columns", heading=_("Kolom"), label=_("kolom")),
        InlinePanel("charts", heading=_("Grafik"), label=_("grafik")),
    )

    base_form_class = DatasetForm
    is_creatable = True
    template = "library/dataset.html"
    KIND = cards.DATASET
    record_relations = ("columns",)
    record_kind = RecordKind.DATASET

    class Meta:
        verbose_name = _("data")
        verbose_name_plural = _("data")

    first_page_is_cover = False

    def clean(self) -> None:
        super().clean()
        if self.covers_from and self.covers_to and self.covers_to < self.covers_from:
            raise ValidationError({"covers_to": _("Tahun terakhir tidak boleh mendahului tahun pertama.")})

    @property
    def counting(self) -> Said:
        """How it was counted, in the reader's language where it is there, else in the other."""
        return Said.of(self.counting_id, self.counting_en)

    @property
    def counted(self) -> Said:
        """Where the figures come from, in the reader's language where it is there, else in the other."""
        return Said.of(self.counted_by, self.counted_by_en)

    @property
    def coverage(self) -> str:
        """The years that it covers: "2015–2024", "2015", or ""."""
        return "–".join(map(str, dict.fromkeys(filter(None, [self.covers_from, self.covers_to]))))

    @property
    def amount(self) -> str:
        return (
            ngettext("%(count)d baris", "%(count)d baris", self.pages) % {"count": self.pages}
            if self.pages
            else ""
        )

    def passage_url(self, number: int) -> str:
        """The table at that row."""
        return f"{super().passage_url(number)}#b{number}"

    @property
    def download(self) -> None:
        """Nothing as it came: what goes out is written anew, with its note and without small counts."""
        return

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is published tells the rows. A draft tells nothing: Wagtail saves it by some fields of its own, with the
        columns of the draft at the object and those that readers see in the database. Raises ValidationError where the
        table is unfit for readers."""
        if not self.live or kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # Locked, so that of two datasets that are published at once only one reads the table.
            sheet = self._sheet(Sheet.objects.select_for_update(of=("self",)))
            if stopping := self.stopping():
                raise ValidationError([unfit(), *stopping[:MOST_SAID]])
            super().save(*args, **kwargs)
            if sheet is not None:
                sheet.tell_rows(self.described_columns(), figures=not self.notice_words())

    def stopping(self) -> list[str]:
        """What must be mended in its table before it is published."""
        sheet = self._sheet()
        if sheet is None:
            return []
        return [*self.told_elsewhere(sheet), *sheet.stopping(self.described_columns())]

    def told_elsewhere(self, sheet: Sheet) -> list[str]:
        """A sentence where another published dataset reads that table: its rows are passages of the file, told by what one
        dataset says of the columns."""
        others = Dataset.objects.filter(live=True, spans__file=sheet.file_id).exclude(pk=self.pk)
        sentence = gettext(
            "Tabel ini sudah dibaca oleh data “%(title)s” yang telah terbit. Satu tabel terbit sebagai satu data: batalkan dulu penerbitan data itu, atau unggah tabel lain."
        )
        return [sentence % {"title": other.title} for other in others[:1]]

    def described_columns(self) -> tuple[Column, ...]:
        """Its columns as values."""
        return self.placed(tuple(each.described() for each in self.columns.all()))

    def placed(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns, with its figures said to be of a village where its titles, its places or its file name one."""
        said = [
            self.title,
            self.subtitle,
            self.parallel_title,
            self.sheet_file.name if self.sheet_file else "",
        ]
        about = [each.concept_id for each in self.subjects.all()]
        places = list(Place.objects.filter(pk__in=about)) if about else []
        said += [label for place in places for label in (place.label_id, place.label_en, place.label_su)]
        in_village = any(place.level == Place.Level.VILLAGE for place in places)
        return placed(columns, said, in_village=in_village)

    def table(self) -> PublicTable | None:
        """Its figures as anybody may see them, without the small counts; None where there are none, and where its columns
        do not fit them."""
        sheet = self._sheet()
        columns = self.described_columns()
        if sheet is None or not columns or sheet.stopping(columns):
            return None
        return sheet.public(columns)

    def about(self) -> About:
        """What travels with its figures, in the language of the moment."""
        licence = LICENCES.get(self.licence)
        return About(
            name=self.slug,
            title=self.title,
            publisher=self.publisher,
            source=self.counted.text,
            source_language=self.counted.language,
            counting=self.counting.text,
            counting_language=self.counting.language,
            coverage=self.coverage,
            licence=self.licence,
            licence_name=str(self.get_licence_display()) if self.licence else "",
            licence_address=licence.address if licence else "",
            address=absolute(self.permanent_path),
            changed=self.permanent.changed.isoformat() if self.permanent_path else "",
        )

    def _sheet(self, among: models.QuerySet[Sheet] | None = None) -> Sheet | None:
        file = self.sheet_file
        if file is None:
            return None
        sheets = Sheet.objects.all() if among is None else among
        return sheets.select_related("file").filter(file=file).first()

    @property
    def sheet_file(self) -> File | None:
        """The file of its table."""
        return next((span.file for span in self.spans.all()), None)

    def about_words(self) -> list[str]:
        own = [self.counted_by, self.counted_by_en, self.counting_id, self.counting_en]
        columns = [
            text
            for each in self.columns.all()
            for text in (each.title_id, each.title_en, each.meaning_id, each.meaning_en)
        ]
        return [*super().about_words(), *own, *columns]

    def own_record(self) -> dict[str, Any]:
        variables = tuple(
            Variable(
                each.name,
                each.title_id,
                each.title_en,
                each.meaning_id,
                each.meaning_en,
                each.unit_id,
                each.unit_en,
                each.type,
            )
            for each in self.columns.all()
        )
        figures = Figures(
            self.covers_from or 0,
            self.covers_to or 0,
            self.counted_by,
            self.counting_id,
            self.counting_en,
            variables,
            self.pages,
        )
        return {"figures": figures, "notices": tuple(self.notice_words())}

    def _held(self) -> tuple[HeldFile, ...]:
        """Its figures in every format that is made when asked for."""
        if self.sheet_file is None:
            return ()
        return tuple(
            HeldFile(absolute(f"{self.address}data.{ending}"), media_type, 0, 0, f"{self.slug}.{ending}")
            for ending, media_type in _FORMATS.items()
        )

    def picture_to_share(self) -> SharedPicture | None:
        """Its first chart, where everybody may read it and nothing has to be said before."""
        if self.notice_words() or not self.read_by(public()):
            return None
        drawn = next(self.drawing(), None)
        if drawn is None:
            return None
        address = absolute(f"{self.address}grafik/{drawn.number}.png")
        return SharedPicture(
            address, *size(drawn.alone), gettext("Grafik: %(title)s") % {"title": drawn.chart.title}
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        table = self.table() if self.readable else None
        # What may distress is said before any figure is shown, as it is before a text opens.
        opened = not self.notice_words() or request.GET.get("lanjut") == "1"
        context["opened"] = opened
        if table is not None:
            spoken_in = language()
            context.update(
                headline=headline(table) if opened else "",
                charts=self.drawn_charts() if opened else [],
                behind=not opened,
                signs=signs(table),
                variables=[
                    {
                        "title": column.title(spoken_in),
                        "meaning": column.meaning(spoken_in),
                        "kind": kind(column),
                        "unit": column.unit(spoken_in),
                    }
                    for column in table.columns
                ],
            )
        context["about"] = self.about()
        context["downloads"] = [
            {"name": name, "url": f"{self.address}data.{ending}"}
            for name, ending in (("CSV", "csv"), ("XLSX", "xlsx"), ("Data Package", "zip"))
        ]
        return context

    def own_details(self) -> list[Detail]:
        return [
            Detail(gettext("Tahun data"), self.coverage),
            Detail(gettext("Sumber angka"), self.counted.text, language=self.counted.language),
        ]


class DataColumn(Orderable):
    """What a column of the table means. `name` is its heading in the file; `level` says of places how small they are."""

    class Type(models.TextChoices):
        TEXT = "text", _("teks")
        INTEGER = "integer", _("bilangan bulat")
        NUMBER = "number", _("bilangan pecahan")
        PERCENT = "percent", _("persen")
        YEAR = "year", _("tahun")
        PLACE = "place", _("tempat")

    class Role(models.TextChoices):
        DIMENSION = "dimension", _("pengelompok")
        MEASURE = "measure", _("angka")

    class Level(models.TextChoices):
        NONE = "", _("bukan tempat")
        PROVINCE = "province", _("provinsi")
        DISTRICT = "district", _("kabupaten atau kota")
        SUBDISTRICT = "subdistrict", _("kecamatan")
        VILLAGE = "village", _("desa atau kelurahan")

    dataset = ParentalKey(Dataset, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("judul kolom dalam berkas"), max_length=200)
    title_id = models.CharField(_("nama (Indonesia)"), max_length=200, blank=True)
    title_en = models.CharField(_("nama (Inggris)"), max_length=200, blank=True)
    meaning_id = models.CharField(_("artinya (Indonesia)"), max_length=500, blank=True)
    meaning_en = models.CharField(_("artinya (Inggris)"), max_length=500, blank=True)
    type = models.CharField(_("isinya"), max_length=10, choices=Type.choices, default=Type.TEXT)
    role = models.CharField(_("gunanya"), max_length=10, choices=Role.choices, default=Role.DIMENSION)
    level = models.CharField(_("tingkat tempat"), max_length=12, choices=Level.choices, blank=True)
    unit_id = models.CharField(_("satuan (Indonesia)"), max_length=50, blank=True)
    unit_en = models.CharField(_("satuan (Inggris)"), max_length=50, blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("title_id"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("meaning_id"), FieldPanel("meaning_en")]),
        FieldRowPanel([FieldPanel("type"), FieldPanel("role"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("unit_id"), FieldPanel("unit_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("kolom")
        verbose_name_plural = _("kolom")

    def __str__(self) -> str:
        return self.title_id or self.name

    def described(self) -> Column:
        """As a value."""
        return Column(
            self.name,
            self.title_id,
            self.title_en,
            self.meaning_id,
            self.meaning_en,
            Type(self.type),
            Role(self.role),
            Level(self.level),
            self.unit_id,
            self.unit_en,
        )
