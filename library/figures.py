"""The doors through which figures leave the house: a dataset as CSV, XLSX and Data Package, and its charts as SVG and PNG.

Each asks `library.access` first. What goes out is the public table: small counts are not in it, and the note on how it was
counted always is.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from library.access import rule_for
from library.charts.pictures import MEDIA_TYPE as PNG
from library.charts.pictures import png
from library.models import Dataset
from library.serving import disposition
from library.tables import packages
from library.tables.notes import About
from library.tables.values import PublicTable
from library.tables.written import CSV_TYPE, XLSX_TYPE, csv, xlsx

_SVG = "image/svg+xml"
WRITERS: dict[str, tuple[str, Callable[[PublicTable, About], bytes]]] = {
    "csv": (CSV_TYPE, csv),
    "xlsx": (XLSX_TYPE, xlsx),
    "zip": (packages.MEDIA_TYPE, packages.package),
}


@require_safe
def figures(request: HttpRequest, work: str, ending: str) -> HttpResponse:
    """`<work>data.csv`, `.xlsx`, `.zip` (Data Package): the whole table with its note, in the reader's language."""
    dataset = _dataset(request, work)
    table = dataset.table()
    if table is None:
        raise Http404
    media_type, write = WRITERS[ending]
    return _file(write(table, dataset.about()), media_type, f"{dataset.slug}.{ending}")


@require_safe
def chart(request: HttpRequest, work: str, number: int, ending: str) -> HttpResponse:
    """`<work>grafik/<n>.svg`, `.png`: the n-th chart with its title and source, for slides."""
    dataset = _dataset(request, work)
    drawn = dataset.drawn(int(number))
    if drawn is None:
        raise Http404
    picture = drawn.alone
    name = f"{dataset.slug}-{number}.{ending}"
    if ending == "svg":
        return _file(picture.encode(), _SVG, name)
    return _file(png(picture), PNG, name)


def _dataset(request: HttpRequest, work: str) -> Dataset:
    """The dataset at that address, if this viewer may read it. Raises Http404."""
    found = Dataset.objects.read(rule_for(request)).at(request, work).filter(live=True).first()
    if found is None:
        raise Http404
    return found


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": disposition(name, attachment=True)},
    )
