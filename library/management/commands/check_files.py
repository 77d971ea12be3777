"""`manage check_files`: takes the hash of every file again and says which are not what they were; exit 1 if any."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from library.fixity import check_all
from library.models import File


class Command(BaseCommand):
    help = "Memeriksa keutuhan semua berkas. / Checks that all files are what they were."

    def handle(self, **_options: Any) -> None:
        every = File.objects.count()
        bad = 0
        for count, file in enumerate(check_all(), start=1):
            if file.fault:
                bad += 1
                self._progress("")
                self.stdout.write(f"{file.name}: {file.get_fault_display()} ({file.sha256[:12]})")
            self._progress(f"{count}/{every}")
        self._progress("")
        self.stdout.write(_("%(every)d berkas diperiksa, %(bad)d bermasalah.") % {"every": every, "bad": bad})
        if bad:
            self.stdout.write(_("Kembalikan berkas yang bermasalah dari cadangan."))
            sys.exit(1)

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()
