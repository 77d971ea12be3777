"""Pictures that editors upload: covers and illustrations (pages of a PDF are drawn by `library.pictures`)."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture with the words that stand in for it."""

    credit = models.CharField(_("sumber atau pembuat"), max_length=250, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta:
        verbose_name = _("gambar")
        verbose_name_plural = _("gambar")

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():  # with the changes of the works that show it
            super().save(*args, **kwargs)


#: The size in which a chosen cover is shown, in Wagtail's words.
COVER = "width-400|format-webp"


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
