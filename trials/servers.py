"""A real Elasticsearch for a trial, of one node or several, which may be killed and started again one by one."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from portal import local_elasticsearch as local
from trials.site import fetch

PORT, BETWEEN_NODES = 9231, 9331
_GIVES_WAY = 10
_HEAP = "-Xms512m -Xmx512m"
_CLUSTER = """\
cluster.name: pustaka-trial
node.name: node-{number}
xpack.security.enabled: false
network.host: 127.0.0.1
http.port: {port}
transport.port: {between}
discovery.seed_hosts: [{seeds}]
cluster.initial_master_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
path.data: {data}/data
path.logs: {data}/logs
"""


class Node:
    """One server of a cluster of `many`; `number` counts from 0."""

    def __init__(self, folder: Path, number: int, many: int) -> None:
        self.name = f"node-{number}"
        self.url = f"http://127.0.0.1:{PORT + number}"
        self._data = folder / self.name
        self._number, self._many = number, many
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, again: bool = False) -> None:
        home, java = local.install(local.VERSION, local.base_folder()), local.java_for(local.VERSION)
        local.prepare(home, self._data, PORT + self._number)
        if self._many > 1:
            everybody = range(self._many)
            told = _CLUSTER.format(
                number=self._number,
                port=PORT + self._number,
                between=BETWEEN_NODES + self._number,
                seeds=", ".join(f'"127.0.0.1:{BETWEEN_NODES + each}"' for each in everybody),
                names=", ".join(f"node-{each}" for each in everybody),
                data=self._data,
            )
            (self._data / "config" / "elasticsearch.yml").write_text(told)
        (self._data / "pid").unlink(missing_ok=True)
        os.environ["ES_JAVA_OPTS"] = _HEAP
        self._process = local.start(home, java, self._data)
        if again:
            # Elsewhere each node has a machine: here its start must not take the cores from those that answer.
            os.setpriority(os.PRIO_PGRP, self._process.pid, _GIVES_WAY)

    def kill(self) -> None:
        """Signal 9 to the server and to what launched it."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(local.STOP_SECONDS)
            self._process = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None


class Servers:
    """The nodes, and what they say of themselves."""

    def __init__(self, folder: Path, many: int) -> None:
        self.nodes = [Node(folder, number, many) for number in range(many)]

    @property
    def urls(self) -> str:
        """As ELASTICSEARCH_URL has it."""
        return ",".join(node.url for node in self.nodes)

    def says(self, path: str) -> Any:
        """The JSON that a node gives which is alive. Raises OSError where none answers."""
        for node in self.nodes:
            if node.alive:
                with suppress(OSError):
                    return json.loads(fetch(f"{node.url}/{path}"))
        raise OSError("no node answers")

    def master(self) -> Node:
        (told,) = self.says("_cat/master?format=json")
        return next(node for node in self.nodes if node.name == told["node"])

    def wait(self, *, status: str = "green") -> float:
        """Until all nodes are there and as well as `status`; gives the seconds. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < local.READY_SECONDS:
            with suppress(OSError, ValueError):
                told = self.says("_cluster/health")
                if told["number_of_nodes"] == len(self.nodes) and told["status"] in (status, "green"):
                    return time.monotonic() - began
            time.sleep(0.5)
        raise TimeoutError("the cluster does not come together")


@contextmanager
def running(many: int = 1) -> Iterator[Servers]:
    """So many nodes, gone afterwards with all they held. Raises `local.CannotRunError` where this machine has none."""
    base = local.base_folder()
    base.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="trial-", dir=base))
    servers = Servers(folder, many)
    try:
        if any(local.healthy(node.url) for node in servers.nodes):
            raise local.CannotRunError(f"Another server answers already, at one of {servers.urls}.")
        folder.chmod(0o755)  # the server runs as nobody
        for node in servers.nodes:
            node.start()
        servers.wait(status="yellow")
        yield servers
    finally:
        for node in servers.nodes:
            node.kill()
        shutil.rmtree(folder, ignore_errors=True)
