"""By what a file was known to belong to a draft that was here before it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0002_queues_and_decisions")]

    operations = [
        migrations.AddField(
            model_name="ingestion",
            name="matched",
            field=models.CharField(
                blank=True,
                choices=[
                    ("file", "nama berkas di tabelnya"),
                    ("isbn", "ISBN"),
                    ("doi", "DOI"),
                    ("law", "nomor peraturannya"),
                    ("title", "judul dan tahunnya"),
                    ("name", "nama berkasnya"),
                    ("issue", "nomor edisinya"),
                    ("chosen", "pilihan penyunting"),
                ],
                max_length=10,
                verbose_name="dikenali dari",
            ),
        ),
    ]
