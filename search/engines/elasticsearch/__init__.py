"""Elasticsearch as the engine: this package is the one door to its client. What we say to it is written in `bodies.py`.

Two indices a generation, `<prefix>-publications-<generation>` and `<prefix>-passages-<generation>`, behind aliases
that carry the version: an index of another version is simply not there, and while machines are being upgraded the
old ones go on with the old.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from zlib import crc32

import elasticsearch as client

from search.deadline import TOO_LITTLE, left
from search.engines import (
    FACETS,
    MOST_VALUES,
    Candidates,
    Cursor,
    EngineAway,
    EngineError,
    Evidence,
    Filters,
    Health,
    Sort,
    Told,
    bodies,
)
from search.engines import clauses as c
from search.engines import mapping as m
from search.engines.elasticsearch.connection import (
    NODE_AWAY,
    QUESTION_SECONDS,
    Answer,
    Line,
    Node,
    NodeAway,
    Silence,
    asked,
    our_errors,
    with_port,
    written,
)
from search.engines.elasticsearch.writing import WRITE_RETRIES, Building, Generations, Writing
from search.tree import Node as Tree
from search.tree import wanted

ANOTHER_AFTER_SECONDS = (0.4, 0.6)
"""Of several nodes the first two that are asked have so long to answer; then another is."""
SLOW_SECONDS = 2.0
"""Of several nodes of which one answered lately: so long the cluster is slow, and not away."""
REST_SECONDS = 3.0
"""So long, at most, nobody else waits for a server that just left a question without an answer."""
WRITE_SECONDS = 60.0
_MOST_PATIENT = 256
"""Clients that are kept, one for each hundredth of a second that a question may take: some 40 kB each."""


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
        self._silence = Silence(rest_seconds, of_several=len(urls) > 1)
        self._seconds = question_seconds
        # Who is asked next, when one cannot be reached or is slow, is our affair: we know how much time is left.
        self._questions = client.Elasticsearch(
            [with_port(url) for url in urls],
            node_class=Node,
            request_timeout=question_seconds,
            max_retries=0,
        )
        self._patient: dict[int, client.Elasticsearch] = {}
        server = self._questions.options(
            request_timeout=WRITE_SECONDS, max_retries=WRITE_RETRIES, retry_on_timeout=True
        )
        self._index = Generations(server, prefix, version)

    # Questions

    def together(self, ask: Callable[[], Told]) -> Told:
        return ask()

    def candidates(
        self,
        tree: Tree | None,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        size: int = 100,
        start: int = 0,
        after: Cursor | None = None,
        values: int = MOST_VALUES,
    ) -> Candidates:
        tree = c.asked(tree)
        sort = c.order_of(tree, sort)
        after = c.goes_on(after, sort)
        rest = c.rest(tree)
        start = 0 if after else start
        first = after is None and start == 0
        joins = tree is not None and bool(wanted(tree)) and sort == "relevance" and first
        # Behind a place among the rest nothing holds all the words: there they are only counted.
        over = after is not None and not after.whole
        searches: list[tuple[m.Tier, Answer]] = [
            (
                "publications",
                bodies.candidates(
                    tree,
                    filters,
                    sort=sort,
                    size=0 if over else size,
                    start=start,
                    after=None if over else after,
                    values=values,
                ),
            )
        ]
        if rest:
            fits = over or first or after is not None
            searches.append(
                (
                    "publications",
                    bodies.candidates(
                        rest, filters, sort=sort, size=size if fits else 0, after=after if over else None
                    ),
                )
            )
        if joins and tree:
            searches.append(("passages", bodies.proposed(tree, filters)))
        answers = self._ask(*searches)
        total = _total(answers[0])
        others = _total(answers[1]) if rest else 0

        found = answers[0]["hits"]["hits"]
        complete = _values(found, "publication")
        last = _place(found, True)
        if joins and tree and total > len(complete):
            proposed = _values(answers[-1]["hits"]["hits"], "publication")
            complete += self._joined(tree, filters, complete, proposed)
        remaining: list[int] = []
        if rest and (room := size - len(found)) > 0:
            behind = answers[1]["hits"]["hits"][:room]
            if start > 0:
                body = bodies.candidates(rest, filters, sort=sort, size=room, start=max(0, start - total))
                behind = self._ask(("publications", body))[0]["hits"]["hits"]
            remaining = _values(behind, "publication")
            last = _place(behind, False) or last
        counted = answers[0]
        if total == 0 and others:
            body = bodies.candidates(rest, filters, sort=sort, size=0, values=values)
            counted = self._ask(("publications", body))[0]
        counts, more = _facets(counted, filters, values)
        return Candidates(total, others, counts, [*complete, *remaining], frozenset(complete), more, last)

    def _joined(
        self, tree: Tree, filters: Filters, known: Collection[int], proposed: Sequence[int]
    ) -> list[int]:
        """Those proposed by their passages that were not known and do hold all that was asked, minus too."""
        new = [publication for publication in proposed if publication not in known]
        if not new:
            return []
        only = replace(filters, only=new)  # the passages were asked under the filters' own `only` already
        body = bodies.candidates(tree, only, sort="newest", size=len(new))
        held = set(_numbers(self._ask(("publications", body))[0], "publication"))
        return [publication for publication in new if publication in held]

    def order(self, tree: Tree | None, publications: Sequence[int]) -> list[int]:
        if tree is None or not wanted(tree) or not publications:
            return list(publications)
        searches: list[tuple[m.Tier, Answer]] = [("passages", bodies.order(tree, publications))]
        if c.record(tree):
            searches.append(("publications", bodies.records(tree, publications)))
        return c.by_score(publications, *map(_scores, self._ask(*searches)))

    def evidence(
        self, tree: Tree | None, publications: Sequence[int], *, passages: int = 3
    ) -> dict[int, Evidence]:
        found = {publication: Evidence((), 0) for publication in publications}
        if tree is None or not wanted(tree) or not publications:
            return found
        (answer,) = self._ask(("passages", bodies.evidence(tree, publications, passages)))
        for bucket in answer["aggregations"]["publications"]["buckets"]:
            found[bucket["key"]] = Evidence(_numbers(bucket["best"], "number"), bucket["doc_count"])
        return found

    def passages(
        self, tree: Tree | None, publication: int, *, size: int = 100, start: int = 0
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
            return Health(not away, False, 0, 0, trouble)
        publications, passages = map(_total, counts)
        return Health(True, True, publications, passages)

    def _ask(self, *searches: tuple[m.Tier, Answer]) -> list[Answer]:
        """The answers of the generation that answers, in order."""
        seconds = left(max(self._seconds, SLOW_SECONDS) if self._silence.is_slow else self._seconds)
        timeout = f"{max(1, round(seconds * 1_000))}ms"  # nobody waits longer, so the server need not go on
        lines: list[Line] = []
        for tier, body in searches:
            query, whole = written(body | {"timeout": timeout})
            lines += [
                {
                    "index": self._index.alias[tier],
                    "allow_partial_search_results": False,  # a part of the answer is a wrong answer
                    # Copies of a shard score a little differently: a question goes to one, or its pages overlap.
                    "preference": f"{crc32(query.encode()):08x}",
                },
                whole,
            ]
        with our_errors(), self._silence.heard():
            return self._asked_in_turn(lines, seconds)

    def _asked_in_turn(self, lines: list[Line], seconds: float) -> list[Answer]:
        """What the first node says that answers, within so many seconds. Raises what the last one left us with."""
        end = time.monotonic() + seconds
        patience = [*ANOTHER_AFTER_SECONDS, seconds] if len(self.urls) > 1 else [seconds]
        unreachable = 0
        while True:
            try:
                return asked(self._waiting(min(patience[0], end - time.monotonic())), lines)
            except client.ConnectionError:
                unreachable += 1
                if unreachable == len(self.urls) or end - time.monotonic() < TOO_LITTLE:
                    raise
            except (client.ConnectionTimeout, client.ApiError, NodeAway) as error:
                # A node that hangs, or has just come up and knows little yet. The client asks it last for a while; nor must
                # another ask the same copy, which may be that one's: without a preference a server asks the copy that has
                # been the fastest.
                if isinstance(error, client.ApiError) and error.status_code not in NODE_AWAY:
                    raise
                patience.pop(0)
                if not patience or end - time.monotonic() < TOO_LITTLE:
                    raise
                for line in lines:
                    if isinstance(line, dict):
                        line.pop("preference", None)

    def _waiting(self, seconds: float) -> client.Elasticsearch:
        """The client that waits so long for an answer, less a part of a hundredth. To make one anew for every question would
        cost a millisecond."""
        hundredths = int(seconds * 100)
        known = self._patient.get(hundredths)
        if known is None:
            if len(self._patient) >= _MOST_PATIENT:
                self._patient.clear()
            known = self._questions.options(request_timeout=hundredths / 100 or seconds)
            self._patient[hundredths] = known
        return known

    # Writing

    @contextmanager
    def writer(self) -> Iterator[Writing]:
        self._index.answering()
        yield Writing(self._index)

    @contextmanager
    def rebuild(self) -> Iterator[Building]:
        index = self._index
        with index.lease() as lease:
            index.delete(index.under_way())
            try:
                yield Building(index, lease)
            finally:
                with suppress(EngineError):  # the next build takes away what is left
                    index.delete(index.under_way())

    def drop(self) -> None:
        """Delete everything under the prefix: for an index that was made to measure or to test."""
        self._index.drop()


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])


def _numbers(answer: Answer, field: str) -> list[int]:
    return _values(answer["hits"]["hits"], field)


def _values(hits: Sequence[Answer], field: str) -> list[int]:
    return [hit["fields"][field][0] for hit in hits]


def _scores(answer: Answer) -> dict[int, float]:
    return {hit["fields"]["publication"][0]: hit["_score"] for hit in answer["hits"]["hits"]}


def _place(hits: Sequence[Answer], whole: bool) -> Cursor | None:
    return Cursor(whole, tuple(hits[-1]["sort"])) if hits else None


def _facets(
    answer: Answer, filters: Filters, values: int
) -> tuple[dict[str, dict[str, int]], frozenset[str]]:
    """The values told and their numbers, and the facets that have more."""
    facets, more = {}, set()
    for facet in FACETS:
        counted = answer["aggregations"][facet]
        found = _buckets(counted["values"])
        told = bodies.told(facet, values)
        facets[facet] = dict(found[:told]) | dict.fromkeys(filters.chosen.get(facet, ()), 0)
        facets[facet] |= dict(_buckets(counted["chosen"]) if "chosen" in counted else ())
        if len(found) > told:
            more.add(facet)
    return facets, frozenset(more)


def _buckets(counted: Answer) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]]
