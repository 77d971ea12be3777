"""Whether a file that would be taken in could also be read, found out without taking it in (`manage ingest --dry-run`)."""

from pathlib import Path

from ingest.errors import IngestError
from ingest.extract.bounded import outline
from ingest.models import Ingestion

_MAGIC_WITHIN = 1024


def look(path: Path, row: Ingestion) -> Ingestion:
    """What `accept.foresee` answered for the file, with what would stop its reading: a lock, too many pages, damage. Only
    a PDF is opened, in its bounded child, and its text is not read. Nothing is written. Raises OSError."""
    if row.error or row.state != Ingestion.State.WAITING or not _is_pdf(path):
        return row
    try:
        row.pages_total = outline(path).pages
    except IngestError as error:
        row.state, row.error = Ingestion.State.REFUSED, error.code
    return row


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as source:
        return b"%PDF" in source.read(_MAGIC_WITHIN)
