from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0004_awaited_files")]

    operations = [
        migrations.AddField(
            model_name="recognition", name="tools", field=models.JSONField(blank=True, default=dict)
        ),
    ]
