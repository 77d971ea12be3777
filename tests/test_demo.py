"""The demo collection through the real ingest: found alike by both engines, and its records read back by strangers' tools."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from django.conf import settings
from django.core.management import call_command

from ingest.models import Ingestion
from library.exports import EXPORTS
from library.metadata import csl, schema_org
from library.metadata.coins import span
from library.models import Article, Issue, Publication
from library.models.cards import KINDS
from library.models.querysets import shown_with
from library.record import Record
from library.terms import bring_in
from library.thesaurus.table import ours
from search.engine import engine
from search.indexing import rebuild
from search.research import Findings, Query, find
from tests.library.metadata.test_schema_org import faults
from tests.requirements import missing
from tests.search.engine_cases import a_prefix_of_ones_own

DEMO = Path(__file__).resolve().parents[1] / "demo"
QUESTIONS = [line for line in (DEMO / "questions.txt").read_text().splitlines() if line.strip()]
ROWS = list(csv.DictReader((DEMO / "metadata.csv").read_text(encoding="utf-8").splitlines()))
PERIODICALS = {"journal", "bulletin"}


@pytest.fixture
def demo(library) -> None:
    """The whole collection, read and published. One file at a time: a test's transaction has one connection."""
    bring_in(ours())
    call_command("ingest", str(DEMO), metadata=DEMO / "metadata.csv", publish=True, at_once=1)
    assert not Ingestion.objects.exclude(state=Ingestion.State.DONE).exists()


def test_the_demo_is_whole_and_is_found_and_is_read_by_others(demo, tmp_path: Path) -> None:
    """One reading of all its files serves everything that is asked of it here."""
    every_row_is_a_work()
    every_kind_is_there()
    articles_lie_in_their_issues()
    both_engines_find_the_same_publications()
    records = [_own(work).record(files=True) for work in Publication.objects.live().order_by("pk")]
    rispy_reads_every_work(records)
    bibtexparser_reads_every_work(records)
    pandoc_reads_every_work(records)
    biber_reads_every_work(records, tmp_path)
    csl_json_is_what_every_work_says(records)
    json_ld_uses_the_vocabulary_alone(records)


def every_row_is_a_work() -> None:
    named = sorted(row["title"] for row in ROWS if row["kind"] not in PERIODICALS and row["title"])
    there = sorted(Publication.objects.live().values_list("title", flat=True))
    assert [title for title in named if title not in there] == []
    assert len(there) == sum(row["kind"] not in PERIODICALS for row in ROWS)


def every_kind_is_there() -> None:
    kinds = {work.kind.slug for work in Publication.objects.live().for_cards()}
    assert kinds == {kind.slug for kind in KINDS}


def articles_lie_in_their_issues() -> None:
    assert Issue.objects.live().count() == 4
    for article in Article.objects.live().select_related("host__serial"):
        assert article.host and article.host.serial, article.title
        assert article.pages > 0, article.title
        printed = article.passages_numbered([1])[1].label
        assert printed == article.first_page, article.title


def both_engines_find_the_same_publications() -> None:
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
            assert any(finding.hits for finding in ours.findings), question


def whole(found: Findings) -> set[int]:
    """The publications that hold all that was asked."""
    return {finding.publication.pk for finding in found.findings if finding.whole}


def first_ten(found: Findings) -> set[int]:
    return {finding.publication.pk for finding in found.findings[:10]}


def rispy_reads_every_work(records: list[Record]) -> None:
    for record in records:
        (entry,) = rispy.loads(EXPORTS["ris"].write(record))
        item = csl.item(record)
        assert entry.get("title") or entry.get("primary_title"), record.title
        assert _letters(entry.get("title") or entry["primary_title"]) == _letters(item["title"])
        firsts = item.get("director") or item.get("author", [])  # a film's AU is who directed it
        assert len(entry.get("authors", [])) == len(firsts), record.title
        assert str(entry.get("year", ""))[:4].rstrip("/") == (
            str(record.issued.year) if record.issued.year else ""
        )
        if record.kind.is_article:
            assert entry.get("start_page", "") == record.first_page


def bibtexparser_reads_every_work(records: list[Record]) -> None:
    library = bibtexparser.parse_string("\n".join(EXPORTS["bib"].write(record) for record in records))
    assert not library.failed_blocks
    assert len(library.entries) == len(records)
    assert len({entry.key for entry in library.entries}) == len(records)
    for record, entry in zip(records, library.entries, strict=True):
        said = {each.key: each.value for each in entry.fields}
        assert said.get("year", "") == (str(record.issued.year) if record.issued.year else "")


def pandoc_reads_every_work(records: list[Record]) -> None:
    if not shutil.which("pandoc"):
        missing("pandoc is not installed: apt-get install pandoc")
    written = "\n".join(EXPORTS["bib"].write(record) for record in records)
    command = ["pandoc", "--from", "biblatex", "--to", "csljson"]
    ran = subprocess.run(command, input=written, capture_output=True, text=True, check=True)
    for record, read in zip(records, json.loads(ran.stdout), strict=True):
        item = csl.item(record)
        assert _letters(read["title"]) == _letters(item["title"])
        assert [_named(name) for name in read.get("author", [])] == [
            _named(name) for name in item.get("author", [])
        ]
        assert read.get("page", "") == item.get("page", "")
        assert read.get("issued") == item.get("issued")


def biber_reads_every_work(records: list[Record], folder: Path) -> None:
    if not shutil.which("biber"):
        missing("biber is not installed: apt-get install --no-install-recommends biber")
    (folder / "demo.bib").write_text("\n".join(EXPORTS["bib"].write(record) for record in records), "utf-8")
    command = ["biber", "--tool", "--nolog", "--output-file", "out.bib", "demo.bib"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert not re.search("^(WARN|ERROR)", ran.stdout, re.MULTILINE), ran.stdout
    back = bibtexparser.parse_string((folder / "out.bib").read_text("utf-8"))
    assert len(back.entries) == len(records)


def csl_json_is_what_every_work_says(records: list[Record]) -> None:
    for record in records:
        (item,) = json.loads(EXPORTS["json"].write(record))
        assert item["title"].startswith(record.title) or record.serial.title, record.title
        assert item["URL"] == record.permanent
        assert "rft_val_fmt" in span(item)


def json_ld_uses_the_vocabulary_alone(records: list[Record]) -> None:
    crumbs = [("Koleksi", "https://pustaka.example.org/koleksi/")]
    for record in records:
        document = schema_org.document(
            record, crumbs=crumbs, site_name="Pustaka", site_address="https://pustaka.example.org/"
        )
        public = json.loads(json.dumps(document).replace(settings.BASE_URL, "https://pustaka.example.org"))
        assert faults(public) == [], record.title


def _own(work: Publication) -> Publication:
    kind = work.specific_class
    return kind._default_manager.prefetch_related(*shown_with(), *kind.told_with()).get(pk=work.pk)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _named(name: dict[str, Any]) -> str:
    return _letters(name.get("literal") or f"{name.get('given', '')}{name.get('family', '')}")
