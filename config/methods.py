"""What a process that only shows things lets anybody ask for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


class GetAndHeadOnly:
    """Refuses every other method with 405 before anything of the request is read, whatever its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return (
            self.get_response(request)
            if request.method in ("GET", "HEAD")
            else HttpResponseNotAllowed(["GET", "HEAD"])
        )
