"""What was recorded in fields that moved: kinds of names, codes of places, numbers of laws, series of books."""

from django.db import migrations
from django.utils.text import slugify


def carry_over(apps, schema_editor):
    agents = apps.get_model("library", "Agent")
    agents.objects.filter(kind="person").update(kind="unknown")
    for agent in agents.objects.filter(sort_name=""):
        agents.objects.filter(pk=agent.pk).update(sort_name=agent.name.casefold()[:250])
    for place in apps.get_model("library", "Place").objects.exclude(code=""):
        place.notation = place.code
        place.save(update_fields=["notation"])
    issued_by_many = {"Permen", "Perda", "lainnya"}
    for law in apps.get_model("library", "Law").objects.exclude(number="").exclude(year=None):
        if law.kind not in issued_by_many:
            law.notation = f"{law.kind} {law.number}/{law.year}"
            glued = slugify(law.notation)  # "uu-232004", before it stood in any address
            if law.slug == glued:
                law.slug = slugify(law.notation.replace("/", " "))
            law.save(update_fields=["notation", "slug"])
    for book in apps.get_model("library", "Book").objects.exclude(series_of_book=""):
        book.series = book.series_of_book
        book.save(update_fields=["series"])


class Migration(migrations.Migration):
    dependencies = [("library", "0006_publication_described")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
