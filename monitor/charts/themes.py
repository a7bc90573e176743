"""Charts of themes: their likeness and their number."""

import numpy as np

from monitor.charts import style
from monitor.charts.marks import note, row_names

ALIKE = 0.2


@style.chart("Arc diagram")
def theme_map(table, headline):
    """Themes in rows, those of like terms near each other; `table`: `themes.theme_map`."""
    subtitle = (
        f"Arcs join a theme to the one whose terms are most like its own (likeness from {ALIKE} "
        f"on); a dot’s area: articles, n = {table['articles'].sum():,}"
    )
    figure, (axes,) = style.figure(headline, subtitle, style.row() * len(table), left=3.2)
    table = table.sort_values("x", kind="stable")
    row_names(axes, table["label"] + table["articles"].map(" ({:,})".format))
    rows = {label: row for row, label in enumerate(table["label"])}
    angles = np.linspace(0, np.pi)
    for theme, nearest, likeness in table[["label", "nearest", "likeness"]].to_numpy():
        if likeness >= ALIKE:
            start, end = rows[theme], rows[nearest]
            middle, half = (start + end) / 2, (start - end) / 2
            arc = abs(half) * np.sin(angles), middle + half * np.cos(angles)
            axes.plot(*arc, color=style.FAINT, linewidth=1.2, zorder=1)
    sizes = 15 + 300 * table["articles"] / table["articles"].max()
    axes.scatter([0] * len(table), range(len(table)), sizes, style.BLUE, zorder=2)
    axes.set_xlim(left=-0.5)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    return figure


@style.chart("Dot chart")
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
