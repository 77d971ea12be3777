"""`manage rebuild_index`: a new index from the rows, while the old one goes on answering."""

import sys
from contextlib import suppress

from django.core.management.base import BaseCommand, CommandError

from search.engines import EngineError, IndexBusy
from search.indexing import drain_all, rebuild


class Command(BaseCommand):
    help = "Membangun indeks pencarian dari pangkalan data. / Rebuilds the search index from the database."

    def handle(self, **options: object) -> None:
        def progress(done: int, total: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r\033[K{done}/{total}", ending="")

        try:
            works = rebuild(progress=progress)
            with suppress(IndexBusy):  # the worker is at it: it brings in what is left
                drain_all()
        except EngineError as error:
            raise CommandError(error.for_operators) from error
        self.stdout.write(f"{works} terbitan / publications")
