"""Shaded tables: a cell for each pair of values, darker where its measure is larger."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection

from monitor.charts import style
from monitor.charts.marks import link_parts, row_names
from monitor.wording import counted, percent

SHADES = (0, 0.1, 0.22, 0.38, 0.55, 1)
INKS = (style.FAINT, *[style.INK] * 4, style.ON_DARK)
CORNERS = np.array([(-0.48, -0.46), (0.48, -0.46), (0.48, 0.46), (-0.48, 0.46)])
MOST_NARROW = 5  # columns for which a telephone has room


def heatmap(
    headline,
    subtitle,
    table,
    rows,
    columns,
    measure="share",
    n="",
    most=None,
    colors=None,
    form=percent,
):
    """Figure of a shaded cell for each row of `table`, with its `measure` as `form` writes it.

    `rows`, `columns`: names of the columns whose values are the rows and columns, in the order of
    the table; with `most`, so many columns, the heaviest first. `n`: the column that says how many
    a row counts; rows of few passages or quotations are grey. `colors`: dict from the values of the
    columns to colours that mark them.
    """
    sizes = table.groupby(rows, sort=False)[n].first()
    least = style.MIN_PASSAGES if n in ("passages", "quotations") else 0
    totals = table.groupby(columns, sort=False)[measure].sum()
    heaviest = totals.nlargest(most or len(totals)).index
    shown = heaviest[:MOST_NARROW] if style.is_narrow() else heaviest
    names = shown if most else totals.index[totals.index.isin(shown)]
    left_out = len(heaviest) - len(names)
    width = max(0.6 * style.page_width(), style.page_width() - 2.5) / len(names)
    letters = max(9, int(17 * width))
    heads = [textwrap.fill(name, letters, break_long_words=False) for name in names]
    figure, (axes,) = style.figure(
        headline,
        subtitle + style.few(sizes, "grey", n, least),
        style.ROW * len(sizes),
        left=2.5,
        above=0.2 + 0.11 * max(head.count("\n") + 1 for head in heads),
        below=0.25 if left_out else 0,
    )
    grid = pd.MultiIndex.from_product([sizes.index, names])
    cells = table.reset_index().set_index([rows, columns]).reindex(grid, fill_value=-1)
    is_small = np.repeat(sizes.to_numpy() < least, len(names))
    _draw_cells(axes, cells["index"], cells[measure].clip(lower=0), is_small, len(names), form)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), heads, size=6 if style.is_narrow() else 7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(pad=7 if colors else 2, labelcolor=style.INK)
    row_names(axes, sizes.index, sizes, n)
    axes.spines[:].set_visible(False)
    for x, name in enumerate(names if colors else ()):
        axes.hlines(-0.62, x - 0.48, x + 0.48, colors[name], linewidth=3, clip_on=False)
    if left_out:
        note = f"{counted(left_out, 'lighter column')} not drawn: see the data behind this chart"
        axes.set_xlabel(note, size=7.5, x=1, ha="right", color=style.SOFT)
    return figure


def _draw_cells(axes, index, amounts, is_small, columns, form):
    """The cells row by row: the darker, the larger the amount; grey words alone in small rows."""
    parts = np.where(is_small, 0, amounts / (amounts.max() or 1))
    levels = np.where(parts > 0, 1 + np.minimum(5 * parts, 4).astype(int), 0)
    y, x = np.divmod(np.arange(len(index)), columns)
    shades = [(style.NAVY, SHADES[level]) for level in levels]
    corners = np.stack([x, y], axis=1)[:, None] + CORNERS
    boxes = axes.add_collection(PolyCollection(corners, facecolors=shades, linewidths=0))
    link_parts(boxes, index)
    font = {"size": 8.5, "ha": "center", "va": "center"}
    for place, amount in enumerate(amounts):
        words = form(amount) if amount else "–"
        axes.text(x[place], y[place], words, color=INKS[levels[place]], **font)
