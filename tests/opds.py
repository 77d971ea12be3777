"""Judges of what we say to reading apps: the schemas of OPDS 1.2 and 2.0, as their publishers have them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SCHEMAS = Path(__file__).parent / "samples" / "opds"
#: As the schema of links calls the one of their properties.
_ALIAS = {"https://drafts.opds.io/schema/properties.schema.json": "opds2/properties.schema.json"}

ATOM = "{http://www.w3.org/2005/Atom}"
DCTERMS = "{http://purl.org/dc/terms/}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
ACQUISITION = "http://opds-spec.org/acquisition"


def atom(data: bytes) -> Any:
    """A feed of OPDS 1.2, once its schema is content with it; what Atom asks beyond its grammar is looked at too."""
    feed = etree.fromstring(data)
    _grammar().assertValid(feed)
    assert feed.find(f"{ATOM}author") is not None
    for entry in feed.iterfind(f"{ATOM}entry"):
        relations = [link.get("rel") for link in entry.iterfind(f"{ATOM}link")]
        assert "alternate" in relations or entry.find(f"{ATOM}content") is not None
    for entry in feed.iterfind(f"{ATOM}entry"):
        if feed.find(f"{OPENSEARCH}totalResults") is not None:
            assert any(link.get("rel").startswith(ACQUISITION) for link in entry.iterfind(f"{ATOM}link"))
    return feed


def opds2(data: bytes) -> dict[str, Any]:
    """A feed of OPDS 2.0, once its schema is content with it."""
    feed = json.loads(data)
    _schema().validate(feed)
    for publication in feed.get("publications", []):
        # The schema takes a link without a relation for an acquisition.
        assert any(link["rel"].startswith(ACQUISITION) for link in publication["links"])
    return feed


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "opds1" / "opds.rng"))


@cache
def _schema() -> Draft7Validator:
    known = {}
    for path in SCHEMAS.rglob("*.schema.json"):
        # Groups are named as JavaScript does.
        text = re.sub(r"\(\?<(\w)", r"(?P<\1", path.read_text())
        known[json.loads(text)["$id"]] = json.loads(text)
    known |= {alias: json.loads((SCHEMAS / path).read_text()) for alias, path in _ALIAS.items()}
    resources = ((address, Resource(each, DRAFT7)) for address, each in known.items())
    feed = known["https://specs.opds.io/schema/feed.schema.json"]
    return Draft7Validator(
        feed, registry=Registry().with_resources(resources), format_checker=FormatChecker()
    )
