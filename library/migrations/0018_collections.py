"""Where works stand, as harvesters name it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0017_came_in")]

    operations = [
        migrations.AddField("permanentid", "collection", models.CharField(blank=True, max_length=280)),
    ]
