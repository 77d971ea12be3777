"""Where works stand, as harvesters name it: for those that are here already, where they stand now."""

from django.db import migrations, models

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
    for code, model, *serial in ids.values_list("pk", "publication__content_type__model", *_SERIALS):
        stands = ":".join(filter(None, serial)) or _KINDS.get(model, "")
        ids.filter(pk=code).update(collection=stands)


class Migration(migrations.Migration):
    dependencies = [("library", "0017_came_in")]

    operations = [
        migrations.AddField("permanentid", "collection", models.CharField(blank=True, max_length=280)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
