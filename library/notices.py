"""What a reader is told before a text opens, and for whom a text is written. Fixed lists: both are promises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Notice(TextChoices):
    """Content that may distress; said before the text or film opens."""

    SEXUAL_VIOLENCE = "sexual-violence", _("kekerasan seksual")
    CHILD_ABUSE = "child-abuse", _("kekerasan terhadap anak")
    PHYSICAL_VIOLENCE = "physical-violence", _("kekerasan fisik")
    SELF_HARM = "self-harm", _("bunuh diri atau menyakiti diri sendiri")
    KILLING = "killing", _("pembunuhan")
    GRAPHIC = "graphic", _("gambar atau suara yang mengganggu")
    TESTIMONY = "testimony", _("kesaksian nyata")


class Audience(TextChoices):
    """For whom a work was made."""

    GENERAL = "general", _("umum")
    CHILDREN = "children", _("anak")
    TEENAGERS = "teenagers", _("remaja")
    PARENTS = "parents", _("orang tua dan pengasuh")
    COMPANIONS = "companions", _("pendamping dan kader")
    OFFICIALS = "officials", _("aparat desa dan pemerintah")
    TEACHERS = "teachers", _("pendidik")
    LAWYERS = "lawyers", _("penegak dan pembela hukum")
    RESEARCHERS = "researchers", _("peneliti dan mahasiswa")
