"""Where the figures of a dataset come from, said in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0015_rules_of_sheets")]

    operations = [
        migrations.AddField(
            "dataset",
            "counted_by_en",
            models.CharField(blank=True, max_length=500, verbose_name="sumber angka (Inggris)"),
        ),
    ]
