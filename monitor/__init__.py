"""monitor: how outlets cover the stance of a target, from a folder of articles to a report."""

import importlib

__version__ = "0.1.0"
_MODULES = {
    "Codebook": "monitor.stance",
    "Corpus": "monitor.corpus",
    "StanceModel": "monitor.stance",
    "ThemeModel": "monitor.themes",
    "find_quotes": "monitor.quotes",
    "load": "monitor.loaders",
}
__all__ = ["__version__", "open", *_MODULES]


def __getattr__(name):
    # Imported at first use, so that the command line starts at once.
    if name not in _MODULES:
        raise AttributeError(f"module 'monitor' has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)


def open(path=""):
    """The Workspace in a folder; without a path, the nearest one from the current folder upwards.

    Raises InputError if there is none.
    """
    from monitor.workspace import Workspace

    return Workspace(path) if path else Workspace.find()
