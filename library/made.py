"""What is made from a file for readers (its clean copy, its cover, pictures of its pages): made, taken away, made again.

A work that is withdrawn leaves nothing behind that was made from it; the original stays with the institute. Should the
work come back, the worker makes everything anew.
"""

import hashlib
import logging
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from library import folders, mp4, originals, public_files
from library.access import Access, public
from library.captions import Cue, as_vtt, faulty
from library.film import FilmError, poster
from library.models import File, PictureRendition, Publication

log = logging.getLogger(__name__)

_PDF, _RECORDING, _CAPTIONS = "application/pdf", "video/mp4", "text/vtt"
#: The fields of a `File` that say what was made from it: saved alone, for others change the rest meanwhile.
FIELDS = ("copy", "copy_sha256", "copy_size", "cover", "cover_width", "cover_height")


def make(file: File, *, again: bool = False) -> str:
    """The copy that the public downloads, without the original's personal metadata, and the first page as a cover; what
    is there already stays, unless it is to be made `again`. Saves nothing in the database. Gives to operators what could not be made, or "".

    Text can be read where neither can be made: then nothing is offered for download, and the site draws a cover.
    """
    if not again and all(map(_is_there, (file.copy, file.cover))):
        return ""
    if file.media_type == _CAPTIONS:
        return _make_captions(file)
    if file.media_type not in (_PDF, _RECORDING):
        return ""
    if (again or file.taken_away) and (fault := originals.fault(file)):
        return f"original {fault}: what was made of it stays"
    if file.media_type == _RECORDING:
        return _make_recording(file)
    had_copy, had_cover = _is_sound(file), _is_there(file.cover)
    file.copy.name = file.copy.field.generate_filename(file, "copy.pdf")
    file.cover.name = file.cover.field.generate_filename(file, "cover.webp")
    made = public_files.make(Path(file.original.path), Path(file.copy.path), Path(file.cover.path))
    # Where a newer tool fails, what an older one made goes on serving readers: it still stands there.
    if made.copy:
        file.copy_sha256, file.copy_size = made.copy.sha256, made.copy.size
    elif not had_copy:
        file.copy.name, file.copy_sha256, file.copy_size = "", "", 0
    if made.cover:
        file.cover_width, file.cover_height = made.cover
    elif not had_cover:
        file.cover.name, file.cover_width, file.cover_height = "", 0, 0
    return made.trouble


def _is_there(made: Any) -> bool:
    return bool(made) and Path(made.path).exists()


def _is_sound(file: File) -> bool:
    """Whether the copy is there as it was made."""
    return bool(file.copy) and originals.sha256_of(Path(file.copy.path)) == file.copy_sha256


def _make_recording(file: File) -> str:
    """The copy that viewers get, without the personal metadata, and the poster."""
    original, trouble = Path(file.original.path), ""
    had_copy, had_cover = _is_sound(file), _is_there(file.cover)
    file.copy.name = file.copy.field.generate_filename(file, "copy.mp4")
    path = Path(file.copy.path)
    try:
        mp4.clean_copy(original, path)
        with path.open("rb") as written:
            file.copy_sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        file.copy_size = path.stat().st_size
    except mp4.NotAnMp4 as error:
        trouble = str(error)
        if not had_copy:
            file.copy.name, file.copy_sha256, file.copy_size = "", "", 0
    file.cover.name = file.cover.field.generate_filename(file, "cover.webp")
    try:
        file.cover_width, file.cover_height = poster(original, None, Path(file.cover.path))
    except FilmError as error:
        if not had_cover:
            file.cover.name, file.cover_width, file.cover_height = "", 0, 0
        trouble = trouble or f"{error.code}: {error.detail}"
    return trouble


def _make_captions(file: File) -> str:
    """WebVTT for players, out of the passages as they stand."""
    rows = file.passages.exclude(start=None).order_by("number")
    cues = [Cue(row.start or 0, row.end or 0, **(row.cue or {"text": row.text})) for row in rows]
    written = as_vtt(cue for cue in cues if not faulty(cue)).encode()
    file.copy.name = file.copy.field.generate_filename(file, "copy.vtt")
    path = Path(file.copy.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.part")
    temporary.write_bytes(written)
    temporary.replace(path)
    file.copy_sha256, file.copy_size = hashlib.sha256(written).hexdigest(), len(written)
    return ""


def files_of(publications: Iterable[int]) -> list[int]:
    """The keys of the files that these publications read."""
    return list(File.objects.filter(_needed_by(list(publications))).values_list("pk", flat=True).distinct())


def take_away(files: Iterable[int], covers: Iterable[int] = ()) -> int:
    """Remove what was made from these files, and from the pictures chosen as `covers`, where no work that is published
    needs it any more; gives how many files. Called after the commit: what fails before leaves everything as it was."""
    needing = Publication.objects.filter(live=True).exclude(access=Access.WITHDRAWN)
    needing = needing.exclude(article__host__access=Access.WITHDRAWN).exclude(article__host__live=False)
    needed = File.objects.filter(_needed_by(needing)).values("pk")
    unread = File.objects.filter(pk__in=list(files)).exclude(pk__in=needed)
    count = 0
    for file in unread:
        File.objects.filter(pk=file.pk).update(
            copy="", copy_sha256="", copy_size=0, cover="", cover_width=0, cover_height=0, taken_away=True
        )
        drop(file)
        # After the copy: who draws a page of it just now looks, when done, whether it is still there.
        shutil.rmtree(folders.pictures_of(file.sha256), ignore_errors=True)
        count += 1
    shown = needing.exclude(cover=None).values("cover")
    for rendition in PictureRendition.objects.filter(image__in=list(covers)).exclude(image__in=shown):
        rendition.delete()  # with its file
    return count


def drop(file: File) -> None:
    """Remove what was made from a file, also what nobody came to save; what is being made just now its maker drops when
    it is done (`library.keeping`). Saves nothing in the database."""
    for pattern in ("copy.*", "cover.*"):
        for path in folders.of(file.sha256).glob(pattern):
            if path.suffix != ".part":
                path.unlink(missing_ok=True)
    file.copy, file.cover = "", ""
    file.copy_sha256, file.copy_size, file.cover_width, file.cover_height = "", 0, 0, 0


def make_again() -> int:
    """Make what was taken away from files whose works are open again; gives how many files. The worker's tick."""
    count = 0
    seen = Publication.objects.seen(public())
    for file in File.objects.filter(_needed_by(seen), taken_away=True, fault="").distinct():
        if fault := originals.fault(file):
            log.warning("File %s: original %s; nothing is made of it", file.pk, fault)
            continue
        try:
            trouble = make(file)
        except (OSError, ValueError) as error:  # of this file alone; the others are made all the same
            log.warning("File %s: %s", file.pk, error)
            continue
        if trouble:
            log.warning("File %s: %s", file.pk, trouble)
        count += _is_kept_again(file)
    return count


def _is_kept_again(file: File) -> bool:
    """Save what was made; where its works were withdrawn once more while it was, it goes again."""
    with transaction.atomic():
        row = File.objects.select_for_update().filter(pk=file.pk)
        if not row.exists():
            return False
        if not row.filter(_needed_by(Publication.objects.seen(public()))).exists():
            drop(file)
            return False
        file.taken_away = False
        file.save(update_fields=[*FIELDS, "taken_away"])
    return True


def _needed_by(publications: Any) -> Q:
    """Files that these publications read, play, or offer for printing."""
    read = Q(spans__publication__in=publications) | Q(printed_as__in=publications)
    return read | Q(recordings__film__in=publications)
