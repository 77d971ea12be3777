"""Where a file belongs: with another draft, as an issue of a periodical or an article in one, as a book, or as a draft of its
own. Works without scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from ingest import placing
from ingest.describe import Proposals
from ingest.desk import moving
from ingest.desk.mending import shown_date
from ingest.desk.moving import CannotMove, InIssue, can_move, proposals_of
from ingest.models import Ingestion
from ingest.periodicals import number_of
from library.models import Article, Issue, Periodical, Publication, Shelf
from library.models.cards import PERIODICAL_KINDS

_MOST_DRAFTS = 500


@permission_required("ingest.add_ingestion")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/unggah/<pk>/tempat/`: the choices; sent by POST (`ke` is "sendiri", "buku", "draf", "edisi" or "artikel"), it is
    done."""
    rows = Ingestion.objects.select_related("file", "batch", "target__latest_revision")
    row = get_object_or_404(rows, pk=pk)
    trouble = ""
    if request.method == "POST":
        try:
            work = _moved(request, row)
        except CannotMove as error:
            trouble = error.sentence
        else:
            told = {"name": row.name, "title": _called(work)}
            messages.success(
                request, _("%(name)s sekarang berkas dari “%(title)s”. Belum ada yang terbit.") % told
            )
            return redirect(_back(row))
    context = _context(request, row) | {"trouble": trouble}
    return render(request, "ingest/place.html", context, status=409 if trouble else 200)


def _moved(request: HttpRequest, row: Ingestion) -> Publication:
    given = request.POST
    match given.get("ke"):
        case "sendiri":
            return moving.to_own_draft(row, request.user)
        case "buku":
            return moving.to_book(row, request.user)
        case "draf" if given.get("draf"):
            return moving.to_draft(row, _key(given["draf"]), request.user)
        case "edisi" if given.get("judul"):
            return moving.to_issue(row, _key(given["judul"]), given.get("nomor", ""), request.user)
        case "artikel":
            return moving.to_article(row, _key(given.get("berkala", "")), _typed(request), request.user)
    raise CannotMove(_("Pilih dulu tempatnya."))


def _context(request: HttpRequest, row: Ingestion) -> dict[str, Any]:
    found = proposals_of(row.file)
    work = row.target
    given = request.POST
    likely = placing.periodical_of(found)
    issue = Issue.objects.filter(pk=work.pk).first() if work is not None else None
    article = Article.objects.filter(pk=work.pk).first() if work is not None else None
    part = placing.part(found)
    serial = issue.serial if issue is not None else article.serial if article is not None else likely
    number = (
        number_of(issue).called if issue is not None else found.numbering.value if found.numbering else ""
    )
    drafts = sorted(placing.waiting_drafts(), key=lambda each: each.title)[:_MOST_DRAFTS]
    titles = dict(
        Publication.objects.filter(pk__in=[each.page for each in drafts]).values_list("pk", "draft_title")
    )
    return {
        "row": row,
        "work": work,
        "title": _called(work) if work is not None else "",
        "can_move": can_move(row, request.user),
        "is_part": issue is not None or article is not None,
        "part": part,
        "in_issue": _typed(request) if request.method == "POST" else _in_issue(article, found),
        "serials": Periodical.objects.order_by("kind_slug", "title"),
        "chosen": given.get("ke") or _likeliest(row, part),
        "serial": _key(given.get("judul", "")) or (serial.pk if serial else 0),
        "serial_of_article": _key(given.get("berkala", "")) or (serial.pk if serial else 0),
        "number": given.get("nomor", number),
        "pages": found.span.value if found.span else "",
        "printed": found.numbering.value if found.numbering else "",
        "called": found.periodical.value if found.periodical else "",
        "drafts": [(each.page, titles.get(each.page, ""), each.year) for each in drafts],
        "draft": _key(given.get("draf", "")),
        "shelves": Shelf.objects.filter(kind_slug__in=[kind.slug for kind in PERIODICAL_KINDS]),
        "back": _back(row),
        "header_title": _("Berkas ini terbitan apa?"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("ingest_uploads"), "label": _("Unggah PDF")},
            {"url": _back(row), "label": _("Kiriman")},
            {"url": "", "label": _("Berkas ini terbitan apa?")},
        ],
    }


def _typed(request: HttpRequest) -> InIssue:
    names = ("jilid", "nomor-edisi", "terbit", "dari-halaman", "sampai-halaman")
    return InIssue(*(" ".join(request.POST.get(name, "").split()) for name in names))


def _in_issue(article: Article | None, found: Proposals) -> InIssue:
    """Where the article stands, or seems to stand."""
    if article is not None and article.host is not None:
        number = number_of(article.host)
        first, last = article.first_page, article.last_page
    else:
        number = placing.number_in(found)
        first, _dash, last = found.span.value.partition("–") if found.span else ("", "", "")
    return InIssue(number.volume, number.number, shown_date(number.issued.edtf), first, last)


def _likeliest(row: Ingestion, part: str) -> str:
    if row.matched or row.settled or not part:
        return ""
    return "artikel" if part == "article" else "edisi"


def _called(work: Publication) -> str:
    """Its draft's title, with its periodical's where it is an issue or an article."""
    title = Publication.objects.get(pk=work.pk).get_admin_display_title()
    article = Article.objects.filter(pk=work.pk).select_related("host__serial").first()
    if article is not None and article.serial is not None:
        return f"{article.serial.title}, {article.host.number_text}: {title}"
    issue = Issue.objects.filter(pk=work.pk).select_related("serial").first()
    return f"{issue.serial.title}, {title}" if issue is not None and issue.serial else str(title)


def _back(row: Ingestion) -> str:
    address = reverse("ingest_batch", args=[row.batch.code]) if row.batch else reverse("ingest_loose")
    return f"{address}#berkas-{row.pk}"


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
