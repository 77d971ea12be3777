"""Which engines a benchmark can measure here."""

import os
import urllib.request
from collections.abc import Iterator


def engines(wanted: str | None, addresses: str) -> Iterator[tuple[str, list[str]]]:
    """The engines to measure, each with its servers: both, or the one that is wanted. `addresses` are those of
    `ELASTICSEARCH_URL`."""
    if wanted != "elasticsearch":
        yield "embedded", []
    if wanted != "embedded":
        addresses = addresses or os.environ.get("TEST_ELASTICSEARCH_URL", "")
        urls = [url.strip() for url in addresses.split(",") if url.strip()]
        if any(map(_answers, urls)):
            yield "elasticsearch", urls
        else:
            print(
                "Elasticsearch left out: no server answers at ELASTICSEARCH_URL (./run elasticsearch starts one)."
            )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=3):  # noqa: S310
            return True
    except OSError:
        return False
