import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0007_carried_over'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='book',
            name='series_of_book',
        ),
        migrations.RemoveField(
            model_name='place',
            name='code',
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='library.publication')),
                ('numbering', models.CharField(blank=True, help_text='Misalnya Edisi 12, Maret 2015; Jan–Feb 2015; Vol. 3 No. 2. Jilid, nomor dan tanggal diisi dari sini.', max_length=100, verbose_name='nomor seperti tercetak')),
                ('volume', models.CharField(blank=True, max_length=20, verbose_name='jilid (volume)')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='nomor')),
                ('theme', models.CharField(blank=True, max_length=250, verbose_name='tema')),
                ('position', models.BigIntegerField(db_index=True, default=0, editable=False)),
            ],
            options={
                'verbose_name': 'edisi',
                'verbose_name_plural': 'edisi',
            },
            bases=('library.publication',),
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='library.publication')),
                ('genre', models.CharField(choices=[('studi', 'Studi'), ('riset', 'Riset'), ('kajian', 'Kajian'), ('pembelajaran', 'Pembelajaran')], default='studi', max_length=20, verbose_name='jenis studi')),
                ('report_number', models.CharField(blank=True, max_length=100, verbose_name='nomor laporan')),
                ('commissioned_by', models.CharField(blank=True, max_length=250, verbose_name='atas permintaan')),
                ('method', models.TextField(blank=True, verbose_name='metode')),
                ('fieldwork', models.CharField(blank=True, help_text='Misalnya Maret–Agustus 2022.', max_length=100, verbose_name='masa pengumpulan data')),
                ('location', models.CharField(blank=True, max_length=250, verbose_name='lokasi')),
                ('sample', models.TextField(blank=True, verbose_name='sampel atau narasumber')),
                ('ethics', models.TextField(blank=True, verbose_name='catatan etik')),
                ('data_availability', models.TextField(blank=True, verbose_name='ketersediaan data')),
            ],
            options={
                'verbose_name': 'studi',
                'verbose_name_plural': 'studi',
            },
            bases=('library.publication',),
        ),
        migrations.AddField(
            model_name='book',
            name='call_number',
            field=models.CharField(blank=True, max_length=50, verbose_name='nomor panggil'),
        ),
        migrations.AddField(
            model_name='book',
            name='ddc',
            field=models.CharField(blank=True, max_length=30, verbose_name='nomor klasifikasi (DDC)'),
        ),
        migrations.AddField(
            model_name='book',
            name='dimensions',
            field=models.CharField(blank=True, help_text='Misalnya 14 × 21 cm.', max_length=50, verbose_name='ukuran'),
        ),
        migrations.AddField(
            model_name='book',
            name='isbn_electronic',
            field=models.CharField(blank=True, max_length=20, verbose_name='ISBN (elektronik)'),
        ),
        migrations.AddField(
            model_name='book',
            name='volume',
            field=models.CharField(blank=True, max_length=50, verbose_name='jilid'),
        ),
        migrations.AlterField(
            model_name='book',
            name='isbn',
            field=models.CharField(blank=True, max_length=20, verbose_name='ISBN (cetak)'),
        ),
        migrations.AlterField(
            model_name='shelf',
            name='kind_slug',
            field=models.CharField(choices=[('buku', 'Buku'), ('buku-saku', 'Buku saku'), ('studi', 'Studi'), ('jurnal', 'Jurnal'), ('buletin', 'Buletin'), ('peraturan', 'Peraturan')], max_length=20, verbose_name='jenis terbitan'),
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='library.publication')),
                ('rubric', models.CharField(blank=True, help_text='Misalnya Laporan Utama, Sosok, Resensi.', max_length=100, verbose_name='rubrik')),
                ('first_page', models.CharField(blank=True, help_text='Seperti tercetak: 12, atau iv.', max_length=20, verbose_name='halaman pertama')),
                ('last_page', models.CharField(blank=True, max_length=20, verbose_name='halaman terakhir')),
                ('received', models.DateField(blank=True, null=True, verbose_name='naskah diterima')),
                ('accepted', models.DateField(blank=True, null=True, verbose_name='naskah disetujui')),
                ('position', models.IntegerField(db_index=True, default=0, editable=False)),
                ('host', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles_of', to='library.issue')),
            ],
            options={
                'verbose_name': 'artikel',
                'verbose_name_plural': 'artikel',
            },
            bases=('library.publication',),
        ),
        migrations.CreateModel(
            name='Periodical',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='judul (Inggris)')),
                ('intro_id', models.TextField(blank=True, verbose_name='pengantar (Indonesia)')),
                ('intro_en', models.TextField(blank=True, verbose_name='pengantar (Inggris)')),
                ('kind_slug', models.CharField(default='jurnal', editable=False, max_length=20)),
                ('issn_print', models.CharField(blank=True, max_length=20, verbose_name='ISSN (cetak)')),
                ('issn_electronic', models.CharField(blank=True, max_length=20, verbose_name='ISSN (elektronik)')),
                ('frequency', models.CharField(blank=True, choices=[('', 'Tidak diketahui'), ('weekly', 'mingguan'), ('monthly', 'bulanan'), ('bimonthly', 'dua bulanan'), ('quarterly', 'tiga bulanan'), ('half-yearly', 'dua kali setahun'), ('yearly', 'tahunan'), ('irregular', 'tidak tetap')], max_length=20, verbose_name='kala terbit')),
                ('sinta', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'SINTA 1'), (2, 'SINTA 2'), (3, 'SINTA 3'), (4, 'SINTA 4'), (5, 'SINTA 5'), (6, 'SINTA 6')], null=True, verbose_name='peringkat SINTA')),
                ('publisher', models.CharField(blank=True, max_length=250, verbose_name='penerbit')),
                ('published_in', models.CharField(blank=True, max_length=250, verbose_name='tempat terbit')),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'Inggris'), ('su', 'Sunda'), ('jv', 'Jawa'), ('mul', 'Bahasa lain atau beberapa bahasa')], default='id', max_length=3, verbose_name='bahasa')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.picture', verbose_name='sampul')),
            ],
            options={
                'verbose_name': 'jurnal atau buletin',
                'verbose_name_plural': 'jurnal dan buletin',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.AddField(
            model_name='issue',
            name='serial',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='issues_of', to='library.periodical'),
        ),
        migrations.CreateModel(
            name='PocketBook',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='library.publication')),
                ('isbn', models.CharField(blank=True, max_length=20, verbose_name='ISBN (cetak)')),
                ('isbn_electronic', models.CharField(blank=True, max_length=20, verbose_name='ISBN (elektronik)')),
                ('edition', models.CharField(blank=True, max_length=100, verbose_name='edisi')),
                ('volume', models.CharField(blank=True, max_length=50, verbose_name='jilid')),
                ('extent', models.CharField(blank=True, help_text='Misalnya xii + 96.', max_length=50, verbose_name='jumlah halaman tercetak')),
                ('dimensions', models.CharField(blank=True, help_text='Misalnya 14 × 21 cm.', max_length=50, verbose_name='ukuran')),
                ('ddc', models.CharField(blank=True, max_length=30, verbose_name='nomor klasifikasi (DDC)')),
                ('call_number', models.CharField(blank=True, max_length=50, verbose_name='nomor panggil')),
                ('print_file', models.ForeignKey(blank=True, help_text='Berkas untuk percetakan, misalnya A6 dengan garis potong. Boleh kosong.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='printed_as', to='library.file', verbose_name='berkas siap cetak')),
            ],
            options={
                'verbose_name': 'buku saku',
                'verbose_name_plural': 'buku saku',
            },
            bases=('library.publication',),
        ),
    ]
