"""From a file to passages that can be found: the recipe, read from top to bottom.

`accept` has been before (`ingest.accept`); the index follows by itself, because `keep` touches what changed. Until
`keep` nothing is written that readers could see, and `keep` writes all of it in one transaction.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

from django.db import transaction
from PIL import Image

from ingest import queue
from ingest.catalogue import attach, draft
from ingest.clean import CleanPage, clean
from ingest.describe import describe
from ingest.errors import Damaged, IngestError, ReaderCrashed
from ingest.extract import Outline, PageText
from ingest.extract.bounded import extract
from ingest.models import Ingestion
from library.boxes import pack
from library.changes import touch_all
from library.copies import CopyError, public_copy
from library.models import File, Passage, Publication
from library.pictures import PictureError, cover

log = logging.getLogger(__name__)
Report = Callable[[Ingestion], None]
_BEAT_SECONDS = 2.0


class NoLongerOurs(Exception):
    """Somebody else took this ingestion over; what we did is given up."""


def ingest(ingestion: Ingestion, report: Report | None = None) -> None:
    """Run one claimed ingestion to its end: done, put aside with a sentence, or waiting for another try."""
    try:
        _run(ingestion, report or (lambda _: None))
    except NoLongerOurs:
        log.warning("Ingestion %s was taken over", ingestion.pk)
    except IngestError as error:
        queue.fail(ingestion, error)
    except Exception as error:  # the one broad catch: a surprise must not stop those who wait behind it
        log.exception("Ingestion %s failed", ingestion.pk)
        queue.fail(ingestion, ReaderCrashed(f"{type(error).__name__}: {error}"))


def _run(ingestion: Ingestion, report: Report) -> None:
    file = ingestion.file
    if file is None:
        raise Damaged("the file is gone")
    pages = read(ingestion, Path(file.original.path), report)
    cleaned = clean(pages)
    prepare_copy(ingestion, file)
    prepare_cover(file)
    keep(ingestion, file, cleaned)
    queue.finish(ingestion)


def read(ingestion: Ingestion, path: Path, report: Report) -> list[PageText]:
    """The text of every page, from a child process with limits; beats while it reads. Raises an `IngestError`."""
    pages: list[PageText] = []
    ingestion.stage = Ingestion.Stage.EXTRACT
    for message in _beating(ingestion, extract(path), report):
        if isinstance(message, Outline):
            ingestion.pages_total, ingestion.tools = message.pages, dict(message.tools)
        else:
            pages.append(message)
            ingestion.pages_done = len(pages)
    return pages


def prepare_copy(ingestion: Ingestion, file: File) -> None:
    """The copy that the public downloads, without the original's personal metadata; made once a file."""
    ingestion.stage = Ingestion.Stage.COPY
    if file.copy and Path(file.copy.path).exists():
        return
    file.copy.name = file.copy.field.generate_filename(file, "copy.pdf")
    target = Path(file.copy.path)
    try:
        public_copy(Path(file.original.path), target)
    except CopyError as error:
        # Text can be read where a clean copy cannot be written: then nothing is offered for download.
        log.warning("No public copy of file %s: %s", file.pk, error)
        file.copy.name = ""
        return
    with target.open("rb") as content:
        file.copy_sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    file.copy_size = target.stat().st_size


def prepare_cover(file: File) -> None:
    """The first page as a picture; a file whose first page cannot be drawn gets the cover that the site draws."""
    if file.cover and Path(file.cover.path).exists():
        return
    file.cover.name = file.cover.field.generate_filename(file, "cover.webp")
    try:
        cover(Path(file.copy.path if file.copy else file.original.path), Path(file.cover.path))
    except PictureError as error:
        log.warning("No cover of file %s: %s", file.pk, error)
        file.cover.name = ""
        return
    with Image.open(file.cover.path) as picture:
        file.cover_width, file.cover_height = picture.size


def keep(ingestion: Ingestion, file: File, pages: list[CleanPage]) -> None:
    """Replace the file's passages, make or mend its publication, and say that it changed: all of it or nothing."""
    ingestion.stage = Ingestion.Stage.KEEP
    rows = [_passage(file, page) for page in pages]
    with transaction.atomic():
        if not queue.beat(ingestion):
            raise NoLongerOurs
        file.passages.all().delete()
        Passage.objects.bulk_create(rows, batch_size=200)
        file.pages = len(rows)
        file.save()
        describe_and_attach(ingestion, file, pages)
        touch_all(Publication.objects.reading(file).values_list("pk", flat=True))


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
        boxes=pack(page.boxes, page.width, page.height) if page.boxes else None,
        reader="fallback" if "fallback" in page.flags else "pdfminer",
        flags=sorted(page.flags),
    )


def _beating(
    ingestion: Ingestion, messages: Iterator[Outline | PageText], report: Report
) -> Iterator[Outline | PageText]:
    """Passes messages on; every two seconds the row learns how far it is, and we learn whether it is still ours."""
    last = 0.0
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
