"""Themes of articles, which keep their identity from batch to batch."""

from monitor.themes.changes import changes_table, name_themes
from monitor.themes.spelling import write_terms
from monitor.themes.theme_model import VERSION, ThemeModel
from monitor.themes.theme_tables import (
    theme_map,
    theme_numbers,
    theme_terms,
    theme_weights_table,
    themes_table,
    top_terms,
    typical_headlines,
)
