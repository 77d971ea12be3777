"""Three nodes of Elasticsearch, one of which is killed while readers ask and works come and go.

First one that holds a part of the index and is no master, then the elected master; each is started again after a while.
Through the running site no question may fail and no count be wrong (that another node is asked instead is our affair);
what is written waits at most, and is all there at the end.
"""

import argparse
import sys
import time
from collections.abc import Callable

from portal.local_elasticsearch import CannotRunError
from trials import readers, servers
from trials.servers import Node, Servers
from trials.site import Site, ends_in_order, prepared

AWAY = 30.0


def main() -> int:
    """Exit code 0 when no reader noticed and all is equal at the end, 2 where the trial could not be made."""
    asked = argparse.ArgumentParser(prog="trials.lost_node", description=__doc__)
    asked.add_argument(
        "--away", type=float, default=AWAY, help=f"seconds for which each is away, else {AWAY:.0f}"
    )
    options = asked.parse_args()
    ends_in_order()
    began = time.monotonic()
    try:
        with servers.running(3) as cluster, prepared(ELASTICSEARCH_URL=cluster.urls) as site:
            whole = _trial(cluster, site, options.away)
    except CannotRunError as trouble:
        print(f"not tried: {trouble}")
        return 2
    print(f"{'no reader noticed' if whole else 'NOT SOUND'}; {time.monotonic() - began:.0f} s")
    return 0 if whole else 1


def _trial(cluster: Servers, site: Site, away: float) -> bool:
    readers.fill(site)
    cluster.wait()
    print(
        f"{'killed':<28}{'answers':>9}{'failed':>8}{'coming back':>13}{'longest':>9}{'written after':>15}{'came':>6}{'green again':>13}",
        flush=True,
    )
    wrong = []
    with readers.at_work(site) as (asking, writer):
        time.sleep(away / 3)
        for name, chosen in KILLED.items():
            wrong += _lose(name, chosen(cluster), cluster, asking, writer, away)
        seen = asking.seen
    told = readers.checked(site)
    wrong += [*seen.wrong, *told["wrong"][:5]]
    if told["pending"] or any(told["drift"]):
        wrong.append(f"{told['pending']} pending; missing, stale, ghosts: {told['drift']}")
    print(
        f"{'all the while':<28}{seen.answered:>9}{seen.failed:>8}{'':>13}{seen.longest:>7.1f} s{'':>15}"
        f"{writer.told()[0] - readers.COMING:>6}  {'as the rows' if not wrong else 'NOT SOUND'}"
    )
    print(f"{seen.half} answers were half of one, or with a wrong count")
    for line in wrong + (site.said_of("search.engines") if seen.failed else []):
        print(f"    {line}")
    return not wrong


def _lose(
    name: str, node: Node, cluster: Servers, asking: readers.Readers, writer: readers.Writer, away: float
) -> list[str]:
    """One node killed, and after so many seconds started again; gives what was wrong with that."""
    answered, failed, came = asking.seen.answered, asking.seen.failed, writer.told()[0]
    asking.seen.longest, longest = 0.0, asking.seen.longest
    began = time.monotonic()
    node.kill()
    written = None
    while time.monotonic() - began < away:
        time.sleep(0.2)
        # What was told after the kill is counted by a reader: so it was written without the lost node.
        if written is None and asking.most_counted > came + 1:
            written = time.monotonic() - began
    failed_away = asking.seen.failed - failed
    node.start(again=True)
    wrong = []
    try:
        green = f"{cluster.wait():.0f} s"
    except TimeoutError as trouble:
        green = "never"
        wrong.append(str(trouble))
    if written is None and asking.most_counted <= came + 1:
        wrong.append(f"{name}: nothing was written while it was away")
    print(
        f"{name:<28}{asking.seen.answered - answered:>9}{failed_away:>8}"
        f"{asking.seen.failed - failed - failed_away:>13}{asking.seen.longest:>7.1f} s"
        f"{f'{written:.1f} s' if written else 'only then':>15}{writer.told()[0] - came:>6}{green:>13}",
        flush=True,
    )
    asking.seen.longest = max(longest, asking.seen.longest)
    return wrong


def _holds_a_part(cluster: Servers) -> Node:
    """One that is not the master, with a first copy of the works if there is such a one."""
    master = cluster.master().name
    shards = cluster.says("_cat/shards/pustaka-*?format=json")
    shards.sort(key=lambda shard: (shard["prirep"] != "p", shard["index"]))
    names = [shard["node"] for shard in shards if shard["node"] not in (None, master)]
    return next(node for node in cluster.nodes if node.name == names[0])


def _is_the_master(cluster: Servers) -> Node:
    return cluster.master()


KILLED: dict[str, Callable[[Servers], Node]] = {
    "one that holds a part": _holds_a_part,
    "the elected master": _is_the_master,
}


if __name__ == "__main__":
    sys.exit(main())
