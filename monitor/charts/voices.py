"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.style import MIN_PASSAGES, chart


@chart(
    "Table chart of quotations by speaker and outlet",
    "The most quoted speakers by {by}",
)
def voices_by_outlet(table, headline):
    """Shaded table of each outlet's quotations by speaker; `table`: `Selection.shares`."""
    by = table.columns[0]
    subtitle = f"Share of each {by}'s direct and mixed quotations whose speaker is known"
    return heatmap(headline, subtitle, table, by, "value", n="quotations")


@chart(
    "Line charts of the most quoted speakers over time",
    "The most quoted speakers, by {unit}",
    "speaker_trends",
)
def voices_over_time(table, headline):
    """Panels, one a speaker, of the share of quotations by period.

    `table`: `Selection.shares`.
    """
    measure = "Share of the direct and mixed quotations whose speaker is known"
    return lines_over_time(headline, measure, table, "value", "quotations", MIN_PASSAGES)


@chart(
    "Table chart of the share of voice by outlet", "Share of voice by {by}", "holder_differences"
)
def share_of_voice(table, headline):
    """Shaded table of whose quotations each outlet prints; `table`: `Selection.shares`.

    Outlets with few quotations are grey.
    """
    by = table.columns[0]
    subtitle = f"Share of voice by {by}: direct and mixed quotations by whose they are"
    return heatmap(headline, subtitle, table, by, "value", n="quotations")
