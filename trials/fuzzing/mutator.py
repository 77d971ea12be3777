"""Changes inputs at random, from a seed: what atheris does with more sight. Pure."""

from collections.abc import Sequence
from random import Random

_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"256", b"65535", b"65536", b"2147483647", b"-2147483648", b"4294967296", b"1e9",
    b"0.0000001", b"." , b"--5", b"9" * 40, b"9" * 400, b"-" + b"9" * 400, b"nan", b"inf",
)  # fmt: skip
_LARGEST = 1 << 20


def mutated(data: bytes, others: Sequence[bytes], tokens: Sequence[bytes], chance: Random) -> bytes:
    """The input with a few changes: bytes turned, lost, doubled or moved, numbers and words of the trade put in, pieces of
    another input; at most a megabyte."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        _change(changed, others, tokens, chance)
    return bytes(changed[:_LARGEST])


def _change(data: bytearray, others: Sequence[bytes], tokens: Sequence[bytes], chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    stop = min(len(data), at + chance.choice((1, 2, 4, 16, 64, 500)))
    match chance.randrange(8):
        case 0 if at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        case 1 if at < len(data):
            data[at] = chance.randrange(256)
        case 2:
            del data[at:stop]
        case 3:
            data[at:at] = data[at:stop] * chance.choice((1, 2, 30))
        case 4:
            data[at:at] = chance.choice(tokens)
        case 5:
            data[at:stop] = chance.choice(tokens)
        case 6:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            data[at:stop] = other[start : start + chance.choice((4, 40, 400))]
        case _:
            _put_number(data, at, chance)


def _put_number(data: bytearray, at: int, chance: Random) -> None:
    """Another number in place of the next one."""
    start = next(
        (place for place in range(at, min(len(data), at + 400)) if data[place] in b"0123456789"), None
    )
    if start is None:
        return
    stop = start
    while stop < len(data) and data[stop] in b"0123456789.":
        stop += 1
    data[start:stop] = chance.choice(_NUMBERS)
