"""What a page's head says again of its title."""

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def said_in_block(context: template.Context, name: str) -> SafeString:
    """What the page says in a block, once more and on one line; a template can fill a block only once."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    said = conditional_escape(block.nodelist.render(context))
    return SafeString(" ".join(said.split()))  # nosec B703
