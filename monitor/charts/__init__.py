"""One function a chart: it draws a tidy table under a headline as a matplotlib Figure."""

from monitor.charts.coverage import arrived, articles_by_outlet, articles_over_time
from monitor.charts.differences import differences, distinctive_terms
from monitor.charts.language import theme_terms
from monitor.charts.lines import over_time
from monitor.charts.svg import to_svg
from monitor.charts.themes import theme_map, theme_numbers
from monitor.charts.voices import most_quoted
