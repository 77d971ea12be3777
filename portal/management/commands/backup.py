"""`./run backup FILE`: the whole library in one file; may run while it is open. Exit 1 with a sentence if it cannot."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ingest.management.saying import speaking
from portal.backup import back_up
from portal.backup.errors import BackupError
from portal.backup.saying import percent


class Command(BaseCommand):
    help = "Menyimpan seluruh pustaka dalam satu berkas. / Keeps the whole library in one file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="berkas baru atau folder / a new file, or a folder")
        parser.add_argument("--json", action="store_true", help="satu objek JSON / one JSON object")

    def handle(self, *, file: Path, json: bool = False, **options: Any) -> None:
        with speaking(self, _("Dihentikan; tidak ada cadangan yang dibuat.")) as output:
            try:
                made = back_up(file, percent(output))
            except BackupError as error:
                raise CommandError(str(error.sentence)) from error
            finally:
                output.progress("")
            if json:
                told = {"file": str(made.file), "bytes": made.size, "works": made.works}
                output.say_json(told | {"missing": made.missing})
                return
            size = filesizeformat(made.size)
            output.say(
                _("Cadangan selesai: %(file)s (%(size)s, %(works)d terbitan).")
                % {"file": made.file, "size": size, "works": made.works}
            )
            if made.missing:
                output.complain(
                    _(
                        "%(count)d berkas tercatat di pangkalan data, tetapi tidak ada di disk. Lihat: ./run manage check_files"
                    )
                    % {"count": made.missing}
                )
            output.say(
                _(
                    "Isinya termasuk yang tidak terbuka untuk umum: simpan di tempat yang aman, di luar komputer ini."
                )
            )
