"""`manage read FILE… --json`: reads PDFs as the library would, without the database: one JSON line a page."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ingest.clean import clean
from ingest.errors import IngestError, NoFile
from ingest.extract import PageText
from ingest.extract.bounded import extract


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
        try:
            all_is_read = self._read(files, as_json=options["json"])
            self.stdout.flush()
        except BrokenPipeError:  # as with `| head`: who listened has heard enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at its end
            sys.exit(1)
        if not all_is_read:
            sys.exit(1)

    def _read(self, files: list[Path], *, as_json: bool) -> bool:
        """Say what is on the pages; gives whether every file could be read."""
        failed = False
        for path in files:
            try:
                _check(path)
                pages = [each for each in extract(path) if isinstance(each, PageText)]
            except (IngestError, OSError) as error:
                failed = True
                sentence = error.sentence if isinstance(error, IngestError) else error
                self._say({"file": str(path), "error": str(sentence)}, as_json)
                continue
            readers = {page.number: page.reader for page in pages}
            words = {page.number: sum(len(line.words) for line in page.lines) for page in pages}
            for page in clean(pages):
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
                self._say(value, as_json)
        return not failed

    def _say(self, value: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(value, ensure_ascii=False))
        elif "error" in value:
            self.stderr.write(f"{value['file']}: {value['error']}")
        else:
            self.stdout.write(f"\f{value['file']}  {value['label'] or value['number']}\n{value['text']}")
