"""The site as gunicorn serves it in a drill; `DRILL_WITHOUT_OUTAGES` takes away what a drill has to miss."""

import os

from config.wsgi import application

__all__ = ["application"]

if os.environ.get("DRILL_WITHOUT_OUTAGES"):
    from config import errors

    errors.outage_of = lambda error: None
