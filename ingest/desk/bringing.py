"""Files taken into a batch, with the table of metadata that came along with them."""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.accept import plain_name, take_in
from ingest.catalogue import describe_without_file
from ingest.errors import AlreadyHere, NoShelf
from ingest.models import Batch, Ingestion
from ingest.records import NO_RECORDS, RecordError, Records, read_csv
from ingest.records.grids import LARGEST
from library.models import Publication

TABLES = (".csv", ".xlsx")


def is_table(name: str) -> bool:
    return name.lower().endswith(TABLES)


def opened(*, by: Any, batch: Batch | None = None, table: Any = None) -> Batch:
    """A batch for files that are about to come, a new one or `batch` again; `table` is an uploaded file of metadata for
    them. Raises `RecordError` where that cannot be used: nothing is kept then."""
    found = batch or Batch(by=by)
    kept = _keep_table(found, table) if table is not None else None
    if found.pk is None:
        found.save()
    if kept is not None:
        try:
            describe_without_file(table_of(found).without_file, publish=False, by=by)
        except NoShelf as error:
            kept.unlink(missing_ok=True)
            raise RecordError(str(error.sentence)) from error
        _tell_those_who_wait(found)
    return found


def table_of(batch: Batch) -> Records:
    """What the table says that came with the batch; it is kept for a day, like files that are still to come."""
    path = _table(batch)
    if path is None:
        return NO_RECORDS
    try:
        return _read(path)
    except (OSError, RecordError):  # it was good when it came: a concept of it has gone since
        return NO_RECORDS


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one file; `before`: it is not new to us."""

    row: Ingestion
    before: bool


def bring(
    source: IO[bytes],
    name: str,
    *,
    batch: Batch,
    records: Records = NO_RECORDS,
    by: Any,
    target: Publication | None = None,
) -> Brought:
    """Take one file into the batch, with what the table says of it. `name` may stand below folders. Of a file that was
    brought before the batch gets a row that says so."""
    began = timezone.now()
    record = _record(records, name)
    row = take_in(source, name, record=record.told if record else None, target=target, by=by, batch=batch)
    if row.batch_id == batch.pk:
        return Brought(row, row.added < began)
    return Brought(_said_again(row, batch, by), True)


def unused(batch: Batch) -> list[str]:
    """The files that the batch's table names and that have not come."""
    came = [Path(name) for name in batch.ingestions.values_list("name", flat=True)]
    named = table_of(batch).without(came)
    bare = {path.name for path in came}
    return [name for name in named if PurePosixPath(name).name not in bare]


def _said_again(before: Ingestion, batch: Batch, by: Any) -> Ingestion:
    """A row for a file that came before this batch: it leads to what came of it then."""
    here, _made = batch.ingestions.get_or_create(
        name=before.name,
        sha256=before.sha256,
        defaults={
            "file": before.file,
            "by": by,
            "state": Ingestion.State.REFUSED,
            "error": AlreadyHere.code if before.file_id else before.error,
            "finished": timezone.now(),
        },
    )
    return here


def _record(records: Records, name: str) -> Any:
    """By its path in the folder that was chosen, or any end of that path, or its bare name."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    folder = Path(storages["files"].location) / "received"
    for start in range(len(parts)):
        if found := records.of(folder.joinpath(*parts[start:])):
            return found
    return records.of(Path(plain_name(name)))


def _tell_those_who_wait(batch: Batch) -> None:
    """A table may come after its files, as long as they are not read yet."""
    records = table_of(batch)
    waiting = Ingestion.objects.filter(batch=batch, state=Ingestion.State.WAITING, target=None)
    for row in waiting:
        if record := records.of(Path(row.name)):
            waiting.filter(pk=row.pk).update(record=record.told)


def _keep_table(batch: Batch, table: Any) -> Path:
    """Read the table to see whether it can be used, and keep it for the files that follow, in the place of an older one."""
    name = plain_name(table.name)
    if not is_table(name):
        raise RecordError(_("%(name)s bukan CSV atau XLSX.") % {"name": name})
    if table.size > LARGEST:
        raise RecordError(
            _("%(name)s lebih besar dari 20 MB. Bagi menjadi beberapa berkas.") % {"name": name}
        )
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    older = _table(batch)
    path = folder / f"kiriman-{batch.code}-{secrets.token_hex(4)}-{name[-60:]}"
    path.write_bytes(table.read())
    try:
        _read(path)
    except RecordError as error:
        path.unlink(missing_ok=True)
        raise RecordError(str(error).replace(path.name, name)) from error
    if older is not None:
        older.unlink(missing_ok=True)
    return path


def _table(batch: Batch) -> Path | None:
    folder = Path(storages["files"].location) / "received"
    return next(iter(sorted(folder.glob(f"kiriman-{batch.code}-*"))), None)


@lru_cache(maxsize=8)
def _read(path: Path) -> Records:
    return read_csv(path)
