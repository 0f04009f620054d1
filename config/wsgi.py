"""The WSGI entry point: a process that could do more than its surface may serves nothing."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if settings.CHECK_SURFACE:
    from config.surface import refuse_to_serve_more  # asks records, which are there by now

    refuse_to_serve_more()
