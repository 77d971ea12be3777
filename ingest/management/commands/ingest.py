"""`manage ingest PATH…`: takes PDFs in and reads them; the same again changes nothing, an interrupted run goes on."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.records import Record, RecordError, read_csv
from ingest.work import work_off
from search.engines import EngineError, IndexBusy, IndexOutdated
from search.indexing import drain_all, rebuild


class Command(BaseCommand):
    help = "Membaca PDF ke dalam pustaka. / Reads PDFs into the library."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, help="berkas PDF atau folder / PDF files or folders"
        )
        parser.add_argument("--metadata", type=Path, help="CSV, lihat / see docs/metadata-csv.md")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="terbitkan yang punya metadata / publish those with metadata",
        )
        parser.add_argument("--dry-run", action="store_true", help="hanya periksa / only check")
        parser.add_argument(
            "--at-once", type=int, default=os.cpu_count() or 1, help="berkas sekaligus / files at a time"
        )
        parser.add_argument(
            "--json", action="store_true", help="satu baris JSON per berkas / one JSON line a file"
        )

    def handle(self, **options: Any) -> None:
        files = sorted(_files(options["paths"]))
        try:
            records = read_csv(options["metadata"]) if options["metadata"] else {}
        except RecordError as error:
            raise CommandError(str(error)) from error
        missing = sorted(set(records) - {path.name for path in files})
        for name in missing:
            self.stderr.write(_("%(name)s ada di metadata, tetapi berkasnya tidak ada.") % {"name": name})
        if options["dry_run"]:
            self.stdout.write(
                _("%(files)d berkas, %(records)d baris metadata.")
                % {"files": len(files), "records": len(records)}
            )
            return
        taken = [self._take(path, records.get(path.name), publish=options["publish"]) for path in files]
        rows = Ingestion.objects.filter(pk__in=[row.pk for row in taken])
        self._work(rows, options)
        self._index(options)
        self._sum_up(rows, options)

    def _take(self, path: Path, record: Record | None, *, publish: bool) -> Ingestion:
        with path.open("rb") as source:
            return take_in(source, path.name, record=record.fields if record else None, publish=publish)

    def _work(self, rows: Any, options: dict[str, Any]) -> None:
        waiting = rows.exclude(state__in=[Ingestion.State.DONE, Ingestion.State.REFUSED]).count()
        count = 0

        def done(row: Ingestion) -> None:
            nonlocal count
            count += 1
            self._progress(f"{count}/{waiting} {row.name[:60]}")

        work_off(rows, at_once=max(1, options["at_once"]), done=done)
        self._progress("")

    def _index(self, options: dict[str, Any]) -> None:
        def progress(done: int, total: int) -> None:
            self._progress(f"{_('indeks')} {done}/{total}")

        try:
            try:
                drain_all(progress=progress)
            except IndexOutdated:
                rebuild(progress=progress)
                drain_all(progress=progress)
            self._progress("")
        except IndexBusy:  # a worker is running: it brings the index up by itself
            self._progress("")
        except EngineError as error:
            self._progress("")
            self.stderr.write(
                f"{error.sentence} {_('Teksnya tersimpan; indeks menyusul oleh pekerja latar.')}"
            )

    def _sum_up(self, rows: Any, options: dict[str, Any]) -> None:
        pages = 0
        for row in rows.select_related("file").order_by("name"):
            pages += row.file.pages if row.file and row.state == Ingestion.State.DONE else 0
            if options["json"]:
                self.stdout.write(
                    json.dumps(
                        {
                            "file": row.name,
                            "state": row.state,
                            "pages": row.file.pages if row.file else 0,
                            "error": row.error,
                            "sentence": row.sentence,
                        },
                        ensure_ascii=False,
                    )
                )
            elif row.sentence:
                self.stdout.write(f"{row.name}: {row.sentence}")
        if not options["json"]:
            done = rows.filter(state=Ingestion.State.DONE).count()
            sentence = _("%(done)d dari %(all)d berkas terbaca, %(pages)d halaman.")
            self.stdout.write(sentence % {"done": done, "all": rows.count(), "pages": pages})

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and all files with the ending .pdf in the folders named."""
    found = []
    for path in paths:
        if path.is_dir():
            found += [
                inside for inside in path.rglob("*") if inside.is_file() and inside.suffix.lower() == ".pdf"
            ]
        elif path.is_file():
            found.append(path)
        else:
            raise CommandError(_("%(path)s tidak ada.") % {"path": path})
    return found
