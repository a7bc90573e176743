"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.heatmap import heatmap
from monitor.charts.multiples import lines_over_time
from monitor.charts.style import BLUE, MIN_PASSAGES, chart, most_frequent, small_cells


@chart
def voices_by_outlet(table, headline):
    """Shaded table of how often each outlet quotes each speaker; `table`: `compare.voices`."""
    totals = table.groupby("speaker", sort=False)["quotes"].sum()
    outlets = table.groupby("outlet")["quotes"].sum()
    outlets = outlets.sort_values(ascending=False, kind="stable").index
    subtitle = f"Direct and mixed quotations of the {len(totals)} most quoted speakers by outlet, "
    subtitle += f"n = {totals.sum():,}"
    columns = "outlet", dict(zip(outlets, outlets, strict=True))
    shown = headline, subtitle, totals, "in all"
    figure = heatmap(table, "speaker", columns, "quotes", *shown, form="{:,}".format)
    data = "; ".join(f"{name} {total}" for name, total in totals.items())
    return figure, "Table chart of quotations by speaker and outlet", data


@chart
def voices_over_time(table, headline, min_quotations=MIN_PASSAGES):
    """Panels, one a speaker, of the share of quotations by period.

    `table`: `compare.voices_over_time`.
    """
    table = table.assign(item=table["speaker"])
    colors = dict.fromkeys(table["item"], BLUE)
    measure = "Share of the direct and mixed quotations whose speaker is known"
    return lines_over_time(table, headline, "quotations", measure, colors, min_quotations)


@chart
def share_of_voice(table, headline, labels, min_quotations=MIN_PASSAGES):
    """Shaded table of whose quotations each outlet prints; `table`: `compare.share_of_voice`.

    `labels`: dict from holders to readable names. Outlets with fewer than `min_quotations`
    quotations are grey.
    """
    n = table.groupby("outlet", sort=False)["quotations"].first()
    subtitle = "Share of voice by outlet: direct and mixed quotations by whose they are"
    subtitle += small_cells(n, min_quotations, "quotations")
    columns = "holder", {holder: labels[holder] for holder in table["holder"].unique()}
    shown = headline, subtitle, n, "quotations", min_quotations
    figure = heatmap(table, "outlet", columns, "share", *shown)
    data = most_frequent(table, labels, value="holder")
    return figure, "Table chart of the share of voice by outlet", data
