"""Gives a benchmark a library of its own: import this before anything that needs Django.

The folder is in the machine's temporary folder and goes away with the process, however it is asked to end.
"""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import django

_ELSEWHERE = (
    "DATABASE_URL",
    "ELASTICSEARCH_URL",
    "BASE_URL",
    "PORT",
    "DEBUG",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
)

FOLDER = Path(tempfile.mkdtemp(prefix="pustaka-bench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

given = {name: os.environ.pop(name, "") for name in _ELSEWHERE}
"""What the environment said of the real library."""

os.environ |= {"PUSTAKA_DATA": str(FOLDER), "DJANGO_SETTINGS_MODULE": "portal.settings"}
django.setup()
