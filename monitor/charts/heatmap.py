"""Shaded tables: a cell for each pair of values, darker where its measure is larger."""

import textwrap
from itertools import product

import numpy as np
from matplotlib.patches import Rectangle

from monitor.charts import style
from monitor.charts.marks import link, row_names
from monitor.wording import counted, percent

SHADES = (0.1, 0.22, 0.38, 0.55, 1)
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
    if sizes.min() < least:
        subtitle += f"; grey: fewer than {least} {n}"
    totals = table.groupby(columns, sort=False)[measure].sum()
    heaviest = list(totals.sort_values(ascending=False, kind="stable").index[:most])
    shown = heaviest[:MOST_NARROW] if style.is_narrow() else heaviest
    left_out = len(heaviest) - len(shown)
    names = shown if most else [name for name in totals.index if name in shown]
    table = table[table[columns].isin(heaviest)]
    width = max(0.6 * style.page_width(), style.page_width() - 2.5) / len(names)
    letters = max(9, int(17 * width))
    heads = [textwrap.fill(name, letters, break_long_words=False) for name in names]
    above = 0.2 + 0.11 * max(head.count("\n") + 1 for head in heads)
    below = 0.25 if left_out else 0
    height = style.ROW * len(sizes)
    figure, (axes,) = style.figure(headline, subtitle, height, 2.5, above=above, below=below)
    cells = table.reset_index().set_index([rows, columns])[["index", measure]].to_dict("index")
    for (y, (name, size)), (x, value) in product(enumerate(sizes.items()), enumerate(names)):
        cell = cells.get((name, value), {"index": None, measure: 0})
        part = cell[measure] / table[measure].max() if size >= least and cell[measure] else 0
        words = form(cell[measure]) if cell[measure] else "–"
        _cell(axes, x, y, cell["index"], words, part)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), heads, size=6 if style.is_narrow() else 7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=7 if colors else 2, labelcolor=style.INK)
    row_names(axes, sizes.index, sizes, n)
    axes.spines[:].set_visible(False)
    if colors:
        middles = np.arange(len(names))
        shades = [colors[name] for name in names]
        heights = np.full(len(names), -0.62)
        axes.hlines(heights, middles - 0.48, middles + 0.48, shades, linewidth=3, clip_on=False)
    if left_out:
        note = f"{counted(left_out, 'lighter column')} not drawn: see the data behind this chart"
        axes.set_xlabel(note, size=7.5, x=1, ha="right", color=style.SOFT)
    return figure


def _cell(axes, x, y, row, words, part):
    """One cell: the darker, the larger its `part` of the largest measure; 0 is grey words alone."""
    shade = SHADES[min(int(len(SHADES) * part), len(SHADES) - 1)] if part else 0
    box = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=(style.NAVY, shade), linewidth=0)
    link([axes.add_artist(box)], [row])
    color = (style.ON_DARK if shade == 1 else style.INK) if part else style.FAINT
    axes.text(x, y, words, ha="center", va="center", color=color, size=8.5)
