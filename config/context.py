"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def council(request: HttpRequest) -> dict[str, object]:
    return {
        "council_name": settings.COUNCIL_NAME,
        "service_name": settings.SERVICE_NAME,
        "accent_colour": settings.THEME["accent"],
        "has_logo": settings.HAS_LOGO,
        "demonstration": settings.ENVIRONMENT == "demo",
        "single_sign_on": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "public_address": settings.PUBLIC_ADDRESS,
        "public_contact": settings.PUBLIC_CONTACT,
        "has_sign_in": settings.SURFACE != "public",
        "is_exported": getattr(request, "is_exported", False),
    }
