"""One function a chart: a tidy table in, a matplotlib Figure with its text alternative in
`figure.alt` out.
"""

from monitor.charts.coverage import arrived, articles_by_outlet, articles_over_time
from monitor.charts.language import distinctive_terms, term_bars
from monitor.charts.stance import (
    position_changes,
    positions_by_outlet,
    positions_by_voice,
    positions_over_time,
    positions_with_intervals,
    tones_by_outlet,
)
from monitor.charts.svg import Pictures, marks, pictures, rows, to_svg
from monitor.charts.themes import (
    theme_changes,
    theme_map,
    theme_numbers,
    theme_terms,
    themes_by_outlet,
    themes_over_time,
)
from monitor.charts.voices import share_of_voice, voices_by_outlet, voices_over_time

__all__ = [
    "Pictures",
    "arrived",
    "articles_by_outlet",
    "articles_over_time",
    "distinctive_terms",
    "marks",
    "pictures",
    "position_changes",
    "positions_by_outlet",
    "positions_by_voice",
    "positions_over_time",
    "positions_with_intervals",
    "rows",
    "share_of_voice",
    "term_bars",
    "theme_changes",
    "theme_map",
    "theme_numbers",
    "theme_terms",
    "themes_by_outlet",
    "themes_over_time",
    "to_svg",
    "tones_by_outlet",
    "voices_by_outlet",
    "voices_over_time",
]
