"""A film whose copy was made by older rules gets a new one by itself; nothing else of it changes."""

import io
from pathlib import Path

import pytest

from ingest import stages
from ingest.accept import take_in
from ingest.models import Ingestion, StageRun
from ingest.work import take_up_outdated, work_off
from library import made
from library.models import Film
from tests.screened import SAMPLE, unlike_others

pytestmark = pytest.mark.usefixtures("library")
RECORD = {"file": "film.mp4", "kind": "film", "title": "Di Bawah Pohon Nangka", "language": "id"}


@pytest.fixture
def film() -> Film:
    take_in(io.BytesIO(unlike_others(SAMPLE.read_bytes())), "film.mp4", record=RECORD, publish=True)
    work_off()
    return Film.objects.get()


def test_a_copy_of_today_is_not_made_again(film: Film) -> None:
    assert list(stages.outdated()) == [] and take_up_outdated() == 0


@pytest.mark.parametrize("left", ["no stage is known", "a stage of older rules"])
def test_an_older_copy_is_made_anew(film: Film, left: str) -> None:
    file = film.recordings.get().file
    path = Path(file.copy.path)
    good = path.read_bytes()
    path.write_bytes(good + b"\0\0\0\x10freeRahasia!")
    runs = StageRun.objects.filter(file=file, stage=Ingestion.Stage.COPY)
    if left == "no stage is known":
        runs.delete()
    else:
        runs.update(fingerprint="0" * 32)
    revisions = film.revisions.count()
    assert take_up_outdated() == 1
    work_off()
    assert path.read_bytes() == good
    film.refresh_from_db()
    assert film.live and film.revisions.count() == revisions and film.recordings.count() == 1
    assert Ingestion.objects.get().state == Ingestion.State.DONE
    assert list(stages.outdated()) == []


def test_of_a_withdrawn_film_no_copy_is_made(film: Film) -> None:
    file = film.recordings.get().file
    film.access = "withdrawn"
    film.save_revision().publish()
    made.take_away([file.pk])
    StageRun.objects.all().delete()
    assert list(stages.outdated()) == []
