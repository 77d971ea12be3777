"""What gunicorn loads."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

_DOES_NOT_BOOT = 3
"""gunicorn ends at this exit code; after any other it would try again for ever."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)
    sys.exit(_DOES_NOT_BOOT)

# Only once Django is set up.
from portal.backup import is_cut_off  # noqa: E402
from portal.backup.errors import CutOff  # noqa: E402
from search.warming import warm  # noqa: E402

if is_cut_off():
    print(CutOff.sentence, file=sys.stderr)
    sys.exit(_DOES_NOT_BOOT)
warm()
