"""What a recording says of itself. Pure."""

import struct
from dataclasses import dataclass
from pathlib import Path

from library.mp4.boxes import body_of, boxes_of, size_of
from library.mp4.tracks import SHOWN, check_fragments, tracks_of

_FIXED = 65_536  # 16.16 fixed point


@dataclass(frozen=True, slots=True)
class Told:
    """How long it plays (0 where it does not say), the size of its picture in pixels, and its codecs as the sample
    entries name them (`avc1`, `mp4a`, …)."""

    seconds: float
    width: int
    height: int
    video: str
    sound: str


def read(path: Path) -> Told:
    """What the recording says of itself. Raises `NotAnMp4` (`HiddenTrackError` where no public copy can be made), OSError."""
    seconds, width, height = 0.0, 0, 0
    named: dict[bytes, str] = {}
    with path.open("rb") as file:
        boxes = list(boxes_of(file, 0, size_of(file)))
        if head := next((box for box in boxes if box.kind == b"mvhd"), None):
            seconds = _duration(body_of(file, head, 32))
        tracks = tracks_of(file, boxes)
        for track in tracks:
            if track.handler not in SHOWN:
                continue
            if entries := track.first(b"stsd"):
                named.setdefault(track.handler, body_of(file, entries, 16)[12:16].decode("latin-1"))
            if track.handler == b"vide" and (shown := track.first(b"tkhd")):
                wide, high = _shown(body_of(file, shown, 96))
                width, height = (wide, high) if wide * high > width * height else (width, height)
        check_fragments(boxes, tracks)
    return Told(round(seconds, 3), width, height, named.get(b"vide", ""), named.get(b"soun", ""))


def _duration(body: bytes) -> float:
    try:
        if body[:1] == b"\1":
            scale, duration = struct.unpack(">IQ", body[20:32])
        else:
            scale, duration = struct.unpack(">II", body[12:20])
    except struct.error:
        return 0.0
    unknown = duration in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}
    return 0.0 if unknown or not scale else duration / scale


def _shown(body: bytes) -> tuple[int, int]:
    """Width and height of a track as it is shown; turned by a quarter where its matrix says so."""
    at = 88 if body[:1] == b"\1" else 76
    try:
        width, height = struct.unpack(">II", body[at : at + 8])
        a, b = struct.unpack(">ii", body[at - 36 : at - 28])
    except struct.error:
        return 0, 0
    wide, high = round(width / _FIXED), round(height / _FIXED)
    return (high, wide) if a == 0 and b != 0 else (wide, high)
