"""The documentation names every command, table, column and public call; no notebook is committed
with results.
"""

import ast
import importlib.util
import json
import re
import shutil
from pathlib import Path

import click
import pandas as pd
import pytest

from monitor import cli
from monitor.report import sections
from monitor.resources import resource_path
from monitor.stance import Codebook, StanceModel
from monitor.tables import COLUMNS, ROWS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = cli.commands.commands
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted((ROOT / "monitor").rglob("*.py"))


def test_every_command_is_in_the_readme():
    assert [name for name in COMMANDS if f"`monitor {name}" not in README] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_described_where_the_command_is(name):
    """The options --workspace and --cluster are described once, for all commands that take them."""
    pages = [README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))]
    lines = [line for page in pages for line in page.splitlines() if f"monitor {name}" in line]
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option):
            text = README if option.name in ("workspace", "cluster") else "\n".join(lines)
            patterns = [rf"(?<![\w-]){spelling}(?![\w-])" for spelling in option.opts]
            assert any(re.search(pattern, text) for pattern in patterns), option.opts


def test_every_table_and_column_is_in_the_readme():
    for name, columns in COLUMNS.items():
        row = next(
            line for line in README.splitlines() if line.startswith(f"| `{name}` | {ROWS[name]} |")
        )
        assert re.findall(r"`(\w+)`", row)[1:] == list(columns)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_and_public_call_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    public = [
        node
        for owner in (tree, *(n for n in tree.body if isinstance(n, ast.ClassDef)))
        for node in owner.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        and not getattr(owner, "name", "").startswith("_")
    ]  # fmt: skip
    assert [node.name for node in public if not ast.get_docstring(node)] == []


ORDER = (
    "errors wording resources toml_files text sentences article tables outlets parallel loaders "
    "significance syndication quotes stance themes repetition compare corpus comparisons "
    "selection findings opening settings workspace maintenance doctor parameters charts report "
    "coding cue_words export arrivals cli_changes cli_charts cli"
).split()


def test_modules_import_in_one_direction():
    for path in MODULES:
        name = path.relative_to(ROOT / "monitor").parts[0].removesuffix(".py")
        if name in ("__init__", "__main__"):
            continue
        for module in re.findall(
            r"from monitor(?:\.(\w+))? import (.+)", path.read_text(encoding="utf-8")
        ):
            for imported in [module[0]] if module[0] else re.findall(r"\w+", module[1]):
                if imported in ORDER and imported != name:
                    assert ORDER.index(imported) < ORDER.index(name), f"{name} imports {imported}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_thin_stripped_and_have_parameters(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    steps = [
        c
        for c in cells
        if c["cell_type"] == "code" and "parameters" not in c["metadata"].get("tags", ())
    ]
    code = ["".join(cell["source"]) for cell in steps]
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells)
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells) == 1
    assert all(len(source.splitlines()) <= 6 for source in code)
    logic = (ast.FunctionDef, ast.For, ast.While, ast.If, ast.Lambda, ast.comprehension)
    assert not [
        node for source in code for node in ast.walk(ast.parse(source)) if isinstance(node, logic)
    ]
    assert not re.search(r"[\"']/", "\n".join(code))


def test_the_readme_has_exactly_the_two_commands_that_ci_runs():
    blocks = re.findall(r"```bash\n(.*?)```", README, re.S)
    assert [len(block.splitlines()) for block in blocks] == [1, 1]


def test_the_chart_of_the_contributing_guide_is_drawn(demo, example):
    names = dict(vars(sections))
    exec(example("A chart", "python"), names)
    section = names["tone_changes"](demo.selection())
    assert section.family == "tone_changes"
    assert section.figure.headline


def test_the_value_of_the_contributing_guide_is_coded(tmp_path, example):
    shutil.copytree(resource_path("data/words"), tmp_path / "words")
    shipped = resource_path("data/codebook.toml").read_text(encoding="utf-8")
    added = example("A value of the codebook", "toml")
    (tmp_path / "codebook.toml").write_text(f"{shipped}\n{added}", encoding="utf-8")
    codebook = Codebook.load(tmp_path / "codebook.toml")
    sentences = ["NATO members agreed on joint procurement of shells.", "Nato spoke to Russia."]
    coded = StanceModel(codebook).predict(pd.DataFrame({"passage": sentences}))["position"]
    assert (coded == "procurement").tolist() == [True, False]


@pytest.fixture(scope="module")
def make_docs():
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / ".ci" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_show_what_the_demo_shows_today(make_docs, demo):
    hashes = json.loads((ROOT / "docs" / "pictures" / "shown.json").read_text(encoding="utf-8"))
    stale = dict(hashes.items() ^ make_docs.shown(demo).items())
    assert stale == {}, "run: python .ci/make_docs.py --pictures"
    for name in hashes:
        assert (ROOT / "docs" / "pictures" / f"{name}.png").exists(), name


def test_the_gallery_has_every_chart_of_the_reports(make_docs):
    stated = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert stated == make_docs.gallery(), "run: python .ci/make_docs.py"
    assert [text for text in make_docs.questions().values() if not text.endswith("?")] == []


def test_the_tables_of_sources_are_made_of_the_samples_of_today(make_docs):
    stated = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert stated == make_docs.sources(stated), "run: python .ci/make_docs.py"


def test_the_reference_is_made_of_the_docstrings_of_today(make_docs):
    stated = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert stated == make_docs.reference(), "run: python .ci/make_docs.py"


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_links_and_pictures_of_the_docs_exist(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
