"""The first stage: a file is taken in as it is, or refused with a sentence. The original is never altered.

`take_in` is for whoever gives us files (commands, the admin): it leaves one row of `Ingestion` for each.
"""

import hashlib
import logging
import os
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ingest import media, queue
from ingest.errors import AlreadyHere, EmptyFile, NoRoom, OriginalLost, Refused
from ingest.holding import is_held
from ingest.models import Batch, Ingestion, Upload
from ingest.room import is_full
from library import fixity, originals
from library.models import File, Publication

log = logging.getLogger(__name__)

LARGEST = media.PDF.largest
_MAGIC_WITHIN = 1024
_BLOCK = 1 << 20
_LEFT_OVER_AFTER = 24 * 3600.0
_OF = "~"  # after the name of the process that receives


@dataclass(frozen=True, slots=True)
class _Received:
    """What came of a file. Of one that will be refused only the beginning was read: `sha256` is then of that much, by which
    the same file is known again, and `size` what was read."""

    path: Path
    sha256: str
    size: int
    begins: bytes


def take_in(
    source: IO[bytes],
    name: str,
    *,
    record: dict[str, Any] | None = None,
    target: Publication | None = None,
    publish: bool = False,
    by: Any = None,
    batch: Batch | None = None,
) -> Ingestion:
    """Accept one file and leave a row for it: waiting for the rest of the pipeline, or refused with a sentence.

    A file that was given before under the same name is answered with its row; nothing changes then, but that a row
    which still waits takes the newest record. `by` is the person who brought it by hand, if one did: whoever brings a
    file again whose publication was deleted wants it back. Raises `NoRoom` where the disk is full, and keeps nothing.
    """
    name = plain_name(name)
    row = Ingestion(name=name, record=record or {}, target=target, publish=publish, by=by, batch=batch)
    row.settled = target is not None
    try:
        return _accepted_or_refused(source, row)
    except (OSError, DatabaseError) as error:
        if is_full(error):
            raise NoRoom(str(error)) from error
        raise


def _accepted_or_refused(source: IO[bytes], row: Ingestion) -> Ingestion:
    try:
        with _received(source, media.wanted(row.record, row.target)) as received:
            row.sha256 = received.sha256
            _put_back(received)
            before = _before(row)
            if before is not None and row.target is None and not (row.by and _is_wanted_back(before)):
                return _told_more(before, row)
            accept(received, row)
    except Refused as error:
        if isinstance(error, AlreadyHere):
            row.file_id = int(error.file_id)
        row.state, row.error, row.finished = Ingestion.State.REFUSED, error.code, timezone.now()
        row.save()
    return row


def accept(received: _Received, row: Ingestion) -> None:
    """Keep the file under its hash and save the row that stands for it, both or neither. Raises a `Refused`."""
    sort = _checked(received.size, received.begins, media.wanted(row.record, row.target))
    known = File.objects.filter(sha256=received.sha256).first()
    if known is not None:
        if _is_in_use(known, row.target):
            raise AlreadyHere(known.pk)
        row.file = known
        row.save()
        return
    file = File(sha256=received.sha256, name=row.name, size=received.size, media_type=sort.type)
    file.original.name = file.original.field.generate_filename(file, f"original{sort.ending}")
    kept = Path(file.original.path)
    try:
        with transaction.atomic():
            file.save()
            row.file = file
            row.save()
            kept.parent.mkdir(parents=True, exist_ok=True)
            received.path.replace(kept)  # last, so that whatever fails before leaves nothing behind
    except IntegrityError as error:  # somebody else brought the same file this very moment
        row.file, row.pk = None, None
        raise AlreadyHere(File.objects.get(sha256=received.sha256).pk) from error
    except BaseException:
        if not File.objects.filter(sha256=received.sha256).exists():
            kept.unlink(missing_ok=True)
        raise


def _put_back(received: _Received) -> None:
    """Where the disk lost or spoilt an original of ours, the same bytes that come again take its place: their hash proves
    that they are the same. What could not be read for that is read again."""
    known = File.objects.filter(sha256=received.sha256, salt="").first()
    if known is None or not known.original or _seems_sound(known):
        return
    if originals.fault(known):
        written = received.path.stat().st_size
        if written != received.size:  # what seems to be of no use is only hashed
            return
        with transaction.atomic():
            if not File.objects.select_for_update().filter(pk=known.pk).exists():
                return  # it was removed meanwhile: these bytes come as any others
            original = Path(known.original.path)
            original.parent.mkdir(parents=True, exist_ok=True)
            received.path.replace(original)
        log.warning("File %s (%s): its original was put back", known.pk, known.sha256[:12])
    if not fixity.look(known):
        queue.try_what_failed_again(known)


def _seems_sound(known: File) -> bool:
    """Without reading it: its size, what was found when it was checked last, and whether it could be read."""
    if known.fault or known.ingestions.filter(error=OriginalLost.code).exists():
        return False
    try:
        return Path(known.original.path).stat().st_size == known.size
    except OSError:
        return False


def foresee(path: Path, record: dict[str, Any] | None = None) -> Ingestion:
    """What `take_in` would answer, as a row that is not saved; nothing is written. Raises OSError."""
    row = Ingestion(name=plain_name(path.name))
    with path.open("rb") as source:
        digest, begins, kind = hashlib.sha256(), b"", media.wanted(record, None)
        for block in _of_use(source, kind):
            begins = begins or block[:_MAGIC_WITHIN]
            digest.update(block)
    row.sha256 = digest.hexdigest()
    before = _before(row)
    if before is not None:
        return before
    try:
        _checked(path.stat().st_size, begins, kind)
        row.file = File.objects.filter(sha256=row.sha256).first()
        if row.file is not None and _is_in_use(row.file):
            raise AlreadyHere(row.file.pk)
    except Refused as error:
        row.state, row.error = Ingestion.State.REFUSED, error.code
    return row


def plain_name(name: str) -> str:
    """A file's name without folders and without what cannot be shown, composed (NFC) and at most 250 characters."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rstrip("/").rpartition("/")[2])
    shown = "".join(letter if letter.isprintable() else "_" for letter in name).strip()[-250:]
    return shown if shown.strip("._ ") else "tanpa-nama.pdf"


def clear_left_over() -> None:
    """Remove what was being received when a process was killed: at once where it was one of this machine. What came
    whole in pieces and waits for room stays, with the table that tells of it."""
    whole = Upload.objects.filter(received=F("size")).values_list("code", "batch__code")
    waiting = tuple(begins for code, batch in whole for begins in (f"unggah-{code}", f"kiriman-{batch}-"))
    for path in _folder().iterdir():
        if path.name.startswith(waiting):
            continue
        with suppress(FileNotFoundError):
            if (
                queue.has_gone(path.name.partition(_OF)[0])
                or time.time() - path.stat().st_mtime > _LEFT_OVER_AFTER
            ):
                path.unlink()


def _checked(size: int, begins: bytes, kind: type[Publication]) -> media.Media:
    """What sort of file it is. Raises a `Refused`."""
    if size == 0:
        raise EmptyFile
    sort = media.sort_of(begins, kind)
    if size > sort.largest:
        raise sort.too_large
    return sort


def _is_in_use(file: File, target: Publication | None = None) -> bool:
    """Whether a publication or a draft reads it now, or an ingestion is about to see to that."""
    about_to = file.ingestions.filter(state__in=[Ingestion.State.WAITING, Ingestion.State.RUNNING])
    return about_to.exclude(error=AlreadyHere.code).exists() or is_held(file, target)


def _before(row: Ingestion) -> Ingestion | None:
    """The same content under the same name, where it was given before."""
    return Ingestion.objects.filter(sha256=row.sha256, name=row.name).order_by("pk").last()


def _is_wanted_back(before: Ingestion) -> bool:
    if before.state == Ingestion.State.DONE or before.error == AlreadyHere.code:
        return before.file is None or not _is_in_use(before.file)
    return False


def _told_more(before: Ingestion, row: Ingestion) -> Ingestion:
    """The row from before; while it waits it may still be given a record, or a better one."""
    if before.state == Ingestion.State.WAITING and row.record:
        Ingestion.objects.filter(pk=before.pk, state=Ingestion.State.WAITING).update(
            record=row.record, publish=row.publish
        )
        before.refresh_from_db()
    return before


@contextmanager
def _received(source: IO[bytes], kind: type[Publication]) -> Iterator[_Received]:
    """The content in a file of our own beside the others, hashed on the way; gone at the end unless it was moved.

    What will be refused is neither read to its end nor written: what is not of a sort that we take, and what lies beyond
    the largest size.
    """
    largest = media.largest(kind)
    handle, name = tempfile.mkstemp(dir=_folder(), prefix=f"{queue.holder()}{_OF}", suffix=".part")
    path, digest, size, begins = Path(name), hashlib.sha256(), 0, b""
    try:
        with os.fdopen(handle, "wb") as target:
            for block in _of_use(source, kind):
                begins = begins or block[:_MAGIC_WITHIN]
                digest.update(block)
                size += len(block)
                if size <= largest and _taken(begins, kind):
                    target.write(block)
            target.flush()
            os.fsync(handle)  # a row that outlives a power cut must not stand on an empty file
        path.chmod(0o644)
        yield _Received(path, digest.hexdigest(), size, begins)
    finally:
        path.unlink(missing_ok=True)


def _of_use(source: IO[bytes], kind: type[Publication]) -> Iterator[bytes]:
    """The blocks of a file, as far as they are needed to take it or to refuse it: of one that begins as nothing that we take
    the first alone, and of one that is too large not many more than a file may have."""
    read = 0
    while block := source.read(_BLOCK):
        yield block
        if not read and not _taken(block[:_MAGIC_WITHIN], kind):
            return
        read += len(block)
        if read > media.largest(kind):
            return


def _taken(begins: bytes, kind: type[Publication]) -> bool:
    try:
        media.sort_of(begins, kind)
    except Refused:
        return False
    return True


def _folder() -> Path:
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
