"""`manage find "QUESTION"`: the same findings as the site, in the terminal or as one JSON value."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engine import engine, named
from search.engines import EngineError
from search.exports import plain
from search.research import Findings, Query, find


class Command(BaseCommand):
    help = "Mencari seperti di situs. / Searches as the site does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question")
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *, question: str, **options: Any) -> None:
        if options["engine"] == "elasticsearch" and not settings.ELASTICSEARCH_URLS:
            raise CommandError("ELASTICSEARCH_URL belum diisi. / ELASTICSEARCH_URL is not set.")
        using = named(options["engine"]) if options["engine"] else engine()
        try:
            found = find(Query(question), using)
        except EngineError as error:
            raise CommandError(error.for_operators) from error
        if options["json"]:
            self.stdout.write(json.dumps(_value(found), ensure_ascii=False))
            return
        if found.said:
            self.stdout.write(str(found.said))
        if also := found.interpretation.also:
            self.stdout.write(f"Juga dicari / also searched: {', '.join(also)}")
        self.stdout.write(f"{found.total} semua kata / all words, {found.others} sebagian / some")
        for finding in found.findings:
            self.stdout.write(f"\n{finding.publication.title} ({finding.publication.year or '–'})")
            for hit in finding.hits:
                self.stdout.write(f"  {hit.label or hit.number:>5}  {plain(hit.snippet)}")


def _value(found: Findings) -> dict[str, Any]:
    """The promise of docs: total, interpretation, findings, facets."""
    return {
        "total": found.total,
        "others": found.others,
        "interpretation": {
            "words": found.question.text,
            "concepts": list(found.interpretation.concepts),
            "also": found.interpretation.also,
            "doubtful": found.interpretation.doubtful,
            "said": str(found.said) if found.said else None,
        },
        "findings": [
            {
                "address": finding.publication.address,
                "title": finding.publication.title,
                "kind": finding.publication.kind.slug,
                "year": finding.publication.year,
                "passages": [
                    {"number": hit.number, "label": hit.label, "snippet": str(hit.snippet)}
                    for hit in finding.hits
                ],
            }
            for finding in found.findings
        ],
        "facets": {name: dict(values) for name, values in found.facets.items()},
    }
