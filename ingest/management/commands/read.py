"""`manage read FILE… --json`: reads PDFs as the library would, without the database: one JSON line a page."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ingest.clean import clean
from ingest.errors import IngestError
from ingest.extract import PageText
from ingest.extract.bounded import extract


class Command(BaseCommand):
    help = "Membaca PDF tanpa menyimpannya. / Reads PDFs without keeping them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        failed = False
        for path in files:
            try:
                pages = [each for each in extract(path) if isinstance(each, PageText)]
            except (IngestError, OSError) as error:
                failed = True
                sentence = error.sentence if isinstance(error, IngestError) else error
                self._say({"file": str(path), "error": str(sentence)}, options["json"])
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
                self._say(value, options["json"])
        if failed:
            sys.exit(1)

    def _say(self, value: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(value, ensure_ascii=False))
        elif "error" in value:
            self.stderr.write(f"{value['file']}: {value['error']}")
        else:
            self.stdout.write(f"\f{value['file']}  {value['label'] or value['number']}\n{value['text']}")
