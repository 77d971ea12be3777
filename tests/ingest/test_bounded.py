"""A file is read in a process of its own: whatever becomes of that, we get the pages it finished and one error."""

import io
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import errors
from ingest.extract import Limits, Line, Outline, PageText, Word
from ingest.extract.bounded import extract
from ingest.extract.messages import LONGEST, Failure, Frames, Garbled, send
from tests import pdfs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    def saved(data: bytes) -> Path:
        path = tmp_path / "naskah – salinan (1).pdf"
        path.write_bytes(data)
        return path

    return saved


def pages_and_error(*asked, **more) -> tuple[list[PageText], errors.IngestError | None]:
    pages = []
    try:
        pages.extend(message for message in extract(*asked, **more) if isinstance(message, PageText))
    except errors.IngestError as error:
        return pages, error
    return pages, None


def script(text: str) -> tuple[str, ...]:
    """A child that does something else. It can send one page with `page()`."""
    begin = (
        "import os, signal, sys\n"
        "from ingest.extract import PageText, Line\n"
        "from ingest.extract.messages import Failure, send\n"
        "def page(): send(sys.stdout.buffer, PageText(1, None, (Line('Selesai dibaca'),), 'x'))\n"
    )
    return (sys.executable, "-c", begin + text)


def test_the_outline_and_all_pages_arrive_in_order(path):
    outline, *pages = extract(path(pdfs.counted(7)))
    assert isinstance(outline, Outline)
    assert outline.pages == 7
    assert [page.number for page in pages] == list(range(1, 8))
    assert "Pasal 21" in pages[6].text


def test_words_keep_their_boxes_on_the_way(path):
    _, page = extract(path(pdfs.pages("Korban berhak")))
    word = page.lines[0].words[1]
    assert word.text == "berhak"
    assert word.x0 > pdfs.LEFT + 30


@pytest.mark.parametrize(
    ("data", "limits", "error"),
    [
        pytest.param(b"", Limits(), errors.EmptyFile, id="empty"),
        pytest.param(b"<html>Bukan PDF</html>", Limits(), errors.NotAPdf, id="not a pdf"),
        pytest.param(pdfs.counted(1), Limits(size=500), errors.TooLarge, id="too large"),
        pytest.param(b"%PDF-1.7\n" + bytes(2_000), Limits(), errors.Damaged, id="a head without a body"),
        pytest.param(pdfs.encrypted("Rahasia"), Limits(), errors.Encrypted, id="encrypted"),
        pytest.param(pdfs.without_pages(), Limits(), errors.NoPages, id="no pages"),
        pytest.param(pdfs.many_pages(4), Limits(pages=3), errors.TooManyPages, id="too many pages"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(path, data, limits, error):
    pages, raised = pages_and_error(path(data), limits)
    assert pages == []
    assert type(raised) is error


def test_what_is_left_of_a_file_that_breaks_off_comes_before_the_error(path):
    pages, raised = pages_and_error(path(pdfs.truncated()))
    assert "Pasal 3" in pages[0].text
    assert type(raised) is errors.Damaged
    assert raised.detail == "it breaks off"


def test_a_file_that_lost_its_pages_is_damaged_and_not_empty(path):
    pages, raised = pages_and_error(path(pdfs.with_lost_pages()))
    assert pages == []
    assert type(raised) is errors.Damaged


def test_pages_that_their_tree_lost_are_found(path):
    pages, raised = pages_and_error(path(pdfs.with_lost_tree("Satu", "Dua")))
    assert [page.text for page in pages] == ["Satu", "Dua"]
    assert raised is None


def test_as_many_pages_as_allowed_are_read(path):
    pages, raised = pages_and_error(path(pdfs.many_pages(3)), Limits(pages=3))
    assert (len(pages), raised) == (3, None)


def test_too_much_cpu_time_ends_the_reading_and_keeps_what_was_read(path):
    slow = b"BT /F1 11 Tf " + b"(a) Tj " * 8_000_000 + b"ET"
    data = pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (Sudah) Tj ET", slow)
    pages, raised = pages_and_error(path(data), Limits(cpu=2, cpu_a_page=0, wall=60, characters=10**9))
    assert [page.text for page in pages] == ["Sudah"]
    assert type(raised) is errors.TookTooLong
    assert raised.detail == "by CPU time"


def test_finished_pages_earn_more_time(path):
    counting = (
        "import sys, resource, pathlib\n"
        "from ingest.extract import Limits, child\n"
        "child.main(pathlib.Path(sys.argv[1]), Limits(cpu=5.5, cpu_a_page=0.75))\n"
        "sys.exit(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", counting, str(path(pdfs.counted(4)))], capture_output=True, cwd=ROOT
    )
    assert ended.returncode == 9  # 5.5 and four times 0.75, in whole seconds


def test_too_much_memory_ends_the_reading_with_its_own_error(path):
    data = pdfs.stream_bomb(96 << 20, "Sesudahnya")
    pages, raised = pages_and_error(path(data), Limits(memory=110_000_000, stream=1 << 40))
    assert pages == []
    assert type(raised) is errors.TooMuchMemory


def test_a_child_without_memory_to_say_so_is_understood(path):
    pages, raised = pages_and_error(path(b""), child=script("page(); sys.exit(12)"))
    assert len(pages) == 1
    assert type(raised) is errors.TooMuchMemory


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", errors.ReaderCrashed, id="killed"),
        pytest.param("os.kill(os.getpid(), signal.SIGSEGV)", errors.ReaderCrashed, id="crashed"),
        pytest.param("os.kill(os.getpid(), signal.SIGXCPU)", errors.TookTooLong, id="out of cpu time"),
        pytest.param("sys.exit(3)", errors.ReaderCrashed, id="exit code"),
        pytest.param("raise RuntimeError", errors.ReaderCrashed, id="exception"),
        pytest.param("os.close(1)", errors.ReaderCrashed, id="closed pipe"),
        pytest.param("os.close(1); signal.pause()", errors.TookTooLong, id="closed pipe, and lives on"),
        pytest.param("signal.pause()", errors.TookTooLong, id="hangs"),
        pytest.param("os.write(1, b'Segmentation fault')", errors.ReaderCrashed, id="garbage"),
        pytest.param("os.write(1, b'\\0\\0\\0\\2{}')", errors.ReaderCrashed, id="a frame that is no message"),
        pytest.param("os.write(1, b'\\0\\0\\0\\7[1,')", errors.ReaderCrashed, id="half a frame"),
        pytest.param("send(sys.stdout.buffer, Failure('damaged'))", errors.Damaged, id="its own word"),
        pytest.param("send(sys.stdout.buffer, Failure('?'))", errors.ReaderCrashed, id="a word unheard of"),
    ],
)
def test_however_a_child_ends_it_is_one_of_our_errors_and_the_finished_page_survives(path, text, error):
    # The first page costs most of our patience instead of adding to it, so that a slow machine gets there all the same.
    limits = Limits(cpu=60, cpu_a_page=-59.5, wall=1)
    pages, raised = pages_and_error(path(b""), limits, script(f"page()\n{text}"))
    assert [page.text for page in pages] == ["Selesai dibaca"]
    assert type(raised) is error


def test_a_crash_is_worth_another_try_and_a_damaged_file_is_not():
    assert errors.ReaderCrashed.transient
    assert not errors.Damaged.transient


def test_a_child_that_complains_at_length_does_not_stop(path):
    noisy = "sys.stderr.write('x' * 1_000_000); sys.stderr.flush(); page(); send(sys.stdout.buffer, None)"
    pages, raised = pages_and_error(path(b""), Limits(cpu=10), script(noisy))
    assert (len(pages), raised) == (1, None)


def test_what_a_library_prints_does_not_get_between_the_messages(path):
    printing = (
        "import pathlib\n"
        "from ingest.extract import Limits, child\n"
        "check = child._check\n"
        "child._check = lambda *asked: (print('peringatan'), sys.stdout.flush(), check(*asked))\n"
        "child.main(pathlib.Path(sys.argv[1]), Limits())"
    )
    pages, raised = pages_and_error(path(pdfs.counted(2)), child=script(printing))
    assert (len(pages), raised) == (2, None)


def test_an_iterator_that_is_closed_takes_its_child_and_grandchildren_along(path, tmp_path):
    note = tmp_path / "pids"
    family = (
        "other = os.fork()\n"
        "if other:\n"
        f"    open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{other}}')\n"
        "    page()\n"
        "signal.pause()"
    )
    messages = extract(path(b""), child=script(family))
    next(messages)
    watched = [os.pidfd_open(int(pid)) for pid in note.read_text().split()]
    messages.close()
    for process in watched:
        ended, _, _ = select.select([process], [], [], 10)
        assert ended
        os.close(process)


def test_the_child_gets_none_of_our_secrets(path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "jangan bocor")
    telling = "send(sys.stdout.buffer, Failure('damaged', ' '.join(os.environ)))"
    _, raised = pages_and_error(path(b""), child=script(telling))
    assert raised is not None
    assert "PYTHONPATH" in raised.detail
    assert "SECRET_KEY" not in raised.detail


def test_the_child_starts_without_django():
    told = subprocess.run(
        [sys.executable, "-c", "import ingest.extract.child, sys; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert told.stdout.strip() == "False"


def test_a_file_that_is_not_there_is_no_damaged_file(tmp_path):
    _, raised = pages_and_error(tmp_path / "hilang.pdf")
    assert type(raised) is errors.ReaderCrashed


# The messages themselves


def sent(*messages) -> bytes:
    out = io.BytesIO()
    for message in messages:
        send(out, message)
    return out.getvalue()


def test_messages_arrive_as_they_were_sent_in_whatever_pieces():
    word = Word("“Ibu”\ud800\x00", 1.2, 3.4, 5.6, 7.8)
    line = Line(text=word.text, size=11.0, gap=True, turned=True, words=(word,), row=True)
    page = PageText(
        4, "iv", (line, Line("tanpa kotak")), "x", 595.3, 841.9, 0.5, 0.25, frozenset({"cut"}), 0.75
    )
    outline = Outline(9, True, {"pdfminer.six": "1"})
    data = sent(outline, page, None)
    frames = Frames()
    found = [message for at in range(len(data)) for message in frames.feed(data[at : at + 1])]
    assert found == [outline, page]
    assert frames.ended


def test_a_word_at_infinity_is_sent_as_one_without_a_place():
    word = Word("jauh", float("inf"), float("nan"), -float("inf"), 1e300)
    page = PageText(1, None, (Line("jauh", words=(word,)),), "x")
    [back] = Frames().feed(sent(page))
    assert back.lines[0].words == (Word("jauh", 0.0, 0.0, 0.0, 0.0),)


def test_a_failure_comes_after_all_that_was_sent_before_it():
    found = Frames().feed(sent(Outline(1, False, {}), Failure("damaged", "x" * 9_999)))
    assert isinstance(next(found), Outline)
    with pytest.raises(Failure) as raised:
        next(found)
    assert (raised.value.code, len(raised.value.detail)) == ("damaged", 500)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe", b"null", b'"end"', b'["outline","many",false,{}]', b'["page",1]',
        b'["page",1,null,[[1,false,false,["a",1,2],"",false]],"x",1,1,0,0,[],1]',
        b'["page",1,null,[[1,false,false,["a","b",2,3,4],"",false]],"x",1,1,0,0,[],1]',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_message_is_garbled(body):
    with pytest.raises(Garbled):
        list(Frames().feed(len(body).to_bytes(4, "big") + body))


def test_a_frame_without_end_is_garbled_before_it_is_waited_for():
    with pytest.raises(Garbled):
        list(Frames().feed((LONGEST + 1).to_bytes(4, "big")))
