"""A film's desk in the admin: its recordings, its captions in each language, and every cue beside the film.

Drafts too: whoever may look after files sees every film.
"""

from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from ingest import captions, cue_forms, cues, recordings
from ingest.cue_forms import BadCues, Sheet
from ingest.film_forms import CaptionsForm, TranscriptForm, placed
from ingest.media import VTT
from ingest.page_views import may_look_after
from library.captions import MEDIA_TYPES, Cue, as_srt, as_vtt, timecode
from library.models import File, Film, Publication
from library.models.films import quality_name
from library.serving import disposition, serve

_CUES_A_PAGE = 40
_LONGEST_KEY = 10


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
        if act == "replace":
            return _replaced(request, film)
        if act not in forms:
            raise Http404
        forms[act] = form = (
            CaptionsForm(request.POST, request.FILES, seconds=_seconds(film))
            if act == "captions"
            else TranscriptForm(request.POST)
        )
        if form.is_valid():
            return _taken(request, film, form)
    latest = film.get_latest_revision_as_object()
    context = {
        "header_title": f"{_('Berkas film')}: {film.get_admin_display_title()}",
        "header_icon": "media",
        "breadcrumbs_items": _crumbs(film),
        "film": film,
        "recordings": [
            (each.file, quality_name(each.file), recordings.advice(each.file))
            for each in latest.recordings.all()
        ],
        "uneven": _uneven(latest),
        "waiting": _waiting(film, request.GET.get("ganti", "")),
        "played": {each.file_id for each in film.recordings.all()},
        "tracks": [_told(span.file, film) for span in latest.spans.all()],
        "forms": forms,
        "upload_url": f"{reverse('ingest_uploads')}?terbitan={film.pk}",
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "ingest/film.html", context, status=422 if refused else 200)


@may_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """`/admin/film/<pk>/takarir/<file>/`: the cues of one track, forty a page, to be mended in place beside the film.
    What cannot be kept comes back as it was typed, each row with its sentence; all of it, where the film reads these
    captions no more."""
    film, held = _track(pk, file, let_go=request.method == "POST")
    let_go = _let_go(film, held)
    seconds = _seconds(film) or None
    sent = cue_forms.read(request.POST) if request.method == "POST" else None
    refused = BadCues() if let_go else None
    if sent is not None and not let_go:
        try:
            _mended(request, held, sent, seconds)
        except BadCues as error:
            refused = error
    kept = cues.cues_of(held)
    page = Paginator(kept, _CUES_A_PAGE).get_page(request.GET.get("p"))
    if sent is not None and refused is None:
        return redirect(f"{request.path}?p={page.number}")
    first = page.start_index() or 1
    sheet = sent or Sheet([cue_forms.row(number, cue) for number, cue in enumerate(page.object_list, first)])
    bad = refused or BadCues()
    said: dict[int, list[str]] = {}
    latest = film.get_latest_revision_as_object()
    for fault in captions.check(kept, seconds) if not let_go else ():
        said.setdefault(fault.cue or 0, []).append(fault.sentence)
    context = {
        "header_title": f"{_('Takarir')}: {film.get_admin_display_title()}",
        "header_icon": "media",
        "breadcrumbs_items": [
            *_crumbs(film)[:-1],
            {"url": reverse("ingest_film", args=[film.pk]), "label": _("Berkas film")},
            {"url": "", "label": _("Takarir: %(language)s") % {"language": _told(held, film)["name"]}},
        ],
        "film": film,
        "file": held,
        "player": latest.player(),
        "recording_url": _recording_url(latest),
        "track_url": reverse("ingest_track_file", args=[film.pk, held.pk, "vtt"]),
        "page": page,
        "rows": [
            {
                "cue": each,
                "faults": said.get(bad.places.get(each.number, -1) if refused else each.number, []),
                "error": bad.sentences.get(each.number, ""),
                "differing": bad.differing.get(each.number),
            }
            for each in sheet.rows
        ],
        "new": sheet.new.typed,
        "begun": sheet.begun,
        "of_all": said.pop(0, []),
        "troubled": len(said),
        "refused": refused is not None,
        "let_go": let_go,
        "error": bad.sentences.get(0, ""),
    }
    return render(request, "ingest/cues.html", context, status=409 if let_go else 422 if refused else 200)


def _mended(request: HttpRequest, held: File, sent: Sheet, seconds: float | None) -> None:
    """Keep what the sheet changes, and say so; say too what it threw away that was there no more. Raises `BadCues`."""
    unmet: list[int] = []

    def change(kept: list[Cue]) -> list[Cue]:
        outcome = cue_forms.worked_in(sent, kept, seconds)
        unmet[:] = outcome.unmet
        return outcome.cues

    if cues.mend(held, change):
        messages.success(request, _("Takarir disimpan."))
    if unmet:
        sentence = ngettext(
            "Bagian %(numbers)s yang Anda centang “buang” sudah tidak ada sebelum Anda menyimpan.",
            "Bagian %(numbers)s yang Anda centang “buang” sudah tidak ada sebelum Anda menyimpan.",
            len(unmet),
        )
        messages.warning(request, sentence % {"numbers": ", ".join(map(str, unmet))})


def _let_go(film: Film, held: File) -> dict[str, str] | None:
    """Where the film does not read these captions any more: the `sentence` that says so, and the `url` and `way` to what
    it reads instead. None where it reads them."""
    if cues.reads(film, held):
        return None
    now = cues.read_by(film, held.language)
    if now is None or now.media_type != VTT:
        return {
            "sentence": _(
                "Takarir ini sudah dilepas dari filmnya sejak halaman ini dibuka, maka yang Anda ketik belum disimpan. "
                "Semuanya masih ada di bawah; salinlah yang masih diperlukan."
            ),
            "url": reverse("ingest_film", args=[film.pk]),
            "way": _("Buka berkas film"),
        }
    return {
        "sentence": _(
            "Takarir ini sudah diganti dengan unggahan baru sejak halaman ini dibuka, maka yang Anda ketik belum disimpan. "
            "Semuanya masih ada di bawah; salinlah yang masih berlaku ke takarir yang baru."
        ),
        "url": reverse("ingest_track", args=[film.pk, now.pk]),
        "way": _("Buka takarir yang baru"),
    }


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


@may_look_after
@require_safe
def recording(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A recording that the film or its draft plays, by ranges: a draft's has no public door. It is the copy for viewers, or
    where that was taken away, as from a film that was withdrawn, the original."""
    film = get_object_or_404(Film, pk=pk)
    held = next((each for each in _recordings(film) if each.pk == file and _plays(each)), None)
    if held is None:
        raise Http404
    played = held.copy or held.original
    return serve(
        request,
        Path(played.path),
        etag=held.copy_sha256 or held.sha256,
        media_type=held.media_type,
        name=f"{film.slug}{Path(played.name).suffix}",
        modified=held.added,
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
    said += filter(None, [_uneven(latest)])
    if said:
        way = messages.button(reverse("ingest_film", args=[page.pk]), _("Rekaman dan takarir"))
        messages.warning(request, " ".join(said), buttons=[way])


def _uneven(film: Film) -> str:
    """The sentence that says that its recordings are not equally long; "" where they are."""
    lengths = ", ".join(f"{quality} {length}" for quality, length in film.uneven)
    if not lengths:
        return ""
    return _(
        "Rekaman film ini tidak sama panjang (%(lengths)s). Tautan ke suatu detik dan takarirnya lalu meleset pada salah "
        "satunya. Mungkin salah satunya film lain atau terpotong: hapus yang keliru di formulir filmnya."
    ) % {"lengths": lengths}


def _taken(request: HttpRequest, film: Film, form: Any) -> HttpResponse:
    """What the form brought, kept; and read by the film, unless that would undo work: then the editor is asked first."""
    language, timed = form.cleaned_data["language"], isinstance(form, CaptionsForm)
    name = form.name_given if timed else "transkrip.txt"
    file = cues.stored(film, form.data_given, name, timed=timed, language=language)
    if _would_undo(film, file):
        return redirect(f"{request.path}?ganti={file.pk}#ganti")
    answer = _put_in_place(request, film, file)
    if timed:
        for fault in form.reading.faults[:5]:
            messages.warning(request, placed(fault, form.reading))
    return answer


def _replaced(request: HttpRequest, film: Film) -> HttpResponse:
    """An editor was asked, and wants it so."""
    file = _waiting_file(film, request.POST.get("file", ""))
    return _put_in_place(request, film, file) if file else redirect("ingest_film", pk=film.pk)


def _put_in_place(request: HttpRequest, film: Film, file: File) -> HttpResponse:
    cues.keep_original(file)
    cues.attach(film, file, by=request.user)
    if file.media_type != VTT:
        messages.success(
            request,
            _("Transkrip disimpan. Begitu ada takarir, unggahlah: pencarian lalu sampai ke detiknya."),
        )
        return redirect("ingest_film", pk=film.pk)
    sentence = ngettext("%(count)d bagian diterima.", "%(count)d bagian diterima.", file.pages)
    messages.success(request, sentence % {"count": file.pages})
    return redirect("ingest_track", pk=film.pk, file=file.pk)


def _would_undo(film: Film, file: File) -> str:
    """The sentence that says what is lost where this takes the place of what the film reads; "" where nothing is."""
    before = cues.read_by(film, file.language)
    if before is None or before.media_type != VTT:
        return ""
    if file.media_type != VTT:
        return _(
            "Film ini sudah mempunyai takarir berwaktu dalam bahasa itu. Bila diganti transkrip, filmnya diputar tanpa "
            "takarir itu dan pencarian tidak lagi sampai ke detiknya."
        )
    if not cues.is_mended(before):
        return ""
    if before == file:
        return _(
            "Berkas yang sama sudah dipakai, dan bagian-bagiannya sudah diperbaiki di sini. Bila diganti, perbaikan itu hilang."
        )
    return _(
        "Takarir yang sekarang sudah diperbaiki di sini. Bila diganti dengan berkas ini, perbaikan itu tidak ikut."
    )


def _waiting(film: Film, key: str) -> dict[str, Any] | None:
    """The captions that wait for an editor's word, and what that word would undo."""
    file = _waiting_file(film, key)
    sentence = _would_undo(film, file) if file else ""
    return {"file": file, "sentence": sentence} if sentence else None


def _waiting_file(film: Film, key: str) -> File | None:
    file = File.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < _LONGEST_KEY else None
    return file if file is not None and cues.belongs(file, film) else None


def _recordings(film: Film) -> list[File]:
    """Those of its draft, and those that readers have."""
    latest = film.get_latest_revision_as_object()
    return [each.file for work in (latest, film) for each in work.recordings.all()]


def _plays(file: File) -> bool:
    """Whether there is something that a player plays: its copy, or the original of one that had a copy."""
    return bool(file.copy) or file.taken_away


def _recording_url(latest: Film) -> str:
    """Where the desk has the recording that plays first; "" where nothing plays."""
    held = [each.file for each in latest.recordings.all()]
    first = None
    if player := latest.player():
        first = [each for each in held if each.copy][player.chosen.number - 1]
    first = first or next((each for each in held if _plays(each)), None)
    return reverse("ingest_recording", args=[latest.pk, first.pk]) if first else ""


def _seconds(film: Film) -> float:
    return film.get_latest_revision_as_object().playing_time()


def _removed(request: HttpRequest, film: Film) -> HttpResponse:
    """A track that the film reads no more; its file stays."""
    key = request.POST.get("file", "")
    if key.isdecimal() and cues.detach(film, int(key), by=request.user):
        messages.success(request, _("Takarir itu tidak dipakai lagi oleh film ini."))
    return redirect("ingest_film", pk=film.pk)


def _track(pk: int, key: int, *, let_go: bool = False) -> tuple[Film, File]:
    """The film and those captions of it; `let_go`: also what was brought for it and is read no more. Raises Http404."""
    film = get_object_or_404(Film, pk=pk)
    held = get_object_or_404(File, pk=key, media_type=VTT)
    if not cues.reads(film, held) and not (let_go and cues.belongs(held, film)):
        raise Http404
    return film, held


def _told(file: File, film: Film) -> dict[str, Any]:
    languages = dict(Publication.Language.choices)
    timed = file.media_type == VTT
    faults = captions.check(cues.cues_of(file), _seconds(film) or None) if timed else []
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
