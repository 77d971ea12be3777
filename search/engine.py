"""The engine of this house: Elasticsearch where an address is set, else the embedded one in the data folder."""

from functools import cache

from django.conf import settings

from search.engines import Engine
from search.engines.elasticsearch import Elasticsearch
from search.engines.embedded import Embedded


@cache
def engine() -> Engine:
    """The one engine of this process; it holds connections, so it is made once."""
    return named("elasticsearch" if settings.ELASTICSEARCH_URLS else "embedded")


def named(name: str) -> Engine:
    """An engine by its name, "embedded" or "elasticsearch". Raises KeyError on another name."""
    return {"embedded": _embedded, "elasticsearch": _elasticsearch}[name]()


def _embedded() -> Engine:
    return Embedded(settings.INDEX_FOLDER)


def _elasticsearch() -> Engine:
    return Elasticsearch(settings.ELASTICSEARCH_URLS)
