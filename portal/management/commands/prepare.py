"""`manage prepare`: brings the data folder up to this version of the house; what `./run` calls first."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backup.errors import CutOff
from portal.prepare import prepare


class Command(BaseCommand):
    help = "Menyiapkan pangkalan data, berkas statis dan halaman pertama. / Prepares database, static files and first pages."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool = False, **options: object) -> None:
        try:
            done = prepare()
        except CutOff as error:
            raise CommandError(str(error.sentence)) from error
        if json:
            self.stdout.write(_line(done.first, done.password))
        elif done.password:
            self.stdout.write(f"admin  {done.password}")


def _line(first: bool, password: str) -> str:
    return json.dumps({"first": first, "password": password, "address": settings.BASE_URL})
