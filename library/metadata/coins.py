"""A reference as COinS: the OpenURL ContextObject that lists of results carry, from which Zotero offers a choice.

Pure. ANSI/NISO Z39.88-2004, the matrices for journals (`kev:mtx:journal`) and books (`kev:mtx:book`), and Dublin Core
(`kev:mtx:dc`) for laws, films and data, where `rft.type` is Zotero's own word for them. Never on a work's own page:
Zotero stops at the first door that it finds and would lose what the tags in the head say.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from library.metadata.ris import name as ris_name

_JOURNAL = {"article-journal": "article", "article-magazine": "article", "periodical": "issue"}
_ZOTERO_KINDS = {"motion_picture": "videoRecording", "dataset": "dataset"}
_BOOK = {"book": "book", "report": "report"}


def span(item: Mapping[str, Any]) -> str:
    """What stands in `title` of `<span class="Z3988">`: keys and percent-encoded values; `&` is for the template to
    escape."""
    return "&".join(f"{key}={quote(str(value), safe='')}" for key, value in _pairs(item) if value)


def _pairs(item: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    kind = str(item.get("type", ""))
    yield "ctx_ver", "Z39.88-2004"
    yield "rfr_id", f"info:sid/{urlsplit(str(item.get('URL', ''))).hostname or 'pustaka'}"
    yield "rft_id", item.get("URL", "")
    yield "rft_id", f"info:doi/{item['DOI']}" if item.get("DOI") else ""
    yield "rft_id", f"urn:isbn:{item['ISBN']}" if item.get("ISBN") else ""
    if kind in _JOURNAL:
        yield from _in_a_serial(item, _JOURNAL[kind])
    elif kind in _BOOK:
        yield from _by_itself(item, _BOOK[kind])
    else:
        yield from _in_dublin_core(item, kind)
    yield "rft.date", _date(item.get("issued", {}))
    yield "rft.language", item.get("language", "")


def _in_a_serial(item: Mapping[str, Any], genre: str) -> Iterator[tuple[str, object]]:
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"
    yield "rft.genre", genre
    yield "rft.atitle", item.get("title", "")  # of an issue too: without it Zotero asks a resolver what it is
    yield "rft.jtitle", item.get("container-title") or item.get("title", "")
    yield "rft.volume", item.get("volume", "")
    yield "rft.issue", item.get("issue", "")
    yield "rft.issn", item.get("ISSN", "")
    first, _dash, last = str(item.get("page", "")).partition("-")
    yield "rft.pages", item.get("page", "")
    yield "rft.spage", first
    yield "rft.epage", last
    yield from _authors(item)


def _by_itself(item: Mapping[str, Any], genre: str) -> Iterator[tuple[str, object]]:
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:book"
    yield "rft.genre", genre
    yield "rft.btitle", item.get("title", "")
    yield "rft.place", item.get("publisher-place", "")
    yield "rft.pub", item.get("publisher", "")
    yield "rft.edition", item.get("edition", "")
    yield "rft.series", item.get("collection-title", "")
    yield "rft.tpages", item.get("number-of-pages", "")
    yield "rft.isbn", item.get("ISBN", "")
    yield from _authors(item)


def _in_dublin_core(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, object]]:
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", _ZOTERO_KINDS.get(kind, "statute")
    yield "rft.title", item.get("title", "")
    yield "rft.source", item.get("container-title", "")
    yield "rft.publisher", item.get("authority") or item.get("publisher", "")
    makers = [*item.get("director", ()), *item.get("author", ())]
    yield from (("rft.creator", ris_name(name)) for name in makers)


def _authors(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who wrote it, else who edited it."""
    yield from (("rft.au", ris_name(name)) for name in item.get("author") or item.get("editor", ()))


def _date(issued: Mapping[str, Any]) -> str:
    """ISO 8601 as precise as it is known, of a stretch its beginning."""
    first: list[int] = next(iter(issued.get("date-parts", ())), [])
    return "-".join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(first))
