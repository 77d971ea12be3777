"""JPEG 2000 pictures without what they tell of the people who made them. Pure; `library.copies` asks.

A JP2 or JPX file is a row of boxes (ISO/IEC 15444-1, annex I): the picture itself is in one of them, EXIF, XMP and the
place on Earth (GeoJP2, GMLJP2) are in others.
"""

from collections.abc import Iterator
from typing import NamedTuple

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
#: EXIF, XMP and GeoJP2 are `uuid`, other XML is `xml `, `uinf` points to more of it on the web; `asoc` binds such boxes
#: to each other (GMLJP2). No picture is drawn from any of them.
TELLING = frozenset({b"uuid", b"xml ", b"uinf", b"asoc"})
#: Boxes that count bytes from the beginning of the file (tables of fragments, indexes for JPIP): where one is, nothing
#: may move.
_COUNTING = frozenset({b"ftbl", b"cidx", b"fidx", b"iptr"})


class _Box(NamedTuple):
    kind: bytes
    start: int
    body: int
    end: int


def without_boxes(picture: bytes) -> bytes:
    """A JP2 or JPX file without the boxes at its top that tell of people and places; the picture stays as it is.

    A bare codestream, and what is no JPEG 2000, is given back as it came. Of a file that is cut off all is left that a
    viewer could show.
    """
    if not picture.startswith(_SIGNATURE):
        return picture
    boxes = list(_boxes(picture))
    telling = [box for box in boxes if box.kind in TELLING]
    if not telling:
        return picture
    if any(box.kind in _COUNTING for box in boxes):
        blank = bytearray(picture)
        for box in telling:  # free space of the same length (ISO/IEC 15444-2, M.11.20)
            blank[box.start + 4 : box.start + 8] = b"free"
            blank[box.body : box.end] = bytes(box.end - box.body)
        return bytes(blank)
    kept, at = [], 0
    for box in telling:
        kept.append(picture[at : box.start])
        at = box.end
    return b"".join([*kept, picture[at:]])


def _boxes(picture: bytes) -> Iterator[_Box]:
    """The boxes at the top, as far as their lengths can be believed; the last one may be cut off."""
    at = 0
    while at + 8 <= len(picture):
        length, kind, head = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(picture[at + 8 : at + 16], "big"), 16
        elif length == 0:  # up to the end of the file
            length = len(picture) - at
        if length < head:
            return
        yield _Box(kind, at, min(at + head, len(picture)), min(at + length, len(picture)))
        at += length
