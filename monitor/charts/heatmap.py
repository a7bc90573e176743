"""Shaded tables: a cell for each pair of values, darker where its measure is larger."""

import textwrap
from itertools import product

from matplotlib.patches import Rectangle

from monitor.charts.style import (
    FAINT,
    INK,
    NAVY,
    ON_DARK,
    ROW,
    SOFT,
    figure,
    is_narrow,
    link,
    row_names,
)
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
    names, note = _heaviest(table, key, measure, names)
    room = 9.0 if not is_narrow() else 4.4
    letters = max(9, int((room - min(2.5, 0.4 * room)) / len(names) * 17))
    heads = [textwrap.fill(name, letters, break_long_words=False) for name in names.values()]
    above = 0.2 + 0.11 * max(head.count("\n") + 1 for head in heads)
    below = 0.25 if note else 0
    result, axes = figure(headline, subtitle, ROW * len(n), 2.5, above=above, below=below)
    pairs = zip(table[rows], table[key], strict=True)
    cells = dict(zip(pairs, table.index, strict=True))
    largest = table[measure].max()
    for (y, name), (x, value) in product(enumerate(n.index), enumerate(names)):
        row = cells.get((name, value))
        amount = table.at[row, measure] if row is not None else 0
        grey = n[name] < least
        _cell(axes, x, y, row, form(amount) if amount else "–", 0 if grey else amount / largest)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), heads, size=6 if is_narrow() else 7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=7 if colors else 2, labelcolor=INK)
    row_names(axes, n.index, n, unit)
    axes.spines[:].set_visible(False)
    for x, value in enumerate(names if colors else ()):
        ends = [x - 0.48, x + 0.48]
        axes.plot(ends, [-0.62, -0.62], color=colors[value], linewidth=3, clip_on=False)
    axes.set_xlabel(note, size=7.5, x=1, ha="right", color=SOFT)
    return result


def _cell(axes, x, y, row, words, part):
    """One cell: the darker, the larger its `part` of the largest measure; 0 is grey words alone."""
    shade = SHADES[min(int(len(SHADES) * part), len(SHADES) - 1)] if part else 0
    box = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=(NAVY, shade), linewidth=0)
    link(axes.add_artist(box), row)
    color = (ON_DARK if shade == 1 else INK) if part else FAINT
    axes.text(x, y, words, ha="center", va="center", color=color, size=8.5)


def _heaviest(table, key, measure, names):
    """(names of the columns that there is room for, a note on the others)."""
    room = MOST_NARROW if is_narrow() else len(names)
    heaviest = table.groupby(key)[measure].sum().nlargest(room).index
    shown = {value: name for value, name in names.items() if value in heaviest}
    left_out = len(names) - len(shown)
    if not left_out:
        return shown, ""
    note = f"{counted(left_out, 'lighter column')} not drawn: see the data behind this chart"
    return shown, note
