"""A feed by OPDS Catalog 1.2 (specs.opds.io, 2018): Atom (RFC 4287) with Dublin Core, and OpenSearch for its pages. Pure."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from library.metadata.dublin_core import in_one_line
from library.record import Maker
from portal.opds.feeds import Catalogue, Feed, Navigation, Publication, Subject

#: The parameter that carries a question, as on the pages of the site.
ASKS_BY = "q"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
#: Where below the root the description of the search stands (OpenSearch 1.1).
DESCRIPTION = "opensearch.xml"

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


def media_type(feed: Feed) -> str:
    """That of the feed as a file."""
    return NAVIGATION if feed.pages is None else ACQUISITION


def written(feed: Feed, catalogue: Catalogue) -> bytes:
    """The feed as an Atom document in UTF-8."""
    root = Element("feed", {**_NAMESPACES, "xml:lang": catalogue.language})
    _say(root, "title", feed.title)
    # All pages of a feed are that feed (RFC 5005, 3); the address of the page stands in its link to itself.
    _say(root, "id", catalogue.page(feed, 1, ASKS_BY))
    _say(root, "updated", _moment(feed.updated))
    author = SubElement(root, "author")
    _say(author, "name", catalogue.name)
    _say(author, "uri", catalogue.home)
    _turning(root, feed, catalogue)
    _link(root, "start", catalogue.root, NAVIGATION, title=catalogue.name)
    if feed.place:
        _link(root, "up", catalogue.address(feed.above), NAVIGATION)
    _link(root, "search", catalogue.address(DESCRIPTION), "application/opensearchdescription+xml")
    for way in feed.navigation:
        _way_on(root, way, feed, catalogue)
    for each in feed.publications:
        _entry(root, each)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _turning(root: Element, feed: Feed, catalogue: Catalogue) -> None:
    """The feed itself and, of a list, its other pages and how long it is."""
    here = feed.pages.here if feed.pages else 1
    _link(root, "self", catalogue.page(feed, here, ASKS_BY), media_type(feed))
    if feed.pages is None:
        return
    for relation, number in feed.pages.turned():
        _link(root, relation, catalogue.page(feed, number, ASKS_BY), ACQUISITION)
    _say(root, "opensearch:totalResults", str(feed.pages.total))
    _say(root, "opensearch:itemsPerPage", str(feed.pages.size))
    _say(root, "opensearch:startIndex", str(feed.pages.start + 1))


def _way_on(root: Element, way: Navigation, feed: Feed, catalogue: Catalogue) -> None:
    entry = SubElement(root, "entry")
    address = catalogue.address(way.place)
    _say(entry, "title", way.title)
    _say(entry, "id", address)
    _say(entry, "updated", _moment(feed.updated))
    SubElement(entry, "content", type="text").text = in_one_line(way.said or way.title)
    relation = "http://opds-spec.org/sort/new" if way.newest else "subsection"
    leads_to_works = way.newest or way.count is not None
    _link(entry, relation, address, ACQUISITION if leads_to_works else NAVIGATION)


def _entry(root: Element, publication: Publication) -> None:
    entry = SubElement(root, "entry")
    _say(entry, "title", publication.whole_title)
    _say(entry, "id", publication.identifier)
    _say(entry, "updated", _moment(publication.updated))
    for name, makers in (("author", publication.authors), ("contributor", publication.others)):
        for maker in makers:
            _person(entry, name, maker)
    for language in publication.languages:
        _say(entry, "dcterms:language", language)
    _say(entry, "dcterms:publisher", publication.publisher)
    _say(entry, "dcterms:issued", publication.issued)
    for identifier in publication.identifiers:
        _say(entry, "dcterms:identifier", identifier)
    for subject in publication.subjects:
        _category(entry, subject)
    if publication.summary:
        SubElement(entry, "summary", type="text").text = publication.summary
    if cover := publication.cover:
        for relation in ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"):
            _link(entry, relation, cover.address, cover.media_type)
    _link(entry, "alternate", publication.page, "text/html")
    for way in publication.ways:
        _link(entry, way.relation, way.address, way.media_type, title=way.title, length=way.size)


def _person(entry: Element, name: str, maker: Maker) -> None:
    person = SubElement(entry, name)
    _say(person, "name", maker.name.printed)
    _say(person, "uri", maker.address)


def _category(entry: Element, subject: Subject) -> None:
    """By the scheme of our vocabulary, whose index stands above the page of each; what has no page is a word alone."""
    label = in_one_line(subject.label)
    scheme, _, slug = subject.address.rstrip("/").rpartition("/")
    category = SubElement(entry, "category", term=slug or label, label=label)
    if scheme:
        category.set("scheme", f"{scheme}/")


def _link(
    parent: Element, relation: str, address: str, media_type: str, *, title: str = "", length: int = 0
) -> None:
    link = SubElement(parent, "link", rel=relation, href=address, type=media_type)
    if title:
        link.set("title", in_one_line(title))
    if length:
        link.set("length", str(length))


def _say(parent: Element, name: str, text: str) -> None:
    """An element with this text in one line; none where there is no text."""
    if line := in_one_line(text):
        SubElement(parent, name).text = line


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
