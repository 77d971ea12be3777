"""`manage evaluate DIR`: how well this house ranks a collection whose answers are known. It asks no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import EngineError
from search.evaluation import EvaluationError, evaluate, read, temporary_engine


class Command(BaseCommand):
    help = "Mengukur mutu pencarian. / Measures the quality of search: nDCG@10, MRR@10, Recall@100."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="docs.jsonl, queries.jsonl, qrels.tsv")
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *, folder: Path, **options: Any) -> None:
        name = options["engine"] or ("elasticsearch" if settings.ELASTICSEARCH_URLS else "embedded")
        try:
            collection = read(folder)
            with temporary_engine(name) as engine:
                measures = evaluate(collection, engine, self._progress)
        except EvaluationError as error:
            raise CommandError(str(error.sentence)) from error
        except EngineError as error:
            raise CommandError(error.for_operators) from error
        found = {"nDCG@10": measures.ndcg, "MRR@10": measures.mrr, "Recall@100": measures.recall}
        counts = {"engine": name, "documents": len(collection.documents), "queries": measures.queries}
        if options["json"]:
            self.stdout.write(json.dumps(found | counts))
            return
        self.stdout.write(
            "{engine}: {documents} dokumen / documents, {queries} pertanyaan / queries".format(**counts)
        )
        for measure, value in found.items():
            self.stdout.write(f"{measure:<12}{value:.4f}")

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{done}/{total}" if done < total else "\r\033[K", ending="")
