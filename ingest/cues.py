"""The cues of a film's captions as its passages: kept, corrected one by one, and written out anew for players.

Callers: the caption desk, and the `ingest` command for what lies beside a film. What was uploaded stays as it is beside the
copy that players get, which always says what the passages say.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import transaction

from ingest.media import PLAIN, VTT
from library import made
from library.captions import Cue, plain, timecode
from library.changes import touch_all
from library.models import File, Film, Passage, Publication, Span

READER = "captions"


def stored(data: bytes, name: str, *, timed: bool, language: str) -> File:
    """The uploaded captions as a file of ours, under their hash; the same bytes are the same file. Raises OSError."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = File.objects.filter(sha256=sha256).first()
    file = known or File(sha256=sha256, name=name, size=len(data))
    file.media_type, file.language = (VTT if timed else PLAIN), language
    if known is None:
        ending = ".vtt" if timed else ".txt"
        file.original.name = file.original.field.generate_filename(file, f"original{ending}")
        path = Path(file.original.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    file.save()
    return file


def keep(file: File, cues: Iterable[Cue]) -> None:
    """Replace the passages of a caption file by these cues, in order of their start, and its copy with them."""
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.end))
    _replace(file, [_passage(file, number, cue) for number, cue in enumerate(ordered, 1)])


def keep_paragraphs(file: File, paragraphs: Sequence[str]) -> None:
    """Replace the passages of a transcript that claims no time."""
    _replace(
        file,
        [
            Passage(file=file, number=number, text=text, search_text=text, reader=READER)
            for number, text in enumerate(paragraphs, 1)
        ],
    )


def cues_of(file: File) -> list[Cue]:
    """The cues as they are kept, in order."""
    rows = file.passages.exclude(start=None).order_by("number")
    return [
        Cue(row.start, row.end, told.get("text", row.text), told.get("speaker", ""), told.get("settings", ""))
        for row in rows
        for told in [row.cue or {}]
    ]


def attach(film: Film, file: File, *, by: object = None) -> None:
    """Have the film read these captions: public at once where the film is and nothing else waits to be published, for
    the film's words on its screen are no new work; else with its draft. A track of the same language makes room."""
    latest = film.get_latest_revision_as_object()
    held = list(latest.spans.all())
    if any(span.file_id == file.pk for span in held):
        return
    before = next((span for span in held if span.file.language == file.language), None)
    if before is not None:
        before.file = file
    else:
        latest.spans.add(Span(file=file, sort_order=len(held)))
    _kept(film, latest, by)


def detach(film: Film, key: int, *, by: object = None) -> bool:
    """Have the film read that caption file no more, as `attach` does; False where it does not read it."""
    latest = film.get_latest_revision_as_object()
    held = next((span for span in latest.spans.all() if span.file_id == key), None)
    if held is None:
        return False
    latest.spans.remove(held)
    _kept(film, latest, by)
    return True


def _kept(film: Film, latest: Film, by: object) -> None:
    waits = film.live and film.has_unpublished_changes
    revision = latest.save_revision(user=by)
    if film.live and not waits:
        revision.publish(user=by)


def _replace(file: File, passages: list[Passage]) -> None:
    with transaction.atomic():
        list(File.objects.select_for_update().filter(pk=file.pk))
        file.passages.all().delete()
        Passage.objects.bulk_create(passages, batch_size=500)
        file.pages = len(passages)
        made.make(file, again=True)
        file.save(update_fields=["pages", *made.FIELDS])
        touch_all(Publication.objects.reading(file).values_list("pk", flat=True))


def _passage(file: File, number: int, cue: Cue) -> Passage:
    words = plain(cue)
    return Passage(
        file=file,
        number=number,
        label=timecode(cue.start),
        label_source=Passage.LabelSource.LABEL,
        text=words,
        search_text=" ".join(words.split()),
        start=cue.start,
        end=cue.end,
        cue={"text": cue.text, "speaker": cue.speaker, "settings": cue.settings},
        reader=READER,
    )
