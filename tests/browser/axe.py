"""Accessibility rules, run in the page."""

from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Error, Page

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = f"rules => {{ {AXE}; return axe.run(document, {{runOnly: {{type: 'tag', values: rules}}}}) }}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: the rule and where, one line each."""
    result = _run(page)
    assert result["passes"], "axe did not run"
    return [
        f"{page.url} {violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in result["violations"]
    ]


def _run(page: Page) -> dict[str, Any]:
    """What axe says. Where the next page came in while it looked, it looks at that one."""
    page.wait_for_load_state()
    try:
        return cast(dict[str, Any], page.evaluate(RUN, RULES))
    except Error:
        page.wait_for_load_state()
        return cast(dict[str, Any], page.evaluate(RUN, RULES))
