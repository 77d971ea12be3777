"""Films' files: what ffprobe says of good ones, a sentence for every bad one, and a still picture."""

import json
import os
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image, ImageStat

from library.film import FilmError, Probed, available, poster, probe
from library.film import errors as film_errors
from library.film.boxes import webm
from library.film.ffmpeg import Limits, ffprobe
from tests.films import H264, PICTURE, SOUND, film, made, silent


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("films") / "good.mp4")


@pytest.fixture
def without_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def told(path: Path, **limits: Limits) -> FilmError:
    with pytest.raises(FilmError) as caught:
        probe(path, **limits)
    with translation.override("id"):
        assert caught.value.sentence.endswith(".")
        assert "%" not in caught.value.sentence
    return caught.value


def test_a_good_film_is_what_ffprobe_says(good: Path) -> None:
    found = probe(good)
    said = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-of", "json", "-show_format", str(good)],
            capture_output=True,
            check=True,
        ).stdout
    )
    assert found.seconds == pytest.approx(float(said["format"]["duration"]), abs=0.001)
    assert found.bitrate == pytest.approx(int(said["format"]["bit_rate"]), rel=0.01)
    assert found == Probed(found.seconds, 320, 180, "h264", "aac", "MP4", found.bitrate, True)
    assert (found.quality, found.has_sound, found.plays_in_browsers, found.advice) == ("180p", True, True, ())
    assert (
        available()
        in subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout
    )


def test_the_name_is_not_believed(good: Path, tmp_path: Path) -> None:
    renamed = shutil.copy(good, tmp_path / "foto.jpg")
    assert probe(renamed) == probe(good)


def test_what_begins_late_and_what_is_silent_is_said(tmp_path: Path) -> None:
    found = probe(silent(tmp_path / "late.mp4"))
    assert (found.faststart, found.has_sound, found.plays_in_browsers) == (False, False, True)
    assert [str(each) for each in found.advice] == [
        (
            "Daftar isi film ini tersimpan di akhir berkas, jadi film lambat mulai. "
            "Simpan ulang dengan pilihan “fast start” atau “web optimized”, atau jalankan: "
            "ffmpeg -i masuk.mp4 -c copy -movflags +faststart keluar.mp4"
        ),
        "Film ini tidak bersuara. Bila seharusnya ada suara, ekspor ulang bersama suaranya.",
    ]


@pytest.mark.parametrize(
    ("name", "options", "container", "why"),
    [
        ("a.webm", ("-c:v", "libvpx", "-b:v", "200k", "-c:a", "libopus"), "WebM", ""),
        ("a.mkv", (*H264, "-c:a", "aac"), "Matroska", "jenis ini"),
        ("a.mov", (*H264, "-c:a", "aac"), "QuickTime", "jenis ini"),
        ("a.avi", ("-c:v", "mpeg4", "-c:a", "mp3"), "AVI", "jenis ini"),
        ("a.ts", (*H264, "-c:a", "aac"), "MPEG-TS", "jenis ini"),
        ("a.mpg", ("-c:v", "mpeg2video", "-r", "25", "-c:a", "mp2"), "MPEG", "jenis ini"),
        ("a.flv", ("-c:v", "flv", "-c:a", "mp3", "-ar", "44100"), "Flash", "jenis ini"),
        ("a.wmv", ("-c:v", "wmv2", "-c:a", "wmav2"), "Windows Media", "jenis ini"),
        ("mpeg4.mp4", ("-c:v", "mpeg4", "-c:a", "aac"), "MP4", "Gambar film ini"),
        ("422.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv422p", "-c:a", "aac"), "MP4", "penyuntingan"),
        ("ac3.mp4", (*H264, "-c:a", "ac3"), "MP4", "Suara film ini"),
    ],
)
def test_what_browsers_do_not_play_is_told_why(
    name: str, options: tuple[str, ...], container: str, why: str, tmp_path: Path
) -> None:
    found = probe(made(tmp_path / name, *PICTURE, *SOUND, *options))
    assert found.container == container
    assert found.seconds == pytest.approx(3, abs=0.3)
    assert found.plays_in_browsers == (not why)
    assert why in str(found.why_not)
    assert not why or found.advice[0] == found.why_not


def test_a_film_is_measured_as_it_is_shown(good: Path, tmp_path: Path) -> None:
    stretched = silent(tmp_path / "stretched.mp4", "-vf", "setsar=4/3")
    assert (probe(stretched).width, probe(stretched).height) == (427, 180)
    turned = made(tmp_path / "turned.mp4", "-i", str(good), "-c", "copy", "-metadata:s:v", "rotate=90")
    assert (probe(turned).width, probe(turned).height, probe(turned).quality) == (180, 320, "180p")


def test_a_webm_that_does_not_say_how_long_it_is_is_asked_about(tmp_path: Path) -> None:
    live = made(
        tmp_path / "live.webm", *PICTURE, "-c:v", "libvpx", "-b:v", "100k", "-f", "webm", "-live", "1"
    )
    found = probe(live)
    assert found.seconds is None
    assert found.bitrate == 0
    assert "isikan sendiri" in str(found.advice[-1])
    assert poster(live, None, tmp_path / "p.webp") == (320, 180)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_film_without_its_end_is_told_apart_by_its_own_sizes(
    good: Path, share: float, tmp_path: Path
) -> None:
    whole = good.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert told(cut).code == "truncated-film"
    late = silent(tmp_path / "late.mp4").read_bytes()
    cut.write_bytes(late[: int(len(late) * share)])
    assert told(cut).code == "truncated-film"


def test_a_webm_without_its_end_is_told_apart_too(tmp_path: Path) -> None:
    whole = made(tmp_path / "a.webm", *PICTURE, "-c:v", "libvpx", "-b:v", "100k")
    webm(whole)
    cut = tmp_path / "cut.webm"
    cut.write_bytes(whole.read_bytes()[:-500])
    assert told(cut).code == "truncated-film"


def test_sound_alone_is_no_film(good: Path, tmp_path: Path) -> None:
    for name, options in (
        ("a.m4a", ("-c:a", "aac")),
        ("a.mp3", ()),
        ("a.wav", ()),
        ("a.ogg", ("-c:a", "libvorbis")),
        ("a.mp4", ("-c:a", "aac")),
    ):
        assert told(made(tmp_path / name, *SOUND, *options)).code == "sound-only", name
    cover = tmp_path / "cover.png"
    Image.new("RGB", (64, 64), "plum").save(cover)
    with_cover = made(
        tmp_path / "cover.mp4", *SOUND, "-i", str(cover), "-map", "0", "-map", "1", "-c:a", "aac", "-c:v", "copy",
        "-disposition:v:0", "attached_pic",
    )  # fmt: skip
    assert told(with_cover).code == "sound-only"


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXTINF:10,\n{secret}\n#EXT-X-ENDLIST\n",
    "blanks": "\ufeff\n  #EXTM3U\n#EXTINF:10,\n{secret}\n",
    "concat": "ffconcat version 1.0\nfile {secret}\n",
    "old concat": "file '{secret}'\n",
    "dash": '<?xml version="1.0"?>\n<MPD><BaseURL>{secret}</BaseURL></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 49170 RTP/AVP 31\n",
}


@pytest.mark.parametrize("text", PLAYLISTS.values(), ids=PLAYLISTS)
def test_a_list_of_films_is_refused_before_ffmpeg_sees_it(
    text: str, without_ffmpeg: None, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_text(text.format(secret="/etc/passwd"))
    assert told(path).code == "playlist"


def test_ffprobe_opens_no_address_and_guesses_no_format_whatever_a_file_says(
    good: Path, tmp_path: Path
) -> None:
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        listing = tmp_path / "film.mp4"
        listing.write_text(f"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n")

        def visited() -> None:
            with suppress(TimeoutError):
                visits.append(server.accept()[1])

        for demuxer in ("hls", "mov"):
            watching = threading.Thread(target=visited)
            watching.start()
            with pytest.raises(film_errors.DamagedFilm):
                ffprobe(listing, demuxer, Limits(cpu=5, wall=10))
            watching.join()
    assert visits == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-film"),
        (b"%PDF-1.7\n" + b"x" * 500, "not-a-film"),
        (b"\xff\xd8\xff\xe0" + b"x" * 500, "not-a-film"),
        (b"<html><video src=x></video></html>", "not-a-film"),
        (b"\x00\x00\x00\x18ftypavif" + b"\x00" * 200, "not-a-film"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x08free" * 3, "damaged-film"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x03moov", "damaged-film"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x08free" * 100_001, "damaged-film"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x10moov\x00\x00\x00\x00", "truncated-film"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00#EXTM3U\n/etc/passwd\n", "truncated-film"),
        (b"\x1a\x45\xdf\xa3\x00\x00", "damaged-film"),
        (b"\x1a\x45\xdf\xa3\x82\x00\x00", "damaged-film"),
        (b"\x1a\x45\xdf\xa3\x9f", "damaged-film"),
    ],
)
def test_what_is_no_film_is_said_also_without_ffmpeg(
    content: bytes, code: str, without_ffmpeg: None, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    assert told(path).code == code


def test_boxes_that_are_whole_and_hold_nothing_are_damage(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x08moov\x00\x00\x00\x08mdat")
    assert told(path).code == "damaged-film"


def test_three_gigabytes_are_refused_by_their_size_alone(without_ffmpeg: None, tmp_path: Path) -> None:
    path = tmp_path / "besar.mp4"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    error = told(path)
    assert error.code == "film-too-large"
    with translation.override("id"):
        assert "3,0 GB; paling besar 2 GB" in error.sentence


def test_a_picture_too_large_is_refused(tmp_path: Path) -> None:
    huge = made(
        tmp_path / "huge.mp4", "-f", "lavfi", "-i", "color=size=9000x4000:rate=1:duration=1", "-c:v", "mjpeg", "-q:v", "31"
    )  # fmt: skip
    error = told(huge)
    assert error.code == "film-picture-too-large"
    with translation.override("id"):
        assert "9.000 × 4.000" in error.sentence or "9000 × 4000" in error.sentence


def test_without_ffmpeg_the_one_command_is_said(good: Path, without_ffmpeg: None) -> None:
    assert available() == ""
    error = told(good)
    assert error.code == "no-ffmpeg"
    assert "sudo apt install ffmpeg" in error.sentence


@pytest.mark.parametrize("limits", [Limits(wall=0.0001), Limits(memory=60_000_000)], ids=["clock", "memory"])
def test_the_limits_end_it_with_a_sentence(good: Path, limits: Limits) -> None:
    assert told(good, limits=limits).code == "looked-too-long"


def test_what_says_too_much_is_ended(good: Path) -> None:
    with pytest.raises(film_errors.LookedTooLong):
        ffprobe(good, "mov", Limits(written=1_000), "-of", "json", "-show_packets")


def test_a_poster_is_the_frame_that_was_asked_for(good: Path, tmp_path: Path) -> None:
    into = tmp_path / "poster.webp"
    assert poster(good, 1.0, into) == (320, 180)
    exact = made(tmp_path / "exact.png", "-ss", "1", "-i", str(good), "-frames:v", "1")
    with Image.open(into) as picture, Image.open(exact) as frame:
        assert picture.format == "WEBP"
        ours, theirs = ImageStat.Stat(picture.convert("RGB")).mean, ImageStat.Stat(frame.convert("RGB")).mean
    assert ours == pytest.approx(theirs, abs=3)
    assert sorted(os.listdir(tmp_path)) == ["exact.png", "poster.webp"]  # noqa: PTH208


def test_a_black_beginning_is_no_poster(tmp_path: Path) -> None:
    dark = silent(tmp_path / "dark.mp4", "-vf", "fade=t=in:st=1.4:d=0.2")
    poster(dark, 0.2, tmp_path / "p.webp")
    with Image.open(tmp_path / "p.webp") as picture:
        assert ImageStat.Stat(picture.convert("L")).mean[0] > 40


def test_a_frame_in_the_midst_of_a_fade_is_no_poster_where_a_better_one_is(tmp_path: Path) -> None:
    pale = silent(tmp_path / "pale.mp4", "-vf", "eq=contrast=0.3:enable='lt(t,1.5)'")
    poster(pale, None, tmp_path / "p.webp")
    poster(pale, 0.3, tmp_path / "early.webp")
    with Image.open(tmp_path / "p.webp") as picture, Image.open(tmp_path / "early.webp") as early:
        shows, pales = (ImageStat.Stat(each.convert("L")).stddev[0] for each in (picture, early))
    assert shows > 2 * pales


def test_a_film_that_is_black_throughout_has_a_black_poster(tmp_path: Path) -> None:
    black = made(tmp_path / "b.mp4", "-f", "lavfi", "-i", "color=black:size=64x48:duration=2", *H264)
    assert poster(black, None, tmp_path / "p.webp") == (64, 48)


def test_a_large_film_has_a_poster_of_bounded_size(tmp_path: Path) -> None:
    large = made(tmp_path / "l.mp4", "-f", "lavfi", "-i", "testsrc=size=1080x1920:rate=2:duration=1", *H264)
    assert poster(large, None, tmp_path / "p.webp") == (720, 1280)


def test_a_film_whose_frames_are_garbage_has_no_poster(good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    at = content.index(b"mdat") + 4
    content[at:] = bytes(len(content) - at)
    path = tmp_path / "garbage.mp4"
    path.write_bytes(content)
    with pytest.raises(film_errors.NoPoster) as caught:
        poster(path, None, tmp_path / "p.webp")
    assert "sampulnya" in caught.value.sentence
    assert not (tmp_path / "p.webp").exists()


def test_every_kind_of_fault_is_reached_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    kinds = [
        kind for kind in FilmError.__subclasses__() if kind.code not in text and kind.__name__ not in text
    ]
    assert kinds == []
