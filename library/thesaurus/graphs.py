"""Files of RDF become graphs and graphs become files: the door of rdflib's parsers, which never opens the network.

Called by `library.thesaurus.skos`. A file from elsewhere may be large, deep, or point to contexts and entities
elsewhere: what is not safe is `Refused` with its sentence, before a parser sees it.
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rdflib import Graph, Namespace
from rdflib.plugins.parsers.jsonld import to_rdf

#: Our own few terms; what they mean stands in README.md.
OURS = Namespace("urn:x-pustaka-sapa:")
#: The European Legislation Identifier's terms for laws.
ELI = Namespace("http://data.europa.eu/eli/ontology#")
#: Labels as things of their own (SKOS eXtension for Labels).
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")

_LARGEST = 10_000_000
#: Relative addresses in a file without a base; `.invalid` is nobody's (RFC 2606).
_NOWHERE = "https://berkas.invalid/"


class Form(StrEnum):
    """The forms of RDF that we read; the first two are those we write."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"
    RDF_XML = "xml"
    N_TRIPLES = "nt"

    @property
    def media_type(self) -> str:
        return {
            Form.TURTLE: "text/turtle",
            Form.JSON_LD: "application/ld+json",
            Form.RDF_XML: "application/rdf+xml",
            Form.N_TRIPLES: "application/n-triples",
        }[self]

    @property
    def suffix(self) -> str:
        """How a file's name ends, with its dot."""
        return {Form.TURTLE: ".ttl", Form.JSON_LD: ".jsonld", Form.RDF_XML: ".rdf", Form.N_TRIPLES: ".nt"}[
            self
        ]


class Refused(Exception):
    """The file is not read; `sentence` says why to the person who brought it."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def parsed(data: bytes, form: Form) -> Graph:
    """The file as a graph; raises `Refused`. Nothing outside the file is read."""
    if len(data) > _LARGEST:
        raise Refused(_("Berkas ini terlalu besar untuk sebuah tesaurus (lebih dari 10 MB)."))
    try:
        text = data.decode("utf-8-sig")
        graph = Graph()
        if form is Form.JSON_LD:
            # Not through `Graph.parse`, which warns of a class of its own and may fetch.
            to_rdf(_without_remote_contexts(json.loads(text)), graph, _NOWHERE)
        else:
            if form is Form.RDF_XML:
                _refuse_declarations(data)
            graph.parse(data=text if form is not Form.RDF_XML else data, format=form.value, publicID=_NOWHERE)
    except Refused:
        raise
    except UnicodeDecodeError as error:
        raise Refused(_("Berkas ini tidak disimpan sebagai UTF-8.")) from error
    except RecursionError as error:
        raise Refused(_("Susunan berkas ini terlalu dalam untuk dibaca.")) from error
    except (
        Exception
    ) as error:  # rdflib's parsers raise what they like on broken files: this is the one broad door
        sentence = _("Berkas ini bukan {form} yang sah: {detail}")
        detail = " ".join(str(error).split())[:200]
        raise Refused(format_lazy(sentence, form=_NAMES[form], detail=detail)) from error
    return graph


_NAMES = {
    Form.TURTLE: "Turtle",
    Form.JSON_LD: "JSON-LD",
    Form.RDF_XML: "RDF/XML",
    Form.N_TRIPLES: "N-Triples",
}


def _without_remote_contexts(document: Any) -> Any:
    """The document itself; refused where a context, however deep, stands at another address."""
    for context in _contexts(document):
        for one in context if isinstance(context, list) else [context]:
            address = one if isinstance(one, str) else one.get("@import") if isinstance(one, dict) else None
            if address is not None:
                sentence = _(
                    "Berkas JSON-LD ini merujuk konteks di alamat lain ({address}), yang tidak kami ambil. "
                    "Simpan dengan konteks di dalamnya, atau sebagai Turtle."
                )
                raise Refused(format_lazy(sentence, address=str(address)[:200]))
    return document


def _contexts(document: Any) -> Iterator[Any]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "@context" in node:
                yield node["@context"]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _refuse_declarations(data: bytes) -> None:
    """XML that declares a document type is refused: its entities may point elsewhere or grow without end."""

    def refuse(*_declaration: object) -> None:
        raise Refused(_("Berkas XML dengan deklarasi DOCTYPE tidak kami terima. Simpan tanpa deklarasi itu."))

    scan = expat.ParserCreate()
    scan.StartDoctypeDeclHandler = refuse
    scan.Parse(data, True)
