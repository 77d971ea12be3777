from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0004_thesaurus'),
    ]

    operations = [
        migrations.RenameField(
            model_name='book',
            old_name='series',
            new_name='series_of_book',
        ),
    ]
