from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0013_films_and_data")]

    operations = [
        migrations.AddField("file", "worries", models.JSONField(blank=True, editable=False, null=True)),
        migrations.AddField("file", "salt", models.CharField(blank=True, editable=False, max_length=60)),
    ]
