import django.db.models.deletion
import library.fields
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0005_book_series_set_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='anonymity_checked',
            field=models.DateField(blank=True, help_text='Nama, umur, desa, sekolah, tempat kerja, tanggal, susunan keluarga, angka kecil per desa.', null=True, verbose_name='pemeriksaan penyamaran pada'),
        ),
        migrations.AddField(
            model_name='publication',
            name='anonymity_checked_by',
            field=models.CharField(blank=True, max_length=250, verbose_name='diperiksa oleh'),
        ),
        migrations.AddField(
            model_name='publication',
            name='audience',
            field=library.fields.ChoiceList(blank=True, default=list, verbose_name='untuk siapa'),
        ),
        migrations.AddField(
            model_name='publication',
            name='content_notices',
            field=library.fields.ChoiceList(blank=True, default=list, help_text='Tampil sebelum teksnya dibuka.', verbose_name='peringatan isi'),
        ),
        migrations.AddField(
            model_name='publication',
            name='doi',
            field=models.CharField(blank=True, max_length=250, verbose_name='DOI'),
        ),
        migrations.AddField(
            model_name='publication',
            name='errata',
            field=models.TextField(blank=True, help_text='Kesalahan yang sudah diketahui; tampil paling atas.', verbose_name='ralat'),
        ),
        migrations.AddField(
            model_name='publication',
            name='funder',
            field=models.CharField(blank=True, max_length=250, verbose_name='pendana'),
        ),
        migrations.AddField(
            model_name='publication',
            name='rights_holder',
            field=models.CharField(blank=True, max_length=250, verbose_name='pemegang hak'),
        ),
        migrations.AddField(
            model_name='publication',
            name='series',
            field=models.CharField(blank=True, max_length=250, verbose_name='seri'),
        ),
        migrations.AddField(
            model_name='publication',
            name='series_number',
            field=models.CharField(blank=True, max_length=50, verbose_name='nomor dalam seri'),
        ),
        migrations.AddField(
            model_name='publication',
            name='summary_en',
            field=models.TextField(blank=True, verbose_name='dengan kata sederhana (Inggris)'),
        ),
        migrations.AddField(
            model_name='publication',
            name='summary_id',
            field=models.TextField(blank=True, help_text='Beberapa kalimat tanpa istilah, untuk siapa saja.', verbose_name='dengan kata sederhana (Indonesia)'),
        ),
        migrations.AddField(
            model_name='publication',
            name='withdrawal',
            field=models.CharField(blank=True, help_text='Boleh kosong. Tampil di alamat tetapnya; jangan sebut orang.', max_length=500, verbose_name='keterangan penarikan'),
        ),
        migrations.AlterField(
            model_name='contribution',
            name='role',
            field=models.CharField(choices=[('author', 'pengarang'), ('editor', 'penyunting'), ('translator', 'penerjemah'), ('illustrator', 'ilustrator'), ('researcher', 'peneliti'), ('contributor', 'kontributor')], default='author', max_length=20, verbose_name='peran'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='access',
            field=models.CharField(choices=[('open', 'Terbuka untuk umum'), ('summary', 'Ringkasannya saja'), ('embargo', 'Tertutup sampai tanggal tertentu'), ('internal', 'Hanya untuk lembaga'), ('withdrawn', 'Ditarik; tinggal keterangan penarikannya')], default='open', max_length=10, verbose_name='akses'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='licence',
            field=models.CharField(blank=True, choices=[('', 'Belum ditetapkan'), ('public-domain', 'Domain publik (tanpa hak cipta)'), ('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('cc-by-nc-sa-4.0', 'CC BY-NC-SA 4.0'), ('cc-by-nc-nd-4.0', 'CC BY-NC-ND 4.0'), ('all-rights-reserved', 'Hak cipta dilindungi')], max_length=30, verbose_name='lisensi'),
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('new_version', 'versi baru dari'), ('version', 'versi lain dari'), ('translation', 'terjemahan dari'), ('based_on', 'berdasarkan'), ('part', 'bagian dari'), ('review', 'ulasan atas'), ('erratum', 'ralat untuk')], default='based_on', max_length=20, verbose_name='hubungan')),
                ('elsewhere', models.CharField(blank=True, help_text='Judul dan tahunnya.', max_length=500, verbose_name='terbitan di luar koleksi')),
                ('elsewhere_url', models.URLField(blank=True, max_length=500, verbose_name='alamatnya')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='related_from', to='library.publication', verbose_name='terbitan lain')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='library.publication')),
            ],
            options={
                'verbose_name': 'terbitan terkait',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='library.concept', verbose_name='topik, tempat atau hukum')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='library.publication')),
            ],
            options={
                'verbose_name': 'pokok bahasan',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('publication', 'concept'), name='one_subject_a_concept')],
            },
        ),
    ]
