"""From a file to passages that can be found: the recipe, read from top to bottom.

`accept` has been before (`ingest.accept`); the index follows by itself, because `keep` touches what changed. Until
`keep` nothing is written that readers could see, and `keep` writes all of it in one transaction.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

from django.db import transaction

from ingest import queue
from ingest.catalogue import attach, draft
from ingest.clean import CleanPage, clean
from ingest.describe import describe
from ingest.errors import Damaged, IngestError, Unexpected
from ingest.extract import Outline, PageText
from ingest.extract.bounded import extract
from ingest.models import Ingestion
from library import made
from library.boxes import pack
from library.changes import touch_all
from library.models import File, Passage, Publication

log = logging.getLogger(__name__)
Report = Callable[[Ingestion], None]
_BEAT_SECONDS = 2.0


class NoLongerOurs(Exception):
    """Somebody else took this ingestion over; what we did is given up."""


class Stopped(Exception):
    """Raised by a report: we are told to stop, and give the ingestion back as if we had never taken it."""


def ingest(ingestion: Ingestion, report: Report | None = None) -> None:
    """Run one claimed ingestion to its end: done, put aside with a sentence, or waiting for another try."""
    try:
        _run(ingestion, report or (lambda _: None))
    except Stopped:
        queue.give_back(ingestion)
    except NoLongerOurs:
        log.warning("Ingestion %s was taken over", ingestion.pk)
    except IngestError as error:
        queue.fail(ingestion, error)
    except Exception as error:  # the one broad catch: a surprise must not stop those who wait behind it
        log.exception("Ingestion %s failed", ingestion.pk)
        queue.fail(ingestion, Unexpected(f"{type(error).__name__}: {error}"))
    except BaseException:
        queue.give_back(ingestion)
        raise


def _run(ingestion: Ingestion, report: Report) -> None:
    file = ingestion.file
    if file is None:
        raise Damaged("the file is gone")
    pages = clean(read(ingestion, Path(file.original.path), report))
    make_public(ingestion, file, report)
    keep(ingestion, file, pages, report)


def read(ingestion: Ingestion, path: Path, report: Report) -> list[PageText]:
    """The text of every page, from a child process with limits; beats while it reads. Raises an `IngestError`."""
    _enter(Ingestion.Stage.EXTRACT, ingestion, report)
    pages: list[PageText] = []
    for message in _beating(ingestion, extract(path), report):
        if isinstance(message, Outline):
            ingestion.pages_total, ingestion.tools = message.pages, dict(message.tools)
        else:
            pages.append(message)
            ingestion.pages_done = len(pages)
    return pages


def make_public(ingestion: Ingestion, file: File, report: Report) -> None:
    """The copy and the cover; what cannot be made is noted for operators, and the text is kept all the same."""
    _enter(Ingestion.Stage.COPY, ingestion, report)
    if trouble := made.make(file):
        log.warning("File %s: %s", file.pk, trouble)
        ingestion.detail = trouble.replace("\0", "")[:2000]


def keep(ingestion: Ingestion, file: File, pages: list[CleanPage], report: Report) -> None:
    """Replace the file's passages, make or mend its publication, say that it changed, and be done: all or nothing."""
    _enter(Ingestion.Stage.KEEP, ingestion, report)
    rows = [_passage(file, page) for page in pages]
    with transaction.atomic():
        file.passages.all().delete()
        Passage.objects.bulk_create(rows, batch_size=200)
        file.pages = len(rows)
        file.save()
        describe_and_attach(ingestion, file, pages)
        touch_all(Publication.objects.reading(file).values_list("pk", flat=True))
        if not queue.finish(ingestion):
            raise NoLongerOurs


def describe_and_attach(ingestion: Ingestion, file: File, pages: list[CleanPage]) -> None:
    """A draft from the record that came with the file, or from what the file says of itself; or, where the file is
    for a publication that exists, another span of it."""
    if file.spans.exists():
        return
    if ingestion.target is not None:
        attach(ingestion.target, file)
        return
    proposal = describe([page.text for page in pages[:3]], ingestion.name)
    ingestion.target = draft(file, proposal, ingestion.record, publish=ingestion.publish, by=ingestion.by)


def _passage(file: File, page: CleanPage) -> Passage:
    return Passage(
        file=file,
        number=page.number,
        label=page.label[:40],
        label_source=page.label_source,
        text=page.text,
        search_text=page.search_text,
        boxes=pack(page.boxes, page.width, page.height),
        reader=page.reader,
        flags=sorted(page.flags),
    )


def _enter(stage: Ingestion.Stage, ingestion: Ingestion, report: Report) -> None:
    """Say where we are; whoever took the ingestion over, or wants us to stop, is heard before the next stage begins."""
    ingestion.stage = stage
    if not queue.beat(ingestion):
        raise NoLongerOurs
    report(ingestion)


def _beating(
    ingestion: Ingestion, messages: Iterator[Outline | PageText], report: Report
) -> Iterator[Outline | PageText]:
    """Passes messages on; every two seconds the row learns how far it is, and we learn whether it is still ours."""
    last = monotonic()
    try:
        for message in messages:
            yield message
            if monotonic() - last > _BEAT_SECONDS:
                last = monotonic()
                if not queue.beat(ingestion):
                    raise NoLongerOurs
                report(ingestion)
    finally:
        with suppress(AttributeError):
            messages.close()  # type: ignore[attr-defined]
