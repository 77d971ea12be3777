"""Rows told by older rules of ours are told anew by the worker's tick, and only those."""

import logging

import pytest

from library.changes import pending
from library.models import Dataset, File, Passage, Sheet
from library.models.sheets import RULES
from library.retelling import tell_anew
from search.indexing import drain_all
from tests.data import VILLAGES, tabled

pytestmark = pytest.mark.usefixtures("library")


def told_by_older_rules(data: Dataset) -> File:
    """As an upgrade finds it: no rule is named, and the rows show what is hidden now."""
    file = data.sheet_file
    assert file is not None
    for passage in file.passages.all():
        passage.text = passage.search_text = "Desa: Rancamanah; Tahun: 2020; Kasus: 3"
        passage.save()
    Sheet.objects.filter(pk=file.pk).update(rules=0, told="f" * 64, shown=b"")
    drain_all()
    return file


def test_rows_of_older_rules_are_told_anew_and_indexed(db) -> None:
    data = tabled(VILLAGES)
    file = told_by_older_rules(data)
    assert tell_anew() == 1
    texts = [passage.text for passage in file.passages.order_by("number")]
    assert texts[0] == "Desa: Rancamanah; Tahun: 2020; Kasus: <\N{NO-BREAK SPACE}5" and texts[1].endswith(
        "Kasus: 12"
    )
    assert Sheet.objects.get().rules == RULES
    assert list(pending()) == [data.pk]
    assert tell_anew() == 0


def test_a_new_dataset_is_told_once(db) -> None:
    tabled()
    kept = list(Passage.objects.values_list("pk", flat=True))
    assert Sheet.objects.get().rules == RULES and tell_anew() == 0
    assert list(Passage.objects.values_list("pk", flat=True)) == kept


def test_a_draft_tells_nothing(db) -> None:
    data = tabled()
    data.unpublish()
    file = told_by_older_rules(data)
    drain_all()
    assert tell_anew() == 1
    assert {passage.text for passage in file.passages.all()} == {"Desa: Rancamanah; Tahun: 2020; Kasus: 3"}
    assert list(pending()) == []


def test_a_table_that_the_new_rules_refuse_is_closed_until_it_is_mended(client, caplog) -> None:
    data = tabled(VILLAGES)
    file = told_by_older_rules(data)
    data.columns.filter(name="Kasus").update(type="text", role="dimension")
    with caplog.at_level(logging.WARNING, logger="library.retelling"):
        tell_anew()
    assert "Kasus yang Didampingi" in caplog.text and "tampak seperti hitungan" in caplog.text
    assert not file.passages.exists()
    drain_all()
    page = client.get(data.url)
    assert page.status_code == 200 and "Rancamanah" not in page.content.decode()
    assert client.get(f"{data.url}data.csv").status_code == 404
    assert "Rancamanah" not in client.get(f"{data.url}baca/1/").content.decode()
    draft = Dataset.objects.get(pk=data.pk)
    columns = list(draft.columns.all())
    columns[-1].type, columns[-1].role = "integer", "measure"
    draft.columns.set(columns)
    draft.save_revision().publish()
    assert file.passages.count() == 4
    assert "Rancamanah" in client.get(f"{data.url}baca/1/").content.decode()
