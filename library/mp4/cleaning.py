"""A copy of a recording that says nothing of who made it, where and when.

Phones write the place and the device into `udta` and `meta`, editing programs their history into `uuid`: in the copy these
and all boxes that no player asks for become `free` boxes filled with zeros, and the dates of the headers zero. Programs
and cameras name themselves as the handler of a track and as its compressor: those names become empty. Cameras write the
place second by second into a track of its own (`gpmd`, `mebx`, text): a track that is neither picture nor sound goes, with
its samples; or into the pictures themselves (`user_data`). Nothing moves but an index that stood at the end (`starting`),
so the sound and the picture stay where the tables say they are.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from library.mp4.boxes import Box, box_at, boxes_of, bytes_at, size_of
from library.mp4.starting import copy_with_index_first
from library.mp4.tracks import SHOWN, Track, check_fragments, samples_of, tracks_of
from library.mp4.user_data import Coding, unit_without_user_data, without_user_data

#: Counted up whenever the copy of the same recording comes out otherwise; copies of older ones are made anew.
VERSION = 3
#: `tref` leads to tracks that may be gone; nothing that browsers play needs it.
_PERSONAL = frozenset({b"udta", b"meta", b"uuid", b"skip", b"free", b"XMP_", b"tref"})
#: What stands at the top of a film or in `moov` and is needed to play it; cameras put boxes of their own beside these.
_PLAYED = frozenset(
    {
        b"ftyp",
        b"styp",
        b"moov",
        b"mdat",
        b"moof",
        b"mfra",
        b"sidx",
        b"mvhd",
        b"trak",
        b"mvex",
        b"iods",
        b"pssh",
    }
)
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_BLOCK = 1 << 20
_PICTURES = 78  # bytes of a sample entry of pictures before the boxes in it (ISO/IEC 14496-12, 12.1.3)
_VENDOR = (12, 4)
_COMPRESSOR = (42, 32)
_H264, _H265 = frozenset({b"avc1", b"avc3"}), frozenset({b"hvc1", b"hev1"})


def clean_copy(original: Path, target: Path) -> None:
    """Write to `target` the same recording without its personal metadata and without tracks that are neither picture
    nor sound, its index first; it appears whole or not at all. Raises `NotAnMp4`, OSError."""
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        copy_with_index_first(original, temporary)
        with temporary.open("r+b") as file:
            boxes = list(boxes_of(file, 0, size_of(file)))
            tracks = tracks_of(file, boxes)
            check_fragments(boxes, tracks)
            for track in tracks:
                if track.handler in SHOWN:
                    _forget_names(file, track)
                    _forget_user_data(file, boxes, track)
                else:
                    _silence(file, boxes, track)
            outer = set(_outer(boxes))
            for box in boxes:
                if box.kind in _PERSONAL or (box in outer and box.kind not in _PLAYED):
                    _blank(file, box)
                elif box.kind in _DATED:
                    _undate(file, box)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _outer(boxes: Iterable[Box]) -> Iterator[Box]:
    """Those that stand at the top or right in `moov`; a box comes before those in it."""
    top = within = 0
    for box in boxes:
        if box.start >= top:
            top, within = box.end, box.body if box.kind == b"moov" else box.end
            yield box
        elif box.start >= within:
            within = box.end
            yield box


def _silence(file: BinaryIO, boxes: list[Box], track: Track) -> None:
    """Zeros for the track's samples, and for the track itself."""
    for at, many in samples_of(file, boxes, track):
        _zeros(file, at, many)
    _blank(file, track.box)


def _forget_names(file: BinaryIO, track: Track) -> None:
    """What handles the track, and what coded it: fields that are free text or the maker's four letters."""
    for box in track.boxes:
        if box.kind == b"hdlr" and box.end > box.body + 12:
            _zeros(file, box.body + 12, box.end - box.body - 12)
    for entry in _entries(file, track):
        for at, many in (_VENDOR, _COMPRESSOR) if track.handler == b"vide" else (_VENDOR,):
            if entry.body + at + many <= entry.end:
                _zeros(file, entry.body + at, many)


def _forget_user_data(file: BinaryIO, boxes: list[Box], track: Track) -> None:
    """In the pictures, and in what is said ahead of them."""
    coding = None
    for entry in _entries(file, track):
        if entry.kind in _H264 | _H265:
            coding = _coding(file, entry) or coding
    if coding is None:
        return
    for at, many in samples_of(file, boxes, track):
        picture = bytes_at(file, at, many)
        cleaned = without_user_data(picture, coding)
        if cleaned is not picture:
            file.seek(at)
            file.write(cleaned)


def _coding(file: BinaryIO, entry: Box) -> Coding | None:
    """As the configuration in a sample entry says (ISO/IEC 14496-15, 5.3 and 8.3), which may hold SEI itself."""
    at = entry.body + _PICTURES
    while at < entry.end:
        box = box_at(file, at, entry.end)
        at = box.end
        if box.kind not in {b"avcC", b"hvcC"}:
            continue
        said = bytes_at(file, box.body, box.end - box.body)
        h265 = box.kind == b"hvcC"
        coding = Coding(h265, (said[21 if h265 else 4] & 3) + 1)
        for start, end in _units(said) if h265 else ():
            if start < end and coding.tells(said[start]):
                file.seek(box.body + start)
                file.write(unit_without_user_data(said[start:end], coding.header))
        return coding
    return None


def _units(said: bytes) -> Iterator[tuple[int, int]]:
    """Where the units of an `hvcC` stand in it."""
    at = 23
    for _array in range(said[22] if len(said) > 22 else 0):
        count = int.from_bytes(said[at + 1 : at + 3], "big")
        at += 3
        for _unit in range(count):
            start = at + 2
            at = start + int.from_bytes(said[at:start], "big")
            if at > len(said):
                return
            yield start, at


def _entries(file: BinaryIO, track: Track) -> Iterator[Box]:
    """Its sample entries."""
    table = track.first(b"stsd")
    at = table.body + 8 if table else 0
    while table and at + 8 <= table.end:
        entry = box_at(file, at, table.end)
        yield entry
        at = entry.end


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
    width = 16 if bytes_at(file, box.body, 1) == b"\1" else 8
    if box.body + 4 + width <= box.end:
        file.seek(box.body + 4)
        file.write(bytes(width))
