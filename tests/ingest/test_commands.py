"""`manage ingest`: as an operator types it, in a process of its own, on a data folder of its own."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import pdfs
from tests.site import prepared

ROOT = Path(__file__).parents[2]
PATIENCE = 120


class Library:
    """A library on disk, and what is asked of it by commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "PUSTAKA_DATA": str(folder), "LC_ALL": "C.UTF-8"}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def start(self, *arguments: object) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def manage(self, *arguments: object) -> tuple[int, str, str]:
        """The exit code, what was said, and what was complained of."""
        process = self.start(*arguments)
        said, complained = process.communicate(timeout=PATIENCE)
        return process.returncode, said, complained

    def rows(self, question: str) -> list[tuple]:
        connection = sqlite3.connect(self.folder / "pustaka.sqlite3", timeout=20)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def counts(self) -> dict[str, int]:
        """How much there is of what must not double."""
        tables = (
            "library_file",
            "library_passage",
            "library_publication",
            "ingest_ingestion",
            "library_span",
        )
        return {table: self.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608

    def stored(self) -> set[Path]:
        return {path for path in (self.folder / "files").rglob("*") if path.is_file()}


@pytest.fixture
def house(tmp_path) -> Library:
    return Library(Path(shutil.copytree(prepared(), tmp_path / "data")))


@pytest.fixture
def given(tmp_path) -> Path:
    """A folder with two books in it, one in a folder below, and what is no PDF."""
    folder = tmp_path / "masuk"
    (folder / "sub folder").mkdir(parents=True)
    (folder / "satu.pdf").write_bytes(pdfs.counted(3))
    (folder / "sub folder" / "dua é.PDF").write_bytes(pdfs.pages("Halaman satu", "Halaman dua"))
    (folder / "catatan.txt").write_text("bukan PDF")
    return folder


def test_a_folder_is_read_and_the_same_again_changes_nothing(house, given):
    code, said, complained = house.manage("ingest", given)
    assert (code, complained) == (0, "")
    assert said == "2 dari 2 berkas terbaca, 5 halaman.\n"
    before, stored = house.counts(), house.stored()
    assert before == {
        "library_file": 2,
        "library_passage": 5,
        "library_publication": 2,
        "ingest_ingestion": 2,
        "library_span": 2,
    }
    assert house.manage("ingest", given) == (0, said, "")
    assert (house.counts(), house.stored()) == (before, stored)


def test_files_named_twice_are_read_once(house, given):
    code, said, _ = house.manage("ingest", given, given / "satu.pdf", given / "sub folder")
    assert (code, said) == (0, "2 dari 2 berkas terbaca, 5 halaman.\n")
    assert house.counts()["ingest_ingestion"] == 2


def test_one_json_line_is_said_for_each_file(house, given):
    (given / "rusak.pdf").write_bytes(pdfs.truncated())
    code, said, _ = house.manage("ingest", given, "--json")
    lines = {line["file"]: line for line in map(json.loads, said.splitlines())}
    assert code == 1
    assert lines["satu.pdf"] == {
        "file": "satu.pdf",
        "state": "done",
        "pages": 3,
        "error": "",
        "sentence": {"id": "", "en": ""},
    }
    assert (lines["rusak.pdf"]["state"], lines["rusak.pdf"]["error"]) == ("refused", "damaged")
    sentence = lines["rusak.pdf"]["sentence"]
    assert "PDF ini rusak" in sentence["id"] and "damaged" in sentence["en"]


def test_what_cannot_be_read_is_said_and_the_rest_is_read(house, given):
    (given / "rusak.pdf").write_bytes(pdfs.truncated())
    (given / "kosong.pdf").write_bytes(b"")
    code, said, _ = house.manage("ingest", given)
    assert code == 1
    empty, empty_in_english, damaged, damaged_in_english = said.splitlines()[:4]
    assert empty.startswith("kosong.pdf: Berkas ini kosong") and damaged.startswith(
        "rusak.pdf: PDF ini rusak"
    )
    assert empty_in_english.startswith("    This file is empty")
    assert damaged_in_english.startswith("    This PDF is damaged")
    assert said.endswith("2 dari 4 berkas terbaca, 5 halaman.\n")


def test_a_file_that_is_here_under_another_name_is_no_failure(house, given):
    house.manage("ingest", given / "satu.pdf")
    shutil.copy(given / "satu.pdf", given / "salinan.pdf")
    code, said, _ = house.manage("ingest", given / "salinan.pdf")
    assert code == 0
    assert said.startswith("salinan.pdf: Berkas ini sudah pernah diunggah untuk “")


def test_a_path_that_is_not_there_is_said_in_one_sentence(house, given):
    code, said, complained = house.manage("ingest", given, given / "tidak-ada")
    assert (code, said) == (1, "")
    assert complained.strip().endswith("tidak-ada tidak ada.") and complained.count("\n") == 1
    assert house.counts()["library_file"] == 0


def test_a_folder_without_pdfs_is_said(house, tmp_path):
    code, _, complained = house.manage("ingest", tmp_path)
    assert (code, "Tidak ada PDF di" in complained) == (1, True)


def test_checking_writes_nothing(house, given):
    (given / "bukan.pdf").write_text("bukan PDF")
    before, stored = house.counts(), house.stored()
    code, said, _ = house.manage("ingest", given, "--dry-run")
    assert code == 1
    assert said.startswith("bukan.pdf: Berkas ini bukan PDF.")
    assert said.endswith("3 berkas diperiksa, 0 dengan metadata; tidak ada yang disimpan.\n")
    assert (house.counts(), house.stored()) == (before, stored)


def test_only_what_has_metadata_is_published(house, given):
    table = given / "metadata.csv"
    table.write_text("file,kind,title,date\nsatu.pdf,book,Jalan Panjang,2014\nhilang.pdf,book,Hilang,\n")
    code, _, complained = house.manage("ingest", given, "--metadata", table, "--publish")
    assert (code, complained) == (0, "hilang.pdf ada di metadata, tetapi berkasnya tidak ada.\n")
    titles = house.rows(
        "SELECT title, live FROM wagtailcore_page JOIN library_book ON id = publication_ptr_id"
    )
    assert sorted(titles) == [("Dua é", 0), ("Jalan Panjang", 1)]
    code, said, _ = house.manage("find", "kekerasan rumah tangga", "--json")
    assert (code, json.loads(said)["total"]) == (0, 1)
    table.write_text("file,kind,title,date\nsatu.pdf,book,Judul Lain,2014\n")
    _, _, complained = house.manage("ingest", given, "--metadata", table, "--publish")
    assert complained == "satu.pdf sudah ada; metadatanya tidak diterapkan lagi. Suntinglah terbitannya.\n"
    assert sorted(titles) == [("Dua é", 0), ("Jalan Panjang", 1)]


def test_metadata_with_a_bad_row_change_nothing(house, given):
    table = given / "metadata.csv"
    table.write_text("file,kind,title,date\nsatu.pdf,book,Jalan Panjang,kemarin\n")
    code, said, complained = house.manage("ingest", given, "--metadata", table, "--publish")
    assert (code, said) == (1, "")
    assert "Baris 2: tanggal “kemarin” tidak terbaca" in complained and complained.count("\n") == 1
    assert house.counts()["ingest_ingestion"] == 0 and not house.stored()


def outcomes(said: str) -> dict[str, tuple[str, str, str]]:
    """What JSON lines say of each file: its state, its error, its sentence."""
    lines = map(json.loads, said.splitlines())
    return {line["file"]: (line["state"], line["error"], line["sentence"]["id"]) for line in lines}


def test_checking_says_of_each_file_what_reading_it_will_say(house, given):
    (given / "terkunci.pdf").write_bytes(pdfs.encrypted("Rahasia"))
    (given / "terlalu-tebal.pdf").write_bytes(pdfs.many_pages(5_001))
    (given / "terpotong.pdf").write_bytes(pdfs.truncated())
    (given / "tanpa-halaman.pdf").write_bytes(pdfs.without_pages())
    (given / "tanpa-tabel.pdf").write_bytes(pdfs.without_startxref())
    before, stored = house.counts(), house.stored()
    code, said, complained = house.manage("ingest", given, "--dry-run", "--json")
    assert (code, complained) == (1, "")
    assert (house.counts(), house.stored()) == (before, stored)
    foreseen = outcomes(said)
    assert {name: error for name, (_state, error, _sentence) in foreseen.items() if error} == {
        "terkunci.pdf": "encrypted",
        "terlalu-tebal.pdf": "too-many-pages",
        "terpotong.pdf": "damaged",
        "tanpa-halaman.pdf": "no-pages",
    }
    pages = {line["file"]: line["pages"] for line in map(json.loads, said.splitlines())}
    assert (pages["satu.pdf"], pages["dua é.PDF"], pages["terkunci.pdf"]) == (3, 2, 0)
    code, said, _ = house.manage("ingest", given, "--json", "--no-ocr")
    read = outcomes(said)
    assert code == 1 and read.keys() == foreseen.keys()
    for name, (_state, error, sentence) in foreseen.items():
        assert read[name][1:] == (error, sentence)


def test_a_refused_table_does_not_hide_that_files_are_missing(house, given):
    table = given / "metadata.csv"
    table.write_text("file,kind,title,date\nsatu.pdf,book,Satu,kemarin\nhilang.pdf,book,Hilang,\n")
    code, said, complained = house.manage("ingest", given, "--metadata", table)
    assert (code, said) == (1, "")
    missing, refused = complained.splitlines()
    assert missing == "hilang.pdf ada di metadata, tetapi berkasnya tidak ada."
    assert "Baris 2: tanggal “kemarin” tidak terbaca" in refused


def unheard(house: Library, into: str, *arguments: object) -> tuple[int, list[str]]:
    """A command whose output is led `into` somewhere: its exit code, and what it complains of."""
    script = f"""{{ {{ "$@"; echo "$?" >&3; }} {into}; }} 3>&2"""
    command = ["sh", "-c", script, "sh", sys.executable, "manage.py", *map(str, arguments)]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert not ended.stdout
    *complained, code = ended.stderr.splitlines()
    return int(code), complained


@pytest.mark.parametrize(
    ("into", "sentences"),
    [
        ("| true", []),  # who listened is gone before the first word
        (">&-", ["Keluaran perintah ini tidak dapat ditulis: Bad file descriptor."]),
        (">/dev/full", ["Keluaran perintah ini tidak dapat ditulis: No space left on device."]),
    ],
)
def test_nothing_is_lost_where_nobody_hears_what_became_of_it(house, given, into, sentences):
    assert unheard(house, into, "ingest", given, "--json") == (len(sentences), sentences)
    assert house.counts()["library_passage"] == 5
    table = given / "daftar.csv"  # so long that what is said of it is written in several pieces
    rows = "".join(f"book,{number} {'panjang ' * 25}\n" for number in range(40))
    table.write_text(f"kind,title\n{rows}")
    assert unheard(house, into, "import_records", table, "--json") == (len(sentences), sentences)
    assert house.rows("SELECT count(*) FROM library_book") == [(42,)]


def is_running(process: subprocess.Popen) -> bool:
    """Whether it still runs, asked with as much patience as one click of an editor leaves the next."""
    try:
        process.wait(0.02)
    except subprocess.TimeoutExpired:
        return True
    return False


def until_half_read(house: Library, process: subprocess.Popen, files: int) -> None:
    """Wait until some files are read and others not."""
    while process.poll() is None:
        (done,) = house.rows("SELECT count(*) FROM ingest_ingestion WHERE state = 'done'")[0]
        if 0 < done < files:
            return
    pytest.fail(f"it was faster than we can look: {process.communicate()}")


@pytest.fixture
def many(tmp_path) -> Path:
    folder = tmp_path / "banyak"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.pdf").write_bytes(pdfs.counted(60 + number))
    return folder


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_run_is_taken_up_and_nothing_is_doubled(house, many, number):
    process = house.start("ingest", many, "--at-once", 2)
    until_half_read(house, process, 10)
    process.send_signal(signal.SIGSTOP)  # or it would be through before the signal reaches it
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
    _, complained = process.communicate(timeout=PATIENCE)
    # Asked only now: stopped in the wrong moment it keeps the whole database locked.
    (done,) = house.rows("SELECT count(*) FROM ingest_ingestion WHERE state = 'done'")[0]
    assert done < 10, "it was faster than we can look"
    if number == signal.SIGINT:
        assert (process.returncode, complained) == (130, "Dihentikan. Perintah yang sama meneruskannya.\n")
        assert not house.rows("SELECT 1 FROM ingest_ingestion WHERE state = 'running'")
    code, said, complained = house.manage("ingest", many)
    assert (code, complained) == (0, "")
    assert said == "10 dari 10 berkas terbaca, 645 halaman.\n"
    assert house.counts() == {
        "library_file": 10,
        "library_passage": 645,
        "library_publication": 10,
        "ingest_ingestion": 10,
        "library_span": 10,
    }
    assert not list((house.folder / "files").rglob("*.part"))


def test_files_are_read_side_by_side_while_others_read_and_write(house, many):
    """Nobody meets "database is locked"."""
    process = house.start("ingest", many, "--at-once", 2)
    writer = sqlite3.connect(house.folder / "pustaka.sqlite3", timeout=20, isolation_level=None)
    while is_running(process):
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE wagtailcore_site SET port = port")
        writer.execute("SELECT sum(length(text)) FROM library_passage").fetchall()
        writer.execute("COMMIT")
    writer.close()
    said, complained = process.communicate()
    assert (process.returncode, complained) == (0, "")
    assert said == "10 dari 10 berkas terbaca, 645 halaman.\n"
    assert house.rows("SELECT max(attempts) FROM ingest_ingestion") == [(1,)]


def test_reading_for_somebody_who_has_heard_enough_ends_quietly():
    """As with `| head`."""
    law = settings.BASE_DIR / "demo" / "uu-23-2004-penghapusan-kdrt.pdf"
    command = [sys.executable, "manage.py", "read", *[law] * 3, "--json"]
    reading = subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert json.loads(reading.stdout.readline())["number"] == 1
    reading.stdout.close()
    complained = reading.stderr.read()
    reading.stderr.close()
    assert (reading.wait(PATIENCE), complained) == (1, "")
