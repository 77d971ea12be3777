"""`./run worker`: reads files, brings the index up, keeps the calendar."""

from django.core.management.base import BaseCommand, CommandError

from portal.backup import is_cut_off
from portal.backup.errors import CutOff
from portal.worker import run


class Command(BaseCommand):
    help = "Pekerja latar: membaca berkas dan memperbarui indeks. / The worker: reads files and updates the index."

    def handle(self, **options: object) -> None:
        if is_cut_off():
            raise CommandError(str(CutOff.sentence))
        run()
