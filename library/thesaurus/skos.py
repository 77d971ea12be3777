"""The thesaurus as linked data: W3C SKOS, written as Turtle or JSON-LD and read from every form of `graphs.Form`.

Pure. Laws speak the European Legislation Identifier; what neither has a word for stands in a few terms of our own
(slug, order, group's order, a law's status, a place's level, ambiguous words), so that our files come back as equal
values. Files from elsewhere have none of these: see `skos_reading`.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from library.thesaurus.graphs import ELI, OURS, Form, Refused, parsed
from library.thesaurus.skos_reading import understood
from library.thesaurus.values import LANGUAGES, Entry, LawFacts, Reading, Thesaurus, Trouble

_CONTEXT = {
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "eli": str(ELI),
    "foaf": str(FOAF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "sapa": str(OURS),
}
_IN_FORCE = {
    "in_force": ELI["InForce-inForce"],
    "amended": ELI["InForce-inForce"],
    "repealed": ELI["InForce-notInForce"],
}


def write(thesaurus: Thesaurus, form: Form, address: str, titles: Mapping[str, str] | None = None) -> str:
    """The thesaurus (sound by `check()`) as SKOS. `address` is where it stands on the web, absolute, with its last
    slash; each concept's address is that and its slug. `titles` name the whole, by language. Turtle and JSON-LD come out
    the same, letter by letter, for the same thesaurus."""
    graph = Graph()
    for prefix, namespace in _CONTEXT.items():
        graph.bind(prefix, namespace)
    scheme = URIRef(address)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language, title in (titles or {}).items():
        graph.add((scheme, DCTERMS.title, Literal(title, lang=language)))
    groups = {group.slug: URIRef(f"{address}#{quote(group.slug, safe='')}") for group in thesaurus.groups}
    for order, group in enumerate(thesaurus.groups):
        node = groups[group.slug]
        graph.add((node, RDF.type, SKOS.Collection))
        _slug(graph, node, group.slug, order)
        for language, label in (("id", group.label_id), ("en", group.label_en)):
            _text(graph, node, SKOS.prefLabel, label, language)
    for order, entry in enumerate(thesaurus.entries):
        _concept(graph, entry, order, scheme)
        if entry.group in groups:
            graph.add((groups[entry.group], SKOS.member, _of(scheme, entry.slug)))
    _ambiguous(graph, thesaurus, scheme)
    if form is Form.JSON_LD:
        document = json.loads(graph.serialize(format=form.value, context=_CONTEXT))
        return json.dumps(_in_one_order(document), ensure_ascii=False, indent=1) + "\n"
    return graph.serialize(format=form.value)


def read(data: bytes, form: Form) -> Reading:
    """The thesaurus in a SKOS file, ours or another's, and what of it could not be kept. Never raises: a file that is
    refused is an empty thesaurus with one trouble."""
    try:
        return understood(parsed(data, form))
    except Refused as refused:
        return Reading(troubles=[Trouble(0, refused.sentence)])


def _in_one_order(document: Any) -> Any:
    """The same JSON-LD with its sets sorted; rdflib gives them as they fall. Lists stay as they are."""
    if isinstance(document, dict):
        return {
            key: value if key == "@list" else _in_one_order(value) for key, value in sorted(document.items())
        }
    if isinstance(document, list):
        return sorted(
            (_in_one_order(each) for each in document), key=lambda each: json.dumps(each, sort_keys=True)
        )
    return document


def _of(scheme: URIRef, slug: str) -> URIRef:
    return URIRef(f"{scheme}{quote(slug, safe='')}")


def _law_of(scheme: URIRef, slug: str) -> URIRef:
    """The law itself, which the concept of it is about."""
    return URIRef(f"{_of(scheme, slug)}#hukum")


def _slug(graph: Graph, node: URIRef, slug: str, order: int) -> None:
    graph.add((node, OURS.slug, Literal(slug)))
    graph.add((node, OURS.order, Literal(order)))


def _text(graph: Graph, node: URIRef, term: Node, text: str, language: str | None = None) -> None:
    if text:
        graph.add((node, term, Literal(text, lang=language)))


def _concept(graph: Graph, entry: Entry, order: int, scheme: URIRef) -> None:
    node = _of(scheme, entry.slug)
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, scheme))
    _slug(graph, node, entry.slug, order)
    for language, labels in zip(LANGUAGES, entry.labels, strict=True):
        _text(graph, node, SKOS.prefLabel, labels.pref, language)
        for label in labels.alternatives:
            _text(graph, node, SKOS.altLabel, label, language)
        for label in labels.hidden:
            _text(graph, node, SKOS.hiddenLabel, label, language)
    _text(graph, node, SKOS.scopeNote, entry.scope_note_id, "id")
    _text(graph, node, SKOS.scopeNote, entry.scope_note_en, "en")
    for slug in entry.broader:
        graph.add((node, SKOS.broader, _of(scheme, slug)))
        graph.add((_of(scheme, slug), SKOS.narrower, node))
    if not entry.broader:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))
    for slug in entry.related:
        graph.add((node, SKOS.related, _of(scheme, slug)))
    for match in entry.matches:
        graph.add((node, SKOS.exactMatch, URIRef(quote(match, safe="%/:=&?~#+!$,;'@()*[]"))))
    if entry.notation:
        kind = OURS.Citation if entry.law else OURS.RegionCode if entry.place else OURS.Code
        graph.add((node, SKOS.notation, Literal(entry.notation, datatype=kind)))
    if entry.place:
        graph.add((node, OURS.placeLevel, Literal(entry.place.value)))
    if entry.law:
        graph.add((node, FOAF.focus, _law_of(scheme, entry.slug)))
        _law(graph, entry.law, _law_of(scheme, entry.slug), scheme)


def _law(graph: Graph, law: LawFacts, node: URIRef, scheme: URIRef) -> None:
    graph.add((node, RDF.type, ELI.LegalResource))
    _text(graph, node, ELI.number, law.number)
    _text(graph, node, DCTERMS.type, law.kind)
    _text(graph, node, ELI.title, law.about, "id")
    _text(graph, node, ELI.title_short, law.short_name, "id")
    _text(graph, node, ELI.responsibility_of, law.issuer)
    _text(graph, node, ELI.published_in, law.gazette)
    _text(graph, node, OURS.status, law.status)
    if law.year:
        graph.add((node, DCTERMS.issued, Literal(f"{law.year:04d}", datatype=XSD.gYear)))
    if law.status in _IN_FORCE:
        graph.add((node, ELI.in_force, _IN_FORCE[law.status]))
    for term, slugs in ((ELI.amended_by, law.amended_by), (ELI.repealed_by, law.repealed_by)):
        for slug in slugs:
            graph.add((node, term, _law_of(scheme, slug)))


def _ambiguous(graph: Graph, thesaurus: Thesaurus, scheme: URIRef) -> None:
    for order, word in enumerate(thesaurus.ambiguous):
        node = URIRef(f"{scheme}#kata-{order + 1}")
        graph.add((node, RDF.type, OURS.AmbiguousWord))
        graph.add((node, OURS.order, Literal(order)))
        _text(graph, node, RDFS.label, word.label)
        _text(graph, node, SKOS.note, word.note_id, "id")
        _text(graph, node, SKOS.note, word.note_en, "en")
        candidates = URIRef(f"{node}-calon")
        graph.add((node, OURS.candidates, candidates if word.candidates else RDF.nil))
        if word.candidates:
            Collection(graph, candidates, [_of(scheme, slug) for slug in word.candidates])
