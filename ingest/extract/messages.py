"""How a child tells its parent what it read: frames of JSON on a pipe, each after its length in four bytes.

JSON, because the child reads files of strangers and may not be in its right mind: whatever comes through the pipe,
the parent gets plain values or `Garbled`. Boxes travel in whole tenths of a point. Pure, apart from the pipe.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.extract import Heading, Line, Outline, PageText, Word

#: No page of 200,000 characters is longer, boxes and all.
LONGEST = 64_000_000

Message = Outline | PageText


class Garbled(Exception):
    """What came through the pipe is not a message."""


class Failure(Exception):
    """The child's last word when it could not read: a code of `ingest.errors`, and a detail for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def send(out: BinaryIO, message: Message | Failure | None) -> None:
    """Write one message; None is the good end, after which nothing comes."""
    body = json.dumps(_packed(message), separators=(",", ":")).encode("ascii")
    out.write(len(body).to_bytes(4, "big") + body)
    out.flush()


class Frames:
    """Messages out of the pieces that a pipe delivers. `ended` tells that the good end was among them."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self.ended = False

    def feed(self, piece: bytes) -> Iterator[Message]:
        """The messages that are complete with this piece. Raises `Garbled`, or the child's own `Failure`, after
        all that came before it."""
        self._rest += piece
        while len(self._rest) >= 4 and not self.ended:
            stop = 4 + int.from_bytes(self._rest[:4], "big")
            if stop > LONGEST:
                raise Garbled("a frame without end")
            if len(self._rest) < stop:
                return
            message = _unpacked(bytes(self._rest[4:stop]))
            del self._rest[:stop]
            if message is None:
                self.ended = True
            else:
                yield message


def _packed(message: Message | Failure | None) -> list[Any]:
    match message:
        case None:
            return ["end"]
        case Failure():
            return ["failure", message.code, message.detail[:500]]
        case Outline():
            contents = [[heading.depth, heading.title, heading.page] for heading in message.contents]
            return ["outline", message.pages, message.encrypted, message.tools, contents, message.told]
    lines = [
        [line.size, line.gap, line.turned, _words(line), "" if line.words else line.text, line.row]
        for line in message.lines
    ]
    return [
        "page", message.number, message.label, lines, message.reader, message.width, message.height,
        message.picture, message.hidden, sorted(message.flags), message.confidence,
    ]  # fmt: skip


def _words(line: Line) -> list[str | int]:
    """Five values a word, one after another."""
    flat: list[str | int] = []
    for text, x0, y0, x1, y1 in line.words:
        if -1e6 < x0 <= x1 < 1e6 and -1e6 < y0 <= y1 < 1e6:
            flat += (text, round(x0 * 10), round(y0 * 10), round(x1 * 10), round(y1 * 10))
        else:
            flat += (text, _tenths(x0), _tenths(y0), _tenths(x1), _tenths(y1))
    return flat


def _tenths(points: float) -> int:
    """Broken files place words at infinity, or nowhere."""
    return round(points * 10) if -1e6 < points < 1e6 else 0


def _unpacked(body: bytes) -> Message | None:
    try:
        match json.loads(body):
            case ["end"]:
                return None
            case ["failure", str(code), str(detail)]:
                raise Failure(code, detail)
            case ["outline", int(pages), bool(encrypted), dict(tools), list(contents), dict(told)]:
                headings = tuple(
                    Heading(int(depth), str(title), int(page)) for depth, title, page in contents
                )
                return Outline(pages, encrypted, _texts(tools), headings, _texts(told))
            case [
                "page",
                int(number),
                label,
                list(lines),
                str(reader),
                width,
                height,
                picture,
                hidden,
                list(flags),
                confidence,
            ]:
                return PageText(
                    number=number,
                    label=None if label is None else str(label),
                    lines=tuple(_line(*line) for line in lines),
                    reader=reader,
                    width=float(width),
                    height=float(height),
                    picture=float(picture),
                    hidden=float(hidden),
                    flags=frozenset(map(str, flags)),
                    confidence=float(confidence),
                )
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Garbled(str(error)) from error
    raise Garbled("not a message")


def _texts(found: dict[object, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in found.items()}


def _line(size: float, gap: bool, turned: bool, flat: list[Any], text: str, row: bool) -> Line:
    boxes = zip(*[iter(flat)] * 5, strict=True)
    words = tuple(Word(str(word), x0 / 10, y0 / 10, x1 / 10, y1 / 10) for word, x0, y0, x1, y1 in boxes)
    return Line(
        text=" ".join(word.text for word in words) if words else str(text),
        size=float(size),
        gap=bool(gap),
        turned=bool(turned),
        words=words,
        row=bool(row),
    )
