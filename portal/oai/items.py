"""What there is to take along, as plain values: items, sets, and a part of a list. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from library.record import Record
from portal.oai.tokens import Place


@dataclass(frozen=True, slots=True)
class Item:
    """One of our permanent addresses: its code, its last change that readers could see, its set ("buku",
    "jurnal:jurnal-sapa"), and its record; None where it is withdrawn, or where only its header is asked for."""

    code: str
    changed: datetime
    set: str
    is_withdrawn: bool
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """`spec` is its name in the protocol; `name` in both languages."""

    spec: str
    name: str


@dataclass(frozen=True, slots=True)
class Window:
    """`items` of a list of `total`, and the place behind the last of them if there are more."""

    items: Sequence[Item]
    total: int
    place: Place | None
