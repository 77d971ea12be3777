"""kill -9 while the index is written: whoever is killed, at the end the index is what the rows are.

On each engine, in a library of its own, works are rewritten, hidden, shown and deleted at random (fixed seed); the worker
that brings the index up to them is killed at random moments, and every fifth time the command that builds a new index. Then
the same work is started again, and must come to its end: every text found once, none of an older writing, no passage
twice, nothing pending, nothing that the sweep would mend, and no lock that stays.

Whoever gets killed is forked from one process of the site that has loaded everything, so that a kill costs a second and
not the start of Python.
"""

import argparse
import json
import sys
import time
from functools import partial

from trials.engines import on_each, only_on
from trials.site import Site, ends_in_order

KILLS = 10
SEED = 2004


def main() -> int:
    """Exit code 0 when the index is what the rows are, 2 where a trial could not be made."""
    asked = argparse.ArgumentParser(prog="trials.kill_indexing", description=__doc__)
    only_on(asked)
    asked.add_argument("--kills", type=int, default=KILLS, help=f"on each engine, else {KILLS}")
    asked.add_argument("--seed", type=int, default=SEED)
    options = asked.parse_args()
    ends_in_order()
    print(
        f"{'engine':<15}{'worker':>8}{'amid':>6}{'rebuild':>9}{'works':>7}{'passages':>10}{'old texts':>11}"
        f"{'kept away':>11}{'seconds':>9}  at the end",
        flush=True,
    )
    trial = partial(_trial, many=options.kills, seed=options.seed)
    return on_each(trial, options.only, "index and rows are equal")


def _trial(name: str, site: Site, url: str, *, many: int, seed: int) -> bool:
    began = time.monotonic()
    code = f"from trials.killing import run\nrun({str(site.folder)!r}, {url!r}, {many}, {seed})"
    ended = site.run("shell", "-v", "0", "-c", code, check=True)
    told = json.loads(ended.stdout.splitlines()[-1])
    print(
        f"{name:<15}{told['worker']:>8}{told['amid']:>6}{told['rebuild']:>9}{told['works']:>7}{told['passages']:>10}"
        f"{told['old']:>11}{told['busy']:>9.0f} s{time.monotonic() - began:>9.0f}"
        f"  {'as the rows' if not told['wrong'] else 'NOT SOUND'}",
        flush=True,
    )
    for line in told["wrong"]:
        print(f"    {line}")
    if told["wrong"]:
        print(
            *(f"    {line}" for line in ended.stderr.splitlines()[-60:] if "library." not in line), sep="\n"
        )
    return not told["wrong"]


if __name__ == "__main__":
    sys.exit(main())
