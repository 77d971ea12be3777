"""What we say to Elasticsearch, word for word; no server is asked."""

from pathlib import Path

import pytest

from search import analysis
from search.engines import FACETS, Cursor, Filters, bodies, mapping
from search.engines.bodies import matches, scored
from search.query import WIDEST_SLOP, And, Node, Not, Or, Phrase, Term
from search.tree import Chosen, Fuzzy, Meant, Prefix, Within, Years
from tests.search.engine_cases import work

READ = Term("membaca", "baca", "membaca")
VILLAGE = Term("desa", "desa", "desa")
AS_WRITTEN = Term("Desa", "", "desa")
QUOTED = Phrase((READ, VILLAGE), slop=2)
SPLIT = Phrase((READ, VILLAGE), exact=False)
NOTHING: bodies.Body = {"match_none": {}}


def term(field: str, token: str, **boost: float) -> bodies.Body:
    return {"term": {field: {"value": token} | boost}}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (None, {"match_all": {}}),
        (READ, term("stems", "baca")),
        (AS_WRITTEN, term("exact", "desa")),
        (QUOTED, {"match_phrase": {"exact": {"query": "membaca desa", "slop": 2}}}),
        (SPLIT, {"match_phrase": {"stems": {"query": "baca desa", "slop": 0}}}),
        (Phrase((READ,)), term("exact", "membaca")),
        (Term("", "", ""), NOTHING),
        (Phrase(()), NOTHING),
        (Or(()), NOTHING),
        (
            Or((READ, VILLAGE)),
            {
                "bool": {
                    "should": [term("stems", "baca"), term("stems", "desa")],
                    "minimum_should_match": 1,
                }
            },
        ),
        (
            And((READ, Not(VILLAGE))),
            {"bool": {"filter": [term("stems", "baca")], "must_not": [term("stems", "desa")]}},
        ),
        (And((Not(VILLAGE),)), {"bool": {"must_not": [term("stems", "desa")]}}),
        (Not(VILLAGE), {"bool": {"must_not": [term("stems", "desa")]}}),
        (
            Meant(READ, (VILLAGE, QUOTED)),
            {"bool": {"should": [*map(matches, (READ, VILLAGE, QUOTED))], "minimum_should_match": 1}},
        ),
        (Prefix("", "desa"), {"prefix": {"exact": {"value": "desa", "rewrite": "constant_score"}}}),
        (
            Fuzzy("", "desa", 2),
            {"fuzzy": {"exact": {"value": "desa", "fuzziness": 2, "rewrite": "constant_score"}}},
        ),
        (Prefix("", ""), NOTHING),
        (Within("makers", READ), term("makers_stems", "baca")),
        (Within("names", QUOTED), {"match_phrase": {"names_exact": {"query": "membaca desa", "slop": 2}}}),
        (Chosen("kind", ("book", "film")), {"terms": {"facet_kind": ["book", "film"]}}),
        (Years(2010, None), {"range": {"years": {"gte": 2010}}}),
        (Years(None, None), {"match_all": {}}),
        (And(()), {"match_all": {}}),
    ],
)
def test_each_node_has_its_query(tree: Node | None, expected: bodies.Body) -> None:
    assert matches(tree) == expected


def test_a_publication_gains_by_text_names_and_about_and_by_the_written_form() -> None:
    assert scored(READ, "publications") == [
        term("stems", "baca"),
        term("exact", "membaca", boost=0.25),
        term("names_stems", "baca", boost=2.0),
        term("names_exact", "membaca", boost=0.5),
        term("makers_stems", "baca", boost=2.0),
        term("makers_exact", "membaca", boost=0.5),
        term("about_stems", "baca"),
        term("about_exact", "membaca", boost=0.25),
    ]
    assert scored(AS_WRITTEN, "publications") == [
        term("exact", "desa"),
        term("names_exact", "desa", boost=2.0),
        term("makers_exact", "desa", boost=2.0),
        term("about_exact", "desa"),
    ]


def test_a_passage_gains_by_its_text_and_by_the_question_as_one_phrase() -> None:
    assert scored(And((READ, VILLAGE)), "passages") == [
        term("stems", "baca"),
        term("exact", "membaca", boost=0.25),
        term("stems", "desa"),
        term("exact", "desa", boost=0.25),
        {"match_phrase": {"stems": {"query": "baca desa", "slop": 0}}},
    ]


def test_what_is_refused_or_chosen_among_gives_no_phrase() -> None:
    assert scored(And((READ, Not(VILLAGE))), "passages") == scored(READ, "passages")
    assert len(scored(Or((READ, VILLAGE)), "passages")) == 4
    assert scored(None, "publications") == scored(Not(READ), "publications") == []


def test_another_reading_counts_less_and_the_better_of_both_counts() -> None:
    assert scored(Meant(READ, (VILLAGE, AS_WRITTEN), weight=0.5), "passages") == [
        {
            "dis_max": {
                "queries": [
                    {"bool": {"should": [term("stems", "baca"), term("exact", "membaca", boost=0.25)]}},
                    {
                        "bool": {
                            "should": [
                                term("stems", "desa", boost=0.5),
                                term("exact", "desa", boost=0.125),
                            ]
                        }
                    },
                    term("exact", "desa", boost=0.5),
                ]
            }
        }
    ]
    whole = scored(And((Meant(READ, (AS_WRITTEN,)), VILLAGE)), "passages")[-1]
    assert whole == {"match_phrase": {"stems": {"query": "baca desa", "slop": 0}}}


def test_a_word_in_a_field_gains_in_that_field_of_a_publication_only() -> None:
    tree = Within("names", READ)
    assert scored(tree, "publications") == [
        term("names_stems", "baca", boost=2.0),
        term("names_exact", "membaca", boost=0.5),
    ]
    assert scored(tree, "passages") == scored(Chosen("kind", ("book",)), "publications") == []


def test_passages_leave_open_what_they_do_not_know() -> None:
    everything: bodies.Body = {"match_all": {}}
    tree = And((READ, Within("names", VILLAGE), Not(Within("about", VILLAGE))))
    body = bodies.proposed(tree, Filters())
    assert body["query"]["bool"]["filter"] == [
        {
            "bool": {
                "filter": [
                    {"bool": {"filter": [term("stems", "baca"), everything], "must_not": [NOTHING]}},
                    {"bool": {"should": [term("stems", "baca")], "minimum_should_match": 1}},
                ]
            }
        }
    ]
    assert bodies.order(tree, [1])["query"]["bool"]["must_not"] == [NOTHING]


def test_a_list_goes_on_behind_a_cursor() -> None:
    body = bodies.candidates(READ, Filters(), sort="relevance", size=20, after=Cursor(True, (1.5, 7)))
    assert body["search_after"] == [1.5, 7]


def test_more_works_left_out_than_one_clause_may_hold_are_left_out_by_several() -> None:
    body = bodies.candidates(None, Filters(without=range(120_000, 0, -1)), sort="newest", size=1)
    assert body["query"] == {
        "bool": {
            "filter": [{"match_all": {}}],
            "must_not": [
                {"term": {"gone": True}},
                {"terms": {"publication": list(range(1, 50_001))}},
                {"terms": {"publication": list(range(50_001, 100_001))}},
                {"terms": {"publication": list(range(100_001, 120_001))}},
            ],
        }
    }


def test_candidates_are_counted_before_the_chosen_values_narrow_the_hits() -> None:
    filters = Filters(chosen={"kind": ["book", "film"]}, years=(2010, None), without=[7, 3], only=[1, 2, 3])
    kinds = {"terms": {"facet_kind": ["book", "film"]}}
    years = {"range": {"years": {"gte": 2010}}}
    assert bodies.candidates(AS_WRITTEN, filters, sort="newest", size=20, start=40, values=50) == {
        "size": 20,
        "from": 40,
        "track_total_hits": True,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["publication"],
        "query": {
            "bool": {
                "filter": [term("exact", "desa"), {"terms": {"publication": [1, 2, 3]}}],
                "must_not": [{"term": {"gone": True}}, {"terms": {"publication": [3, 7]}}],
            }
        },
        "sort": [{"newest": "desc"}],
        "post_filter": {"bool": {"filter": [kinds, years]}},
        "aggs": {
            "kind": {
                "filter": {"bool": {"filter": [years]}},
                "aggs": {
                    "values": {"terms": {"field": "facet_kind", "size": 51}},
                    "chosen": {
                        "terms": {"field": "facet_kind", "size": 2, "include": ["book", "film"]},
                    },
                },
            },
            "year": {
                "filter": {"bool": {"filter": [kinds]}},
                "aggs": {"values": {"terms": {"field": "facet_year", "size": 1001}}},
            },
            **{
                facet: {
                    "filter": {"bool": {"filter": [kinds, years]}},
                    "aggs": {"values": {"terms": {"field": f"facet_{facet}", "size": 51}}},
                }
                for facet in FACETS
                if facet not in ("kind", "year")
            },
        },
    }


def test_ranked_candidates_are_scored_and_ties_broken() -> None:
    body = bodies.candidates(AS_WRITTEN, Filters(), sort="relevance", size=100)
    assert body["query"] == {
        "bool": {
            "filter": [term("exact", "desa")],
            "must_not": [{"term": {"gone": True}}],
            "should": scored(AS_WRITTEN, "publications"),
        }
    }
    assert body["sort"] == [{"_score": "desc"}, {"publication": "asc"}]
    assert not {"aggs", "post_filter"} & body.keys()


def test_passages_propose_their_publications_by_holding_all_the_words() -> None:
    tree = And((AS_WRITTEN, Not(READ)))
    assert bodies.proposed(tree, Filters(chosen={"kind": ["book"]}, without=[5])) == {
        "size": 100,
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
        "query": {
            "bool": {
                "filter": [matches(tree), {"terms": {"facet_kind": ["book"]}}],
                "must_not": [{"terms": {"publication": [5]}}],
                "should": [term("exact", "desa")],
            }
        },
        "collapse": {"field": "publication"},
    }


def test_evidence_asks_for_any_word_and_values_all_of_them() -> None:
    tree = And((READ, VILLAGE, Not(AS_WRITTEN)))
    query = {
        "bool": {
            "filter": [{"terms": {"publication": [4, 9]}}, matches(Or((READ, VILLAGE)))],
            "must_not": [term("exact", "desa")],
            "should": [
                *scored(tree, "passages"),
                {"constant_score": {"filter": matches(tree), "boost": 10.0}},
            ],
        }
    }
    best = {
        "size": 3,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["number"],
        "sort": [{"_score": "desc"}, {"number": "asc"}],
    }
    assert bodies.evidence(tree, [9, 4], 3) == {
        "size": 0,
        "track_total_hits": False,
        "query": query,
        "aggs": {
            "publications": {
                "terms": {"field": "publication", "size": 2},
                "aggs": {"best": {"top_hits": best}},
            }
        },
    }
    assert bodies.order(tree, [9, 4]) == {
        "size": 2,
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
        "query": query,
        "collapse": {"field": "publication"},
    }


def test_the_indices_are_strict_keep_no_source_and_show_nothing_by_themselves() -> None:
    publications, passages = bodies.index("publications", "7"), bodies.index("passages", "7")
    for made, b in ((publications, 0.4), (passages, 0.75)):
        assert made["mappings"]["dynamic"] == "strict"
        assert made["mappings"]["_source"] == {"enabled": False}
        assert made["mappings"]["_meta"] == {"version": "7"}
        assert made["settings"]["refresh_interval"] == "-1"
        assert made["settings"]["number_of_shards"] == 1
        assert made["settings"]["similarity"] == {"ours": {"type": "BM25", "k1": 1.2, "b": b}}
        assert made["mappings"]["properties"]["stems"] == {
            "type": "text",
            "analyzer": "whitespace",
            "similarity": "ours",
            "position_increment_gap": 50,
        }


def test_documents_have_exactly_the_fields_of_their_index() -> None:
    document = work(12, "desa", "membaca", revision=3, title="Judul", about="isi", makers="Sri", year=2004)
    own, (first, second) = mapping.publication(document), mapping.passages(document)
    fields = {tier: bodies.index(tier, "7")["mappings"]["properties"].keys() for tier in mapping.WEIGHTS}
    assert own.keys() == fields["publications"]
    assert first.keys() == second.keys() == fields["passages"]
    assert own["stems"] == ["judul", "sri", "isi", "desa", "baca"]
    assert (own["names_stems"], own["makers_stems"]) == ("judul", "sri")
    assert own["facet_year"] == ["2004"]
    assert own["years"] == [2004]
    assert (own["gone"], own["revision"]) == (False, 3)
    assert (first["number"], second["number"], second["exact"]) == (1, 2, "membaca")
    assert mapping.tombstone(mapping.Removal(12, 4)) == {"publication": 12, "revision": 4, "gone": True}


def test_the_version_carries_the_fields_the_analysis_and_its_tables() -> None:
    assert mapping.VERSION.endswith(analysis.VERSION)
    assert analysis.digest(Path(analysis.__file__).parents[1]) in mapping.VERSION
    assert mapping.version_of([*FACETS, "colour"]) != mapping.version_of(FACETS) == mapping.VERSION


def test_order_keys_have_no_ties_and_put_what_has_no_date_last() -> None:
    dated, undated, later = (
        mapping.publication(work(n, title="Adat", year=y)) for n, y in ((5, 2004), (4, None), (6, 2004))
    )
    assert later["newest"] > dated["newest"] > undated["newest"]
    assert dated["oldest"] < later["oldest"] < undated["oldest"]
    assert (
        undated["title"]
        < dated["title"]
        < later["title"]
        < mapping.publication(work(1, title="Adat B"))["title"]
    )


def test_no_phrase_reaches_across_two_passages() -> None:
    assert mapping.GAP > WIDEST_SLOP


def test_an_unknown_facet_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        bodies.candidates(None, Filters(chosen={"colour": ["red"]}), sort="newest", size=1)
