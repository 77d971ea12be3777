"""The engine of this house: Elasticsearch where an address is set, else the embedded one in the data folder."""

from functools import cache
from importlib import import_module

from django.conf import settings

from search.engines import Engine


@cache
def engine() -> Engine:
    """The one engine of this process; it holds connections, so it is made once."""
    return named("elasticsearch" if settings.ELASTICSEARCH_URLS else "embedded")


def named(name: str) -> Engine:
    """An engine by its name, "embedded" or "elasticsearch". Raises KeyError on another name.

    Only the engine that is used is loaded: the Elasticsearch client alone costs more than all of ours.
    """
    module, maker, where = {
        "embedded": ("search.engines.embedded", "Embedded", (settings.INDEX_FOLDER,)),
        "elasticsearch": (
            "search.engines.elasticsearch",
            "Elasticsearch",
            (settings.ELASTICSEARCH_URLS, settings.ELASTICSEARCH_PREFIX),
        ),
    }[name]
    made: Engine = getattr(import_module(module), maker)(*where)
    return made
