"""Makes docs/reference.md from the docstrings and the pictures of docs/tutorial.md from the demo.

Usage: python .ci/make_docs.py [--pictures]     (pictures need Chromium and take a minute)
"""

import ast
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MODULES = (
    "workspace settings selection corpus.corpus article loaders loaders.options outlets "
    "syndication quotes.extraction quotes.speakers stance.codebook stance.codebook_file "
    "stance.target_passages stance.relevance stance.affiliations stance.classifier "
    "stance.estimation stance.agreement stance.coding_sheet themes.theme_model significance "
    "compare.counting compare.coverage compare.outcomes compare.shares "
    "compare.groups compare.differences compare.language compare.events "
    "compare.passages comparisons findings opening "
    "charts.coverage charts.differences charts.lines charts.themes charts.voices charts.language "
    "report.sections report.summary report.citations report.sources report.html report.figures "
    "report.chooser report.listings report.write coding cue_words "
    "parameters wording tables maintenance"
).split()
SHOTS = {
    "opening": "h1",
    "positions": "#section-outlets",
    "evidence": "#section-evidence",
}


def reference():
    """The names that notebooks and scripts use, with signatures and docstrings, module by module,
    as Markdown.
    """
    parts = ["# Reference\n\nMade from the docstrings: `python .ci/make_docs.py`.\n"]
    for module in MODULES:
        place = ROOT.joinpath("monitor", *module.split("."))
        path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [text for node in tree.body for text in _entries(node, module)]
        if found:
            parts.append(f"\n## `monitor.{module}`\n\n{ast.get_docstring(tree) or ''}\n")
            parts += found
    return "".join(parts)


def _entries(node, owner):
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
        return
    if text := ast.get_docstring(node):
        given = f"({ast.unparse(node.args)})" if isinstance(node, ast.FunctionDef) else ""
        yield f"\n### `{owner.rpartition('.')[2]}.{node.name}{given}`\n\n{text}\n"
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        yield from _entries(inner, node.name)


def take_pictures():
    """Screenshots of the demo's report for the tutorial."""
    from playwright.sync_api import sync_playwright

    from monitor import cli

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cli.main(["demo", "--workspace", folder])
        (page_file,) = Path(folder).rglob("report_*.html")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1000, "height": 760}, device_scale_factor=1.5)
        page.goto(page_file.as_uri())
        page.evaluate("document.querySelector('details.flat:has(figure)').open = true")
        for name, place in SHOTS.items():
            page.locator(place).scroll_into_view_if_needed()
            page.locator(place).evaluate("part => part.scrollIntoView({block: 'start'})")
            page.screenshot(path=DOCS / "pictures" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    (DOCS / "reference.md").write_text(reference(), encoding="utf-8")
    if "--pictures" in sys.argv:
        take_pictures()
