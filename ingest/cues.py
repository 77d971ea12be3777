"""The cues of a film's captions as its passages: kept, corrected one by one, and written out anew for players.

Callers: the caption desk, and the `ingest` command for what lies beside a film. What was uploaded stays as it is beside the
copy that players get, which always says what the passages say.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from django.db import transaction

from ingest import captions
from ingest.media import PLAIN, VTT
from library import made
from library.captions import Cue, plain, timecode
from library.changes import touch_all
from library.models import File, Film, Passage, Publication, Span

READER = "captions"


def stored(film: Film, data: bytes, name: str, *, timed: bool, language: str) -> File:
    """The uploaded captions as a file of this film's own, in this language, under its hash; the same again is the same
    file, with the passages that it has by now. Other films do not share it: what is mended there stays there. Raises
    OSError."""
    salt, sha256 = _hash(film, data, timed=timed, language=language)
    known = File.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    file = File(sha256=sha256, salt=salt, name=name, size=len(data), language=language)
    file.media_type = VTT if timed else PLAIN
    file.original.name = file.original.field.generate_filename(file, f"original{'.vtt' if timed else '.txt'}")
    path = Path(file.original.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    file.save()
    return file


def is_stored(film: Film, data: bytes, *, timed: bool, language: str) -> bool:
    """Whether these very captions were brought for this film before."""
    _salt, sha256 = _hash(film, data, timed=timed, language=language)
    return File.objects.filter(sha256=sha256).exists()


def belongs(file: File, film: Film) -> bool:
    """Whether the captions were brought for this film."""
    return file.salt.startswith(f"{film.permanent.code}/")


def _hash(film: Film, data: bytes, *, timed: bool, language: str) -> tuple[str, str]:
    salt = f"{film.permanent.code}/{language}/{'timed' if timed else 'plain'}\n"
    return salt, hashlib.sha256(salt.encode() + data).hexdigest()


def keep_original(file: File) -> None:
    """Replace the passages by what the upload says. Raises OSError."""
    data = Path(file.original.path).read_bytes()
    if file.media_type == VTT:
        keep(file, captions.read(data).cues)
    else:
        keep_paragraphs(file, captions.paragraphs(captions.decoded(data).text))


def is_mended(file: File) -> bool:
    """Whether the cues were corrected since they were uploaded. Raises OSError."""
    uploaded = captions.read(Path(file.original.path).read_bytes()).cues
    return file.media_type == VTT and file.pages > 0 and cues_of(file) != _in_order(uploaded)


def read_by(film: Film, language: str) -> File | None:
    """The captions or transcript in that language that the film reads, its draft if it has one."""
    spans = film.get_latest_revision_as_object().spans.all()
    return next((span.file for span in spans if span.file.language == language), None)


def reads(film: Film, file: File) -> bool:
    """Whether the film reads that file, its draft if it has one."""
    return any(span.file_id == file.pk for span in film.get_latest_revision_as_object().spans.all())


def keep(file: File, cues: Iterable[Cue]) -> None:
    """Replace the passages of a caption file by these cues, in order of their start, and its copy with them."""
    _replace(file, [_passage(file, number, cue) for number, cue in enumerate(_in_order(cues), 1)])


def mend(file: File, change: Callable[[list[Cue]], list[Cue]]) -> bool:
    """Replace the cues of a caption file by what `change` makes of them, while nobody else can; whether it made any
    difference. What `change` raises goes on, and then nothing is replaced."""
    with transaction.atomic():
        list(File.objects.select_for_update().filter(pk=file.pk))
        kept = cues_of(file)
        mended = change(kept)
        if mended == kept:
            return False
        keep(file, mended)
        return True


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


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
        latest.spans.add(before)  # of a film without a draft every `all` asks the database again
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
