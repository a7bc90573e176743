"""Charts of what arrived, who covers, and when."""

from matplotlib.ticker import MaxNLocator

from monitor.charts import style
from monitor.charts.marks import bar_chart, bars, leave_room, link, row_names, tick
from monitor.wording import counted


@style.chart("Bar chart")
def arrived(table, headline):
    """Bars of what each batch brought: kept, known and rejected; `table`: `Corpus.batches`."""
    subtitle = "Inputs by batch: kept as articles, known already, and rejected"
    figure, (axes,) = style.figure(headline, subtitle, style.row() * len(table), left=1.9)
    ends = table[["articles", "known", "rejected"]].cumsum(axis=1)
    furthest = ends["rejected"].max()
    words = [
        ", ".join(f"{n:,} {kind}" for kind, n in row.items() if n)
        for row in table[["known", "rejected"]].to_dict("records")
    ]
    kept = bars(axes, table["articles"], height=0.66)
    bars(axes, table["known"], style.FAINT, start=ends["articles"], height=0.66)
    bars(axes, table["rejected"], style.VERMILION, words, ends["known"], height=0.66)
    inside = table["articles"].astype(str).where(table["articles"] > 0.06 * furthest, "")
    axes.bar_label(kept, inside, label_type="center", color=style.ON_DARK)
    row_names(axes, table["batch"])
    leave_room(axes, words, furthest)
    return figure


@style.chart("Bar chart")
def articles_by_outlet(table, headline):
    """Bars of articles by outlet; `table`: `compare.articles_by_outlet`."""
    labels = table["articles"].map("{:,}".format) + table["share"].map("  ({:.0%})".format)
    subtitle = f"Number of articles, and share of all; n = {table['articles'].sum():,}"
    rates = table["per_1000"].astype(float)
    if rates.any():
        subtitle += "; ‰: per thousand articles that the outlet published in this period"
        labels += rates.map("  {:.1f} ‰ of its own".format).where(rates.notna(), "")
    names, lengths = table["outlet"], table["articles"]
    colors = names.str.startswith("(").map({True: style.FAINT, False: style.BLUE})
    return bar_chart(headline, subtitle, names, lengths, labels, 2.3, colors)


@style.chart("Bar chart")
def articles_over_time(table, headline, undated=0):
    """Bars of articles by period; `table`: `compare.articles_over_time`.

    `undated`: number of articles without a date, for the subtitle.
    """
    unit = table["unit"].iloc[0]
    subtitle = f"n = {counted(table['articles'].sum(), 'article')}"
    subtitle += f"; {undated:,} without a date excluded" if undated else ""
    figure, (axes,) = style.figure(headline, subtitle, 2.2, left=0.4, above=0.15, below=0.25)
    places = range(len(table))
    width = 0.72 if len(table) > 1 else 0.12
    drawn = axes.bar(places, table["articles"], width, color=style.BLUE)
    link(drawn, table.index)
    axes.bar_label(drawn, [n or "" for n in table["articles"]], padding=2)
    step = -(-len(table) // int(figure.get_figwidth() * 1.4))
    names = [tick(day, unit) for day in table["period"]]
    axes.set_xticks(places[::step], names[::step])
    axes.set_xlim(-0.6, len(table) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y")
    return figure
