"""Where the works stand that are here already: those that readers see now, with the title of their journal; of what is hidden
only the kind, for where it stands now nobody ever saw."""

from hashlib import sha256
from urllib.parse import quote

from django.db import migrations

_KINDS = {
    "book": "buku",
    "pocketbook": "buku-saku",
    "study": "studi",
    "issue": "jurnal",
    "article": "jurnal",
    "regulation": "peraturan",
    "film": "film",
    "dataset": "data",
}
_SERIALS = [
    "publication__issue__serial__kind_slug",
    "publication__issue__serial__slug",
    "publication__article__host__serial__kind_slug",
    "publication__article__host__serial__slug",
]


def fill(apps, schema_editor) -> None:
    ids = apps.get_model("library", "PermanentId").objects.filter(was_public=True, publication__isnull=False)
    for code, withdrawn, model, *serial in ids.values_list(
        "pk", "withdrawn", "publication__content_type__model", *_SERIALS
    ):
        kind, title, kind_above, title_above = serial
        parts = [kind or kind_above or _KINDS.get(model, ""), "" if withdrawn else title or title_above]
        ids.filter(pk=code).update(collection=_spelled(filter(None, parts)))


def _spelled(parts) -> str:
    spelled = ":".join(quote(each, safe="").replace("%", "~") for each in parts)
    return spelled if len(spelled) <= 280 else f"{spelled[:263]}~{sha256(spelled.encode()).hexdigest()[:16]}"


class Migration(migrations.Migration):
    dependencies = [("library", "0018_collections")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
