"""What a file says of itself, for an editor to take over into its draft. Works without scripts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.admin.widgets.button import Button

from ingest.desk import proposed
from ingest.desk.mending import draft_of
from ingest.desk.moving import proposals_of
from ingest.models import Ingestion
from library.models import File, Publication

_MOST_TOLD = 5


@permission_required("ingest.add_ingestion")
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/berkas/<pk>/usulan/`: all that the file proposes beside what its draft says, with its source; sent by POST,
    what was chosen is written into the draft. `?terbitan=` names the work where several read the file."""
    file = get_object_or_404(File, pk=pk)
    works = works_of(file)
    work = _work(request, works)
    found = proposals_of(file)
    if request.method == "POST":
        if work is None:
            raise Http404
        _take(request, work, found)
        return redirect(f"{request.path}?terbitan={work.pk}")
    offers: list[proposed.Offer] = []
    if work is not None:
        content = proposed.content_of(work)
        offers = proposed.offers(found, content, proposed.Known.of([found], [content]))
    row = Ingestion.objects.filter(file=file, target__isnull=False).select_related("batch").first()
    context = {
        "file": file,
        "work": work,
        "draft": draft_of(work, request.user) if work is not None else None,
        "works": works,
        "groups": proposed.in_groups(offers),
        "ready": sum(offer.is_ready for offer in offers),
        "fresh": sum(offer.state == proposed.NEW for offer in offers),
        "choose_all": request.method == "GET" and request.GET.get("pilih") == "semua",
        "row": row,
        "header_title": _("Usulan dari berkas"),
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            *_batch_crumb(row),
            {"url": "", "label": _("Usulan dari berkas")},
        ],
    }
    return render(request, "ingest/proposals.html", context)


def works_of(file: File) -> list[Publication]:
    """The works that read the file, or are about to, drafts too; that for which it came first."""
    aimed = Publication.objects.filter(ingestions__file=file, ingestions__state=Ingestion.State.DONE)
    found = {work.pk: work for work in (*aimed.order_by("pk"), *Publication.objects.reading(file))}
    return list(found.values())


def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a publication's form: what its files propose."""
    if isinstance(page, Publication) and user.has_perm("ingest.add_ingestion"):
        for span in page.spans.all():
            if span.file_id and span.file.pages:
                yield Button(
                    _("Usulan dari berkas: %(name)s") % {"name": span.file.name},
                    f"{reverse('ingest_proposals', args=[span.file_id])}?terbitan={page.pk}",
                    icon_name="tasks",
                    priority=71,
                )


def _take(request: HttpRequest, work: Publication, found: Any) -> None:
    given = request.POST
    one = given.get("one", "") or given.get("over", "")
    keys = [one] if one else given.getlist("chosen")
    if not keys:
        messages.error(request, _("Pilih dulu usulannya, dengan kotak di depannya."))
        return
    chosen = {key: given.get(f"seen-{key}", "") for key in keys}
    try:
        taken = proposed.take(work, found, chosen, request.user, over=bool(given.get("over")))
    except proposed.CannotTake as error:
        messages.error(request, error.sentence)
        return
    named = list(dict.fromkeys(taken.done))
    if taken.done:
        sentence = ngettext(
            "%(count)d usulan masuk ke draf: %(what)s. Belum ada yang terbit.",
            "%(count)d usulan masuk ke draf: %(what)s. Belum ada yang terbit.",
            len(taken.done),
        )
        what = ", ".join(named[:_MOST_TOLD]) + (" …" if len(named) > _MOST_TOLD else "")
        messages.success(request, sentence % {"count": len(taken.done), "what": what})
    elif not taken.refused:
        messages.info(request, _("Tidak ada yang berubah: semuanya sudah ada di draf."))
    for said in taken.refused[:_MOST_TOLD]:
        messages.error(request, said)


def _work(request: HttpRequest, works: list[Publication]) -> Publication | None:
    key = request.GET.get("terbitan", "")
    named = next((work for work in works if str(work.pk) == key), None)
    return named or next(iter(works), None)


def _batch_crumb(row: Ingestion | None) -> list[dict[str, str]]:
    if row is None or row.batch is None:
        return []
    address = f"{reverse('ingest_batch', args=[row.batch.code])}#berkas-{row.pk}"
    return [{"url": address, "label": _("Kiriman")}]
