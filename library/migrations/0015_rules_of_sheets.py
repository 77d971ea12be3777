"""By which rules of ours the rows of a table were told: 0 for all that is here, so that the worker tells them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0014_what_films_say")]

    operations = [
        migrations.AddField("sheet", "rules", models.PositiveSmallIntegerField(db_index=True, default=0)),
    ]
