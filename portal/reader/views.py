"""One passage of a work on screen: its picture and its text, the words that were asked for marked in both."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from library.access import rule
from library.boxes import unpack
from library.models import Passage, Publication
from library.pictures import WIDTHS
from portal.reader.paragraphs import paragraphs
from search.query import parse, wanted
from search.research import inside
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
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    path = f"{site.root_page.url_path}{work}"
    found = Publication.objects.read(rule(request.user)).filter(url_path=path).for_cards().first()
    if found is None:
        raise Http404
    return found


@require_safe
def goto(request: HttpRequest, work: str) -> HttpResponse:
    """`<work>baca/?halaman=37`: the passage on which 37 is printed; `<work>baca/` alone is the first."""
    publication = find_work(request, work)
    label = request.GET.get("halaman", "").strip()[:40]
    number = publication.number_of(label) if label else 1
    if number is None:
        number = _whole_number(request.GET.get("dari", "")) or 1
    kept = QueryDict(mutable=True)
    for name in ("q", "tampilan"):
        if request.GET.get(name):
            kept[name] = request.GET[name]
    question = f"?{kept.urlencode()}" if kept else ""
    return HttpResponseRedirect(reverse("read", args=[work, number]) + question)


@require_safe
def read(request: HttpRequest, work: str, number: int) -> HttpResponse:
    """`<work>baca/<n>/?q=…`: the n-th passage; `?tampilan=teks` gives the text alone."""
    publication = find_work(request, work)
    number = int(number)
    place = publication.place(number)
    if place is None:
        raise Http404
    passage = Passage.objects.filter(file=place.file, number=place.number).first()
    if passage is None:
        raise BadRequest
    question = request.GET.get("q", "")
    view = "teks" if request.GET.get("tampilan") == "teks" else "halaman"
    leaves = wanted(tree) if (tree := parse(question).tree) is not None else ()
    context = {
        "publication": publication,
        "page": publication,
        "number": number,
        "last": publication.pages,
        "label": passage.label,
        "label_text": label_text(passage.label, number),
        "view": view,
        "question": question,
        "picture": None if view == "teks" else _picture(passage, place.file, leaves),
        "paragraphs": [mark(part, leaves) for part in paragraphs(passage.text)],
        "marks": len(marks(passage.text, leaves)) if leaves else 0,
        "hits": _hits(publication, question, number, work, view) if leaves else None,
        "goto": {"action": reverse("goto", args=[work])},
        "share_url": f"{settings.BASE_URL}{reverse('permanent_passage', args=[publication.permanent.code, number])}",
        "cite": _citation(publication, passage.label, number),
        "download": publication.download,
        "no_text": "" if passage.text.strip() else _("Halaman ini tidak memuat teks yang dapat dicari, hanya gambar."),
        **_ways(work, number, publication.pages, question, view),
    }
    return render(request, "portal/reader.html", context)


def label_text(label: str, number: int) -> str:
    """How a passage is called: by its printed number, or plainly by its place in the file."""
    return _("hlm. %(label)s") % {"label": label} if label else _("PDF hlm. %(number)s") % {"number": number}


def _address(work: str, number: int, question: str, view: str) -> str:
    kept = QueryDict(mutable=True)
    if question:
        kept["q"] = question
    if view == "teks":
        kept["tampilan"] = "teks"
    return reverse("read", args=[work, number]) + (f"?{kept.urlencode()}" if kept else "")


def _ways(work: str, number: int, last: int, question: str, view: str) -> dict[str, str]:
    """The addresses that lead on from here."""
    return {
        "previous_url": _address(work, number - 1, question, view) if number > 1 else "",
        "next_url": _address(work, number + 1, question, view) if number < last else "",
        "text_url": _address(work, number, question, "teks"),
        "page_url": _address(work, number, question, "halaman"),
    }


def _hits(publication: Publication, question: str, number: int, work: str, view: str) -> dict[str, Any] | None:
    """Where in this work the question is answered too: the pages before and after this one."""
    numbers = inside(publication, question).numbers
    if not numbers:
        return None
    before = [each for each in numbers if each < number]
    after = [each for each in numbers if each > number]
    return {
        "here": numbers.index(number) + 1 if number in numbers else 0,
        "total": len(numbers),
        "previous_url": _address(work, before[-1], question, view) if before else "",
        "next_url": _address(work, after[0], question, view) if after else "",
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
                Box(*(round(100 * part, 2) for part in (x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height)))
            )
    return boxes


def _citation(publication: Publication, label: str, number: int) -> str:
    """A plain reference to this page, for a footnote."""
    who = ", ".join(agent.name for agent in publication.creators) or publication.publisher
    when = f"({publication.year})" if publication.year else ""
    address = f"{settings.BASE_URL}{publication.permanent_path}{number}/"
    parts = [f"{who} {when}".strip(), publication.title, label_text(label, number)]
    return ". ".join(part for part in parts if part) + f". {address}"


def _whole_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None
