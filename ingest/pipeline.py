"""From a file to passages that can be found: the recipe, read from top to bottom.

`accept` has been before (`ingest.accept`); the index follows by itself, because `keep` touches what changed. Until
`keep` nothing is written that readers could see, and `keep` writes all of it in one transaction. A stage that was done
before as it would be done now is not done again (`ingest.stages`); pages that have no text wait for recognition
(`ingest.recognising`), which renews the passages when it has some.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

from django.db import transaction

from ingest import media, passages, placing, queue, readings, recognising, recordings, sheets, stages
from ingest.catalogue import attach, draft
from ingest.describe import Proposal, Proposals, proposal
from ingest.describing import FIRST, describe_file
from ingest.errors import Damaged, DiskFull, IngestError, OriginalLost, Unexpected
from ingest.extract import Outline, PageText
from ingest.extract.bounded import extract
from ingest.holding import is_held
from ingest.models import Ingestion
from ingest.room import is_full
from ingest.titles import title_from_name
from library import fixity, made, originals
from library.keeping import keep_made
from library.models import File
from library.models.cards import DATASET, FILM

log = logging.getLogger(__name__)
Report = Callable[[Ingestion], None]
Stage = Ingestion.Stage
_BEAT_SECONDS = 2.0


class NoLongerOurs(Exception):
    """Somebody else took this ingestion over, or an editor cancelled it; what we did is given up."""


class Stopped(Exception):
    """Raised by a report: we are told to stop, and give the ingestion back as if we had never taken it."""


def ingest(ingestion: Ingestion, report: Report | None = None) -> None:
    """Run one claimed ingestion to its end: done, put aside with a sentence, or waiting for another try. Raises what the
    database does where not even that can be written."""
    try:
        _run(ingestion, report or (lambda _: None))
    except Stopped:
        queue.give_back(ingestion)
    except NoLongerOurs:
        log.warning("Ingestion %s was taken over or cancelled", ingestion.pk)
    except IngestError as error:
        queue.fail(ingestion, error)
    except Exception as error:  # the one broad catch: a surprise must not stop those who wait behind it
        if is_full(error):
            queue.fail(ingestion, DiskFull(str(error)))
            return
        if not queue.is_ours(ingestion):  # its file may be gone, and the place where we would have written
            log.warning("Ingestion %s was taken over or cancelled", ingestion.pk)
            return
        log.exception("Ingestion %s failed", ingestion.pk)
        queue.fail(ingestion, Unexpected(f"{type(error).__name__}: {error}"))
    except BaseException:
        queue.give_back(ingestion)
        raise


def _run(ingestion: Ingestion, report: Report) -> None:
    file = ingestion.file
    if file is None:
        raise Damaged("the file is gone")
    if originals.fault(file):
        raise OriginalLost(fixity.look(file))
    if file.media_type == media.FILM.type:
        keep_recording(ingestion, file, report)
        return
    if file.media_type in media.TABLES:
        keep_sheet(ingestion, file, report)
        return
    outline, pages = read(ingestion, file, report)
    make_public(ingestion, file, report)
    keep(ingestion, file, outline, pages, report)


def read(ingestion: Ingestion, file: File, report: Report) -> tuple[Outline, list[PageText]]:
    """What the file says of itself and the text of every page: as it was read before, else from a child process with
    limits; beats while it reads. Raises an `IngestError`."""
    _enter(Stage.EXTRACT, ingestion, report)
    mark = stages.fingerprint(Stage.EXTRACT, file.sha256)
    if stages.is_done(Stage.EXTRACT, file) and (before := readings.held(file, mark)):
        outline, pages = before
    else:
        with stages.timed(Stage.EXTRACT, file):
            outline, pages = _read(ingestion, Path(file.original.path), report)
            readings.keep(file, mark, outline, pages)
    ingestion.pages_total, ingestion.pages_done, ingestion.tools = (
        outline.pages,
        len(pages),
        dict(outline.tools),
    )
    return outline, pages


def _read(ingestion: Ingestion, path: Path, report: Report) -> tuple[Outline, list[PageText]]:
    outline: Outline | None = None
    pages: list[PageText] = []
    for message in _beating(ingestion, extract(path), report):
        if isinstance(message, Outline):
            outline, ingestion.pages_total = message, message.pages
        else:
            pages.append(message)
            ingestion.pages_done = len(pages)
    if outline is None:
        raise Damaged("nothing was said of it")
    return outline, pages


def make_public(ingestion: Ingestion, file: File, report: Report) -> None:
    """The copy and the cover; what cannot be made is noted for operators, and the text is kept all the same.

    Of a work that was withdrawn nothing is made; should it come back, `made.make_again` does.
    """
    _enter(Stage.COPY, ingestion, report)
    file.refresh_from_db(fields=["taken_away", *made.FIELDS])
    if file.taken_away:
        stages.note(Stage.COPY, file, 0.0)
        return
    done = stages.is_done(Stage.COPY, file)
    again = not done and file.stages.filter(stage=Stage.COPY).exists()
    began = monotonic()
    if trouble := made.make(file, again=again):
        log.warning("File %s: %s", file.pk, trouble)
        ingestion.detail = trouble.replace("\0", "")[:2000]
    if not queue.beat(ingestion):
        raise NoLongerOurs
    if not done:
        stages.note(Stage.COPY, file, monotonic() - began)


def keep(ingestion: Ingestion, file: File, outline: Outline, pages: list[PageText], report: Report) -> None:
    """Replace the file's passages, make or mend its publication, say that it changed, and be done: all or nothing."""
    _enter(Stage.KEEP, ingestion, report)
    began = monotonic()
    with transaction.atomic():
        if not keep_made(file):
            raise NoLongerOurs
        kept = passages.replace(file, pages)
        found = describe_file(file, outline, passages.chosen(file, pages[:FIRST]), kept, ingestion.name)
        attach_or_draft(ingestion, file, found)
        recognising.ask_for_all(file, kept)
        if not stages.is_done(Stage.KEEP, file):
            stages.note(Stage.KEEP, file, monotonic() - began)
        if not queue.finish(ingestion, target=ingestion.target):
            raise NoLongerOurs


def keep_recording(ingestion: Ingestion, file: File, report: Report) -> None:
    """A film's recording: its copy, its poster and its place in the film, which is made where there is none."""
    _enter(Stage.COPY, ingestion, report)
    began = monotonic()
    recordings.measure(file)
    file.refresh_from_db(fields=["taken_away", *made.FIELDS])
    again = not stages.is_done(Stage.COPY, file)
    if not file.taken_away and (trouble := made.make(file, again=again)):
        log.warning("File %s: %s", file.pk, trouble)
        ingestion.detail = trouble.replace("\0", "")[:2000]
    _enter(Stage.KEEP, ingestion, report)
    with transaction.atomic():
        if not keep_made(file, *recordings.MEASURED):
            raise NoLongerOurs
        stages.note(Stage.COPY, file, monotonic() - began)
        proposed = Proposal(title=title_from_name(ingestion.name), kind=FILM.slug)
        _place(ingestion, file, proposed)
        if not queue.finish(ingestion, target=ingestion.target):
            raise NoLongerOurs


def keep_sheet(ingestion: Ingestion, file: File, report: Report) -> None:
    """A table: its cells, and its place in the data, which are made where there are none."""
    _enter(Stage.KEEP, ingestion, report)
    sheet = sheets.read(file)
    with transaction.atomic():
        sheets.keep(file, sheet)
        _place(ingestion, file, Proposal(title=title_from_name(ingestion.name), kind=DATASET.slug))
        if not queue.finish(ingestion, target=ingestion.target):
            raise NoLongerOurs


def attach_or_draft(ingestion: Ingestion, file: File, found: Proposals) -> None:
    """A draft from the record that came with the file, or from what the file says of itself; or, where the file is
    for a publication that exists, another span of it."""
    if ingestion.target is None and not ingestion.record and not file.spans.exists():
        ingestion.target = placing.place(ingestion, file, found)
    _place(ingestion, file, proposal(found))


def _place(ingestion: Ingestion, file: File, proposed: Proposal) -> None:
    if is_held(file, ingestion.target):
        return
    if ingestion.target is not None:
        attach(ingestion.target, file)
        return
    ingestion.target = draft(file, proposed, ingestion.record, publish=ingestion.publish, by=ingestion.by)


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
