"""People who ask a running site without a pause, and one who writes meanwhile: what they may never see is noted.

Some works stay as they are: each question about them has one answer, whatever is done to the index. Books with one word
come one by one, books with another go: of the first a reader never counts fewer than before nor more than were written, of
the second never more than before nor fewer than are left.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from trials.site import Site, fetch

STAYING, FEW, COMING, GOING = 260, 15, 5, 60
READERS = 3
_TOTAL = re.compile(r'id="hasil">\s*(\d+) terbitan memuat semua')
_FINDING = re.compile(r'<article class="finding">(.*?)</article>', re.DOTALL)
_ADDRESS = re.compile(r'<h3><a href="([^"?]+)')
#: Questions after which a reader counts as another: no person asks so much.
_ONE_PERSON = 150
_MOST_NOTED = 10


@dataclass
class Seen:
    """What was answered: how many questions, how many not at all (`failed`), how many not as it may be (`half`), the
    longest in seconds, and the first of what is `wrong`."""

    answered: int = 0
    failed: int = 0
    half: int = 0
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """How many works are told, the addresses of those shown, and how many of them show a passage."""

    total: int
    shown: list[str]
    with_passages: int


Judge = Callable[[Answer], str]
"""What is wrong with an answer, or ""."""


def fill(site: Site) -> None:
    """The works of this trial, and an index of them."""
    site.shell(
        "from trials.shelf import fill\n"
        f"fill({STAYING}, 1)\nfill({FEW}, 2, 'tetapan')\nfill({COMING}, 3, 'bertambah')\nfill({GOING}, 4, 'berkurang')"
    )
    site.manage("rebuild_index")


def checked(site: Site) -> dict:
    """What `trials.shelf.check` tells."""
    code = "import json\nfrom trials.shelf import check\nprint(json.dumps(check()))"
    told: dict = json.loads(site.shell(code).splitlines()[-1])
    return told


class Writer:
    """Who lets works come and go. What is told here is written down before it is done."""

    def __init__(self, site: Site, pause: float) -> None:
        self._told = site.folder.with_name("told")
        self._stop = site.folder.with_name("stop")
        self._told.write_text(f"{COMING} {GOING}\n")
        code = f"from trials.shelf import write_on\nwrite_on({str(self._told)!r}, {str(self._stop)!r}, 5, {pause})"
        self._process = site.start("shell", "-v", "0", "-c", code)

    def told(self) -> tuple[int, int]:
        """How many works have the word of those that come, at most; and of those that go, at least."""
        *_, coming, going = self._told.read_text().split()
        return int(coming), int(going)

    def end(self) -> bool:
        """Whether it came to its end as it should."""
        self._stop.touch()
        return self._process.wait(60) == 0


class Readers:
    """Several threads that ask, each its own questions in turn, until told to end."""

    def __init__(self, url: str, writer: Writer) -> None:
        self.seen = Seen()
        self.most_counted = 0
        self._url, self._writer = url, writer
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._few: set[str] = set(ask(url, "tetapan", "sebelumnya").shown)
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> Seen:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return self.seen

    def _read(self, number: int) -> None:
        questions = list(self._questions())
        asked = 0
        while not self._ended.is_set():
            question, judge = questions[(number + asked) % len(questions)]
            began = time.monotonic()
            try:
                answer = ask(self._url, question, f"pembaca {number} {asked // _ONE_PERSON}")
                wrong, failed = judge(answer), False
            except OSError as error:
                wrong, failed = f"{question}: {error}", True
            asked += 1
            with self._lock:
                self.seen.answered += not failed
                self.seen.failed += failed
                self.seen.half += bool(wrong) and not failed
                self.seen.longest = max(self.seen.longest, time.monotonic() - began)
                if wrong and len(self.seen.wrong) < _MOST_NOTED:
                    self.seen.wrong.append(f"{time.strftime('%X')} {wrong}")

    def _questions(self) -> Iterator[tuple[str, Judge]]:
        """One reader's: what it has seen before is its own."""
        before = {"coming": 0, "going": GOING}

        def stays(answer: Answer) -> str:
            whole = (answer.total, len(answer.shown), answer.with_passages) == (STAYING, 20, 20)
            return (
                ""
                if whole
                else f"lembaran: {answer.total} of {STAYING}, {answer.with_passages} of 20 with passages"
            )

        def few(answer: Answer) -> str:
            whole = (answer.total, answer.with_passages) == (FEW, FEW) and set(answer.shown) == self._few
            return "" if whole else f"tetapan: {answer.total} of {FEW}, {answer.with_passages} with passages"

        def comes(answer: Answer) -> str:
            least, before["coming"] = before["coming"], answer.total
            most, _ = self._writer.told()
            self.most_counted = max(self.most_counted, answer.total)
            return (
                "" if least <= answer.total <= most else f"bertambah: {answer.total}, not {least} to {most}"
            )

        def goes(answer: Answer) -> str:
            most, before["going"] = before["going"], answer.total
            _, least = self._writer.told()
            return (
                "" if least <= answer.total <= most else f"berkurang: {answer.total}, not {least} to {most}"
            )

        yield "lembaran", stays
        yield "bertambah", comes
        yield "tetapan", few
        yield "berkurang", goes


def ask(url: str, question: str, reader: str) -> Answer:
    """What a reader sees. Raises OSError where that is no answer."""
    page = fetch(f"{url}/cari/?{urlencode({'q': question})}", reader)
    total = _TOTAL.search(page)
    findings = _FINDING.findall(page)
    shown = [address[1] for finding in findings if (address := _ADDRESS.search(finding))]
    return Answer(int(total[1]) if total else 0, shown, sum('class="hits"' in each for each in findings))


@contextmanager
def at_work(site: Site, pause: float = 0.3) -> Iterator[tuple[Readers, Writer]]:
    """The site with its worker, readers who ask, and one who writes; each ends with the block, and the worker last, when
    everything is in the index."""
    with site.serving() as url:
        worker = site.start("worker")
        writer = Writer(site, pause)
        readers = Readers(url, writer)
        try:
            yield readers, writer
        finally:
            readers.end()
            if not writer.end():
                readers.seen.wrong.append("the one who writes was stopped by an error")
            until = time.monotonic() + 120
            while site.waiting() and time.monotonic() < until:
                time.sleep(0.5)
            worker.terminate()
            worker.wait(60)
