"""One record of a MARCXML file by its tags, for those who read it: `marcxml_reading` and `marcxml_recorded`. Pure."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from library.metadata.xml_files import local, xml_text


@dataclass(slots=True)
class Field:
    """One field: its tag, its two indicators and its subfields as (code, element)."""

    tag: str
    indicators: str
    subfields: list[tuple[str, Element]]

    def texts(self, codes: str) -> list[str]:
        return [text for code, node in self.subfields if code in codes and (text := xml_text(node))]

    def text(self, codes: str) -> str:
        """The first of these subfields."""
        return next(iter(self.texts(codes)), "")

    def long(self, code: str) -> str:
        """Paragraphs kept."""
        return next((xml_text(node, lines=True) for each, node in self.subfields if each == code), "")


@dataclass(slots=True)
class Card:
    """One record of the file, by tags."""

    leader: str = ""
    control: dict[str, str] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)

    def all(self, *tags: str) -> list[Field]:
        return [each for each in self.fields if each.tag in tags]

    def text(self, tag: str, codes: str = "a") -> str:
        return next((text for each in self.all(tag) if (text := each.text(codes))), "")


def card_of(node: Element) -> Card:
    """The card of one `record` element; local fields (9XX) are passed over."""
    card = Card()
    for child in node:
        tag = child.get("tag", "").strip()
        if local(child) == "leader":
            card.leader = "".join(child.itertext()).ljust(24)
        elif local(child) == "controlfield":
            card.control.setdefault(tag, "".join(child.itertext()))
        elif local(child) == "datafield" and not tag.startswith("9"):
            indicators = "".join((child.get(name) or " ")[:1].replace("#", " ") for name in ("ind1", "ind2"))
            subfields = [
                (part.get("code", "a").strip().lower(), part) for part in child if local(part) == "subfield"
            ]
            card.fields.append(Field(tag.zfill(3), indicators, subfields))
    return card
