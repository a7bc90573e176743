"""Charts of themes: over time, by outlet, their likeness, their number, and what changed."""

import pandas as pd

from monitor.charts import style
from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.marks import bars, link_parts, note, row_names

MIN_ARTICLES = 3
ALIKE = 0.2


@style.chart(
    "Line charts of themes over time", "Share of the articles by theme, by {unit}", "theme_trends"
)
def themes_over_time(table, headline):
    """Panels, one a theme, of its share by period; `table`: `compare.themes_over_time`."""
    measure = "Mean share of an article that the theme explains"
    return lines_over_time(headline, measure, table, "label", "articles", MIN_ARTICLES)


@style.chart(
    "Table chart of themes by outlet",
    "Share of the articles by theme and outlet",
    "theme_differences",
)
def themes_by_outlet(table, headline, most=10):
    """Shaded table of themes by outlet; `table`: `compare.themes_by_outlet`."""
    larger = f"the {most} largest themes, " if table["label"].nunique() > most else ""
    n = table.drop_duplicates("outlet")["articles"].sum()
    subtitle = f"Mean share of an outlet's articles that each theme explains, {larger}n = {n:,} "
    subtitle += "articles"
    return heatmap(headline, subtitle, table, "outlet", "label", n="articles", most=most)


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
    table = table.assign(y=range(len(table)), size=30 + 600 * table["articles"] / max(1, n))
    places = table.set_index("label")[["x", "y"]]
    for theme in table[table["likeness"] >= ALIKE].itertuples():
        ends = places.loc[[theme.label, theme.nearest]]
        axes.plot(ends["x"], ends["y"], color=style.RULE, linewidth=1.5, zorder=1)
    drawn = axes.scatter(table["x"], table["y"], table["size"], style.BLUE, linewidth=1, zorder=2)
    link_parts(drawn, table.index)
    middle = (table["x"].min() + table["x"].max()) / 2
    room = 28 if style.is_narrow() else 60
    for theme in table.itertuples():
        side = 1 if theme.x < middle else -1
        words = style.wrap(f"{theme.label} ({theme.articles:,})", room)
        note(axes, words, theme.x, theme.y, side * (4 + theme.size**0.5 / 2))
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
    rows = table.set_index("theme")
    counts = table["change"].value_counts()
    asked = [f"{counts[kind]} to {kind[:-1]}" for kind in ("merge?", "split?") if kind in counts]
    subtitle = "Articles that came to each theme (right) or left it (left) in the newest batch, "
    subtitle += "terms gained and lost"
    subtitle += f"; to be checked by an analyst: {', '.join(asked)}" if asked else ""
    new = rows.loc[rows["change"] == "new", "articles"]
    moved = table[table["change"] == "moved"]
    came = moved.groupby("other")["articles"].sum()
    came = came[~came.index.isin(new.index)]
    left = moved.groupby("theme")["articles"].sum()
    words = pd.concat(
        [
            "new: " + new.astype(str),
            rows.loc[rows["change"].str.startswith("split off"), "change"],
            came.astype(str) + " came",
            left.astype(str) + " left",
            "+ " + rows.loc[rows["change"] == "gained", "terms"],
            "− " + rows.loc[rows["change"] == "lost", "terms"],
        ]
    )
    words = words.groupby(level=0).agg("; ".join)
    moves = pd.DataFrame({"came": pd.concat([new, came]), "left": left, "words": words})
    moves = moves.fillna({"came": 0, "left": 0})
    moves = moves.loc[(moves["came"] + moves["left"]).sort_values(ascending=False).index]
    narrow = style.is_narrow()
    height = (0.5 if narrow else 0.32) * len(moves)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.6)
    colors = [style.GREEN if theme in new else style.BLUE for theme in moves.index]
    bars(axes, moves["came"], colors, height=0.6)
    bars(axes, -moves["left"], style.VERMILION, height=0.6)
    for row, theme in enumerate(moves.itertuples()):
        words = style.wrap(theme.words, 32 if narrow else 80, 4 if narrow else 2)
        note(axes, words, theme.came, row, 5)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, moves.index)
    axes.set_xlim(-1.1 * moves["left"].max(), 4 * max(1, moves["came"].max()))
    return figure
