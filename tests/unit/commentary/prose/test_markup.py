"""Commentary's markup: little, safe, and the same wherever it is shown."""

import pytest

from commentary.prose.markup import BulletList, NumberedList, Paragraph, Run, blocks, plain_text, to_html

EVERYTHING = """First *soft* and **loud**, ***both***
next line with [a *new* place](https://example.gov.uk/?a=1&b=2).

- one
- two
  - within

3. three
4. four"""


def test_paragraphs_lists_emphasis_links_and_line_ends_become_html() -> None:
    assert to_html(EVERYTHING) == (
        "<p>First <em>soft</em> and <strong>loud</strong>, <strong><em>both</em></strong><br>\n"
        'next line with <a href="https://example.gov.uk/?a=1&amp;b=2">a <em>new</em> place</a>.</p>\n'
        "<ul>\n<li>one</li>\n<li><p>two</p>\n<ul>\n<li>within</li>\n</ul>\n</li>\n</ul>\n"
        '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'
    )


def test_the_blocks_are_a_tree_of_what_the_html_shows() -> None:
    link = "https://example.gov.uk/?a=1&b=2"
    first, bullets, numbered = blocks(EVERYTHING)
    assert first == Paragraph(
        (
            Run("First "),
            Run("soft", emphasis=True),
            Run(" and "),
            Run("loud", strong=True),
            Run(", "),
            Run("both", emphasis=True, strong=True),
            Run("\n"),
            Run("next line with "),
            Run("a ", link=link),
            Run("new", emphasis=True, link=link),
            Run(" place", link=link),
            Run("."),
        )
    )
    within = BulletList(((Paragraph((Run("within"),)),),))
    assert bullets == BulletList(((Paragraph((Run("one"),)),), (Paragraph((Run("two"),)), within)))
    assert numbered == NumberedList(((Paragraph((Run("three"),)),), (Paragraph((Run("four"),)),)), start=3)


def test_plain_text_keeps_the_words_and_the_marks_of_lists() -> None:
    assert plain_text(EVERYTHING) == (
        "First soft and loud, both\nnext line with a new place.\n\n- one\n- two\n  - within\n\n3. three\n4. four"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<b>bold</b>",
        "&lt; &amp; &#60;",
        "# Heading",
        "> quoted",
        "`code`",
        "<https://example.gov.uk>",
        "[click](javascript:alert(1))",
        "[click](JAVASCRIPT:alert(1))",
        "[click](data:text/html,hello)",
        "[click](vbscript:x)",
        "[click](//example.com)",
        "[click](/inside)",
        "[click](file:///etc/passwd)",
        "| a | b |",
        "~~struck~~",
        "https://example.gov.uk",
    ],
)
def test_everything_else_stays_as_it_was_typed(text: str) -> None:
    [paragraph] = blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert not any(run.link or run.emphasis or run.strong for run in paragraph.runs)
    assert plain_text(text) == text
    assert to_html(text).count("<") == 2


def test_a_link_cannot_break_out_of_its_attribute() -> None:
    html = to_html('[x](https://example.gov.uk/"onmouseover="alert(1))')
    assert html == '<p><a href="https://example.gov.uk/%22onmouseover=%22alert(1)">x</a></p>\n'
    assert to_html("[x](mailto:someone@example.gov.uk)") == '<p><a href="mailto:someone@example.gov.uk">x</a></p>\n'


def test_an_image_is_no_image() -> None:
    assert "<img" not in to_html("![x](https://example.gov.uk/x.png)")


def test_nothing_is_nothing() -> None:
    assert (blocks(""), to_html(""), plain_text("")) == ((), "", "")


def test_lists_within_lists_have_an_end() -> None:
    assert to_html("- " * 500 + "x")
