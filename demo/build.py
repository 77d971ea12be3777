"""Make the PDFs of the demo collection from ``naskah/*.typ``: the same text gives the same bytes.

Build-time only: needs the ``typst`` wheel and, for the faces, ``font-source-serif-pro`` and ``font-source-sans-pro``.

    python demo/build.py            every publication
    python demo/build.py bale       those whose name contains "bale"
    python demo/build.py --check    compile again and compare with what lies here; writes nothing
"""

import argparse
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE / "naskah"

# A publication has its own script; these two only lend their looks. The second asks for Noto Sans, which no package
# brings, so its publications alone may look among the faces of the machine (Debian: fonts-noto-core).
LOOKS = frozenset({"gaya", "terbitan-berkala"})
ASKS_THE_MACHINE = "terbitan-berkala.typ"

FACES = ("font_source_serif_pro", "font_source_sans_pro")


class BuildError(Exception):
    """A publication could not be made; the sentence says what to do."""


def gather_faces(into: Path) -> None:
    """Copy the faces into one folder; a missing package raises, since another face moves every line.

    The packages hold each face twice, as .otf and .ttf, and which of the two is taken would be left to chance.
    """
    for package in FACES:
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            name = package.replace("_", "-")
            raise BuildError(f"The faces of {name} are missing. Install them with: pip install {name}")
        for face in (Path(found.origin).parent / "files").glob("*.otf"):
            shutil.copy(face, into)


def output_of(script: Path) -> Path:
    """Return where the PDF of a script belongs: ``studi-x.typ`` becomes ``contoh-studi-x.pdf``."""
    return HERE / f"contoh-{script.stem}.pdf"


def make(script: Path, fonts: typst.Fonts) -> bytes:
    """Return the PDF of one script; a broken script or an unknown face raises."""
    try:
        # The moment is fixed: a PDF otherwise carries the time it was made, and no two builds agree.
        made, warnings = typst.compile_with_warnings(str(script), font_paths=fonts, format="pdf", timestamp=0)
    except typst.TypstError as broken:
        raise BuildError(f"{script.name}: {broken}") from broken
    for warning in warnings:
        print(f"{script.name}: {warning.message}", file=sys.stderr)
        if "unknown font family" in warning.message:
            raise BuildError(f"{script.name} needs a face that is not installed here.")
    if not isinstance(made, bytes):
        raise BuildError(f"{script.name} did not give one PDF.")
    return made


def main() -> int:
    """Make, or with --check compare, the PDFs whose name contains the given word; return the exit status."""
    parser = argparse.ArgumentParser(description="Make the PDFs of the demo collection.")
    parser.add_argument("word", nargs="?", default="", help="only scripts whose name contains this")
    parser.add_argument("--check", action="store_true", help="compare with the PDFs here, write nothing")
    asked = parser.parse_args()
    scripts = [s for s in sorted(SCRIPTS.glob("*.typ")) if s.stem not in LOOKS and asked.word in s.stem]
    stale = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            gather_faces(Path(folder))
            own = typst.Fonts(include_system_fonts=False, font_paths=[folder])
            every = typst.Fonts(include_system_fonts=True, font_paths=[folder])
            for script in scripts:
                asks = ASKS_THE_MACHINE in script.read_text(encoding="utf-8")
                made, place = make(script, every if asks else own), output_of(script)
                same = place.exists() and place.read_bytes() == made
                if asked.check:
                    stale += not same
                    print(f"{'same' if same else 'DIFFERENT'}  {place.name}")
                else:
                    place.write_bytes(made)
                    print(f"{len(made) / 1000:7.0f} kB  {place.name}{'  (unchanged)' if same else ''}")
    except BuildError as failed:
        print(failed, file=sys.stderr)
        return 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
