"""Dots of two shares that were compared: how far one is from the other, row by row."""

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from monitor.charts import style
from monitor.charts.marks import BESIDE, link_rows, note, row_names
from monitor.wording import signed

MOST = 12  # rows drawn on a wide page, and half as many on a telephone
TALL = 0.54  # inches of a row on a telephone, where its words stand above its line


@style.chart("Dot chart with 95% confidence intervals")
def differences(table, headline, sides):
    """Dots with intervals, the most certain difference first; significant ones are filled.

    `table`: DataFrame[name, compared, difference, low, high, significant], as
    `report.figures.tested_rows` makes it of a comparison; `sides`: what is compared with what.
    """
    subtitle = (
        f"Difference in percentage points, {sides[0]} minus {sides[1]}, with simultaneous 95% "
        "confidence intervals for all comparisons of the report; ●\u00a0significant, "
        "○\u00a0not significant"
    )
    axes, rows = _rows(headline, subtitle, table, below=0.25)
    places = rows["place"]
    colors = np.where(rows["significant"], style.BLUE, style.SOFT)
    faces = np.where(rows["significant"], style.BLUE, style.PAGE)
    ends = 0.15 if style.is_narrow() else 0.5
    axes.vlines([0] * len(rows), places - ends, places + ends, style.SOFT, linewidth=0.8, zorder=0)
    axes.hlines(places, rows["low"], rows["high"], colors, linewidth=1.6)
    axes.scatter(rows["difference"], places, 34, faces, edgecolor=colors, linewidth=1.2, zorder=3)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_points))
    return axes.figure


def _points(share, _):
    return signed(share)


@style.chart("Dot chart")
def distinctive_terms(table, headline):
    """Dots of the share of a group's articles that contain a term, and of all other articles.

    `table`: significant rows of `compare.keyness`, with `name` and `compared` in words.
    """
    subtitle = (
        "Share of articles that contain the term: ●\u00a0of the group, |\u00a0of all others; all "
        "significant by Fisher’s exact test, corrected for all comparisons of the report"
    )
    axes, rows = _rows(headline, subtitle, table)
    places = rows["place"]
    shares = rows["articles"] / rows["group_articles"]
    others = rows["rest"] / rows["rest_articles"]
    axes.hlines(places, others, shares, color=style.BLUE, linewidth=1.5)
    axes.scatter(others, places, 60, style.SOFT, marker="|", zorder=3)
    axes.scatter(shares, places, 26, style.BLUE, zorder=3)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return axes.figure


def _rows(headline, subtitle, table, below=0.0):
    """(Axes of a new figure, the first rows of the table with the `place` of their marks), words
    beside the marks or, on a telephone, above them.
    """
    narrow = style.is_narrow()
    rows = table.head(MOST // 2 if narrow else MOST)
    if len(rows) < len(table):
        subtitle += f". The {len(rows)} clearest of {len(table)} are drawn"
    right = 0.2 + 1.15 * style.LETTER * rows["compared"].str.len().max()
    sides = {"left": 0.15, "right": 0.15} if narrow else {"left": 2.7, "right": right}
    height = (TALL if narrow else style.ROW) * len(rows)
    figure, (axes,) = style.figure(headline, subtitle, height, below=below, **sides)
    figure.drawn = rows.index
    places = np.arange(len(rows))
    link_rows(axes, rows.index)
    row_names(axes, [""] * len(rows) if narrow else rows["name"])
    axes.spines["left"].set_visible(False)
    if not narrow:
        for place, words in enumerate(rows["compared"]):
            note(axes, words, 1, place, 8, at=BESIDE, color=style.SOFT)
        return axes, rows.assign(place=places)
    for place, words in enumerate(rows["name"] + " – " + rows["compared"]):
        words = style.wrap(words, int(style.page_width() / style.LETTER))
        note(axes, words, 0, place - 0.48, 0.1, at=BESIDE, va="top")
    return axes, rows.assign(place=places + 0.22)
