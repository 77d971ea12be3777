"""Gives the tests a data folder of their own before the settings are read. A pytest plugin (see pyproject.toml)."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="pustaka-tests-")
os.environ["PUSTAKA_DATA"] = _FOLDER
os.environ.setdefault("TEST_ELASTICSEARCH_URL", os.environ.get("ELASTICSEARCH_URL", ""))
for _name in (
    "DATABASE_URL",
    "ELASTICSEARCH_URL",
    "BASE_URL",
    "PORT",
    "DEBUG",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
):
    os.environ.pop(_name, None)
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
