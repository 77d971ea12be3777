"""When works were news to readers: for those that are here already, when they were first published."""

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def fill(apps, schema_editor) -> None:
    ids = apps.get_model("library", "PermanentId").objects.filter(was_public=True)
    published = apps.get_model("wagtailcore", "Page").objects.filter(pk=models.OuterRef("publication_id"))
    ids.update(came_in=F("changed"))
    ids.filter(publication__first_published_at__isnull=False).update(
        came_in=models.Subquery(published.values("first_published_at")[:1])
    )
    ended = Q(publication__access="embargo", publication__embargo_until__lte=timezone.localdate())
    readable = ids.filter(Q(publication__access="open") | ended).values_list("pk", flat=True)
    ids.filter(pk__in=list(readable)).update(was_read=True)


class Migration(migrations.Migration):
    dependencies = [("library", "0016_source_of_figures_in_english")]

    operations = [
        migrations.AddField("permanentid", "was_read", models.BooleanField(default=False)),
        migrations.AddField(
            "permanentid", "came_in", models.DateTimeField(null=True, blank=True, db_index=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
