"""The Atom feed: what was published, corrected and withdrawn. It has no figure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reports.caching import public_response
from reports.published import PublishedPaper, WithdrawnReport
from reports.site.events import Event, events
from reports.site.everybody import for_everybody

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
MOST_ENTRIES = 50
NOTHING_YET = datetime(2020, 1, 1, tzinfo=UTC)
"""When a feed without an entry was last changed: a feed has to say."""


@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """The latest publications, corrections and withdrawals."""
    papers = list(PublishedPaper.objects.standing().defer("document"))
    happened = events(papers, WithdrawnReport.objects.all())[:MOST_ENTRIES]
    return public_response(
        request,
        [f"{event.key} {event.url}" for event in happened],
        lambda: HttpResponse(atom(happened), content_type=MEDIA_TYPE),
    )


def atom(happened: Sequence[Event]) -> bytes:
    """The feed as XML, its addresses absolute."""
    address = settings.PUBLIC_ADDRESS
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    SubElement(root, "id").text = f"{address}{reverse('reports:feed')}"
    SubElement(root, "title").text = f"{settings.SERVICE_NAME}, {settings.COUNCIL_NAME}"
    SubElement(root, "updated").text = _moment(max((event.at for event in happened), default=NOTHING_YET))
    SubElement(SubElement(root, "author"), "name").text = settings.COUNCIL_NAME
    SubElement(root, "link", {"rel": "self", "href": f"{address}{reverse('reports:feed')}"})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}{reverse('reports:home')}"})
    for event in happened:
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = event.key
        SubElement(entry, "title").text = event.title
        SubElement(entry, "updated").text = _moment(event.at)
        SubElement(entry, "published").text = _moment(event.at)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}{event.url}"})
        SubElement(entry, "summary").text = event.summary
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
