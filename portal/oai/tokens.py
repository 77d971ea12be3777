"""Where a list goes on, in words that whoever asked hands back. Pure.

A token holds all that is needed, and nothing of it is secret: no list has to be kept for anybody, and none ever runs out.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

#: How formats and sets are called, and codes too.
NAME = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*")
#: All dates that a database takes in any zone; what is asked beyond them is asked of them.
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2900, 1, 1, tzinfo=UTC)
_LONGEST = 1_000
_MOST = 10**9


@dataclass(frozen=True, slots=True)
class Place:
    """Behind the record with this change and code, `before` of them being told already."""

    changed: datetime
    code: str
    before: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that are wanted: those that changed from `since` on and before `end` (both in UTC, None: open), of the
    set with this name ("" all)."""

    since: datetime | None = None
    end: datetime | None = None
    set: str = ""


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Onward:
    """A list in a format ("" where there is but one), and its place."""

    prefix: str
    selection: Selection
    place: Place

    def __str__(self) -> str:
        """Letters, digits, `-` and `_`."""
        selection, place = self.selection, self.place
        told = [
            self.prefix,
            _written(selection.since),
            _written(selection.end),
            selection.set,
            _written(place.changed),
            place.code,
            place.before,
        ]
        written = json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(written).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> "Onward":
        """What was written so. Raises `ValueError` for any other text."""
        try:
            padded = token[:_LONGEST].encode("ascii") + b"=" * (-len(token) % 4)
            told = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            prefix, since, end, set_, changed, code, before = told
            if not all(each == "" or NAME.fullmatch(each) for each in (prefix, set_, code)):
                raise ValueError(token)
            selection = Selection(moment(since) if since else None, moment(end) if end else None, set_)
            return cls(prefix, selection, Place(moment(changed), code, min(max(0, int(before)), _MOST)))
        except (TypeError, OverflowError, RecursionError) as error:
            raise ValueError(token) from error


def moment(written: str) -> datetime:
    """ISO 8601 with its zone. Raises `ValueError` for what is none of these centuries, `TypeError` for what is no text."""
    read = datetime.fromisoformat(written)
    if read.tzinfo is None or not FIRST <= read <= LAST:
        raise ValueError(written)
    return read


def _written(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat() if when else ""
