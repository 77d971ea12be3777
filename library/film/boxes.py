"""How MP4 and WebM files are put together, read by seeking: whether they are whole and can start at once. Pure.

A player that has only the beginning of an MP4 can start once it has `moov`, so that must stand before `mdat`
(ISO/IEC 14496-12, 4.2 and 8.1). ffprobe says neither this nor that the end of a file is missing.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from library.film.errors import DamagedFilm, Truncated
from library.mp4 import Box, CutOffError, NotAnMp4, box_at

_MOST_BOXES = 100_000  # at the top of one file; a fragmented film of a day has as many
_SEGMENT = 0x18538067
_EBML = 0x1A45DFA3
_NO_SIZE = -1


@dataclass(frozen=True, slots=True)
class Layout:
    """`brand` of an MP4 ("isom", "qt  "), else ""; `faststart` is None where the question does not arise."""

    brand: str
    faststart: bool | None


def mp4(path: Path) -> Layout:
    """The order of an MP4's boxes. Raises `Truncated`, or `DamagedFilm` where it never had an index."""
    size = path.stat().st_size
    seen: dict[bytes, int] = {}
    brand = ""
    with path.open("rb") as file:
        at = 0
        for _box in range(_MOST_BOXES):
            if at == size:
                break
            box = _box_at(file, at, size)
            seen.setdefault(box.kind, at)
            if box.kind == b"ftyp":
                file.seek(box.body)
                brand = file.read(4).decode("latin-1")
            at = box.end
        else:
            raise DamagedFilm("more boxes than any film has")
    if b"moov" not in seen:
        raise DamagedFilm("no moov")
    if b"mdat" not in seen:
        raise Truncated("no mdat")
    return Layout(brand, seen[b"moov"] < seen[b"mdat"])


def _box_at(file: BinaryIO, at: int, size: int) -> Box:
    try:
        return box_at(file, at, size)
    except CutOffError as error:
        raise Truncated(str(error)) from error
    except NotAnMp4 as error:
        raise DamagedFilm(str(error)) from error


def webm(path: Path) -> Layout:
    """Whether a WebM or Matroska file is whole, by the size that its segment says it has. Raises `Truncated`,
    `DamagedFilm`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        for _element in range(16):
            name, start, length = _element_at(file, at)
            if name == _SEGMENT:
                if length != _NO_SIZE and start + length > size:
                    raise Truncated(f"the segment wants {length} bytes of {size}")
                return Layout("", None)
            if length == _NO_SIZE or start + length >= size:
                break
            at = start + length
    raise DamagedFilm("no segment")


def doctype(beginning: bytes) -> str:
    """ "webm" or "matroska" of the first bytes of an EBML file, else "": it is written there in letters."""
    return next((name for name in ("webm", "matroska") if name.encode() in beginning[:256]), "")


def _element_at(file: BinaryIO, at: int) -> tuple[int, int, int]:
    """(its name, where its content starts, bytes of the content) as RFC 8794 writes elements."""
    file.seek(at)
    head = file.read(16)
    name_length = _vint_length(head[:1], 4)
    size_length = _vint_length(head[name_length : name_length + 1], 8)
    if len(head) < name_length + size_length:
        raise Truncated(f"{len(head)} bytes of an element at {at}")
    name = int.from_bytes(head[:name_length], "big")
    value = int.from_bytes(head[name_length : name_length + size_length], "big")
    unknown = (1 << (7 * size_length)) - 1
    value &= unknown
    return name, at + name_length + size_length, _NO_SIZE if value == unknown else value


def _vint_length(first: bytes, most: int) -> int:
    length = 9 - first[0].bit_length() if first else 0
    if not 1 <= length <= most:
        raise DamagedFilm("no element of EBML")
    return length
