"""Public pages may be kept by anybody and are asked for again by their ETag."""

import hashlib
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from reports.release import release


def public_response(
    request: HttpRequest, hashes: Iterable[str], render: Callable[[], HttpResponse], etag: str = ""
) -> HttpResponse:
    """The page made of papers with these hashes, or 304 without reading a paper where the reader has it already.

    `etag` is for what is sent as it is stored, whatever makes pages now.
    """
    if not etag:
        of_papers = hashlib.sha256("".join(hashes).encode()).hexdigest()[:32]
        etag = f'"{of_papers}-{release()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = render()
    response.headers.setdefault("ETag", etag)
    patch_cache_control(response, public=True, max_age=settings.PUBLIC_SECONDS)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
