"""What every response says of itself, whoever made it: a page, a redirect, an error, a static file."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]

NOT_STORED = "private, no-store"
FEATURES_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
"""What a browser needs for passkeys: on for the office's own pages, off where nobody signs in."""


def permissions_policy(surface: str) -> str:
    """Every feature of a browser that a page could ask for is off."""
    allowed = "()" if surface == "public" else "(self)"
    return ", ".join([*(f"{feature}=()" for feature in FEATURES_OFF), *(f"{each}={allowed}" for each in PASSKEYS)])


class HeadersOfEveryResponse:
    """The outermost: it sees also what the others refuse. What does not say that it may be stored may not."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.headers = {
            "Cache-Control": NOT_STORED,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": permissions_policy(settings.SURFACE),
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class OfficeIsNotStored:
    """Nothing but static files and what is public may be kept by anybody; on the office's surface nothing is public.

    It stands below the static files. Whatever a view or Django's admin says of caching gives way to it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SURFACE == "office" or "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = NOT_STORED
        return response
