"""A chart in words, for a reader who does not see it: what it is, and what stands out. Pure."""

from django.utils.translation import gettext as _

from library.charts.bars import figure
from library.charts.values import Chart, Form, Series


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
        sentences.append(_("Angka satu sampai empat ditulis “< 5”."))
    sentences.append(_("Semua angkanya ada di tabel."))
    return " ".join(sentences)


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
