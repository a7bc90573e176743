"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.frame import BLUE, MIN_PASSAGES, chart, counted, finish, short, strongest
from monitor.charts.panels import heat, over_time


@chart
def voices_by_outlet(table):
    """Shaded table of how often each outlet quotes each speaker; `table` as of `compare.voices`."""
    totals = table.groupby("speaker", sort=False)["quotes"].sum()
    outlets = table.groupby("outlet")["quotes"].sum().sort_values(ascending=False, kind="stable").index
    title = f"{totals.index[0]} is heard most: {counted(int(totals.iloc[0]), 'quotation')}"
    subtitle = f"Direct and mixed quotations of the {len(totals)} most quoted speakers by outlet, n = {totals.sum():,}"
    made = heat(
        table,
        ("speaker", "outlet"),
        "quotes",
        (title, subtitle),
        totals.index,
        {outlet: short(outlet, 26) for outlet in outlets},
        totals,
        "in all",
        form="{:.0f}",
    )
    rows = "; ".join(f"{name} {total}" for name, total in totals.items())
    return finish(made, f"Table chart of quotations by speaker and outlet. {title}. {rows}.")


@chart
def voices_over_time(table, min_quotations=5):
    """Small panels, one a speaker, of the share of quotations over time; `table` of `compare.voices_over_time`."""
    table = table.assign(item=table["speaker"])
    colors = dict.fromkeys(table["item"], BLUE)
    measure = "Share of the direct and mixed quotations whose speaker is known"
    return over_time(table, "quotations", measure, colors, min_quotations)


@chart
def share_of_voice(table, labels, min_quotations=MIN_PASSAGES):
    """Shaded table of whose quotations each outlet prints; `table` as of `compare.share_of_voice` by outlet.

    `labels` maps holders to readable names. Outlets with fewer than `min_quotations` quotations are greyed.
    """
    n = table.groupby("outlet", sort=False)["quotations"].first()
    whole = (table["share"] * table["quotations"]).groupby(table["holder"], sort=False).sum() / n.sum()
    title = f"{labels[whole.idxmax()]} is heard most: {whole.max():.0%} of {counted(n.sum(), 'quotation')}"
    small = f"; grey: fewer than {min_quotations} quotations" if n.min() < min_quotations else ""
    made = heat(
        table,
        ("outlet", "holder"),
        "share",
        (title, f"Share of voice by outlet: direct and mixed quotations by whose they are{small}"),
        n.index,
        {holder: labels[holder] for holder in whole.index},
        n,
        "quotations",
        min_quotations,
    )
    return finish(made, f"Table chart of the share of voice by outlet. {title}. {strongest(table, labels)}")
