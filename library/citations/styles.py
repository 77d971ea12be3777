"""Styles and locales of the Citation Style Language (CSL 1.0.2), read from `library/csl/` once per process.

Read by the other modules of this package. Elements stay elements: the shape of a style is the style's own business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

FOLDER = Path(__file__).parent.parent / "csl"
LOCALES = {"id": "id-ID", "en": "en-US"}
FILES = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "pustaka": "pustaka-sapa",
}

# Options of names that a style, its citation or its bibliography may set for every <name> within, by the name that
# they have there (CSL 1.0.2, "Inheritable Name Options").
_INHERITED = {
    "and": "and",
    "delimiter-precedes-et-al": "delimiter-precedes-et-al",
    "delimiter-precedes-last": "delimiter-precedes-last",
    "et-al-min": "et-al-min",
    "et-al-use-first": "et-al-use-first",
    "et-al-use-last": "et-al-use-last",
    "initialize": "initialize",
    "initialize-with": "initialize-with",
    "name-as-sort-order": "name-as-sort-order",
    "sort-separator": "sort-separator",
    "name-form": "form",
    "name-delimiter": "delimiter",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a style: its name without the namespace, its attributes, its children."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Element", ...] = ()
    text: str = ""

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def child(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    def words(self, attribute: str) -> tuple[str, ...]:
        return _split(self.attributes.get(attribute, ""))


@cache
def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of a language: terms by name and form, each for one and for many; dates by form; the rule whether
    a full stop goes inside the quotation marks."""

    terms: Mapping[tuple[str, str], tuple[str, str]]
    dates: Mapping[str, Element]
    punctuation_in_quote: bool

    def term(self, name: str, form: str = "long", *, many: bool = False) -> str | None:
        """The term, in the next longer form where this one is wanting; None when the locale has no such term."""
        for tried in _LONGER.get(form, (form, "long")):
            if (found := self.terms.get((name, tried))) is not None:
                return found[many]
        return None


_LONGER = {
    "symbol": ("symbol", "short", "long"),
    "verb-short": ("verb-short", "verb", "long"),
    "long": ("long",),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style with the locale that it is read in. `options` are the inherited options of names by area."""

    citation: Element
    bibliography: Element
    macros: Mapping[str, Element]
    locale: Locale
    options: Mapping[str, Mapping[str, str]]
    names_delimiter: Mapping[str, str]
    page_range_format: str
    demote_particle: str
    language: str


@cache
def sheet(slug: str, language: str) -> Sheet:
    """The style of this slug (a key of `FILES`) in this language ("id", "en"). Raises KeyError for others."""
    root = _read(FOLDER / f"{FILES[slug]}.csl")
    areas = {name: root.child(name) or Element(name) for name in ("citation", "bibliography")}
    return Sheet(
        citation=areas["citation"],
        bibliography=areas["bibliography"],
        macros=MappingProxyType(
            {child.get("name"): child for child in root.children if child.name == "macro"}
        ),
        locale=_locale(root, LOCALES[language]),
        options={name: _options(root) | _options(area) for name, area in areas.items()},
        names_delimiter={
            name: area.get("names-delimiter", root.get("names-delimiter")) for name, area in areas.items()
        },
        page_range_format=root.get("page-range-format"),
        demote_particle=root.get("demote-non-dropping-particle", "display-and-sort"),
        language=language,
    )


def _options(element: Element) -> dict[str, str]:
    return {
        within: element.attributes[without]
        for without, within in _INHERITED.items()
        if without in element.attributes
    }


def _read(path: Path) -> Element:
    return _element(ElementTree.parse(path).getroot())  # noqa: S314  (our own files)


def _element(node: ElementTree.Element) -> Element:
    return Element(
        name=node.tag.rpartition("}")[2],
        attributes=MappingProxyType(dict(node.attrib)),
        children=tuple(_element(child) for child in node if isinstance(child.tag, str)),
        text=node.text or "",
    )


def _locale(style: Element, tag: str) -> Locale:
    """The locale file, overlaid with what the style itself says for this language, the general before the special.
    Terms that a language lacks are English: CSL 1.0.2, "Locale Fallback"."""
    files = [_read(FOLDER / f"locales-{name}.xml") for name in dict.fromkeys(("en-US", tag))]
    own = [child for child in style.children if child.name == "locale"]
    overlays = [
        locale for wanted in ("", tag.partition("-")[0], tag) for locale in own if locale.get(_LANG) == wanted
    ]
    terms: dict[tuple[str, str], tuple[str, str]] = {}
    dates: dict[str, Element] = {}
    in_quote = False
    for source in (*files, *overlays):
        for child in source.children:
            if child.name == "terms":
                terms |= {
                    (term.get("name"), term.get("form", "long")): _forms(term) for term in child.children
                }
            elif child.name == "date":
                dates[child.get("form")] = child
            elif child.name == "style-options" and "punctuation-in-quote" in child.attributes:
                in_quote = child.get("punctuation-in-quote") == "true"
    return Locale(MappingProxyType(terms), MappingProxyType(dates), in_quote)


def _forms(term: Element) -> tuple[str, str]:
    one, many = term.child("single"), term.child("multiple")
    if one is None and many is None:
        return term.text, term.text
    return one.text if one else "", many.text if many else ""
