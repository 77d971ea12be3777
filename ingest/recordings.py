"""A film's recording on its way in: looked at, copied without what it says of its maker, shown in one picture.
`ingest.pipeline` calls this for files that are recordings, and puts them into their film."""

from pathlib import Path

from django.core.files.images import ImageFile

from ingest.errors import (
    BrokenFilm,
    FilmPictureTooLarge,
    FilmTooHeavy,
    FilmWithHiddenTrack,
    FilmWithoutPicture,
    Unreadable,
)
from library import mp4
from library.film import WORRIES, FilmError, Limits, probe
from library.film import errors as films
from library.models import File, Film, Picture

#: Fields of the file that say how long it plays, how large its picture is, and what its editor should know.
MEASURED = ("seconds", "width", "height", "worries")
_REASONS: dict[type[FilmError], type[Unreadable]] = {
    films.SoundOnly: FilmWithoutPicture,
    films.PictureTooLarge: FilmPictureTooLarge,
    films.LookedTooLong: FilmTooHeavy,
}
#: Somebody waits for the page on which it is asked.
_SHORT = Limits(cpu=4, wall=5.0, memory=1_000_000_000, written=1_000_000)


def measure(file: File) -> None:
    """Note how long the recording plays, how large its picture is and what its editor should know, as ffprobe says, or
    where it is not installed the file itself. Raises an `Unreadable`; saves nothing."""
    path = Path(file.original.path)
    try:
        told = mp4.read(path)
        if not told.video:
            raise (FilmWithoutPicture if told.sound else BrokenFilm)("no picture in it")
        file.seconds, file.width, file.height = told.seconds, told.width, told.height
        probed = probe(path)
    except mp4.HiddenTrackError as error:
        raise FilmWithHiddenTrack(str(error)) from error
    except mp4.NotAnMp4 as error:
        raise BrokenFilm(str(error)) from error
    except films.NoFfmpeg:
        return
    except FilmError as error:
        raise _REASONS.get(type(error), BrokenFilm)(f"{error.code}: {error.detail}") from error
    file.seconds = probed.seconds or file.seconds
    file.width, file.height = probed.width, probed.height
    file.worries = list(probed.worries)


def advice(file: File) -> list[str]:
    """What an editor should know of a recording, a sentence each: that some browsers do not play it, that it has no
    sound. One that was never looked at (no ffprobe was there) is looked at now, shortly and once."""
    if file.worries is None:
        try:
            file.worries = list(probe(Path(file.original.path), _SHORT).worries)
        except films.NoFfmpeg as error:
            return [error.sentence]
        except (FilmError, OSError):
            file.worries = []
        file.save(update_fields=["worries"])
    mended = {"begins-late"} if _copy_begins_at_once(file) else set()
    return [str(WORRIES[each]) for each in file.worries if each in WORRIES and each not in mended]


def _copy_begins_at_once(file: File) -> bool:
    """Whether viewers get their copy with its index first, as copies are made wherever it can be moved."""
    try:
        return bool(file.copy) and mp4.begins_at_once(Path(file.copy.path))
    except (mp4.NotAnMp4, OSError):
        return False


def give_cover(film: Film, file: File) -> None:
    """The poster as the film's cover, where no picture was chosen. The film is not saved."""
    if film.cover_id is not None or not file.cover:
        return
    with Path(file.cover.path).open("rb") as source:
        picture = Picture(title=film.title[:255], file=ImageFile(source, f"poster-{file.code}.webp"))
        picture.save()
    film.cover = picture
