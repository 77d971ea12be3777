"""Cuts the vocabulary of schema.org down to the terms that we use, for the tests beside it.

    python tests/library/metadata/extract_schema_org_terms.py schemaorg-all-https.jsonld

The vocabulary is published at https://schema.org/version/latest/schemaorg-all-https.jsonld (CC BY-SA 3.0). Whoever
uses a new term in `library/metadata/schema_org.py` names it here and runs this again.
"""

import json
import sys
from pathlib import Path

TYPES = """
Article AboutPage Audience Book BookSeries BreadcrumbList CollectionPage CreativeWork CreativeWorkSeries DataCatalog
DataDownload Dataset DefinedTerm DefinedTermSet EntryPoint ItemList Legislation ListItem MediaObject Organization
Periodical Person Place PropertyValue PublicationIssue PublicationVolume QuantitativeValue Report ScholarlyArticle
SearchAction SeekToAction VideoObject WebSite
"""
PROPERTIES = """
about abstract alternateName alternativeHeadline articleSection audience audienceType author bookEdition caption
conditionsOfAccess contentRating contentSize contentUrl contributor copyrightHolder copyrightNotice creator
datePublished description director distribution duration editor encoding encodingFormat familyName funder genre
givenName headline height identifier illustrator image inDefinedTermSet inLanguage includedInDataCatalog
isAccessibleForFree isBasedOn isFamilyFriendly isPartOf isbn issn issueNumber item itemListElement keywords
legislationDate legislationIdentifier legislationLegalForce legislationPassedBy legislationType license location logo
mainEntity mainEntityOfPage measurementTechnique name numberOfItems numberOfPages pageEnd pageStart position
potentialAction producer propertyID publisher query reportNumber sameAs sdPublisher sourceOrganization spatialCoverage
startOffset target temporalCoverage termCode thumbnailUrl transcript translator typicalAgeRange unitCode unitText
uploadDate url urlTemplate value variableMeasured volumeNumber width
"""
MEMBERS = "InForce NotInForce"


def names(value: object) -> list[str]:
    """The bare names of one reference or of several."""
    references = value if isinstance(value, list) else [value] if value else []
    return sorted(reference["@id"].removeprefix("schema:") for reference in references)


def extract(graph: list[dict]) -> dict:
    terms = {node["@id"].removeprefix("schema:"): node for node in graph}

    def above(kind: str) -> set[str]:
        """The type itself and all that it is a kind of."""
        parents = names(terms[kind].get("rdfs:subClassOf")) if kind in terms else []
        return {kind}.union(*(above(parent) for parent in parents))

    return {
        "source": "https://schema.org/version/latest/schemaorg-all-https.jsonld (CC BY-SA 3.0)",
        "made_by": Path(__file__).name,
        "types": {kind: sorted(above(kind)) for kind in TYPES.split()},
        "properties": {
            name: {
                "domain": names(terms[name]["schema:domainIncludes"]),
                "range": names(terms[name]["schema:rangeIncludes"]),
            }
            for name in PROPERTIES.split()
        },
        "members": {name: terms[name]["@type"].removeprefix("schema:") for name in MEMBERS.split()},
    }


if __name__ == "__main__":
    vocabulary = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    made = json.dumps(extract(vocabulary["@graph"]), indent=1, ensure_ascii=False) + "\n"
    Path(__file__).with_name("schema_org_terms.json").write_text(made, encoding="utf-8")
