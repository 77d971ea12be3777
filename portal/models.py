"""The site's own pages and what an institute says of itself."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from library.models.two_languages import InTwoLanguages
from portal.home import home_context


class Home(InTwoLanguages):
    """The first page: one sentence, the question, and what is here."""

    questions_id = models.TextField(
        _("pertanyaan contoh (Indonesia)"), blank=True, help_text=_("Satu pertanyaan setiap baris.")
    )
    questions_en = models.TextField(
        _("pertanyaan contoh (Inggris)"), blank=True, help_text=_("Satu pertanyaan setiap baris.")
    )

    content_panels = [
        *InTwoLanguages.content_panels,
        MultiFieldPanel(
            [FieldPanel("questions_id"), FieldPanel("questions_en")], heading=_("Pertanyaan contoh")
        ),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["library.Holdings"]
    max_count = 1
    template = "portal/home.html"

    class Meta:
        verbose_name = _("beranda")

    @property
    def questions_language(self) -> str:
        """The language of the questions: the reader's where there are some in it."""
        return "en" if get_language() == "en" and self.questions_en.strip() else "id"

    @property
    def questions(self) -> list[str]:
        chosen = self.questions_en if self.questions_language == "en" else self.questions_id
        return [line.strip() for line in chosen.splitlines() if line.strip()]

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **home_context(request, self)}


@register_setting(icon="home")
class Institute(BaseSiteSetting):
    """Who runs this library, and whom readers can call. Help numbers carry the day on which they were checked."""

    library_name = models.CharField(_("nama pustaka"), max_length=100, default="Pustaka Sapa")
    tagline_id = models.CharField(
        _("semboyan (Indonesia)"), max_length=150, default="Pusat kajian, data dan informasi", blank=True
    )
    tagline_en = models.CharField(
        _("semboyan (Inggris)"), max_length=150, default="Research, data and information centre", blank=True
    )
    institute = models.CharField(_("nama lembaga"), max_length=150, default="Sapa Institut")
    help_name = models.CharField(_("nama layanan bantuan"), max_length=100, default="SAPA 129")
    help_phone = models.CharField(_("telepon bantuan"), max_length=30, default="129")
    help_whatsapp = models.CharField(
        _("WhatsApp bantuan"), max_length=30, default="08111-129-129", blank=True
    )
    help_note_id = models.CharField(
        _("keterangan bantuan (Indonesia)"),
        max_length=250,
        blank=True,
        default="Layanan pemerintah: pengaduan, penjangkauan, pendampingan, mediasi, dan tempat aman sementara.",
    )
    help_note_en = models.CharField(
        _("keterangan bantuan (Inggris)"),
        max_length=250,
        blank=True,
        default="Government service: reporting, outreach, accompaniment, mediation and temporary shelter.",
    )
    help_checked = models.DateField(_("nomor bantuan diperiksa pada"), null=True, blank=True)
    contact_email = models.EmailField(
        _("surel lembaga"),
        blank=True,
        help_text=_("Untuk permintaan perbaikan atau penarikan terbitan; tampil di setiap terbitan."),
    )
    contact_phone = models.CharField(_("telepon atau WhatsApp lembaga"), max_length=30, blank=True)
    contact_address = models.CharField(_("alamat surat lembaga"), max_length=250, blank=True)
    leave_to = models.URLField(
        _("tujuan tombol tinggalkan situs"),
        default="https://www.bmkg.go.id/",
        help_text=_("Halaman biasa yang tidak menimbulkan pertanyaan, misalnya prakiraan cuaca."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("library_name", "tagline_id", "tagline_en", "institute")],
            heading=_("Lembaga"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "help_name", "help_phone", "help_whatsapp", "help_note_id", "help_note_en", "help_checked",
                )
            ],
            heading=_("Bantuan"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("contact_email", "contact_phone", "contact_address")],
            heading=_("Menghubungi lembaga"),
        ),
        FieldPanel("leave_to"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("lembaga dan bantuan")

    @classmethod
    def here(cls, request: HttpRequest) -> "Institute":
        """The one of the site that was asked. Where there is one site alone, in one query: Wagtail keeps its address in
        the cache."""
        sites = {root.site_id for root in Site.get_site_root_paths()}
        if len(sites) != 1:
            return cls.for_request(request)
        site = sites.pop()
        return cls.objects.filter(site=site).first() or cls.objects.create(site_id=site)


class Beat(models.Model):
    """When a worker was last alive; `name` is its machine and its process."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
