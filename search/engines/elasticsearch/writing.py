"""The indices of an Elasticsearch: generations that are made, written and swapped.

Any number of workers may write. Who is older loses by revision: a publication's own document goes first, and its
passages follow only if that was accepted.
"""

import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256

import elasticsearch as client
from elasticsearch.helpers import streaming_bulk

from search.engines import IndexOutdated, PublicationDocument, bodies
from search.engines import mapping as m
from search.engines.elasticsearch.connection import Answer, asked, our_errors, trouble
from search.engines.elasticsearch.lease import Lease

WRITE_RETRIES = 4

BULK_BYTES = 4_000_000
"""A request's size. The server's own limits are 100 MB, and in 9 a tenth of its heap for four times the request."""
BATCH_PASSAGES = 5_000

Change = PublicationDocument | m.Removal


class Generations:
    """All indices under a prefix, for one version: which answer, which are being built, and what is written to them."""

    def __init__(self, server: client.Elasticsearch, prefix: str, version: str) -> None:
        self.prefix = prefix
        self.version = version
        self._server = server
        known_as = sha256(version.encode()).hexdigest()[:8]
        self.alias: dict[m.Tier, str] = {tier: f"{prefix}-{tier}-v{known_as}" for tier in m.WEIGHTS}

    def lease(self) -> Lease:
        """The right to rebuild; see there."""
        return Lease(self._server, f"{self.prefix}-lease")

    # Writing

    def commit(self, changes: Sequence[Change]) -> None:
        """Write all changes and show them; into an index that is being built too, so that it misses nothing."""
        touched = {change.publication for change in changes}
        for batch in _batches(changes):
            # Asked anew for each batch: a build that begins after this reads rows that are newer than the batch.
            for generation in self.answering():
                self.write(batch, generation)
        for generation in self.answering():
            self.show(generation, touched)

    def write(self, changes: Sequence[Change], generation: str, *, empty: bool = False) -> None:
        """Write into a generation what is not older than what it holds; `empty` spares looking for what is stale."""
        publications, passages = self._indices(generation)
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
        publications, passages = self._indices(generation)
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
        with our_errors(writing=True):
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
                    raise trouble(result["status"], result.get("error"), writing=True)
        return accepted

    def _refresh(self, *indices: str) -> None:
        with our_errors(writing=True):
            self._server.indices.refresh(index=indices)

    def _held(self, generation: str, only: Collection[int] | None) -> dict[int, tuple[int, bool]]:
        """publication → (revision, whether it was removed)."""
        held: dict[int, tuple[int, bool]] = {}
        after = -1
        while True:
            body = bodies.revisions(after, bodies.PAGE, gone=True, only=only)
            answer = self._ask("publications", generation, body)
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
            found = self._ask("passages", generation, body)["aggregations"]["pairs"]
            for bucket in found["buckets"]:
                yield bucket["key"]["publication"], bucket["key"][second]
            after = found.get("after_key")
            if after is None:
                return

    def _ask(self, tier: m.Tier, generation: str, body: Answer) -> Answer:
        """What a generation answers that perhaps only writers know."""
        line = {"index": f"{self.prefix}-{tier}-{generation}", "allow_partial_search_results": False}
        with our_errors(writing=True):
            (answer,) = asked(self._server, [line, body])
        return answer

    def _indices(self, generation: str) -> list[str]:
        return [f"{self.prefix}-{tier}-{generation}" for tier in m.WEIGHTS]

    # Generations

    def _aliases(self) -> dict[str, set[str]]:
        """generation → what its indices are called, oldest first."""
        begins = [f"{self.prefix}-{tier}-" for tier in m.WEIGHTS]
        with our_errors(writing=True):
            found = self._server.indices.get_alias(index=[f"{begin}*" for begin in begins])
        called: dict[str, set[str]] = {}
        for name in found:
            for begin in begins:
                if name.startswith(begin):
                    called.setdefault(name.removeprefix(begin), set()).update(found[name]["aliases"])
        return dict(sorted(called.items()))

    def answering(self) -> list[str]:
        """The generation that answers, and one that is being built."""
        alias = self.alias["publications"]
        aliases = self._aliases()
        if not any(alias in names for names in aliases.values()):
            raise IndexOutdated
        return [generation for generation, names in aliases.items() if names & {alias, f"{alias}-building"}]

    def under_way(self) -> list[str]:
        """What was not swapped. (Who asks holds the lease, so no other build is alive.)"""
        return [
            generation
            for generation, names in self._aliases().items()
            if any(name.endswith("-building") for name in names)
        ]

    def create(self, generation: str) -> None:
        with our_errors(writing=True):
            # Its publications last: by those writers know it, and they want to find it whole, crash or not.
            for tier, alias in reversed(self.alias.items()):
                self._server.indices.create(
                    index=f"{self.prefix}-{tier}-{generation}",
                    aliases={f"{alias}-building": {}},
                    **bodies.index(tier, self.version),
                )

    def switch(self, generation: str) -> None:
        """Let a generation answer, in one step, and delete all but it and the one that answered before."""
        actions: list[Answer] = []
        before = self._aliases()
        for tier, alias in self.alias.items():
            index = f"{self.prefix}-{tier}-{generation}"
            for old, names in before.items():
                if self.alias["publications"] in names:
                    actions.append({"remove": {"index": f"{self.prefix}-{tier}-{old}", "alias": alias}})
            actions.append({"remove": {"index": index, "alias": f"{alias}-building"}})
            actions.append({"add": {"index": index, "alias": alias}})
        with our_errors(writing=True):
            self._server.indices.update_aliases(actions=actions)
        answered = [old for old, names in before.items() if names and old != generation]
        self.delete(old for old in before if old not in {generation, *answered[-1:]})

    def drop(self) -> None:
        """Delete everything under the prefix: for an index that was made to measure or to test."""
        self.delete(self._aliases())
        with our_errors(writing=True):
            self._server.indices.delete(index=f"{self.prefix}-lease", ignore_unavailable=True)

    def delete(self, generations: Iterable[str]) -> None:
        names = [name for generation in generations for name in self._indices(generation)]
        if names:
            with our_errors(writing=True):
                self._server.indices.delete(index=names, ignore_unavailable=True)


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


class Writing:
    """Holds what was put until `commit`: a server takes nothing back."""

    def __init__(self, index: Generations) -> None:
        self._index = index
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
            self._index.commit(list(self._waiting.values()))
        self._waiting = {}


class Building:
    """A generation being filled; it is written at once, since nobody asks it."""

    def __init__(self, index: Generations, lease: Lease) -> None:
        self._index = index
        self._lease = lease
        self._generation = time.strftime("%Y%m%d%H%M%S-", time.gmtime()) + uuid.uuid4().hex[:8]
        index.create(self._generation)

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        for batch in _batches(documents):
            self._lease.renew()
            self._index.write(batch, self._generation, empty=True)

    def remove(self, publication: int, revision: int) -> None:
        self._index.write([m.Removal(publication, revision)], self._generation)

    def commit(self) -> None:
        self._lease.renew()

    def swap(self) -> None:
        self._index.show(self._generation)
        self._lease.renew()
        self._index.switch(self._generation)
