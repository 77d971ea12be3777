"""Cues written as WebVTT, which browsers play, and as SRT, which every subtitle editor opens. Pure."""

import html
import re
from collections.abc import Iterable

from library.captions.cues import TOP, Cue
from library.captions.markup import escaped
from library.captions.times import srt_stamp, vtt_stamp

#: By the ending of the file. SRT has no registered type; this one is what servers and players agreed on.
MEDIA_TYPES = {"vtt": "text/vtt; charset=utf-8", "srt": "application/x-subrip; charset=utf-8"}

_AMPERSAND = re.compile(r"&amp;([#\w]{0,40};?)")
_OPENING = re.compile(r"&lt;(?![^\s<>]*[a-zA-Z/\d])")


def faulty(cue: Cue) -> bool:
    """Whether no format can hold it: it starts before the film, or does not end after its start."""
    return cue.start < 0 or cue.end <= cue.start


def as_vtt(cues: Iterable[Cue]) -> str:
    """A WebVTT file (W3C WebVTT, 4.1), in order of start as that demands. Raises ValueError for a `faulty` cue."""
    return "\n".join(["WEBVTT\n", *(_vtt(cue) for cue in _in_order(cues))])


def as_srt(cues: Iterable[Cue]) -> str:
    """A SubRip file. It has no voices ("Name: words" in their place) and of places only the top (`{\\an8}`).
    Raises ValueError for a `faulty` cue."""
    return "\n".join(_srt(number, cue) for number, cue in enumerate(_in_order(cues), 1))


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    ordered = sorted(cues, key=lambda cue: cue.start)
    for cue in ordered:
        if faulty(cue):
            raise ValueError(f"a cue from {cue.start} to {cue.end} ms cannot be written")
    return ordered


def _vtt(cue: Cue) -> str:
    times = f"{vtt_stamp(cue.start)} --> {vtt_stamp(cue.end)} {cue.settings}".rstrip()
    voice = f"<v {escaped(cue.speaker)}>" if cue.speaker else ""
    return f"{times}\n{voice}{cue.text}\n"


def _srt(number: int, cue: Cue) -> str:
    times = f"{srt_stamp(cue.start)} --> {srt_stamp(cue.end)}"
    top = r"{\an8}" if TOP in cue.settings.split() else ""
    voice = f"{cue.speaker}: " if cue.speaker else ""
    return f"{number}\n{times}\n{top}{_unescaped(voice)}{_unescaped(cue.text)}\n"


def _unescaped(text: str) -> str:
    """SRT has no escapes of its own, so the words go out as they are, but where a reader would take them for markup,
    an entity or times."""
    text = _OPENING.sub("<", text.replace("--&gt;", "--&\0").replace("&gt;", ">"))
    return _AMPERSAND.sub(_ampersand, text).replace("&\0", "&gt;")


def _ampersand(found: re.Match[str]) -> str:
    bare = f"&{found[1]}"
    return bare if html.unescape(bare) == bare else found[0]
