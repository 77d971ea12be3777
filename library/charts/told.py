"""A chart in words, for a reader who does not see it: what it is, and what stands out. Pure."""

from django.utils.translation import gettext as _

from library.charts.bars import figure
from library.charts.values import Chart, Form, Series
from library.tables.notes import unbroken


def told(chart: Chart, form: Form) -> str:
    """Some sentences; the table beside the chart has all figures."""
    if chart.description:
        return chart.description
    kind = {
        Form.BARS: _("Grafik batang."),
        Form.LINES: _("Grafik garis menurut tahun."),
        Form.MULTIPLES: _("Deretan grafik garis kecil dengan skala yang sama."),
    }[form]
    sentences = [kind, *filter(None, (_series(chart, each) for each in chart.series[:8]))]
    if any(point.small for point in chart.points()):
        sentences.append(unbroken(_("Angka satu sampai empat ditulis “< 5”.")))
    sentences += noted(chart, form)
    sentences.append(_("Semua angkanya ada di tabel."))
    return " ".join(sentences)


def noted(chart: Chart, form: Form) -> list[str]:
    """What the marks at the labels of a chart mean, each label by its name: a small panel may have room for the mark
    alone."""
    broken = chart.breaks if form is not Form.BARS else []
    others = [label for label in chart.labels if chart.marks(label) and label not in broken]
    sentences = []
    if broken:
        sentence = _(
            "Garisnya terputus sebelum %(labels)s: ada catatan cara menghitung, jadi tidak dibandingkan dengan tahun sebelumnya."
        )
        sentences.append(sentence % {"labels": _listed(chart, broken)})
    if others:
        sentence = _("Ada catatan untuk %(labels)s: lihat cara menghitungnya.")
        sentences.append(sentence % {"labels": _listed(chart, others)})
    return sentences


def _listed(chart: Chart, labels: list[str]) -> str:
    """ "2015*, 2019*"."""
    return ", ".join(f"{label}{chart.marks(label)}" for label in labels)


def _series(chart: Chart, series: Series) -> str:
    known = [point for point in series.points if point.value is not None]
    if not known:
        return _("%(name)s: tidak ada data.") % {"name": series.name}
    most = max(known, key=lambda point: point.value or 0)
    least = min(known, key=lambda point: point.value or 0)
    values = {
        "name": series.name,
        "unit": chart.unit,
        "most": figure(most.value or 0),
        "most_at": most.label,
        "least": figure(least.value or 0),
        "least_at": least.label,
    }
    if len(known) == 1:
        return _("%(name)s: %(most)s (%(most_at)s).") % values
    return _("%(name)s: tertinggi %(most)s (%(most_at)s), terendah %(least)s (%(least_at)s).") % values
