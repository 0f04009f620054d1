"""What `manage.py check --deploy` asks of the public site's settings."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register(deploy=True)
def public_site(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """The site's own address is said, is absolute and encrypted; readers are told whom to write to."""
    found: list[CheckMessage] = []
    address = urlsplit(settings.PUBLIC_ADDRESS)
    if address.scheme != "https" or not address.hostname or address.hostname == "localhost":
        found.append(
            Error(
                "OUTTURN_PUBLIC_ADDRESS does not say where the public site is.",
                hint="Set it to what its addresses begin with, such as https://performance.council.example. The feed, "
                "the sitemap and canonical links are made of it, never of the address that somebody asked for.",
                id="reports.E001",
            )
        )
    if not settings.PUBLIC_CONTACT:
        found.append(
            Warning(
                "OUTTURN_PUBLIC_CONTACT is not set.",
                hint="The accessibility statement has to say whom readers can ask for another form: an e-mail address "
                "or a telephone number.",
                id="reports.W001",
            )
        )
    return found
