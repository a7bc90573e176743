"""Where the shipped files (`data/`, `notebooks/`) are found: inside the wheel, or beside it in a checkout."""

from pathlib import Path


def shipped(name):
    """Path of a shipped file or folder, such as ``data/codebook.toml``."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def package_files():
    """Every file of the package that has a part in its results, in order."""
    parts = (Path(__file__).parent.rglob("*.py"), shipped("data").glob("*.*"))
    return sorted(path for part in parts for path in part)
