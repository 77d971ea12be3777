"""The example film of the demo: its files are what the collection promises, its captions keep to our own rules."""

import sys
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from ingest.captions import check, read
from library.captions import as_vtt, paragraphs, plain
from library.film import available, poster, probe
from tests.requirements import missing

DEMO = Path(__file__).resolve().parents[1] / "demo"
FILM = DEMO / "contoh-film-bale-istri.mp4"
SMALL = DEMO / "contoh-film-bale-istri-240.mp4"
LANGUAGES = ("id", "en")


def captions(language: str) -> Path:
    return DEMO / f"contoh-film-bale-istri.{language}.vtt"


@pytest.mark.parametrize(
    ("path", "most", "quality"), [(FILM, 3_000_000, "480p"), (SMALL, 1_000_000, "240p")], ids=["480p", "240p"]
)
def test_every_browser_plays_it_at_once_and_it_is_small(path: Path, most: int, quality: str) -> None:
    if not available():
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    assert path.stat().st_size <= most
    found = probe(path)
    assert found.seconds is not None
    assert found.seconds >= 60
    assert (found.quality, found.has_sound, found.faststart, found.advice) == (quality, True, True, ())


def test_both_qualities_are_as_long_as_the_drawn_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    if not available():
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    monkeypatch.setattr(sys, "path", [str(DEMO), *sys.path])
    from film_scenes import SECONDS  # a room of its own beside the collection, on nobody's path

    assert [probe(path).seconds for path in (FILM, SMALL)] == pytest.approx([SECONDS, SECONDS], abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_captions_are_without_fault_and_written_back_the_same(language: str) -> None:
    reading = read(captions(language).read_bytes())
    assert (reading.format, reading.encoding, reading.faults) == ("vtt", "UTF-8", ())
    assert len(reading.cues) >= 18
    assert check(reading.cues, 92.0, lines=reading.lines) == ()
    assert read(as_vtt(reading.cues).encode()).cues == reading.cues
    assert "Bale Istri" in " ".join(plain(cue) for cue in reading.cues)
    assert len(paragraphs(reading.cues)) > 3


def test_its_captions_stand_at_the_same_moments_in_both_languages() -> None:
    ours, theirs = (
        [(cue.start, cue.end) for cue in read(captions(language).read_bytes()).cues] for language in LANGUAGES
    )
    assert ours == theirs


def test_it_says_that_it_is_an_example() -> None:
    assert "film contoh" in captions("id").read_text(encoding="utf-8").lower()
    assert "example film" in captions("en").read_text(encoding="utf-8").lower()


def test_its_poster_is_a_frame_of_it(tmp_path: Path) -> None:
    if not available():
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    assert poster(FILM, 20.0, tmp_path / "p.webp") == (854, 480)
    with Image.open(tmp_path / "p.webp") as drawn, Image.open(DEMO / "contoh-film-bale-istri.webp") as kept:
        assert kept.size == drawn.size
        means = [ImageStat.Stat(picture.convert("RGB")).mean for picture in (drawn, kept)]
    assert means[0] == pytest.approx(means[1], abs=4)
