"""`manage check_files`: takes the hash of every file again and says which are not what they were; exit 1 if any.

Says also which copies and covers were made anew, and which folders no row points to. `--json`: one object with the same.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from library.fixity import Checked, check_all
from library.folders import strays
from library.models import File


class Command(BaseCommand):
    help = "Memeriksa keutuhan semua berkas. / Checks that all files are what they were."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="satu objek JSON / one JSON object")

    def handle(self, **options: Any) -> None:
        every, count, bad = File.objects.count(), 0, 0
        told: list[dict[str, Any]] = []
        for count, checked in enumerate(check_all(), start=1):
            bad += bool(checked.file.fault)
            sentences = list(_said_of(checked))
            if sentences and options["json"]:
                told.append(_as_json(checked))
            elif sentences:
                self._progress("")
                for sentence in sentences:
                    self.stdout.write(f"{checked.file.name}: {sentence} ({checked.file.sha256[:12]})")
            self._progress(f"{count}/{every}")
        self._progress("")
        folders = [str(path) for path in strays()]
        if options["json"]:
            found = {"checked": count, "faulty": bad, "files": told, "strays": folders}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self._sum_up(count, bad, folders)
        if bad:
            sys.exit(1)

    def _sum_up(self, count: int, bad: int, folders: list[str]) -> None:
        for folder in folders:
            self.stdout.write(_("Folder tanpa catatan di pangkalan data: %(folder)s") % {"folder": folder})
        if folders:
            self.stdout.write(
                _(
                    "Folder tanpa catatan tidak dipakai siapa pun. Kalau pangkalan datanya lengkap, folder itu boleh dihapus."
                )
            )
        self.stdout.write(_("%(every)d berkas diperiksa, %(bad)d bermasalah.") % {"every": count, "bad": bad})
        if bad:
            self.stdout.write(_("Kembalikan berkas yang bermasalah dari cadangan."))

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()


def _said_of(checked: Checked) -> Iterator[str]:
    if checked.file.fault:
        yield checked.file.get_fault_display()
    if checked.copy_made:
        yield _("salinan untuk pembaca tidak utuh lagi, jadi dibuat ulang")
    if checked.cover_made:
        yield _("sampulnya hilang atau tidak utuh lagi, jadi dibuat ulang")
    if checked.copy_lost:
        yield _("salinan untuk pembaca tidak utuh lagi dan tidak dapat dibuat ulang")
    if checked.cover_lost:
        yield _("sampulnya hilang atau tidak utuh lagi dan tidak dapat dibuat ulang")


def _as_json(checked: Checked) -> dict[str, Any]:
    file = checked.file
    return {
        "name": file.name,
        "sha256": file.sha256,
        "fault": file.fault or None,
        "made": [what for what in ("copy", "cover") if getattr(checked, f"{what}_made")],
        "lost": [what for what in ("copy", "cover") if getattr(checked, f"{what}_lost")],
    }
