"""The PDFs that a table names and that come later: by their names they find the drafts that were made from its rows."""

from ingest.imports.matching import Match
from ingest.imports.tables import Table
from ingest.models import AwaitedFile
from ingest.placing import file_key
from ingest.records.labels import FILE
from library.models import Publication


def awaited(table: Table, match: Match) -> dict[int, str]:
    """By the line of its row, the name of the file that a row names, in the column that was matched with it."""
    place = match.place_of(FILE)
    if place is None:
        return {}
    named = {line: cells[place].strip() for line, cells in table.lines if place < len(cells)}
    return {line: name for line, name in named.items() if file_key(name)}


def wait_for(page: int, name: str) -> None:
    """Let the draft with this key wait for the file; of what is no publication, or was published, nothing is kept."""
    key = file_key(name)
    work = Publication.objects.filter(pk=page, live=False, first_published_at=None).first()
    if work is not None and key:
        AwaitedFile.objects.get_or_create(publication=work, name=key)
