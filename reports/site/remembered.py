"""Public pages as they were sent last, kept by each process of the public surface until something public changes.

A page says the same to everybody, so that it is made once. Whether something has changed is asked at most once a
second: a publication, a correction or a withdrawal is seen a second later than it happened, at the latest.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from reports.published import ComingReport, PublishedPaper, WithdrawnReport

SECONDS = 1.0
"""For how long nobody asks whether something has changed."""

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
"""A larger response, such as a file, is made each time."""


@dataclass(frozen=True)
class _Kept:
    headers: Mapping[str, str]
    content: bytes


def state_of_the_public() -> str:
    """Another text after each change of what is public, and on another day. Three queries."""
    papers = PublishedPaper.objects.aggregate(count=Count("pk"), last=Max("pk"))
    withdrawn = WithdrawnReport.objects.aggregate(count=Count("pk"), last=Max("pk"))
    coming = list(ComingReport.objects.values_list("pk", "expected_on", "meeting", "dataset_name"))
    return f"{timezone.localdate()} {papers} {withdrawn} {coming}"


class PagesAreRemembered:
    """Answers what was answered before to the same address, as long as nothing public has changed.

    Only what anybody may keep is remembered: whole answers to GET that say so, with an ETag and without a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self.bytes = 0
        self.state = ""
        self.asked = -SECONDS
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith("/health/"):
            return self.get_response(request)
        state = self._current()
        key = (request.get_host(), request.get_full_path(), str("gzip" in request.headers.get("Accept-Encoding", "")))
        with self.lock:
            kept = self.kept.get(key)
            if kept:
                self.kept.move_to_end(key)
        if kept is None:
            response = self.get_response(request)
            if request.method == "GET":
                self._keep(key, response, state)
            return response
        response = HttpResponse(kept.content, headers=dict(kept.headers))
        return get_conditional_response(request, etag=kept.headers["ETag"], response=response) or response

    def _current(self) -> str:
        """The state that is known; all that is kept of another is forgotten."""
        if time.monotonic() - self.asked >= SECONDS:
            state = state_of_the_public()
            with self.lock:
                self.asked = time.monotonic()
                if state != self.state:
                    self.kept.clear()
                    self.state, self.bytes = state, 0
        return self.state

    def _keep(self, key: tuple[str, ...], response: HttpResponse, state: str) -> None:
        is_public = "public" in response.get("Cache-Control", "") and response.has_header("ETag")
        if response.status_code != 200 or response.streaming or response.cookies or not is_public:
            return
        if len(response.content) > LARGEST:
            return
        with self.lock:
            if state != self.state or key in self.kept:
                return
            self.kept[key] = _Kept(dict(response.headers), response.content)
            self.bytes += len(response.content)
            while self.bytes > MOST_BYTES:
                self.bytes -= len(self.kept.popitem(last=False)[1].content)
