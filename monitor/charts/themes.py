"""Charts of themes: over time, by outlet, their likeness, their number, and what changed."""

from monitor.charts import style
from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.marks import bars, link, note, row_names

MIN_ARTICLES = 3
ALIKE = 0.2


@style.chart(
    "Line charts of themes over time", "Share of the articles by theme, by {unit}", "theme_trends"
)
def themes_over_time(table, headline):
    """Panels, one a theme, of its share by period; `table`: `compare.themes_over_time`."""
    table = table.assign(item=table["label"])
    colors = dict.fromkeys(table["item"], style.BLUE)
    measure = "Mean share of an article that the theme explains"
    return lines_over_time(table, headline, "articles", measure, colors, MIN_ARTICLES)


@style.chart(
    "Table chart of themes by outlet",
    "Share of the articles by theme and outlet",
    "theme_differences",
)
def themes_by_outlet(table, headline, most=10):
    """Shaded table of themes by outlet; `table`: `compare.themes_by_outlet`."""
    shares = table.groupby("label", sort=False)["share"].mean()
    largest = shares.sort_values(ascending=False, kind="stable").index[:most]
    n = table.groupby("outlet", sort=False)["articles"].first()
    subtitle = "Mean share of an outlet's articles that each theme explains, "
    subtitle += f"the {most} largest themes, " if len(shares) > most else ""
    subtitle += f"n = {n.sum():,} articles"
    table = table[table["label"].isin(largest)]
    columns = "label", {label: label for label in largest}
    return heatmap(table, "outlet", columns, "share", headline, subtitle, n, "articles")


@style.chart(
    "Map of the themes by the likeness of their terms", "Themes by the likeness of their terms"
)
def theme_map(table, headline):
    """Map of the themes, those of like terms near each other; `table`: `themes.theme_map`."""
    table = table.sort_values("y", ascending=False, kind="stable")
    n = table["articles"].sum()
    subtitle = "Themes in order of the likeness of their terms, across and down; lines: likeness "
    subtitle += f"from {ALIKE} on; a dot's area: articles, n = {n:,}"
    figure, (axes,) = style.figure(headline, subtitle, style.ROW * len(table), left=0.1)
    themes = table.assign(down=range(len(table))).set_index("label", drop=False)
    for theme in themes[themes["likeness"] >= ALIKE].itertuples():
        ends = themes.loc[[theme.label, theme.nearest]]
        axes.plot(ends["x"], ends["down"], color=style.RULE, linewidth=1.5, zorder=1)
    middle = (table["x"].min() + table["x"].max()) / 2
    room = 28 if style.is_narrow() else 60
    for row, theme in zip(table.index, themes.itertuples(), strict=True):
        size = (30 + 600 * theme.articles / max(1, n)) ** 0.5
        (dot,) = axes.plot(theme.x, theme.down, "o", markersize=size, color=style.BLUE, zorder=2)
        link(dot, row)
        side = 1 if theme.x < middle else -1
        words = style.wrap(f"{theme.label} ({theme.articles:,})", room)
        note(axes, words, theme.x, theme.down, side * (4 + size / 2))
    axes.margins(x=0.08)
    axes.set(ylim=(len(table) - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return figure


@style.chart(
    "Dot chart of the stability of each number of themes", "Stability of each number of themes"
)
def theme_numbers(table, headline):
    """Dots of how stable each number of themes is; `table`: `themes.theme_numbers`."""
    subtitle = "Agreement of the themes' terms over resamples of the articles (0 to 1), "
    subtitle += "± one standard deviation"
    figure, (axes,) = style.figure(headline, subtitle, 1.6, left=0.45, below=0.4)
    places = range(len(table))
    spread = {"color": style.SOFT, "linewidth": 1.2, "zorder": 1}
    axes.errorbar(places, table["stability"], table["spread"], **spread)
    colors = table["chosen"].map({True: style.BLUE, False: style.SOFT})
    axes.scatter(places, table["stability"], s=40, color=colors, zorder=2)
    for place, stability in enumerate(table["stability"]):
        note(axes, f"{stability:.2f}", place, stability, 8, 6)
    names = [f"{row.n_themes}{' (chosen)' * row.chosen}" for row in table.itertuples()]
    axes.set_xticks(places, names)
    axes.set_xlabel("number of themes")
    axes.set(xlim=(-0.3, len(table) - 0.6), ylim=(0, 1))
    axes.grid(axis="y")
    return figure


@style.chart(
    "Bar chart of what the last ingest did to the themes",
    "How the newest batch changed the themes",
    "theme_changes",
)
def theme_changes(table, headline):
    """Bars of the articles that came to or left each theme, and the terms it gained and lost.

    `table`: `Corpus.theme_changes`.
    """
    moved = table[table["change"] == "moved"]
    new = table[table["change"] == "new"].set_index("theme")["articles"].astype(int)
    came = moved.groupby("other")["articles"].sum().astype(int)
    left = moved.groupby("theme")["articles"].sum().astype(int)
    busy = came.add(left, fill_value=0).sort_values(ascending=False, kind="stable").index
    renewed = table.loc[table["change"].isin(["gained", "lost"]), "theme"]
    names = list(dict.fromkeys([*new.index, *busy, *renewed]))
    counts = table["change"].value_counts()
    asked = [f"{counts[kind]} to {kind[:-1]}" for kind in ("merge?", "split?") if kind in counts]
    subtitle = "Articles that came to each theme (right) or left it (left) in the newest batch, "
    subtitle += "terms gained and lost"
    subtitle += f"; to be checked by an analyst: {', '.join(asked)}" if asked else ""
    narrow = style.is_narrow()
    height = (0.5 if narrow else 0.32) * len(names)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.6)
    arrivals = new.combine_first(came).reindex(names, fill_value=0).astype(int)
    departures = left.reindex(names, fill_value=0).astype(int)
    colors = [style.GREEN if name in new else style.BLUE for name in names]
    bars(axes, arrivals, colors, height=0.6)
    bars(axes, -departures, style.VERMILION, height=0.6)
    gains = table.assign(sign=table["change"].map({"gained": "+", "lost": "−"})).dropna(
        subset="sign"
    )
    gains = (gains["sign"] + " " + gains["terms"]).groupby(gains["theme"]).agg("; ".join)
    for row, name in enumerate(names):
        words = [
            f"new: {new[name]}" if name in new else "",
            f"{came[name]} came" if name in came and name not in new else "",
            f"{left[name]} left" if name in left else "",
            gains.get(name, ""),
        ]
        words = style.wrap("; ".join(filter(None, words)), 32 if narrow else 80, 4 if narrow else 2)
        note(axes, words, arrivals[name], row, 5)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, names)
    axes.set_xlim(-1.1 * max([0, *departures]), 4 * max([1, *arrivals]))
    return figure
