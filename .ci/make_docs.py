"""Makes docs/reference.md from the docstrings, docs/gallery.md from report/sections.py, the tables
of docs/sources.md from the samples in tests/loaders/test_sources.py, and pictures from the demo.

Usage: python .ci/make_docs.py [--pictures]     (pictures need Chromium and take a minute)

docs/pictures/shown.json holds a hash of what each picture shows, in words and figures:
tests/test_docs.py compares it with what the demo would show today.
"""

import ast
import hashlib
import inspect
import json
import re
import sys
import tempfile
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MODULES = (
    "workspace settings selection corpus.corpus corpus.amendments article loaders loaders.options "
    "outlets syndication quotes.extraction quotes.speakers stance.codebook stance.codebook_file "
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


def questions():
    """Dict from the names of charts to the question that each answers."""
    from monitor.report import CHARTS

    return {name: inspect.getdoc(call).splitlines()[0] for name, call in CHARTS.items()}


def gallery():
    """Every chart with the question that it answers and the call that draws it, as Markdown."""
    parts = [
        "# Gallery\n\nEvery chart of the notebooks and the report, as the demo shows it; each is "
        "one call, such as `report.theme_map(selection)`.\nMade by `python .ci/make_docs.py "
        "--pictures`.\n"
    ]
    for name, question in questions().items():
        picture = f"![{question}](pictures/{name}.png)"
        if not (DOCS / "pictures" / f"{name}.png").exists():
            picture = "The demo has nothing to show here."
        parts.append(f"\n## {question}\n\n`report.{name}`\n\n{picture}\n")
    return "".join(parts)


def charts(selection):
    """Dict from the names of charts to those of a selection, where there is something to show."""
    from monitor.report import CHARTS

    sections = {name: call(selection) for name, call in CHARTS.items()}
    return {name: section for name, section in sections.items() if hasattr(section, "figure")}


def shown(workspace):
    """Dict from the names of the pictures to hashes of what they show: headline, subtitle and table
    of a chart, words of the report.
    """
    texts = {}
    for name, section in charts(workspace.selection()).items():
        table = section.table.to_csv(index=False, float_format="%.4f")
        texts[name] = f"{section.figure.headline}\n{section.figure.subtitle}\n{table}"
    page = _report(workspace).read_text(encoding="utf-8")
    sections = dict(re.findall(r'<h2 id="(.*?)">(.*?)(?=<h2 |</main>)', page, re.S))
    sections["h1"] = page.partition("<h1>")[2].partition("<h2")[0]
    for name, place in SHOTS.items():
        texts[name] = " ".join(re.sub(r"<[^>]+>", " ", sections[place.lstrip("#")]).split())
    return {name: hashlib.sha256(text.encode()).hexdigest()[:10] for name, text in texts.items()}


def _report(workspace):
    (page,) = workspace.reports.glob("report_v3.html")
    return page


def take_pictures():
    """Pictures of the demo's report and of its charts, and hashes of what they show."""
    from playwright.sync_api import sync_playwright

    from monitor import cli
    from monitor.workspace import Workspace

    pictures = DOCS / "pictures"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cli.main(["demo", "--workspace", folder])
        workspace = Workspace(folder)
        for name, section in charts(workspace.selection()).items():
            section.figure.savefig(pictures / f"{name}.png", dpi=120)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1000, "height": 760}, device_scale_factor=1.5)
        page.goto(_report(workspace).as_uri())
        page.evaluate(
            "for (const part of document.querySelectorAll('details.flat')) "
            "part.open = part.querySelector('figure, blockquote') !== null"
        )
        for name, place in SHOTS.items():
            page.locator(place).evaluate("part => part.scrollIntoView({block: 'start'})")
            page.screenshot(path=pictures / f"{name}.png")
        browser.close()
        hashes = json.dumps(shown(workspace), indent=1)
    (pictures / "shown.json").write_text(f"{hashes}\n", encoding="utf-8")


def sources(page):
    """The text of docs/sources.md with its tables as they are: the sources by the SAMPLES of
    tests/loaders/test_sources.py, the known extensions, and the names of columns.
    """
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/loaders")]
    from test_sources import FIELDS, SAMPLES, read_sample

    from monitor.loaders.formats import SUFFIXES
    from monitor.resources import words

    with tempfile.TemporaryDirectory() as folder:
        for heading, samples in SAMPLES.items():
            rows = [("source", "how to export", "fields")]
            for name, (how, *_) in samples.items():
                rows.append((name, how, ", ".join(read_sample(name, Path(folder))[1])))
            page = _with_table(page, heading, rows)
    names = [*FIELDS[:2], "lead", "teaser", *FIELDS[2:-1]]
    rows = [(name, ", ".join(words("columns", name))) for name in names]
    page = _with_table(page, "Columns", [("field", "names"), *rows])
    known = f"Known extensions: {', '.join(f'`{suffix}`' for suffix in SUFFIXES)}"
    return re.sub("Known extensions: [^;]+", lambda _: textwrap.fill(known, 115), page)


def _with_table(page, heading, rows):
    """The page with these rows as the table under a heading; the first has the names of columns."""
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|\n")
    head, title, rest = page.partition(f"## {heading}\n")
    return head + title + re.sub(r"(^\|.*\n)+", lambda _: "".join(lines), rest, count=1, flags=re.M)


if __name__ == "__main__":
    page = DOCS / "sources.md"
    page.write_text(sources(page.read_text(encoding="utf-8")), encoding="utf-8")
    (DOCS / "reference.md").write_text(reference(), encoding="utf-8")
    if "--pictures" in sys.argv:
        take_pictures()
    (DOCS / "gallery.md").write_text(gallery(), encoding="utf-8")
