"""Readers ask while a new index is built, several times over, and works come and go meanwhile.

On each engine, through the running site: no question may fail, no answer may be half of one, no count may be other than that
of the old or the new state; and what was written meanwhile must be in the new index.
"""

import argparse
import sys
import time
from functools import partial

from trials import readers
from trials.engines import on_each, only_on
from trials.site import Site, ends_in_order

REBUILDS = 3
_BUSY_FOR = 60.0
"""Seconds in which a build must get its turn where others write."""


def main() -> int:
    """Exit code 0 when no reader noticed anything, 2 where a trial could not be made."""
    asked = argparse.ArgumentParser(prog="trials.rebuild_readers", description=__doc__)
    only_on(asked)
    asked.add_argument("--rebuilds", type=int, default=REBUILDS, help=f"on each engine, else {REBUILDS}")
    options = asked.parse_args()
    ends_in_order()
    print(
        f"{'engine':<15}{'rebuilds':>9}{'took':>7}{'turned away':>13}{'answers':>9}{'meanwhile':>11}{'failed':>8}{'half':>6}"
        f"{'longest':>9}{'came':>6}{'went':>6}  at the end",
        flush=True,
    )
    return on_each(partial(_trial, many=options.rebuilds), options.only, "no reader noticed")


def _trial(name: str, site: Site, _url: str, *, many: int) -> bool:
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
