"""`./run doctor`: what is installed, reachable and in step; exit 1 if something must be done."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.doctor import examine


class Command(BaseCommand):
    help = "Memeriksa pemasangan, dengan obat untuk setiap masalah. / Examines the installation, a remedy for each trouble."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        findings = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        else:
            width = max(len(finding.what) for finding in findings)
            for finding in findings:
                self.stdout.write(
                    f"{'!' if finding.remedy else '✓'} {finding.what:<{width}}  {finding.found}"
                )
                if finding.remedy:
                    self.stdout.write(f"  {'':<{width}}  → {finding.remedy}")
        if any(finding.remedy for finding in findings):
            sys.exit(1)
