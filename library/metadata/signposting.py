"""The HTTP `Link` header of a work's page, by which machines go from its record to its parts (signposting.org, Level 1).

Pure. Link relations of RFC 8288, RFC 8574 (`cite-as`) and the IANA registry. What is too long is left out rather than
the page refused: nginx holds all headers of an answer in 4 kB by default, other proxies in 8 kB.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote, urlsplit, urlunsplit

from library.licences import LICENCES
from library.metadata.dublin_core import CREATORS, offered_files
from library.metadata.schema_org import TYPES
from library.record import Record

#: Authors and files that are named at most.
MOST_AUTHORS = 10
MOST_ITEMS = 10
#: Bytes of the whole value at most; the other headers need room too.
LONGEST = 3_000

_MEDIA_TYPE = re.compile(
    r"(?:application|audio|font|image|model|text|video)/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
)
_IN_PATH = "%/?:@!$&'()*+,;=-._~"
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)  # no user, no password
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def links(record: Record, *, alternates: list[tuple[str, str]]) -> str:
    """The value of the header, ASCII without line breaks, at most `LONGEST` bytes; "" where there is nothing to say.

    `alternates` are the exports of the record: absolute address, media type. Of a work that is not open, or
    behind a notice, no files.
    """
    value = ""
    for link in _all(record, alternates):
        longer = f"{value}, {link}" if value else link
        if len(longer) <= LONGEST:
            value = longer
    return value


def _all(record: Record, alternates: list[tuple[str, str]]) -> Iterator[str]:
    """What matters most comes first: the end is what is left out."""
    licence = LICENCES.get(record.licence)
    files = [(file.address, file.media_type) for file in offered_files(record)]
    authors = [
        (f"https://orcid.org/{maker.orcid}" if maker.orcid else maker.address, "")
        for maker in record.by(*CREATORS)
    ]
    yield from _links("cite-as", [(record.permanent, "")])
    yield from _links(
        "type", [("https://schema.org/AboutPage", ""), (f"https://schema.org/{TYPES[record.kind]}", "")]
    )
    yield from _links("license", [(licence.address if licence else "", "")])
    yield from _links("describedby", alternates)
    yield from _links("collection", [(_collection(record), "")])
    yield from islice(_links("item", files), MOST_ITEMS)
    yield from islice(_links("author", authors), MOST_AUTHORS)


def _collection(record: Record) -> str:
    """The issue that an article stands in, the serial of an issue; of other kinds, none."""
    serial = record.serial
    if record.kind.is_article:
        return serial.issue_address or serial.address
    return serial.address if record.kind.is_issue else ""


def _links(relation: str, targets: Iterable[tuple[str, str]]) -> Iterator[str]:
    for address, media_type in targets:
        if target := _target(address):
            kind = f'; type="{media_type}"' if _MEDIA_TYPE.fullmatch(media_type) else ""
            yield f'<{target}>; rel="{relation}"{kind}'


def _target(address: str) -> str:
    """The address as a URI (RFC 3986), which ends neither the header nor its `<…>`; "" where it is not of the web."""
    try:
        parts = urlsplit(_STRAY_PERCENT.sub("%25", address.strip()))
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return ""
    host = quote(parts.netloc, safe="[]:")
    path, query, fragment = (quote(part, safe=_IN_PATH) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, path, query, fragment))
