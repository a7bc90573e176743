"""Charts of what arrived, who covers, and when."""

from matplotlib.ticker import MaxNLocator

from monitor.charts import frame


@frame.chart
def arrived(table):
    """Bars of what each batch brought, kept, known and rejected; `table` as of `Corpus.batches`."""
    n, refused = int(table["articles"].sum()), int(table["rejected"].sum())
    title = f"{frame.counted(n, 'article')} kept from {frame.counted(len(table), 'batch', 'batches')}, "
    title += f"{frame.counted(refused, 'input')} rejected" if refused else "nothing rejected"
    small = "Inputs by batch: kept as articles, known already, and rejected"
    made, axes = frame.figure(title, small, 0.3 * len(table), left=2.3)
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
        axes.text(kept / 2, row, kept if inside else "", color=frame.ON_DARK, ha="center", va="center", size=8)
    axes.set_xlim(0, 1.15 * whole)
    told = "; ".join(
        f"{r.batch}: {r.articles} kept, {r.known} known, {r.rejected} rejected" for r in table.itertuples()
    )
    return frame.finish(made, f"Bar chart of what each batch brought. {title}. {told}.")


@frame.chart
def articles_by_outlet(table):
    """Bars of articles by outlet; `table` as of `compare.articles_by_outlet`."""
    n, named = int(table["articles"].sum()), table[~table["outlet"].str.startswith("(")]
    most = int((named if len(named) else table)["articles"].max())
    leads = list((named if len(named) else table).query("articles == @most")["outlet"])
    title = f"{leads[0]} carries most: {most} of {frame.counted(n, 'article')}"
    if len(table) == 1:
        title = f"{'All' if n > 1 else 'The'} {frame.counted(n, 'article')} from one outlet: {leads[0]}"
        title = title if len(named) else f"No outlet is stated: {frame.counted(n, 'article')}"
    elif len(leads) > 1:
        title = f"{len(leads)} outlets carry most, {frame.counted(most, 'article')} each of {n:,}"
    known = table["per_1000"].notna()
    own = table["per_1000"].astype(float).map("  {:.1f} ‰ of its own".format).where(known, "")
    numbers = zip(table["articles"], table["share"], own, strict=True)
    labels = [f"{count:,}  ({share:.0%}){more}" for count, share, more in numbers]
    subtitle = f"Articles by outlet, and their share of all; n = {n:,}"
    subtitle += "; ‰: in a thousand articles that the outlet published in these days" if known.any() else ""
    made, axes = frame.figure(title, subtitle, 0.28 * len(table), left=2.3)
    colors = [frame.FAINT if name.startswith("(") else frame.BLUE for name in table["outlet"]]
    frame.bars(axes, table, "articles", table["outlet"], labels, colors)
    axes.set_xlim(0, (1.35 if known.any() else 1.15) * table["articles"].max())
    rows = "; ".join(f"{r.outlet} {r.articles}" for r in table.itertuples())
    return frame.finish(made, f"Bar chart of articles by outlet. {title}. {rows}.")


@frame.chart
def articles_over_time(table, undated=0):
    """Bars of articles over time; `table` as of `compare.articles_over_time`, `undated`: articles without a date."""
    unit, top = table["unit"].iloc[0], table.loc[table["articles"].idxmax()]
    n, when = int(table["articles"].sum()), frame.period(top["period"], unit)
    title = f"Most articles in one {unit}: {top['articles']}, {when}"
    title = title if len(table) > 1 else f"{frame.counted(n, 'dated article')}, {when}"
    left_out = f"; {frame.counted(undated, 'article')} without a date left out" if undated else ""
    made, axes = frame.figure(title, f"Articles by {unit}, n = {n:,}{left_out}", 2.2, left=0.4, above=0.15, below=0.25)
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
    rows = "; ".join(f"{frame.period(r.period, unit)} {r.articles}" for r in table.itertuples())
    return frame.finish(made, f"Bar chart of articles by {unit}. {title}. {rows}.")
