"""What keeps the package readable: sizes that may only fall, and forms that may not come back."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "monitor"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 440
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
# Code tokens of each folder and of the modules beside them; lower a number when its folder has
# become smaller, but leave it room for a small change, about 60 tokens.
MOST_TOKENS = {
    "(top)": 23_830,
    "charts": 5_090,
    "compare": 7_010,
    "corpus": 9_150,
    "loaders": 13_300,
    "quotes": 8_940,
    "report": 9_570,
    "stance": 10_990,
    "text": 1_570,
    "themes": 8_390,
}


def code_tokens(text):
    """Number of tokens of code: layout, comments and docstrings are not counted."""
    count = 0
    alone = True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            alone = True
        elif token.type not in LAYOUT:
            count += not (token.type == tokenize.STRING and alone)
            alone = False
    return count


def folder_of(path):
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "(top)"


def test_no_folder_becomes_larger():
    sizes = dict.fromkeys(MOST_TOKENS, 0)
    for path in FILES:
        sizes.setdefault(folder_of(path), 0)
        sizes[folder_of(path)] += code_tokens(path.read_text(encoding="utf-8"))
    larger = {name: size for name, size in sizes.items() if size > MOST_TOKENS.get(name, 0)}
    assert larger == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_its_lines_too(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_line_assigns_three_things_at_once(path):
    packed = re.compile(r"^ *\w+(, \w+){2,} = ", re.M)
    assert packed.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_plays_tricks_with_the_process(path):
    tricks = re.compile(r"\b(ctypes|prctl|malloc\w*|gc\.\w+)\b|sys\.modules\[")
    assert tricks.findall(path.read_text(encoding="utf-8")) == []


def test_no_two_modules_share_a_name():
    # charts/X draws what compare/X counts.
    others = [path for path in FILES if folder_of(path) != "charts"]
    names = [path.stem for path in others if not path.stem.startswith("__")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_function_is_small_enough_to_read_once():
    """Branches of one function (a simple form of McCabe's count)."""
    branches = (ast.If, ast.For, ast.While, ast.Try, ast.BoolOp, ast.IfExp, ast.comprehension)
    complex_ones = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                count = sum(isinstance(part, branches) for part in ast.walk(node))
                if count > 20:
                    complex_ones.append(f"{path.relative_to(PACKAGE)}: {node.name} ({count})")
    assert complex_ones == []
