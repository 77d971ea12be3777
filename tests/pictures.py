"""Pictures for tests that need one and look at none."""

import io

from PIL import Image


def tiny() -> bytes:
    """A PNG of 3 by 4 pixels."""
    drawn = io.BytesIO()
    Image.new("RGB", (3, 4), "plum").save(drawn, "PNG")
    return drawn.getvalue()
