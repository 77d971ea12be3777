"""`manage ingest PATH…`: takes PDFs in and reads them; the same again changes nothing, an interrupted run goes on.

Pages that are only pictures are recognised last, when all the texts can be found already.

Exit codes: 0, all of them are read (now or before); 1, some are not (each with its sentence), nothing was begun
because a path or the metadata is wrong, or what became of them could not be written; 130, it was interrupted.
"""

import glob
import os
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from ingest import media
from ingest.accept import foresee, plain_name, take_in
from ingest.catalogue import describe_without_file
from ingest.companions import CompanionError, bring, say_whose_data
from ingest.errors import AlreadyHere, NoRoom, NoShelf
from ingest.looking import look
from ingest.management.saying import speaking
from ingest.models import Ingestion, Recognition
from ingest.recognise import REMEDY, available
from ingest.recognising import recognise_all
from ingest.records import NO_RECORDS, Record, RecordError, Records, naming, parted, read_csv
from ingest.records.values import parts
from ingest.room import is_full
from ingest.work import work_off
from library.models import Publication
from library.record import RecordKind
from search.engines import EngineError, IndexOutdated
from search.indexing import drain_all, rebuild

_CAPTIONS = frozenset({".vtt", ".srt"})
_BETWEEN_PAGES = 0.2
"""Seconds between two words on how far a file is read."""


class Command(BaseCommand):
    help = "Membaca PDF ke dalam pustaka. / Reads PDFs into the library."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, help="berkas PDF atau folder / PDF files or folders"
        )
        parser.add_argument("--metadata", type=Path, help="CSV / XLSX, lihat / see docs/metadata-csv.md")
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
            "--no-ocr",
            action="store_true",
            help="biarkan pengenalan teks kepada pekerja latar / leave recognition to the worker",
        )
        parser.add_argument(
            "--json", action="store_true", help="satu baris JSON per berkas / one JSON line a file"
        )

    def handle(self, **options: Any) -> None:
        with speaking(self, _("Dihentikan. Perintah yang sama meneruskannya.")) as self._output:
            try:
                all_is_read = self._ingest(**options)
            except DatabaseError as error:
                if not is_full(error):
                    raise
                self._output.progress("")
                sentence = _(
                    "Ruang di disk pustaka habis. Kosongkan ruang, lalu jalankan perintah yang sama: "
                    "yang sudah diterima tidak hilang dan tidak menjadi ganda."
                )
                raise CommandError(sentence) from error
        if not all_is_read:
            sys.exit(1)

    def _ingest(self, *, paths: list[Path], metadata: Path | None, **options: Any) -> bool:
        try:
            records = read_csv(metadata) if metadata else NO_RECORDS
        except RecordError as error:
            with suppress(CommandError):  # a path that is wrong is said when the table is right
                named = naming(metadata or Path(), error.files)
                self._say_missing(_files(paths, named), named)
            raise CommandError(str(error)) from error
        files = _files(paths, records)
        self._say_missing(files, records)
        self._say_not_taken(files, records)
        if options["dry_run"]:
            return self._foresee(files, records, as_json=options["json"])
        try:
            describe_without_file(records.without_file, publish=options["publish"])
        except NoShelf as error:
            raise CommandError(str(error.sentence)) from error
        rows, unopened = self._take(files, records, publish=options["publish"], as_json=options["json"])
        self._work(rows, at_once=max(1, options["at_once"]))
        self._bring_companions(files, records, publish=options["publish"])
        self._index()
        if not options["no_ocr"] and self._recognise(rows):
            self._index()
        return self._sum_up(rows, as_json=options["json"]) and not unopened

    def _take(
        self, files: list[Path], records: Records, *, publish: bool, as_json: bool
    ) -> tuple[QuerySet[Ingestion], int]:
        """The rows of those files, in the order of their metadata, and how many could not even be opened."""
        lines = {path: record.line for path in files if (record := records.of(path))}
        files.sort(key=lambda path: lines.get(path, 0))
        keys, unopened = set(), 0
        for count, path in enumerate(files, start=1):
            self._output.progress(f"{count}/{len(files)} {plain_name(path.name)[:60]}")
            record = records.of(path)
            try:
                with path.open("rb") as source:
                    row = take_in(source, path.name, record=record.told if record else None, publish=publish)
            except OSError as error:
                unopened += 1
                self._say_unopened(path, error)
                continue
            except NoRoom as error:
                unopened += 1
                self._say_without_room(path, error, as_json=as_json)
                continue
            keys.add(row.pk)
            self._say_unused(row, record)
        return Ingestion.objects.filter(pk__in=keys), unopened

    def _work(self, rows: QuerySet[Ingestion], *, at_once: int) -> None:
        waiting = rows.exclude(state__in=[Ingestion.State.DONE, Ingestion.State.REFUSED]).count()
        count = 0
        said = 0.0

        def report(row: Ingestion) -> None:
            """Called for every page, by each of the threads."""
            nonlocal said
            if row.pages_done and monotonic() - said > _BETWEEN_PAGES:
                said = monotonic()
                pages = _("halaman %(done)d dari %(total)d")
                far = pages % {"done": row.pages_done, "total": row.pages_total}
                self._output.progress(f"{count}/{waiting} {row.name[:60]}, {far}")

        def done(row: Ingestion) -> None:
            nonlocal count
            count += 1
            self._output.progress(f"{count}/{waiting} {row.name[:60]}")

        work_off(rows, at_once=at_once, report=report, done=done)
        self._output.progress("")

    def _bring_companions(self, files: list[Path], records: Records, *, publish: bool) -> None:
        """What the table says lies beside a film or a table of figures."""
        for path in files:
            record = records.of(path)
            named = parts(record.fields.get("beside", "")) if record else []
            work = _work_of(path.name) if named else None
            if work is None:
                continue
            for name in named:
                try:
                    bring(work, path.with_name(name), publish=publish)
                except CompanionError as error:
                    self._output.complain(str(error))
                except OSError as error:
                    self._say_unopened(path.with_name(name), error)
        for path in files:
            record = records.of(path)
            for name in parts(record.fields.get("uses_data", "")) if record else []:
                work, data = _work_of(path.name), _work_of(name)
                if work is not None and data is not None:
                    say_whose_data(work, data, publish=publish)

    def _recognise(self, rows: QuerySet[Ingestion]) -> int:
        """Read the pages that have no text of their own, where tesseract is there; gives how many."""
        pages = Recognition.objects.filter(file__in=rows.values("file"))
        waiting = pages.filter(state=Recognition.State.WAITING).count()
        count = 0

        def done(row: Recognition) -> None:
            nonlocal count
            count += 1
            self._output.progress(f"{_('pengenalan teks')} {count}/{waiting}")

        if waiting and not available():
            sentence = _(
                "%(count)d halaman berupa gambar dan menunggu pengenalan teks. Pasang dengan: %(command)s"
            )
            self._output.complain(sentence % {"count": waiting, "command": REMEDY})
            return 0
        recognise_all(pages, done=done)
        self._output.progress("")
        return count

    def _index(self) -> None:
        def progress(done: int, total: int) -> None:
            self._output.progress(f"{_('indeks')} {done}/{total}")

        try:
            try:
                drain_all(progress=progress)
            except IndexOutdated:
                rebuild(progress=progress)
                drain_all(
                    progress=progress
                )  # until its change is drained, a work is left out of every question
            self._output.progress("")
        except EngineError as error:
            self._output.progress("")
            self._output.complain(
                f"{error.sentence} {_('Teksnya tersimpan; indeks menyusul oleh pekerja latar.')}"
            )

    def _sum_up(self, rows: QuerySet[Ingestion], *, as_json: bool) -> bool:
        """Say what became of each; gives whether all are read, now or before."""
        pages = done = 0
        all_is_read = True
        for row in rows.select_related("file").order_by("name", "pk"):
            read = row.state == Ingestion.State.DONE
            done += read
            printed = row.file is not None and row.file.media_type == media.PDF.type
            pages += row.file.pages if row.file and read and printed else 0
            all_is_read &= read or row.error == AlreadyHere.code
            self._say(row, as_json=as_json)
        if not as_json:
            sentence = _("%(done)d dari %(all)d berkas terbaca, %(pages)d halaman.")
            self._output.say(sentence % {"done": done, "all": rows.count(), "pages": pages})
        return all_is_read

    def _foresee(self, files: list[Path], records: Records, *, as_json: bool) -> bool:
        """Check without writing; gives whether all would be taken in, or are here already."""
        good = True
        for count, path in enumerate(files, start=1):
            self._output.progress(f"{count}/{len(files)} {plain_name(path.name)[:60]}")
            try:
                record = records.of(path)
                row = look(path, foresee(path, record.told if record else None))
            except OSError as error:
                good = False
                self._say_unopened(path, error)
                continue
            good &= row.error in {"", AlreadyHere.code}
            self._output.progress("")
            self._say(row, as_json=as_json)
        if not as_json:
            described = sum(records.of(path) is not None for path in files)
            sentence = _("%(files)d berkas diperiksa, %(records)d dengan metadata; tidak ada yang disimpan.")
            self._output.say(sentence % {"files": len(files), "records": described})
        return good

    def _say(self, row: Ingestion, *, as_json: bool) -> None:
        if as_json:
            value = {
                "file": row.name,
                "state": row.state,
                "pages": row.file.pages if row.file else row.pages_total,
                "error": row.error,
                "sentence": _in_both(row),
            }
            self._output.say_json(value)
        elif row.error:
            sentence = _in_both(row)
            self._output.say(f"{row.name}: {sentence['id']}\n    {sentence['en']}")

    def _say_missing(self, files: list[Path], records: Records) -> None:
        for name in records.without(files):
            self._output.complain(_("%(name)s ada di metadata, tetapi berkasnya tidak ada.") % {"name": name})

    def _say_not_taken(self, files: list[Path], records: Records) -> None:
        """Captions lie beside a film, and the table does not say so: the film would go out without them."""
        for path in files:
            record = records.of(path)
            if record is None or record.fields.get("kind") != RecordKind.FILM:
                continue
            named = set(parts(record.fields.get("beside", "")))
            beside = (
                each
                for each in path.parent.glob(f"{glob.escape(path.stem)}*")
                if each.suffix.lower() in _CAPTIONS
            )
            left = sorted(plain_name(each.name) for each in beside if each.name not in named)
            if left:
                sentence = _(
                    "%(left)s ada di samping %(film)s, tetapi kolom “beside” tidak menyebutnya; tidak dipakai."
                )
                self._output.complain(sentence % {"left": ", ".join(left), "film": plain_name(path.name)})

    def _say_unopened(self, path: Path, error: OSError) -> None:
        sentence = _("%(path)s tidak dapat dibuka: %(reason)s.")
        self._output.complain(sentence % {"path": _shown(path), "reason": error.strerror or error})

    def _say_without_room(self, path: Path, error: NoRoom, *, as_json: bool) -> None:
        """It has no row that could say so."""
        name = plain_name(path.name)
        self._say(Ingestion(name=name, state=Ingestion.State.REFUSED, error=error.code), as_json=as_json)

    def _say_unused(self, row: Ingestion, record: Record | None) -> None:
        """Metadata are for new publications: what an editor may have mended since is not overwritten."""
        told_before = parted(row.record)
        if record and row.state == Ingestion.State.DONE and told_before != parted(record.told):
            sentence = _("%(name)s sudah ada; metadatanya tidak diterapkan lagi. Suntinglah terbitannya.")
            self._output.complain(sentence % {"name": row.name})


def _work_of(name: str) -> Publication | None:
    """The work that was made of the file of that name."""
    row = Ingestion.objects.filter(name=plain_name(name), state=Ingestion.State.DONE).last()
    return row.target if row is not None else None


def _files(paths: list[Path], records: Records) -> list[Path]:
    """The files named, and in the folders named all PDFs and whatever else the table of metadata describes, each once."""
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                each
                for each in path.rglob("*")
                if each.is_file() and (each.suffix.lower() == ".pdf" or records.of(each))
            )
            if not inside:
                raise CommandError(_("Tidak ada PDF di %(path)s.") % {"path": _shown(path)})
        elif path.is_file():
            inside = [path]
        elif path.exists():
            raise CommandError(_("%(path)s bukan berkas.") % {"path": _shown(path)})
        else:
            raise CommandError(_("%(path)s tidak ada.") % {"path": _shown(path)})
        for each in inside:
            found.setdefault(each.resolve(), each)
    return list(found.values())


def _in_both(row: Ingestion) -> dict[str, str]:
    """What is wrong with it, in Indonesian and in English: who runs a server need not read the language of the site."""
    sentences = {}
    for language in ("id", "en"):
        with override(language):
            sentences[language] = row.sentence
    return sentences


def _shown(path: Path) -> str:
    """Names need not be text on every disk; what is said of them must be."""
    return "".join(letter if letter.isprintable() else "�" for letter in str(path))
