"""The forty questions: the library that they are asked of, and which of its works answer each (benchmarks/questions).

The demo collection and the corpus come in through the real ingest; the invented works are described by their rows as
a table's rows are, with the passages that are given for them.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet

from benchmarks.corpus import DEMO, ROOT
from ingest.accept import take_in
from ingest.catalogue import describe
from ingest.models import Ingestion
from ingest.records.columns import COLUMNS, DATASETS, FILMS
from ingest.work import work_off
from library.captions import timecode
from library.models import Article, Film, Passage, Publication, Span
from library.models.files import File
from library.terms import bring_in
from library.thesaurus.table import ours
from portal.prepare import make_pages
from search.indexing import drain_all, rebuild

QUESTIONS = ROOT / "benchmarks" / "questions"

_STRETCH = re.compile(r"\((?P<from>\d+:\d+)–(?P<to>\d+:\d+)\)\s*")
"""Before the text of a passage of a film: when it is heard."""
_AT_ONCE = 2

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """A question and the names of the works that answer it; `number` counts from 1."""

    number: int
    question: str
    expected: tuple[str, ...]


def questions() -> list[Judged]:
    with (QUESTIONS / "expected.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Judged(int(row["number"]), row["question"], tuple(row["expected"].split("; ")))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


# The library


def prepare() -> None:
    """Tables, the first pages, the thesaurus, and an empty index."""
    call_command("migrate", interactive=False, verbosity=0)
    make_pages()
    bring_in(ours())
    rebuild()


def bring_demo() -> int:
    """The demo collection, read and published as its table says; gives how many works it has."""
    before = Publication.objects.live().count()
    call_command(
        "ingest",
        str(DEMO),
        metadata=DEMO / "metadata.csv",
        publish=True,
        at_once=_AT_ONCE,
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return Publication.objects.live().count() - before


def bring_corpus(folder: Path) -> tuple[int, int]:
    """Every PDF of a folder, read, proposed as a draft by what it says of itself, and published so; gives how many works
    and pages. Files that the library has already stay out."""
    rows = [_taken(path) for path in sorted(folder.glob("*.pdf"))]
    given = Ingestion.objects.filter(pk__in=[row.pk for row in rows if row.state == row.State.WAITING])
    waiting = list(given.values_list("pk", flat=True))
    work_off(given, at_once=_AT_ONCE)
    works = [
        row.target for row in Ingestion.objects.filter(pk__in=waiting) if row.target and not row.target.live
    ]
    for work in works:
        work.specific.get_latest_revision_as_object().save_revision().publish()
    files = File.objects.filter(spans__publication__in=works)
    return len(works), sum(files.values_list("pages", flat=True))


def bring_invented() -> dict[str, int]:
    """The works of works.jsonl, published; gives their keys as publications, by the names that expected.tsv has for them."""
    with (QUESTIONS / "works.jsonl").open(encoding="utf-8") as lines:
        return {row["key"]: _made(row).pk for row in map(json.loads, lines)}


def settle() -> None:
    """Nothing is left to be indexed: until then what has changed is left out of every question."""
    drain_all()


def _taken(path: Path) -> Ingestion:
    with path.open("rb") as source:
        return take_in(source, path.name)


@transaction.atomic
def _made(row: Row) -> Publication:
    span = Span(file=_file(row))
    if row["kind"] not in DATASETS:
        return describe(_fields(row), [span], publish=True)
    # Without a table there are no columns to propose: its sheets are read as they are printed.
    work = describe(_fields(row), publish=True)
    work.spans.add(span)
    work.save_revision().publish()
    return work


def _fields(row: Row) -> dict[str, str]:
    """A row as a table has it (docs/metadata-csv.md)."""
    several = {"creators": row["creators"], "notices": row.get("notices", [])}
    several["concepts"] = [*row["concepts"], *row["places"], *row["laws"]]
    plain = {name: row[name] for name in row if name in COLUMNS and name not in several}
    fields = plain | {name: "; ".join(parts) for name, parts in several.items()}
    return {name: text for name, text in fields.items() if text}


def _file(row: Row) -> File:
    text = "\n".join(row["pages"])
    film = row["kind"] in FILMS
    file = File.objects.create(
        sha256=hashlib.sha256(f"{row['key']}\n{text}".encode()).hexdigest(),
        name=f"{row['key']}{'.vtt' if film else '.pdf'}",
        size=len(text.encode()),
        pages=len(row["pages"]),
        language=row["language"] if film else "",
        **({"media_type": "text/vtt"} if film else {}),
    )
    Passage.objects.bulk_create(
        Passage(file=file, number=number, **(_cue(page) if film else _page(page, number)))
        for number, page in enumerate(row["pages"], start=1)
    )
    return file


def _page(text: str, number: int) -> dict[str, Any]:
    label = {"label": str(number), "label_source": Passage.LabelSource.LABEL}
    return {"text": text, "search_text": text, **label}


def _cue(text: str) -> dict[str, Any]:
    stretch = _STRETCH.match(text)
    if stretch is None:
        raise ValueError(f"a passage of a film says when it is heard: {text[:40]}")
    said = text[stretch.end() :]
    start, end = _milliseconds(stretch["from"]), _milliseconds(stretch["to"])
    return {"text": said, "search_text": said, "start": start, "end": end, "label": timecode(start)}


def _milliseconds(time: str) -> int:
    minutes, seconds = map(int, time.split(":"))
    return (minutes * 60 + seconds) * 1000


# What answers


def answers(judged: Iterable[Judged], invented: Mapping[str, int]) -> dict[str, int]:
    """The publication of every name that expected.tsv has. Raises `LookupError` for a name that is none."""
    names = dict.fromkeys(name for each in judged for name in each.expected)
    return {name: invented[name] if name in invented else _in_demo(name) for name in names}


def _in_demo(name: str) -> int:
    """A file's work, or with `#` the article of that title in it."""
    file, _, title = name.partition("#")
    found: QuerySet[Any]
    if title:
        found = Article.objects.filter(spans__file__name=file, title=title)
    elif file.endswith(".mp4"):
        found = Film.objects.filter(recordings__file__name=file)
    else:
        whole = Ingestion.objects.filter(name=file, target__isnull=False)
        found = Publication.objects.filter(pk__in=whole.values("target"))
    keys = list(found.live().values_list("pk", flat=True).distinct())
    if len(keys) != 1:
        raise LookupError(f"{name} names {len(keys)} works")
    return int(keys[0])
