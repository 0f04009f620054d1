"""Nothing of the office is kept by a browser or a cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OfficePagesAreNotStored:
    """Every response that does not say that it is public is `private, no-store`: pages, redirects and errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
