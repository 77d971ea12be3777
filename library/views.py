"""Files, covers and permanent addresses: the doors through which what we hold leaves the house.

Each asks `library.access` first, and answers what may not be seen as if it were not there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from library import moments
from library.access import Rule, rule_for
from library.models import File, Film, PermanentId, Publication
from library.models.films import recording_name
from library.pictures import WIDTHS, NoSuchPageError, PictureError, page_picture
from library.serving import serve


@require_safe
def permanent(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """`/p/<id>/` and `/p/<id>/<n>/`: the work or its n-th passage; 410 with a tombstone once it was withdrawn.

    A film's cues come and go: a number that it has no more leads to the film.
    """
    found = _promised(code)

    def place(publication: Publication) -> str:
        if number is None:
            return publication.address
        work = publication.own
        if publication.place(number) is not None:
            return work.passage_url(number)
        if isinstance(work, Film):
            return publication.address
        raise Http404

    return _led(request, found, place)


@require_safe
def permanent_moment(request: HttpRequest, code: str, seconds: str, language: str = "") -> HttpResponse:
    """`/p/<id>/t31.5/`, `/p/<id>/t31.5/en/`: the film at that second; what is no film is opened as a whole."""
    found = _promised(code)

    def place(publication: Publication) -> str:
        work = publication.own
        if not isinstance(work, Film):
            return publication.address
        return work.moment_url(moments.read(seconds), language)  # what it has not then is told there

    return _led(request, found, place)


def _promised(code: str) -> PermanentId:
    return get_object_or_404(PermanentId.objects.select_related("publication"), pk=code)


def _led(request: HttpRequest, found: PermanentId, place: Callable[[Publication], str]) -> HttpResponse:
    """To the `place` in a work that may be read; to the record, the draft or the tombstone of another."""
    publication = found.publication
    if publication is None or not publication.seen_by(rule_for(request)):
        if found.was_public:
            return render(request, "library/withdrawn.html", {"tombstone": found}, status=410)
        raise Http404
    if not publication.live:  # an editor, at a draft: Wagtail shows it in the admin alone
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[publication.pk]))
    if not publication.read_by(rule_for(request)):
        return HttpResponseRedirect(publication.address)  # of a summary-only work, its record says why
    return HttpResponseRedirect(place(publication))


@require_safe
def file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """`/berkas/<id>/<name>`: the public copy of a file, by ranges; only of a work that reads it whole, plays it, or
    offers it for printing."""
    found = get_object_or_404(File, code=code)
    viewer = rule_for(request)
    whole = Q(spans__file=found, spans__first=1, spans__last=None)
    whole |= Q(pocketbook__print_file=found) | Q(film__recordings__file=found)
    work = Publication.objects.read(viewer).filter(whole).first() if found.copy else None
    if work is None:
        raise Http404
    return _served(
        request,
        Path(found.copy.path),
        etag=found.copy_sha256,
        media_type=found.media_type,
        name=_name(work, found),  # whatever the address says
        modified=found.added,
        public=not viewer.everything,
    )


def _name(work: Publication, file: File) -> str:
    if file.media_type.startswith("video/"):
        return recording_name(work.slug, file)
    return f"{work.slug}{Path(file.copy.name).suffix}"


@require_safe
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """`/berkas/<id>/sampul.webp`: the drawn cover, part of the record: shown wherever the record is."""
    found = get_object_or_404(File, code=code)
    viewer = rule_for(request)
    shown = Q(spans__file=found, spans__first=1) | Q(film__recordings__file=found)
    if not found.cover or not Publication.objects.seen(viewer).filter(shown).exists():
        raise Http404
    return _served(
        request,
        Path(found.cover.path),
        etag=f"{found.sha256[:32]}-cover",
        media_type="image/webp",
        name="sampul.webp",
        modified=found.added,
        public=not viewer.everything,
    )


@require_safe
def page(request: HttpRequest, code: str, number: int, width: int) -> HttpResponse:
    """`/berkas/<id>/halaman/<n>-<width>.webp`: the picture of one page, drawn when it is first asked for."""
    found = get_object_or_404(File, code=code)
    viewer = rule_for(request)
    printed = found.media_type == "application/pdf"
    if (
        not printed
        or width not in WIDTHS
        or not 1 <= number <= found.pages
        or not _reads_page(found, number, viewer)
    ):
        raise Http404
    source = Path(found.copy.path if found.copy else found.original.path)
    try:
        picture = page_picture(
            source,
            number,
            width,
            Path(settings.PICTURE_CACHE),
            of=found.sha256,
            budget=settings.PICTURE_CACHE_BYTES,
        )
    except (NoSuchPageError, FileNotFoundError) as error:
        raise Http404 from error
    except PictureError as error:
        return HttpResponse(error.sentence, status=503, content_type="text/plain; charset=utf-8")
    modified = datetime.fromtimestamp(picture.stat().st_mtime, UTC)
    etag = f"{(found.copy_sha256 or found.sha256)[:32]}-{number}-{width}"
    name = f"halaman-{number}.webp"
    return serve(
        request,
        picture,
        etag=etag,
        media_type="image/webp",
        name=name,
        modified=modified,
        public=not viewer.everything,
    )


def _served(request: HttpRequest, path: Path, **told: Any) -> HttpResponse:
    """A file as it goes out; one that was taken away a moment ago is not there."""
    try:
        return serve(request, path, **told)
    except FileNotFoundError as error:
        raise Http404 from error


def _reads_page(file: File, number: int, viewer: Rule) -> bool:
    """Whether some work that the viewer may read reads this page."""
    spans = file.spans.filter(publication__in=Publication.objects.read(viewer), first__lte=number)
    return any(number <= span.end for span in spans)
