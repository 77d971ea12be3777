"""The first stage: a file is taken in as it is, or refused with a sentence. The original is never altered.

`take_in` is for whoever gives us files (commands, the admin): it leaves one row of `Ingestion` for each.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from ingest.errors import AlreadyHere, EmptyFile, NotAPdf, Refused, TooLarge
from ingest.models import Ingestion
from library.models import File, Publication

LARGEST = 200 * 1024 * 1024
_MAGIC_WITHIN = 1024
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Received:
    path: Path
    sha256: str
    size: int


def take_in(
    source: IO[bytes],
    name: str,
    *,
    record: dict[str, Any] | None = None,
    target: Publication | None = None,
    publish: bool = False,
    by: Any = None,
) -> Ingestion:
    """Accept one file and leave a row for it: waiting for the rest of the pipeline, or refused with a sentence.

    A file that was given before under the same name is answered with its row; nothing changes then.
    """
    name = _plain(name)
    row = Ingestion(name=name, record=record or {}, target=target, publish=publish, by=by)
    try:
        with _received(source) as received:
            row.sha256 = received.sha256
            before = Ingestion.objects.filter(sha256=received.sha256, name=name).order_by("pk").last()
            if before is not None and target is None:
                return before
            with transaction.atomic():
                row.file = accept(received.path, name, received.sha256, received.size)
                row.save()
    except Refused as error:
        if isinstance(error, AlreadyHere):
            row.file_id = int(error.file_id)
        row.state, row.error, row.finished = Ingestion.State.REFUSED, error.code, timezone.now()
        row.save()
    return row


def accept(received: Path, name: str, sha256: str, size: int) -> File:
    """The file, kept under its hash; `received` is moved. Raises a `Refused`."""
    if size == 0:
        raise EmptyFile
    if size > LARGEST:
        raise TooLarge
    with received.open("rb") as content:
        if b"%PDF" not in content.read(_MAGIC_WITHIN):
            raise NotAPdf
    known = File.objects.filter(sha256=sha256).first()
    if known is not None:
        raise AlreadyHere(known.pk)
    file = File(sha256=sha256, name=name, size=size)
    file.original.name = file.original.field.generate_filename(file, "original.pdf")
    kept = Path(file.original.path)
    kept.parent.mkdir(parents=True, exist_ok=True)
    received.replace(kept)
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError as error:  # somebody else brought the same file this very moment
        raise AlreadyHere(File.objects.get(sha256=sha256).pk) from error
    return file


@contextmanager
def _received(source: IO[bytes]) -> Iterator[_Received]:
    """The content in a file of our own beside the others, hashed on the way; gone at the end unless it was moved.

    Reading stops one block beyond the largest size: what is refused need not be read whole.
    """
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".pdf")
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as target:
            while size <= LARGEST and (block := source.read(_BLOCK)):
                digest.update(block)
                size += len(block)
                target.write(block)
        path.chmod(0o644)
        yield _Received(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def _plain(name: str) -> str:
    """A file's name without folders and without what cannot be shown."""
    shown = "".join(letter if letter.isprintable() else "_" for letter in Path(name.replace("\\", "/")).name)
    return shown.encode("utf-8", "replace").decode()[-250:] or "tanpa-nama.pdf"
