"""What a harvester is answered, as XML by the schema of OAI-PMH 2.0. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from library.metadata.dublin_core import in_one_line
from library.metadata.xml_files import SCHEMA_INSTANCE
from portal.oai.arguments import Asked, Refused
from portal.oai.formats import Format
from portal.oai.items import Item, Set, Window
from portal.oai.tokens import Onward

_NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"
#: What the schema of identifiers takes for a domain: one without a dot, or an address of numbers, is none.
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


@dataclass(frozen=True, slots=True)
class Repository:
    """Who answers: the address of this door, the library's name, whom to write to, and its first change."""

    address: str
    name: str
    email: str
    first_change: datetime

    def identifier(self, code: str) -> str:
        """By the guidelines for OAI identifiers: it stays as long as the domain does."""
        return f"oai:{self._domain}:{code}"

    def code(self, identifier: str) -> str:
        """The code in an identifier; "" in those of others."""
        begins = self.identifier("")
        return identifier.removeprefix(begins) if identifier.startswith(begins) else ""

    @property
    def _domain(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def names_itself(self) -> str:
        """Its domain where that can be told in the schema of identifiers."""
        return self._domain if _DOMAIN.fullmatch(self._domain) else ""


def refusal(repository: Repository, refused: Refused, said: Mapping[str, str]) -> str:
    """An error of the protocol. Arguments that are not sound are not repeated (section 3.2)."""
    sound = refused.code not in {"badVerb", "badArgument"}
    root = _envelope(repository, said if sound else {})
    SubElement(root, "error", code=refused.code).text = in_one_line(str(refused))
    return _text(root)


def identify(repository: Repository, asked: Asked, sample: str) -> str:
    """`sample` is a code as ours are."""
    root = _envelope(repository, asked.said)
    told = SubElement(root, "Identify")
    for name, text in (
        ("repositoryName", repository.name),
        ("baseURL", repository.address),
        ("protocolVersion", "2.0"),
        ("adminEmail", repository.email),
        ("earliestDatestamp", _moment(repository.first_change)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        SubElement(told, name).text = in_one_line(text)
    if domain := repository.names_itself:
        where = f"{_IDENTIFIERS} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
        described = SubElement(
            SubElement(told, "description"),
            "oai-identifier",
            {"xmlns": _IDENTIFIERS, "xmlns:xsi": SCHEMA_INSTANCE, "xsi:schemaLocation": where},
        )
        for name, text in (
            ("scheme", "oai"),
            ("repositoryIdentifier", domain),
            ("delimiter", ":"),
            ("sampleIdentifier", repository.identifier(sample)),
        ):
            SubElement(described, name).text = text
    return _text(root)


def formats(repository: Repository, asked: Asked, known: Iterable[Format]) -> str:
    root = _envelope(repository, asked.said)
    listed = SubElement(root, asked.verb)
    for each in known:
        told = SubElement(listed, "metadataFormat")
        SubElement(told, "metadataPrefix").text = each.prefix
        SubElement(told, "schema").text = each.schema
        SubElement(told, "metadataNamespace").text = each.namespace
    return _text(root)


def sets(repository: Repository, asked: Asked, known: Iterable[Set]) -> str:
    root = _envelope(repository, asked.said)
    listed = SubElement(root, asked.verb)
    for each in known:
        told = SubElement(listed, "set")
        SubElement(told, "setSpec").text = each.spec
        SubElement(told, "setName").text = in_one_line(each.name)
    return _text(root)


def record(repository: Repository, asked: Asked, item: Item, written: Format) -> str:
    root = _envelope(repository, asked.said)
    _record(SubElement(root, asked.verb), repository, item, written)
    return _text(root)


def records(repository: Repository, asked: Asked, window: Window, written: Format) -> str:
    """A part of a list, whole records or headers alone; behind the last part of several stands an empty token."""
    root = _envelope(repository, asked.said)
    listed = SubElement(root, asked.verb)
    for item in window.items:
        if asked.verb == "ListIdentifiers":
            _header(listed, repository, item)
        else:
            _record(listed, repository, item, written)
    before = asked.place.before if asked.place else 0
    if window.place or before:
        counted = {
            "completeListSize": str(max(window.total, before + len(window.items))),
            "cursor": str(before),
        }
        onward = SubElement(listed, "resumptionToken", counted)
        onward.text = str(Onward(asked.prefix, asked.selection, window.place)) if window.place else None
    return _text(root)


def _record(parent: Element, repository: Repository, item: Item, written: Format) -> None:
    node = SubElement(parent, "record")
    _header(node, repository, item)
    if item.record is not None:
        SubElement(node, "metadata").append(written.write(item.record))


def _header(parent: Element, repository: Repository, item: Item) -> None:
    header = SubElement(parent, "header", {"status": "deleted"} if item.is_withdrawn else {})
    SubElement(header, "identifier").text = repository.identifier(item.code)
    SubElement(header, "datestamp").text = _moment(item.changed)
    if item.set:
        SubElement(header, "setSpec").text = item.set


def _envelope(repository: Repository, said: Mapping[str, str]) -> Element:
    where = f"{_NAMESPACE} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
    root = Element(
        "OAI-PMH", {"xmlns": _NAMESPACE, "xmlns:xsi": SCHEMA_INSTANCE, "xsi:schemaLocation": where}
    )
    SubElement(root, "responseDate").text = _moment(datetime.now(UTC))
    arguments = {name: in_one_line(value) for name, value in said.items()}
    SubElement(root, "request", arguments).text = repository.address
    return root


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(root: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
