"""What is running: pages change when it does, so it is part of every ETag."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

MAKES_PAGES = ("templates/**/*.html", "reports/*.py", "indicators/vocabulary.py", "static/build/*")


@lru_cache(maxsize=1)
def release() -> str:
    """A short hash of everything that turns a paper into a page. Read once a process."""
    digest = hashlib.sha256()
    for pattern in MAKES_PAGES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    for name in (settings.COUNCIL_NAME, settings.SERVICE_NAME, settings.ENVIRONMENT):
        digest.update(name.encode())
    return digest.hexdigest()[:12]
