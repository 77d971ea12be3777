"""A film's desk in the admin: its recordings, its captions in each language, and every cue beside the film.

Drafts too: whoever may look after files sees every film.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from ingest import captions, cues, recordings
from ingest.cue_forms import BadCues, as_typed, mark_of, typed
from ingest.film_forms import CaptionsForm, TranscriptForm, placed
from ingest.media import VTT
from ingest.page_views import may_look_after
from library.captions import MEDIA_TYPES, as_srt, as_vtt, timecode
from library.models import File, Film, Publication
from library.serving import disposition

_CUES_A_PAGE = 40


@may_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/film/<pk>/`: what the film plays and reads; captions and transcripts come in here."""
    film = get_object_or_404(Film, pk=pk)
    forms = {"captions": CaptionsForm(), "transcript": TranscriptForm()}
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "remove":
            return _removed(request, film)
        if act not in forms:
            raise Http404
        forms[act] = form = (
            CaptionsForm(request.POST, request.FILES, seconds=film.seconds)
            if act == "captions"
            else TranscriptForm(request.POST)
        )
        if form.is_valid():
            return _taken(request, film, form)
    latest = film.get_latest_revision_as_object()
    context = {
        "page_title": _("Berkas film"),
        "page_subtitle": film.get_admin_display_title(),
        "header_icon": "media",
        "breadcrumbs_items": _crumbs(film),
        "film": film,
        "recordings": [(each.file, recordings.advice(each.file)) for each in latest.recordings.all()],
        "played": {each.file_id for each in film.recordings.all()},
        "tracks": [_told(span.file, film) for span in latest.spans.all()],
        "forms": forms,
        "upload_url": f"{reverse('ingest_uploads')}?terbitan={film.pk}",
    }
    return render(request, "ingest/film.html", context)


@may_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """`/admin/film/<pk>/takarir/<file>/`: the cues of one track, forty a page, to be mended in place beside the film."""
    film, held = _track(pk, file)
    kept = cues.cues_of(held)
    page = Paginator(kept, _CUES_A_PAGE).get_page(request.GET.get("p"))
    first = page.start_index() or 1
    errors: dict[int, str] = {}
    shown = [as_typed(number, cue) for number, cue in enumerate(page.object_list, first)]
    if request.method == "POST":
        try:
            mended = typed(request.POST, kept, first, len(shown))
        except BadCues as bad:
            errors, shown = bad.sentences, bad.typed
        else:
            if mended != kept:
                cues.keep(held, mended)
                messages.success(request, _("Takarir disimpan."))
            return redirect(f"{request.path}?p={page.number}")
    said: dict[int, list[str]] = {}
    for fault in captions.check(kept, film.seconds or None):
        said.setdefault(fault.cue or 0, []).append(fault.sentence)
    context = {
        "page_title": _("Takarir"),
        "page_subtitle": film.get_admin_display_title(),
        "header_icon": "media",
        "breadcrumbs_items": [
            *_crumbs(film)[:-1],
            {"url": reverse("ingest_film", args=[film.pk]), "label": _("Berkas film")},
            {"url": "", "label": _("Takarir: %(language)s") % {"language": _told(held, film)["name"]}},
        ],
        "film": film,
        "file": held,
        "player": film.player(),
        "track_url": reverse("ingest_track_file", args=[film.pk, held.pk, "vtt"]),
        "page": page,
        "rows": [
            {"cue": each, "faults": said.get(each.number, []), "error": errors.get(each.number, "")}
            for each in shown
        ],
        "of_all": said.get(0, []),
        "troubled": len([number for number in said if number]),
        "mark": mark_of(kept),
        "error": errors.get(0, ""),
    }
    return render(request, "ingest/cues.html", context, status=422 if errors else 200)


@may_look_after
@require_safe
def track_file(request: HttpRequest, pk: int, file: int, ending: str) -> HttpResponse:
    """The captions as they stand, to be worked on elsewhere: WebVTT or SRT."""
    film, held = _track(int(pk), int(file))
    written = (as_srt if ending == "srt" else as_vtt)(cues.cues_of(held))
    name = f"{film.slug}.{held.language or film.language}.{ending}"
    return HttpResponse(
        written,
        content_type=MEDIA_TYPES[ending],
        headers={"Content-Disposition": disposition(name, attachment=True)},
    )


def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """In the header of a film in the admin: the way to its desk."""
    if view_name != "edit" or not isinstance(page, Film) or not user.has_perm("ingest.change_ingestion"):
        return []
    return [
        Button(
            _("Rekaman dan takarir"), reverse("ingest_film", args=[page.pk]), icon_name="media", priority=15
        )
    ]


def say_what_is_missing(request: HttpRequest, page: Any) -> None:
    """A word on the edit page of a film that cannot be played, or not be followed by everybody."""
    if request.method != "GET" or not isinstance(page, Film):
        return
    latest = page.get_latest_revision_as_object()
    said = [
        sentence
        for sentence, there in (
            (_("Film ini belum mempunyai rekaman."), latest.recordings.all()),
            (_("Film ini belum mempunyai takarir."), latest.spans.all()),
        )
        if not there
    ]
    if said:
        way = messages.button(reverse("ingest_film", args=[page.pk]), _("Rekaman dan takarir"))
        messages.warning(request, " ".join(said), buttons=[way])


def _taken(request: HttpRequest, film: Film, form: Any) -> HttpResponse:
    """What the form brought, kept and read by the film."""
    language = form.cleaned_data["language"]
    user = request.user
    if isinstance(form, TranscriptForm):
        file = cues.stored(form.data_given, "transkrip.txt", timed=False, language=language)
        cues.keep_paragraphs(file, form.paragraphs)
        cues.attach(film, file, by=user)
        messages.success(
            request,
            _("Transkrip disimpan. Begitu ada takarir, unggahlah: pencarian lalu sampai ke detiknya."),
        )
        return redirect("ingest_film", pk=film.pk)
    reading = form.reading
    file = cues.stored(form.data_given, form.name_given, timed=True, language=language)
    cues.keep(file, reading.cues)
    cues.attach(film, file, by=user)
    sentence = ngettext("%(count)d takarir diterima.", "%(count)d takarir diterima.", len(reading.cues))
    messages.success(request, sentence % {"count": len(reading.cues)})
    for fault in reading.faults[:5]:
        messages.warning(request, placed(fault, reading))
    return redirect("ingest_track", pk=film.pk, file=file.pk)


def _removed(request: HttpRequest, film: Film) -> HttpResponse:
    """A track that the film reads no more; its file stays."""
    key = request.POST.get("file", "")
    if key.isdecimal() and cues.detach(film, int(key), by=request.user):
        messages.success(request, _("Takarir itu tidak dipakai lagi oleh film ini."))
    return redirect("ingest_film", pk=film.pk)


def _track(pk: int, key: int) -> tuple[Film, File]:
    film = get_object_or_404(Film, pk=pk)
    latest = film.get_latest_revision_as_object()
    for span in latest.spans.all():
        if span.file_id == key and span.file.media_type == VTT:
            return film, span.file
    raise Http404


def _told(file: File, film: Film) -> dict[str, Any]:
    languages = dict(Publication.Language.choices)
    timed = file.media_type == VTT
    faults = captions.check(cues.cues_of(file), film.seconds or None) if timed else []
    return {
        "file": file,
        "name": str(languages.get(file.language or film.language, file.language)),
        "timed": timed,
        "cues": file.pages,
        "ends": timecode(cues.cues_of(file)[-1].end) if timed and file.pages else "",
        "faults": len(faults),
    }


def _crumbs(film: Film) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_explore_root"), "label": _("Halaman")},
        {"url": reverse("wagtailadmin_pages:edit", args=[film.pk]), "label": film.get_admin_display_title()},
        {"url": "", "label": _("Berkas film")},
    ]
