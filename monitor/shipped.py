"""Where the shipped files (`data/`, `notebooks/`) are found: inside the wheel, or beside it in a checkout."""

import functools
import re
import tomllib
from pathlib import Path


def shipped(name):
    """Path of a shipped file or folder, such as ``data/codebook.toml``."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def words(section, name):
    """List of the words under a name in a section of `data/reading.toml`."""
    return [" ".join(word.split()) for word in _reading()[section][name].split(";")]


def pattern(name):
    """Compiled regular expression of that name in `data/reading.toml`, for letters of either case."""
    return re.compile(_reading()["patterns"][name], re.I | re.X)


@functools.cache
def _reading():
    return tomllib.loads(shipped("data/reading.toml").read_text(encoding="utf-8"))


def package_files():
    """Every file of the package that has a part in its results, in order."""
    parts = (Path(__file__).parent.rglob("*.py"), shipped("data").rglob("*.*"))
    return sorted(path for part in parts for path in part)
