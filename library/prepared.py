"""Small queries that every question and every page asks, written once: to put such a query into words costs more
than to answer it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]
"""As the database's own library gives it: a day or a time may be text."""


def prepared(make: Callable[[], QuerySet]) -> Callable[[], list[Row]]:
    """What asks a query that is always the same; `make` makes it, with `values_list`, when it is asked for the first
    time."""
    words: list[tuple[str, Row]] = []

    def ask() -> list[Row]:
        if not words:
            words.append(make().query.sql_with_params())
        return answer(*words[0])

    return ask


def answer(words: str, values: Row) -> list[Row]:
    """The rows that a query in SQL gives, its values put in by the database's library."""
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        rows: list[Row] = cursor.fetchall()
    return rows
