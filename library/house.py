"""What a page of the library calls the house it stands in. The portal says it with each request."""

from django.conf import settings
from django.http import HttpRequest


def house_name(request: HttpRequest) -> str:
    """The name of the library: as the institute set it, else as the software is called."""
    house = getattr(request, "house", None)
    return house.library_name if house is not None else settings.WAGTAIL_SITE_NAME
