"""Commentary's markup on a page."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from commentary.prose.markup import Block, html_of, to_html

register = template.Library()


@register.filter
def markup(text: str) -> SafeString:
    """The text as HTML: paragraphs, lists, emphasis and links, everything else escaped by the renderer."""
    return mark_safe(to_html(text))  # nosec B308 B703


@register.filter
def blocks_markup(tree: Iterable[Block]) -> SafeString:
    """A tree of such a text as HTML, escaped in the same way."""
    return mark_safe(html_of(tree))  # nosec B308 B703


@register.filter
def kind_of(item: object) -> str:
    """The name of an item's type, by which a template chooses how to draw it."""
    return type(item).__name__.lower()
