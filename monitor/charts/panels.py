"""The charts of many parts: small panels of bars or lines, and shaded tables, each on one axes.

With axes of their own, panels would take several times as long to draw.
"""

import itertools
import textwrap

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from monitor.charts.frame import (
    BLUE,
    FAINT,
    INK,
    NAVY,
    ON_DARK,
    PAGE,
    RULE,
    SOFT,
    figure,
    finish,
    is_narrow,
    mark,
    mark_box,
    moved,
    row_names,
    short,
    tick,
)
from monitor.wording import counted, percent

SHADES = (0.1, 0.22, 0.38, 0.55, 1)
ACROSS, DOWN = 1.3, 1.9  # from one small panel to the next, in widths and heights of a panel


def bar_panels(title, subtitle, table, by, measure, told):
    """Small panels of bars, one a value of the column `by`, of a `measure` of terms; `told` writes
    it.
    """
    groups = list(table[by].unique())
    columns = min(1 if is_narrow() else 3, len(groups))
    rows, longest, gap, across = -(-len(groups) // columns), table.groupby(by).size().max(), 2, 1.75
    height = rows * (longest + gap) - gap
    made, axes = figure(title, subtitle, 0.2 * height, left=1.2, above=0.25)
    axes.axis("off")
    axes.set(xlim=(0, 1 + across * (columns - 1)), ylim=(height - 0.5, -0.5))
    most, room = table[measure].max() * 1.2, int(made.left * 16 - 1)
    above, before = (moved(axes, *points) for points in ((0, 6), (-4, 0)))
    for number, group in enumerate(groups):
        part, top, left = (
            table[table[by] == group],
            (longest + gap) * (number // columns),
            across * (number % columns),
        )
        drawn = axes.barh(top + np.arange(len(part)), part[measure] / most, 0.62, left, color=BLUE)
        axes.bar_label(drawn, part[measure].map(told), padding=4, size=8.5)
        axes.plot([left, left], [top - 0.5, top + longest - 0.5], color=RULE, linewidth=0.8)
        axes.text(left, top - 0.5, short(group, 22), transform=above, weight="bold")
        for place, (bar, row) in enumerate(zip(drawn, part.index, strict=True)):
            mark(bar, row)
            name = short(part.at[row, "term"], room)
            axes.text(left, top + place, name, transform=before, ha="right", va="center")
    return made


def heat(table, keys, measure, head, rows, columns, n=(), unit="", least=0, colors=(), form="{:.0%}"):
    """Table chart: a shaded cell a row of `table`; `keys` are the columns that say where.

    `head`: headline and subtitle; `rows`: values of the first key, in order; `columns`: dict from
    those of the second to names; rows whose `n` is below `least` are grey; `colors` mark the
    columns.
    """
    columns, left_out = _heaviest(table, keys[1], measure, columns)
    made, axes = figure(*head, 0.29 * len(rows), left=2.5, above=0.5, below=0.25 if left_out else 0)
    cells = {tuple(cell): row for row, cell in zip(table.index, table[list(keys)].to_numpy(), strict=True)}
    counts = dict(zip(rows, n, strict=True)) if len(n) else {}
    for (row, above), (column, beside) in itertools.product(enumerate(rows), enumerate(columns)):
        found = cells.get((above, beside))
        value = table.at[found, measure] if found is not None else 0
        grey = counts.get(above, least) < least
        shade = (
            0 if grey or not value else SHADES[min(int(len(SHADES) * value / table[measure].max()), len(SHADES) - 1)]
        )
        box = Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=NAVY, alpha=shade, linewidth=0)
        mark(axes.add_artist(box), found)
        color = ON_DARK if shade == 1 else FAINT if grey or not value else INK
        told = "–" if not value else percent(value) if form == "{:.0%}" else form.format(value)
        axes.text(column, row, told, ha="center", va="center", color=color, size=8.5)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    room = (made.get_figwidth() - made.left) / len(columns)
    names = [
        textwrap.fill(
            name.replace("-", "- "),
            max(9, int(room * 18)),
            break_long_words=False,
            max_lines=4,
            placeholder="…",
        )
        for name in columns.values()
    ]
    axes.set_xticks(range(len(columns)), [name.replace("- ", "-") for name in names], size=7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=7 if colors else 2, labelcolor=INK)
    row_names(axes, rows, counts.values() if counts else None, unit)
    axes.spines[:].set_visible(False)
    for column, name in enumerate(columns if colors else ()):
        axes.plot(
            [column - 0.48, column + 0.48],
            [-0.62, -0.62],
            color=colors[name],
            linewidth=3,
            clip_on=False,
        )
    axes.set_xlabel(left_out, size=7.5, loc="left", color=SOFT)
    return made


def _heaviest(table, key, measure, columns):
    """(the columns that a narrow figure has room for, a word on the others)."""
    room = 5 if is_narrow() else len(columns)
    weight = table.groupby(key)[measure].sum().nlargest(room).index
    left_out = len(columns) - len(weight)
    words = f"{counted(left_out, 'lighter column')} not drawn: see the data behind this chart" if left_out > 0 else ""
    return {value: name for value, name in columns.items() if value in weight}, words


def over_time(table, headline, count, measure, colors, least):
    """Small line panels, one an `item` of `table`, with its share by period; few `count`s make an
    open dot.
    """
    unit, size = table["unit"].iloc[0], table.groupby("period")[count].max()
    change = table.pivot_table("share", "period", "item", sort=False).sort_index()
    items = list(dict.fromkeys(table["item"]))
    known = size.reindex(change.index).to_numpy() >= least
    small = f"; open dots: fewer than {least} {count}" if not known.all() else ""
    columns = min(2 if is_narrow() else 4, len(items))
    rows = -(-len(items) // columns)
    subtitle = f"{measure}, by {unit}, n = {size.sum():,} {count}{small}"
    # All panels have one scale.
    made, axes = figure(headline, subtitle, 1.4 * rows, left=0.45, above=0.4, below=0.25)
    axes.axis("off")
    axes.set(xlim=(0, 1 + ACROSS * (columns - 1)), ylim=(DOWN * (1 - rows), 1))
    top, places, wide = (
        max(0.1, change.max().max() * 1.2),
        np.arange(len(change)),
        max(1, 1.25 * len(change)),
    )
    ticks = [share for share in MaxNLocator(3).tick_values(0, top) if share <= min(top, 1)]
    small = {"color": SOFT, "size": 7.5}
    above, after, below, before = (moved(axes, *points) for points in ((0, 6), (3, 0), (0, -3.5), (-3.5, 0)))
    for number, item in enumerate(items):
        low, left = -DOWN * (number // columns), ACROSS * (number % columns)
        line, color, part = change[item].to_numpy(), colors[item], table[table["item"] == item]
        x, y = left + (places + 0.5) / wide, low + line / top
        axes.hlines([low + share / top for share in ticks], left, left + 1, color=RULE, linewidth=0.5)
        axes.plot([left, left, left + 1], [low + 1, low, low], color=RULE, linewidth=0.8)
        axes.plot(x, y, color=color, linewidth=1.8)
        axes.fill_between(x, low, y, color=color, alpha=0.12, linewidth=0)
        for of, fill in ((known, color), (~known, PAGE)):
            if of.any():
                axes.scatter(x[of], y[of], s=14, facecolor=fill, edgecolor=color, zorder=3)
        if "low" in part and part["low"].notna().any():
            bounds = low + part.set_index("period")[["low", "high"]].reindex(change.index) / top
            axes.vlines(x, bounds["low"], bounds["high"], color=color, alpha=0.5)
        axes.text(
            x[-1],
            y[-1],
            f" {line[-1]:.0%}",
            transform=after,
            va="center",
            color=color,
            weight="bold",
            size=8,
        )
        for place, row in zip(places, part.index, strict=False):
            mark_box(made, axes.transData, (left + place / wide, low, 1 / wide, 1), row)
        name = "\n".join(textwrap.fill(short(item, 46), 24).split("\n")[:2])
        axes.text(left, low + 1, name, transform=above, color=color, weight="bold")
        for end, side in zip(sorted({0, len(change) - 1}), ("left", "right"), strict=False):
            axes.text(
                x[end],
                low,
                tick(change.index[end], unit),
                transform=below,
                ha=side,
                va="top",
                **small,
            )
        for share in ticks if not left else ():
            axes.text(
                0,
                low + share / top,
                f"{share:.0%}",
                transform=before,
                ha="right",
                va="center",
                **small,
            )
    ends = "; ".join(f"{item} {percent(change[item].iloc[0])} to {percent(change[item].iloc[-1])}" for item in items)
    return finish(made, f"Small line charts over time, one for each of {len(items)}. {headline}. {ends}.")
