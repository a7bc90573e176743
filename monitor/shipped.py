"""Where the shipped files (`data/`, `notebooks/`) are found: inside the wheel, or beside it in a checkout."""

from pathlib import Path


def shipped(name):
    """Path of a shipped file or folder, such as ``data/codebook.toml``."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name
