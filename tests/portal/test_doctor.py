"""The doctor and the two doors of health: what is wrong is said with its remedy."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from library.changes import touch
from portal.doctor import examine
from portal.models import Beat
from search.engine import engine
from search.indexing import drain_all
from tests.works import shelve


@pytest.fixture
def worker(library: None) -> Beat:
    """A worker that was alive a moment ago."""
    return Beat.objects.create(name="mesin", at=timezone.now())


@pytest.fixture
def lost_index(library: None):
    away = settings.INDEX_FOLDER.with_name("diambil")
    settings.INDEX_FOLDER.rename(away)
    engine.cache_clear()
    yield
    away.rename(settings.INDEX_FOLDER)
    engine.cache_clear()


def remedies() -> dict[str, str]:
    return {finding.what: finding.remedy for finding in examine() if finding.remedy}


def readiness() -> tuple[int, dict[str, str]]:
    answer = Client().get("/sehat/siap")
    return answer.status_code, json.loads(answer.content)["masalah"]


def test_where_all_is_well_nothing_must_be_done(worker: Beat) -> None:
    shelve("Satu.", title="Satu")
    drain_all()
    assert remedies() == {}
    found = {finding.what: finding.found for finding in examine()}
    assert found["Terbitan"] == "1"
    assert found["Indeks pencarian"] == f"embedded: 1 terbitan, 1 halaman, versi {engine().version}"
    assert readiness() == (200, {})
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    assert {"what", "found", "remedy"} == set(json.loads(out.getvalue())[0])


def test_without_a_worker_its_command_is_named(library: None) -> None:
    assert remedies() == {"Pekerja latar": "Jalankan: ./run worker"}
    status, troubles = readiness()
    assert status == 503
    assert "./run worker" in troubles["worker"]


def test_a_worker_that_has_been_silent_counts_as_gone(worker: Beat) -> None:
    Beat.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert readiness()[0] == 503


def test_changes_that_nobody_will_index_are_named(library: None) -> None:
    touch(4_711)
    touch(4_711)
    assert remedies()["Perubahan yang belum diindeks"] == "Jalankan: ./run worker"
    assert {finding.found for finding in examine() if finding.what == "Perubahan yang belum diindeks"} == {
        "1"
    }


def test_a_missing_index_is_named_with_its_command(worker: Beat, lost_index: None) -> None:
    assert "./run manage rebuild_index" in remedies()["Indeks pencarian"]
    status, troubles = readiness()
    assert (status, list(troubles)) == (503, ["index"])


def test_an_engine_that_is_away_is_named(worker: Beat, settings) -> None:
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    engine.cache_clear()
    assert "ELASTICSEARCH_URL" in remedies()["Indeks pencarian"]
    assert "tidak dapat dihubungi" in readiness()[1]["index"]


def test_a_database_without_its_tables_is_named_first(worker: Beat) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'portal'")
    assert remedies()["Pangkalan data"] == "./run manage prepare"
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    assert ended.value.code == 1
    assert "→ ./run manage prepare" in out.getvalue()


def test_a_data_folder_that_is_not_there_yet_is_no_surprise(worker: Beat, settings, tmp_path: Path) -> None:
    settings.PUSTAKA_DATA = tmp_path / "belum" / "ada"
    assert [finding.what for finding in examine()][:2] == ["Python", "Ruang penyimpanan"]


def test_the_process_answers_though_the_rest_is_gone() -> None:
    answer = Client().get("/sehat")
    assert (answer.status_code, answer.content) == (200, b"sehat\n")
    assert "no-store" in answer.headers["Cache-Control"]
