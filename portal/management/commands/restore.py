"""`./run restore FILE`: brings a backup back while the library is closed. Exit 1 with a sentence if it cannot; then all is
as it was."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.management.saying import Output, speaking
from portal.backup import Restored, restore
from portal.backup.errors import BackupError
from portal.backup.saying import percent
from portal.prepare import prepare

_BACK_BUT = gettext_lazy(
    "Pustaka sudah kembali, tetapi belum dapat dicari. Jalankan: ./run manage prepare, lalu ./run manage rebuild_index"
)


class Command(BaseCommand):
    help = "Memulihkan pustaka dari cadangan. / Brings the library back from a backup."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="yang dibuat ./run backup / what ./run backup made")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="ganti pustaka yang ada; yang lama disimpan / replace the library that is there; it is kept aside",
        )

    def handle(self, *, file: Path, replace: bool = False, **options: Any) -> None:
        interrupted = _("Dihentikan; jalankan perintah yang sama untuk memulai atau meneruskan.")
        with speaking(self, interrupted) as output:
            try:
                restored = restore(file, replace=replace, progress=percent(output))
            except BackupError as error:
                raise CommandError(str(error.sentence)) from error
            finally:
                output.progress("")
            self._say(restored, file, output)
        with speaking(self, str(_BACK_BUT)) as output:
            if password := prepare().password:
                output.say(f"admin  {password}")
            try:
                call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)
            except CommandError as error:
                raise CommandError(f"{error}\n{_BACK_BUT}") from error

    def _say(self, restored: Restored, file: Path, output: Output) -> None:
        if restored.source != str(file):
            output.say(_("Yang diteruskan: pemulihan dari %(file)s.") % {"file": restored.source})
        output.say(_("Pustaka kembali: %(works)d terbitan.") % {"works": restored.works})
        if restored.replaced:
            output.say(
                _("Yang ada sebelumnya disimpan di %(folder)s; hapus folder itu kalau tidak diperlukan lagi.")
                % {"folder": restored.replaced}
            )
        for name, value in restored.differing.items():
            output.say(_("Di tempat asalnya %(name)s=%(value)s.") % {"name": name, "value": value})
