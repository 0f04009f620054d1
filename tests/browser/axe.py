"""Accessibility rules, run in the page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: the rule and where, one line each."""
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert result["passes"], "axe did not run"
    return [
        f"{page.url} {violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in result["violations"]
    ]
