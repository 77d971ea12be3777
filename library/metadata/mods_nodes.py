"""The elements of MODS, as they are written and found: what the modules of MODS have in common. Pure."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from library.metadata.dublin_core import in_one_line
from library.metadata.xml_files import local, xml_text


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A new element; of attributes with a namespace, `xml_lang` and `xlink_href` are the two there are."""
    qualified = {"xml_lang": "xml:lang", "xlink_href": "xlink:href"}
    node = SubElement(parent, name)
    for key, value in attributes.items():
        if value:
            node.set(qualified.get(key, key), value)
    node.text = text or None
    return node


def say(parent: Element, name: str, text: str, /, **attributes: str) -> None:
    """An element with this text in one line; none where there is no text."""
    if line := in_one_line(text):
        add(parent, name, line, **attributes)


def elements(node: Element, path: str) -> list[Element]:
    """The elements on this path of names below the node, whatever their namespace."""
    found = [node]
    for name in path.split("/"):
        found = [child for each in found for child in each if local(child) == name]
    return found


def texts(node: Element, path: str, **attributes: str) -> Iterator[str]:
    """What the elements on this path say, of those with these attributes (in small letters)."""
    for each in elements(node, path):
        fits = all(each.get(key, "").casefold() == value for key, value in attributes.items())
        if fits and (said := xml_text(each)):
            yield said


def text(node: Element, path: str, **attributes: str) -> str:
    """The first of them; "" where there is none."""
    return next(texts(node, path, **attributes), "")
