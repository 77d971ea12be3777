"""One cue: what is said between two moments of a film. Pure."""

import re
from dataclasses import dataclass

from library.captions.markup import unmarked

_PERCENT = r"(?:\d{1,2}(?:\.\d{1,4})?|100(?:\.0{1,4})?)%"
#: What WebVTT lets a cue say of its place (W3C WebVTT, 4.4). `region` is not here: regions are not kept.
_SETTINGS = (
    ("vertical", re.compile(r"rl|lr")),
    ("line", re.compile(rf"(?:-?\d{{1,3}}|{_PERCENT})(?:,(?:start|center|end))?")),
    ("position", re.compile(rf"{_PERCENT}(?:,(?:line-left|center|line-right))?")),
    ("size", re.compile(_PERCENT)),
    ("align", re.compile(r"start|center|end|left|right")),
)
TOP = "line:0"


@dataclass(frozen=True, slots=True)
class Cue:
    """`start` and `end` in milliseconds from the film's start (`library.captions.times` says why); `text` as
    `library.captions.markup` keeps it; `speaker` a name or ""; `settings` as WebVTT writes them (`line:0 align:start`).

    Nothing is checked here: an upload's faults are shown to the editor on its own cues. `faulty` says what cannot be
    written.
    """

    start: int
    end: int
    text: str
    speaker: str = ""
    settings: str = ""

    @property
    def lasts(self) -> int:
        """Milliseconds on the screen."""
        return self.end - self.start


def plain(cue: Cue) -> str:
    """The cue's words without markup or speaker, its lines divided by "\\n"; not escaped for HTML."""
    return unmarked(cue.text)


def valid_settings(written: str) -> str:
    """Those of the settings that WebVTT knows, each once, in one order; the rest is left out."""
    said = dict(part.partition(":")[::2] for part in reversed(written.split()))
    return " ".join(
        f"{name}:{said[name]}" for name, shape in _SETTINGS if shape.fullmatch(said.get(name, ""))
    )
