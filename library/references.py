"""A publication as it is cited: in every style that we offer, for the whole of it or for one place in it.

Pure. All of it comes from one CSL-JSON item (`library.metadata.csl`).
"""

from dataclasses import dataclass, replace

from library.citations import STYLES, in_text, reference
from library.metadata import csl
from library.record import Record


@dataclass(frozen=True, slots=True)
class Shown:
    """One style's reference: `html` is safe to print, `text` is for the clipboard; `in_text_*` is how it is named in
    running text."""

    style: str
    name: str
    html: str
    text: str
    in_text_html: str
    in_text_text: str


def references(
    record: Record, language: str, *, place: str = "", counts: str = "page", address: str = ""
) -> list[Shown]:
    """The references to a publication in `language` ("id" or "en"), in the order in which styles are offered.

    For one place, `place` is the printed number of a page, a timecode or the number of a row, `counts` says which
    ("page", "timestamp", "row"), and `address` is its permanent address (absolute).
    """
    item = csl.item(replace(record, permanent=address) if address else record, language=language)
    shown = []
    for slug, style in STYLES.items():
        whole = reference(item, slug, language)
        short = in_text(item, slug, language, locator=place, label=counts)
        name = style.name_en if language == "en" else style.name_id
        shown.append(Shown(slug, name, whole.html, whole.text, short.html, short.text))
    return shown
