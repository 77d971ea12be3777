"""One passage of a work on screen: its picture and its text, the words that were asked for marked in both."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ingest.models import Correction
from library import moments
from library.access import rule_for
from library.boxes import unpack
from library.models import Dataset, Film, Passage, Publication
from library.pictures import WIDTHS
from library.tables.values import PublicTable
from portal.reader.films import Asked, watch
from portal.reader.paragraphs import paragraphs
from portal.reader.tables import table_at
from portal.reader.ways import Way, hits
from search import forms
from search.interpretation.held import understood
from search.query import wanted
from search.snippets import mark, marks

_SHOWN_WIDTH = 1200


@dataclass(frozen=True, slots=True)
class Box:
    """A marked word's place, in percent of the picture."""

    x: float
    y: float
    w: float
    h: float


def find_work(request: HttpRequest, work: str) -> Publication:
    """The publication at that address below the site's root, if this viewer may read it. Raises Http404."""
    readable = Publication.objects.read(rule_for(request))
    found = readable.at(request, work).for_cards().select_related("permanent").first()
    if found is None:
        raise Http404
    return found


@require_safe
def goto(request: HttpRequest, work: str) -> HttpResponse:
    """`<work>baca/?halaman=37&dari=12`: the passage on which 37 is printed, else page 12, from which it was asked;
    `<work>baca/` alone is the first."""
    publication = find_work(request, work)
    label = "".join(filter(str.isprintable, request.GET.get("halaman", ""))).strip()[:40]
    number = publication.number_of(label) if label else None
    if number is None:
        asked_from = _whole_number(request.GET.get("dari", ""))
        number = asked_from if asked_from and publication.place(asked_from) else 1
    return HttpResponseRedirect(Way.of(request, work).address(number))


@require_safe
def read(request: HttpRequest, work: str, number: int) -> HttpResponse:
    """`<work>baca/<n>/?q=…`: the n-th passage; `?tampilan=teks` gives the text alone. A film's cues come and go: a number
    that it has no more leads to the film."""
    publication = find_work(request, work)
    number = int(number)
    if isinstance(work_itself := publication.own, Film):
        way = Way.of(request, work)
        if number > 1 and work_itself.place(number) is None:
            return _from_its_beginning(way)
        return _watch(request, work_itself, way, Asked(number))
    if isinstance(work_itself, Dataset) and (table := work_itself.table()) is not None:
        return _table(request, work_itself, table, Way.of(request, work), number)
    place = publication.place(number)
    passage = Passage.objects.filter(file=place.file, number=place.number).first() if place else None
    if place is None or passage is None:
        raise Http404
    way = Way.of(request, work)
    if not way.warned and publication.own.notice_words():
        return _gate(request, publication, replace(way, warned=True).address(number))
    leaves = wanted(understood(way.question, exact=way.exact, choices=way.choices).question.tree)
    context = {
        "publication": publication,
        "page": publication,
        "number": number,
        "last": publication.pages,
        "label": passage.label,
        "label_text": label_text(passage.label, number),
        "view": way.view,
        "question": way.question,
        "exact": way.exact,
        "read_as": forms.choices_in_address(way.choices) if way.question else [],
        "picture": None if way.view == "teks" else _picture(passage, place.file, leaves),
        "paragraphs": [mark(part, leaves) for part in paragraphs(passage.text)],
        "marks": len(marks(passage.text, leaves)) if leaves else 0,
        "hits": hits(publication, number, way) if leaves else None,
        "goto": {"action": reverse("goto", args=[work])},
        "warned": way.warned,
        "share_url": f"{settings.BASE_URL}{reverse('permanent_passage', args=[publication.permanent.code, number])}",
        "cite_url": f"{publication.address}sitasi/?"
        + urlencode({"halaman": passage.label} if passage.label else {"nomor": number}),
        "download": publication.download,
        "text_source": _text_source(passage),
        "no_text": ""
        if passage.text.strip()
        else _("Halaman ini tidak memuat teks yang dapat dicari, hanya gambar."),
        **_ways(way, number, publication.pages),
    }
    return render(request, "portal/reader.html", context)


@require_safe
def read_moment(request: HttpRequest, work: str, seconds: str, language: str = "") -> HttpResponse:
    """`<work>baca/t31.5/?q=…`, `<work>baca/t31.5/en/?q=…`: a film at that second, and what is said then. A second that it
    has not leads to its beginning, a language in which it has nothing to what is said in its own."""
    film = find_work(request, work).own
    if not isinstance(film, Film):
        raise Http404
    way, at = Way.of(request, work), moments.read(seconds)
    if film.seconds and at > film.seconds * 1000 and not _begins(film, at):
        return _from_its_beginning(way)
    if language and language not in {track.language for track in film.tracks}:
        return HttpResponseRedirect(way.moment(at))
    return _watch(request, film, way, Asked(moment=at, language=language))


def _begins(film: Film, at: int) -> bool:
    """Whether a cue begins then: some were kept before anybody knew how long the film is."""
    return Passage.objects.filter(file__in=[track.file for track in film.tracks], start=at).exists()


def _from_its_beginning(way: Way) -> HttpResponse:
    """To a film as a whole; without a word on it a browser would take the moment along to there."""
    return HttpResponseRedirect(f"{way.address(1)}#t=0")


def _watch(request: HttpRequest, film: Film, way: Way, asked: Asked) -> HttpResponse:
    """A film may be opened at its beginning though it has no captions."""
    if not way.warned and film.notice_words():
        return _gate(request, film, asked.address(film, replace(way, warned=True)), watched=True)
    return watch(request, film, way, asked)


def _table(request: HttpRequest, dataset: Dataset, table: PublicTable, way: Way, number: int) -> HttpResponse:
    if not 1 <= number <= len(table.rows):
        raise Http404
    if not way.warned and dataset.notice_words():
        return _gate(request, dataset, replace(way, warned=True).address(number))
    return table_at(request, dataset, table, way, number)


def _gate(
    request: HttpRequest, publication: Publication, go_on_url: str, *, watched: bool = False
) -> HttpResponse:
    """What the work holds that may distress, before it opens: go on, read the summary, or leave."""
    context = {
        "publication": publication,
        "page": publication,
        "notices": publication.own.own_notices,
        "go_on_url": go_on_url,
        "watched": watched,
        "summary_url": publication.address,
    }
    return render(request, "portal/gate.html", context)


def label_text(label: str, number: int) -> str:
    """How a passage is called: by its printed number, or plainly by its place in the file."""
    return _("hlm. %(label)s") % {"label": label} if label else _("PDF hlm. %(number)s") % {"number": number}


def _text_source(passage: Passage) -> str:
    """A word on text that does not stand in the file as the publisher set it; "" for all other."""
    if not passage.text.strip():
        return ""
    if "corrected" in passage.flags:
        return _("Teks diperbaiki penyunting.")
    if passage.reader == Correction.Reader.TESSERACT or "hidden" in passage.flags:
        return _("Teks dikenali mesin dari gambarnya, mungkin ada salah baca.")
    return ""


def _ways(way: Way, number: int, last: int) -> dict[str, str]:
    """The addresses that lead on from here."""
    return {
        "previous_url": way.address(number - 1) if number > 1 else "",
        "next_url": way.address(number + 1) if number < last else "",
        "text_url": replace(way, view="teks").address(number),
        "page_url": replace(way, view="halaman").address(number),
    }


def _picture(passage: Passage, file: Any, leaves: Any) -> dict[str, Any]:
    """The page's picture in several widths, and where the marked words stand on it."""
    width, height, places = unpack(passage.boxes) if passage.boxes else (595.0, 842.0, [])
    addresses = {each: reverse("page_picture", args=[file.code, passage.number, each]) for each in WIDTHS}
    return {
        "src": addresses[_SHOWN_WIDTH],
        "srcset": ", ".join(f"{address} {each}w" for each, address in addresses.items()),
        "sizes": "(min-width: 60rem) 52rem, 100vw",
        "width": _SHOWN_WIDTH,
        "height": round(_SHOWN_WIDTH * height / width) if width else round(_SHOWN_WIDTH * 1.414),
        "boxes": _boxes(passage.text, leaves, width, height, places) if leaves else [],
    }


def _boxes(text: str, leaves: Any, width: float, height: float, places: list[Any]) -> list[Box]:
    """The boxes of the words of `text` in which something is marked; boxes are aligned with its words."""
    found = marks(text, leaves)
    boxes, at, nth = [], 0, 0
    for word, place in zip(text.split(), places, strict=False):
        start = text.index(word, at)
        at = start + len(word)
        while nth < len(found) and found[nth][1] <= start:
            nth += 1
        if nth < len(found) and found[nth][0] < at and place is not None:
            x0, y0, x1, y1 = place
            boxes.append(
                Box(
                    *(
                        round(100 * part, 2)
                        for part in (x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height)
                    )
                )
            )
    return boxes


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
