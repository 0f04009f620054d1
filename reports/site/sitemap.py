"""What search engines are told: which pages there are, and which addresses are not for them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from reports.addresses import index_url, indicator_url, summary_url
from reports.caching import public_response
from reports.decoding import PART_1
from reports.published import PublishedPaper
from reports.site.editions import documents
from reports.site.everybody import for_everybody
from reports.site.pages import downloads_url

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000
"""As many as a sitemap may have; the pages of the earliest reports are left out beyond."""
ALWAYS = ("home", "reports", "how_to_read", "corrections", "accessibility", "privacy")
NOT_FOR_ENGINES = ("/office/", "/account/", "/administration/")


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of every report in force, and those that are always there."""
    papers = list(PublishedPaper.objects.in_force().defer("document"))

    def document() -> HttpResponse:
        root = Element("urlset", {"xmlns": SITEMAP})
        for address, changed in list(_addresses(papers))[:MOST_ADDRESSES]:
            url = SubElement(root, "url")
            SubElement(url, "loc").text = f"{settings.PUBLIC_ADDRESS}{address}"
            if changed:
                SubElement(url, "lastmod").text = changed
        indent(root)
        xml = tostring(root, encoding="utf-8", xml_declaration=True)
        return HttpResponse(xml, content_type="application/xml; charset=utf-8")

    return public_response(request, [paper.sha256 for paper in papers], document)


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by everybody; what needs a sign-in is not worth asking for."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in NOT_FOR_ENGINES)]
    lines += ["", f"Sitemap: {settings.PUBLIC_ADDRESS}{reverse('reports:sitemap')}", ""]
    return public_response(
        request, [], lambda: HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    )


def _addresses(papers: list[PublishedPaper]) -> Iterator[tuple[str, str]]:
    """Each address with the day on which it last changed, or empty."""
    yield from ((reverse(f"reports:{name}"), "") for name in ALWAYS)
    read = PART_1.of({paper.pk: paper.sha256 for paper in papers}, documents)
    for published, paper in zip(papers, read, strict=True):
        day = f"{timezone.localtime(published.published_at):%Y-%m-%d}"
        yield index_url(paper), day
        yield summary_url(paper), day
        yield downloads_url(published), day
        yield from ((indicator_url(paper, indicator.key), day) for indicator in paper.indicators)
