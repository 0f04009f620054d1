"""What is running: pages change when it does, so it is part of every ETag."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

MAKES_PAGES = (
    "templates/**/*.html",
    "commentary/prose/markup.py",
    "reports/*.py",
    "reports/renderers/__init__.py",
    "reports/site/*.py",
    "reports/templatetags/*.py",
    "indicators/variation.py",
    "indicators/vocabulary.py",
    "static/build/*",
)


@lru_cache(maxsize=1)
def release() -> str:
    """A short hash of everything that turns a paper into a page. Read once a process."""
    digest = hashlib.sha256()
    for pattern in MAKES_PAGES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    digest.update(repr(sorted(settings.THEME.items())).encode())
    for name in (
        settings.COUNCIL_NAME,
        settings.SERVICE_NAME,
        settings.PUBLIC_ADDRESS,
        settings.PUBLIC_CONTACT,
        settings.ENVIRONMENT,
    ):
        digest.update(name.encode())
    return digest.hexdigest()[:12]
