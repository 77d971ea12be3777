"""What is installed, reachable and in step; each trouble with its remedy."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from ingest import recognise
from ingest.desk.put_aside import how_many_put_aside
from ingest.errors import Cancelled
from ingest.models import Recognition
from library.changes import pending
from library.folders import strays
from library.models import File, Publication
from portal.worker import last_beat
from search import alerts
from search.engine import engine

_LEAST_FREE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where all is well."""

    what: str
    found: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Every check, cheapest first. What needs the database is left out where it does not answer."""
    yield Finding("Python", sys.version.split()[0])
    free = shutil.disk_usage(_existing(settings.PUSTAKA_DATA)).free
    yield Finding(
        _("Ruang penyimpanan"),
        _("%(free)d MB kosong") % {"free": free // 1_000_000},
        _("Kosongkan ruang di %(folder)s.") % {"folder": settings.PUSTAKA_DATA} if free < _LEAST_FREE else "",
    )
    try:
        unapplied = _unapplied()
    except DatabaseError as error:
        yield Finding(
            _("Pangkalan data"),
            type(error).__name__,
            _("Periksa DATABASE_URL dan pastikan servernya berjalan."),
        )
        return
    yield Finding(
        _("Pangkalan data"),
        connection.vendor
        if not unapplied
        else _("%(count)d migrasi belum dijalankan") % {"count": unapplied},
        "./run manage prepare" if unapplied else "",
    )
    if unapplied:
        return
    yield Finding(_("Terbitan"), str(Publication.objects.live().count()))
    yield _index()
    waiting, beat = len(pending()), last_beat()
    yield Finding(
        _("Perubahan yang belum diindeks"),
        str(waiting),
        _("Jalankan: ./run worker") if waiting and not beat else "",
    )
    yield Finding(
        _("Pekerja latar"),
        _("berjalan") if beat else _("tidak berjalan"),
        "" if beat else _("Jalankan: ./run worker"),
    )
    yield Finding(_("Berkas yang perlu ditangani"), str(how_many_put_aside()))
    yield _recognition()
    yield Finding(
        _("Kabar lewat surel"),
        _("menyala") if alerts.offered() else _("mati; dinyalakan dengan EMAIL_URL, misalnya smtp://…"),
    )
    faulty = File.objects.exclude(fault="").count()
    yield Finding(
        _("Berkas yang rusak di disk"),
        str(faulty),
        _("Kembalikan dari cadangan; daftarnya: ./run manage check_files") if faulty else "",
    )
    alone = len(strays())
    yield Finding(
        _("Folder berkas tanpa catatan"),
        str(alone),
        _("Daftar dan caranya: ./run manage check_files") if alone else "",
    )


def _recognition() -> Finding:
    """Reading pictures of pages: only those who have some need the tool."""
    version = recognise.available()
    waiting = Recognition.objects.exclude(state=Recognition.State.DONE).exclude(error=Cancelled.code).count()
    found = _("%(tool)s, %(count)d halaman menunggu") % {
        "tool": version or _("belum terpasang"),
        "count": waiting,
    }
    return Finding(_("Pengenalan teks (OCR)"), found, recognise.REMEDY if waiting and not version else "")


def _index() -> Finding:
    using = engine()
    health = using.health()
    if health.trouble is not None:
        wanted = _("%(engine)s, versi %(version)s") % {"engine": using.name, "version": using.version}
        return Finding(_("Indeks pencarian"), wanted, health.trouble.for_operators)
    counts = _("%(engine)s: %(works)d terbitan, %(passages)d halaman, versi %(version)s") % {
        "engine": using.name,
        "works": health.publications,
        "passages": health.passages,
        "version": using.version,
    }
    return Finding(_("Indeks pencarian"), counts)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _unapplied() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
