"""docs/metadata-csv.md tells of every column and every kind, in both languages, and its examples can be used."""

import re
from pathlib import Path

import pytest

from ingest.records import read_csv
from ingest.records.columns import COLUMNS, KINDS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "metadata-csv.md").read_text(encoding="utf-8")
INDONESIAN, ENGLISH = DOCUMENT.split("\n---\n")


def first_cells(text: str) -> set[str]:
    """The words in the first cell of every table row."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("text", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_every_column_and_every_kind_is_documented_and_no_other(text):
    assert first_cells(text) == {*COLUMNS, *KINDS} | {"kind"}


@pytest.mark.parametrize("text", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_the_examples_can_be_used(text, tmp_path):
    examples = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        path = tmp_path / "metadata.csv"
        path.write_text(example)
        assert len(read_csv(path)) in {1, 2}
