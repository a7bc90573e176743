"""Dots with intervals: how far shares in one group are from those in all others."""

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from monitor.charts import style
from monitor.charts.marks import link_rows, note, row_names

MOST = 12


@style.chart("Dot chart of differences, with 95% confidence intervals")
def differences(table, headline, most=MOST):
    """Dots with intervals, the surest difference first; significant ones are filled.

    `table`: DataFrame[name, compared, difference, low, high, significant], as
    `report.figures.tested_rows` makes it of a comparison; of what is not significant, at most
    `most` rows are drawn. On a telephone the words of a row stand above its line.
    """
    rows = table.head(max(most, min(table["significant"].sum(), 2 * MOST)))
    places = np.arange(len(rows))
    subtitle = (
        "Difference in percentage points, with 95% confidence intervals for all comparisons of the "
        "report together; ● significant, ○ not significant"
    )
    if len(rows) < len(table):
        subtitle += f". The surest {len(rows)} of {len(table)} comparisons"
    narrow = style.is_narrow()
    sides = {"left": 0.1, "right": 0.1} if narrow else {"left": 2.7, "right": 1.9}
    height = style.row() * len(rows)
    figure, (axes,) = style.figure(headline, subtitle, height, below=0.25, **sides)
    figure.drawn = rows.index
    colors = np.where(rows["significant"], style.BLUE, style.SOFT)
    faces = np.where(rows["significant"], style.BLUE, style.PAGE)
    axes.hlines(places, rows["low"], rows["high"], colors, linewidth=1.6)
    axes.scatter(rows["difference"], places, 34, faces, edgecolor=colors, linewidth=1.2, zorder=3)
    axes.axvline(0, color=style.SOFT, linewidth=0.8, zorder=0)
    link_rows(axes, rows.index)
    if narrow:
        for place, row in enumerate(rows.itertuples()):
            note(axes, row.name, 0, place - 0.33, 0.1, at=("axes fraction", "data"))
            note(axes, row.compared, 1, place - 0.33, -0.1, at=("axes fraction", "data"))
    else:
        for place, words in enumerate(rows["compared"]):
            note(axes, words, 1, place, 8, at=("axes fraction", "data"), color=style.SOFT)
    row_names(axes, [""] * len(rows) if narrow else rows["name"])
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_points))
    return figure


def _points(share, _):
    return f"{100 * share:+.0f}".replace("-", "−").replace("+0", "0")
