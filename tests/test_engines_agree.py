"""The demo collection through the real ingest, asked in both engines: the same publications for the same questions."""

from pathlib import Path

import pytest
from django.core.management import call_command

from ingest.models import Ingestion
from library.models import Publication
from search.engine import engine
from search.indexing import rebuild
from search.research import Findings, Query, find
from tests.search.engine_cases import a_prefix_of_ones_own

DEMO = Path(__file__).resolve().parents[1] / "demo"
QUESTIONS = [line for line in (DEMO / "questions.txt").read_text().splitlines() if line.strip()]


@pytest.fixture
def demo(library) -> None:
    """The whole collection, read and published. One file at a time: a test's transaction has one connection."""
    call_command("ingest", str(DEMO), metadata=DEMO / "metadata.csv", publish=True, at_once=1)
    assert not Ingestion.objects.exclude(state=Ingestion.State.DONE).exists()
    assert Publication.objects.live().count() == 18
    assert sum(work.pages for work in Publication.objects.for_cards()) == 488


def test_both_engines_find_the_same_publications(demo) -> None:
    assert len(QUESTIONS) == 20
    with a_prefix_of_ones_own() as elasticsearch:
        rebuild(elasticsearch)
        for question in QUESTIONS:
            ours, theirs = find(Query(question), engine()), find(Query(question), elasticsearch)
            assert (ours.total, ours.others, ours.facets) == (theirs.total, theirs.others, theirs.facets), (
                question
            )
            assert ours.total > 0, question
            assert whole(ours) == whole(theirs), question
            assert len(first_ten(ours) & first_ten(theirs)) >= min(9, len(first_ten(ours))), question
            assert ours.findings[0].hits, question


def whole(found: Findings) -> set[int]:
    """The publications that hold all that was asked."""
    return {finding.publication.pk for finding in found.findings if finding.whole}


def first_ten(found: Findings) -> set[int]:
    return {finding.publication.pk for finding in found.findings[:10]}
