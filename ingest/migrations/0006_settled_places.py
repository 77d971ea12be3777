"""Whether somebody said what a file is, whatever its front page looks like."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0005_tools_of_recognition")]

    operations = [
        migrations.AddField(
            model_name="ingestion",
            name="settled",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
