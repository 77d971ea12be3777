"""`manage sweep_index`: compares index and database, and has what differs indexed again."""

import json
from contextlib import suppress

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import EngineError, IndexBusy
from search.indexing import drain_all, sweep


class Command(BaseCommand):
    help = "Membandingkan indeks dengan pangkalan data. / Compares the index with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool = False, **options: object) -> None:
        try:
            drift = sweep()
            with suppress(IndexBusy):  # the worker is at it: it brings in what is left
                drain_all()
        except EngineError as error:
            raise CommandError(error.for_operators) from error
        if json:
            self.stdout.write(_line(drift.missing, drift.stale, drift.ghosts))
        else:
            self.stdout.write(
                f"{drift.missing} hilang / missing, {drift.stale} lama / stale, {drift.ghosts} sisa / ghosts"
            )


def _line(missing: int, stale: int, ghosts: int) -> str:
    return json.dumps(
        {"missing": missing, "stale": stale, "ghosts": ghosts, "drift": missing + stale + ghosts}
    )
