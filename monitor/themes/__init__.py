"""Themes: raw texts in, themes that keep their identity from batch to batch out."""

import importlib

_PLACES = {
    "changes": ["changes_table", "name_themes", "representatives"],
    "model": ["VERSION", "ThemeModel"],
    "tables": ["theme_map", "theme_numbers", "theme_terms", "theme_weights_table", "themes_table", "top_terms"],
}
__all__ = sorted(name for names in _PLACES.values() for name in names)


def __getattr__(name):
    # scikit-learn loads for most of a second: only what works with themes has to wait for it.
    for module, names in _PLACES.items():
        if name in names:
            return getattr(importlib.import_module(f"monitor.themes.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
