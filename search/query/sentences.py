"""What is said to a reader whose question was not understood as typed. It is answered all the same."""

from django.utils.translation import gettext_lazy as _

TOO_LONG = _("Pertanyaan terlalu panjang; hanya bagian awalnya yang dicari.")
OPEN_QUOTE = _("Tanda kutip belum ditutup; kata-katanya dicari sebagai kata biasa.")
OPEN_BRACKET = _("Tanda kurung tidak berpasangan; tanda itu diabaikan.")
LONE_OPERATOR = _(
    "ATAU, DAN, dan BUKAN memerlukan kata di sebelahnya; penghubung yang berdiri sendiri diabaikan."
)
ONLY_REFUSED = _("Tulis juga kata yang dicari, bukan hanya yang ditolak; untuk sementara semuanya dicari.")
NOTHING_TO_SEARCH = _("Tidak ada kata yang dapat dicari dalam pertanyaan ini.")
MISPLACED_STAR = _(
    "Tanda * hanya dapat ditulis di akhir satu kata, setelah sedikitnya tiga huruf, misalnya perempu*; kata itu dicari sebagai kata biasa."
)
MISPLACED_TILDE = _(
    "Tanda ~ hanya dapat ditulis di akhir satu kata yang sedikitnya empat huruf, misalnya pelecehan~1; kata itu dicari sebagai kata biasa."
)
LONE_TILDE = _(
    'Setelah tanda kutip, tanda ~ memerlukan angka, misalnya "rumah aman"~5; untuk sementara kata-katanya dicari berdampingan.'
)
EMPTY_FIELD = _("Tanda kutip setelah titik dua itu kosong, jadi bidangnya diabaikan.")
BOOST = _(
    "Tanda ^ tidak berlaku di sini; semua kata sama pentingnya, dan yang paling cocok tetap tampil lebih dulu."
)
APART_IN_TIME = _(
    "Satu terbitan hanya punya satu tahun, jadi dua tahun sekaligus tidak menemukan apa pun; tulis rentangnya, misalnya tahun:2015..2016."
)
TOO_FAR = _("Ejaan yang mirip dicari dengan selisih paling banyak dua huruf.")
LONE_FIELD = _(
    "Isi ditulis langsung setelah titik dua, tanpa spasi, misalnya judul:perempuan; untuk sementara semuanya dicari sebagai kata biasa."
)
UNREADABLE_YEARS = _(
    "Tahun ditulis dengan angka, misalnya tahun:2015 atau tahun:2010..2020; untuk sementara dicari sebagai kata biasa."
)
UNKNOWN_KIND = _(
    "Jenis itu tidak dikenal; tulis misalnya jenis:buku atau jenis:studi. Untuk sementara dicari sebagai kata biasa."
)
UNKNOWN_LANGUAGE = _(
    "Bahasa itu tidak dikenal; tulis misalnya bahasa:indonesia atau bahasa:inggris. Untuk sementara dicari sebagai kata biasa."
)
UNKNOWN_ACCESS = _(
    "Akses itu tidak dikenal; tulis akses:terbuka atau akses:ringkasan. Untuk sementara dicari sebagai kata biasa."
)
UNKNOWN_AUDIENCE = _(
    "Pembaca itu tidak dikenal; tulis misalnya pembaca:remaja atau pembaca:pendamping. Untuk sementara dicari sebagai kata biasa."
)
UNKNOWN_FIELD = _(
    "Kata di depan titik dua itu bukan nama bidang, jadi dicari sebagai kata biasa. Bidang yang ada: judul, penulis, tahun, topik, tempat, hukum, jenis, bahasa, terbitan, akses, dan pembaca."
)
SIGN_IN_QUOTES = _(
    "Di dalam tanda kutip, tanda * dan ~ tidak berlaku; kata-katanya dicari persis seperti ditulis."
)
TOO_WIDE = _("Kata-kata dalam kutipan dapat berjarak paling banyak dua puluh kata.")
TWICE_REFUSED = _("Dua penolakan yang berurutan saling meniadakan, jadi kata itu dicari, bukan ditolak.")
LONE_MINUS = _(
    "Tanda - menolak sebuah kata hanya jika ditulis langsung di depannya, misalnya -berita; tanda yang berdiri sendiri diabaikan."
)
