"""The passages that speak of a concept, for its page in the library below."""

from typing import Any

from library.models import Concept, Law
from search import forms
from search.engines import EngineError
from search.inside import passages_about
from search.research import Query

_WORKS, _PASSAGES = 4, 2


def speaking(concept: Concept) -> dict[str, Any] | None:
    """`total` works and the best `works` of them with their passages; None where no text speaks of it, and while the
    engine is away: the page is as well without."""
    try:
        found = passages_about(concept, publications=_WORKS, passages=_PASSAGES)
    except EngineError:
        return None
    query = Query(question=named(concept))
    works = [
        {
            "publication": finding.publication,
            "hits": [
                {
                    "number": hit.number,
                    "label": hit.label,
                    "snippet": hit.snippet,
                    "url": forms.opened(finding.publication.own.passage_url(hit.number), query),
                }
                for hit in finding.hits
            ],
            "more": finding.more,
            "more_url": finding.publication.search_url + forms.about_address(concept.slug),
        }
        for finding in found.findings
        if finding.hits
    ]
    return {"total": found.total, "works": works} if works else None


def named(concept: Concept) -> str:
    """The question that asks for a concept in words: its name, or of a law the number."""
    return concept.citation if isinstance(concept, Law) else concept.label
