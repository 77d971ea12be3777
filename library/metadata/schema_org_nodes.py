"""The nodes of which every document of `library.metadata.schema_org` is made: people, organisations, subjects, words.

Pure.
"""

from collections.abc import Sequence
from typing import Any

from library.metadata.dublin_core import distinct, in_one_line
from library.names import Name, NameKind, cited
from library.record import Subject

Node = dict[str, Any]


def organisation(
    name: str, address: str = "", *, logo: str = "", place: str = "", same_as: Sequence[str] = ()
) -> Node:
    """An organisation as others name it; `place` is where it is."""
    return filled(
        {
            "@type": "Organization",
            "name": in_one_line(name),
            "url": address,
            "logo": logo,
            "location": filled({"@type": "Place", "name": in_one_line(place)}) if place.strip() else {},
            "sameAs": list(same_as),
        }
    )


def filled(node: Node) -> Node:
    """The node without what is empty; `False` and 0 are said."""
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}


def few(values: list[str]) -> str | list[str]:
    """One value bare, several as a list."""
    return values[0] if len(values) == 1 else values


def bearer(name: Name, address: str, orcid: str = "") -> Node:
    """A person or an organisation. Family and given name only where somebody decided them; no titles."""
    is_body = name.kind is NameKind.ORGANISATION
    parts = cited(name)
    return filled(
        {
            "@type": "Organization" if is_body else "Person",
            "@id": address,
            "name": in_one_line(name.printed),
            "alternateName": few(distinct(name.variants)),
            "familyName": in_one_line(parts.get("family", "")),
            "givenName": in_one_line(parts.get("given", "")),
            "url": address,
            "identifier": f"https://orcid.org/{orcid}" if orcid else "",
            "sameAs": f"https://orcid.org/{orcid}" if orcid else "",
        }
    )


def body(name: str) -> Node:
    """An organisation of which only the name is known; {} for none."""
    return organisation(name) if name.strip() else {}


def in_both(indonesian: str, english: str) -> str | list[Node]:
    """Plain where one language is there, else both, each with its language."""
    both = [("id", in_one_line(indonesian)), ("en", in_one_line(english))]
    said = [(language, text) for language, text in both if text]
    if len(said) == 2:
        return [{"@language": language, "@value": text} for language, text in said]
    return said[0][1] if said else ""


def thing(subject: Subject) -> Node:
    """What it is about, as what it is: a term, a place or a law."""
    kind, code = {"place": ("Place", "identifier"), "law": ("Legislation", "legislationIdentifier")}.get(
        subject.kind, ("DefinedTerm", "termCode")
    )
    return filled(
        {
            "@type": kind,
            "@id": subject.address,
            "name": in_one_line(subject.label_id),
            "alternateName": in_one_line(subject.label_en),
            code: in_one_line(subject.notation),
            "url": subject.address,
        }
    )
