"""The boxes of which an MP4 is made (ISO/IEC 14496-12), found by seeking. Pure."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

#: Boxes that hold other boxes, on the way to what is looked for.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf", b"edts"})
_DEEPEST = 8
_MOST_BOXES = 20_000
_HEADER = 8
_LONG = 16


class NotAnMp4(ValueError):
    """It does not begin as one, or its boxes do not fit into each other."""


class CutOffError(NotAnMp4):
    """A box wants more bytes than there are."""


class HiddenTrackError(NotAnMp4):
    """It has a track beside picture and sound, in fragments: what that holds cannot be left out."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands in the file: its first byte, the first after its header, and the one after its last."""

    kind: bytes
    start: int
    body: int
    end: int


def is_mp4(begins: bytes) -> bool:
    """Whether a file that begins like this is one (not QuickTime, which browsers do not play)."""
    return begins[4:8] == b"ftyp" and not begins[8:12].startswith(b"qt")


def box_at(file: BinaryIO, at: int, end: int) -> Box:
    """The box that begins there, of a file or box that ends at `end`. Raises `NotAnMp4`, `CutOffError`."""
    head = bytes_at(file, at, _LONG)
    if len(head) < _HEADER or end - at < _HEADER:
        raise CutOffError(f"{min(len(head), end - at)} bytes of a box at {at}")
    size, kind = struct.unpack(">I4s", head[:_HEADER])
    body = at + _HEADER
    if size == 1 and len(head) == _LONG:
        size, body = struct.unpack(">Q", head[_HEADER:])[0], at + _LONG
    elif size == 0:
        size = end - at
    if size < body - at:
        raise NotAnMp4(f"a box of {size} bytes at {at}")
    if at + size > end:
        raise CutOffError(f"the box {kind!r} at {at} wants {size} bytes of {end - at}")
    return Box(kind, at, body, at + size)


def boxes_of(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    """Every box from `start` to `end` and, after a box that holds others, those in it. Raises `NotAnMp4`."""
    left = _MOST_BOXES
    todo = [(start, end, depth)]
    if not is_mp4(bytes_at(file, start, 16)):
        raise NotAnMp4("it does not begin with ftyp")
    while todo:
        at, end, depth = todo.pop()
        while at + _HEADER <= end:
            left -= 1
            if left < 0:
                raise NotAnMp4("too many boxes")
            box = box_at(file, at, end)
            yield box
            at = box.end
            if box.kind in _HOLDERS and depth < _DEEPEST:
                todo.append((at, end, depth))
                at, end, depth = box.body, box.end, depth + 1


def body_of(file: BinaryIO, box: Box, most: int) -> bytes:
    return bytes_at(file, box.body, min(most, box.end - box.body))


def bytes_at(file: BinaryIO, at: int, many: int) -> bytes:
    file.seek(at)
    return file.read(many)


def size_of(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
