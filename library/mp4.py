"""MP4 files, as far as a library must look into them: what a recording says of itself, and a copy that says nothing of who
made it, where and when. Pure Python, so that it also works where no ffmpeg is.

The boxes are those of ISO/IEC 14496-12 (ISO base media file format). Phones write the place and the device into `udta`
and `meta`, editing programs their history into `uuid`: in the copy these become `free` boxes filled with zeros, and the
dates of the headers zero. Nothing moves, so the sound and the picture stay where the tables say they are.
"""

import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

#: Boxes that hold other boxes, on the way to what is looked for.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts"})
_PERSONAL = frozenset({b"udta", b"meta", b"uuid", b"skip", b"free", b"XMP_"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_DEEPEST = 8
_MOST_BOXES = 20_000
_BLOCK = 1 << 20
_HEADER = 8
_LONG = 16
_FIXED = 65_536  # 16.16 fixed point


class NotAnMp4(ValueError):
    """It does not begin as one, or its boxes do not fit into each other."""


@dataclass(frozen=True, slots=True)
class Told:
    """How long it plays (0 where it does not say), the size of its picture in pixels, and its codecs as the sample
    entries name them (`avc1`, `mp4a`, …)."""

    seconds: float
    width: int
    height: int
    video: str
    sound: str


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def is_mp4(begins: bytes) -> bool:
    """Whether a file that begins like this is one (not QuickTime, which browsers do not play)."""
    return begins[4:8] == b"ftyp" and not begins[8:12].startswith(b"qt")


def read(path: Path) -> Told:
    """What the recording says of itself. Raises `NotAnMp4`, OSError."""
    seconds, width, height, video, sound = 0.0, 0, 0, "", ""
    with path.open("rb") as file:
        handler = b""
        for box in _boxes(file, 0, _size(file)):
            match box.kind:
                case b"mvhd":
                    seconds = _duration(_body(file, box, 32))
                case b"tkhd":
                    wide, high = _shown(_body(file, box, 96))
                    width, height = (wide, high) if wide * high > width * height else (width, height)
                case b"hdlr":
                    handler = _body(file, box, 12)[8:12]
                case b"stsd":
                    name = _body(file, box, 16)[12:16].decode("latin-1")
                    video = video or (name if handler == b"vide" else "")
                    sound = sound or (name if handler == b"soun" else "")
    return Told(round(seconds, 3), width, height, video, sound)


def clean_copy(original: Path, target: Path) -> None:
    """Write to `target` the same recording without its personal metadata; it appears whole or not at all. Raises
    `NotAnMp4`, OSError."""
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        shutil.copyfile(original, temporary)
        with temporary.open("r+b") as file:
            for box in list(_boxes(file, 0, _size(file))):
                if box.kind in _PERSONAL:
                    _blank(file, box)
                elif box.kind in _DATED:
                    _undate(file, box)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _boxes(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[_Box]:
    """Every box from `start` to `end` and, after a box that holds others, those in it. Raises `NotAnMp4`."""
    left = _MOST_BOXES
    todo = [(start, end, depth)]
    if not is_mp4(_at(file, start, 16)):
        raise NotAnMp4("it does not begin with ftyp")
    while todo:
        at, end, depth = todo.pop()
        while at + _HEADER <= end:
            left -= 1
            if left < 0:
                raise NotAnMp4("too many boxes")
            box = _box(file, at, end)
            yield box
            at = box.end
            if box.kind in _HOLDERS and depth < _DEEPEST:
                todo.append((at, end, depth))
                at, end, depth = box.body, box.end, depth + 1


def _box(file: BinaryIO, at: int, end: int) -> _Box:
    head = _at(file, at, _LONG)
    size, kind = struct.unpack(">I4s", head[:_HEADER])
    body = at + _HEADER
    if size == 1 and len(head) == _LONG:
        size, body = struct.unpack(">Q", head[_HEADER:])[0], at + _LONG
    elif size == 0:
        size = end - at
    if size < body - at or at + size > end:
        raise NotAnMp4(f"a box of {size} bytes at {at} does not fit")
    return _Box(kind, at, body, at + size)


def _blank(file: BinaryIO, box: _Box) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    file.seek(box.body)
    left = box.end - box.body
    while left > 0:
        file.write(bytes(min(left, _BLOCK)))
        left -= _BLOCK


def _undate(file: BinaryIO, box: _Box) -> None:
    """The times of creation and change, which stand first in these headers: 4 bytes each, or 8 in version 1."""
    width = 16 if _at(file, box.body, 1) == b"\1" else 8
    if box.body + 4 + width <= box.end:
        file.seek(box.body + 4)
        file.write(bytes(width))


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


def _body(file: BinaryIO, box: _Box, most: int) -> bytes:
    return _at(file, box.body, min(most, box.end - box.body))


def _at(file: BinaryIO, at: int, many: int) -> bytes:
    file.seek(at)
    return file.read(many)


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
