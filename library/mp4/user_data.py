"""What encoders and cameras write between the pictures of H.264 and H.265 for whoever knows their maker: the settings of
the program, the device, the place. Pure; it looks at the coded bytes of one picture at a time.

Such words stand in messages of *supplemental enhancement information* (SEI) of the types 4 and 5, user data (ITU-T H.264
and H.265, annex D). No player needs them. They become filler messages of the same length, so nothing moves; what the
same unit says of timing and of where one can seek to stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_USER_DATA = frozenset({4, 5})
_FILLER = 3
_END = b"\x80"  # the bit after the last message


@dataclass(frozen=True, slots=True)
class Coding:
    """How a track codes its pictures: H.265 or H.264, and how many bytes say how long a unit is."""

    h265: bool
    width: int

    @property
    def header(self) -> int:
        """Bytes before the content of a unit."""
        return 2 if self.h265 else 1

    def tells(self, first: int) -> bool:
        """Whether a unit that begins with this byte is SEI."""
        return first >> 1 & 0x3F in {39, 40} if self.h265 else first & 0x1F == 6


def without_user_data(picture: bytes, coding: Coding) -> bytes:
    """The same number of bytes, each unit of them at its place; the very same object where nothing had to go."""
    written: bytearray | None = None
    at = 0
    while at + coding.width < len(picture):
        start = at + coding.width
        at = start + int.from_bytes(picture[at:start], "big")
        if coding.tells(picture[start]) and at <= len(picture):
            unit = picture[start:at]
            cleaned = unit_without_user_data(unit, coding.header)
            if cleaned != unit:
                written = written or bytearray(picture)
                written[start:at] = cleaned
    return picture if written is None else bytes(written)


def unit_without_user_data(unit: bytes, header: int) -> bytes:
    """An SEI unit of the same length; `header` bytes of it stand before its messages."""
    messages = list(_messages(unit[header:].replace(b"\0\0\3", b"\0\0")))
    if not any(kind in _USER_DATA for kind, _said in messages):
        return unit
    kept = b"".join(said for kind, said in messages if kind not in _USER_DATA)
    for stays in (kept, b""):
        # The filler's first byte is among those that must not follow two zeros unmarked.
        room = len(unit) - header - len(_marked(stays + bytes([_FILLER]))) + 1 - len(_END)
        filler = _filler(room)
        if filler is not None:
            return unit[:header] + _marked(stays + filler) + _END
    return unit


def _messages(said: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, whole message) of each; what is no message counts as user data."""
    at = 0
    while at < len(said) and said[at:].rstrip(b"\0") != _END:
        start, numbers = at, []
        for _number in ("type", "size"):
            value = 0
            while at < len(said) and said[at] == 0xFF:
                value, at = value + 255, at + 1
            numbers.append(value + (said[at] if at < len(said) else 0))
            at += 1
        kind, size = numbers
        at += size
        yield (kind if at < len(said) else min(_USER_DATA)), said[start:at]


def _filler(room: int) -> bytes | None:
    """Messages that fill so many bytes; None where none can."""
    if room in {0, 1}:
        return b"" if room == 0 else None
    if room < 0:
        return None
    size = (room - 2) * 255 // 256
    for each in (size, size + 1):
        if 2 + each + each // 255 == room:
            return bytes([_FILLER, *[0xFF] * (each // 255), each % 255, *[0xFF] * each])
    shorter = _filler(room - 2)
    return None if shorter is None else bytes([_FILLER, 0]) + shorter


def _marked(said: bytes) -> bytes:
    """With a 3 wherever two zeros would otherwise be followed by what looks like the start of a unit (7.4.1)."""
    found = bytearray()
    zeros = 0
    for byte in said:
        if zeros >= 2 and byte <= 3:
            found.append(3)
            zeros = 0
        found.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(found)
