import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0002_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='agent',
            options={'ordering': ['sort_name', 'name'], 'verbose_name': 'orang atau lembaga', 'verbose_name_plural': 'orang dan lembaga'},
        ),
        migrations.AddField(
            model_name='agent',
            name='about_en',
            field=models.TextField(blank=True, verbose_name='tentang (Inggris)'),
        ),
        migrations.AddField(
            model_name='agent',
            name='about_id',
            field=models.TextField(blank=True, verbose_name='tentang (Indonesia)'),
        ),
        migrations.AddField(
            model_name='agent',
            name='family',
            field=models.CharField(blank=True, help_text='Hanya bila pemilik nama atau terbitannya memakainya begitu. Bila ragu, kosongkan.', max_length=250, verbose_name='nama keluarga untuk sitasi'),
        ),
        migrations.AddField(
            model_name='agent',
            name='filing',
            field=models.CharField(blank=True, help_text='Kosongkan untuk mengikuti kaidah: unsur pertama, atau marga bila ada.', max_length=250, verbose_name='bentuk tajuk'),
        ),
        migrations.AddField(
            model_name='agent',
            name='given',
            field=models.CharField(blank=True, max_length=250, verbose_name='nama depan untuk sitasi'),
        ),
        migrations.AddField(
            model_name='agent',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='library.agent'),
        ),
        migrations.AddField(
            model_name='agent',
            name='orcid',
            field=models.CharField(blank=True, max_length=40, verbose_name='ORCID'),
        ),
        migrations.AddField(
            model_name='agent',
            name='sort_name',
            field=models.CharField(db_index=True, default='', editable=False, max_length=250),
        ),
        migrations.AddField(
            model_name='agent',
            name='titles',
            field=models.CharField(blank=True, help_text='Disimpan terpisah dan tidak pernah ikut dalam sitasi.', max_length=250, verbose_name='gelar'),
        ),
        migrations.AddField(
            model_name='agent',
            name='variants',
            field=models.TextField(blank=True, help_text='Satu bentuk tiap baris: ejaan lain, singkatan, nama dalam bahasa lain.', verbose_name='bentuk lain nama ini'),
        ),
        migrations.AddField(
            model_name='agent',
            name='website',
            field=models.URLField(blank=True, verbose_name='situs'),
        ),
        migrations.AlterField(
            model_name='agent',
            name='kind',
            field=models.CharField(choices=[('unknown', 'orang, susunan namanya belum diperiksa'), ('mononym', 'orang dengan satu nama'), ('no_family_name', 'orang tanpa nama keluarga'), ('family_name', 'orang dengan nama keluarga atau marga'), ('organisation', 'lembaga')], db_index=True, default='unknown', max_length=20, verbose_name='susunan nama'),
        ),
    ]
