"""Shaded tables: a cell for each pair of values, darker where its measure is larger."""

import textwrap
from itertools import product

from matplotlib.patches import Rectangle

from monitor.charts import style
from monitor.charts.marks import link, row_names
from monitor.wording import counted, percent

SHADES = (0.1, 0.22, 0.38, 0.55, 1)
MOST_NARROW = 5  # columns for which a telephone has room


def heatmap(
    table, rows, columns, measure, headline, subtitle, n, unit, least=0, colors=None, form=percent
):
    """Figure of a shaded cell for each row of `table`, with its `measure` as `form` writes it.

    `rows`: name of the column whose values are the rows. `columns`: the same, and a dict from its
    values to names. `n`: Series, how many of `unit` each row counts, in order; those below `least`
    are grey. `colors`: dict from the values of the columns to colours that mark them.
    """
    key, names = columns
    room = MOST_NARROW if style.is_narrow() else len(names)
    heaviest = table.groupby(key)[measure].sum().nlargest(room).index
    left_out = len(names) - len(heaviest)
    names = {value: name for value, name in names.items() if value in heaviest}
    letters = max(9, int(17 * max(0.6 * style.page_width(), style.page_width() - 2.5) / len(names)))
    heads = [textwrap.fill(name, letters, break_long_words=False) for name in names.values()]
    above = 0.2 + 0.11 * max(head.count("\n") + 1 for head in heads)
    below = 0.25 if left_out else 0
    height = style.ROW * len(n)
    figure, (axes,) = style.figure(headline, subtitle, height, 2.5, above=above, below=below)
    row_at = dict(zip(zip(table[rows], table[key], strict=True), table.index, strict=True))
    for (y, name), (x, value) in product(enumerate(n.index), enumerate(names)):
        row = row_at.get((name, value))
        amount = table.at[row, measure] if row is not None else 0
        part = amount / table[measure].max() if amount and n[name] >= least else 0
        _cell(axes, x, y, row, form(amount) if amount else "–", part)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), heads, size=6 if style.is_narrow() else 7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=7 if colors else 2, labelcolor=style.INK)
    row_names(axes, n.index, n, unit)
    axes.spines[:].set_visible(False)
    for x, value in enumerate(names if colors else ()):
        ends = [x - 0.48, x + 0.48]
        axes.plot(ends, [-0.62, -0.62], color=colors[value], linewidth=3, clip_on=False)
    if left_out:
        note = f"{counted(left_out, 'lighter column')} not drawn: see the data behind this chart"
        axes.set_xlabel(note, size=7.5, x=1, ha="right", color=style.SOFT)
    return figure


def _cell(axes, x, y, row, words, part):
    """One cell: the darker, the larger its `part` of the largest measure; 0 is grey words alone."""
    shade = SHADES[min(int(len(SHADES) * part), len(SHADES) - 1)] if part else 0
    box = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=(style.NAVY, shade), linewidth=0)
    link(axes.add_artist(box), row)
    color = (style.ON_DARK if shade == 1 else style.INK) if part else style.FAINT
    axes.text(x, y, words, ha="center", va="center", color=color, size=8.5)
