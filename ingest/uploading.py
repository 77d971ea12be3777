"""Files that come in pieces: begun, gone on with where the last piece ended, taken in when they are whole.

The rows are `Upload`; the bytes lie beside whatever else is being received. A piece that was cut off counts as far as
it came. Two that send the same piece write the same bytes to the same place; the row believes the first.
"""

import logging
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest import errors, media
from ingest.accept import plain_name
from ingest.desk.bringing import bring, table_of
from ingest.errors import TooLarge
from ingest.models import Batch, Ingestion, Upload
from ingest.room import is_full
from library.models import Publication

log = logging.getLogger(__name__)

#: How many files one batch takes.
MOST_FILES = 200
#: How much goes at a time (bytes): what is lost with a line that breaks.
PIECE = 4 << 20
#: What was not gone on with for so long is removed.
KEPT_FOR = timedelta(days=1)
#: Whoever sent the last piece of a file takes it in by then, or is gone.
_LEFT_TO_ITSELF = timedelta(minutes=1)
#: A file needs room for its pieces, its original and its public copy; and others want to live too.
_COPIES = 3
_RESERVE = 200_000_000  # bytes
_BLOCK = 1 << 20


class UploadError(Exception):
    """A file, or a piece of one, that is not taken. `sentence` says what to do.

    UploadError
    ├── UploadTooLarge    more than a file may have
    ├── TooManyFiles      more than a batch takes
    ├── NoRoom            the disk is nearly full
    ├── WrongOffset       the piece does not begin where the last one ended
    ├── TooMuch           the piece goes beyond the end that was announced
    └── UploadGone        its bytes are no longer there
    """

    sentence: Promise | str = ""


class UploadTooLarge(UploadError):
    sentence = TooLarge.sentence


class TooManyFiles(UploadError):
    sentence = _("Satu kiriman paling banyak 200 berkas. Kirim sisanya sebagai kiriman baru.")


class NoRoom(UploadError):
    sentence = _("Ruang di disk pustaka hampir habis, jadi berkas ini belum diterima. Beri tahu pengelola.")


class WrongOffset(UploadError):
    sentence = _("Bagian ini tidak menyambung dengan yang sudah diterima. Pengiriman diteruskan dari sana.")


class TooMuch(UploadError):
    sentence = _("Isi yang dikirim lebih panjang daripada berkasnya. Kirim ulang berkas ini.")


class UploadGone(UploadError):
    sentence = _("Bagian yang sudah dikirim tidak ada lagi. Kirim ulang berkas ini dari awal.")


def begin(batch: Batch, name: str, size: int, *, by: Any, target: Publication | None = None) -> Upload:
    """A place for a file of `size` bytes that is to come; `name` may stand below folders. Raises an `UploadError`."""
    clear_abandoned()
    if size > media.largest(media.wanted(None, target)):
        raise UploadTooLarge
    if batch.ingestions.count() + batch.uploads.count() >= MOST_FILES:
        raise TooManyFiles
    if _free() < _COPIES * size + _RESERVE:
        raise NoRoom
    upload = Upload.objects.create(
        code=secrets.token_hex(10), batch=batch, target=target, name=_path_name(name), size=size, by=by
    )
    _pieces(upload).touch()
    return upload


def add(upload: Upload, offset: int, read: Callable[[int], bytes], length: int | None = None) -> None:
    """Take a piece that begins at `offset`; `read` gives up to so many bytes of it, and none at its end or where the
    line is cut. `upload.received` says afterwards how far the file came. Raises an `UploadError`."""
    if offset != upload.received:
        raise WrongOffset
    if offset + (length or 0) > upload.size:
        raise TooMuch
    came = offset
    try:
        handle = os.open(_pieces(upload), os.O_WRONLY)
    except FileNotFoundError as error:
        upload.delete()
        raise UploadGone from error
    try:
        for block in _blocks(read):
            if came + len(block) > upload.size:
                raise TooMuch
            _write(handle, block, came)
            came += len(block)
        os.fsync(handle)  # what we say has come must be there after a power cut
    except OSError as error:
        if is_full(error):
            raise NoRoom from error
        raise
    finally:
        os.close(handle)
    now = timezone.now()
    if not Upload.objects.filter(pk=upload.pk, received=offset).update(received=came, changed=now):
        raise WrongOffset
    upload.received, upload.changed = came, now


def _write(handle: int, block: bytes, at: int) -> None:
    """All of the block; a disk that runs full takes the half of one without a word."""
    while block:
        written = os.pwrite(handle, block, at)
        block, at = block[written:], at + written


def take(upload: Upload) -> Ingestion:
    """A whole file leaves its pieces and is taken in like any other. Raises `UploadGone`, and `errors.NoRoom` where the
    disk is full: the file stays as it came, and `take_whole` takes it."""
    batch = upload.batch or Batch.objects.create(by=upload.by)
    try:
        with _pieces(upload).open("rb") as source:
            brought = bring(
                source,
                upload.name,
                batch=batch,
                records=table_of(batch),
                by=upload.by,
                target=upload.target,
            )
    except FileNotFoundError as error:
        upload.delete()
        raise UploadGone from error
    give_up(upload)
    return brought.row


def give_up(upload: Upload) -> None:
    """Forget a file that is not to come, or came."""
    _pieces(upload).unlink(missing_ok=True)
    upload.delete()


def take_whole() -> int:
    """Take in the files that are whole and were not taken when they came, because the disk was full or a process was
    killed; gives how many. The worker's tick. What cannot be taken now waits, and keeps none behind it from being
    taken."""
    count = waiting = 0
    for upload in _whole().filter(changed__lt=timezone.now() - _LEFT_TO_ITSELF):
        try:
            take(upload)
            count += 1
        except UploadGone:
            continue
        except Exception as error:  # of this file alone: the next one may be smaller, or sound
            waiting += 1
            if not (isinstance(error, errors.NoRoom) or is_full(error)):
                log.exception("Upload %s could not be taken in", upload.pk)
    if waiting:
        log.warning("%s uploads came whole and wait to be taken in", waiting)
    return count


def clear_abandoned() -> int:
    """Forget what nobody went on with; gives how many. What came whole is never forgotten: it waits for us, not for
    who sent it."""
    left = Upload.objects.filter(changed__lt=timezone.now() - KEPT_FOR)
    abandoned = list(left.exclude(pk__in=_whole().values("pk")))
    for upload in abandoned:
        give_up(upload)
    return len(abandoned)


def _whole() -> QuerySet[Upload]:
    return Upload.objects.filter(received=F("size"))


def plain(upload: Upload) -> str:
    """The name without its folders, as it will be shown."""
    return plain_name(upload.name)


def _free() -> int:
    """The bytes of the disk that nobody has announced yet."""
    announced = Upload.objects.aggregate(left=Sum(F("size") - F("received")))["left"] or 0
    return shutil.disk_usage(_folder()).free - announced


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    with suppress(OSError):  # the line was cut: what came so far is kept
        while block := read(_BLOCK):
            yield block


def _path_name(name: str) -> str:
    """A name with its folders, by which a table may call the file; what cannot be shown is taken out."""
    composed = unicodedata.normalize("NFC", name.replace("\\", "/"))
    shown = "".join(letter if letter.isprintable() else "_" for letter in composed)
    return shown[-250:]


def _pieces(upload: Upload) -> Path:
    return _folder() / f"unggah-{upload.code}"


def _folder() -> Path:
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
