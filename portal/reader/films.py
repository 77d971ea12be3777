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

#: A cue is the one that was meant where it begins this near the moment: editors mend times by a little.
_MENDED = 500  # milliseconds
#: Between cues the nearest is shown as the one that was meant, where it begins this near.
_NEAR = 2_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a film is opened: at a `moment` (milliseconds) in a `language` ("": its own), else at the passage of that
    `number`."""

    number: int = 1
    moment: int | None = None
    language: str = ""

    def address(self, film: Film, way: Way) -> str:
        """Where this is watched: by its moment, where it has one."""
        if self.moment is not None:
            return way.moment(self.moment, self.language)
        return _address(film, way, self.number) if self.number > 1 else way.address(1)


def _address(film: Film, way: Way, number: int) -> str:
    passage = film.passages_numbered([number]).get(number)
    if passage is None or passage.start is None:
        return way.address(number)
    return way.moment(passage.start, film.language_in_address(passage.file.language))


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


def watch(request: HttpRequest, film: Film, way: Way, asked: Asked) -> HttpResponse:
    """The page of a film where it is opened; of a film without captions the player alone."""
    tracks = film.tracks
    chosen = asked.moment is not None or asked.number > 1 or bool(way.question)
    track = _track(request, film, asked, chosen=chosen)
    passages = _passages(film, track) if track else []
    here = _here(passages, track, asked) if track and chosen else None
    start = asked.moment if asked.moment is not None else here.start if here else None
    language = film.language_in_address(track.language) if track else asked.language
    number = _number(passages, track, here, start) if track else 1
    leaves = wanted(understood(way.question, exact=way.exact, choices=way.choices).question.tree)
    permanent = _permanent(film, track, here, start, language)
    context = {
        "publication": film,
        "page": film,
        "player": film.player(
            request.GET.get("mutu", ""),
            fragment(start) if start else "",
        ),
        "film": _and(asked.address(film, way).partition("#")[0]),
        "turns": _turns(way, track, passages, here, start, language, leaves) if track else [],
        "transcript_language": track.language if track else film.language,
        "languages_of_transcript": _languages(way, film, tracks, track, start),
        "timed": bool(track and track.timed),
        "question": way.question,
        "marks": sum(len(marks(each.text, leaves)) for each in passages) if leaves else 0,
        "hits": hits(film, number, way, lambda hit: _address(film, way, hit))
        if leaves and film.pages
        else None,
        "warned": way.warned,
        "label_text": timecode(start) if start else "",
        "permanent": f"{settings.BASE_URL}{film.permanent_path}",
        "language_in_address": language,
        "share_url": f"{settings.BASE_URL}{permanent}",
        "cite_url": f"{film.address}sitasi/{_cited(here, number, start)}",
        "read_as": forms.choices_in_address(way.choices) if way.question else [],
    }
    return render(request, "portal/watch.html", context)


def _track(request: HttpRequest, film: Film, asked: Asked, *, chosen: bool) -> Track | None:
    """The track that is meant: of a moment the one in its language, of a passage the one whose cue it is; where none was
    asked for, the one in the reader's language."""
    if asked.moment is not None:
        return film.track_in(asked.language)
    if chosen:
        return next((track for track in film.tracks if track.holds(asked.number)), None)
    return film.track_in(request.GET.get("bahasa") or get_language() or "")


def _here(passages: list[Passage], track: Track, asked: Asked) -> Passage | None:
    """The passage that was asked for: by its number, or spoken at that moment; between cues the nearest."""
    if asked.moment is None:
        return next((each for each in passages if each.number + track.first - 1 == asked.number), None)
    at = asked.moment
    timed = [each for each in passages if each.start is not None]
    nearest = min(timed, key=lambda each: abs((each.start or 0) - at), default=None)
    away = abs((nearest.start or 0) - at) if nearest else 0
    if nearest and away <= _MENDED:
        return nearest
    spoken = [each for each in timed if (each.start or 0) <= at < (each.end or 0)]
    return spoken[-1] if spoken else nearest if away <= _NEAR else None


def _number(passages: list[Passage], track: Track, here: Passage | None, start: int | None) -> int:
    """The number in the film of what is shown as asked for; between cues, of the last that began."""
    begun = [
        each for each in passages if start is not None and each.start is not None and each.start <= start
    ]
    at = here or (begun[-1] if begun else None)
    return track.first - 1 + (at.number if at else 1)


def _permanent(
    film: Film, track: Track | None, here: Passage | None, start: int | None, language: str
) -> str:
    """Where this may be found for good: the film, a moment of it, or of what claims no time a passage by its number."""
    if start is not None:
        return film.permanent_moment(start, language)
    if track and here and (number := track.first - 1 + here.number) > 1:
        return reverse("permanent_passage", args=[film.permanent.code, number])
    return film.permanent_path


def _cited(here: Passage | None, number: int, start: int | None) -> str:
    if start is None:
        return ""
    if here is None:
        return f"?{urlencode({'halaman': timecode(start)})}"
    return f"?{urlencode({'halaman': here.label, 'nomor': number})}"


def _passages(film: Film, track: Track) -> list[Passage]:
    """The cues of a track, in order."""
    return list(Passage.objects.filter(file=track.file).defer("boxes", "search_text").order_by("number"))


def _turns(
    way: Way,
    track: Track,
    passages: list[Passage],
    here: Passage | None,
    at: int | None,
    language: str,
    leaves: Any,
) -> list[Turn]:
    """The transcript in paragraphs; what claims no time has a paragraph for each passage."""

    def spoken(passage: Passage, text: str) -> Spoken:
        return _spoken(way, track, passage, language, mark(text, leaves), at if passage is here else None)

    if not track.timed:
        return [
            Turn("", [_read(way, track, each, mark(each.text, leaves), each is here)]) for each in passages
        ]
    by_place = dict(enumerate(passages, 1))
    cues = [
        Cue(each.start or 0, each.end or 0, (each.cue or {}).get("text", each.text), _speaker(each))
        for each in passages
    ]
    return [
        Turn(paragraph.speaker, [spoken(by_place[part.number], part.text) for part in paragraph.parts])
        for paragraph in paragraphs(cues)
    ]


def _speaker(passage: Passage) -> str:
    return (passage.cue or {}).get("speaker", "")


def _spoken(
    way: Way, track: Track, passage: Passage, language: str, text: SafeString, asked_at: int | None
) -> Spoken:
    """A cue; `asked_at` is the moment in the address that led to it, None where none did."""
    start = passage.start or 0
    return Spoken(
        track.first + passage.number - 1,
        start,
        f"t={fragment(start if asked_at is None else asked_at)}",
        timecode(start),
        way.moment(start, language),
        text,
        asked_at is not None,
    )


def _read(way: Way, track: Track, passage: Passage, text: SafeString, here: bool) -> Spoken:
    number = track.first + passage.number - 1
    return Spoken(number, None, "", "", way.address(number), text, here)


def _languages(
    way: Way, film: Film, tracks: list[Track], shown: Track | None, start: int | None
) -> list[dict[str, Any]]:
    """The other languages of the transcript: each from its beginning, or from the same moment."""
    found = []
    for track in tracks if len(tracks) > 1 else ():
        if start is not None and track.timed:
            url = way.moment(start, film.language_in_address(track.language))
        else:
            url = f"{_and(way.address(1))}bahasa={track.language}"
        found.append({"name": track.name, "language": track.language, "url": url, "current": track == shown})
    return found


def _and(address: str) -> str:
    """The address, ready for one more parameter."""
    return address + ("&" if "?" in address else "?")
