"""A film at one of its cues: the player, and its transcript beside it with the words that were asked for marked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from library.captions import Cue, fragment, paragraphs, timecode
from library.models import Film, Passage
from library.models.films import Track
from portal.reader.ways import Way, hits
from search import forms
from search.interpretation.held import understood
from search.query import wanted
from search.snippets import mark, marks


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one cue says, its words marked: the film's passage of that `number`, heard from `start`
    (milliseconds, None where no time is claimed), at its own address. `place` is what a browser scrolls to by itself. `here`: it is the one that was asked for."""

    number: int
    start: int | None
    place: str
    at: str
    url: str
    text: SafeString
    here: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Some cues that read as one paragraph, and who speaks."""

    speaker: str
    parts: list[Spoken]

    @property
    def at(self) -> str:
        return self.parts[0].at


def watch(request: HttpRequest, film: Film, way: Way, number: int) -> HttpResponse:
    """The page of a film at its n-th passage; of a film without captions the player alone."""
    tracks = film.tracks
    asked = number > 1 or bool(way.question)
    track = _track(request, tracks, number, asked=asked)
    passages = _passages(film, track) if track else []
    here = next((each for each in passages if track and each.number + track.first - 1 == number), None)
    leaves = wanted(understood(way.question, exact=way.exact, choices=way.choices).question.tree)
    start = here.start if here and here.start is not None and asked else None
    context = {
        "publication": film,
        "page": film,
        "number": number,
        "player": film.player(
            request.GET.get("mutu", ""),
            fragment(start) if start else "",
        ),
        "film": _and(way.address(number)),
        "turns": _turns(way, track, passages, number, leaves) if track else [],
        "transcript_language": track.language if track else film.language,
        "languages_of_transcript": _languages(way, tracks, track, start),
        "timed": bool(track and track.timed),
        "question": way.question,
        "marks": sum(len(marks(each.text, leaves)) for each in passages) if leaves else 0,
        "hits": hits(film, number, way) if leaves and film.pages else None,
        "warned": way.warned,
        "label_text": timecode(start) if start else "",
        "permanent": f"{settings.BASE_URL}{_permanent(film, 1)}",
        "share_url": f"{settings.BASE_URL}{_permanent(film, number)}",
        "cite_url": f"{film.address}sitasi/"
        + (f"?{urlencode({'halaman': here.label, 'nomor': number})}" if here and start else ""),
        "read_as": forms.choices_in_address(way.choices) if way.question else [],
    }
    return render(request, "portal/watch.html", context)


def _track(request: HttpRequest, tracks: list[Track], number: int, *, asked: bool) -> Track | None:
    """The track of which the passage is a cue; where none was asked for, the one in the reader's language."""
    if asked:
        return next((track for track in tracks if track.holds(number)), None)
    wanted_language = request.GET.get("bahasa") or get_language()
    return next((track for track in tracks if track.language == wanted_language), next(iter(tracks), None))


def _passages(film: Film, track: Track) -> list[Passage]:
    """The cues of a track, in order."""
    return list(Passage.objects.filter(file=track.file).defer("boxes", "search_text").order_by("number"))


def _turns(way: Way, track: Track, passages: list[Passage], number: int, leaves: Any) -> list[Turn]:
    """The transcript in paragraphs; what claims no time has a paragraph for each passage."""
    if not track.timed:
        return [Turn("", [_spoken(way, track, each, number, each.text, leaves)]) for each in passages]
    by_place = dict(enumerate(passages, 1))
    cues = [
        Cue(each.start or 0, each.end or 0, (each.cue or {}).get("text", each.text), _speaker(each))
        for each in passages
    ]
    return [
        Turn(
            paragraph.speaker,
            [
                _spoken(way, track, by_place[part.number], number, part.text, leaves)
                for part in paragraph.parts
            ],
        )
        for paragraph in paragraphs(cues)
    ]


def _speaker(passage: Passage) -> str:
    return (passage.cue or {}).get("speaker", "")


def _spoken(way: Way, track: Track, passage: Passage, here: int, text: str, leaves: Any) -> Spoken:
    number = track.first + passage.number - 1
    place = f"t={fragment(passage.start)}" if passage.start is not None else ""
    url = way.address(number) + (f"#{place}" if place else "")
    return Spoken(
        number,
        passage.start,
        place,
        timecode(passage.start) if passage.start is not None else "",
        url,
        mark(text, leaves),
        number == here and (here > 1 or bool(way.question)),
    )


def _languages(way: Way, tracks: list[Track], shown: Track | None, start: int | None) -> list[dict[str, Any]]:
    """The other languages of the transcript: each from its beginning, or from the cue at the same moment."""
    found = []
    for track in tracks if len(tracks) > 1 else ():
        number = track.first
        if start is not None and track.timed:
            same = Passage.objects.filter(file=track.file, start__lte=start).order_by("-number").first()
            number = track.first + (same.number if same else 1) - 1
        url = way.address(number) if number > 1 else f"{_and(way.address(1))}bahasa={track.language}"
        found.append({"name": track.name, "language": track.language, "url": url, "current": track == shown})
    return found


def _permanent(film: Film, number: int) -> str:
    if number > 1:
        return reverse("permanent_passage", args=[film.permanent.code, number])
    return reverse("permanent", args=[film.permanent.code])


def _and(address: str) -> str:
    """The address, ready for one more parameter."""
    return address + ("&" if "?" in address else "?")
