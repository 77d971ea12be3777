"""What a process that reads files of strangers allows itself. It does so before it opens anything."""

import math
import resource

from ingest.extract import Limits


def bound(limits: Limits) -> None:
    """No core files, so much address space, and the CPU seconds of a file before its first page."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    allow(limits, 0)


def allow(limits: Limits, pages: int) -> None:
    """Run for as long as so many finished pages earn it. The system counts whole seconds."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    seconds = math.ceil(limits.cpu + limits.cpu_a_page * pages)
    resource.setrlimit(
        resource.RLIMIT_CPU, (seconds if most == resource.RLIM_INFINITY else min(seconds, most), most)
    )
