"""The connection: nodes that are given up on in time, a silence that is remembered, and the client's errors as ours."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, cast
from urllib.parse import urlsplit

import elasticsearch as client
import orjson
import urllib3
from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType

from search.engines import EngineAway, EngineError, IndexOutdated, WritingRefused

CONNECT_SECONDS = 0.5
QUESTION_SECONDS = 0.9
"""To connect and to answer: a reader is told within a second that nobody answers."""

_LATELY_SECONDS = 5.0
FIRST_REST_SECONDS = 0.5
_MOST_DOUBLED = 20

log = logging.getLogger(__name__)

Answer = dict[str, Any]
Line = Answer | str
"""Of what is asked: where, and what as JSON."""

_AWAY = {408, 429}
NODE_AWAY = {502, 503, 504}
_OF_WHAT_WAS_SENT = {400, 413}


class NodeAway(EngineAway):
    """One node could not answer: it may just have come up, or have lost others. Another perhaps can."""


def asked(server: client.Elasticsearch, lines: list[Line]) -> list[Answer]:
    """The answers to several questions in one request, in order. Raises the client's errors, and ours; a node that could not
    answer is asked last for a while."""
    told = server.msearch(searches=cast(Any, lines))
    for answer in told["responses"]:
        if "error" in answer:
            error = trouble(answer["status"], answer["error"])
            if isinstance(error, NodeAway):
                pool = server.transport.node_pool
                for node in pool.all():
                    if node.config == told.meta.node:
                        pool.mark_dead(node)
            raise error
    return cast(list[Answer], told["responses"])


def written(body: Answer) -> tuple[str, str]:
    """What is sought, and the whole search, as they are sent; a search says more than what is sought."""
    rest = _as_json({key: value for key, value in body.items() if key != "query"})
    if "query" not in body:
        return "null", rest
    query = _as_json(body["query"])
    return query, f'{{"query":{query},{rest[1:]}'


def _as_json(part: Any) -> str:
    """Ten times as fast as by the standard library, which still writes what the other refuses: half a surrogate pair."""
    try:
        return orjson.dumps(part).decode()
    except TypeError:
        return json.dumps(part, separators=(",", ":"))


class Silence:
    """Remembers that nobody answered: till the rest is over readers are told at once, then one asks for all.

    The first rest is short, since a machine may only have been slow once; each that finds nobody again is twice as long,
    up to `rest_seconds`. Where anybody was answered while somebody waited in vain, it is slow, and there is no rest; nor has a
    cluster any that answered lately.
    """

    def __init__(self, rest_seconds: float, *, of_several: bool = False) -> None:
        self._rest_seconds = rest_seconds
        self._of_several = of_several
        self._lock = Lock()
        self._until: float | None = None
        self._rests = 0
        self._answered = float("-inf")

    @property
    def is_slow(self) -> bool:
        """Whether there are several nodes, of which one answered lately: then they are there, however long they take."""
        return self._of_several and time.monotonic() - self._answered < _LATELY_SECONDS

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Around one question. Raises `EngineAway` without asking during the rest; any answer ends it."""
        with self._lock:
            now = time.monotonic()
            if self._until is not None:
                if now < self._until:
                    raise EngineAway("did not answer a moment ago")
                self._until = now + self._rest()
            rests = self._rests
        try:
            yield
        except client.TransportError:
            with self._lock:
                if self._answered > now or self.is_slow:
                    raise
                self._rests = max(self._rests, rests + 1)  # several who asked at once found one silence
                self._until = time.monotonic() + self._rest()
            raise
        except (client.ApiError, EngineError):
            self._end()
            raise
        self._end()
        self._answered = time.monotonic()

    def _rest(self) -> float:
        return min(self._rest_seconds, FIRST_REST_SECONDS * 2.0 ** min(self._rests - 1, _MOST_DOUBLED))

    def _end(self) -> None:
        with self._lock:
            self._until = None
            self._rests = 0


class Node(Urllib3HttpNode):
    """A connection that gives up on a silent machine sooner than on a slow answer, so that the next is tried."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> Any:
        seconds = request_timeout if isinstance(request_timeout, float) else QUESTION_SECONDS
        limits = urllib3.Timeout(total=seconds, connect=CONNECT_SECONDS)
        try:
            return super().perform_request(method, target, body, headers, cast(float, limits))
        except client.ConnectionTimeout as error:
            if any(isinstance(cause, urllib3.exceptions.ConnectTimeoutError) for cause in error.errors):
                raise client.ConnectionError(str(error), errors=error.errors) from error
            raise


def with_port(url: str) -> str:
    """The client asks for a port; people leave out the usual one."""
    parts = urlsplit(url)
    if parts.port is not None:
        return url
    return parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 9200}").geturl()


@contextmanager
def our_errors(conflict: Callable[[], EngineError] = EngineError, *, writing: bool = False) -> Iterator[None]:
    """The client's errors become ours. They carry no words of a question."""
    try:
        yield
    except client.ConflictError as error:
        raise conflict() from error
    except client.ApiError as error:
        body = error.body if isinstance(error.body, dict) else {}
        raise trouble(error.status_code, body.get("error"), writing=writing) from error
    except client.TransportError as error:
        log.warning("Elasticsearch did not answer: %s", type(error).__name__)
        raise EngineAway(type(error).__name__) from error


def trouble(status: int, error: Any, *, writing: bool = False) -> EngineError:
    """What a server's answer means; while `writing`, only what it says of the document itself is a plain `EngineError`."""
    kind = error.get("type", "") if isinstance(error, dict) else ""
    if kind == "index_not_found_exception":
        return IndexOutdated(kind)
    if status in NODE_AWAY:
        return NodeAway(f"{status} {kind}")
    if status in _AWAY:
        return EngineAway(f"{status} {kind}")
    if writing and status not in _OF_WHAT_WAS_SENT:
        return WritingRefused(f"{status} {kind}")
    return EngineError(f"{status} {kind}")
