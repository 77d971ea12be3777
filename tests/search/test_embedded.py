"""What only the embedded engine has: a folder, a lease on it, and files that can be damaged."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tantivy import Document

from search.engines import EngineAway, EngineError, IndexBusy, IndexClosed, IndexOutdated, WritingRefused
from search.engines.embedded import Embedded
from search.engines.patience import MOST_LEFT
from search.query import parse
from tests.search.engine_cases import EVERYTHING, everything, found, hold, rebuild, work

HOLDER = """
import sys
import threading
from pathlib import Path
from search.engines.embedded import Embedded
from tests.search.engine_cases import work

with Embedded(Path(sys.argv[1])).writer() as writer:
    writer.put([work(2, "desa")])
    writer.commit()
    writer.put([work(3, "desa")])
    print("held", flush=True)
    sys.stdin.read()
"""


NO_ROOM = """
import resource
import sys
from pathlib import Path
from search.engines import EngineError
from search.engines.embedded import Embedded
from tests.search.engine_cases import hold, rebuild, work

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
for write in (hold, rebuild):
    try:
        write(Embedded(Path(sys.argv[1])), *(work(n, *["desa " * 200] * 20) for n in range(2, 40)))
    except EngineError as error:
        print(type(error).__name__)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Embedded:
    engine = Embedded(tmp_path / "index")
    rebuild(engine, work(1, "desa"))
    return engine


def generations(engine: Embedded) -> list[str]:
    return sorted(path.name for path in engine.folder.iterdir() if path.is_dir())


def test_a_folder_without_an_index_asks_for_a_rebuild(tmp_path: Path) -> None:
    engine = Embedded(tmp_path / "index")
    with pytest.raises(IndexOutdated):
        everything(engine)
    with pytest.raises(IndexOutdated):
        hold(engine, work(1, "desa"))
    assert engine.health().sentence == str(IndexOutdated.sentence)
    rebuild(engine, work(1, "desa"))
    assert everything(engine) == [1]


def test_a_rebuild_gets_its_turn_while_changes_come_in_without_a_pause(engine: Embedded) -> None:
    ended = threading.Event()

    def write_on() -> None:
        revision = 1
        while not ended.is_set():
            revision += 1
            try:
                hold(Embedded(engine.folder), work(2, "desa", revision=revision))
            except IndexBusy:
                ended.wait(0.1)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for _ in range(3):
            rebuild(engine, work(1, "desa"))
    finally:
        ended.set()
        writer.join()
    assert 1 in everything(engine)


@pytest.mark.parametrize("room", [10, 2_000])
def test_a_disk_without_room_refuses_the_writing_and_not_the_work(engine: Embedded, room: int) -> None:
    said = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(engine.folder), str(room)], capture_output=True, text=True
    )
    assert said.stdout.split() == [WritingRefused.__name__] * 2, said.stderr
    assert everything(engine) == [1]
    hold(engine, work(2, "desa"))
    assert everything(engine) == [1, 2]


def test_a_writer_that_dies_of_a_document_is_that_documents_fault(engine: Embedded) -> None:
    with engine.writer() as writer, pytest.raises(EngineError) as caught:
        writer._publications.add_document(
            Document(publication=2)
        )  # a signed number kills the writer's thread
        writer.commit()
    assert type(caught.value) is EngineError


def test_an_index_in_a_folder_that_takes_no_file_is_closed_and_not_outdated() -> None:
    with tempfile.TemporaryDirectory() as name:  # where anybody may come
        folder = Path(name) / "index"
        rebuild(Embedded(folder), work(1, "desa"))
        for each in (Path(name), folder, *folder.rglob("*")):
            each.chmod(0o555 if each.is_dir() else 0o444)
        child = os.fork()
        if not child:  # as somebody who has no right to write
            code = 1
            with suppress(BaseException):
                if not os.geteuid():
                    os.setuid(65534)
                code = 0 if _is_closed(Embedded(folder)) else 2
            os._exit(code)
        _, ended = os.waitpid(child, 0)
        for each in (Path(name), folder, *folder.rglob("*")):
            each.chmod(0o755)
        assert os.waitstatus_to_exitcode(ended) == 0


def _is_closed(engine: Embedded) -> bool:
    health = engine.health()
    try:
        everything(engine)
    except IndexClosed as error:
        return not health.current and "izin folder indeks" in error.for_operators
    return False


def test_one_writer_at_a_time(engine: Embedded) -> None:
    with engine.writer() as writer:
        with pytest.raises(IndexBusy), Embedded(engine.folder).writer():
            pass
        with Embedded(engine.folder, turn_seconds=0.1).rebuild() as building:
            building.put([work(9, "desa")])
            with pytest.raises(IndexBusy):
                building.swap()
        writer.put([work(2, "desa")])
        writer.commit()
    hold(engine, work(3, "desa"))
    assert everything(engine) == [1, 2, 3]


def test_what_a_killed_writer_half_noted_is_passed_over(engine: Embedded) -> None:
    notes = engine.folder / "meanwhile"
    with engine.rebuild() as building:
        notes.write_text(f'["{engine.version}", "x", "Removal", {{"publication": 1')
        hold(engine, work(2, "desa"))
        hold(Embedded(engine.folder), work(3, "desa"))
        noted = notes.read_text()
        notes.write_text(
            noted + noted.replace(engine.version, "another").replace('"publication": 3', '"publication": 4')
        )
        building.put([work(1, "desa")])
        building.swap()
    assert everything(engine) == [1, 2, 3]
    assert not notes.exists()


def test_nothing_is_noted_where_nobody_builds(engine: Embedded) -> None:
    with pytest.raises(ZeroDivisionError), engine.rebuild():
        raise ZeroDivisionError
    hold(engine, work(2, "desa"))
    assert not (engine.folder / "meanwhile").exists()


def test_a_killed_writer_frees_the_lease_and_loses_nothing_it_committed(engine: Embedded) -> None:
    command = [sys.executable, "-c", HOLDER, str(engine.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy):
            hold(engine, work(4, "desa"))
        assert everything(engine) == [1, 2]
        holder.kill()
    assert everything(engine) == [1, 2]
    hold(engine, work(4, "desa"))
    assert everything(engine) == [1, 2, 4]


def test_the_index_before_is_kept_until_the_next_swap_and_no_longer(engine: Embedded) -> None:
    (first,) = generations(engine)
    rebuild(engine, work(1, "desa"))
    assert len(generations(engine)) == 2
    assert first in generations(engine)
    rebuild(engine, work(1, "desa"))
    assert len(generations(engine)) == 2
    assert first not in generations(engine)


def test_what_a_crashed_build_left_is_cleared_by_the_next(engine: Embedded) -> None:
    left = engine.folder / "20200101000000-crashed0"
    shutil.copytree(engine.folder / generations(engine)[0], left)
    (left / "version").unlink()
    assert everything(engine) == [1]
    with engine.rebuild() as building:
        assert left.name not in generations(engine)
        building.swap()
    assert everything(engine) == []


def damage_pointer(engine: Embedded) -> None:
    (engine.folder / "current").write_text("nowhere")


def damage_pointer_to_a_path(engine: Embedded) -> None:
    (engine.folder / "current").write_text("../../etc")


def damage_pointer_bytes(engine: Embedded) -> None:
    (engine.folder / "current").write_bytes(b"\xff\xfe\x00")


def lose_version(engine: Embedded) -> None:
    (engine.folder / generations(engine)[0] / "version").unlink()


def damage_meta(engine: Embedded) -> None:
    (engine.folder / generations(engine)[0] / "passages" / "meta.json").write_text("{")


def lose_folder(engine: Embedded) -> None:
    shutil.rmtree(engine.folder / generations(engine)[0] / "publications")


def cut_files(engine: Embedded) -> None:
    for path in (engine.folder / generations(engine)[0]).glob("*/*.*"):
        if path.suffix in {".term", ".idx", ".fast"}:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    "damage",
    [
        damage_pointer,
        damage_pointer_to_a_path,
        damage_pointer_bytes,
        lose_version,
        damage_meta,
        lose_folder,
        cut_files,
    ],
)
def test_damaged_files_are_said_and_mended_by_a_rebuild(engine: Embedded, damage: object) -> None:
    assert callable(damage)
    damage(engine)
    late = Embedded(engine.folder)
    tree = parse("desa").tree
    for act in (
        lambda: late.candidates(tree, EVERYTHING),
        lambda: late.passages(tree, 1),
        lambda: hold(late, work(2, "desa")),
    ):
        with pytest.raises(EngineError) as caught:
            act()
        assert caught.value.sentence
    assert not late.health().current
    rebuild(late, work(5, "desa"))
    assert everything(late) == everything(engine) == [5]


def test_a_folder_that_cannot_be_made_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    engine = Embedded(tmp_path / "file" / "index")
    with pytest.raises(EngineError), engine.rebuild():
        pass
    with pytest.raises(EngineError):
        everything(engine)


def test_readers_go_on_with_an_index_that_is_deleted_under_them(engine: Embedded) -> None:
    reader = Embedded(engine.folder)
    assert everything(reader) == [1]
    for publication in (2, 3, 4):
        rebuild(engine, work(publication, "desa"))
    assert found(reader, "desa") == {4}


def test_who_waited_long_enough_is_told_so(engine: Embedded) -> None:
    hasty = Embedded(engine.folder, question_seconds=0.05)
    tree = parse("desa").tree
    with hasty._lock:  # as on a disk that does not answer
        for act in (
            lambda: hasty.candidates(tree, EVERYTHING),
            lambda: hasty.order(tree, [1]),
            lambda: hasty.evidence(tree, [1]),
            lambda: hasty.passages(tree, 1),
        ):
            with pytest.raises(EngineAway) as caught:
                act()
            assert caught.value.sentence
        assert hasty._patience._left == MOST_LEFT
        asked = threading.Event()
        with pytest.raises(EngineAway):  # and nobody else begins to wait
            hasty._patience.wait_for(asked.set)
        assert not asked.is_set()
    hasty._patience.seconds = 20
    ended = time.monotonic() + 20
    while hasty._patience._left and time.monotonic() < ended:
        time.sleep(0.01)
    assert everything(hasty) == [1]
