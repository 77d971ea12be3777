"""Forms of the admin, filled as an editor fills them: what the page holds is sent back, with a few fields changed."""

import re
from typing import Any

from django.http import HttpResponse
from wagtail.test.utils.form_data import querydict_from_html


def filled(page: HttpResponse, form: str = "page-edit-form", **given: Any) -> dict[str, Any]:
    """What the form of `page` with that id sends when some of its fields are filled in; the others stay as they are shown.

    A list is sent as several values of one field (ticked boxes).
    """
    # A browser drops the line break that Django puts after the tag of a text box.
    html = re.sub(r"(<textarea[^>]*>)\r?\n", r"\1", page.content.decode())
    sent = querydict_from_html(html, form_id=form)
    told = {name: values if len(values) > 1 else values[0] for name, values in sent.lists()}
    return told | given


def rows(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """What an inline panel sends for these new rows, such as `rows("spans", {"file": 3, "first": 1})`."""
    sent: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
        sent |= {
            f"{name}-{number}-ORDER": number + 1,
            f"{name}-{number}-DELETE": "",
            f"{name}-{number}-id": "",
        }
    return sent
