"""Queries that are written once are asked anew each time."""

from django.db import connection

from library.models import Concept
from library.prepared import answer, prepared


def test_a_prepared_query_is_written_once_and_sees_what_changed(library, django_assert_num_queries) -> None:
    written = []

    def concepts():
        written.append(True)
        return Concept.objects.filter(label_id__startswith="Uji").order_by("label_id").values_list("label_id")

    ask = prepared(concepts)
    with django_assert_num_queries(1):
        assert ask() == []
    Concept.objects.create(slug="uji-satu", label_id="Uji'satu", label_en="One")
    assert ask() == [("Uji'satu",)]
    Concept.objects.filter(slug="uji-satu").delete()
    assert ask() == []
    assert len(written) == 1


def test_values_are_put_in_by_the_database(library) -> None:
    table = connection.ops.quote_name(Concept._meta.db_table)
    assert answer(f"SELECT label_id FROM {table} WHERE slug = %s", ("x' OR 'a'='a",)) == []  # noqa: S608  # only our names
