"""Charts of themes: over time, by outlet, their likeness, their number, and what changed."""

import numpy as np
import pandas as pd

from monitor.charts import style
from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.marks import bars, note, row_names

MIN_ARTICLES = 3
ALIKE = 0.2
# What happened to a theme, in the words of a chart.
SPLIT = "split off from earlier coverage"
EVENTS = {
    "new": "new: {:.0f}",
    SPLIT: SPLIT + ": {:.0f}",
    "came": "{:.0f} came",
    "moved": "{:.0f} left",
    "gained": "+ {}",
    "lost": "− {}",
}


@style.chart(
    "Line charts of themes over time", "Share of the articles by theme, by {unit}", "theme_trends"
)
def themes_over_time(table, headline):
    """Panels, one a theme, of its share by period; `table`: `Selection.shares`."""
    measure = "Mean share of an article that the theme explains"
    return lines_over_time(headline, measure, table, "value", "articles", MIN_ARTICLES)


@style.chart(
    "Table chart of themes by outlet",
    "Share of the articles by theme and {by}",
    "theme_differences",
)
def themes_by_outlet(table, headline, most=10):
    """Shaded table of themes by outlet; `table`: `Selection.shares`."""
    larger = f"the {most} largest themes, " if table["value"].nunique() > most else ""
    by = table.columns[0]
    n = table.drop_duplicates(by)["articles"].sum()
    measure = f"Mean share of each {by}'s articles that each theme explains"
    subtitle = f"{measure}, {larger}n = {n:,} articles"
    return heatmap(headline, subtitle, table, by, "value", n="articles", most=most)


@style.chart(
    "Map of the themes by the likeness of their terms", "Themes by the likeness of their terms"
)
def theme_map(table, headline):
    """Map of the themes, those of like terms near each other; `table`: `themes.theme_map`."""
    n = table["articles"].sum()
    subtitle = (
        "Themes in order of the likeness of their terms, across and down; lines: likeness "
        f"from {ALIKE} on; a dot's area: articles, n = {n:,}"
    )
    figure, (axes,) = style.figure(headline, subtitle, style.ROW * len(table), left=0.1)
    table = table.sort_values("y", ascending=False, kind="stable").set_index("label")
    table = table.assign(y=range(len(table)), size=30 + 600 * table["articles"] / max(1, n))
    for theme, nearest in table.loc[table["likeness"] >= ALIKE, "nearest"].items():
        ends = table.loc[[theme, nearest]]
        axes.plot(ends["x"], ends["y"], color=style.RULE, linewidth=1.5, zorder=1)
    axes.scatter(table["x"], table["y"], table["size"], style.BLUE, linewidth=1, zorder=2)
    middle = (table["x"].min() + table["x"].max()) / 2
    for theme in table.itertuples():
        words = style.wrap(f"{theme.Index} ({theme.articles:,})", int(6.5 * style.page_width()))
        beside = 4 + theme.size**0.5 / 2
        note(axes, words, theme.x, theme.y, beside if theme.x < middle else -beside)
    axes.margins(x=0.08)
    axes.set(ylim=(len(table) - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return figure


@style.chart(
    "Dot chart of the stability of each number of themes", "Stability of each number of themes"
)
def theme_numbers(table, headline):
    """Dots of how stable each number of themes is; `table`: `themes.theme_numbers`."""
    subtitle = (
        "Agreement of the themes' terms over resamples of the articles (0 to 1), "
        "± one standard deviation"
    )
    figure, (axes,) = style.figure(headline, subtitle, 1.6, left=0.45, below=0.4)
    axes.errorbar(table.index, table["stability"], table["spread"], color=style.SOFT)
    colors = np.where(table["chosen"], style.BLUE, style.SOFT)
    axes.scatter(table.index, table["stability"], s=40, color=colors, zorder=3)
    for place, stability in table["stability"].items():
        note(axes, f"{stability:.2f}", place, stability, 8, 6)
    names = table["n_themes"].astype(str) + table["chosen"].map({True: " (chosen)", False: ""})
    axes.set_xticks(table.index, names)
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
    counts = table["change"].value_counts()
    asked = [f"{counts[kind]} to {kind[:-1]}" for kind in ("merge?", "split?") if kind in counts]
    subtitle = (
        "Articles that came to each theme (right) or left it (left) in the newest batch, "
        "terms gained and lost"
    )
    subtitle += f"; to be checked by an analyst: {', '.join(asked)}" if asked else ""
    themes = _events_by_theme(table)
    came = themes["new"].fillna(themes["came"]).fillna(0)
    left = themes["moved"].fillna(0)
    narrow = style.is_narrow()
    height = (0.5 if narrow else 0.32) * len(themes)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.6)
    bars(axes, came, np.where(themes["new"].isna(), style.BLUE, style.GREEN), height=0.6)
    bars(axes, -left, style.VERMILION, height=0.6)
    for row, (_, events) in enumerate(themes.iterrows()):
        words = [EVENTS[name].format(event) for name, event in events.dropna().items()]
        words = style.wrap("; ".join(words), 32 if narrow else 80, 4 if narrow else 2)
        note(axes, words, came.iloc[row], row, 5)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, themes.index)
    axes.set_xlim(-1.1 * left.max(), 4 * max(1, came.max()))
    return figure


def _events_by_theme(table):
    """DataFrame[new, split off, came, moved, gained, lost] by theme: numbers of articles, terms.

    The themes with most articles that came or left are first.
    """
    table = table.astype({"articles": float})
    moved = table[table["change"] == "moved"]
    table = pd.concat([table, moved.assign(theme=moved["other"], change="came")])
    events = table[table["change"].isin(EVENTS)].groupby(["theme", "change"])
    numbers = events["articles"].sum().unstack().reindex(columns=["new", SPLIT, "came", "moved"])
    numbers["came"] = numbers["came"].where(numbers["new"].isna())  # they are among the new
    order = numbers.sum(axis=1).sort_values(ascending=False, kind="stable").index
    terms = events["terms"].first().unstack().reindex(columns=["gained", "lost"])
    return numbers.join(terms).loc[order]
