"""One function a chart: it draws a tidy table under a headline as a matplotlib Figure."""

from monitor.charts.coverage import arrived, articles_by_outlet, articles_over_time
from monitor.charts.language import distinctive_terms, term_bars, theme_terms
from monitor.charts.stance import (
    position_changes,
    positions_by_outlet,
    positions_by_voice,
    positions_over_time,
    positions_with_intervals,
    tones_by_outlet,
)
from monitor.charts.svg import to_svg
from monitor.charts.themes import (
    theme_changes,
    theme_map,
    theme_numbers,
    themes_by_outlet,
    themes_over_time,
)
from monitor.charts.voices import share_of_voice, voices_by_outlet, voices_over_time
