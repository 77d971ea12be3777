"""Whether captions keep to the film and to what people can read. Pure.

The measures are those of the Netflix Timed Text Style Guide (General Requirements, and English Template: 42 characters
a line, 2 lines, 17 characters a second for adults and 13 for children, 5/6 to 7 seconds, 2 frames between); the BBC
Subtitle Guidelines ask much the same in other words. A second is asked for here where Netflix has 5/6. They bind
nobody: only times that cannot be are a reason to hold captions back.
"""

from collections.abc import Iterable, Iterator, Sequence

from ingest.captions.faults import Fault
from library.captions.cues import Cue, plain
from library.captions.times import timecode

LINE = 42  # characters
LINES = 2
ADULTS, CHILDREN = 17, 13  # characters a second, blanks included
SHORTEST, LONGEST = 1_000, 7_000  # milliseconds
LEAST_GAP = 80  # milliseconds: two frames of 25 a second
SILENCE = 60_000  # milliseconds without a cue
ANOTHER_FILM = 10_000  # milliseconds after the film's end
COVERED = 0.5  # share of the film before the last cue's end
#: Tools round to milliseconds, and to frames; nobody reads a hundredth of a second.
_TOLERANCE = 40


def check(
    cues: Sequence[Cue],
    film_seconds: float | None = None,
    *,
    lines: Sequence[int] = (),
    speed: float = ADULTS,
) -> tuple[Fault, ...]:
    """What is wrong with the cues, by cue and then by kind; what concerns the whole comes last.

    `film_seconds`: the film's length where it is known. `lines`: the line of each cue in its upload. `speed`: the
    characters a second that its viewers read at most (ADULTS, CHILDREN).
    """
    found = [*_times(cues, film_seconds), *_neighbours(cues), *_words(cues, speed)]
    ordered = [
        fault if not lines else Fault(fault.code, fault.cue, lines[fault.cue - 1], fault.values)
        for fault in sorted((each for each in found if each.cue), key=lambda each: each.cue or 0)
        if fault.cue
    ]
    return (*ordered, *_whole(cues, film_seconds))


def _times(cues: Iterable[Cue], film_seconds: float | None) -> Iterator[Fault]:
    for number, cue in enumerate(cues, 1):
        if cue.start < 0:
            yield Fault("negative", number, values={"start": _exact(cue.start)})
        if cue.end <= cue.start:
            yield Fault("reversed", number, values={"start": _exact(cue.start), "end": _exact(cue.end)})
        elif cue.lasts < SHORTEST - _TOLERANCE:
            yield Fault("too-short", number, values={"seconds": cue.lasts / 1000, "least": SHORTEST // 1000})
        elif cue.lasts > LONGEST + _TOLERANCE:
            yield Fault("too-long", number, values={"seconds": cue.lasts / 1000, "most": LONGEST // 1000})
        if film_seconds is not None:
            beyond = cue.end - film_seconds * 1000
            if beyond > _TOLERANCE:
                values = {"end": timecode(cue.end), "film": timecode(round(film_seconds * 1000))}
                yield Fault("other-film" if beyond > ANOTHER_FILM else "past-end", number, values=values)


def _neighbours(cues: Sequence[Cue]) -> Iterator[Fault]:
    latest_start = -1
    for number, cue in enumerate(cues, 1):
        if cue.start < latest_start:
            yield Fault("out-of-order", number, values={"start": timecode(cue.start)})
        latest_start = max(latest_start, cue.start)
    in_order = sorted(range(len(cues)), key=lambda index: cues[index].start)
    end, last = 0, -1
    for index in in_order:
        cue = cues[index]
        gap = cue.start - end
        if last >= 0 and gap < 0 and cue.start >= 0:
            yield Fault(
                "overlap",
                index + 1,
                values={"start": _exact(cue.start), "other": last + 1, "end": _exact(end)},
            )
        elif last >= 0 and 0 < gap < LEAST_GAP - _TOLERANCE // 2:
            yield Fault("flicker", index + 1, values={"gap": gap, "least": LEAST_GAP})
        elif gap > SILENCE:
            yield Fault("silence", index + 1, values={"start": timecode(end), "end": timecode(cue.start)})
        if cue.end > end or last < 0:
            end, last = max(end, cue.end), index


def _words(cues: Iterable[Cue], speed: float) -> Iterator[Fault]:
    for number, cue in enumerate(cues, 1):
        lines = plain(cue).split("\n")
        longest = max(len(line) for line in lines)
        if longest > LINE:
            yield Fault("long-line", number, values={"count": longest, "most": LINE})
        if len(lines) > LINES:
            yield Fault("many-lines", number, values={"count": len(lines), "most": LINES})
        letters = sum(len(line) for line in lines) + len(lines) - 1
        if cue.lasts > 0 and letters * 1000 > speed * (cue.lasts + _TOLERANCE):
            yield Fault(
                "too-fast", number, values={"speed": letters * 1000 / cue.lasts, "most": round(speed)}
            )


def _whole(cues: Sequence[Cue], film_seconds: float | None) -> Iterator[Fault]:
    if cues and film_seconds:
        end = max(cue.end for cue in cues)
        if end < COVERED * film_seconds * 1000:
            film = timecode(round(film_seconds * 1000))
            yield Fault("covers-little", values={"end": timecode(end), "film": film})


def _exact(ms: int) -> str:
    """With thousandths, where a whole second would show two equal times."""
    label = timecode(ms)
    return f"{label}.{abs(ms) % 1000:03}" if ms % 1000 else label
