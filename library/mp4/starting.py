"""A recording whose index (`moov`) stands behind its samples, copied with the index before them: a player must have the
index before it shows anything, and asks for the end of the file first where it stands there.

The samples stay in their order; where they stand is written anew into the tables of chunks (ISO/IEC 14496-12, 8.7.5).
"""

import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from library.mp4.boxes import Box, NotAnMp4, boxes_of, bytes_at, size_of

#: An index of a film of two hours has 2 MB; one that has more than this stays where it is.
_MOST_INDEX = 32_000_000
_OFFSETS = {b"stco": "I", b"co64": "Q"}
#: With any of these in the file there are places written down elsewhere too.
_OTHER_OFFSETS = frozenset({b"moof", b"mfra", b"sidx", b"saio", b"iloc"})
_BLOCK = 1 << 20
_FOUR_BYTES = 1 << 32


def copy_with_index_first(original: Path, target: Path) -> None:
    """Write to `target` the same recording with its index before its samples; byte by byte as it is where the index stands
    there already, or cannot be moved (a recording in fragments needs no moving). Raises `NotAnMp4`, OSError."""
    with original.open("rb") as source, target.open("wb") as into:
        size = size_of(source)
        boxes = list(boxes_of(source, 0, size))
        moved = _moved(source, boxes)
        if moved is None:
            _pour(source, into, 0, size)
        else:
            index, box, place = moved
            _pour(source, into, 0, place)
            into.write(index)
            _pour(source, into, place, box.start)
            _pour(source, into, box.end, size)
        into.flush()
        os.fsync(into.fileno())


def begins_at_once(path: Path) -> bool:
    """Whether its index stands before its samples. Raises `NotAnMp4`, OSError."""
    with path.open("rb") as file:
        top = [box.kind for box in top_of(list(boxes_of(file, 0, size_of(file))))]
    return b"moov" in top and b"mdat" in top and top.index(b"moov") < top.index(b"mdat")


def top_of(boxes: Sequence[Box]) -> Iterator[Box]:
    """Those that stand in no other; a box comes before those in it."""
    end = 0
    for box in boxes:
        if box.start >= end:
            end = box.end
            yield box


def _moved(source: BinaryIO, boxes: Sequence[Box]) -> tuple[bytes, Box, int] | None:
    """The index as it must read in its new place, its box, and that place; None where it stays."""
    top = list(top_of(boxes))
    indexes = [box for box in top if box.kind == b"moov"]
    samples = [box.start for box in top if box.kind == b"mdat"]
    if len(indexes) != 1 or not samples or any(box.kind in _OTHER_OFFSETS for box in boxes):
        return None
    [box] = indexes
    long = box.end - box.start
    if box.start < samples[0] or long > _MOST_INDEX or size_of(source) + long >= _FOUR_BYTES:
        return None
    index = bytearray(bytes_at(source, box.start, long))
    if index[:4] == bytes(4):  # "to the end of the file", which is no longer its place
        index[:4] = long.to_bytes(4, "big")
    for table in boxes:
        if table.kind in _OFFSETS and box.start < table.start < box.end:
            _shift(index, table, box.start, samples[0], long)
    return bytes(index), box, samples[0]


def _shift(index: bytearray, table: Box, late: int, place: int, by: int) -> None:
    """The chunks that stand between the new place of the index and its old one (`late`) come so much later. Raises
    `NotAnMp4` where the table is cut off."""
    letter = _OFFSETS[table.kind]
    rows = table.body - late + 8
    room = (table.end - table.body - 8) // struct.calcsize(f">{letter}")
    if room < 0:
        raise NotAnMp4("a table of chunks without its head")
    count = min(int.from_bytes(index[rows - 4 : rows], "big"), room)
    chunks = struct.unpack_from(f">{count}{letter}", index, rows)
    shifted = (each + by if place <= each < late else each for each in chunks)
    struct.pack_into(f">{count}{letter}", index, rows, *shifted)


def _pour(source: BinaryIO, into: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    while start < end and (block := source.read(min(_BLOCK, end - start))):
        into.write(block)
        start += len(block)
