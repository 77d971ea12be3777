"""kill -9 in a loop: an ingest that is killed again and again still ends with every page once.

Runs the real `manage ingest` over the demo collection in a data folder of its own, kills it with its children after a
random while (fixed seed), starts it again, and looks at what is there when it has finished undisturbed.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KILLS = 12
SEED = 2004
INGEST = ["ingest", "demo", "--metadata", "demo/metadata.csv", "--publish"]
COUNT = """
from django.db.models import Count
from ingest.models import Ingestion
from library.models import Change, File, Passage, Publication
from search.engine import engine
health = engine().health()
print(Publication.objects.live().count(), Passage.objects.count(), File.objects.count(),
      Passage.objects.values("file", "number").annotate(n=Count("pk")).filter(n__gt=1).count(),
      Ingestion.objects.exclude(state="done").count(), Change.objects.count(),
      health.publications, health.passages)
"""


def main() -> int:
    """Exit code 0 when nothing was lost and nothing doubled."""
    with tempfile.TemporaryDirectory(prefix="pustaka-trial-") as folder:
        environment = os.environ | {"PUSTAKA_DATA": folder, "ELASTICSEARCH_URL": "", "DATABASE_URL": ""}
        manage(environment, "prepare")
        chance = random.Random(SEED)
        for number in range(1, KILLS + 1):
            seconds = chance.uniform(1.5, 6.0)
            ended = killed_after(seconds, environment)
            print(f"{number}: {'ended by itself' if ended else f'killed after {seconds:.1f} s'}", flush=True)
        manage(environment, *INGEST)
        manage(environment, "sweep_index")
        works, passages, files, doubled, unfinished, pending, held, held_passages = map(
            int, manage(environment, "shell", "-v", "0", "-c", COUNT).split()
        )
    print(
        f"{works} works, {passages} passages, {files} files; the index holds {held} works, {held_passages} passages"
    )
    sound = (works, passages, files, doubled, unfinished, pending, held, held_passages) == (
        48, 724, 33, 0, 0, 0, 48, 724,
    )  # fmt: skip
    print("nothing lost, nothing doubled" if sound else f"NOT SOUND: {doubled=} {unfinished=} {pending=}")
    return 0 if sound else 1


def killed_after(seconds: float, environment: dict[str, str]) -> bool:
    """Run the ingest and kill it with all its children; True when it had ended before."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *INGEST],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if process.poll() is not None:
        return True
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return False


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
