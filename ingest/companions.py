"""What lies beside a film or a table and belongs to it: further qualities, captions in their languages, the meaning of
columns and the charts; and which work uses whose data. The `ingest` command brings it in after the work itself; the same again changes nothing."""

import hashlib
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ingest import captions, cues, sheets, tables
from ingest.accept import take_in
from ingest.film_forms import placed
from ingest.media import VTT
from ingest.models import Ingestion
from ingest.work import work_off
from library.models import Dataset, Film, Publication, Relation

#: The language of captions stands before the ending: `film.id.vtt`.
_LANGUAGE = re.compile(r"\.(id|en|su|jv)\.(?:vtt|srt|txt)$", re.IGNORECASE)


class CompanionError(Exception):
    """A file beside the work that cannot be used; the argument is a sentence."""


def bring(work: Publication, path: Path, *, publish: bool, by: Any = None) -> None:
    """Put the file at `path` where it belongs; with `publish` readers see it at once. Raises `CompanionError`, OSError."""
    own = _fresh(work)
    if isinstance(own, Film):
        (_captions if path.suffix.lower() in {".vtt", ".srt", ".txt"} else _recording)(own, path, by)
    elif isinstance(own, Dataset):
        _meaning(own, path, by)
    else:
        raise CompanionError(_("%(name)s tidak dapat menyertai jenis terbitan ini.") % {"name": path.name})
    own = _fresh(work)
    latest = own.get_latest_revision()
    if publish and latest is not None and latest.pk != own.live_revision_id:
        try:
            latest.publish(user=by)
        except ValidationError as error:  # a table that cannot be shown as it stands
            raise CompanionError(f"{path.name}: {' '.join(error.messages)}") from error


def _fresh(work: Publication) -> Any:
    """The work as its own kind, as it stands in the database now."""
    return Publication.objects.get(pk=work.pk).specific


def _captions(film: Film, path: Path, by: Any) -> None:
    data = path.read_bytes()
    named = _LANGUAGE.search(path.name)
    language = named[1].lower() if named else film.language
    timed = path.suffix.lower() != ".txt"
    before = cues.read_by(film, language)
    if before is not None and cues.is_stored(film, data, timed=timed, language=language):
        return  # what editors did since then stays
    if timed:
        reading = captions.read(data)
        faults = [*reading.faults, *captions.check(reading.cues, film.seconds or None)]
        stopping = [placed(fault, reading) for fault in faults if fault.stops]
        if stopping or not reading.cues:
            raise CompanionError(
                f"{path.name}: {' '.join(stopping[:3]) or _('tidak ada bagian yang terbaca.')}"
            )
    elif not captions.paragraphs(captions.decoded(data).text):
        raise CompanionError(_("%(name)s: tidak ada teks yang terbaca.") % {"name": path.name})
    if before is not None and before.media_type == VTT and (not timed or cues.is_mended(before)):
        sentence = _(
            "%(name)s: takarir film dalam bahasa ini sudah ada dan sudah dikerjakan. Gantilah di halaman “Berkas film”."
        )
        raise CompanionError(sentence % {"name": path.name})
    with transaction.atomic():
        file = cues.stored(film, data, path.name, timed=timed, language=language)
        if not file.passages.exists():  # what an editor mended before is not written over
            cues.keep_original(file)
        cues.attach(film, file, by=by)


def _recording(film: Film, path: Path, by: Any) -> None:
    with path.open("rb") as source:
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        if Ingestion.objects.filter(sha256=sha256, target=film, state=Ingestion.State.DONE).exists():
            return  # and if an editor let it go since then, that stays so
        source.seek(0)
        row = take_in(source, path.name, target=film, by=by)
    work_off(Ingestion.objects.filter(pk=row.pk))
    row.refresh_from_db()
    if row.state == Ingestion.State.REFUSED and row.file_id is None:
        raise CompanionError(f"{path.name}: {row.sentence}")


def _meaning(dataset: Dataset, path: Path, by: Any) -> None:
    told = tables.read(path, path.name)
    if not told.usable:
        raise CompanionError(f"{path.name}: {' '.join(str(fault) for fault in told.faults if fault.stops)}")
    latest = dataset.get_latest_revision_as_object()
    before = latest.serializable_data()
    tell = sheets.describe_charts if "across" in told.headings else sheets.describe_columns
    wrong = tell(latest, told)
    if wrong:
        sentence = _("%(name)s: “%(word)s” tidak dikenal.")
        raise CompanionError(sentence % {"name": path.name, "word": wrong[0]})
    if latest.serializable_data() != before:
        latest.save_revision(user=by)


def say_whose_data(work: Publication, dataset: Publication, *, publish: bool, by: Any = None) -> None:
    """Have the work say that it uses the data, where it does not yet; with `publish` readers see it at once."""
    latest = _fresh(work).get_latest_revision_as_object()
    if any(each.other_id == dataset.pk for each in latest.relations.all()):
        return
    latest.relations.add(
        Relation(kind=Relation.Kind.DATA, other=dataset, sort_order=latest.relations.count())
    )
    revision = latest.save_revision(user=by)
    if publish:
        revision.publish(user=by)
