"""The judged questions of the benchmarks: whole, and about works that are there to be found."""

import csv
import json

from benchmarks.corpus import DEMO
from benchmarks.searching.judged import QUESTIONS, questions
from library.thesaurus.table import ours

WORKS = [json.loads(line) for line in (QUESTIONS / "works.jsonl").read_text("utf-8").splitlines()]


def test_there_are_forty_questions_and_each_expects_something() -> None:
    judged = questions()
    assert [each.number for each in judged] == list(range(1, 41))
    assert all(each.question.strip() and all(each.expected) for each in judged)


def test_every_expected_work_is_invented_or_in_the_demo() -> None:
    with (DEMO / "metadata.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wholes = {row["file"] for row in rows if row["file"]}
    articles = {f"{row['file']}#{row['title']}" for row in rows if row["kind"].endswith("-article")}
    there = {work["key"] for work in WORKS} | wholes | articles
    assert {name for each in questions() for name in each.expected} - there == set()


def test_the_invented_works_say_so_and_name_concepts_of_the_thesaurus() -> None:
    assert len({work["key"] for work in WORKS}) == len(WORKS)
    assert all(work["invented"] is True for work in WORKS)
    named = {slug for work in WORKS for part in ("concepts", "places", "laws") for slug in work[part]}
    assert named - {entry.slug for entry in ours().entries} == set()
