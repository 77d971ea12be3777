"""Records of every kind and of every shape of name, title and date: what the tests of the standards have in common."""

from dataclasses import replace
from datetime import UTC, datetime

from library.dates import PartialDate
from library.names import Name, NameKind
from library.record import (
    Captions,
    Figures,
    Footage,
    HeldFile,
    Maker,
    Record,
    RecordKind,
    Role,
    Serial,
    Statute,
    Subject,
    Variable,
)

HOST = "https://pustaka.example.org"

# Those who made them

SUKARNO = Name("Sukarno", NameKind.MONONYM)
TOER = Name("Pramoedya Ananta Toer", NameKind.NO_FAMILY_NAME)
UNDECIDED = Name("Sri Wahyuni Lestari", titles="Dr., M.Si.")
SIMATUPANG = Name("Tahi Bonar Simatupang", NameKind.FAMILY_NAME, family="Simatupang", given="Tahi Bonar")
KATJASUNGKANA = Name(
    "Nursyahbani Katjasungkana",
    NameKind.FAMILY_NAME,
    family="Katjasungkana",
    given="Nursyahbani",
    titles="S.H.",
)
VAN_DEN_BERG = Name("Lodewijk van den Berg", NameKind.FAMILY_NAME, family="van den Berg", given="Lodewijk")
HOUSE = Name("Sapa Institut", NameKind.ORGANISATION)
#: The names of organisations hold commas and "and", which citing formats take for the ends of names.
MINISTRY = Name("Kementerian Pemberdayaan Perempuan, Anak, and Keluarga", NameKind.ORGANISATION)

PUBLISHED = {"publisher": "Sapa Institut", "place": "Bandung"}

JOURNAL = Serial(
    title="Jurnal Perempuan & Desa",
    issn_print="2088-1231",
    issn_electronic="2549-0001",
    volume="3",
    number="2",
    issue_title="Desa yang adil",
    address=f"{HOST}/jurnal/perempuan-dan-desa/",
    issue_address=f"{HOST}/jurnal/perempuan-dan-desa/3-2/",
)
BULLETIN = Serial(
    title="Buletin Sapa",
    number="12",
    address=f"{HOST}/buletin/sapa/",
    issue_address=f"{HOST}/buletin/sapa/12/",
)
DOMESTIC_VIOLENCE = Subject(
    "Kekerasan dalam rumah tangga", "Domestic violence", address=f"{HOST}/topik/kekerasan-dalam-rumah-tangga/"
)
BANDUNG = Subject(
    "Kabupaten Bandung", "Bandung Regency", "place", "3204", f"{HOST}/tempat/kabupaten-bandung/"
)
PKDRT = Subject("UU PKDRT", "Domestic Violence Act", "law", "UU 23/2004", f"{HOST}/hukum/uu-23-2004/")


def _at(code: str) -> dict[str, str]:
    return {"address": f"{HOST}/terbitan/{code}/", "permanent": f"{HOST}/p/{code}/"}


# Every kind

BOOK = Record(
    RecordKind.BOOK,
    "Menyusun kebijakan desa",
    subtitle="Perempuan, anggaran, dan hak",
    parallel_title="Making village policy",
    makers=(
        Maker(KATJASUNGKANA, orcid="0000-0002-1825-0097"),
        Maker(SIMATUPANG),
        Maker(SUKARNO, Role.EDITOR),
    ),
    issued=PartialDate(2015, 3, 8),
    abstract_id="Cara menyusun anggaran desa.\n\nDengan contoh dari tiga kabupaten.",
    abstract_en="How to make a village budget.",
    summary_id="Untuk siapa saja di desa.",
    subjects=(DOMESTIC_VIOLENCE, BANDUNG, PKDRT),
    tags=("anggaran", "musrenbang"),
    audience=("Kader desa",),
    licence="cc-by-sa-4.0",
    rights_holder="Sapa Institut",
    funder="Yayasan Contoh",
    series="Seri Pengetahuan Perempuan",
    series_number="4",
    edition="2",
    volume="1",
    extent="xii + 96 hlm.",
    dimensions="14 × 21 cm",
    isbn="978-602-1234-56-3",
    isbn_electronic="978-602-1234-57-0",
    doi="10.1234/sapa.2015_3",
    ddc="305.4",
    call_number="305.4 KAT m",
    pages=108,
    cover=f"{HOST}/media/sampul/bk01.jpg",
    files=(HeldFile(f"{HOST}/berkas/bk01.pdf", "application/pdf", 1_234_567, 108, "bk01.pdf"),),
    modified=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
    **PUBLISHED,
    **_at("bk01"),
)
POCKET_BOOK = Record(
    RecordKind.POCKET_BOOK,
    "Jika tetangga dipukul",
    makers=(Maker(HOUSE),),
    issued=PartialDate(2012),
    audience=("Siapa saja",),
    licence="cc-by-4.0",
    extent="32 hlm.",
    **PUBLISHED,
    **_at("bs02"),
)
STUDY = Record(
    RecordKind.STUDY,
    "Dispensasi kawin di Garut",
    subtitle="apa kata hakim?",
    makers=(
        Maker(UNDECIDED, Role.RESEARCHER),
        Maker(TOER, Role.RESEARCHER),
        Maker(MINISTRY, Role.CONTRIBUTOR),
    ),
    issued=PartialDate(2021, 11),
    abstract_id="Studi atas 120 putusan.",
    subjects=(DOMESTIC_VIOLENCE,),
    genre="riset",
    report_number="07/2021",
    commissioned_by="Komnas Perempuan",
    method="Analisis isi putusan",
    **PUBLISHED,
    **_at("st03"),
)
JOURNAL_ARTICLE = Record(
    RecordKind.JOURNAL_ARTICLE,
    "Bale Istri: pendampingan berbasis komunitas",
    makers=(Maker(SIMATUPANG), Maker(VAN_DEN_BERG)),
    issued=PartialDate(2015, 9),
    abstract_id="Tentang Bale Istri.",
    abstract_en="About Bale Istri.",
    doi="10.1234/jpd.v3i2.7",
    first_page="105",
    last_page="119",
    serial=JOURNAL,
    **PUBLISHED,
    **_at("ja04"),
)
SECOND_JOURNAL_ARTICLE = Record(
    RecordKind.JOURNAL_ARTICLE,
    "Community responses to domestic violence in West Java",
    makers=(Maker(SUKARNO), Maker(KATJASUNGKANA, Role.TRANSLATOR)),
    language="en",
    issued=PartialDate(2015, 9, 30),
    first_page="iv",
    last_page="xii",
    serial=JOURNAL,
    **PUBLISHED,
    **_at("ja05"),
)
BULLETIN_ARTICLE = Record(
    RecordKind.BULLETIN_ARTICLE,
    "Suara dari Majalaya",
    makers=(Maker(TOER),),
    issued=PartialDate(2015, 1, until=PartialDate(2015, 2)),
    rubric="Sosok",
    first_page="7",
    last_page="7",
    serial=BULLETIN,
    **PUBLISHED,
    **_at("ba06"),
)
JOURNAL_ISSUE = Record(
    RecordKind.JOURNAL_ISSUE,
    "Desa yang adil",
    makers=(Maker(KATJASUNGKANA, Role.EDITOR),),
    issued=PartialDate(2015, 9),
    serial=JOURNAL,
    **PUBLISHED,
    **_at("ji07"),
)
BULLETIN_ISSUE = Record(
    RecordKind.BULLETIN_ISSUE,
    "Edisi 12, Januari–Februari 2015",
    issued=PartialDate(2015, 1, until=PartialDate(2015, 2)),
    serial=BULLETIN,
    **PUBLISHED,
    **_at("bi08"),
)
REGULATION = Record(
    RecordKind.REGULATION,
    "Undang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan dalam Rumah Tangga",
    issued=PartialDate(2004, 9, 22),
    licence="public-domain",
    statute=Statute(
        kind="UU",
        number="23",
        year=2004,
        about="Penghapusan Kekerasan dalam Rumah Tangga",
        short_name="UU PKDRT",
        issuer="Presiden Republik Indonesia",
        gazette="Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95",
        status="in_force",
        citation="UU 23/2004",
    ),
    **_at("pr09"),
)

FILM = Record(
    RecordKind.FILM,
    "Rumah yang aman",
    subtitle="Bale Istri di Majalaya",
    makers=(
        Maker(KATJASUNGKANA, Role.DIRECTOR, address=f"{HOST}/orang/nursyahbani/"),
        Maker(TOER, Role.DIRECTOR),
        Maker(HOUSE, Role.PRODUCER),
        Maker(SUKARNO, Role.CONTRIBUTOR),
    ),
    issued=PartialDate(2024, 3, 8),
    abstract_id="Tujuh perempuan bercerita tentang rumah yang mereka bangun.",
    abstract_en="Seven women tell of the house they built.",
    subjects=(DOMESTIC_VIOLENCE, BANDUNG),
    tags=("bale istri",),
    audience=("Kader desa",),
    licence="cc-by-nc-4.0",
    rights_holder="Sapa Institut",
    footage=Footage(
        seconds=750,
        age_class="13+",
        spoken=("id", "su"),
        captions=(
            Captions("id", f"{HOST}/berkas/tk01/fi10.vtt", "Kami mulai\ndari dapur."),
            Captions("en", f"{HOST}/berkas/tk02/fi10.vtt", "We began in the kitchen."),
            Captions("su", "", "Urang ngamimitian ti dapur."),
        ),
        uploaded="2024-03-10",
    ),
    pages=48,
    cover=f"{HOST}/media/sampul/fi10.webp",
    files=(
        HeldFile(f"{HOST}/berkas/fi10a/fi10.mp4", "video/mp4", 98_765_432, 0, "fi10.mp4", 1280, 720),
        HeldFile(f"{HOST}/berkas/fi10b/fi10.mp4", "video/mp4", 23_456_789, 0, "fi10.mp4", 640, 360),
    ),
    modified=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
    **PUBLISHED,
    **_at("fi10"),
)
DATASET = Record(
    RecordKind.DATASET,
    "Perkara kekerasan terhadap perempuan di Jawa Barat",
    subtitle="2015–2024",
    makers=(Maker(HOUSE), Maker(UNDECIDED, Role.RESEARCHER)),
    issued=PartialDate(2025, 2),
    abstract_id="Jumlah perkara yang didampingi menurut kabupaten dan tahun.",
    abstract_en="Number of cases accompanied, by regency and year.",
    subjects=(DOMESTIC_VIOLENCE, BANDUNG),
    licence="cc-by-4.0",
    edition="2",
    doi="10.1234/sapa.data.1",
    figures=Figures(
        covers_from=2015,
        covers_to=2024,
        counted_by="Sapa Institut, catatan pendampingan",
        counting_id="Satu perkara dihitung sekali pada tahun ia dilaporkan.",
        counting_en="A case is counted once, in the year in which it was reported.",
        variables=(
            Variable(
                "kab",
                "Kabupaten",
                "Regency",
                "Tempat perkara dilaporkan",
                "Where it was reported",
                type="place",
            ),
            Variable("tahun", "Tahun", "Year", type="year"),
            Variable("n", "Perkara", "Cases", "Perkara baru", "New cases", "perkara", "cases", "integer"),
            Variable("catatan"),
        ),
        rows=240,
    ),
    pages=240,
    files=(
        HeldFile(f"{HOST}/koleksi/data/da11/data.csv", "text/csv", 0, 0, "da11.csv"),
        HeldFile(
            f"{HOST}/koleksi/data/da11/data.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            0,
            0,
            "da11.xlsx",
        ),
    ),
    **PUBLISHED,
    **_at("da11"),
)

KINDS = (
    BOOK,
    POCKET_BOOK,
    STUDY,
    JOURNAL_ARTICLE,
    SECOND_JOURNAL_ARTICLE,
    BULLETIN_ARTICLE,
    JOURNAL_ISSUE,
    BULLETIN_ISSUE,
    REGULATION,
    FILM,
    DATASET,
)

# Odd ones

ODD_TITLES = (
    "<script>alert('x')</script>",
    "Sapa & rekan: 50% #1 _ {kurung} 'tunggal' \"ganda\" $5 C:\\sapa ~ ^",
    "Kurung { tak berpasangan } dan } {",
    "Baris\nkedua\r\nTY  - BOOK\rER  - \u2028AU  - Penyusup, Si",
    "Apa artinya “adil”? – sebuah tanya — dan jawab…",
    "Anak < 18 & > 12 tahun || 100%",
    "Perempuan 🌱 dan é ü ñ ç قانون 女",
    "}, author = {Penyusup}, title = {",
    "@book{penyusup, title = {x}}",
    "Tanda --- '' `` !` ?` ,, << >> ~~",
    "&rft.au=Penyusup&rft_id=x#y=z+1",
    "Ends with a backslash \\",
    "% 100",
)
#: One book for each odd title.
ODD = tuple(
    Record(
        RecordKind.BOOK,
        title,
        makers=(Maker(HOUSE),),
        issued=PartialDate(2015),
        **PUBLISHED,
        **_at(f"od{number:02}"),
    )
    for number, title in enumerate(ODD_TITLES)
)
#: Every shape of a name, each with another role too.
NAMES = tuple(
    replace(BOOK, makers=(Maker(name), Maker(HOUSE), Maker(name, Role.EDITOR), Maker(name, Role.TRANSLATOR)))
    for name in (SUKARNO, TOER, UNDECIDED, SIMATUPANG, VAN_DEN_BERG, HOUSE, MINISTRY)
)
#: Every precision of a date.
DATES = tuple(
    replace(BOOK, issued=issued)
    for issued in (
        PartialDate(),
        PartialDate(1999, circa=True),
        PartialDate(2004),
        PartialDate(2004, 9),
        PartialDate(2004, 9, 22),
        PartialDate(2015, 1, until=PartialDate(2015, 2)),
        PartialDate(2014, 12, until=PartialDate(2015, 1)),
        PartialDate(2012, until=PartialDate(2013)),
    )
)
#: A title is the only thing that a draft needs.
BARE = tuple(Record(kind, "Judul saja") for kind in RecordKind)

EVERY = (*KINDS, *ODD, *NAMES, *DATES, *BARE)
