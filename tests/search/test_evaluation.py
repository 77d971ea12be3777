"""The measures on answers small enough to reckon by hand, reading of collections, and the command on each engine."""

import json
from io import StringIO
from math import log2
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from search.evaluation import (
    Collection,
    EvaluationError,
    Measures,
    Text,
    UnreadableCollection,
    evaluate,
    measure,
    ndcg,
    read,
    recall,
    reciprocal_rank,
    temporary_engine,
)
from tests.search.engine_cases import elasticsearch_urls, indices

DOCUMENTS = [
    Text("d1", "Hak restitusi bagi korban kekerasan seksual."),
    Text("d2", "Korban berhak atas pendampingan."),
    Text("d3", "Usia perkawinan paling rendah sembilan belas tahun."),
    Text("d4", "Ketentuan umum.", title="Restitusi dan kompensasi"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        queries=[{"id": 1, "text": "restitusi korban"}, {"id": "q2", "text": "usia perkawinan"}],
        qrels="1\td1\t2\n1\td2\t1\n1\td3\t0\nq2\td3\t1\n",
    )


def write(folder: Path, queries: list[dict], qrels: str) -> Path:
    documents = [
        {"id": each.id, "text": each.text} | ({"title": each.title} if each.title else {})
        for each in DOCUMENTS
    ]
    for name, rows in (("docs", documents), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "qrels.tsv").write_text(qrels)
    return folder


def test_the_best_possible_order_has_an_ndcg_of_one():
    assert ndcg(["b", "a", "x"], {"a": 1, "b": 2, "c": 0}) == 1


def test_a_relevant_document_counts_less_the_lower_it_stands():
    assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(1 / log2(3))
    assert ndcg(["a", "b"], {"a": 1, "b": 3}) == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))


def test_what_is_relevant_and_was_not_found_lowers_ndcg():
    assert ndcg(["a"], {"a": 1, "b": 1}) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_ndcg_and_mrr_look_at_ten_places_and_recall_at_a_hundred():
    ranked = [f"x{number}" for number in range(10)] + ["a"]
    assert (ndcg(ranked, {"a": 1}), reciprocal_rank(ranked, {"a": 1}), recall(ranked, {"a": 1})) == (0, 0, 1)
    late = [f"x{number}" for number in range(100)] + ["a"]
    assert recall(late, {"a": 1}) == 0


def test_the_reciprocal_rank_is_that_of_the_first_relevant_document():
    assert reciprocal_rank(["x", "y", "b", "a"], {"a": 1, "b": 2, "y": 0}) == pytest.approx(1 / 3)


def test_recall_is_how_much_of_the_relevant_was_found():
    assert recall(["a", "x"], {"a": 1, "b": 1, "x": -1}) == 0.5


def test_a_question_without_a_relevant_document_does_not_count():
    queries = [Text("1", "satu"), Text("2", "dua"), Text("3", "tiga")]
    collection = Collection([], queries, {"1": {"a": 1}, "2": {"a": 0}})
    assert measure(collection, lambda question: ["a"]) == Measures(1, 1, 1, queries=1)


def test_without_any_judged_question_nothing_is_measured():
    with pytest.raises(EvaluationError):
        measure(Collection([], [Text("1", "satu")], {}), lambda question: [])


def test_a_collection_is_read_with_titles_and_with_numbers_as_ids(folder: Path):
    collection = read(folder)
    assert collection.documents == DOCUMENTS
    assert collection.queries == [Text("1", "restitusi korban"), Text("q2", "usia perkawinan")]
    assert collection.judgments == {"1": {"d1": 2, "d2": 1, "d3": 0}, "q2": {"d3": 1}}


@pytest.mark.parametrize("name", ["docs.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, name: str):
    (folder / name).unlink()
    with pytest.raises(UnreadableCollection, match=name):
        read(folder)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("docs.jsonl", "{"),
        ("docs.jsonl", '{"id": "d9"}'),
        ("queries.jsonl", '["q9"]'),
        ("qrels.tsv", "1 d1 1"),
    ],
)
def test_a_misshapen_line_is_named_by_its_number(folder: Path, name: str, line: str):
    path = folder / name
    whole = path.read_text()
    path.write_text(whole + line + "\n")
    with pytest.raises(UnreadableCollection, match=rf"{whole.count(chr(10)) + 1} .*{name}"):
        read(folder)


@pytest.mark.django_db
def test_documents_are_found_by_stem_by_title_and_with_all_words_first(folder: Path):
    collection = read(folder)
    asked: list[tuple[int, int]] = []
    with temporary_engine("embedded") as engine:
        measures = evaluate(collection, engine, lambda done, total: asked.append((done, total)))
    assert measures == Measures(1, 1, 1, queries=2)
    assert asked == [(1, 2), (2, 2)]


@pytest.mark.django_db
def test_a_question_with_nothing_to_search_finds_nothing(tmp_path: Path):
    collection = read(write(tmp_path, [{"id": "q", "text": "?!"}], "q\td1\t1\n"))
    with temporary_engine("embedded") as engine:
        assert evaluate(collection, engine) == Measures(0, 0, 0, queries=1)


@pytest.mark.django_db
def test_the_command_gives_json_to_machines_and_lines_to_people(folder: Path):
    out = StringIO()
    call_command("evaluate", folder, json=True, engine="embedded", stdout=out)
    found = json.loads(out.getvalue())
    assert found == {
        "nDCG@10": 1.0,
        "MRR@10": 1.0,
        "Recall@100": 1.0,
        "engine": "embedded",
        "documents": 4,
        "queries": 2,
    }
    out = StringIO()
    call_command("evaluate", folder, stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "nDCG@10     1.0000",
        "MRR@10      1.0000",
        "Recall@100  1.0000",
    ]


def test_the_command_says_in_a_sentence_what_is_wrong(tmp_path: Path):
    with pytest.raises(CommandError, match=r"docs\.jsonl"):
        call_command("evaluate", tmp_path)


def test_elasticsearch_without_an_address_is_said(folder: Path):
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("evaluate", folder, engine="elasticsearch")


def test_elasticsearch_that_does_not_answer_is_said(folder: Path, settings):
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:1"]
    with pytest.raises(CommandError, match="periksa apakah ia berjalan"):
        call_command("evaluate", folder)


@pytest.mark.django_db
def test_elasticsearch_ranks_alike_and_keeps_nothing(folder: Path, settings):
    settings.ELASTICSEARCH_URLS = urls = elasticsearch_urls()
    with temporary_engine("elasticsearch") as engine:
        assert evaluate(read(folder), engine) == Measures(1, 1, 1, queries=2)
        assert indices(urls[0], engine.prefix)
    assert indices(urls[0], engine.prefix) == []


@pytest.mark.django_db
def test_without_a_database_the_shipped_words_are_read_with(folder: Path, monkeypatch):
    def no_such_table():
        raise DatabaseError("no such table")

    monkeypatch.setattr("search.evaluation.held", no_such_table)
    with temporary_engine("embedded") as engine:
        assert evaluate(read(folder), engine).ndcg == 1
