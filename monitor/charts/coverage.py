"""Charts of what arrived, who covers, and when."""

from matplotlib.ticker import MaxNLocator

from monitor.charts import frame
from monitor.wording import counted, period


@frame.chart
def arrived(table, headline):
    """Bars of what each batch brought, kept, known and rejected; `table` as of `Corpus.batches`."""
    small = "Inputs by batch: kept as articles, known already, and rejected"
    made, axes = frame.figure(headline, small, 0.3 * len(table), left=2.3)
    taken = table["articles"] + table["known"]
    axes.barh(table.index, table["known"], left=table["articles"], color=frame.FAINT, height=0.66)
    lost = axes.barh(table.index, table["rejected"], left=taken, color=frame.VERMILION, height=0.66)
    told = [
        ", ".join(f"{n:,} {word}" for word, n in (("known", row.known), ("rejected", row.rejected)) if n)
        for row in table.itertuples()
    ]
    axes.bar_label(lost, told, color=frame.SOFT, padding=4, size=8)
    frame.bars(axes, table, "articles", table["batch"], [""] * len(table), height=0.66)
    whole = (taken + table["rejected"]).max()
    for row, kept in enumerate(table["articles"]):
        inside = kept > 0.06 * whole
        axes.text(
            kept / 2,
            row,
            kept if inside else "",
            color=frame.ON_DARK,
            ha="center",
            va="center",
            size=8,
        )
    axes.set_xlim(0, 1.15 * whole)
    told = "; ".join(
        f"{r.batch}: {r.articles} kept, {r.known} known, {r.rejected} rejected" for r in table.itertuples()
    )
    return frame.finish(made, f"Bar chart of what each batch brought. {headline}. {told}.")


@frame.chart
def articles_by_outlet(table, headline):
    """Bars of articles by outlet; `table` as of `compare.articles_by_outlet`."""
    n = int(table["articles"].sum())
    known = table["per_1000"].notna()
    own = table["per_1000"].astype(float).map("  {:.1f} ‰ of its own".format).where(known, "")
    numbers = zip(table["articles"], table["share"], own, strict=True)
    labels = [f"{count:,}  ({share:.0%}){more}" for count, share, more in numbers]
    subtitle = f"Articles by outlet, and their share of all; n = {n:,}"
    subtitle += "; ‰: in a thousand articles that the outlet published in these days" if known.any() else ""
    made, axes = frame.figure(headline, subtitle, 0.28 * len(table), left=2.3)
    colors = [frame.FAINT if name.startswith("(") else frame.BLUE for name in table["outlet"]]
    frame.bars(axes, table, "articles", table["outlet"], labels, colors)
    axes.set_xlim(0, (1.35 if known.any() else 1.15) * table["articles"].max())
    rows = "; ".join(f"{r.outlet} {r.articles}" for r in table.itertuples())
    return frame.finish(made, f"Bar chart of articles by outlet. {headline}. {rows}.")


@frame.chart
def articles_over_time(table, headline, undated=0):
    """Bars of articles over time; `table` as of `compare.articles_over_time`, `undated`: articles
    without a date.
    """
    unit = table["unit"].iloc[0]
    n = int(table["articles"].sum())
    left_out = f"; {counted(undated, 'article')} without a date left out" if undated else ""
    subtitle = f"Articles by {unit}, n = {n:,}{left_out}"
    made, axes = frame.figure(headline, subtitle, 2.2, left=0.4, above=0.15, below=0.25)
    places = range(len(table))
    drawn = axes.bar(places, table["articles"], color=frame.BLUE, width=0.72 if len(table) > 1 else 0.12)
    for bar, row in zip(drawn, table.index, strict=True):
        frame.mark(bar, row)
    axes.bar_label(drawn, [v or "" for v in table["articles"]], padding=2, size=8)
    step = -(-len(table) // int(made.get_figwidth() * 1.4))
    axes.set_xticks(places[::step], [frame.tick(day, unit) for day in table["period"][::step]], size=8)
    axes.set_xlim(-0.6, len(table) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=frame.RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    rows = "; ".join(f"{period(r.period, unit)} {r.articles}" for r in table.itertuples())
    return frame.finish(made, f"Bar chart of articles by {unit}. {headline}. {rows}.")
