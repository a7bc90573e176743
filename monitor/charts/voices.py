"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.style import MIN_PASSAGES, chart


@chart(
    "Table chart of quotations by speaker and outlet",
    "Quotations of the most quoted speakers by {by}",
)
def voices_by_outlet(table, headline):
    """Shaded table of how often each outlet quotes each speaker; `table`: `compare.voices`."""
    totals = table.groupby("speaker")["quotes"].transform("sum")
    subtitle = f"Direct and mixed quotations of the {table['speaker'].nunique()} most quoted "
    by = table.columns[1]
    subtitle += f"speakers by {by}, n = {table['quotes'].sum():,}"
    table = table.assign(**{"in all": totals})
    options = {"measure": "quotes", "n": "in all", "most": len(table), "form": "{:,}".format}
    return heatmap(headline, subtitle, table, "speaker", by, **options)


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
