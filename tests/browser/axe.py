"""axe-core, run in a page as an accessibility tester would."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core finds `within` the page that is open, one line for each finding."""
    page.evaluate(SOURCE.read_text())
    result = page.evaluate(
        "([rules, within]) => axe.run(within, {runOnly: {type: 'tag', values: rules}})",
        [RULES, within],
    )
    return [
        f"{violation['id']}: {violation['help']} – {node['html'][:160]} {node['target']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
