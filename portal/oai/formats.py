"""The formats in which records are handed on, each with its XML schema. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from library.metadata import dublin_core, marcxml, mods
from library.metadata.xml_files import SCHEMA_INSTANCE
from library.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """`prefix` is its name in the protocol; `write` gives the element of one record, which names its schema itself."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Record], Element]


def _dublin_core(record: Record) -> Element:
    """Unqualified Dublin Core as the protocol demands it of everybody."""
    root = Element(
        "oai_dc:dc",
        {
            "xmlns:oai_dc": OAI_DC.namespace,
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:xsi": SCHEMA_INSTANCE,
            "xsi:schemaLocation": f"{OAI_DC.namespace} {OAI_DC.schema}",
        },
    )
    for element, value in dublin_core.pairs(record):
        SubElement(root, f"dc:{element}").text = value
    return root


OAI_DC = Format(
    "oai_dc",
    "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/",
    _dublin_core,
)
FORMATS: dict[str, Format] = {
    each.prefix: each
    for each in (
        OAI_DC,
        Format("mods", mods.SCHEMA, mods.NAMESPACE, mods.element),
        Format("marc21", marcxml.SCHEMA, marcxml.NAMESPACE, marcxml.element),
    )
}
