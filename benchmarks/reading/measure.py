"""What a measurement is, how the table of them is printed, and what processes cost."""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One line of the table. `met` is None where nothing could be measured; `note` says why, or how it was done."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None
    note: str = ""


def at_least(what: str, value: float, target: float, note: str = "", form: str = ".3f") -> Measured:
    return Measured(what, format(value, form), f"≥ {target:g}", value >= target, note)


def at_most(what: str, value: float, target: float, note: str = "", form: str = ".1f") -> Measured:
    return Measured(what, format(value, form), f"≤ {target:g}", value <= target, note)


def line(measured: Measured) -> str:
    """The measurement beside its target; what has no target is for comparison."""
    sign = " " if not measured.target else "?" if measured.met is None else "✓" if measured.met else "✗"
    told = f"{sign} {measured.what:48} {measured.value:>10}  {measured.target:8} {measured.note}"
    return told.rstrip()


def children_seconds(act: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of the processes that were started and waited for meanwhile, and seconds on the clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, time.perf_counter() - began


#: How many processes ran before we began.
_LOAD = os.getloadavg()[0]


def is_noisy() -> bool:
    """Whether others used the machine when we began: then even CPU seconds are too many, and the clock says nothing."""
    return 0.3 * (os.cpu_count() or 1) < _LOAD
