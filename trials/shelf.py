"""Works for the trials of search: made and altered at random as editors and readings would, and what must be found of them.

Runs inside a process of the site on trial: `manage shell -c "from trials.shelf import …"`. Each text carries a word of its
own, which says of which file it is and of which writing of it: so what is found tells what the index holds.
"""

import random
import string
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from benchmarks.corpus import Work
from benchmarks.holdings import add
from library.access import public
from library.changes import pending, touch
from library.models import Agent, File, Publication
from search.engine import engine
from search.indexing import sweep
from search.research import Query, find
from tests.works import write

MOST_PAGES = 24
_WORDS_A_PAGE = 60
_OLD_TEXTS_ASKED = 300
_TEXT = """
korban anak perempuan pendampingan rumah aman kepala desa kepolisian laporan keterangan saksi pelaku
hakim putusan restitusi perlindungan perkawinan dispensasi kekerasan keluarga sekolah kesehatan layanan
rujukan pengaduan hukum undang-undang pemulihan psikolog bantuan kampung tetangga pencegahan pernikahan
kehamilan ekonomi pekerja migran
"""


def code(file: int, writing: int) -> str:
    """The word that stands on each page of one writing of a file. No stem rule takes anything of it."""
    return f"q{_letters(file, 3)}x{_letters(writing, 3)}q"


def _letters(number: int, many: int) -> str:
    made = ""
    for _ in range(many):
        number, place = divmod(number, 26)
        made = string.ascii_lowercase[place] + made
    return made


def _read(word: str) -> int:
    """Which writing of its file a text is, by its word."""
    number = 0
    for letter in word[5:8]:
        number = number * 26 + string.ascii_lowercase.index(letter)
    return number


def texts(file: int, writing: int, chance: random.Random, word: str = "lembaran") -> list[str]:
    """The pages of one writing of a file; `word` stands on each of them."""
    own = code(file, writing)
    return [
        f"{own} {word} " + " ".join(chance.choices(_TEXT.split(), k=_WORDS_A_PAGE))
        for _ in range(chance.randint(1, MOST_PAGES))
    ]


def fill(many: int, seed: int = 0, word: str = "lembaran") -> list[int]:
    """So many published works more, as rows; gives their keys. `touch` tells the index of them. (Where works were deleted, their
    places in the tree are taken twice: so first this, then that.)"""
    chance = random.Random(seed)
    first = 1 + max(map(_number, File.objects.all()), default=0)
    if not Agent.objects.exists():
        Agent.objects.bulk_create(Agent(name=f"Penulis {each}", slug=f"penulis-{each}") for each in range(20))
    works = (
        Work(number, f"Karya {number}", 1974 + number % 50, texts(number, 0, chance, word))
        for number in range(first, first + many)
    )
    before = Publication.objects.aggregate(last=Max("pk"))["last"] or 0
    add(works)
    # Without a name of what was received the worker cannot tell that it is not there, to make anything of it.
    File.objects.filter(original="").update(original="tiada.pdf")
    return list(Publication.objects.filter(pk__gt=before).values_list("pk", flat=True))


def alter(seed: int, share: float) -> None:
    """That share of all works rewritten, hidden, shown again, or deleted."""
    chance = random.Random(seed)
    works = list(Publication.objects.order_by("pk"))
    for work in chance.sample(works, round(share * len(works))):
        with transaction.atomic():
            _alter(work, chance)


def _alter(work: Publication, chance: random.Random) -> None:
    what = chance.random()
    if what < 0.88:
        file = work.spans.get().file
        write(file, *texts(_number(file), _writing(file) + 1, chance))
    elif what > 0.98:
        work.specific.delete()
    elif work.live:
        work.specific.unpublish()
    else:
        work.specific.save_revision().publish()


def _number(file: File) -> int:
    return int(file.name.removeprefix("karya-").removesuffix(".pdf"))


def _writing(file: File) -> int:
    return _read(file.passages.order_by("number").values_list("text", flat=True)[0])


def check() -> dict[str, Any]:
    """What there is, and as `wrong` what is not found as the rows say."""
    seen = set(Publication.objects.seen(public()).values_list("pk", flat=True))
    wrong, old = [], []
    works = passages = 0
    for file in File.objects.order_by("pk"):
        number, writing = _number(file), _writing(file)
        held = [each.pk for each in Publication.objects.reading(file) if each.pk in seen]
        works += len(held)
        passages += len(held) * file.pages
        wrong += list(_ill_found(code(number, writing), held, file.pages))
        old += [code(number, each) for each in range(writing)]
    for word in random.Random(0).sample(old, min(_OLD_TEXTS_ASKED, len(old))):
        wrong += list(_ill_found(word, [], 0))
    health, waiting = engine().health(), len(pending())
    drift = sweep()
    if (health.publications, health.passages) != (works, passages):
        wrong.append(
            f"holds {health.publications} works, {health.passages} passages; rows {works}, {passages}"
        )
    return {
        "works": works,
        "passages": passages,
        "old": min(_OLD_TEXTS_ASKED, len(old)),
        "pending": waiting,
        "drift": [drift.missing, drift.stale, drift.ghosts],
        "wrong": wrong,
    }


def _ill_found(word: str, held: list[int], pages: int) -> Iterator[str]:
    found = find(Query(f'"{word}"'), seconds=20.0)
    keys = [finding.publication.pk for finding in found.findings]
    if found.total != len(held) or found.others or keys != held:
        yield f"{word}: {keys} found, {found.total} counted, {held} in the rows"
    for key in held:
        many, numbers = engine().passages(found.question.tree, key, size=2 * MOST_PAGES)
        if many != pages or list(numbers) != list(range(1, pages + 1)):
            yield f"{word}: passages {numbers} of {pages}"


def write_on(told: str, stop: str, seed: int, pause: float) -> None:
    """Write until the file `stop` is there: books with the word `bertambah` come one by one, those with `berkurang` go.
    How many there are of each is added to the file `told` before it becomes so."""
    chance = random.Random(seed)
    going = list(_with("berkurang"))
    coming = len(_with("bertambah"))
    while not Path(stop).exists():
        with Path(told).open("a") as file:
            file.write(f"{coming + 1} {max(0, len(going) - 1)}\n")
        with transaction.atomic():
            touch(*fill(1, chance.randrange(10**6), "bertambah"))
        coming += 1
        if going:
            going.pop().specific.unpublish()
        time.sleep(pause)


def _with(word: str) -> list[Publication]:
    return list(Publication.objects.filter(spans__file__passages__text__contains=word).distinct())
