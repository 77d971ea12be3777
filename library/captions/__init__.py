"""Captions of a film, cue by cue: how they are kept, written as WebVTT and SRT, and read as a transcript.

Pure; may be called by every floor. `ingest.captions` makes cues of what editors upload. The modules read only
leftwards in this order: `times`, `markup`, `cues`, `writing`, `transcript`.
"""

from library.captions.cues import Cue, plain
from library.captions.times import fragment, timecode
from library.captions.transcript import Paragraph, Part, paragraphs
from library.captions.writing import MEDIA_TYPES, as_srt, as_vtt, faulty

__all__ = [
    "MEDIA_TYPES",
    "Cue",
    "Paragraph",
    "Part",
    "as_srt",
    "as_vtt",
    "faulty",
    "fragment",
    "paragraphs",
    "plain",
    "timecode",
]
