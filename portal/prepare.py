"""Makes an empty data folder a library: tables, static files, the first pages, the thesaurus, rights, the first admin.

Everything here can run again without harm; what exists stays as it is.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import Page, Site, Task, Workflow

from library.models import ConceptGroup, Holdings, Shelf
from library.models.cards import KINDS
from library.terms import bring_in
from library.thesaurus.table import ours
from portal.backup import is_cut_off
from portal.backup.errors import CutOff
from portal.models import Home

QUESTIONS_ID = """\
kekerasan dalam rumah tangga
hak restitusi korban
usia perkawinan anak
perlindungan saksi dan korban
"perdagangan orang" anak"""
QUESTIONS_EN = ""  # the texts are Indonesian, and so are the questions that find them
_GROUPS = {"Editors": "Penyunting", "Moderators": "Pemeriksa"}
_SHELVES_EN = {
    "buku": "Books",
    "buku-saku": "Pocket books",
    "studi": "Studies",
    "jurnal": "Journals",
    "buletin": "Bulletins",
    "film": "Films",
    "data": "Data",
    "peraturan": "Laws and regulations",
}
_SHELF_INTRO = {
    "buku": ("Buku terbitan lembaga dan mitra.", "Books published by the institute and its partners."),
    "buku-saku": (
        "Buku kecil untuk dibawa: langkah, hak, dan nomor yang dapat dihubungi.",
        "Small books to carry along: steps, rights, and numbers to call.",
    ),
    "studi": (
        "Riset, kajian dan pembelajaran, dengan cara kerjanya.",
        "Research, reviews and lessons learned, with how they were done.",
    ),
    "jurnal": (
        "Jurnal menurut terbitannya, sampai ke artikelnya.",
        "Journals by issue, down to the article.",
    ),
    "buletin": (
        "Kabar dan cerita dari kelompok-kelompok di desa.",
        "News and stories from the groups in the villages.",
    ),
    "film": (
        "Film dokumenter dan cerita, dengan takarir yang dapat dicari sampai ke detiknya.",
        "Documentaries and stories, with captions that can be searched to the second.",
    ),
    "data": (
        "Tabel angka, dengan cara menghitungnya dan grafik yang boleh dipakai lagi.",
        "Tables of figures, with how they were counted and charts that may be used again.",
    ),
    "peraturan": (
        "Naskah undang-undang dan peraturan tentang perempuan dan anak.",
        "The texts of laws and regulations on women and children.",
    ),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """`first`: the library was empty; `password` is the first admin's, shown once and kept nowhere."""

    first: bool
    password: str = ""


def prepare() -> Prepared:
    """Bring everything up to this version; gives what the starter must tell. Raises `CutOff` where a restore was cut off:
    what is there is half the old library and half the new."""
    if is_cut_off():
        raise CutOff
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    first = not Home.objects.exists()
    if first:
        name_in_indonesian()
        make_pages()
    elif (holdings := Holdings.objects.first()) is not None:
        make_shelves(holdings)
    if not ConceptGroup.objects.exists():
        bring_in(ours())
    give_rights()
    return Prepared(first, make_admin())


def name_in_indonesian() -> None:
    """Wagtail makes its groups and its first workflow in English, as rows that no catalogue translates."""
    for english, indonesian in _GROUPS.items():
        Group.objects.filter(name=english).update(name=indonesian)
    Workflow.objects.filter(name="Moderators approval").update(name="Persetujuan pemeriksa")
    Task.objects.filter(name="Moderators approval").update(name="Persetujuan pemeriksa")


def make_pages() -> Home:
    """Home, holdings and a shelf for each kind, in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=Home(
            title="Pengetahuan perempuan Jawa Barat, terbuka untuk dibaca dan dirujuk",
            title_en="What the women of West Java know, open to be read and cited",
            slug="beranda",
            intro_id="Buku, studi dan peraturan tentang kekerasan terhadap perempuan dan anak. Cari sampai ke halamannya.",
            intro_en="Books, studies and laws on violence against women and children. Search down to the page.",
            questions_id=QUESTIONS_ID,
            questions_en=QUESTIONS_EN,
        )
    )
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    welcome = site.root_page if site.root_page_id and site.root_page_id != home.pk else None
    site.root_page, site.site_name = home, "Pustaka Sapa"
    site.save()
    if welcome is not None and welcome.depth > 1:
        welcome.delete()
    holdings = home.add_child(
        instance=Holdings(
            title="Koleksi",
            title_en="Collection",
            slug="koleksi",
            intro_id="Semua yang kami simpan, menurut jenisnya.",
            intro_en="Everything we hold, by kind.",
        )
    )
    make_shelves(holdings)
    return home


def make_shelves(holdings: Holdings) -> None:
    """A shelf for every kind that has none: all of them at first, later those of kinds that came with an update."""
    for kind in KINDS:
        if Shelf.objects.filter(kind_slug=kind.slug).exists():
            continue
        intro_id, intro_en = _SHELF_INTRO[kind.slug]
        with override("id"):
            title = str(kind.plural)
        holdings.add_child(
            instance=Shelf(
                title=title,
                title_en=_SHELVES_EN[kind.slug],
                slug=kind.slug,
                kind_slug=kind.slug,
                intro_id=intro_id,
                intro_en=intro_en,
            )
        )


def give_rights() -> None:
    """Editors and moderators may bring files and describe people, laws and places."""
    models = dict.fromkeys(("ingestion", "wordpair"), ("add", "change", "delete", "view"))
    described = ("agent", "concept", "conceptgroup", "law", "place", "ambiguouslabel")
    models |= dict.fromkeys(described, ("add", "change", "view"))
    permissions = [
        Permission.objects.get(codename=f"{act}_{model}", content_type__model=model)
        for model, acts in models.items()
        for act in acts
    ]
    for group in Group.objects.filter(name__in=_GROUPS.values()):
        group.permissions.add(*permissions)


def make_admin() -> str:
    """The first admin, where there is nobody yet; gives the one-time password, else ""."""
    users = get_user_model()
    if users.objects.exists():
        return ""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    users.objects.create_superuser("admin", password=password)
    return password
