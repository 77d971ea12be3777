"""A film's recording on its way in: looked at, copied without what it says of its maker, shown in one picture.
`ingest.pipeline` calls this for files that are recordings, and puts them into their film."""

from pathlib import Path

from django.core.files.images import ImageFile

from ingest.errors import BrokenFilm
from library import mp4
from library.film import FilmError, probe
from library.film.errors import NoFfmpeg
from library.models import File, Film, Picture

#: Fields of the file that say how long it plays and how large its picture is.
MEASURED = ("seconds", "width", "height")


def measure(file: File) -> None:
    """Note how long the recording plays and how large its picture is, as ffprobe says, or where it is not installed the
    file itself. Raises `BrokenFilm`; saves nothing."""
    path = Path(file.original.path)
    try:
        told = mp4.read(path)
        if not told.video:
            raise BrokenFilm("no picture in it")
        file.seconds, file.width, file.height = told.seconds, told.width, told.height
        probed = probe(path)
    except mp4.NotAnMp4 as error:
        raise BrokenFilm(str(error)) from error
    except NoFfmpeg:
        return
    except FilmError as error:
        raise BrokenFilm(f"{error.code}: {error.detail}") from error
    file.seconds = probed.seconds or file.seconds
    file.width, file.height = probed.width, probed.height


def advice(file: File) -> list[str]:
    """What an editor should know of a recording: that some browsers do not play it, that it has no sound."""
    try:
        return [str(sentence) for sentence in probe(Path(file.original.path)).advice]
    except FilmError as error:
        return [error.sentence]
    except FileNotFoundError:
        return []


def give_cover(film: Film, file: File) -> None:
    """The poster as the film's cover, where no picture was chosen. The film is not saved."""
    if film.cover_id is not None or not file.cover:
        return
    with Path(file.cover.path).open("rb") as source:
        picture = Picture(title=film.title[:255], file=ImageFile(source, f"poster-{file.code}.webp"))
        picture.save()
    film.cover = picture
