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
    into = path.with_name(f"copy-{path.name}")
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


def kinds(path: Path) -> list[bytes]:
    """The boxes at the top of a film, in their order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 8])
        at += size
    return found


def widened(data: bytes) -> bytes:
    """The same film with its places in eight bytes (`co64`): what has more than four gigabytes is written so."""

    def boxes(part: bytes) -> bytes:
        at, out = 0, b""
        while at < len(part):
            size, kind = int.from_bytes(part[at : at + 4], "big"), part[at + 4 : at + 8]
            body = part[at + 8 : at + size]
            if kind in {b"moov", b"trak", b"mdia", b"minf", b"stbl"}:
                body = boxes(body)
            elif kind == b"stco":
                rows = [body[each : each + 4] for each in range(8, len(body), 4)]
                kind, body = b"co64", body[:8] + b"".join(bytes(4) + each for each in rows)
            out += (8 + len(body)).to_bytes(4, "big") + kind + body
            at += size
        return out

    start = data.index(b"moov") - 4
    return data[:start] + boxes(data[start:])


@pytest.mark.parametrize("index", ["as it is", "in eight bytes", "to the end of the file"])
def test_an_index_at_the_end_comes_first_and_shows_the_same(tmp_path: Path, index: str) -> None:
    path = made(tmp_path / "film.mp4", *PICTURE, *SOUND, *H264, "-c:a", "aac")
    data = path.read_bytes()
    if index == "in eight bytes":
        data = widened(data)
        assert b"co64" in data
    elif index == "to the end of the file":
        start = data.index(b"moov") - 4
        data = data[:start] + bytes(4) + data[start + 4 :]
    before = shown(path)
    path.write_bytes(data)
    copy = copied(path)
    assert kinds(copy).index(b"moov") < kinds(copy).index(b"mdat")
    assert shown(copy) == before and mp4.read(copy) == mp4.read(path)
    assert len(copy.read_bytes()) == len(data)
    assert kinds(copied(copy)) == kinds(copy)  # what comes first stays there


def test_a_table_without_its_head_is_a_damaged_film_and_no_surprise(tmp_path: Path) -> None:
    path = made(tmp_path / "film.mp4", *PICTURE, *H264)
    data = path.read_bytes()
    start, table = data.index(b"moov") - 4, data.index(b"stco") - 4
    ending = bytearray(data[: table + 12])  # what follows is gone, and each box ends where the file does
    ending[table : table + 4] = (12).to_bytes(4, "big")
    at = start
    while at < table:
        ending[at : at + 4] = (len(ending) - at).to_bytes(4, "big")
        inner = [
            ending.find(kind, at + 8, table + 8) for kind in (b"trak", b"mdia", b"minf", b"stbl", b"stco")
        ]
        at = min([each - 4 for each in inner if each > 0], default=table)
    path.write_bytes(ending)
    with pytest.raises(mp4.NotAnMp4):
        copied(path)


def test_what_stands_behind_an_index_stays_where_it_is(tmp_path: Path) -> None:
    """Samples before the index come later by its length, those behind it do not."""
    path = made(tmp_path / "film.mp4", *PICTURE, *H264)
    before, data = shown(path), path.read_bytes()
    samples, index = data.index(b"mdat") - 4, data.index(b"moov") - 4
    again = bytearray(data + data[samples:index])  # the same samples once more, and read there
    table = data.index(b"stco") + 12
    place = int.from_bytes(data[table : table + 4], "big") - samples + len(data)
    again[table : table + 4] = place.to_bytes(4, "big")
    again[samples + 8 : index] = bytes(index - samples - 8)
    path.write_bytes(again)
    assert shown(copied(path)) == before
    assert kinds(copied(path)).index(b"moov") < kinds(copied(path)).index(b"mdat")


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
