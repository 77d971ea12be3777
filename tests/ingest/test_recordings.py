"""A film on its way in: told by its content, copied without its maker, shown in one picture, and put into its film."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from ingest import errors, recordings
from ingest.accept import foresee, take_in
from ingest.companions import CompanionError, bring
from ingest.cues import attach, cues_of, keep, stored
from ingest.models import Ingestion
from ingest.work import work_off
from library import mp4
from library.captions import Cue
from library.film import Limits, available, probe
from library.models import File, Film, Publication
from tests.films import H264, PICTURE, SOUND, made
from tests.requirements import missing
from tests.screened import SAMPLE, unlike_others

pytestmark = pytest.mark.usefixtures("library")

RECORD = {"file": "film.mp4", "kind": "film", "title": "Di Bawah Pohon Nangka", "language": "id"}


def brought(data: bytes, name: str = "film.mp4", **also) -> Ingestion:
    row = take_in(io.BytesIO(data), name, **also)
    work_off()
    row.refresh_from_db()
    return row


def test_a_recording_becomes_a_film_that_can_be_played():
    row = brought(unlike_others(SAMPLE.read_bytes(), b"satu"), record=RECORD, publish=True)
    assert (row.state, row.error) == (Ingestion.State.DONE, "")
    film = Film.objects.get()
    assert film.live and film.title == "Di Bawah Pohon Nangka"
    [quality] = film.qualities
    assert (quality.name, quality.width, quality.height) == ("180p", 320, 180)
    assert film.seconds == pytest.approx(12.0, abs=0.2)
    assert film.duration == "0:12"


def test_the_public_copy_says_nothing_of_its_maker_and_plays_the_same():
    data = unlike_others(SAMPLE.read_bytes(), b"dua")
    brought(data, record=RECORD)
    file = File.objects.get(media_type="video/mp4")
    copy = Path(file.copy.path).read_bytes()
    assert b"Rahasia" in data and b"107.6191" in data
    assert b"Rahasia" not in copy and b"107.6191" not in copy
    assert len(copy) == len(data)
    assert mp4.read(Path(file.copy.path)) == mp4.read(SAMPLE)
    assert Path(file.original.path).read_bytes() == data


def test_a_second_quality_joins_its_film_as_a_draft():
    film = brought(unlike_others(SAMPLE.read_bytes(), b"tiga"), record=RECORD, publish=True).target.specific
    brought(unlike_others(SAMPLE.read_bytes(), b"hemat"), "film-kecil.mp4", target=film)
    film.refresh_from_db()
    assert len(film.qualities) == 1
    assert len(film.get_latest_revision_as_object().qualities) == 2


@pytest.mark.parametrize(
    ("data", "record", "error"),
    [
        pytest.param(b"%PDF-1.7 bukan film", RECORD, errors.NotAFilm, id="a PDF"),
        pytest.param(b"#EXTM3U\nhttp://127.0.0.1/x.ts", RECORD, errors.NotAFilm, id="a playlist"),
        pytest.param(b"", RECORD, errors.EmptyFile, id="empty"),
        pytest.param(SAMPLE.read_bytes(), None, errors.NotAPdf, id="no record says that it is a film"),
    ],
)
def test_what_is_no_film_is_refused_with_a_sentence(data, record, error):
    row = take_in(io.BytesIO(data), "film.mp4", record=record)
    assert (row.state, row.error) == (Ingestion.State.REFUSED, error.code)
    assert row.sentence


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_film_that_breaks_off_ends_in_a_sentence_and_is_no_work(part):
    data = SAMPLE.read_bytes()
    row = brought(data[: int(len(data) * part)], record=RECORD)
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.BrokenFilm.code)
    assert not Publication.objects.exists()


def test_a_film_beyond_the_largest_size_is_refused_and_nothing_of_it_is_kept():
    class Endless(io.RawIOBase):
        """2.1 GB of which only the beginning is a film; nothing of that size lies on any disk."""

        left = 2_100_000_000

        def read(self, size: int = -1) -> bytes:
            many = min(size, self.left)
            begins = SAMPLE.read_bytes()[:1024] if self.left == 2_100_000_000 else b""
            self.left -= many
            return begins + bytes(many - len(begins)) if many else b""

    row = take_in(Endless(), "besar.mp4", record=RECORD)
    assert (row.state, row.error, row.file) == (
        Ingestion.State.REFUSED,
        errors.TooLargeFilm.code,
        None,
    )


class Counted(io.RawIOBase):
    """Three gigabytes that are no film, and how much of them was read."""

    was_read = 0

    def read(self, size: int = -1) -> bytes:
        many = min(size, 3_000_000_000 - self.was_read)
        self.was_read += many
        return bytes(many)


def test_what_begins_as_no_film_is_refused_without_being_read_to_its_end():
    first, again = Counted(), Counted()
    row = take_in(first, "film.mp4", record=RECORD)
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.NotAFilm.code)
    assert first.was_read < 5_000_000
    assert take_in(again, "film.mp4", record=RECORD).pk == row.pk  # the same is known again


def test_it_is_foreseen_by_its_first_bytes_too(tmp_path):
    path = tmp_path / "film.mp4"
    with path.open("wb") as sparse:
        sparse.truncate(3_000_000_000)
    assert foresee(path, RECORD).error == errors.NotAFilm.code
    with path.open("rb") as source:
        row = take_in(source, path.name, record=RECORD)
    assert foresee(path, RECORD) == row


def test_captions_are_passages_with_their_moment_and_go_out_as_vtt():
    film = brought(unlike_others(SAMPLE.read_bytes(), b"empat"), record=RECORD, publish=True).target.specific
    file = stored(film, b"WEBVTT\n\n00:01.000 --> 00:03.000\nHalo", "film.id.vtt", timed=True, language="id")
    keep(file, [Cue(4000, 6000, "<i>Rumah</i> aman", "Ibu"), Cue(1000, 3000, "Bale istri")])
    attach(film, file)
    film.refresh_from_db()
    assert [(p.number, p.label, p.text, p.start, p.end) for p in file.passages.order_by("number")] == [
        (1, "0:01", "Bale istri", 1000, 3000),
        (2, "0:04", "Rumah aman", 4000, 6000),
    ]
    assert [cue.text for cue in cues_of(file)] == ["Bale istri", "<i>Rumah</i> aman"]
    [track] = film.tracks
    assert (track.language, track.first, track.last) == ("id", 1, 2)
    assert "<v Ibu><i>Rumah</i> aman" in Path(file.copy.path).read_text()
    assert film.pages == 2


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param((*SOUND, "-c:a", "aac"), errors.FilmWithoutPicture, id="sound only"),
        pytest.param(
            ("-f", "lavfi", "-i", "color=size=16384x2176:rate=1:duration=1", *H264, "-preset", "ultrafast"),
            errors.FilmPictureTooLarge,
            id="a picture that is too large",
        ),
    ],
)
def test_a_film_that_cannot_be_used_is_told_why(tmp_path, options, error):
    path = made(tmp_path / "film.mp4", *options)
    row = brought(path.read_bytes(), record=RECORD)
    assert (row.state, row.error) == (Ingestion.State.REFUSED, error.code)
    assert row.sentence == error.sentence


def test_a_film_that_is_too_heavy_to_look_into_is_told_so(monkeypatch):
    monkeypatch.setattr(recordings, "probe", lambda path: probe(path, Limits(wall=0.0)))
    if not available():
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    row = brought(unlike_others(SAMPLE.read_bytes()), record=RECORD)
    assert (row.error, row.sentence) == (errors.FilmTooHeavy.code, errors.FilmTooHeavy.sentence)


def test_a_film_held_upright_is_named_by_its_shorter_side_and_plays_first_by_it(tmp_path):
    upright = made(tmp_path / "a.mp4", *PICTURE, *SOUND, *H264, "-vf", "scale=360:640,setsar=1")
    small = made(tmp_path / "b.mp4", *PICTURE, *SOUND, *H264, "-vf", "scale=180:320,setsar=1")
    film = brought(upright.read_bytes(), record=RECORD, publish=True).target.specific
    brought(small.read_bytes(), "kecil.mp4", target=film)
    film = Film.objects.get(pk=film.pk).get_latest_revision_as_object()
    assert [each.name for each in film.qualities] == ["360p", "180p"]
    assert film.player().chosen.name == "360p"


def test_a_recording_that_was_let_go_can_come_back():
    data = unlike_others(SAMPLE.read_bytes(), b"kembali")
    film = brought(data, record=RECORD, publish=True).target.specific
    assert take_in(io.BytesIO(data), "lagi.mp4", target=film).error == errors.AlreadyHere.code
    latest = film.get_latest_revision_as_object()
    latest.recordings.remove(*latest.recordings.all())
    latest.save_revision()
    other = brought(unlike_others(SAMPLE.read_bytes()), "lain.mp4", record=RECORD | {"title": "Lain"}).target
    refused = take_in(io.BytesIO(data), "lagi.mp4", target=other)  # the film that is published still plays it
    assert refused.sentence == f"Berkas ini sudah pernah diunggah untuk “{film.title}”."
    back = brought(data, "lagi.mp4", target=film)
    assert back.state == Ingestion.State.DONE
    film = Film.objects.get(pk=film.pk)
    assert len(film.get_latest_revision_as_object().recordings.all()) == 1
    latest.save_revision().publish()
    assert brought(data, "lagi.mp4", target=other).state == Ingestion.State.DONE


PLACES = "WEBVTT\n\n00:00.000 --> 00:02.000\n-6.9175,107.6191 Rahasia\n"


def test_what_a_camera_wrote_into_a_track_of_its_own_is_not_in_the_public_copy(tmp_path):
    (tmp_path / "places.vtt").write_text(PLACES)
    source = (*PICTURE, *SOUND, "-i", str(tmp_path / "places.vtt"))
    path = made(tmp_path / "film.mp4", *source, *H264, "-c:a", "aac", "-c:s", "mov_text")
    assert b"107.6191" in path.read_bytes()
    row = brought(path.read_bytes(), record=RECORD)
    assert row.state == Ingestion.State.DONE
    copy = Path(row.file.copy.path)
    assert b"107.6191" not in copy.read_bytes() and b"mov_text" not in copy.read_bytes()
    assert (probe(path).worries, probe(copy).worries) == (("begins-late",), ())
    assert frames(copy) == frames(path)


def frames(path: Path) -> bytes:
    """What ffmpeg hears and sees in it: the sum of every frame."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-map", "0:a", "-f", "framemd5", "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def test_a_film_in_fragments_with_such_a_track_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "places.vtt").write_text(PLACES)
    source = (*PICTURE, *SOUND, "-i", str(tmp_path / "places.vtt"), *H264, "-c:a", "aac", "-c:s", "mov_text")
    path = made(tmp_path / "film.mp4", *source, "-movflags", "frag_keyframe+empty_moov")
    row = brought(path.read_bytes(), record=RECORD)
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.FilmWithHiddenTrack.code)
    assert not Publication.objects.exists()


def beside(film: Film, path: Path, data: bytes) -> list[str]:
    """What is read in the film after the file was brought that lies beside it."""
    path.write_bytes(data)
    bring(film, path, publish=True)
    return [passage.text for _number, passage in Film.objects.get(pk=film.pk).passages()]


def test_captions_beside_a_film_are_replaced_by_newer_ones_and_the_same_again_changes_nothing(tmp_path):
    film = brought(unlike_others(SAMPLE.read_bytes()), record=RECORD, publish=True).target.specific
    text, vtt = tmp_path / "film.id.txt", tmp_path / "film.id.vtt"
    assert beside(film, text, "Kafé.\n\nRumah.".encode("latin-1")) == ["Kafé.", "Rumah."]
    one, two = (f"WEBVTT\n\n00:01.000 --> 00:03.000\n{word}\n".encode() for word in ("Satu", "Dua"))
    assert beside(film, vtt, one) == ["Satu"]
    assert beside(film, vtt, two) == ["Dua"]
    revisions = Film.objects.get(pk=film.pk).revisions.count()
    assert beside(film, vtt, one) == beside(film, text, "Kafé.\n\nRumah.".encode("latin-1")) == ["Dua"]
    assert Film.objects.get(pk=film.pk).revisions.count() == revisions
    with pytest.raises(CompanionError, match="sudah ada dan sudah dikerjakan"):
        beside(film, text, b"Transkrip lain.")
    keep(Film.objects.get(pk=film.pk).spans.get().file, [Cue(0, 1000, "Diperbaiki")])
    with pytest.raises(CompanionError, match="sudah ada dan sudah dikerjakan"):
        beside(film, vtt, one.replace(b"Satu", b"Tiga"))


def test_captions_that_lie_beside_a_film_and_are_not_named_are_said(tmp_path, capsys):
    film = tmp_path / "film desa.mp4"
    film.write_bytes(unlike_others(SAMPLE.read_bytes()))
    for ending in ("id.vtt", "en.srt", "txt"):
        (tmp_path / f"film desa.{ending}").write_bytes(b"x")
    (tmp_path / "lain.vtt").write_bytes(b"x")
    table = tmp_path / "metadata.csv"
    for beside, said in [
        ("", "film desa.en.srt, film desa.id.vtt ada"),
        ("film desa.id.vtt", "film desa.en.srt ada"),
    ]:
        table.write_text(f"file,kind,title,beside\n{film.name},film,Film Desa,{beside}\n")
        call_command("ingest", str(tmp_path), metadata=table, dry_run=True)
        assert f"{said} di samping film desa.mp4" in capsys.readouterr().err
