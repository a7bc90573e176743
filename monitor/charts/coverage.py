"""Charts of what arrived, who covers, and when."""

from matplotlib.ticker import MaxNLocator

from monitor.charts import style
from monitor.wording import counted, period


@style.chart
def arrived(table, headline):
    """Bars of what each batch brought: kept, known and rejected; `table`: `Corpus.batches`."""
    subtitle = "Inputs by batch: kept as articles, known already, and rejected"
    figure, axes = style.figure(headline, subtitle, 0.3 * len(table), left=2.3)
    no_labels = [""] * len(table)
    style.bars(axes, table, "articles", table["batch"], no_labels, height=0.66)
    taken = table["articles"] + table["known"]
    whole = taken + table["rejected"]
    axes.barh(table.index, table["known"], 0.66, table["articles"], color=style.FAINT)
    last = axes.barh(table.index, table["rejected"], 0.66, taken, color=style.VERMILION)
    kinds = ("known", "rejected")
    counts = [
        ", ".join(f"{row[kind]:,} {kind}" for kind in kinds if row[kind])
        for row in table.to_dict("records")
    ]
    axes.bar_label(last, counts, color=style.SOFT, padding=4, size=8)
    for row, kept in table["articles"].items():
        if kept > 0.06 * whole.max():
            axes.text(kept / 2, row, kept, color=style.ON_DARK, ha="center", va="center", size=8)
    axes.set_xlim(0, (1.9 if style.is_narrow() else 1.25) * whole.max())
    data = "; ".join(
        f"{row.batch}: {row.articles} kept, {row.known} known, {row.rejected} rejected"
        for row in table.itertuples()
    )
    return figure, "Bar chart of what each batch brought", data


@style.chart
def articles_by_outlet(table, headline):
    """Bars of articles by outlet; `table`: `compare.articles_by_outlet`."""
    labels = [f"{row.articles:,}  ({row.share:.0%})" for row in table.itertuples()]
    own = table["per_1000"].astype(float)
    subtitle = f"Articles by outlet, and their share of all; n = {table['articles'].sum():,}"
    if own.notna().any():
        subtitle += "; ‰: in a thousand articles that the outlet published in these days"
        rates = own.map("  {:.1f} ‰ of its own".format).where(own.notna(), "")
        labels = [label + rate for label, rate in zip(labels, rates, strict=True)]
    figure, axes = style.figure(headline, subtitle, style.ROW * len(table), left=2.3)
    groups = table["outlet"].str.startswith("(")
    colors = groups.map({True: style.FAINT, False: style.BLUE}).tolist()
    style.bars(axes, table, "articles", table["outlet"], labels, colors)
    room = 0.055 * max(map(len, labels)) / (figure.get_figwidth() - figure.left)
    axes.set_xlim(0, table["articles"].max() / (1 - room))
    data = "; ".join(f"{row.outlet} {row.articles}" for row in table.itertuples())
    return figure, "Bar chart of articles by outlet", data


@style.chart
def articles_over_time(table, headline, undated=0):
    """Bars of articles by period; `table`: `compare.articles_over_time`.

    `undated`: number of articles without a date, for the subtitle.
    """
    unit = table["unit"].iloc[0]
    subtitle = f"Articles by {unit}, n = {table['articles'].sum():,}"
    subtitle += f"; {counted(undated, 'article')} without a date excluded" if undated else ""
    figure, axes = style.figure(headline, subtitle, 2.2, left=0.4, above=0.15, below=0.25)
    places = range(len(table))
    width = 0.72 if len(table) > 1 else 0.12
    bars = axes.bar(places, table["articles"], color=style.BLUE, width=width)
    for bar, row in zip(bars, table.index, strict=True):
        style.link(bar, row)
    axes.bar_label(bars, [n or "" for n in table["articles"]], padding=2, size=8)
    step = -(-len(table) // int(figure.get_figwidth() * 1.4))
    names = [style.tick(day, unit) for day in table["period"]]
    axes.set_xticks(places[::step], names[::step], size=8)
    axes.set_xlim(-0.6, len(table) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=style.RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    data = "; ".join(f"{period(row.period, unit)} {row.articles}" for row in table.itertuples())
    return figure, f"Bar chart of articles by {unit}", data
