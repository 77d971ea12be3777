"""`manage find`, `rebuild_index` and `sweep_index`: the doorbells of search."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from library.models import AmbiguousLabel, Concept
from search.engine import engine
from search.engines import FACETS
from search.indexing import drain_all
from search.management.commands import sweep_index
from tests.search.engine_cases import hold, work
from tests.works import shelve


@pytest.fixture(autouse=True)
def shelved(library: None) -> None:
    shelve("Pendahuluan.", "Kekerasan & anak.", title="Buku Merah", issued="2004", labels=["iv", "1"])
    drain_all()


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_findings_as_json() -> None:
    found = json.loads(printed("find", "kekerasan anak", "--json"))
    assert found["total"] == 1
    assert found["interpretation"] == {
        "words": "kekerasan anak",
        "concepts": [],
        "also": ["violence", "abuse", "child", "juvenile"],
        "doubtful": [],
        "said": None,
    }
    (finding,) = found["findings"]
    assert finding == {
        "address": "/koleksi/buku/buku-merah/",
        "title": "Buku Merah",
        "kind": "buku",
        "year": 2004,
        "passages": [
            {"number": 2, "label": "1", "snippet": "<mark>Kekerasan</mark> &amp; <mark>anak</mark>."}
        ],
    }
    facets = found["facets"]
    assert set(facets) == set(FACETS)
    assert (facets["kind"], facets["year"], facets["language"]) == ({"buku": 1}, {"2004": 1}, {"id": 1})


def test_how_the_question_was_read_is_told_by_the_ids_of_concepts() -> None:
    concept = Concept.objects.create(
        slug="kta", label_id="Kekerasan terhadap anak", hidden_id="anak digebuki"
    )
    word = AmbiguousLabel.objects.create(label="merah")
    word.candidates.add(concept)
    told = json.loads(printed("find", "kekerasan pada anak merah", "--json"))["interpretation"]
    assert told["concepts"] == ["kta"]
    assert told["doubtful"] == ["kta"]
    assert "anak digebuki" not in told["also"]
    assert "Juga dicari / also searched: " in printed("find", "kekerasan")


def test_findings_for_people() -> None:
    lines = printed("find", "kekerasan", "--engine", "embedded")
    assert "Buku Merah (2004)" in lines
    assert "Kekerasan & anak." in lines


def test_a_mistake_in_the_question_is_said() -> None:
    assert "Tanda kutip" in printed("find", '"kekerasan')
    assert json.loads(printed("find", '"kekerasan', "--json"))["interpretation"]["said"]


def test_an_engine_that_is_away_is_one_sentence(settings) -> None:
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    with pytest.raises(CommandError, match="periksa apakah ia berjalan"):
        printed("find", "kekerasan", "--engine", "elasticsearch")


def test_an_engine_without_an_address_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        printed("find", "kekerasan", "--engine", "elasticsearch")


def test_rebuilding_says_how_many() -> None:
    assert printed("rebuild_index").startswith("1 ")


def test_sweeping_says_how_far_both_were_apart() -> None:
    (key,) = dict(engine().revisions(0, 10))
    with engine().writer() as writer:
        writer.remove(key, 10**9)
        writer.commit()
    assert json.loads(printed("sweep_index", "--json")) == {"missing": 1, "stale": 0, "ghosts": 0, "drift": 1}


def test_while_another_process_writes_it_is_left_to_it_to_mend() -> None:
    with engine().writer() as writer:
        (key,) = dict(engine().revisions(0, 10))
        writer.remove(key, 10**9)
        writer.commit()
        assert json.loads(printed("sweep_index", "--json"))["missing"] == 1
    assert drain_all() == 1


def test_while_another_process_writes_the_commands_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine(), "_turn_seconds", 0.1)
    with engine().writer(), pytest.raises(CommandError, match="sedang ditulis"):
        printed("rebuild_index")


def test_a_sweep_that_is_stopped_says_where_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*, after: int, reached: Callable[[int], None]) -> None:
        reached(after + 1)
        raise KeyboardInterrupt

    monkeypatch.setattr(sweep_index, "sweep", stopped)
    with pytest.raises(SystemExit) as ended:
        call_command("sweep_index", after=41)
    assert ended.value.code == 130
    assert capsys.readouterr().err.endswith("sweep_index --after 42\n")


def test_a_sweep_goes_on_behind_the_number_it_is_given() -> None:
    hold(engine(), work(10_000, "hantu", revision=1), work(10_001, "hantu", revision=1))
    assert json.loads(printed("sweep_index", "--json", "--after", "10000"))["ghosts"] == 1
    assert json.loads(printed("sweep_index", "--json"))["ghosts"] == 1
