"""A trial made on each engine in turn, each with a library of its own."""

import argparse
import time
from collections.abc import Callable, Sequence

from portal.local_elasticsearch import CannotRunError
from trials import servers
from trials.site import Site, prepared

ENGINES = ("embedded", "elasticsearch")


def only_on(asked: argparse.ArgumentParser) -> None:
    """The option that names engines."""
    asked.add_argument("--only", action="append", choices=ENGINES)


def on_each(trial: Callable[[str, Site, str], bool], only: Sequence[str] | None, sound: str) -> int:
    """Make the trial on the named engines, else on all, as `trial(engine, site, addresses of the servers or "")`, and say
    `sound` if each went well. Gives the exit code: 0 then, 1 where one did not, 2 where one could not be made."""
    began = time.monotonic()
    whole, untried = True, False
    for name in only or ENGINES:
        try:
            if name == "embedded":
                with prepared() as site:
                    whole &= trial(name, site, "")
            else:
                with servers.running() as cluster, prepared(ELASTICSEARCH_URL=cluster.urls) as site:
                    whole &= trial(name, site, cluster.urls)
        except CannotRunError as trouble:
            print(f"{name:<15}not tried: {trouble}")
            untried = True
    print(f"{sound if whole else 'NOT SOUND'}; {time.monotonic() - began:.0f} s")
    return (2 if untried else 0) if whole else 1
