"""Charts of who is quoted: by outlet, over time, and by whose voice it is."""

from monitor.charts.frame import BLUE, MIN_PASSAGES, chart, finish, short, strongest
from monitor.charts.panels import heat, over_time


@chart
def voices_by_outlet(table, headline):
    """Shaded table of how often each outlet quotes each speaker; `table` as of `compare.voices`."""
    totals = table.groupby("speaker", sort=False)["quotes"].sum()
    outlets = table.groupby("outlet")["quotes"].sum().sort_values(ascending=False, kind="stable").index
    subtitle = f"Direct and mixed quotations of the {len(totals)} most quoted speakers by outlet, n = {totals.sum():,}"
    made = heat(
        table,
        ("speaker", "outlet"),
        "quotes",
        (headline, subtitle),
        totals.index,
        {outlet: short(outlet, 26) for outlet in outlets},
        totals,
        "in all",
        form="{:.0f}",
    )
    rows = "; ".join(f"{name} {total}" for name, total in totals.items())
    return finish(made, f"Table chart of quotations by speaker and outlet. {headline}. {rows}.")


@chart
def voices_over_time(table, headline, min_quotations=5):
    """Small panels, one a speaker, of the share of quotations over time; `table` of
    `compare.voices_over_time`.
    """
    table = table.assign(item=table["speaker"])
    colors = dict.fromkeys(table["item"], BLUE)
    measure = "Share of the direct and mixed quotations whose speaker is known"
    return over_time(table, headline, "quotations", measure, colors, min_quotations)


@chart
def share_of_voice(table, headline, labels, min_quotations=MIN_PASSAGES):
    """Shaded table of whose quotations each outlet prints; `table` as of `compare.share_of_voice`
    by outlet.

    `labels` maps holders to readable names. Outlets with fewer than `min_quotations` quotations are
    greyed.
    """
    n = table.groupby("outlet", sort=False)["quotations"].first()
    whole = (table["share"] * table["quotations"]).groupby(table["holder"], sort=False).sum() / n.sum()
    small = f"; grey: fewer than {min_quotations} quotations" if n.min() < min_quotations else ""
    made = heat(
        table,
        ("outlet", "holder"),
        "share",
        (
            headline,
            f"Share of voice by outlet: direct and mixed quotations by whose they are{small}",
        ),
        n.index,
        {holder: labels[holder] for holder in whole.index},
        n,
        "quotations",
        min_quotations,
    )
    return finish(made, f"Table chart of the share of voice by outlet. {headline}. {strongest(table, labels)}")
