"""The tracks of a film, and where their samples stand in the file (ISO/IEC 14496-12, 8.7 and 8.8). Pure."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from library.mp4.boxes import Box, HiddenTrackError, NotAnMp4, body_of, bytes_at, size_of

SHOWN = frozenset({b"vide", b"soun"})


@dataclass(frozen=True, slots=True)
class Track:
    """A track's own box, the four letters of what handles it, and the boxes within."""

    box: Box
    handler: bytes
    boxes: tuple[Box, ...]

    def first(self, *kinds: bytes) -> Box | None:
        return next((box for box in self.boxes if box.kind in kinds), None)


def tracks_of(file: BinaryIO, boxes: Iterable[Box]) -> list[Track]:
    """The tracks of a film, each with its boxes; `boxes` in their order, a box before those in it."""
    found: list[tuple[Box, list[Box]]] = []
    for box in boxes:
        if box.kind == b"trak":
            found.append((box, []))
        elif found and box.start < found[-1][0].end:
            found[-1][1].append(box)
    tracks = []
    for whole, within in found:
        handler = next((body_of(file, box, 12)[8:12] for box in within if box.kind == b"hdlr"), b"")
        tracks.append(Track(whole, handler, tuple(within)))
    return tracks


def check_fragments(boxes: Iterable[Box], tracks: Iterable[Track]) -> None:
    """A fragment's samples stand in tables of another shape; no phone writes both."""
    others = [track.handler for track in tracks if track.handler not in SHOWN]
    if others and any(box.kind == b"moof" for box in boxes):
        raise HiddenTrackError(f"a track of {others[0]!r} in fragments")


def samples_of(file: BinaryIO, boxes: Iterable[Box], track: Track) -> Iterator[tuple[int, int]]:
    """Where the track's samples stand, as (offset, bytes) of each. Raises `NotAnMp4`, also where they want more than twice
    what the file has."""
    size = size_of(file)
    left = 2 * size
    try:
        for at, many in chain(_in_chunks(file, track), _in_fragments(file, boxes, track)):
            left -= max(many, 1)
            if not 0 <= at <= at + many <= size or left < 0:
                raise NotAnMp4("a track's samples lie outside of the file")
            yield at, many
    except struct.error as error:
        raise NotAnMp4(f"a track's tables: {error}") from error


def _in_chunks(file: BinaryIO, track: Track) -> Iterator[tuple[int, int]]:
    """By the tables of a film that is whole (8.7)."""
    offsets, runs, sizes = track.first(b"stco", b"co64"), track.first(b"stsc"), track.first(b"stsz", b"stz2")
    if offsets is None or runs is None or sizes is None:
        return
    places = _numbers(file, offsets, "I" if offsets.kind == b"stco" else "Q")
    stretches = _numbers(file, runs, "III")
    lengths = _lengths(file, sizes)
    sample = 0
    for index, (first, each, _entry) in enumerate(stretches):
        after = stretches[index + 1][0] if index + 1 < len(stretches) else len(places) + 1
        for chunk in range(max(first, 1), min(after, len(places) + 1)):
            at = places[chunk - 1][0]
            for number in range(sample, min(sample + each, lengths.count)):
                many = lengths.of(number)
                yield at, many
                at += many
            sample += each


def _in_fragments(file: BinaryIO, boxes: Iterable[Box], track: Track) -> Iterator[tuple[int, int]]:
    """By the runs of a film in fragments (8.8)."""
    number, usual = _number(file, track), 0
    moof = base = end = size = 0
    ours = False
    for box in boxes:
        if box.kind == b"trex":
            named, _entry, _lasts, bytes_each = struct.unpack(">IIII", body_of(file, box, 20)[4:20])
            usual = bytes_each if named == number else usual
        elif box.kind == b"moof":
            moof = end = box.start
        elif box.kind == b"tfhd":
            told = body_of(file, box, 40)
            flags, named = struct.unpack(">II", told[:8])
            told = told[8:]
            base = int.from_bytes(told[:8], "big") if flags & 1 else moof if flags & 0x20000 else end
            at = 8 * (flags & 1) + 4 * (flags >> 1 & 1) + 4 * (flags >> 3 & 1)
            size = int.from_bytes(told[at : at + 4], "big") if flags & 0x10 else usual
            ours, end = named == number, base
        elif box.kind == b"trun":
            flags, count = struct.unpack(">II", body_of(file, box, 8))
            if flags & 1:
                end = base + struct.unpack(">i", bytes_at(file, box.body + 8, 4))[0]
            head = 8 + 4 * (flags & 1) + 4 * (flags >> 2 & 1)
            row = (flags >> 8 & 0xF).bit_count()
            place = flags >> 8 & 1  # its duration stands before its size
            if not flags & 0x200 and not ours:
                end += size * count
                continue
            count = min(count, (box.end - box.body - head) // (4 * row)) if row else count
            rows = bytes_at(file, box.body + head, 4 * row * count)
            for each in range(count):
                start = 4 * (each * row + place)
                many = int.from_bytes(rows[start : start + 4], "big") if flags & 0x200 else size
                if ours:
                    yield end, many
                end += many


def _number(file: BinaryIO, track: Track) -> int:
    """By which fragments name the track."""
    shown = track.first(b"tkhd")
    body = body_of(file, shown, 24) if shown else b""
    at = 20 if body[:1] == b"\1" else 12
    return int.from_bytes(body[at : at + 4], "big")


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Bytes of every sample: all the same, or one by one."""

    same: int
    one_by_one: tuple[int, ...]
    count: int

    def of(self, number: int) -> int:
        return self.same or self.one_by_one[number]


def _lengths(file: BinaryIO, box: Box) -> _Lengths:
    head = body_of(file, box, 12)
    same, count = struct.unpack(">II", head[4:12])
    if box.kind == b"stsz" and same:
        return _Lengths(same, (), count)
    bits = 32 if box.kind == b"stsz" else same & 0xFF
    body = bytes_at(file, box.body + 12, min(count * bits // 8 + 1, box.end - box.body - 12))
    if bits == 4:
        halves = tuple(half for byte in body for half in (byte >> 4, byte & 15))[:count]
        return _Lengths(0, halves, len(halves))
    letter = {8: "B", 16: "H", 32: "I"}.get(bits)
    if letter is None:
        raise NotAnMp4(f"samples of {bits} bits")
    count = min(count, len(body) * 8 // bits)
    return _Lengths(0, struct.unpack(f">{count}{letter}", body[: count * bits // 8]), count)


def _numbers(file: BinaryIO, box: Box, row: str) -> list[tuple[int, ...]]:
    """The rows of a table that begins with its version and how many rows it has."""
    (count,) = struct.unpack(">I", body_of(file, box, 8)[4:8])
    size = struct.calcsize(f">{row}")
    count = min(count, (box.end - box.body - 8) // size)
    return list(struct.iter_unpack(f">{row}", bytes_at(file, box.body + 8, count * size)))
