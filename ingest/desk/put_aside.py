"""What needs a hand: files that were put aside, pages whose recognition failed for good, file by file, with the reason and
another try; and files of which the disk holds no longer what was given to us.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ingest import queue
from ingest.errors import AlreadyHere, Cancelled
from ingest.models import Ingestion, Recognition
from library import fixity
from library.models import File, Publication

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class FailedPages:
    """The pages (from 1) of one file that failed for one reason: `error`, told by `sentence`. `works` are called by what
    reads the file; `more` counts the pages beyond those in `shown`."""

    file: File
    error: str
    sentence: str
    numbers: tuple[int, ...]
    details: tuple[str, ...]
    works: tuple[Publication, ...]

    @property
    def key(self) -> str:
        return f"{self.file.pk}:{self.error}"

    @property
    def shown(self) -> tuple[int, ...]:
        return self.numbers[:_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.numbers) - _SHOWN)


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file whose original changed on the disk, or is gone. `works` are called by what reads it."""

    file: File
    works: tuple[Publication, ...]


def put_aside() -> QuerySet[Ingestion]:
    """Files that need a hand; what the library has already needs none."""
    return Ingestion.objects.filter(state=Ingestion.State.REFUSED).exclude(error=AlreadyHere.code)


def how_many_put_aside() -> int:
    """So many files need a hand: they themselves, pages of theirs, or what is on the disk of them."""
    return put_aside().count() + _failed().values("file").distinct().count() + len(fixity.faulty())


def failed_pages() -> list[FailedPages]:
    """All of them, the newest files first."""
    rows = _failed().select_related("file")
    found: dict[tuple[int, str], list[Recognition]] = {}
    for row in rows.order_by("-file", "error", "number"):
        found.setdefault((row.file_id, row.error), []).append(row)
    return [
        FailedPages(
            several[0].file,
            error,
            several[0].sentence,
            tuple(row.number for row in several),
            tuple(dict.fromkeys(row.detail for row in several if row.detail)),
            tuple(Publication.objects.reading(several[0].file)[:3]),
        )
        for (_file, error), several in found.items()
    ]


def damaged_files() -> list[DamagedFile]:
    """Those that were found so when they were checked last (`library.fixity`)."""
    return [DamagedFile(file, tuple(Publication.objects.reading(file)[:3])) for file in fixity.faulty()]


def how_many_damaged() -> int:
    return File.objects.exclude(fault="").count()


def try_again(keys: Iterable[str]) -> int:
    """Let the pages of these files wait for recognition anew; gives how many."""
    wanted = set(keys)
    tried = [row for row in _failed() if f"{row.file_id}:{row.error}" in wanted]
    for row in tried:
        queue.try_again(row)
    return len(tried)


def _failed() -> QuerySet[Recognition]:
    """Not those that an editor stopped."""
    return Recognition.objects.filter(state=Recognition.State.REFUSED).exclude(error=Cancelled.code)
