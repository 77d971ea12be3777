"""What a work's page says to machines: tags for Scholar and Zotero, JSON-LD, cards for sharing, Signposting.

Pure. No COinS here: on a work's own page it hides the richer tags from Zotero, which asks for it first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from library.metadata import dublin_core, highwire, open_graph, schema_org, signposting
from library.record import Record


@dataclass(frozen=True, slots=True)
class Head:
    """`tags` are (name, content) and `cards` (property, content) of meta elements; `data` is JSON-LD, safe inside a
    script element; `links` the value of the Link header; `alternates` are (title, address, media type)."""

    tags: list[tuple[str, str]]
    cards: list[tuple[str, str]]
    data: str
    links: str
    alternates: list[tuple[str, str, str]]


def head(
    record: Record,
    *,
    language: str,
    site_name: str,
    site_address: str,
    crumbs: Sequence[tuple[str, str]],
    alternates: list[tuple[str, str, str]],
    cover_size: tuple[int, int] | None = None,
    picture: open_graph.SharedPicture | None = None,
) -> Head:
    """All of it for one work. Addresses are absolute; `cover_size` is that of `record.cover`, in pixels; `picture` is
    shown of it elsewhere where it has no cover."""
    document = schema_org.document(
        record, crumbs=crumbs, site_name=site_name, site_address=site_address, language=language
    )
    return Head(
        [*highwire.tags(record), *dublin_core.tags(record)],
        open_graph.tags(
            record, site_name=site_name, language=language, cover_size=cover_size, picture=picture
        ),
        schema_org.script(document),
        signposting.links(record, alternates=[(address, media) for _name, address, media in alternates]),
        alternates,
    )
