"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.style import BLUE, MIN_PASSAGES, chart, small_cells


@chart(
    "Table chart of quotations by speaker and outlet",
    "Quotations of the most quoted speakers by outlet",
)
def voices_by_outlet(table, headline):
    """Shaded table of how often each outlet quotes each speaker; `table`: `compare.voices`."""
    totals = table.groupby("speaker", sort=False)["quotes"].sum()
    outlets = table.groupby("outlet")["quotes"].sum()
    outlets = outlets.sort_values(ascending=False, kind="stable").index
    subtitle = f"Direct and mixed quotations of the {len(totals)} most quoted speakers by outlet, "
    subtitle += f"n = {totals.sum():,}"
    columns = "outlet", {outlet: outlet for outlet in outlets}
    shown = headline, subtitle, totals, "in all"
    return heatmap(table, "speaker", columns, "quotes", *shown, form="{:,}".format)


@chart(
    "Line charts of the most quoted speakers over time",
    "The most quoted speakers, by {unit}",
    "speaker_trends",
)
def voices_over_time(table, headline):
    """Panels, one a speaker, of the share of quotations by period.

    `table`: `compare.voices_over_time`.
    """
    table = table.assign(item=table["speaker"])
    colors = dict.fromkeys(table["item"], BLUE)
    measure = "Share of the direct and mixed quotations whose speaker is known"
    return lines_over_time(table, headline, "quotations", measure, colors, MIN_PASSAGES)


@chart(
    "Table chart of the share of voice by outlet", "Share of voice by outlet", "holder_differences"
)
def share_of_voice(table, headline, labels):
    """Shaded table of whose quotations each outlet prints; `table`: `compare.share_of_voice`.

    `labels`: dict from holders to readable names. Outlets with few quotations are grey.
    """
    n = table.groupby("outlet", sort=False)["quotations"].first()
    subtitle = "Share of voice by outlet: direct and mixed quotations by whose they are"
    subtitle += small_cells(n, "quotations")
    columns = "holder", {holder: labels[holder] for holder in table["holder"].unique()}
    shown = headline, subtitle, n, "quotations", MIN_PASSAGES
    return heatmap(table, "outlet", columns, "share", *shown)
