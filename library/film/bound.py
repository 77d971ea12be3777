"""Takes freedom from the program that it then becomes. Run by path, as `python -I -S bound.py CPU MEMORY FILE PROGRAM …`.

No module of ours is imported: the limits (seconds of CPU, bytes of address space, bytes of any file it writes) must
stand before ffmpeg sees a byte, and they stay over `exec`. Code between fork and exec can lock up where the parent has
threads, and a web server's has; so it is a program.
"""

import os
import resource
import signal
import sys

if __name__ == "__main__":
    cpu, memory, written = (int(number) for number in sys.argv[1:4])
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_AS, memory),
    ):
        ceiling = resource.getrlimit(limit)[1]
        if ceiling != resource.RLIM_INFINITY:
            value = min(value, ceiling)
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            if limit != resource.RLIMIT_AS:  # macOS refuses a limit of address space
                raise
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it, and what it ignores stays ignored
    os.nice(5)
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 (the very point)
