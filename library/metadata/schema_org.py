"""A record, and the pages around it, in the vocabulary of schema.org as JSON-LD: what search engines read.

Pure. A builder gives a whole document; `script` writes it for a page. Only types and properties of the vocabulary are
used, each where its domain allows it; what we do not know is not said.
"""

import json
from collections.abc import Iterable, Sequence

from library.licences import LICENCES
from library.metadata import schema_org_nodes as nodes
from library.metadata import schema_org_recorded as recorded
from library.metadata.dublin_core import (
    CREATORS,
    distinct,
    doi_address,
    first_day,
    in_one_line,
    languages,
    offered_files,
    whole_title,
)
from library.metadata.schema_org_nodes import Node, organisation
from library.names import Name, NameKind
from library.record import Maker, Record, RecordKind, Role, Subject

__all__ = [
    "TYPES",
    "Node",
    "collection",
    "concept",
    "document",
    "organisation",
    "person",
    "script",
    "website",
]

TYPES = {
    RecordKind.BOOK: "Book",
    RecordKind.POCKET_BOOK: "Book",
    RecordKind.STUDY: "Report",
    RecordKind.JOURNAL_ISSUE: "PublicationIssue",
    RecordKind.JOURNAL_ARTICLE: "ScholarlyArticle",
    RecordKind.BULLETIN_ISSUE: "PublicationIssue",
    RecordKind.BULLETIN_ARTICLE: "Article",
    RecordKind.REGULATION: "Legislation",
    RecordKind.FILM: "VideoObject",
    RecordKind.DATASET: "Dataset",
}
_ARTICLES = {"Report", "ScholarlyArticle", "Article"}  # a Report is an Article there
_CONDITIONS = {
    "summary": "Hanya ringkasannya yang terbuka untuk umum.",
    "embargo": "Isinya tertutup sampai tanggal tertentu; ringkasannya terbuka untuk umum.",
    "internal": "Hanya untuk lembaga.",
}
#: A law that was amended is in force, with its amendments.
_FORCE = {"in_force": "InForce", "amended": "InForce", "repealed": "NotInForce"}
_SAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def document(
    record: Record,
    *,
    crumbs: Sequence[tuple[str, str]],
    site_name: str,
    site_address: str,
    language: str = "id",
) -> Node:
    """A work's page: the work, and the way to it. `crumbs` are (name, absolute address), the work itself last; the
    site is named as the maker of the description. `language` is that of the page ("id" or "en"): what a film or a
    dataset says in one language alone is said in it."""
    work = nodes.filled(
        {
            "@type": TYPES[record.kind],
            "@id": record.permanent or record.address,
            "name": whole_title(record),
            "alternateName": nodes.few(distinct([record.parallel_title, record.statute.short_name])),
            "url": record.address,
            "mainEntityOfPage": record.address,
            "inLanguage": nodes.few(languages(record)),
            "datePublished": first_day(record.issued),
            **_made_by(record),
            **_about(record),
            **_rights(record),
            "encoding": [recorded.file_of(file) for file in offered_files(record)],
            **_own(record),
            **_recorded(record, language, site_name, site_address),
            "identifier": _identifiers(record),
            "sameAs": doi_address(record.doi),
            "image": record.cover,
            "isPartOf": _whole(record),
            "sdPublisher": organisation(site_name, site_address),
        }
    )
    return _graph(work, crumbs)


def _recorded(record: Record, language: str, site_name: str, site_address: str) -> Node:
    """What a film or a dataset says otherwise, or besides."""
    if record.kind is RecordKind.FILM:
        return recorded.film(record, language)
    if record.kind is RecordKind.DATASET:
        told = recorded.dataset(record, language, site_name=site_name, site_address=site_address)
        return {**told, "encoding": [], "author": []}  # its files are a distribution, its authors creators
    return {}


def collection(
    *,
    name: str,
    address: str,
    works: Sequence[tuple[str, str]],
    total: int,
    first: int = 1,
    description: str = "",
    language: str = "id",
    crumbs: Sequence[tuple[str, str]] = (),
) -> Node:
    """A shelf or any list of works: those on this page as (title, absolute address), the first of which is the
    `first`-th of `total`."""
    items = [
        nodes.filled({"@type": "ListItem", "position": place, "name": in_one_line(title), "url": where})
        for place, (title, where) in enumerate(works, start=first)
    ]
    page = {
        "@type": "CollectionPage",
        "@id": address,
        "name": in_one_line(name),
        "description": in_one_line(description),
        "url": address,
        "inLanguage": language,
        "mainEntity": {"@type": "ItemList", "numberOfItems": total, "itemListElement": items},
    }
    return _graph(nodes.filled(page), crumbs)


def person(
    *,
    name: Name,
    address: str,
    orcid: str = "",
    description: str = "",
    same_as: Sequence[str] = (),
    crumbs: Sequence[tuple[str, str]] = (),
) -> Node:
    """The page of a person or an organisation; `same_as` are their pages elsewhere (VIAF, Wikidata, their own)."""
    bearer = nodes.bearer(name, address, orcid)
    elsewhere = [each for each in (bearer.pop("sameAs", ""), *same_as) if each]
    described = {"description": in_one_line(description), "mainEntityOfPage": address, "sameAs": elsewhere}
    return _graph(nodes.filled({**bearer, **described}), crumbs)


def concept(
    *,
    subject: Subject,
    set_name: str,
    set_address: str,
    description: str = "",
    alternatives: Sequence[str] = (),
    same_as: Sequence[str] = (),
    crumbs: Sequence[tuple[str, str]] = (),
) -> Node:
    """The page of a concept, a place or a law of the thesaurus that is named `set_name`; `alternatives` are the other
    words for it. Only a concept is a term of a set; a place and a law are themselves."""
    term = nodes.thing(subject)
    if term["@type"] == "DefinedTerm":
        term["inDefinedTermSet"] = nodes.filled(
            {"@type": "DefinedTermSet", "@id": set_address, "name": in_one_line(set_name), "url": set_address}
        )
    said = {
        "alternateName": nodes.few(distinct([subject.label_en, *alternatives])),
        "description": in_one_line(description),
        "mainEntityOfPage": subject.address,
        "sameAs": list(same_as),
    }
    return _graph(nodes.filled({**term, **said}), crumbs)


def website(
    *,
    name: str,
    address: str,
    search_address: str,
    publisher: Node,
    description: str = "",
    languages: Sequence[str] = ("id", "en"),
) -> Node:
    """The home page: the site with its search, and who keeps it (`organisation`). `search_address` is a template with
    `{search_term_string}` in the place of the question."""
    site = {
        "@type": "WebSite",
        "@id": address,
        "name": in_one_line(name),
        "description": in_one_line(description),
        "url": address,
        "inLanguage": list(languages),
        "publisher": publisher,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search_address},
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(nodes.filled(site), ())


def script(document: Node) -> str:
    """The document as JSON that may stand inside `<script type="application/ld+json">`: nothing in it ends the
    element or a line of JavaScript, and it still reads as the same JSON."""
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return written.translate(_SAFE_IN_SCRIPT)


def _graph(main: Node, crumbs: Sequence[tuple[str, str]]) -> Node:
    steps = [
        nodes.filled(
            {
                "@type": "ListItem",
                "position": place,
                "name": in_one_line(name),
                "item": {"@id": address} if address else None,
            }
        )
        for place, (name, address) in enumerate(crumbs, start=1)
    ]
    way = [{"@type": "BreadcrumbList", "itemListElement": steps}] if steps else []
    return {"@context": "https://schema.org", "@graph": [main, *way]}


def _made_by(record: Record) -> Node:
    """Everybody by what they did. Editors and illustrators are persons there, and illustrators those of books; who
    does not fit has contributed."""
    properties = (
        "author",
        "creator",
        "director",
        "producer",
        "editor",
        "translator",
        "illustrator",
        "contributor",
    )
    places: dict[str, list[Node]] = {name: [] for name in properties}
    for maker in record.makers:
        places[_place_of(maker, record.kind)].append(nodes.bearer(maker.name, maker.address, maker.orcid))
    publisher = organisation(record.publisher, place=record.place) if record.publisher.strip() else {}
    return {
        **places,
        "publisher": publisher,
        "funder": nodes.body(record.funder),
        "sourceOrganization": nodes.body(record.commissioned_by),
    }


def _place_of(maker: Maker, kind: RecordKind) -> str:
    if kind is RecordKind.FILM and (place := recorded.place_in_film(maker)):
        return place
    if maker.role in CREATORS:
        return "author"
    body = maker.name.kind is NameKind.ORGANISATION
    if maker.role is Role.TRANSLATOR or (maker.role is Role.EDITOR and not body):
        return maker.role.value
    if maker.role is Role.ILLUSTRATOR and TYPES[kind] == "Book" and not body:
        return maker.role.value
    return "contributor"


def _about(record: Record) -> Node:
    return {
        "abstract": nodes.in_both(record.abstract_id, record.abstract_en),
        "description": nodes.in_both(record.summary_id, record.summary_en),
        "about": [nodes.thing(subject) for subject in record.subjects],
        "keywords": distinct(record.tags),
        "audience": [{"@type": "Audience", "audienceType": who} for who in distinct(record.audience)],
        "genre": nodes.few(
            distinct(["Buku saku" if record.kind is RecordKind.POCKET_BOOK else "", record.genre])
        ),
    }


def _rights(record: Record) -> Node:
    licence = LICENCES.get(record.licence)
    is_open = record.access == "open"
    return {
        "license": licence.address if licence else "",
        "copyrightNotice": licence.name_id if licence and not licence.address else "",
        "copyrightHolder": _holder(record),
        # Of a work that we only describe, we cannot say what it costs elsewhere.
        "isAccessibleForFree": is_open if record.files or record.pages or not is_open else None,
        "conditionsOfAccess": "" if is_open else _CONDITIONS.get(record.access, _CONDITIONS["internal"]),
    }


def _holder(record: Record) -> Node:
    """Whoever made it, where the name is theirs; else an organisation, as holders mostly are."""
    for maker in record.makers:
        if maker.name.printed == record.rights_holder:
            return nodes.bearer(maker.name, maker.address, maker.orcid)
    return nodes.body(record.rights_holder)


def _own(record: Record) -> Node:
    """What only its own type has."""
    kind = TYPES[record.kind]
    said: Node = {}
    if kind in _ARTICLES:
        said |= {"headline": in_one_line(record.title), "alternativeHeadline": in_one_line(record.subtitle)}
        said |= {"articleSection": in_one_line(record.rubric)}
    if kind in _ARTICLES or kind == "PublicationIssue":
        said |= {"pageStart": record.first_page, "pageEnd": record.last_page}
    match kind:
        case "Book":
            said["isbn"] = nodes.few(distinct([record.isbn, record.isbn_electronic]))
            said["bookEdition"] = in_one_line(record.edition)
            said["numberOfPages"] = record.pages or None
        case "Report":
            said["reportNumber"] = in_one_line(record.report_number)
        case "PublicationIssue":
            said["issueNumber"] = in_one_line(record.serial.number)
        case "Legislation":
            said |= _law(record)
    if not (
        record.kind.is_issue or record.kind.is_article
    ):  # in its series, or among the volumes of one work
        said["position"] = in_one_line(record.series_number or record.volume)
    return said


def _law(record: Record) -> Node:
    statute = record.statute
    force = _FORCE.get(statute.status)
    return {
        "legislationIdentifier": in_one_line(statute.citation),
        "legislationType": in_one_line(statute.kind),
        "legislationDate": first_day(record.issued) or (f"{statute.year:04d}" if statute.year else ""),
        "legislationPassedBy": nodes.body(statute.issuer),
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
    }


def _identifiers(record: Record) -> list[Node]:
    isbns = [] if TYPES[record.kind] == "Book" else [record.isbn, record.isbn_electronic]
    numbered = [
        ("DOI", record.doi, doi_address(record.doi)),
        *(("ISBN", isbn, "") for isbn in distinct(isbns)),
        ("Lembaran Negara", in_one_line(record.statute.gazette), ""),
    ]
    return [
        nodes.filled({"@type": "PropertyValue", "propertyID": name, "value": value, "url": address})
        for name, value, address in numbered
        if value
    ]


def _whole(record: Record) -> Node:
    """What it is part of: the issue, the volume and the periodical, each in the next; or its series."""
    if not (record.kind.is_issue or record.kind.is_article):
        kind = "BookSeries" if TYPES[record.kind] == "Book" else "CreativeWorkSeries"
        return _nested([{"@type": kind, "name": in_one_line(record.series)}])
    serial = record.serial
    periodical = {
        "@type": "Periodical",
        "@id": serial.address,
        "name": in_one_line(serial.title),
        "issn": nodes.few(distinct([serial.issn_print, serial.issn_electronic])),
        "url": serial.address,
    }
    volume = {"@type": "PublicationVolume", "volumeNumber": in_one_line(serial.volume)}
    issue = {
        "@type": "PublicationIssue",
        "@id": serial.issue_address,
        "name": in_one_line(serial.issue_title),
        "issueNumber": in_one_line(serial.number),
        "url": serial.issue_address,
    }
    return _nested([periodical, volume, issue] if record.kind.is_article else [periodical, volume])


def _nested(levels: Iterable[Node]) -> Node:
    """Each level inside the one before it, the outermost first; levels of which nothing is known are passed over."""
    inside: Node = {}
    for level in levels:
        known = nodes.filled(level)
        if len(known) > 1:  # more than its type
            inside = nodes.filled({**known, "isPartOf": inside})
    return inside
