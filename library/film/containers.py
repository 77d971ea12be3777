"""Which kind of file it is, by its first bytes. Pure.

ffmpeg guesses among 300 formats, and some of them (HLS, concat, DASH, SDP) name other files and addresses, which it
then opens: a film uploaded by a stranger would read our own disk. So the guess is made here, among films alone, and
ffmpeg is told the answer.
"""

from dataclasses import dataclass
from pathlib import Path

from library.film.boxes import Layout, doctype, mp4, webm
from library.film.errors import EmptyFilm, NotAFilm, Playlist, SoundOnly

_SEEN = 4096
_PLAYLISTS = (
    b"#extm3u",
    b"ffconcat",
    b"<mpd",
    b"[playlist]",
    b"[reference]",
    b"<asx",
    b"v=0",
    b"<smil",
    b"file '",
    b"rtsptext",
)
_SOUND = (
    b"ID3",
    b"fLaC",
    b"MThd",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf2",
    b"\xff\xf1",
    b"\xff\xf9",
    b"#!AMR",
    b"caff",
    b"FORM",
)
_TS = 188  # bytes of a packet of an MPEG transport stream, each beginning with 0x47


@dataclass(frozen=True, slots=True)
class Container:
    """`name` as people know it ("MP4", "WebM"), and the `demuxer` of ffmpeg that reads it and nothing else."""

    name: str
    demuxer: str
    layout: Layout


def container(path: Path) -> Container:
    """What holds the film. Raises FileNotFoundError, `EmptyFilm`, `Playlist`, `SoundOnly`, `NotAFilm`, and what the
    `boxes` raise."""
    with path.open("rb") as file:
        beginning = file.read(_SEEN)
    if not beginning:
        raise EmptyFilm
    if _is_playlist(beginning):
        raise Playlist
    plain = Layout("", None)
    if beginning[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        if beginning[8:11] in (b"M4A", b"M4B"):
            raise SoundOnly(beginning[8:12].decode("latin-1"))
        if beginning[8:12] in (b"avif", b"avis", b"heic", b"heix", b"mif1", b"crx "):
            raise NotAFilm("a picture in the boxes of an MP4")
        layout = mp4(path)
        return Container("QuickTime" if layout.brand in ("", "qt  ") else "MP4", "mov", layout)
    if beginning.startswith(b"\x1a\x45\xdf\xa3"):
        return Container("WebM" if doctype(beginning) == "webm" else "Matroska", "matroska", webm(path))
    if beginning.startswith(b"RIFF") and beginning[8:12] == b"AVI ":
        return Container("AVI", "avi", plain)
    if beginning.startswith(b"OggS"):
        return Container("Ogg", "ogg", plain)
    if beginning.startswith(b"FLV\x01"):
        return Container("Flash", "flv", plain)
    if beginning.startswith(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"):
        return Container("Windows Media", "asf", plain)
    if beginning.startswith(b"\x00\x00\x01\xba"):
        return Container("MPEG", "mpeg", plain)
    if len(beginning) > 4 * _TS and all(beginning[at] == 0x47 for at in range(0, 4 * _TS, _TS)):
        return Container("MPEG-TS", "mpegts", plain)
    if beginning.startswith(_SOUND) or (beginning.startswith(b"RIFF") and beginning[8:12] == b"WAVE"):
        raise SoundOnly("by its first bytes")
    raise NotAFilm(repr(beginning[:16]))


def _is_playlist(beginning: bytes) -> bool:
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<?xml"):
        return b"<mpd" in text or b"<smil" in text
    return text.startswith(_PLAYLISTS)
