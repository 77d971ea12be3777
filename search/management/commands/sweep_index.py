"""`manage sweep_index`: compares index and database, and has what differs indexed again."""

import json
import sys
from contextlib import suppress

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import EngineError, IndexBusy
from search.indexing import drain_all, sweep

_INTERRUPTED = 130


class Command(BaseCommand):
    help = "Membandingkan indeks dengan pangkalan data. / Compares the index with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="N",
            help="lanjutkan setelah terbitan nomor N / go on after publication number N",
        )

    def handle(self, *, json: bool = False, after: int = 0, **options: object) -> None:
        self._reached = after
        try:
            drift = sweep(after=after, reached=self._go_on)
            with suppress(IndexBusy):  # the worker is at it: it brings in what is left
                drain_all()
        except EngineError as error:
            raise CommandError(error.for_operators) from error
        except KeyboardInterrupt:
            self.stderr.write(
                f"Dihentikan. Lanjutkan dengan / Stopped. Go on with: sweep_index --after {self._reached}"
            )
            sys.exit(_INTERRUPTED)
        if json:
            self.stdout.write(_line(drift.missing, drift.stale, drift.ghosts))
        else:
            self.stdout.write(
                f"{drift.missing} hilang / missing, {drift.stale} lama / stale, {drift.ghosts} sisa / ghosts"
            )

    def _go_on(self, reached: int) -> None:
        self._reached = reached
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K… {reached}", ending="")


def _line(missing: int, stale: int, ghosts: int) -> str:
    return json.dumps(
        {"missing": missing, "stale": stale, "ghosts": ghosts, "drift": missing + stale + ghosts}
    )
