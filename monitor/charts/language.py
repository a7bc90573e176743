"""The chart of the terms that mark each theme."""

from monitor.charts import style
from monitor.charts.marks import bars, row_names


@style.chart("Bar charts")
def theme_terms(table, headline, most=12):
    """Panels of bars, one a theme, of its first terms; `table`: `themes.theme_terms`."""
    labels = table["label"].unique()
    larger = f"the {most} largest themes, " if len(labels) > most else ""
    subtitle = f"The first terms of each theme, {larger}by their weight in it (TF-IDF and NMF)"
    groups = dict(list(table[table["label"].isin(labels[:most])].groupby("label", sort=False)))
    longest = max(map(len, groups.values()))
    figure, panels = style.figure(
        headline, subtitle, 0.2 * longest, 1.2, groups, 3, below=0.1, across=1.35
    )
    for axes, rows in zip(panels, groups.values(), strict=True):
        bars(axes, rows["weight"], labels=rows["weight"].map("{:.2f}".format), height=0.62)
        axes.margins(x=0.2)  # room for the labels
        row_names(axes, rows["term"])
        axes.set_ylim(longest - 0.5, -0.5)
    furthest = max(axes.get_xlim()[1] for axes in panels)
    for axes in panels:
        axes.set_xlim(right=furthest)
    return figure
