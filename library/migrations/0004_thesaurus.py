import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0003_agent_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConceptGroup',
            fields=[
                ('slug', models.SlugField(primary_key=True, serialize=False, verbose_name='alamat')),
                ('label_id', models.CharField(max_length=250, verbose_name='nama (Indonesia)')),
                ('label_en', models.CharField(blank=True, max_length=250, verbose_name='nama (Inggris)')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='urutan')),
            ],
            options={
                'verbose_name': 'kelompok konsep',
                'verbose_name_plural': 'kelompok konsep',
                'ordering': ['position', 'slug'],
            },
        ),
        migrations.AddField(
            model_name='concept',
            name='alternatives_en',
            field=models.TextField(blank=True, help_text='Satu tiap baris.', verbose_name='nama lain (Inggris)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='alternatives_id',
            field=models.TextField(blank=True, help_text='Satu tiap baris.', verbose_name='nama lain (Indonesia)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='alternatives_su',
            field=models.TextField(blank=True, help_text='Satu tiap baris.', verbose_name='nama lain (Sunda)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='broader',
            field=models.ManyToManyField(blank=True, related_name='narrower', to='library.concept', verbose_name='konsep yang lebih luas'),
        ),
        migrations.AddField(
            model_name='concept',
            name='hidden_en',
            field=models.TextField(blank=True, verbose_name='kata tersembunyi (Inggris)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='hidden_id',
            field=models.TextField(blank=True, help_text='Ikut dicari, tidak pernah ditampilkan: salah eja, kata yang melukai. Satu tiap baris.', verbose_name='kata tersembunyi (Indonesia)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='hidden_su',
            field=models.TextField(blank=True, verbose_name='kata tersembunyi (Sunda)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='notation',
            field=models.CharField(blank=True, db_index=True, help_text='UU 23/2004; kode wilayah 3204.', max_length=100, verbose_name='notasi'),
        ),
        migrations.AddField(
            model_name='concept',
            name='related',
            field=models.ManyToManyField(blank=True, to='library.concept', verbose_name='konsep terkait'),
        ),
        migrations.AddField(
            model_name='law',
            name='issuer',
            field=models.CharField(blank=True, help_text='Untuk Permen dan Perda: kementerian, kabupaten, kota, atau provinsi.', max_length=250, verbose_name='penerbit peraturan'),
        ),
        migrations.CreateModel(
            name='AmbiguousLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=250, unique=True, verbose_name='kata')),
                ('note_id', models.TextField(blank=True, verbose_name='catatan (Indonesia)')),
                ('note_en', models.TextField(blank=True, verbose_name='catatan (Inggris)')),
                ('candidates', models.ManyToManyField(related_name='ambiguous_labels', to='library.concept', verbose_name='yang mungkin dimaksud')),
            ],
            options={
                'verbose_name': 'kata bermakna ganda',
                'verbose_name_plural': 'kata bermakna ganda',
                'ordering': ['label'],
            },
        ),
        migrations.AddField(
            model_name='concept',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='concepts', to='library.conceptgroup', verbose_name='kelompok'),
        ),
        migrations.AddField(
            model_name='concept',
            name='label_su',
            field=models.CharField(blank=True, max_length=250, verbose_name='nama (Sunda)'),
        ),
        migrations.AddField(
            model_name='concept',
            name='matches',
            field=models.TextField(blank=True, help_text='Satu alamat tiap baris.', verbose_name='konsep yang sama di tesaurus lain'),
        ),
        migrations.AddField(
            model_name='place',
            name='level',
            field=models.CharField(blank=True, choices=[('', 'tidak ditentukan'), ('country', 'negara'), ('province', 'provinsi'), ('region', 'kawasan'), ('regency', 'kabupaten'), ('city', 'kota'), ('district', 'kecamatan'), ('village', 'desa atau kelurahan')], max_length=20, verbose_name='tingkat'),
        ),
    ]
