"""MP4 files, as far as a library must look into them: what a recording says of itself, and a copy that says nothing of who
made it, where and when. Pure Python, so that it also works where no ffmpeg is.

The boxes are those of ISO/IEC 14496-12 (ISO base media file format). Phones write the place and the device into `udta`
and `meta`, editing programs their history into `uuid`: in the copy these become `free` boxes filled with zeros, and the
dates of the headers zero. Cameras write the place second by second into a track of its own (`gpmd`, `mebx`, text): a
track that is neither picture nor sound goes, with its samples. Nothing moves, so the sound and the picture stay where the
tables say they are.
"""

import os
import secrets
import shutil
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

#: Boxes that hold other boxes, on the way to what is looked for.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts"})
#: `tref` leads to tracks that may be gone; nothing that browsers play needs it.
_PERSONAL = frozenset({b"udta", b"meta", b"uuid", b"skip", b"free", b"XMP_", b"tref"})
_KEPT = frozenset({b"vide", b"soun"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_DEEPEST = 8
_MOST_BOXES = 20_000
_BLOCK = 1 << 20
_HEADER = 8
_LONG = 16
_FIXED = 65_536  # 16.16 fixed point


class NotAnMp4(ValueError):
    """It does not begin as one, or its boxes do not fit into each other."""


class CutOffError(NotAnMp4):
    """A box wants more bytes than there are."""


class HiddenTrackError(NotAnMp4):
    """It has a track beside picture and sound, in fragments: what that holds cannot be left out."""


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
class Box:
    """Where a box stands in the file: its first byte, the first after its header, and the one after its last."""

    kind: bytes
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class _Track:
    """A track's own box, the four letters of what handles it, and the boxes within."""

    box: Box
    handler: bytes
    boxes: tuple[Box, ...]

    def first(self, *kinds: bytes) -> Box | None:
        return next((box for box in self.boxes if box.kind in kinds), None)


def is_mp4(begins: bytes) -> bool:
    """Whether a file that begins like this is one (not QuickTime, which browsers do not play)."""
    return begins[4:8] == b"ftyp" and not begins[8:12].startswith(b"qt")


def read(path: Path) -> Told:
    """What the recording says of itself. Raises `NotAnMp4` (`HiddenTrackError` where no public copy can be made), OSError."""
    seconds, width, height = 0.0, 0, 0
    named: dict[bytes, str] = {}
    with path.open("rb") as file:
        boxes = list(_boxes(file, 0, _size(file)))
        if head := next((box for box in boxes if box.kind == b"mvhd"), None):
            seconds = _duration(_body(file, head, 32))
        tracks = _tracks(file, boxes)
        for track in tracks:
            if track.handler not in _KEPT:
                continue
            if entries := track.first(b"stsd"):
                named.setdefault(track.handler, _body(file, entries, 16)[12:16].decode("latin-1"))
            if track.handler == b"vide" and (shown := track.first(b"tkhd")):
                wide, high = _shown(_body(file, shown, 96))
                width, height = (wide, high) if wide * high > width * height else (width, height)
        _check_fragments(boxes, tracks)
    return Told(round(seconds, 3), width, height, named.get(b"vide", ""), named.get(b"soun", ""))


def clean_copy(original: Path, target: Path) -> None:
    """Write to `target` the same recording without its personal metadata and without tracks that are neither picture
    nor sound; it appears whole or not at all. Raises `NotAnMp4`, OSError."""
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        shutil.copyfile(original, temporary)
        with temporary.open("r+b") as file:
            boxes = list(_boxes(file, 0, _size(file)))
            tracks = _tracks(file, boxes)
            _check_fragments(boxes, tracks)
            for track in tracks:
                if track.handler not in _KEPT:
                    _silence(file, track)
            for box in boxes:
                if box.kind in _PERSONAL:
                    _blank(file, box)
                elif box.kind in _DATED:
                    _undate(file, box)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def box_at(file: BinaryIO, at: int, end: int) -> Box:
    """The box that begins there, of a file or box that ends at `end`. Raises `NotAnMp4`, `CutOffError`."""
    head = _at(file, at, _LONG)
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


def _tracks(file: BinaryIO, boxes: Iterable[Box]) -> list[_Track]:
    """The tracks of a film, each with its boxes; `boxes` in their order, a box before those in it."""
    found: list[tuple[Box, list[Box]]] = []
    for box in boxes:
        if box.kind == b"trak":
            found.append((box, []))
        elif found and box.start < found[-1][0].end:
            found[-1][1].append(box)
    tracks = []
    for whole, within in found:
        handler = next((_body(file, box, 12)[8:12] for box in within if box.kind == b"hdlr"), b"")
        tracks.append(_Track(whole, handler, tuple(within)))
    return tracks


def _check_fragments(boxes: Iterable[Box], tracks: Iterable[_Track]) -> None:
    """A fragment's samples stand in tables of another shape; no phone writes both."""
    others = [track.handler for track in tracks if track.handler not in _KEPT]
    if others and any(box.kind == b"moof" for box in boxes):
        raise HiddenTrackError(f"a track of {others[0]!r} in fragments")


def _silence(file: BinaryIO, track: _Track) -> None:
    """Zeros for the track's samples, and for the track itself."""
    size, left = _size(file), _size(file)
    for at, many in _chunks(file, track):
        left -= many
        if at + many > size or left < 0:
            raise NotAnMp4("a track's samples lie outside of the file")
        _zeros(file, at, many)
    _blank(file, track.box)


def _chunks(file: BinaryIO, track: _Track) -> list[tuple[int, int]]:
    """Where the track's samples stand, as (offset, bytes) of each chunk (ISO/IEC 14496-12, 8.7). Raises `NotAnMp4`."""
    offsets, runs, sizes = track.first(b"stco", b"co64"), track.first(b"stsc"), track.first(b"stsz", b"stz2")
    if offsets is None or runs is None or sizes is None:
        return []
    try:
        places = _numbers(file, offsets, "I" if offsets.kind == b"stco" else "Q")
        stretches = _numbers(file, runs, "III")
        lengths = _lengths(file, sizes)
    except struct.error as error:
        raise NotAnMp4(f"a track's tables: {error}") from error
    chunks, sample = [], 0
    for index, (first, each, _entry) in enumerate(stretches):
        after = stretches[index + 1][0] if index + 1 < len(stretches) else len(places) + 1
        for chunk in range(first, min(after, len(places) + 1)):
            many = lengths.of(sample, each)
            chunks.append((places[chunk - 1][0], many))
            sample += each
    return chunks


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Bytes of every sample: all the same, or one by one."""

    same: int
    one_by_one: tuple[int, ...]

    def of(self, first: int, many: int) -> int:
        return self.same * many if self.same else sum(self.one_by_one[first : first + many])


def _lengths(file: BinaryIO, box: Box) -> _Lengths:
    head = _body(file, box, 12)
    same, count = struct.unpack(">II", head[4:12])
    if box.kind == b"stsz" and same:
        return _Lengths(same, ())
    bits = 32 if box.kind == b"stsz" else same & 0xFF
    body = _at(file, box.body + 12, min(count * bits // 8 + 1, box.end - box.body - 12))
    if bits == 4:
        return _Lengths(0, tuple(half for byte in body for half in (byte >> 4, byte & 15))[:count])
    letter = {8: "B", 16: "H", 32: "I"}.get(bits)
    if letter is None:
        raise NotAnMp4(f"samples of {bits} bits")
    count = min(count, len(body) * 8 // bits)
    return _Lengths(0, struct.unpack(f">{count}{letter}", body[: count * bits // 8]))


def _numbers(file: BinaryIO, box: Box, row: str) -> list[tuple[int, ...]]:
    """The rows of a table that begins with its version and how many rows it has."""
    (count,) = struct.unpack(">I", _body(file, box, 8)[4:8])
    size = struct.calcsize(f">{row}")
    count = min(count, (box.end - box.body - 8) // size)
    return list(struct.iter_unpack(f">{row}", _at(file, box.body + 8, count * size)))


def _boxes(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[Box]:
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
            box = box_at(file, at, end)
            yield box
            at = box.end
            if box.kind in _HOLDERS and depth < _DEEPEST:
                todo.append((at, end, depth))
                at, end, depth = box.body, box.end, depth + 1


def _blank(file: BinaryIO, box: Box) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    _zeros(file, box.body, box.end - box.body)


def _zeros(file: BinaryIO, at: int, many: int) -> None:
    file.seek(at)
    while many > 0:
        file.write(bytes(min(many, _BLOCK)))
        many -= _BLOCK


def _undate(file: BinaryIO, box: Box) -> None:
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


def _body(file: BinaryIO, box: Box, most: int) -> bytes:
    return _at(file, box.body, min(most, box.end - box.body))


def _at(file: BinaryIO, at: int, many: int) -> bytes:
    file.seek(at)
    return file.read(many)


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
