"""The right to rebuild, as a document on the server: one process at a time, and a crash does not hold it for ever."""

import time
from contextlib import suppress
from typing import Any

import elasticsearch as client

from search.engines import EngineError, IndexBusy
from search.engines.elasticsearch.connection import Answer, our_errors

LEASE_SECONDS = 120
"""After so long without a sign of life a rebuild counts as crashed."""


class Lease:
    """The right to rebuild: a document with the time it runs out, renewed as long as the build is alive."""

    def __init__(self, server: client.Elasticsearch, index: str) -> None:
        self._server = server
        self._index = index
        self._held: Answer = {}
        self._renewed = 0.0

    def __enter__(self) -> "Lease":
        with our_errors(writing=True):
            self._server.options(ignore_status=400).indices.create(
                index=self._index,
                settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                mappings={"dynamic": "strict", "properties": {"until": {"type": "long"}}},
            )
            found = self._server.options(ignore_status=404).get(index=self._index, id="rebuild")
        if not found.get("found"):
            self._write(op_type="create")
        elif found["_source"]["until"] > time.time():
            raise IndexBusy
        else:
            self._held = _sequence(found)
            self._write(**self._held)
        return self

    def renew(self) -> None:
        """Raises `IndexBusy` if it ran out and another took it."""
        if time.monotonic() - self._renewed > LEASE_SECONDS / 6:
            self._write(**self._held)

    def _write(self, **only_if: Any) -> None:
        document = {"until": int(time.time()) + LEASE_SECONDS}
        with our_errors(IndexBusy, writing=True):
            answer = self._server.index(index=self._index, id="rebuild", document=document, **only_if)
        self._held = _sequence(answer)
        self._renewed = time.monotonic()

    def __exit__(self, *_: object) -> None:
        with suppress(EngineError), our_errors():  # else it runs out by itself
            self._server.options(ignore_status=(404, 409)).delete(
                index=self._index, id="rebuild", **self._held
            )


def _sequence(answer: Any) -> Answer:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
