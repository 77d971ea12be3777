"""How fast and how well we read PDFs, each target beside what was measured: `python -m benchmarks.ingest [PART …]`.

The parts: speed, order, alike, harm, covers; without a name all of them. The files are a sample with a fixed seed of a
corpus beside the repository where there is one, else the demo collection. What recognising pages costs is in
`benchmarks.recognise`.
"""

import argparse
import contextlib
import importlib.util
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from benchmarks.reading.alike import alike
from benchmarks.reading.covers import covers
from benchmarks.reading.harm import hostile, malformed
from benchmarks.reading.measure import Measured, is_noisy, line
from benchmarks.reading.speed import memory, read_ours, side_by_side, speed

__all__ = ["CORPUS", "DEMO", "ROOT", "main", "read_ours", "sample"]

ROOT = Path(__file__).parents[1]
CORPUS, DEMO = ROOT.parent / "shared" / "corpus", ROOT / "demo"
SEED, PAGES, MANY_PAGES, COVERS = 2024, 300, 1_500, 30
TYPST = "typst"


@dataclass
class Sample:
    name: str
    files: list[Path]
    pages: int


def sample(most: int) -> Sample:
    """Files in random order, as many as fit into so many pages."""
    folder, name = (CORPUS, "corpus") if CORPUS.is_dir() else (DEMO, "demo")
    paths = sorted(folder.glob("*.pdf"))
    random.Random(SEED).shuffle(paths)
    taken: list[Path] = []
    total = 0
    for path in paths:
        with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
            many = len(pdf)
        if total + many <= most:
            taken.append(path)
            total += many
    return Sample(name, taken, total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="speed, order, alike, harm, covers")
    parser.add_argument(
        "--pages", type=int, default=MANY_PAGES, help="how many pages of the corpus are compared"
    )
    parser.add_argument("--explain", action="store_true", help="name the pages with wrong numbers")
    asked = parser.parse_args()
    few, many = sample(PAGES), sample(asked.pages)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[], Iterable[Measured]]] = {
            "speed": lambda: [
                *speed(few.files, few.pages),
                side_by_side(many.files),
                memory(many.files, folder),
            ],
            "order": lambda: _order(folder),
            "alike": lambda: alike(many.files, explain=asked.explain),
            "harm": lambda: [malformed(many.files, folder), *hostile(folder)],
            "covers": lambda: covers(many.files[:COVERS], folder),
        }
        if unknown := set(asked.parts) - set(parts):
            parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
        began = time.monotonic()
        if few.name != "corpus":
            print(
                f"{CORPUS} is not there: the demo collection takes its place, and the targets are not for it"
            )
        print(f"{few.pages} pages of the {few.name} for speed, {many.pages} to compare")
        for part in asked.parts or parts:
            for measured in parts[part]():
                print(line(measured), flush=True)
    print("  recognising pages: ./run bench recognise")
    if is_noisy():
        print("  The machine is busy with other things: even CPU seconds are too many then.")
    print(f"  {time.monotonic() - began:.0f} seconds")


def _order(folder: Path) -> Iterable[Measured]:
    """Typst sets the files; it is no part of what is installed for the tests."""
    if importlib.util.find_spec(TYPST) is None:
        return [Measured("order", "–", "≥ 0.95", note="pip install typst==0.15.2")]
    module = importlib.import_module("benchmarks.reading.order")
    found: Iterable[Measured] = module.order(folder)
    return found


if __name__ == "__main__":
    main()
