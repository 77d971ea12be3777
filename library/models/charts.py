"""The charts that an editor chose to draw of a dataset's table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from library.charts.bars import said
from library.charts.drawing import SERIES
from library.charts.from_tables import chart_of
from library.charts.told import noted
from library.charts.values import Chart as Drawing
from library.charts.values import Form
from library.charts.whole import alone, inline


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of a dataset: its `number` among them (from 1), its form, and what is drawn."""

    number: int
    form: str
    chart: Drawing

    @property
    def inline(self) -> SafeString:
        """For a page."""
        return inline(self.chart, Form(self.form), f"grafik-{self.number}")

    @property
    def alone(self) -> str:
        """As a file of its own, with its source."""
        return alone(self.chart, Form(self.form))

    @property
    def notes(self) -> str:
        """What the marks at its years mean."""
        return " ".join(noted(self.chart, Form(self.form)))

    @property
    def figures(self) -> list[tuple[str, list[str]]]:
        """What is drawn as a table: each label with the figures of all series."""
        return [(label, [said(each.at(label)) for each in self.chart.series]) for label in self.chart.labels]


class DrawsCharts(models.Model):
    """The part of a dataset that draws: its `charts` in their order, of its public table."""

    class Meta:
        abstract = True

    def drawn_charts(self) -> list[Drawn]:
        """The charts that an editor chose, drawn from the public figures; one of which a column is gone is left out, and
        one of more series than there are signs becomes small multiples (`chart_troubles` says so)."""
        return list(self.drawing())

    def drawing(self) -> Iterator[Drawn]:
        """The same, each drawn when it is asked for."""
        table = self.table()
        if table is None:
            return
        about = self.about()
        source = about.source or ", ".join(
            filter(None, [self.publisher, str(self.year or ""), about.address])
        )
        for number, each in enumerate(self.charts.all(), 1):
            try:
                chart = chart_of(
                    table, each.title, each.across, each.measured, each.by, source=source, note=about.counting
                )
            except KeyError:
                continue
            form = Form.MULTIPLES.value if len(chart.series) > SERIES else each.form
            yield Drawn(number, form, chart)

    def chart_troubles(self) -> list[str]:
        """What an editor ought to know of the charts: those that cannot be drawn, and those drawn in another form."""
        known = {each.name for each in self.columns.all()}
        forms = {each.number: each for each in self.drawn_charts()}
        found = []
        for number, each in enumerate(self.charts.all(), 1):
            named = [each.across, *each.measured, *([each.by] if each.by else [])]
            for name in named:
                if name not in known:
                    sentence = gettext(
                        "Grafik “%(title)s” tidak digambar: kolom “%(name)s” tidak ada. Tulis judul kolom seperti dalam berkas."
                    )
                    found.append(sentence % {"title": each.title, "name": name})
            if (drawn := forms.get(number)) and drawn.form != each.form:
                sentence = gettext(
                    "Grafik “%(title)s” membandingkan %(count)d hal; lebih dari %(most)d digambar sebagai deretan kecil."
                )
                values = {"title": each.title, "count": len(drawn.chart.series), "most": SERIES}
                found.append(sentence % values)
        return found

    def drawn(self, number: int) -> Drawn | None:
        """The chart of that number (from 1)."""
        return next((each for each in self.drawn_charts() if each.number == number), None)


class Chart(Orderable):
    """A chart of the table: `measures` against `across`, and for small multiples one for each value of `by`."""

    class Form(models.TextChoices):
        BARS = "bars", _("batang")
        LINES = "lines", _("garis menurut tahun")
        MULTIPLES = "multiples", _("deretan kecil, satu untuk setiap tempat")

    dataset = ParentalKey("library.Dataset", on_delete=models.CASCADE, related_name="charts")
    form = models.CharField(_("bentuk"), max_length=10, choices=Form.choices, default=Form.BARS)
    title_id = models.CharField(_("judul (Indonesia)"), max_length=200)
    title_en = models.CharField(_("judul (Inggris)"), max_length=200, blank=True)
    across = models.CharField(_("kolom mendatar"), max_length=200, help_text=_("Judul kolom dalam berkas."))
    measures = models.CharField(
        _("kolom angka"),
        max_length=600,
        help_text=_("Judul kolom dalam berkas; beberapa dipisahkan titik koma."),
    )
    by = models.CharField(_("satu untuk setiap"), max_length=200, blank=True)

    panels = [
        FieldPanel("form"),
        FieldRowPanel([FieldPanel("title_id"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("across"), FieldPanel("measures"), FieldPanel("by")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("grafik")
        verbose_name_plural = _("grafik")

    def __str__(self) -> str:
        return self.title_id

    @property
    def measured(self) -> list[str]:
        """The names of its columns of figures."""
        return [name.strip() for name in self.measures.split(";") if name.strip()]

    @property
    def title(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title_id
