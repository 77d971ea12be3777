"""How good the text of a file is, page by page: the list, one page beside its picture, and what an editor decides there.

Drafts too: whoever may look after files sees every page of every file, and nobody else sees one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.widgets.button import Button

from ingest import decisions, page_words, recognise
from ingest.corrections import MOST_LETTERS, CorrectionError
from ingest.errors import Cancelled
from ingest.extract import PageText
from ingest.models import Correction, Recognition
from ingest.quality import has_real_text
from library.boxes import unpack
from library.models import File, Passage, Publication
from library.pictures import WIDTHS, NoSuchPageError, PictureError, page_picture
from library.serving import serve

Reader = Correction.Reader
may_look_after = permission_required("ingest.change_ingestion")

_ROWS_A_PAGE = 50
_SHOWN = 1200  # pixels
TO_SEE_TO, ALL, DECIDED, EMPTY = "perlu", "semua", "penyunting", "kosong"


@dataclass(frozen=True, slots=True)
class Row:
    """A page in the list. `worrying`: an editor should look at it; `decided`: one did; `recognition`: its place in that
    queue, if any."""

    number: int
    label: str
    source: str
    reader: str
    sureness: page_words.Sureness | None
    said: list[page_words.Said]
    needs_ocr: bool
    empty: bool
    worrying: bool
    decided: bool
    recognition: str


@may_look_after
@require_safe
def pages(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/berkas/<pk>/halaman/`: every page of a file with what is to be thought of its text. `?lihat=` chooses
    those that need an editor ("perlu"), those of which one decided something ("penyunting"), those without text ("kosong"), or all ("semua");
    `?ke=12` opens page 12."""
    file = get_object_or_404(File, pk=pk)
    asked = request.GET.get("ke", "").strip()
    if asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= file.pages:
        return redirect("ingest_page", pk=file.pk, number=int(asked))
    rows = list(_rows(file))
    chosen = {
        TO_SEE_TO: [row for row in rows if row.worrying],
        ALL: rows,
        DECIDED: [row for row in rows if row.decided],
        EMPTY: [row for row in rows if row.empty],
    }
    if not chosen[EMPTY]:
        del chosen[EMPTY]
    shown = request.GET.get("lihat", "")
    if shown not in chosen:
        shown = TO_SEE_TO if chosen[TO_SEE_TO] else ALL
    names = {
        TO_SEE_TO: _("Yang perlu dilihat"),
        ALL: _("Semua halaman"),
        DECIDED: _("Keputusan penyunting"),
        EMPTY: _("Tanpa teks"),
    }
    context = {
        "file": file,
        "shown": shown,
        "filters": [(key, names[key], len(chosen[key])) for key in chosen],
        "rows": Paginator(chosen[shown], _ROWS_A_PAGE).get_page(request.GET.get("p")),
        "works": Publication.objects.reading(file),
        "remedy": recognise.REMEDY
        if any(row.needs_ocr for row in rows) and not recognise.available()
        else "",
        "not_there": asked,
        **_head(_("Halaman demi halaman"), file),
    }
    return render(request, "ingest/pages.html", context)


@may_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """`/admin/berkas/<pk>/halaman/<n>/`: one page's picture beside its text; sent by POST, what an editor decides of it.
    `?banding=` shows beside it what that reader makes of the page."""
    file = get_object_or_404(File, pk=pk)
    passage = get_object_or_404(Passage, file=file, number=number)
    if request.method == "POST":
        try:
            return _decided(request, file, number)
        except CorrectionError as error:
            if request.POST.get("action") != "text":
                messages.error(request, error.sentence)
                return redirect("ingest_page", pk=file.pk, number=number)
            passage.refresh_from_db()
            typed = request.POST.get("text", "")[: 2 * MOST_LETTERS]
            return _shown(request, file, passage, typed=typed, error=str(error.sentence))
    return _shown(request, file, passage)


@may_look_after
@require_safe
def picture(request: HttpRequest, pk: int, number: int, width: int) -> HttpResponse:
    """`/admin/berkas/<pk>/halaman/<n>-<width>.webp`: the picture of a page, whoever may read the works it is in."""
    file = get_object_or_404(File, pk=pk)
    if width not in WIDTHS or not 1 <= number <= file.pages:
        raise Http404
    source = Path(file.copy.path if file.copy else file.original.path)
    try:
        drawn = page_picture(
            source,
            number,
            width,
            Path(settings.PICTURE_CACHE),
            of=file.sha256,
            budget=settings.PICTURE_CACHE_BYTES,
        )
    except (NoSuchPageError, FileNotFoundError) as error:
        raise Http404 from error
    except PictureError as error:
        return HttpResponse(error.sentence, status=503, content_type="text/plain; charset=utf-8")
    return serve(
        request,
        drawn,
        etag=f"{(file.copy_sha256 or file.sha256)[:32]}-{number}-{width}",
        media_type="image/webp",
        name=f"halaman-{number}.webp",
        modified=datetime.fromtimestamp(drawn.stat().st_mtime, UTC),
    )


def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a publication's form: the pages of its files."""
    if isinstance(page, Publication) and user.has_perm("ingest.change_ingestion"):
        for file in _files_of(page):
            label = _("Halaman demi halaman: %(name)s") % {"name": file.name}
            yield Button(
                label, reverse("ingest_pages", args=[file.pk]), icon_name="doc-full-inverse", priority=70
            )


def say_what_to_look_at(request: HttpRequest, page: Any) -> None:
    """Above a publication's form: how many pages of its files an editor should look at."""
    if (
        request.method != "GET"
        or not isinstance(page, Publication)
        or not request.user.has_perm("ingest.change_ingestion")
    ):
        return
    for file in _files_of(page):
        many = sum(row.worrying for row in _rows(file))
        if many:
            sentence = ngettext(
                "%(name)s: teks %(count)d halaman perlu dilihat.",
                "%(name)s: teks %(count)d halaman perlu dilihat.",
                many,
            )
            door = messages.button(reverse("ingest_pages", args=[file.pk]), _("Lihat halaman demi halaman"))
            messages.info(request, sentence % {"name": file.name, "count": many}, buttons=[door])


def _files_of(publication: Publication) -> list[File]:
    """The files whose text is here, each once, in the order in which the publication reads them."""
    files = (span.file for span in publication.spans.all() if span.file_id)
    return list(dict.fromkeys(file for file in files if file.pages))


# The list


def _rows(file: File) -> Iterator[Row]:
    decided = {row.number: row for row in file.corrections.all()}
    waiting = {row.number: row for row in file.recognitions.exclude(state=Recognition.State.DONE)}
    for passage in file.passages.order_by("number").defer("text", "search_text", "boxes"):
        recognition = waiting.get(passage.number)
        yield Row(
            number=passage.number,
            label=passage.label,
            source=passage.get_label_source_display(),
            reader=reader_name(passage.reader),
            sureness=page_words.sureness(passage.confidence, passage.flags),
            said=page_words.said(passage.flags, passage.reader),
            needs_ocr="needs-ocr" in passage.flags,
            empty=not has_real_text(passage.flags) and "needs-ocr" not in passage.flags,
            worrying=_is_worrying(passage, decided.get(passage.number)),
            decided=passage.number in decided,
            recognition=_waiting_sentence(recognition) if recognition else "",
        )


def _is_worrying(passage: Passage, decided: Correction | None) -> bool:
    """Whether the page needs an editor; not where one chose its reader already."""
    if decided is not None and decided.reader and decided.reader == decisions.family(passage.reader):
        return False
    return page_words.is_worrying(passage.confidence, passage.flags)


def reader_name(reader: str) -> str:
    """A reader as editors know it."""
    names = dict(Reader.choices)
    return str(names.get(decisions.family(reader), reader))


def _waiting_sentence(row: Recognition) -> str:
    """Where a page stands in the queue of recognition."""
    match row.state:
        case Recognition.State.WAITING if not recognise.available():
            return _("Menunggu OCR, yang belum terpasang di server ini.")
        case Recognition.State.WAITING:
            return _("Menunggu giliran OCR.")
        case Recognition.State.RUNNING:
            return _("Sedang dikenali dengan OCR.")
        case Recognition.State.REFUSED if row.error == Cancelled.code:
            return _("OCR dihentikan penyunting.")
        case Recognition.State.REFUSED:
            return _("OCR tidak berhasil: %(why)s") % {"why": row.sentence}
    return _("OCR selesai.")


def _head(title: str, file: File, *more: dict[str, str]) -> dict[str, Any]:
    return {
        "header_title": title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("ingest_pages", args=[file.pk]), "label": file.name},
            *more,
        ],
    }


# One page


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the text; `boxes`: where its words stand on the picture ("x y w h;…", in percent), "" where unknown."""

    text: str
    boxes: str


def _shown(
    request: HttpRequest, file: File, passage: Passage, *, typed: str | None = None, error: str = ""
) -> HttpResponse:
    number = passage.number
    correction = file.corrections.filter(number=number).first()
    recognition = file.recognitions.filter(number=number).first()
    compared = request.GET.get("banding", "")
    worrying = [row.number for row in _rows(file) if row.worrying]
    context = {
        "file": file,
        "passage": passage,
        "number": number,
        "last": file.pages,
        "label": passage.label,
        "source": passage.get_label_source_display(),
        "picture": _picture(file, passage),
        "lines": _lines(passage),
        "reader": reader_name(passage.reader),
        "is_chosen": bool(correction) and correction.reader == decisions.family(passage.reader),
        "sureness": page_words.sureness(passage.confidence, passage.flags),
        "said": page_words.said(passage.flags, passage.reader),
        "correction": correction,
        "numbered_from": _numbered_from(file, number),
        "recognition": recognition,
        "recognition_sentence": _waiting_sentence(recognition) if recognition else "",
        "available": recognise.available(),
        "readers": _readers(file, passage, correction, recognition, compared),
        "compared": _compared(file, number, compared),
        "typed": passage.text if typed is None else typed,
        "mark": decisions.mark_of(passage.text),
        "error": error,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < file.pages else None,
        "next_worrying": next((each for each in worrying if each > number), None),
        **_head(
            _("Halaman %(number)d") % {"number": number},
            file,
            {"url": "", "label": _("Halaman %(number)d") % {"number": number}},
        ),
    }
    return render(request, "ingest/page.html", context, status=409 if error else 200)


def _decided(request: HttpRequest, file: File, number: int) -> HttpResponse:
    """Do what the editor asks, say that it was done, and show the page as it is then. Raises a `CorrectionError`."""
    given, by = request.POST, request.user
    back = reverse("ingest_page", args=[file.pk, number])
    match given.get("action"):
        case "text":
            changed = decisions.correct_text(
                file, number, given.get("text", ""), by, seen=given.get("seen", "")
            )
            said = (
                _("Teks halaman %(number)d disimpan.")
                if changed
                else _("Teks halaman %(number)d tidak berubah.")
            )
        case "back":
            decisions.take_back_text(file, number, by, seen=given.get("seen", ""))
            said = _("Teks halaman %(number)d kembali ke hasil bacaan mesin.")
        case "number":
            decisions.number_from(file, number, given.get("printed", ""), by)
            said = (
                _("Nomor tercetak mulai halaman %(number)d disimpan.")
                if given.get("printed", "").strip()
                else _("Ketetapan nomor tercetak di halaman %(number)d dihapus.")
            )
        case "reader" if given.get("reader", "") in ("", *Reader.values):
            decisions.choose_reader(file, number, given.get("reader", ""), by)
            said = _("Pembaca halaman %(number)d diganti.")
        case "read" if given.get("reader") in Reader.values:
            decisions.read_by(file, number, given["reader"])
            return redirect(f"{back}?banding={given['reader']}#banding")
        case "recognise":
            decisions.ask_for_recognition(file, number, by)
            said = _("Halaman %(number)d masuk antrean OCR. Hasilnya dipakai begitu selesai.")
        case _:
            raise Http404
    messages.success(request, said % {"number": number})
    return redirect(back)


def _numbered_from(file: File, number: int) -> Correction | None:
    """The decision by which this page is numbered, if an editor made one here or before."""
    return file.corrections.filter(number__lte=number).exclude(printed="").order_by("number").last()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reader that may be believed here. `current`: its text is the page's machine text now; `chosen`: because an
    editor said so; `compared`: what it makes of the page is shown."""

    key: str
    name: str
    current: bool
    chosen: bool
    compared: bool


def _readers(
    file: File,
    passage: Passage,
    correction: Correction | None,
    recognition: Recognition | None,
    compared: str,
) -> list[Candidate]:
    """All that could have read the page; recognition once it was asked for and came to its end."""
    chosen = correction.reader if correction else ""
    current = decisions.family(passage.reader)
    recognised = recognition is not None and recognition.state == Recognition.State.DONE
    return [
        Candidate(key, str(name), current == key, chosen == key, compared == key)
        for key, name in Reader.choices
        if key != Reader.TESSERACT or recognised or current == key
    ]


def _compared(file: File, number: int, reader: str) -> dict[str, Any] | None:
    """What another reader makes of the page, where that is kept; else that it can be asked, or cannot."""
    if reader not in Reader.values:
        return None
    found: PageText | None = decisions.held_by(file, number, reader)
    return {
        "key": reader,
        "name": reader_name(reader),
        "held": found is not None,
        "text": found.text.strip() if found else "",
        "sureness": page_words.sureness(found.confidence, found.flags) if found else None,
        "can_be_asked": reader in decisions.CAN_BE_ASKED,
    }


def _picture(file: File, passage: Passage) -> dict[str, Any]:
    width, height, _boxes = _places(passage)
    addresses = {
        each: reverse("ingest_page_picture", args=[file.pk, passage.number, each]) for each in WIDTHS
    }
    return {
        "src": addresses[_SHOWN],
        "srcset": ", ".join(f"{address} {each}w" for each, address in addresses.items()),
        "width": _SHOWN,
        "height": round(_SHOWN * (height / width if width else 1.414)),
    }


def _places(passage: Passage) -> tuple[float, float, list[Any]]:
    """The page's width and height in points, and the boxes of its words."""
    try:
        return unpack(passage.boxes) if passage.boxes else (0.0, 0.0, [])
    except ValueError:
        return 0.0, 0.0, []


def _lines(passage: Passage) -> list[ShownLine]:
    """The lines of the text with the places of their words. Boxes go with the words of the whole text."""
    width, height, places = _places(passage)
    lines, at = [], 0
    for line in passage.text.split("\n") if passage.text else ():
        many = len(line.split())
        boxes = [box for box in places[at : at + many] if box is not None] if width and height else []
        at += many
        percent = (
            (100 * x0 / width, 100 * y0 / height, 100 * (x1 - x0) / width, 100 * (y1 - y0) / height)
            for x0, y0, x1, y1 in boxes
        )
        lines.append(ShownLine(line, ";".join(" ".join(f"{part:.2f}" for part in box) for box in percent)))
    return lines
