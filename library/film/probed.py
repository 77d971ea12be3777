"""What is known of a film by looking into its file."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.film.containers import Container, container
from library.film.errors import DamagedFilm, FilmTooLarge, PictureTooLarge, SoundOnly
from library.film.ffmpeg import Limits, ffprobe

MOST_BYTES = 2_000_000_000
MOST_PIXELS = 8192 * 4320
LIMITS = Limits(cpu=15, wall=30.0, memory=1_000_000_000, written=1_000_000)

_ENTRIES = (
    "format=duration,bit_rate:stream=codec_type,codec_name,profile,pix_fmt,width,height,sample_aspect_ratio,duration"
    ":stream_disposition=attached_pic:stream_side_data=rotation"
)
#: What every browser of the last years plays (WebM: the older iPhones do not, and get another quality).
_VIDEO = {"MP4": {"h264"}, "WebM": {"vp8", "vp9", "av1"}}
_AUDIO = {"MP4": {"aac", "mp3"}, "WebM": {"opus", "vorbis"}}
_PROFILES = {"Constrained Baseline", "Baseline", "Main", "High"}
#: What an editor should know of a film, by a code that may be stored.
WORRIES: dict[str, Promise | str] = {
    "container": _(
        "Berkas jenis ini tidak diputar semua peramban. Simpan ulang sebagai MP4 (H.264 dan AAC)."
    ),
    "picture": _(
        "Gambar film ini disandikan dengan cara yang tidak diputar semua peramban. Pilih H.264 saat mengekspor."
    ),
    "for-editing": _(
        "Jenis H.264 film ini hanya untuk penyuntingan. Pilih H.264 profil Main atau High, 8-bit 4:2:0."
    ),
    "sound": _(
        "Suara film ini disandikan dengan cara yang tidak diputar semua peramban. Pilih AAC saat mengekspor."
    ),
    "begins-late": _(
        "Daftar isi film ini tersimpan di akhir berkas, jadi film lambat mulai. Simpan ulang dengan pilihan “fast start” "
        "atau “web optimized”, atau jalankan: ffmpeg -i masuk.mp4 -c copy -movflags +faststart keluar.mp4"
    ),
    "silent": _("Film ini tidak bersuara. Bila seharusnya ada suara, ekspor ulang bersama suaranya."),
    "no-length": _("Lama film tidak tercatat di berkasnya; isikan sendiri."),
}


@dataclass(frozen=True, slots=True)
class Probed:
    """`seconds` is None where the file does not say (a WebM as a browser records it). `width` and `height` in pixels
    as the film is shown, turned and stretched. Codecs as ffmpeg names them ("h264", "aac"; "" without sound);
    `bitrate` in bits a second; `faststart` is None where the question does not arise. `hindrance` says why not every
    browser plays it, as a key of `WORRIES`."""

    seconds: float | None
    width: int
    height: int
    video: str
    audio: str
    container: str
    bitrate: int
    faststart: bool | None
    hindrance: str = ""

    @property
    def has_sound(self) -> bool:
        return bool(self.audio)

    @property
    def why_not(self) -> Promise | str:
        """Why not every browser plays it, as a sentence; "" where each does."""
        return WORRIES[self.hindrance] if self.hindrance else ""

    @property
    def plays_in_browsers(self) -> bool:
        return not self.hindrance

    @property
    def quality(self) -> str:
        """As people name it, by the shorter side: "360p"."""
        return f"{min(self.width, self.height)}p"

    @property
    def worries(self) -> tuple[str, ...]:
        """What the editor should know, as keys of `WORRIES`; nothing of it keeps the film from readers but the first
        where browsers do not play it."""
        said = [self.hindrance] if self.hindrance else []
        if self.faststart is False:
            said.append("begins-late")
        if not self.has_sound:
            said.append("silent")
        if self.seconds is None:
            said.append("no-length")
        return tuple(said)

    @property
    def advice(self) -> tuple[Promise | str, ...]:
        """The same, a sentence each."""
        return tuple(WORRIES[each] for each in self.worries)


def probe(path: Path, limits: Limits = LIMITS) -> Probed:
    """What the film is. The name is not looked at. Raises FileNotFoundError and one of `library.film.errors`; those of
    size, kind, playlists and missing ends also where ffmpeg is not installed."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FilmTooLarge(f"{size} bytes", size=size / 1e9, most=MOST_BYTES // 1_000_000_000)
    held = container(path)
    try:
        said = json.loads(ffprobe(path, held.demuxer, limits, "-of", "json", "-show_entries", _ENTRIES))
    except ValueError as error:
        raise DamagedFilm(f"ffprobe: {error}") from error
    return _probed(said, held, size)


def _probed(said: dict[str, Any], held: Container, size: int) -> Probed:
    streams = said.get("streams", [])
    pictures = [
        stream for stream in streams
        if stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")
    ]  # fmt: skip
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    if not pictures:
        raise SoundOnly("no moving picture") if sounds else DamagedFilm("no stream")
    picture = pictures[0]
    width, height = _shown(picture)
    if width * height > MOST_PIXELS:
        raise PictureTooLarge(f"{width} x {height}", width=width, height=height)
    if not width or not height or not picture.get("codec_name"):
        raise DamagedFilm("a picture without a size or a codec")
    seconds = _seconds(said.get("format", {}).get("duration")) or _seconds(picture.get("duration"))
    if seconds is None and held.name not in ("WebM", "Matroska"):
        raise DamagedFilm("no duration")
    audio = str(sounds[0].get("codec_name", "unknown")) if sounds else ""
    return Probed(
        seconds=seconds,
        width=width,
        height=height,
        video=str(picture["codec_name"]),
        audio=audio,
        container=held.name,
        bitrate=round(size * 8 / seconds) if seconds else 0,
        faststart=held.layout.faststart,
        hindrance=_hindrance(held.name, picture, audio),
    )


def _shown(picture: dict[str, Any]) -> tuple[int, int]:
    width, height = int(picture.get("width", 0)), int(picture.get("height", 0))
    wide, _colon, high = str(picture.get("sample_aspect_ratio", "1:1")).partition(":")
    if wide.isdecimal() and high.isdecimal() and int(wide) and int(high):
        width = round(width * int(wide) / int(high))
    turns = [data["rotation"] for data in picture.get("side_data_list", []) if "rotation" in data]
    return (height, width) if turns and round(float(turns[0]) / 90) % 2 else (width, height)


def _seconds(written: object) -> float | None:
    try:
        seconds = float(str(written))
    except ValueError:
        return None
    return round(seconds, 3) if math.isfinite(seconds) and seconds > 0 else None


def _hindrance(name: str, picture: dict[str, Any], audio: str) -> str:
    if name not in _VIDEO:
        return "container"
    if picture["codec_name"] not in _VIDEO[name]:
        return "picture"
    if picture["codec_name"] == "h264" and (
        picture.get("profile") not in _PROFILES or picture.get("pix_fmt") not in ("yuv420p", "yuvj420p")
    ):
        return "for-editing"
    if audio and audio not in _AUDIO[name]:
        return "sound"
    return ""
