"""A file whose tables are lost or lie, opened by looking for its objects: cut off on the way, or sent as text.

`pdfminer` opens files so that nobody else could open. Objects are found by how they begin (`12 0 obj`), the later of two
of one number being the newer; those packed in object streams by unpacking those. Where the catalogue is lost too, the
pages stand in the order of the file.
"""

import contextlib
import io
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFBaseXRef
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import LIT

from ingest.extract import Limits
from ingest.extract.document import Document, loaded

#: So many objects are looked for, and so many are looked into for a catalogue.
_MOST, _LOOKED_INTO = 500_000, 20_000
#: Bytes at the end of a file among which its end is marked.
_END = 2_048
_MARK = b"%%EOF"
_OBJECT = re.compile(
    rb"(?<![0-9])([0-9]{1,9})[\x00\t\n\x0c\r ]+([0-9]{1,5})[\x00\t\n\x0c\r ]+obj(?![A-Za-z])"
)
_AFTER = re.compile(rb"[\r\n](?:xref|trailer|startxref)")
_REFERENCE = rb"[\x00\t\n\x0c\r ]*([0-9]{1,9})[\x00\t\n\x0c\r ]+[0-9]{1,5}[\x00\t\n\x0c\r ]+R"
_ROOT, _LOCK = re.compile(rb"/Root" + _REFERENCE), re.compile(rb"/Encrypt" + _REFERENCE)
_ID = re.compile(rb"/ID[\x00\t\n\x0c\r ]*\[[\x00\t\n\x0c\r ]*<([0-9A-Fa-f]*)>")
_CATALOG, _PACKED = LIT("Catalog"), LIT("ObjStm")


class Mended(Document):
    """A document by its objects alone; `breaks_off` tells that its end is missing, and who knows how much before that.
    Raises what `Document` raises, and ValueError where there is no object."""

    def __init__(self, path: Path, limits: Limits) -> None:
        whole = path.read_bytes()
        self.breaks_off = _MARK not in whole[-_END:]
        data, self._found = _with_ends(whole)
        parser = PDFParser(io.BytesIO(data))
        parser.fallback = True  # a stream ends where it says so, whatever length it claims
        self._table = _Table(data)
        super().__init__(parser, limits)

    def find_xref(self, parser: PDFParser) -> int:
        return 0

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        xrefs.append(self._table)
        self._table.places.update(self._found)
        lock = self._table.lock()
        if lock:
            self._table.trailer |= {"Encrypt": PDFObjRef(self, lock[0]), "ID": [lock[1], lock[1]]}
        else:
            self._unpack()
        self._table.trailer["Root"] = self._root()

    def _unpack(self) -> None:
        """Find what is packed in object streams, in the order of the file."""
        places: dict[int, tuple[int | None, int, int]] = {}
        for number, place in self._table.places.items():
            places[number] = place
            stream = loaded(PDFObjRef(self, number)) if self._table.is_packed(place[1]) else None
            if not isinstance(stream, PDFStream) or stream.get("Type") is not _PACKED:
                continue
            with contextlib.suppress(Exception):
                head = stream.get_data()[: int(stream["First"])].split()
                for index, packed in enumerate(head[: 2 * int(stream["N"]) : 2]):
                    places.setdefault(int(packed), (number, index, 0))
        self._table.places = places

    def _root(self) -> object:
        for number in self._table.roots():
            root = loaded(PDFObjRef(self, number))
            if isinstance(root, dict) and "Pages" in root:
                return PDFObjRef(self, number)
        for number in itertools.islice(self._table.places, _LOOKED_INTO):
            root = loaded(PDFObjRef(self, number))
            if isinstance(root, dict) and root.get("Type") is _CATALOG:
                return PDFObjRef(self, number)
        return {"Type": _CATALOG}


def breaks_off(path: Path) -> bool:
    """What `Mended.breaks_off` tells, asked of a file that nobody opened yet. Raises OSError."""
    with path.open("rb") as opened:
        opened.seek(max(0, path.stat().st_size - _END))
        return _MARK not in opened.read(_END)


class _Table(PDFBaseXRef):
    """Where objects are: by number, either (None, place in the file, generation) or (stream, place in it, 0)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.places: dict[int, tuple[int | None, int, int]] = {}
        self.trailer: dict[str, Any] = {}

    def get_trailer(self) -> dict[str, Any]:
        return self.trailer

    def get_objids(self) -> Iterable[int]:
        return list(self.places)

    def get_pos(self, objid: int) -> tuple[int | None, int, int]:
        return self.places[objid]

    def is_packed(self, place: int) -> bool:
        return b"/ObjStm" in self._data[place : place + 500]

    def lock(self) -> tuple[int, bytes] | None:
        """Which object says how the file is encrypted, and the file's name, which its key is made with."""
        found = _LOCK.findall(self._data)
        digits = (_ID.findall(self._data) or [b""])[-1]
        return (
            (int(found[-1]), bytes.fromhex((digits + digits[-1:] * (len(digits) % 2)).decode()))
            if found
            else None
        )

    def roots(self) -> list[int]:
        """What the file calls its catalogue, the last first."""
        return [int(number) for number in reversed(_ROOT.findall(self._data))]


def _with_ends(data: bytes) -> tuple[bytes, dict[int, tuple[int | None, int, int]]]:
    """The file with an end behind each object that has none, and where its objects begin, in their order."""
    found = list(itertools.islice(_OBJECT.finditer(data), _MOST))
    if not found:
        raise ValueError("no object")
    begins = [*(each.start() for each in found), len(data)]
    parts: list[bytes] = []
    places: dict[int, tuple[int | None, int, int]] = {}
    at = 0
    for each, (start, stop) in zip(found, itertools.pairwise(begins), strict=True):
        body = data[start:stop]
        if b"endobj" not in body:
            body = _ended(body)
        places.pop(int(each[1]), None)
        places[int(each[1])] = None, at, int(each[2])
        parts.append(body)
        at += len(body)
    return b"".join([*parts, data[begins[-1] :]]), places


def _ended(body: bytes) -> bytes:
    """An object with an end: behind its stream, where that ends; or else before the table that follows the last one."""
    if b"endstream" in body:
        stop = body.rindex(b"endstream") + len(b"endstream")
    elif b"stream" in body:
        return body + b"\nendstream\nendobj\n"
    else:
        stop = found.start() if (found := _AFTER.search(body)) else len(body)
    return body[:stop] + b"\nendobj\n" + body[stop:]
