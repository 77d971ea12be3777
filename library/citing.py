"""The doors of citation: the page with every style, and one record for each reference manager.

A record may be cited wherever it may be seen; what is not seen has no door here either.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from library.access import rule_for
from library.cited_places import Cited, moment, page, row
from library.exports import EXPORTS, addresses
from library.models import Dataset, Film, Publication
from library.models.querysets import shown_with
from library.references import references


@require_safe
def citation(request: HttpRequest, work: str) -> HttpResponse:
    """`<work>sitasi/?gaya=apa&halaman=37`: the references in every style, `gaya` first; for one page, with its place.

    `?nomor=12` is the twelfth passage, for pages without a printed number: it is addressed, and no number is made up.
    Of a film `halaman` is the moment ("0:42"), of data `nomor` is the row.
    """
    publication = _work(request, work)
    cited = _cited(publication, request.GET, readable=publication.read_by(rule_for(request)))
    shown = references(
        publication.record(files=False),
        get_language() or "id",
        place=cited.label,
        counts=cited.place.counts,
        address=cited.address,
    )
    chosen = request.GET.get("gaya", "")
    shown.sort(key=lambda each: each.style != chosen)
    context: dict[str, Any] = {
        "page": publication,
        "publication": publication,
        "references": shown,
        "chosen": chosen,
        "cited": cited,
        "exports": addresses(publication.address),
        "crumbs": [*publication.crumbs(), {"title": publication.title, "url": publication.address}],
    }
    return render(request, "library/citation.html", context)


def _cited(publication: Publication, asked: QueryDict, *, readable: bool) -> Cited:
    """The place that the address names, as its kind counts places."""
    label = "".join(filter(str.isprintable, asked.get("halaman", ""))).strip()[:40]
    number = asked.get("nomor", "").strip()
    found = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 0
    if isinstance(publication, Film):
        return moment(publication, label, found, readable=readable)
    if isinstance(publication, Dataset):
        return row(publication, label or "".join(filter(str.isprintable, number))[:40], readable=readable)
    return page(publication, label, found, readable=readable)


@require_safe
def export(request: HttpRequest, work: str, ending: str) -> HttpResponse:
    """`<work>sitasi.ris`, `.bib`, `.json`, `.marcxml`, `.mods`: one record, as a file to take home."""
    publication = _work(request, work)
    export = EXPORTS[ending]
    body = export.write(publication.record(files=publication.read_by(rule_for(request))))
    answer = HttpResponse(body, content_type=f"{export.media_type}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{publication.slug}.{export.file_ending}"'
    return answer


def _work(request: HttpRequest, work: str) -> Publication:
    """The publication at that address, as its own kind, if this viewer may see its record. Raises Http404."""
    found = Publication.objects.seen(rule_for(request)).at(request, work).filter(live=True).first()
    if found is None:
        raise Http404
    kind = found.specific_class
    own = kind._default_manager.select_related(*kind.page_relations).prefetch_related(
        *shown_with(), *kind.told_with(), "cover__renditions"
    )
    publication: Publication = own.get(pk=found.pk)
    return publication
