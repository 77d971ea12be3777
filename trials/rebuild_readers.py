"""Readers ask while a new index is built, several times over, and works come and go meanwhile.

On each engine, through the running site: no question may fail, no answer may be half of one, no count may be other than that
of the old or the new state; and what was written meanwhile must be in the new index.
"""

import argparse
import sys
import time

from portal.local_elasticsearch import CannotRunError
from trials import readers, servers
from trials.site import Site, ends_in_order, prepared

REBUILDS = 3
ENGINES = ("embedded", "elasticsearch")
_BUSY_FOR = 60.0
"""Seconds in which a build must get its turn where others write."""


def main() -> int:
    """Exit code 0 when no reader noticed anything, 2 where a trial could not be made."""
    asked = argparse.ArgumentParser(prog="trials.rebuild_readers", description=__doc__)
    asked.add_argument("--only", action="append", choices=ENGINES)
    asked.add_argument("--rebuilds", type=int, default=REBUILDS, help=f"on each engine, else {REBUILDS}")
    options = asked.parse_args()
    ends_in_order()
    began = time.monotonic()
    print(
        f"{'engine':<15}{'rebuilds':>9}{'took':>7}{'turned away':>13}{'answers':>9}{'meanwhile':>11}{'failed':>8}{'half':>6}"
        f"{'longest':>9}{'came':>6}{'went':>6}  at the end",
        flush=True,
    )
    whole, untried = True, False
    for name in options.only or ENGINES:
        try:
            if name == "embedded":
                with prepared() as site:
                    whole &= _trial(name, site, options.rebuilds)
            else:
                with servers.running() as cluster, prepared(ELASTICSEARCH_URL=cluster.urls) as site:
                    whole &= _trial(name, site, options.rebuilds)
        except CannotRunError as trouble:
            print(f"{name:<15}not tried: {trouble}")
            untried = True
    print(f"{'no reader noticed' if whole else 'NOT SOUND'}; {time.monotonic() - began:.0f} s")
    return (2 if untried else 0) if whole else 1


def _trial(name: str, site: Site, many: int) -> bool:
    readers.fill(site)
    meanwhile, turned_away, took = 0, 0, 0.0
    with readers.at_work(site) as (asking, writer):
        seen = asking.seen
        for _ in range(many):
            before, began = seen.answered, time.monotonic()
            while (ended := site.run("rebuild_index")).returncode and time.monotonic() - began < _BUSY_FOR:
                turned_away += 1
                before = seen.answered
                time.sleep(1.0)
            if ended.returncode:
                seen.wrong.append(f"no new index: {ended.stderr[-500:]}")
            took = max(took, time.monotonic() - began)
            meanwhile += seen.answered - before
            time.sleep(2.0)
    coming, going = writer.told()
    told = readers.checked(site)
    wrong = [*seen.wrong, *told["wrong"][:5]]
    if told["pending"] or any(told["drift"]):
        wrong.append(f"{told['pending']} pending; missing, stale, ghosts: {told['drift']}")
    if not meanwhile:
        wrong.append("nobody asked during a rebuild")
    print(
        f"{name:<15}{many:>9}{took:>5.0f} s{turned_away:>13}{seen.answered:>9}{meanwhile:>11}{seen.failed:>8}{seen.half:>6}"
        f"{seen.longest:>7.1f} s{coming - readers.COMING:>6}{readers.GOING - going:>6}"
        f"  {'as the rows' if not wrong else 'NOT SOUND'}",
        flush=True,
    )
    for line in wrong:
        print(f"    {line}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
