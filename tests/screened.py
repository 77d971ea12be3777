"""Published films for tests: a real recording of twelve seconds, with captions in two languages."""

import io
import struct
import uuid
from pathlib import Path

from ingest.accept import take_in
from ingest.cues import attach, keep, stored
from ingest.work import work_off
from library.captions import Cue
from library.models import Film

SAMPLE = Path(__file__).parent / "samples" / "film.mp4"
INDONESIAN = (
    Cue(500, 3000, "Di bawah pohon nangka, para ibu berkumpul."),
    Cue(3500, 6000, "Mereka menamai tempat itu bale istri."),
    Cue(9000, 11500, "Rumah aman dicari bersama.", "Ibu Yayah"),
)
ENGLISH = (
    Cue(500, 3000, "Under the jackfruit tree the mothers gather."),
    Cue(3500, 6000, "They call the place bale istri."),
    Cue(9000, 11500, "A shelter is found together.", "Ibu Yayah"),
)


def unlike_others(data: bytes, note: bytes = b"") -> bytes:
    """The same film with one more box at its end, so that its hash is its own."""
    note = note or uuid.uuid4().bytes
    return data + struct.pack(">I4s", 8 + len(note), b"free") + note


def screened(title: str = "Di Bawah Pohon Nangka", *, captions: bool = True, **fields: object) -> Film:
    """A published film on its shelf."""
    record = {"file": "film.mp4", "kind": "film", "title": title, "language": "id"}
    row = take_in(io.BytesIO(unlike_others(SAMPLE.read_bytes())), "film.mp4", record=record, publish=True)
    work_off()
    row.refresh_from_db()
    film = row.target.specific
    for name, value in fields.items():
        setattr(film, name, value)
    film.save_revision().publish()
    for language, cues in (("id", INDONESIAN), ("en", ENGLISH)) if captions else ():
        file = stored(film, uuid.uuid4().bytes, f"film.{language}.vtt", timed=True, language=language)
        keep(file, cues)
        attach(Film.objects.get(pk=film.pk), file)
    return Film.objects.get(pk=film.pk)
