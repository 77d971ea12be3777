"""Elasticsearch as the engine: the one door to its client. What we say to it is written in `bodies.py`.

Two indices a generation, `<prefix>-publications-<generation>` and `<prefix>-passages-<generation>`, behind aliases
that carry the version: an index of another version is simply not there, and while machines are being upgraded the
old ones go on with the old. Any number of workers may write. Who is older loses by revision: a publication's own
document goes first, and its passages follow only if that was accepted.
"""

import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from threading import Lock
from typing import Any, cast
from urllib.parse import urlsplit
from zlib import crc32

import elasticsearch as client
import urllib3
from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch.helpers import streaming_bulk

from search.engines import (
    FACETS,
    Candidates,
    EngineAway,
    EngineError,
    Evidence,
    Filters,
    Health,
    IndexBusy,
    IndexOutdated,
    PublicationDocument,
    Sort,
    bodies,
)
from search.engines import mapping as m
from search.query import Node, wanted

CONNECT_SECONDS = 0.5
QUESTION_SECONDS = 0.9
"""To connect and to answer: a reader is told within a second that nobody answers."""
REST_SECONDS = 3.0
"""So long nobody else waits for a server that just left a question without an answer."""
WRITE_SECONDS = 60.0
WRITE_RETRIES = 4

BULK_BYTES = 4_000_000
"""A request's size. The server's own limits are 100 MB, and in 9 a tenth of its heap for four times the request."""
BATCH_PASSAGES = 5_000

LEASE_SECONDS = 120
"""After so long without a sign of life a rebuild counts as crashed."""

Answer = dict[str, Any]
Change = PublicationDocument | m.Removal

_AWAY = {408, 429, 502, 503, 504}


class Elasticsearch:
    """The engine on a cluster; `urls` are its nodes, any of which answers."""

    name = "elasticsearch"

    def __init__(
        self,
        urls: list[str],
        prefix: str = "pustaka",
        *,
        version: str = m.VERSION,
        question_seconds: float = QUESTION_SECONDS,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """`question_seconds` is the patience of one who waits for an answer; measurements have more of it."""
        self.urls = urls
        self.prefix = prefix
        self.version = version
        known_as = sha256(version.encode()).hexdigest()[:8]
        self._alias: dict[m.Tier, str] = {tier: f"{prefix}-{tier}-v{known_as}" for tier in m.WEIGHTS}
        self._silence = _Silence(rest_seconds)
        # A node that cannot be reached hands over to the next; a slow answer is not waited for twice.
        self._questions = client.Elasticsearch(
            [_with_port(url) for url in urls],
            node_class=_Node,
            request_timeout=question_seconds,
            max_retries=len(urls) - 1,
        )
        self._server = self._questions.options(
            request_timeout=WRITE_SECONDS, max_retries=WRITE_RETRIES, retry_on_timeout=True
        )

    # Questions

    def candidates(
        self,
        tree: Node | None,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        size: int = 100,
        start: int = 0,
    ) -> Candidates:
        sort = m.order_of(tree, sort)
        rest = m.rest(tree)
        joins = sort == "relevance" and start == 0
        searches: list[tuple[m.Tier, Answer]] = [
            (
                "publications",
                bodies.candidates(tree, filters, sort=sort, size=size, start=start, facets=True),
            )
        ]
        if rest:
            first = size if start == 0 else 0
            searches.append(("publications", bodies.candidates(rest, filters, sort=sort, size=first)))
        if joins and tree:
            searches.append(("passages", bodies.proposed(tree, filters)))
        answers = self._ask(*searches)
        total = _total(answers[0])
        others = _total(answers[1]) if rest else 0

        complete = _numbers(answers[0], "publication")
        if joins and tree and total > len(complete):
            complete += self._joined(tree, filters, complete, _numbers(answers[-1], "publication"))
        remaining: list[int] = []
        if rest and (missing := size - len(complete)) > 0:
            remaining = _numbers(answers[1], "publication")[:missing]
            if start > 0:
                later = max(0, start - total)
                body = bodies.candidates(rest, filters, sort=sort, size=missing, start=later)
                remaining = _numbers(self._ask(("publications", body))[0], "publication")
        counted = answers[0]
        if total == 0 and others:
            body = bodies.candidates(rest, filters, sort=sort, size=0, facets=True)
            counted = self._ask(("publications", body))[0]
        return Candidates(
            total, others, _facets(counted, filters), [*complete, *remaining], frozenset(complete)
        )

    def _joined(
        self, tree: Node, filters: Filters, known: Collection[int], proposed: Sequence[int]
    ) -> list[int]:
        """Those proposed by their passages that were not known and do hold all that was asked, minus too."""
        new = [publication for publication in proposed if publication not in known]
        if not new:
            return []
        only = replace(filters, only=new)  # the passages were asked under the filters' own `only` already
        body = bodies.candidates(tree, only, sort="newest", size=len(new))
        held = set(_numbers(self._ask(("publications", body))[0], "publication"))
        return [publication for publication in new if publication in held]

    def order(self, tree: Node | None, publications: Sequence[int]) -> list[int]:
        if tree is None or not wanted(tree) or not publications:
            return list(publications)
        (answer,) = self._ask(("passages", bodies.order(tree, publications)))
        best = {hit["fields"]["publication"][0]: hit["_score"] for hit in answer["hits"]["hits"]}
        return sorted(publications, key=lambda publication: -best.get(publication, 0.0))

    def evidence(
        self, tree: Node | None, publications: Sequence[int], *, passages: int = 3
    ) -> dict[int, Evidence]:
        found = {publication: Evidence((), 0) for publication in publications}
        if tree is None or not wanted(tree) or not publications:
            return found
        (answer,) = self._ask(("passages", bodies.evidence(tree, publications, passages)))
        for bucket in answer["aggregations"]["publications"]["buckets"]:
            found[bucket["key"]] = Evidence(_numbers(bucket["best"], "number"), bucket["doc_count"])
        return found

    def passages(
        self, tree: Node | None, publication: int, *, size: int = 100, start: int = 0
    ) -> tuple[int, list[int]]:
        if tree is None or not wanted(tree):
            return 0, []
        body = bodies.in_reading_order(tree, publication, size=size, start=start)
        (answer,) = self._ask(("passages", body))
        return _total(answer), _numbers(answer, "number")

    def revisions(self, after: int, size: int) -> list[tuple[int, int]]:
        (answer,) = self._ask(("publications", bodies.revisions(after, size)))
        return list(zip(_numbers(answer, "publication"), _numbers(answer, "revision"), strict=True))

    def health(self) -> Health:
        try:
            counts = self._ask(*((tier, bodies.counted(tier)) for tier in m.WEIGHTS))
        except EngineError as trouble:
            away = isinstance(trouble, EngineAway)
            return Health(not away, False, 0, 0, str(trouble.sentence))
        publications, passages = map(_total, counts)
        return Health(True, True, publications, passages)

    def _ask(self, *searches: tuple[m.Tier, Answer], of: str | None = None) -> list[Answer]:
        """The answers, in order; `of` a generation that only writers know, else of the one that answers."""
        lines: list[Answer] = []
        for tier, body in searches:
            index = f"{self.prefix}-{tier}-{of}" if of else self._alias[tier]
            lines += [
                {
                    "index": index,
                    "allow_partial_search_results": False,  # a part of the answer is a wrong answer
                    # Copies of a shard score a little differently: a question goes to one, or its pages overlap.
                    "preference": f"{crc32(repr(body.get('query')).encode()):08x}",
                },
                body,
            ]
        with _our_errors():
            if of:
                answers = self._server.msearch(searches=lines)["responses"]
            else:
                with self._silence.heard():
                    answers = self._questions.msearch(searches=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                raise _trouble(answer["status"], answer["error"])
        return cast(list[Answer], answers)

    # Writing

    @contextmanager
    def writer(self) -> Iterator["_Writing"]:
        self._generations()
        yield _Writing(self)

    @contextmanager
    def rebuild(self) -> Iterator["_Building"]:
        with _Lease(self._server, f"{self.prefix}-lease") as lease:
            self._delete(self._under_way())
            try:
                yield _Building(self, lease)
            finally:
                with suppress(EngineError):  # the next build takes away what is left
                    self._delete(self._under_way())

    def commit(self, changes: Sequence[Change]) -> None:
        """Write all changes and show them; into an index that is being built too, so that it misses nothing."""
        touched = {change.publication for change in changes}
        for batch in _batches(changes):
            # Asked anew for each batch: a build that begins after this reads rows that are newer than the batch.
            for generation in self._generations():
                self.write(batch, generation)
        for generation in self._generations():
            self.show(generation, touched)

    def write(self, changes: Sequence[Change], generation: str, *, empty: bool = False) -> None:
        """Write into a generation what is not older than what it holds; `empty` spares looking for what is stale."""
        publications, passages = (f"{self.prefix}-{tier}-{generation}" for tier in m.WEIGHTS)
        documents = (
            m.tombstone(change) if isinstance(change, m.Removal) else m.publication(change)
            for change in changes
        )
        accepted = self._bulk(
            _action("index", publications, str(document["publication"]), document["revision"], document)
            for document in documents
        )
        newer = [change for change in changes if str(change.publication) in accepted]
        stale: dict[int, set[int]] = {}
        if newer and not empty:
            for publication, number in self._pairs(generation, "number", [one.publication for one in newer]):
                stale.setdefault(publication, set()).add(number)

        def actions() -> Iterator[Answer]:
            for change in newer:
                numbers = stale.get(change.publication, set())
                if isinstance(change, PublicationDocument):
                    for document in m.passages(change):
                        numbers.discard(document["number"])
                        name = f"{change.publication}-{document['number']}"
                        yield _action("index", passages, name, change.revision, document)
                for number in sorted(numbers):
                    yield _action("delete", passages, f"{change.publication}-{number}", change.revision)

        self._bulk(actions())

    def show(self, generation: str, only: Collection[int] | None = None) -> None:
        """Make what was written visible, and take away what writers that overlapped left behind."""
        publications, passages = (f"{self.prefix}-{tier}-{generation}" for tier in m.WEIGHTS)
        self._refresh(publications, passages)
        held = self._held(generation, only)
        stale = []
        for publication, revision in self._pairs(generation, "revision", only):
            # Without a publication yet, or newer than it: another worker is at it this moment.
            newest, gone = held.get(publication, (revision, False))
            if revision < newest or (gone and revision == newest):
                numbers = self._pairs(generation, "number", [publication], revision)
                # Under its own revision, so that one that was just replaced by a newer is not met.
                stale += [
                    _action("delete", passages, f"{publication}-{number}", revision) for _, number in numbers
                ]
        if stale:
            self._bulk(stale)
            self._refresh(passages)

    def _bulk(self, actions: Iterable[Answer]) -> set[str]:
        """Send them, in requests of bounded size; gives the ids that were accepted. An older one is none."""
        accepted = set()
        with _our_errors():
            for done, item in streaming_bulk(
                self._server,
                actions,
                max_chunk_bytes=BULK_BYTES,
                max_retries=WRITE_RETRIES,
                initial_backoff=0.5,
                max_backoff=10,
                raise_on_error=False,
            ):
                ((kind, result),) = item.items()
                if done:
                    accepted.add(result["_id"])
                elif result["status"] != 409 and not (kind == "delete" and "error" not in result):
                    raise _trouble(result["status"], result.get("error"))
        return accepted

    def _refresh(self, *indices: str) -> None:
        with _our_errors():
            self._server.indices.refresh(index=indices)

    def _held(self, generation: str, only: Collection[int] | None) -> dict[int, tuple[int, bool]]:
        """publication → (revision, whether it was removed)."""
        held: dict[int, tuple[int, bool]] = {}
        after = -1
        while True:
            body = bodies.revisions(after, bodies.PAGE, gone=True, only=only)
            (answer,) = self._ask(("publications", body), of=generation)
            for hit in answer["hits"]["hits"]:
                fields = hit["fields"]
                held[fields["publication"][0]] = fields["revision"][0], fields["gone"][0]
            if len(answer["hits"]["hits"]) < bodies.PAGE:
                return held
            after = max(held)

    def _pairs(
        self, generation: str, second: str, only: Collection[int] | None, revision: int | None = None
    ) -> Iterator[tuple[int, int]]:
        after = None
        while True:
            body = bodies.pairs(second, only, after, revision=revision)
            found = self._ask(("passages", body), of=generation)[0]["aggregations"]["pairs"]
            for bucket in found["buckets"]:
                yield bucket["key"]["publication"], bucket["key"][second]
            after = found.get("after_key")
            if after is None:
                return

    # Generations

    def _aliases(self) -> dict[str, set[str]]:
        """generation → what its publications are called, oldest first."""
        begin = f"{self.prefix}-publications-"
        with _our_errors():
            found = self._server.indices.get_alias(index=f"{begin}*")
        return {name.removeprefix(begin): set(found[name]["aliases"]) for name in sorted(found)}

    def _generations(self) -> list[str]:
        """The generation that answers, and one that is being built."""
        alias = self._alias["publications"]
        aliases = self._aliases()
        if not any(alias in names for names in aliases.values()):
            raise IndexOutdated
        return [generation for generation, names in aliases.items() if names & {alias, f"{alias}-building"}]

    def _under_way(self) -> list[str]:
        """What was not swapped. (Who asks holds the lease, so no other build is alive.)"""
        return [
            generation
            for generation, names in self._aliases().items()
            if any(name.endswith("-building") for name in names)
        ]

    def create(self, generation: str) -> None:
        with _our_errors():
            for tier, alias in self._alias.items():
                self._server.indices.create(
                    index=f"{self.prefix}-{tier}-{generation}",
                    aliases={f"{alias}-building": {}},
                    **bodies.index(tier, self.version),
                )

    def switch(self, generation: str) -> None:
        """Let a generation answer, in one step, and delete all but it and the one that answered before."""
        actions: list[Answer] = []
        before = self._aliases()
        for tier, alias in self._alias.items():
            index = f"{self.prefix}-{tier}-{generation}"
            for old, names in before.items():
                if self._alias["publications"] in names:
                    actions.append({"remove": {"index": f"{self.prefix}-{tier}-{old}", "alias": alias}})
            actions.append({"remove": {"index": index, "alias": f"{alias}-building"}})
            actions.append({"add": {"index": index, "alias": alias}})
        with _our_errors():
            self._server.indices.update_aliases(actions=actions)
        answered = [old for old, names in before.items() if names and old != generation]
        self._delete(old for old in before if old not in {generation, *answered[-1:]})

    def drop(self) -> None:
        """Delete everything under the prefix: for an index that was made to measure or to test."""
        self._delete(self._aliases())
        with _our_errors():
            self._server.indices.delete(index=f"{self.prefix}-lease", ignore_unavailable=True)

    def _delete(self, generations: Iterable[str]) -> None:
        names = [f"{self.prefix}-{tier}-{generation}" for generation in generations for tier in m.WEIGHTS]
        if names:
            with _our_errors():
                self._server.indices.delete(index=names, ignore_unavailable=True)


class _Writing:
    """Holds what was put until `commit`: a server takes nothing back."""

    def __init__(self, engine: Elasticsearch) -> None:
        self._engine = engine
        self._waiting: dict[int, Change] = {}

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        for document in documents:
            self._keep(document)

    def remove(self, publication: int, revision: int) -> None:
        self._keep(m.Removal(publication, revision))

    def _keep(self, change: Change) -> None:
        before = self._waiting.get(change.publication)
        if before is None or before.revision <= change.revision:
            self._waiting[change.publication] = change

    def commit(self) -> None:
        if self._waiting:
            self._engine.commit(list(self._waiting.values()))
        self._waiting = {}


class _Building:
    """A generation being filled; it is written at once, since nobody asks it."""

    def __init__(self, engine: Elasticsearch, lease: "_Lease") -> None:
        self._engine = engine
        self._lease = lease
        self._generation = time.strftime("%Y%m%d%H%M%S-", time.gmtime()) + uuid.uuid4().hex[:8]
        engine.create(self._generation)

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        for batch in _batches(documents):
            self._lease.renew()
            self._engine.write(batch, self._generation, empty=True)

    def remove(self, publication: int, revision: int) -> None:
        self._engine.write([m.Removal(publication, revision)], self._generation)

    def commit(self) -> None:
        self._lease.renew()

    def swap(self) -> None:
        self._engine.show(self._generation)
        self._lease.renew()
        self._engine.switch(self._generation)


class _Lease:
    """The right to rebuild: a document with the time it runs out, renewed as long as the build is alive."""

    def __init__(self, server: client.Elasticsearch, index: str) -> None:
        self._server = server
        self._index = index
        self._held: Answer = {}
        self._renewed = 0.0

    def __enter__(self) -> "_Lease":
        with _our_errors():
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
        with _our_errors(conflict=IndexBusy):
            answer = self._server.index(index=self._index, id="rebuild", document=document, **only_if)
        self._held = _sequence(answer)
        self._renewed = time.monotonic()

    def __exit__(self, *_: object) -> None:
        with suppress(EngineError), _our_errors():  # else it runs out by itself
            self._server.options(ignore_status=(404, 409)).delete(
                index=self._index, id="rebuild", **self._held
            )


class _Silence:
    """Remembers that nobody answered: till the rest is over readers are told at once, then one asks for all."""

    def __init__(self, rest_seconds: float) -> None:
        self._rest_seconds = rest_seconds
        self._lock = Lock()
        self._until: float | None = None

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Around one question. Raises `EngineAway` without asking during the rest; any answer ends it."""
        with self._lock:
            now = time.monotonic()
            if self._until is not None:
                if now < self._until:
                    raise EngineAway("did not answer a moment ago")
                self._until = now + self._rest_seconds
        try:
            yield
        except client.TransportError:
            with self._lock:
                self._until = time.monotonic() + self._rest_seconds
            raise
        except client.ApiError:
            self._end()
            raise
        self._end()

    def _end(self) -> None:
        with self._lock:
            self._until = None


class _Node(Urllib3HttpNode):
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


def _with_port(url: str) -> str:
    """The client asks for a port; people leave out the usual one."""
    parts = urlsplit(url)
    if parts.port is not None:
        return url
    return parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 9200}").geturl()


def _sequence(answer: Any) -> Answer:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _action(kind: str, index: str, name: str, revision: int, document: Answer | None = None) -> Answer:
    action = {
        "_op_type": kind,
        "_index": index,
        "_id": name,
        "version": revision,
        "version_type": "external_gte",
    }
    return action if document is None else action | {"_source": document}


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """By number of passages, so that neither thousands of leaflets nor a shelf of thick books is one batch."""
    batch: list[Change] = []
    weight = 0
    for change in changes:
        batch.append(change)
        weight += 10 + (len(change.passages) if isinstance(change, PublicationDocument) else 0)
        if weight >= BATCH_PASSAGES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _total(answer: Answer) -> int:
    return cast(int, answer["hits"]["total"]["value"])


def _numbers(answer: Answer, field: str) -> list[int]:
    return [hit["fields"][field][0] for hit in answer["hits"]["hits"]]


def _facets(answer: Answer, filters: Filters) -> dict[str, dict[str, int]]:
    facets = {}
    for facet in FACETS:
        buckets = answer["aggregations"][facet]["values"]["buckets"]
        facets[facet] = dict.fromkeys(filters.chosen.get(facet, ()), 0) | {
            bucket["key"]: bucket["doc_count"] for bucket in buckets
        }
    return facets


@contextmanager
def _our_errors(conflict: Callable[[], EngineError] = EngineError) -> Iterator[None]:
    """The client's errors become ours. They carry no words of a question."""
    try:
        yield
    except client.ConflictError as error:
        raise conflict() from error
    except client.ApiError as error:
        body = error.body if isinstance(error.body, dict) else {}
        raise _trouble(error.status_code, body.get("error")) from error
    except client.TransportError as error:
        raise EngineAway(type(error).__name__) from error


def _trouble(status: int, error: Any) -> EngineError:
    kind = error.get("type", "") if isinstance(error, dict) else ""
    if kind == "index_not_found_exception":
        return IndexOutdated(kind)
    if status in _AWAY:
        return EngineAway(f"{status} {kind}")
    return EngineError(f"{status} {kind}")
