"""The files that come with the package, in `data/` and `notebooks/`, and the word lists in one."""

import functools
import re
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).parent


def resource_path(name):
    """Path of a file or folder that comes with the package, such as ``data/codebook.toml``.

    A wheel has it inside the package, a checkout beside it.
    """
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


def words(section, name):
    """List of the words under a name in a section of `data/reading.toml`."""
    return [" ".join(word.split()) for word in data("reading.toml")[section][name].split(";")]


def pattern(name):
    """Compiled regular expression of that name in `data/reading.toml`; it ignores case."""
    return re.compile(data("reading.toml")["patterns"][name], re.I | re.X)


@functools.cache
def data(name):
    """Dict of what a TOML file in `data/` holds."""
    return tomllib.loads(resource_path(f"data/{name}").read_text(encoding="utf-8"))


def package_files():
    """Sorted list of the package's modules, data and templates, on which its results depend."""
    folder = resource_path("data")
    files = *folder.glob("*.*"), *folder.glob("templates/*"), *folder.glob("words/*")
    return sorted([*PACKAGE.rglob("*.py"), *files])
