"""What one question asks of an engine ends in time as a whole, however the engine is slow."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from search.deadline import SECONDS, left, within
from search.engine import engine
from search.engines import FACETS, EngineAway
from search.engines.elasticsearch import Elasticsearch
from search.engines.patience import Patience
from search.query import parse
from search.research import Query, find
from tests.works import shelve

MUCH_LESS_THAN_ALL_CALLS = 2.0
"""Seconds above the deadline that a machine under load may need for itself."""


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes every question and answers none."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def slow(*seconds: float) -> Iterator[str]:
    """A server that answers every question with one publication: the first after so many seconds, the next after so many,
    and all that follow as the last."""
    pauses = list(seconds)

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(pauses.pop(0) if len(pauses) > 1 else pauses[0])
            searches = len(asked.splitlines()) // 2
            body = json.dumps({"responses": [ANSWER] * searches}).encode()
            self.send_response(200)
            for name, value in {
                "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8",
                "X-Elastic-Product": "Elasticsearch",
                "Content-Length": str(len(body)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


HIT = {"fields": {"publication": [1], "number": [1]}, "sort": [1.0, 1], "_score": 1.0}
BUCKETS = {"buckets": [{"key": 1, "doc_count": 1, "best": {"hits": {"hits": [HIT]}}}]}
ANSWER = {
    "status": 200,
    "took": 1,
    "hits": {"total": {"value": 1, "relation": "eq"}, "hits": [HIT]},
    "aggregations": {facet: {"values": {"buckets": []}} for facet in FACETS} | {"publications": BUCKETS},
}


def seconds_of(query: Query, using: Elasticsearch, seconds: float) -> float:
    """How long it takes until it is said that nobody answers."""
    began = time.monotonic()
    with pytest.raises(EngineAway):
        find(query, using, seconds=seconds)
    return time.monotonic() - began


@pytest.mark.django_db
def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    with silent() as url:
        asked = seconds_of(Query("desa"), Elasticsearch([url], question_seconds=30.0), 0.5)
    assert asked < 0.5 + MUCH_LESS_THAN_ALL_CALLS


@pytest.mark.django_db
def test_calls_that_are_each_in_time_are_not_too_slow_together() -> None:
    """Candidates, order and evidence are three; each alone would be waited for."""
    with slow(0.5) as url:
        patient = Elasticsearch([url], question_seconds=30.0)
        assert find(Query("desa"), patient, seconds=30.0).total == 1
        asked = seconds_of(Query("desa"), patient, 1.2)
    assert asked < 1.2 + MUCH_LESS_THAN_ALL_CALLS


def test_the_page_says_so_with_a_sentence(client: Client, library: None, settings) -> None:
    shelve("Desa.", title="Satu")
    client.get("/cari/")
    with silent() as url:
        settings.ELASTICSEARCH_URLS = [url]
        engine.cache_clear()
        began = time.monotonic()
        answer = client.get("/cari/?q=desa")
        asked = time.monotonic() - began
    assert answer.status_code == 503
    assert "Mesin pencari sedang tidak dapat dihubungi" in answer.content.decode()
    assert asked < SECONDS + MUCH_LESS_THAN_ALL_CALLS


def test_an_engine_in_our_own_process_is_left_in_time_too() -> None:
    ended = threading.Event()
    began = time.monotonic()
    with within(0.3), pytest.raises(EngineAway):
        Patience(30.0).wait_for(ended.wait)
    ended.set()
    assert time.monotonic() - began < 0.3 + MUCH_LESS_THAN_ALL_CALLS


def test_the_clock_starts_with_the_first_call_and_the_nearer_deadline_holds() -> None:
    assert left(9.0) == 9.0
    with within(0.2):
        time.sleep(0.3)
        assert 0.1 < left(9.0) < 0.21
        with within(5.0):
            assert left(9.0) <= 0.2
        assert left(0.05) == 0.05
        time.sleep(0.2)
        with pytest.raises(EngineAway):
            left(9.0)
        with within(5.0), pytest.raises(EngineAway):
            left(9.0)
    assert left(9.0) == 9.0


def test_a_cluster_that_answered_a_moment_ago_is_waited_for() -> None:
    with slow(0.0, 0.65) as one, slow(0.0, 0.65) as other:
        engine = Elasticsearch([one, other])
        for _ in range(3):  # each in turn, and then none soon
            assert engine.passages(parse("desa").tree, 1) == (1, [1])


def test_a_cluster_that_never_answered_is_not_waited_for_longer_than_one_server() -> None:
    with slow(0.65) as one, slow(0.65) as other, pytest.raises(EngineAway):
        Elasticsearch([one, other]).passages(parse("desa").tree, 1)
