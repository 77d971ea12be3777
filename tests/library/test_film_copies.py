"""The copy of a film for readers: the same sound and pictures, and not a word of who made it, with what, where and when."""

import json
import subprocess
from pathlib import Path

import pytest

from library import mp4
from library.mp4.user_data import Coding, unit_without_user_data, without_user_data
from tests.films import H264, PICTURE, SOUND, made

WHO = (
    "-metadata", "location=-06.9175+107.6191/", "-metadata", "title=Rahasia Ibu Euis",
    "-metadata", "make=KameraKu", "-metadata:s:v", "handler_name=GoPro AVC Euis", "-metadata:s:a",
    "handler_name=GoPro AAC Euis", "-metadata:s:v", "encoder=GoPro AVC encoder", "-metadata:s:v", "vendor_id=GPRO",
    "-metadata:s:v", "creation_time=2015-03-04T05:06:07Z",
)  # fmt: skip
TAGS = ("-movflags", "+use_metadata_tags")
IN_PICTURES = "086f3693-b7b3-4f2c-9653-21492feee5b8+Euis-di-Majalaya"
SECRETS = [b"107.6191", b"Euis", b"KameraKu", b"GoPro", b"GPRO"]
PROGRAMS = [b"x264", b"x265", b"Lavf", b"VideoHandler", b"SoundHandler"]


def shown(path: Path) -> bytes:
    """The sum of every frame and every sound."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "framemd5", "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def probed(path: Path) -> dict:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", str(path)]
    found: dict = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    return found


def copied(path: Path) -> Path:
    into = path.with_name("copy.mp4")
    mp4.clean_copy(path, into)
    return into


def codings(which: str) -> tuple[str, ...]:
    if which == "h264":
        return (*H264, "-bsf:v", f"h264_metadata=sei_user_data={IN_PICTURES}")
    return (
        "-c:v",
        "libx265",
        "-tag:v",
        which,
        "-x265-params",
        "log-level=error:pools=1",
        "-pix_fmt",
        "yuv420p",
    )


@pytest.mark.parametrize("which", ["h264", "hvc1", "hev1"])
@pytest.mark.parametrize(
    "layout",
    [
        pytest.param((), id="its index last"),
        pytest.param(("-movflags", "+faststart+use_metadata_tags"), id="its index first"),
        pytest.param(("-movflags", "+frag_keyframe+empty_moov+default_base_moof"), id="in fragments"),
        pytest.param(("-movflags", "+frag_keyframe+empty_moov"), id="in fragments with offsets"),
    ],
)
def test_nothing_of_its_maker_is_in_it_and_it_shows_the_same(
    tmp_path: Path, which: str, layout: tuple[str, ...]
) -> None:
    path = made(tmp_path / "film.mp4", *PICTURE, *SOUND, *codings(which), "-c:a", "aac", *WHO, *layout)
    before = path.read_bytes()
    assert b"Euis" in before and b"GoPro AVC" in before
    assert (b"x264" if which == "h264" else b"x265") in before
    copy = copied(path)
    after = copy.read_bytes()
    assert [word for word in [*SECRETS, *PROGRAMS] if word in after] == []
    assert len(after) == len(before) and path.read_bytes() == before
    assert shown(copy) == shown(path)
    told = probed(copy)
    tags = [set(each.get("tags", {})) for each in [told["format"], *told["streams"]]]
    assert set().union(*tags) <= {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "language",
        "vendor_id",
    }
    assert mp4.read(copy) == mp4.read(path)


def test_boxes_that_no_player_asks_for_are_emptied(tmp_path: Path) -> None:
    """Cameras put their own beside those of the standard, and at the end of the file."""
    path = made(tmp_path / "film.mp4", *PICTURE, *H264)
    path.write_bytes(path.read_bytes() + len(b"12345678Euis 1").to_bytes(4, "big") + b"sefd" + b"Euis 1")
    copy = copied(path)
    assert b"Euis" not in copy.read_bytes() and shown(copy) == shown(path)


H264_UNITS, H265_UNITS = Coding(False, 4), Coding(True, 4)
RECOVERY = b"\6\1\xc4"  # a message of H.264 that says where one can seek to


def user_data(many: int, kind: int = 5) -> bytes:
    """A message of `many` bytes."""
    return bytes([kind, *[0xFF] * (many // 255), many % 255]) + b"Euis"[:many] + b"e" * (many - 4)


@pytest.mark.parametrize("many", [*range(4, 40), 250, *range(252, 262), 508, 509, 510, 511, 512, 770])
@pytest.mark.parametrize("first", [b"", RECOVERY])
def test_a_message_of_any_length_becomes_filler_and_others_stay(many: int, first: bytes) -> None:
    unit = b"\6" + first + user_data(many) + b"\x80"
    found = unit_without_user_data(unit, 1)
    assert len(found) == len(unit) and b"Eui" not in found
    assert found.startswith(b"\6" + first + b"\3") and found.endswith(b"\x80")


def test_what_has_no_user_data_stays_the_very_same() -> None:
    picture = b"\0\0\0\5\6" + RECOVERY + b"\x80" + b"\0\0\0\3\x65\x88\x84"
    assert without_user_data(picture, H264_UNITS) is picture


def test_only_the_unit_that_tells_is_altered() -> None:
    slice_ = b"\0\0\0\6\x65\5\x10Euis"[:10]
    unit = b"\6" + user_data(20) + b"\x80"
    picture = len(unit).to_bytes(4, "big") + unit + slice_
    found = without_user_data(picture, H264_UNITS)
    assert found.endswith(slice_) and b"Euise" not in found and len(found) == len(picture)


@pytest.mark.parametrize("kind", [39, 40])
def test_h265_says_it_before_and_after_a_picture(kind: int) -> None:
    unit = bytes([kind << 1, 1]) + user_data(30, kind=4) + b"\x80"
    picture = len(unit).to_bytes(4, "big") + unit
    found = without_user_data(picture, H265_UNITS)
    assert found[:6] == picture[:6] and b"Euis" not in found and len(found) == len(picture)


def test_zeros_that_are_marked_in_a_kept_message_stay_marked() -> None:
    """Two zeros and a byte of at most 3 would look like the start of a unit (ITU-T H.264, 7.4.1)."""
    kept = b"\1\4\0\0\3\1\7"
    unit = b"\6" + kept + user_data(18) + b"\x80"
    found = unit_without_user_data(unit, 1)
    assert found.startswith(b"\6" + kept + b"\3") and len(found) == len(unit)
    zeros = b"\6\1\2\0\0" + user_data(18) + b"\x80"  # the filler begins with a 3, right after two zeros
    found = unit_without_user_data(zeros, 1)
    assert found.startswith(b"\6\1\2\0\0\3\3") and len(found) == len(zeros)


@pytest.mark.parametrize("broken", [b"\6\5\xff\xff\xff", b"\6\5\x20Euis", b"\6\5", b"\6", b"\6\5\x80"])
def test_a_broken_message_tells_nothing_either(broken: bytes) -> None:
    found = unit_without_user_data(broken, 1)
    assert len(found) == len(broken) and b"Euis" not in found


def test_a_unit_that_breaks_off_is_left_alone() -> None:
    picture = b"\0\0\xff\xff\6\5\x20Euis"
    assert without_user_data(picture, H264_UNITS) is picture
