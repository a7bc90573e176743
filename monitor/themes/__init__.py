"""Themes: raw texts in, themes that keep their identity from batch to batch out."""

from monitor.themes.changes import changes_table, name_themes, representatives
from monitor.themes.model import VERSION, ThemeModel
from monitor.themes.tables import theme_map, theme_numbers, theme_terms, theme_weights_table, themes_table, top_terms

__all__ = [
    "VERSION",
    "ThemeModel",
    "changes_table",
    "name_themes",
    "representatives",
    "theme_map",
    "theme_numbers",
    "theme_terms",
    "theme_weights_table",
    "themes_table",
    "top_terms",
]
