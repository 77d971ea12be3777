"""What is done again and what is not: fingerprints of stages, and readings kept beside the original."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest import pipeline, readings, stages
from ingest.accept import take_in
from ingest.extract import Heading, Line, Outline, PageText, Word
from ingest.models import Ingestion, StageRun
from ingest.passages import renew
from ingest.work import take_up_outdated, work_off
from library import made
from library.access import Access
from library.models import File, Passage, PermanentId, Publication
from tests import pdfs

Stage = Ingestion.Stage


@pytest.fixture
def file(library: None) -> File:
    take_in(
        BytesIO(pdfs.pages("Halaman satu", "Halaman dua")), "dua.pdf", record={"title": "Dua", "kind": "book"}
    )
    work_off()
    return File.objects.get()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which stages really work from now on."""
    did: list[str] = []
    for module, name in [(pipeline, "extract"), (pipeline.made, "make"), (pipeline.passages, "replace")]:
        real = getattr(module, name)

        def noted(*arguments, _real=real, _name=name, **more):
            if _name != "make" or more.get("again"):
                did.append(_name)
            return _real(*arguments, **more)

        monkeypatch.setattr(module, name, noted)
    return did


def test_each_stage_is_noted_with_its_tools_and_its_time(file: File) -> None:
    runs = {run.stage: run for run in StageRun.objects.all()}
    assert set(runs) == set(stages.ORDER)
    assert runs[Stage.EXTRACT].tools["pdfminer.six"] and runs[Stage.COPY].tools["pikepdf"]
    assert all(run.seconds > 0 for run in runs.values())
    assert list(stages.outdated()) == [] and take_up_outdated() == 0


@pytest.mark.parametrize(
    ("stage", "done"),
    [
        (Stage.EXTRACT, ["extract", "replace"]),
        (Stage.COPY, ["make", "replace"]),
        (Stage.KEEP, ["replace"]),
    ],
)
def test_a_newer_version_does_its_stage_again_and_no_other(
    file: File, monkeypatch: pytest.MonkeyPatch, stage: Ingestion.Stage, done: list[str]
) -> None:
    rows, told = passages_and_changes()
    monkeypatch.setitem(stages.VERSIONS, stage, stages.VERSIONS[stage] + 1)
    did = counted(monkeypatch)
    copied = StageRun.objects.get(stage=Stage.COPY).seconds
    assert (take_up_outdated(), take_up_outdated()) == (1, 0)
    work_off()
    assert did == done
    assert list(stages.outdated()) == []
    assert passages_and_changes() == (rows, told)  # what reads the same is the same, and nobody is told
    if stage != Stage.COPY:
        assert StageRun.objects.get(stage=Stage.COPY).seconds == copied


def passages_and_changes() -> tuple[list[int], int]:
    newest = PermanentId.objects.get().revision
    return list(Passage.objects.order_by("number").values_list("pk", flat=True)), newest


def test_a_newer_tool_is_a_newer_stage(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {stage: stages.fingerprint(stage, file.sha256) for stage in stages.ORDER}
    monkeypatch.setattr(stages, "tools", lambda stage: {"pikepdf": "99"} if stage == Stage.COPY else {})
    assert stages.fingerprint(Stage.COPY, file.sha256) != before[Stage.COPY]


def test_what_nothing_reads_is_not_taken_up_again(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor threw the draft away; it must not come back by itself."""
    file.spans.all().delete()
    monkeypatch.setitem(stages.VERSIONS, Stage.KEEP, 99)
    assert take_up_outdated() == 0


def test_of_what_was_withdrawn_a_newer_tool_makes_nothing(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    Publication.objects.update(access=Access.WITHDRAWN)
    assert made.take_away([file.pk]) == 1
    for stage in stages.ORDER:
        monkeypatch.setitem(stages.VERSIONS, stage, stages.VERSIONS[stage] + 1)
    assert take_up_outdated() == 1
    work_off()
    file.refresh_from_db()
    assert file.taken_away and not file.copy and not file.cover
    assert not any(
        path.name in {"copy.pdf", "cover.webp"} for path in Path(file.original.path).parent.iterdir()
    )
    assert list(stages.outdated()) == []


def test_passages_made_by_somebody_with_old_news_undo_nothing(file: File) -> None:
    """Recognition holds a file for minutes; a withdrawal meanwhile stays one."""
    long_ago = File.objects.get(pk=file.pk)
    Publication.objects.update(access=Access.WITHDRAWN)
    made.take_away([file.pk])
    assert renew(long_ago) is not None
    file.refresh_from_db()
    assert file.taken_away and not file.copy


# Readings


OUTLINE = Outline(2, False, {"pdfminer.six": "1"}, (Heading(0, "Bab I", 2),), {"title": "Judul"})
PAGES = [
    PageText(
        1,
        "i",
        (Line("Halo dunia", 11.0, words=(Word("Halo", 1, 2, 3, 4), Word("dunia", 5, 2, 9, 4))),),
        "pdfminer",
    ),
    PageText(2, None, (), "pdfium", flags=frozenset({"empty"}), confidence=0.5),
]


def test_a_reading_comes_back_as_it_was_kept(file: File) -> None:
    readings.keep(file, "sidik", OUTLINE, PAGES)
    assert readings.held(file, "sidik") == (OUTLINE, PAGES)
    assert readings.held(file) == (OUTLINE, PAGES)
    assert readings.held(file, "lain") is None


@pytest.mark.parametrize(
    "content", [b"", b"sapa-reading 1 sidik\n", b"sapa-reading 1 sidik\nbukan zlib", b"\0" * 50]
)
def test_a_broken_reading_is_none(file: File, content: bytes) -> None:
    readings.keep(file, "sidik", OUTLINE, PAGES)
    (Path(file.original.path).parent / "reading").write_bytes(content)
    assert readings.held(file, "sidik") is None


def test_a_reading_that_was_cut_off_is_none(file: File) -> None:
    readings.keep(file, "sidik", OUTLINE, PAGES)
    path = Path(file.original.path).parent / "reading"
    whole = path.read_bytes()
    for size in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:size])
        assert readings.held(file, "sidik") is None


def test_one_page_by_another_reader_is_kept_beside(file: File) -> None:
    assert readings.page(file, 2, "pdfium") is None
    readings.keep_page(file, PAGES[1])
    assert readings.page(file, 2, "pdfium") == PAGES[1]
    assert readings.page(file, 2, "tesseract") is None
