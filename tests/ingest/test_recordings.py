"""A film on its way in: told by its content, copied without its maker, shown in one picture, and put into its film."""

import io
from pathlib import Path

import pytest

from ingest import errors
from ingest.accept import take_in
from ingest.cues import attach, cues_of, keep, stored
from ingest.models import Ingestion
from ingest.work import work_off
from library import mp4
from library.captions import Cue
from library.models import File, Film, Publication
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


def test_captions_are_passages_with_their_moment_and_go_out_as_vtt():
    film = brought(unlike_others(SAMPLE.read_bytes(), b"empat"), record=RECORD, publish=True).target.specific
    file = stored(b"WEBVTT\n\n00:01.000 --> 00:03.000\nHalo", "film.id.vtt", timed=True, language="id")
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


def test_new_captions_in_a_language_take_the_place_of_the_old():
    film = brought(unlike_others(SAMPLE.read_bytes(), b"lima"), record=RECORD, publish=True).target.specific
    for words in ("lama", "baru"):
        file = stored(words.encode(), f"{words}.vtt", timed=True, language="id")
        keep(file, [Cue(0, 1000, words)])
        attach(film, file)
        film.refresh_from_db()
    assert [passage.text for _number, passage in film.passages()] == ["baru"]
