"""A feed by OPDS 2.0 (specs.opds.io): JSON, its publications described as Readium's web publications are. Pure."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from library.metadata.dublin_core import in_one_line
from library.metadata.schema_org import TYPES
from library.record import Maker, RecordKind, Role
from portal.opds.feeds import SEARCH, Catalogue, Feed, Navigation, Publication, Subject

#: The parameter that carries a question: by this name apps know what to fill in.
ASKS_BY = "query"
_TYPE = "application/opds+json"
#: As the pages say it to search engines; to an app a film is a work, not the file of one.
_KINDS = {**TYPES, RecordKind.FILM: "Movie"}
#: What others than the authors did, where the standard has a word of its own for it.
_ROLES = {Role.EDITOR: "editor", Role.TRANSLATOR: "translator", Role.ILLUSTRATOR: "illustrator"}

Told = dict[str, Any]


def media_type(feed: Feed) -> str:
    """That of the feed as a file."""
    return _TYPE


def written(feed: Feed, catalogue: Catalogue) -> bytes:
    """The feed as a JSON document in UTF-8."""
    told: Told = {"metadata": _metadata(feed), "links": list(_links(feed, catalogue))}
    if feed.publications:
        told["publications"] = [_publication(each) for each in feed.publications]
    else:
        # The standard has no empty list: where there is nothing, one way leads back to the beginning.
        ways = feed.navigation or (Navigation(catalogue.name, ""),)
        told["navigation"] = [_way_on(way, catalogue) for way in ways]
    return json.dumps(told, ensure_ascii=False).encode()


def _metadata(feed: Feed) -> Told:
    told: Told = {"title": in_one_line(feed.title), "modified": _moment(feed.updated)}
    if feed.pages:
        told |= {
            "numberOfItems": feed.pages.total,
            "itemsPerPage": feed.pages.size,
            "currentPage": feed.pages.here,
        }
    return told


def _links(feed: Feed, catalogue: Catalogue) -> Iterator[Told]:
    here = feed.pages.here if feed.pages else 1
    yield _link("self", catalogue.page(feed, here, ASKS_BY))
    yield _link("start", catalogue.root)
    if feed.place:
        yield _link("up", catalogue.address(feed.above))
    yield _link("search", f"{catalogue.address(SEARCH)}{{?{ASKS_BY}}}") | {"templated": True}
    for relation, number in feed.pages.turned() if feed.pages else ():
        yield _link(relation, catalogue.page(feed, number, ASKS_BY))


def _way_on(way: Navigation, catalogue: Catalogue) -> Told:
    relation = "http://opds-spec.org/sort/new" if way.newest else "subsection"
    told = _link(relation, catalogue.address(way.place)) | {"title": in_one_line(way.title)}
    return told if way.count is None else told | {"properties": {"numberOfItems": way.count}}


def _publication(publication: Publication) -> Told:
    makers: Told = {"author": _people(publication.authors)}
    for maker in publication.others:
        makers.setdefault(_ROLES.get(maker.role, "contributor"), []).extend(_people([maker]))
    metadata = {
        "@type": f"http://schema.org/{_KINDS[publication.kind]}",
        "title": publication.title,
        "subtitle": publication.subtitle,
        "identifier": publication.identifier,
        "altIdentifier": list(publication.identifiers),
        **makers,
        "language": list(publication.languages),
        "publisher": publication.publisher,
        "published": _day(publication.issued),
        "modified": _moment(publication.updated),
        "description": publication.summary,
        "subject": [_subject(each) for each in publication.subjects],
    }
    told: Told = {
        "metadata": {name: value for name, value in metadata.items() if value},
        "links": [
            *(
                _link(way.relation, way.address, way.media_type, title=way.title, size=way.size)
                for way in publication.ways
            ),
            _link("alternate", publication.page, "text/html"),
        ],
    }
    if cover := publication.cover:
        picture: Told = {"href": cover.address, "type": cover.media_type}
        sizes = {"width": cover.width, "height": cover.height}
        told["images"] = [picture | {name: size for name, size in sizes.items() if size}]
    return told


def _people(makers: Sequence[Maker]) -> list[Told]:
    return [
        {"name": in_one_line(maker.name.printed)}
        | ({"links": [{"href": maker.address, "type": "text/html"}]} if maker.address else {})
        for maker in makers
    ]


def _subject(subject: Subject) -> Told:
    named: Told = {"name": in_one_line(subject.label)}
    return named | {"links": [{"href": subject.address, "type": "text/html"}]} if subject.address else named


def _link(relation: str, address: str, media_type: str = _TYPE, *, title: str = "", size: int = 0) -> Told:
    told: Told = {"rel": relation, "href": address, "type": media_type}
    if title:
        told["title"] = in_one_line(title)
    if size:
        told["size"] = size
    return told


def _day(issued: str) -> str:
    """The standard asks for a whole day: of a year or a month, the first."""
    return issued + "-01-01"[len(issued) - 10 :] if issued and len(issued) < 10 else issued


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
