"""The names of the files that drafts wait for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0003_how_a_file_found_its_draft")]

    operations = [
        migrations.CreateModel(
            name="AwaitedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=250, verbose_name="nama berkas")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awaited_files",
                        to="library.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas yang ditunggu",
                "verbose_name_plural": "berkas yang ditunggu",
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "name"), name="one_awaited_file_a_name")
                ],
            },
        ),
    ]
