"""A still picture of a film, for its card and for the player before it plays."""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageStat, UnidentifiedImageError

from library.film.containers import container
from library.film.errors import DamagedFilm, NoPoster
from library.film.ffmpeg import Limits, ffmpeg
from library.film.probed import LIMITS as PROBING
from library.film.probed import probe

SIDE = 1280  # pixels of the longer side at most; a smaller film is not made larger
QUALITY = 80
LIMITS = Limits(cpu=30, wall=60.0)
#: A frame darker, brighter or evener than this (of 255) says nothing: a fade, a title not yet there.
_DARK, _BRIGHT, _EVEN = 20.0, 240.0, 10.0
_SHARES = (0.1, 0.25, 0.4, 0.6, 0.8)


def poster(path: Path, at_seconds: float | None, into: Path, limits: Limits = LIMITS) -> tuple[int, int]:
    """Draw the frame at that second as WebP into the file `into`; gives its width and height in pixels.

    Without a second, or where that frame is all but empty, that one of a few through the film is taken which shows
    most: one in the midst of a fade shows less. The file appears whole or not at all. Raises as `probe`
    does, and `NoPoster`.
    """
    seconds = probe(path, PROBING).seconds
    demuxer = container(path).demuxer
    best: tuple[float, Image.Image] | None = None
    for second in _moments(at_seconds, seconds):
        frame = _frame(path, demuxer, second, limits)
        if frame is None:
            continue
        worth, empty = _shows(frame)
        if best is None or worth > best[0]:
            best = (worth, frame)
        if second == at_seconds and not empty:
            best = (worth, frame)
            break
    if best is None:
        raise NoPoster("no frame was drawn")
    picture = best[1]
    part = into.with_name(f"{into.name}.part")
    try:
        picture.save(part, "WEBP", quality=QUALITY, method=4)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    return picture.size


def _moments(asked: float | None, seconds: float | None) -> Iterator[float]:
    if asked is not None and asked >= 0 and (seconds is None or asked < seconds):
        yield asked
    yield from (share * seconds for share in _SHARES) if seconds else (3.0, 0.0)


def _frame(path: Path, demuxer: str, second: float, limits: Limits) -> Image.Image | None:
    """The frame, or None where there is none at that second."""
    size = f"scale='trunc(iw*sar)':ih,scale='min({SIDE},iw)':'min({SIDE},ih)':force_original_aspect_ratio=decrease,setsar=1"
    made = (
        "-map",
        "0:V:0",
        "-frames:v",
        "1",
        "-an",
        "-sn",
        "-dn",
        "-vf",
        size,
        "-c:v",
        "ppm",
        "-f",
        "image2pipe",
    )
    try:
        drawn = ffmpeg(path, demuxer, limits, ("-ss", f"{second:.3f}"), made)
        picture = Image.open(io.BytesIO(drawn), formats=["PPM"])
        picture.load()
    except (DamagedFilm, UnidentifiedImageError, OSError):
        return None
    return picture


def _shows(frame: Image.Image) -> tuple[float, bool]:
    """(how much it differs within itself, whether it is all but empty)."""
    light = ImageStat.Stat(frame.convert("L"))
    mean, spread = light.mean[0], light.stddev[0]
    return spread, not (_DARK < mean < _BRIGHT) or spread < _EVEN
