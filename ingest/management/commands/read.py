"""`manage read FILE… --json`: reads PDFs as the library would, without the database: one JSON line a page."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ingest.clean import clean
from ingest.errors import IngestError, NoFile
from ingest.extract import PageText
from ingest.extract.bounded import extract
from ingest.management.saying import Output, speaking


def _check(path: Path) -> None:
    """Raises `NoFile` where there is nothing for a child to open, which would look like a fault of the child's."""
    try:
        if not path.is_file():  # asked first: opening a pipe waits for whoever writes into it
            raise NoFile("no file")
        path.open("rb").close()
    except (OSError, ValueError) as error:
        raise NoFile(str(error)) from error


class Command(BaseCommand):
    help = "Membaca PDF tanpa menyimpannya. / Reads PDFs without keeping them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        failed = False
        with speaking(self) as output:
            for path in files:
                failed |= not self._read(path, output, as_json=options["json"])
                if not output.is_heard:
                    break
        if failed or not output.is_heard:
            sys.exit(1)

    def _read(self, path: Path, output: Output, *, as_json: bool) -> bool:
        """Say what is on the pages of a file; gives whether it could be read."""
        try:
            _check(path)
            pages = [each for each in extract(path) if isinstance(each, PageText)]
        except IngestError as error:
            if as_json:
                output.say_json({"file": str(path), "error": str(error.sentence)})
            else:
                output.complain(f"{path}: {error.sentence}")
            return False
        readers = {page.number: page.reader for page in pages}
        words = {page.number: sum(len(line.words) for line in page.lines) for page in pages}
        for page in clean(pages):
            if not output.is_heard:
                break
            if not as_json:
                output.say(f"\f{path}  {page.label or page.number}\n{page.text}")
                continue
            value = {
                "file": str(path),
                "number": page.number,
                "label": page.label,
                "text": page.text,
                "search_text": page.search_text,
                "reader": readers[page.number],
                "flags": sorted(page.flags),
                "words": words[page.number],
            }
            output.say_json(value)
        return True
