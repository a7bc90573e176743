"""Charts of themes: their likeness and their number."""

import numpy as np

from monitor.charts import style
from monitor.charts.marks import note

ALIKE = 0.2


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
