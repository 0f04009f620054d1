"""Where a page lies among plain files, and how its links lead from there."""

import pytest

from reports.site.plain_links import CannotBeAFile, file_of, relative, with_links

INDEX = "/reports/a/2020-12/"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/reports/", "reports/index.html"),
        ("/feed.atom", "feed.atom"),
        (f"{INDEX}indicators/x/chart-0.svg", "reports/a/2020-12/indicators/x/chart-0.svg"),
        (f"{INDEX}?rating=red", "reports/a/2020-12/filter/rating-red/index.html"),
        (
            f"{INDEX}?section=early-help&rating=part-2#whole",
            "reports/a/2020-12/filter/rating-part-2/section-early-help/index.html",
        ),
    ],
)
def test_an_address_has_a_place_among_files(address: str, file: str) -> None:
    assert file_of(address) == file


@pytest.mark.parametrize(
    "address", ["/?q=../../etc", "/search/?q=a b", "/?a=B", "/?a=", "/feed.atom?a=b", "/?a=%2e%2e%2f"]
)
def test_a_query_of_anything_but_plain_words_has_none(address: str) -> None:
    with pytest.raises(CannotBeAFile):
        file_of(address)


@pytest.mark.parametrize(
    ("page", "address", "link"),
    [
        ("/", "/reports/", "reports/"),
        ("/reports/", "/", "../"),
        ("/reports/", "/reports/", "./"),
        (INDEX, f"{INDEX}#whole-index", "#whole-index"),
        (INDEX, f"{INDEX}indicators/x/", "indicators/x/"),
        (f"{INDEX}indicators/x/", INDEX, "../../"),
        (f"{INDEX}indicators/x/", f"{INDEX}indicators/x/chart-0.svg", "chart-0.svg"),
        (f"{INDEX}?rating=red", f"{INDEX}#whole-index", "../../#whole-index"),
        (INDEX, f"{INDEX}?rating=red#whole-index", "filter/rating-red/#whole-index"),
        (f"{INDEX}?rating=red", "/static/outturn/application.css", "../../../../../static/outturn/application.css"),
    ],
)
def test_links_are_relative(page: str, address: str, link: str) -> None:
    assert relative(page, address) == link


def test_only_links_on_this_site_change_and_everything_else_stays_as_it_was() -> None:
    html = (
        '<!DOCTYPE html>\n<p class="/a/">1 &lt; 2 &#x27;x&#x27; &amp; href="/a/"</p><br>\n'
        '<a href="/a/?b=c&amp;d=e">x</a><a href="https://x.example/a/">y</a><a href="//x.example/">z</a>'
        '<a href="#a">w</a><source srcset="/s.svg"><img src="/i.svg" alt="a &quot;b&quot; > c"><!-- /a/ -->'
    )
    written, found = with_links(html, lambda link: f"[{link}]")
    assert found == ["/a/?b=c&d=e", "/s.svg", "/i.svg"]
    expected = html
    for before, after in (
        ('href="/a/?b=c&amp;d=e"', 'href="[/a/?b=c&amp;d=e]"'),
        ('"/s.svg"', '"[/s.svg]"'),
        ('"/i.svg"', '"[/i.svg]"'),
    ):
        expected = expected.replace(before, after)
    assert written == expected


def test_a_link_that_cannot_be_found_as_it_was_read_is_refused() -> None:
    with pytest.raises(CannotBeAFile):
        with_links("<a href='/a/'>x</a>", lambda link: link)
