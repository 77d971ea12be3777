"""`manage import_records FILE…`: catalogue data without PDFs become drafts; what is here already is not doubled.

Exit codes: 0, all entries are here now; 1, some could not be used (each with its sentence), a file could not be read, or
what was to be said could not be written; 130, it was interrupted.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ingest.imports.bringing import Fate, Outcome, bring_in, foresee
from ingest.imports.reading import UnreadableFile, entries
from ingest.management.saying import Output, speaking


class Command(BaseCommand):
    help = "Membawa data katalog sebagai draf. / Brings catalogue data in as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, help="RIS, BibTeX, CSL-JSON, MARCXML, MODS, CSV, XLSX"
        )
        parser.add_argument("--dry-run", action="store_true", help="hanya periksa / only check")
        parser.add_argument(
            "--propose",
            action="store_true",
            help="usulkan isi yang kosong pada terbitan yang sudah ada, sebagai draf / "
            "propose what works that are here do not say, as drafts",
        )
        parser.add_argument(
            "--json", action="store_true", help="satu baris JSON per entri / one JSON line an entry"
        )

    def handle(self, **options: Any) -> None:
        with speaking(self, _("Dihentikan. Perintah yang sama meneruskannya.")) as output:
            all_are_here = self._import(output, **options)
        if not all_are_here:
            sys.exit(1)

    def _import(self, output: Output, *, files: list[Path], **options: Any) -> bool:
        """Gives whether all entries of all files are here now, or would be."""
        counts: Counter[Fate] = Counter()
        unread = 0
        for path in files:
            try:
                found = entries(path.read_bytes(), path.name)
            except (OSError, UnreadableFile) as error:
                unread += 1
                sentence = error.sentence if isinstance(error, UnreadableFile) else error.strerror
                output.complain(f"{path}: {sentence}")
                continue
            outcomes = foresee(found) if options["dry_run"] else bring_in(found, propose=options["propose"])
            for number, outcome in enumerate(outcomes, start=1):
                counts[outcome.fate] += 1
                output.progress(f"{number}/{len(found)}")
                _say(output, path, outcome, as_json=options["json"])
            output.progress("")
        if not options["json"]:
            told = {"new": counts[Fate.NEW], "here": counts[Fate.HERE], "refused": counts[Fate.REFUSED]}
            sentence = _("%(new)d draf baru, %(here)d sudah ada, %(refused)d tidak dapat dipakai.")
            if options["dry_run"]:
                sentence = _(
                    "%(new)d akan menjadi draf, %(here)d sudah ada, %(refused)d tidak dapat dipakai."
                )
            output.say(sentence % told)
        return not unread and not counts[Fate.REFUSED]


def _say(output: Output, path: Path, outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        value = {
            "file": path.name,
            "place": outcome.place,
            "title": outcome.title,
            "kind": outcome.kind,
            "fate": outcome.fate.value,
            "page": outcome.page,
            "url": outcome.url,
            "proposed": list(outcome.proposed),
            "sentence": outcome.sentence,
        }
        output.say_json(value)
        return
    where = " ".join(filter(None, [outcome.place, f"“{outcome.title}”" if outcome.title else ""]))
    told = [outcome.fate.label, outcome.sentence, outcome.url]
    if outcome.proposed:
        told.append(_("diusulkan: %(columns)s") % {"columns": ", ".join(outcome.proposed)})
    output.say(f"{path.name} {where}: " + " · ".join(str(each) for each in told if each))
