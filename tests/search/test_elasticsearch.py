"""What only a server has: it can be away, slow, shared by several writers, and left half-built by a crash."""

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import elasticsearch as client
import pytest

from search.engines import EngineAway, EngineError, IndexBusy, IndexOutdated, WritingRefused
from search.engines.elasticsearch import Elasticsearch
from search.engines.elasticsearch.connection import Silence, written
from search.query import parse
from tests.search.engine_cases import (
    EVERYTHING,
    a_prefix_of_ones_own,
    everything,
    found,
    hold,
    indices,
    rebuild,
    remove,
    send,
    work,
)

DESA = parse("desa").tree


@pytest.fixture(scope="module")
def one_engine() -> Iterator[Elasticsearch]:
    with a_prefix_of_ones_own() as engine:
        yield engine


@pytest.fixture
def engine(one_engine: Elasticsearch) -> Elasticsearch:
    rebuild(one_engine, work(1, "desa"))
    return one_engine


@pytest.fixture
def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_server_that_is_down_is_away_in_every_answer(closed_port: int) -> None:
    def away() -> Elasticsearch:
        return Elasticsearch([f"http://127.0.0.1:{closed_port}"])

    for act in (
        lambda: away().candidates(DESA, EVERYTHING),
        lambda: away().order(DESA, [1]),
        lambda: away().evidence(DESA, [1]),
        lambda: away().passages(DESA, 1),
        lambda: away().revisions(0, 1),
        lambda: hold(away(), work(1, "desa")),
        lambda: rebuild(away()),
    ):
        with pytest.raises(EngineAway) as caught:
            act()
        assert caught.value.__cause__ is not None
    health = away().health()
    assert not health.reachable
    assert health.sentence == str(EngineAway.sentence)


def test_a_server_that_does_not_answer_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = Elasticsearch([f"http://127.0.0.1:{silent.getsockname()[1]}"])
        with pytest.raises(EngineAway):
            engine.candidates(DESA, EVERYTHING)


def test_while_a_silent_server_is_left_alone_nobody_waits_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = Elasticsearch([f"http://127.0.0.1:{silent.getsockname()[1]}"], rest_seconds=600)
        with pytest.raises(EngineAway):
            engine.candidates(DESA, EVERYTHING)
        with pytest.raises(EngineAway):
            engine.candidates(DESA, EVERYTHING)
        assert not engine.health().reachable
        assert connections(silent) == 1


def test_after_the_rest_a_silent_server_is_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = Elasticsearch([f"http://127.0.0.1:{silent.getsockname()[1]}"], rest_seconds=0)
        for _ in range(2):
            with pytest.raises(EngineAway):
                engine.candidates(DESA, EVERYTHING)
        assert connections(silent) == 2


def test_after_one_slow_answer_a_server_is_soon_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as slow:
        engine = Elasticsearch(
            [f"http://127.0.0.1:{slow.getsockname()[1]}"], question_seconds=0.2, rest_seconds=600
        )
        asked, until = 0, time.monotonic() + 30
        while asked < 2 and time.monotonic() < until:
            with pytest.raises(EngineAway):
                engine.candidates(DESA, EVERYTHING)
            asked += connections(slow)
        assert asked == 2


def connections(server: socket.socket) -> int:
    """How many were opened to it, and never taken up."""
    server.setblocking(False)
    opened = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return opened
        opened += 1


def test_another_node_answers_for_one_that_is_down(engine: Elasticsearch, closed_port: int) -> None:
    half = Elasticsearch([f"http://127.0.0.1:{closed_port}", *engine.urls], engine.prefix)
    for _ in range(4):
        assert everything(half) == [1]
    hold(half, work(2, "desa"))
    assert everything(engine) == [1, 2]


def test_another_node_answers_for_one_that_hangs(engine: Elasticsearch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        urls = [f"http://127.0.0.1:{hangs.getsockname()[1]}", *engine.urls]
        asked = 0
        for _ in range(4):  # which one is asked first is chance
            half = Elasticsearch(urls, engine.prefix, question_seconds=20.0)
            for _ in range(2):
                assert everything(half) == [1]
            asked += connections(hangs)
        assert asked


def test_what_is_no_elasticsearch_is_an_engine_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, ThreadPoolExecutor(1) as pool:

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")

        said = pool.submit(answer)
        engine = Elasticsearch([f"http://127.0.0.1:{other.getsockname()[1]}"])
        with pytest.raises(EngineError):
            engine.candidates(DESA, EVERYTHING)
        said.result()


STOPPED = {"error": {"type": "search_phase_execution_exception"}, "status": 504}
"""What 8.19 answers where `timeout` is over and a part of an answer is not allowed."""


def stopping(server: socket.socket) -> str:
    """Take one request and answer each of its searches with `STOPPED`; gives what was asked."""
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as sent:
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            asked += sent.readline()
        question = sent.read(int(asked.lower().split(b"content-length:")[1].split()[0])).decode()
        body = json.dumps({"took": 900, "responses": [STOPPED] * (len(question.splitlines()) // 2)}).encode()
        head = (
            "HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\nConnection: close\r\n"
            f"Content-Type: application/vnd.elasticsearch+json;compatible-with=8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)
    return question


def test_a_server_that_stops_a_question_for_its_time_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, ThreadPoolExecutor(1) as pool:
        said = pool.submit(stopping, other)
        engine = Elasticsearch([f"http://127.0.0.1:{other.getsockname()[1]}"], question_seconds=7.0)
        with pytest.raises(EngineAway):
            engine.passages(DESA, 1)
        header, question = map(json.loads, said.result().splitlines())
    assert header["allow_partial_search_results"] is False
    assert question["timeout"] == "7000ms"


def test_another_node_answers_for_one_that_cannot_yet(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.ANOTHER_AFTER_SECONDS", (10.0, 10.0))
    with socket.create_server(("127.0.0.1", 0)) as other, ThreadPoolExecutor(1) as pool:
        other.settimeout(60)
        said = pool.submit(stopping, other)
        half = Elasticsearch(
            [f"http://127.0.0.1:{other.getsockname()[1]}", *engine.urls], engine.prefix, question_seconds=20.0
        )
        # Which one is asked first is chance. It could not answer once: for a while it is not asked again.
        assert [everything(half) for _ in range(3)] == [[1]] * 3
        assert said.result()


def test_of_several_nodes_that_hang_each_costs_only_its_part(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.ANOTHER_AFTER_SECONDS", (0.1, 0.1))
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        hanging = [f"http://127.0.0.1:{each.getsockname()[1]}" for each in (one, other)]
        for _ in range(60):  # which one is asked first is chance: both are in a third of them
            half = Elasticsearch([*hanging, *engine.urls], engine.prefix, question_seconds=20.0)
            assert everything(half) == [1]
            if connections(one) > 0 < connections(other):
                return
    pytest.fail("the two that hang were never both asked")


def test_of_several_nodes_that_are_down_the_last_one_answers(engine: Elasticsearch, closed_port: int) -> None:
    down = [f"http://127.0.0.1:{closed_port}", f"http://localhost:{closed_port}"]
    for _ in range(6):
        assert everything(Elasticsearch([*down, *engine.urls], engine.prefix, question_seconds=20.0)) == [1]


def test_where_all_nodes_are_down_nobody_waits(closed_port: int) -> None:
    cluster = Elasticsearch([f"http://127.0.0.1:{closed_port}", f"http://localhost:{closed_port}"])
    with pytest.raises(EngineAway):
        everything(cluster)


@pytest.fixture
def long_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.connection.FIRST_REST_SECONDS", 600.0)
    monkeypatch.setattr("search.engines.elasticsearch.connection._LATELY_SECONDS", 600.0)


def failing(silence: Silence) -> None:
    with pytest.raises(client.ConnectionTimeout), silence.heard():
        raise client.ConnectionTimeout("late")


def answered(silence: Silence) -> bool:
    try:
        with silence.heard():
            return True
    except EngineAway:
        return False


def test_one_late_answer_of_a_cluster_that_answers_is_no_reason_for_a_rest(long_rest: None) -> None:
    cluster, server = Silence(600.0, of_several=True), Silence(600.0)
    assert answered(cluster) and answered(server)
    assert cluster.is_slow and not server.is_slow
    failing(cluster)
    failing(server)
    assert answered(cluster) and not answered(server)


def test_a_cluster_of_which_nobody_answered_is_left_alone(long_rest: None) -> None:
    cluster = Silence(600.0, of_several=True)
    failing(cluster)
    assert not answered(cluster)


def test_errors_are_no_sign_that_a_cluster_is_only_slow(long_rest: None) -> None:
    cluster = Silence(600.0, of_several=True)
    with pytest.raises(EngineAway), cluster.heard():
        raise EngineAway("503")
    assert not cluster.is_slow


def test_a_server_that_answered_somebody_meanwhile_is_not_left_alone(long_rest: None) -> None:
    server = Silence(600.0)
    with pytest.raises(client.ConnectionTimeout), server.heard():
        assert answered(server)
        raise client.ConnectionTimeout("late")
    assert answered(server)


def test_without_an_index_a_rebuild_is_asked_for(engine: Elasticsearch) -> None:
    empty = Elasticsearch(engine.urls, engine.prefix + "x", question_seconds=20.0)
    with pytest.raises(IndexOutdated):
        everything(empty)
    with pytest.raises(IndexOutdated):
        hold(empty, work(1, "desa"))
    health = empty.health()
    assert (health.reachable, health.current) == (True, False)
    assert indices(engine.urls[0], empty.prefix) == []


def test_writers_that_overlap_leave_the_newest_and_no_ghosts(engine: Elasticsearch) -> None:
    def write(revision: int) -> None:
        pages = ["desa"] * (12 - revision)
        hold(
            Elasticsearch(engine.urls, engine.prefix, question_seconds=20.0),
            work(7, *pages, revision=revision),
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, (5, 9, 3, 11, 4, 10, 6, 8)))
    assert engine.revisions(6, 1) == [(7, 11)]
    assert engine.passages(DESA, 7) == (1, [1])


def test_a_removal_beats_writers_that_overlap_it(engine: Elasticsearch) -> None:
    def act(revision: int) -> None:
        other = Elasticsearch(engine.urls, engine.prefix, question_seconds=20.0)
        if revision == 9:
            remove(other, 7, 9)
        else:
            hold(other, work(7, *["desa"] * revision, revision=revision))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, (5, 8, 9, 7, 6)))
    assert everything(engine) == [1]
    assert engine.health().passages == 1


def test_passages_of_a_build_that_come_late_leave_no_ghosts(engine: Elasticsearch) -> None:
    other = Elasticsearch(engine.urls, engine.prefix, question_seconds=20.0)
    with engine.rebuild() as building:
        hold(other, work(1, "kota", revision=2))
        remove(other, 2, 2)
        building.put([work(1, *["desa"] * 5), work(2, *["desa"] * 5), work(3, "desa", "desa")])
        building.put([work(3, "desa", revision=2)])
        building.swap()
    assert everything(engine) == [1, 3]
    assert engine.health().passages == 2
    assert found(engine, "desa") == {3}


@contextmanager
def blocked(engine: Elasticsearch, block: str) -> Iterator[None]:
    """All indices as a server leaves them that may not write: whoever set it, or a disk that is full."""
    tell(engine, "PUT", "*/_settings", {f"index.blocks.{block}": True})
    try:
        yield
    finally:
        tell(engine, "PUT", "*/_settings", {f"index.blocks.{block}": None})


def tell(engine: Elasticsearch, method: str, path: str, body: object = None) -> None:
    """Something said to the server past our own engine, about indices of its prefix."""
    request = urllib.request.Request(
        f"{engine.urls[0]}/{engine.prefix}-{path}",
        None if body is None else json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        method=method,
    )
    urllib.request.urlopen(request, timeout=30).close()


@pytest.mark.parametrize(
    ("block", "error"),
    [("read_only", WritingRefused), ("write", WritingRefused), ("read_only_allow_delete", EngineAway)],
)
def test_a_server_that_takes_no_change_does_not_blame_the_work(
    engine: Elasticsearch, block: str, error: type[EngineError]
) -> None:
    with blocked(engine, block):
        with pytest.raises(error):
            hold(engine, work(2, "desa"))
        with pytest.raises(error):
            remove(engine, 1, 2)
        assert everything(engine) == [1]
    hold(engine, work(2, "desa"))
    assert everything(engine) == [1, 2]


def test_a_document_that_a_server_cannot_take_is_to_blame_itself(engine: Elasticsearch) -> None:
    with pytest.raises(EngineError) as caught:
        hold(engine, work(2, "desa", revision=1), replace(work(3, "desa"), date=10**30))
    assert type(caught.value) is EngineError


def test_writers_never_meet_half_a_build(engine: Elasticsearch) -> None:
    made = dict(line.split() for line in _made(engine))
    with engine.rebuild():
        fresh = [line.split() for line in _made(engine) if line.split()[0] not in made]
        order = [
            name.removeprefix(f"{engine.prefix}-")[:8] for name, _ in sorted(fresh, key=lambda one: one[1])
        ]
        assert order == ["passages", "publicat"]
        # As after a crash between the two.
        tell(
            engine,
            "DELETE",
            next(name for name, _ in fresh if "publications" in name)[len(engine.prefix) + 1 :],
        )
        hold(engine, work(2, "desa"))
        assert everything(engine) == [1, 2]
    assert dict(line.split() for line in _made(engine)) == made


def _made(engine: Elasticsearch) -> list[str]:
    """Each index and the moment at which it was made."""
    path = f"_cat/indices/{engine.prefix}-p*?h=index,creation.date"
    return send(engine.urls[0], path).splitlines()


def test_a_crashed_build_does_not_block_for_ever(engine: Elasticsearch) -> None:
    crashed = engine.rebuild()
    building = crashed.__enter__()
    building.put([work(2, "desa")])
    with pytest.raises(IndexBusy):
        rebuild(engine)
    hold(engine, work(3, "desa"))  # meanwhile writers go on
    past = json.dumps({"until": int(time.time()) - 1}).encode()
    request = urllib.request.Request(
        f"{engine.urls[0]}/{engine.prefix}-lease/_doc/rebuild?refresh=true",
        past,
        {"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=10).close()
    before = len(indices(engine.urls[0], engine.prefix))
    rebuild(engine, work(4, "desa"))
    assert everything(engine) == [4]
    assert len(indices(engine.urls[0], engine.prefix)) <= before
    with pytest.raises(EngineError):  # and the one thought dead notices
        building.swap()
    with pytest.raises(ZeroDivisionError):
        crashed.gen.throw(ZeroDivisionError())
    assert everything(engine) == [4]


def test_the_index_before_is_kept_until_the_next_swap_and_no_longer(engine: Elasticsearch) -> None:
    before = indices(engine.urls[0], engine.prefix)
    rebuild(engine, work(1, "desa"))
    rebuild(engine, work(1, "desa"))
    after = indices(engine.urls[0], engine.prefix)
    assert len(after) == 5  # two generations of two, and the lease
    assert len(set(before) & set(after)) == 1


def test_while_machines_are_upgraded_the_old_ones_go_on(engine: Elasticsearch) -> None:
    newer = Elasticsearch(engine.urls, engine.prefix, version="newer", question_seconds=20.0)
    rebuild(newer, work(1, "desa"), work(2, "desa"))
    assert everything(newer) == [1, 2]
    assert everything(engine) == [1]
    hold(engine, work(3, "desa"))
    assert everything(engine) == [1, 3]
    assert everything(newer) == [1, 2]


def test_the_index_says_which_version_made_it(engine: Elasticsearch) -> None:
    mappings = json.loads(send(engine.urls[0], f"{engine.prefix}-p*/_mapping"))
    assert {index["mappings"]["_meta"]["version"] for index in mappings.values()} >= {engine.version}


def test_a_thick_book_goes_through_in_requests_of_bounded_size(engine: Elasticsearch) -> None:
    page = " ".join(f"kata{number}" for number in range(400))
    hold(engine, work(9, *[page] * 1_200, "desa terakhir"))
    assert engine.passages(parse("terakhir").tree, 9) == (1, [1_201])
    assert engine.evidence(parse("kata7").tree, [9])[9].matching == 1_200


@pytest.mark.parametrize("word", ["desa", "kekerasan “rumah”", "\ud800 half a letter", "\x00"])
def test_a_search_is_sent_as_json_whatever_it_holds(word: str) -> None:
    body = {"query": {"term": {"stems": word}}, "size": 20, "sort": [{"newest": "desc"}]}
    query, whole = written(body)
    assert json.loads(query) == body["query"]
    assert json.loads(whole) == body
    assert json.loads(written({"size": 0})[1]) == {"size": 0}
