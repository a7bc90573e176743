"""Small multiples: panels of lines or of bars beside and below each other, on one scale."""

import numpy as np

from monitor.charts.style import (
    PAGE,
    RULE,
    SOFT,
    bars,
    figure,
    is_narrow,
    link,
    note,
    percent_ticks,
    tick,
    wrap,
)
from monitor.wording import percent

TITLE = 26  # letters on a line of a panel's title


def panels(headline, subtitle, names, height, left, most, across, below=0.1):
    """(Figure, dict from names to Axes), at most `most` panels beside each other.

    Lengths are inches, as of `style.figure`; `across` is the gap between panels, and `below` the
    room below each.
    """
    names = list(names)
    heads = [wrap(name, TITLE, lines=4) for name in names]
    columns = min(most, len(names))
    rows = -(-len(names) // columns)
    above = 0.3 + 0.15 * max(head.count("\n") for head in heads)
    room = {"above": above, "below": below, "gaps": (across, above + below)}
    result, axes = figure(headline, subtitle, height, left, rows, columns, **room)
    axes = np.atleast_1d(axes).ravel()
    for empty in axes[len(names) :]:
        empty.remove()
    for axis, head in zip(axes, heads, strict=False):
        axis.set_title(head, linespacing=1.1)
    return result, dict(zip(names, axes, strict=False))


def bar_panels(headline, subtitle, table, by, measure, form):
    """Panels of bars, one a value of the column `by`, of a `measure` of terms; `form` writes it."""
    groups = dict(list(table.groupby(by, sort=False)))
    longest = max(map(len, groups.values()))
    most = 1 if is_narrow() else 3
    result, axes = panels(headline, subtitle, groups, 0.2 * longest, 1.2, most, 1.35)
    for name, part in groups.items():
        bars(axes[name], part, measure, part["term"], part[measure].map(form), height=0.62)
        axes[name].set(xlim=(0, 1.25 * table[measure].max()), ylim=(longest - 0.5, -0.5))
    return result


def lines_over_time(table, headline, count, measure, colors, least):
    """Panels of a line, one an `item` of `table`, with its share by period.

    An open dot stands on fewer than `least` of what the column `count` counts. `colors`: dict of
    items. Returns the figure, its kind and its data in words, as a chart does.
    """
    unit = table["unit"].iloc[0]
    sizes = table.groupby("period")[count].max()
    shares = table.pivot_table("share", "period", "item", sort=False).sort_index()
    many = (sizes >= least).to_numpy()
    few = "" if many.all() else f"; open dots: fewer than {least} {count}"
    subtitle = f"{measure}, by {unit}, n = {sizes.sum():,} {count}{few}"
    most = 2 if is_narrow() else 4
    result, axes = panels(headline, subtitle, shares, 0.85, 0.45, most, 0.4, below=0.3)
    top = min(1.05, max(0.1, 1.25 * shares.max().max()))
    for item, panel in axes.items():
        part = table[table["item"] == item].set_index("period").reindex(shares.index)
        _line(panel, shares[item].to_numpy(), colors[item], many)
        if "low" in part:
            panel.vlines(range(len(part)), part["low"], part["high"], colors[item], alpha=0.5)
        for place, row in enumerate(table.index[table["item"] == item]):
            link(panel.axvspan(place - 0.5, place + 0.5, alpha=0), row)
        _time_scale(panel, shares.index, unit, top)
    ends = (
        f"{item} {percent(line.iloc[0])} to {percent(line.iloc[-1])}"
        for item, line in shares.items()
    )
    kind = f"Small line charts over time, one for each of {shares.shape[1]}"
    return result, kind, "; ".join(ends)


def _line(panel, line, color, many):
    """The line of a panel, with a dot for each period and the last share in words."""
    places = np.arange(len(line))
    panel.plot(places, line, color=color, linewidth=1.8)
    panel.fill_between(places, line, color=color, alpha=0.12, linewidth=0)
    faces = [color if enough else PAGE for enough in many]
    panel.scatter(places, line, s=14, facecolor=faces, edgecolor=color, zorder=3, clip_on=False)
    note(panel, f"{line[-1]:.0%}", places[-1], line[-1], 5, color=color, weight="bold")
    panel.title.set_color(color)


def _time_scale(panel, days, unit, top):
    """The first and the last period below a panel, and shares to its left."""
    last = len(days) - 1
    panel.set(xlim=(-0.5, max(1, 1.2 * last)), ylim=(0, top))  # room for the last share in words
    panel.set_xticks(sorted({0, last}), [tick(days[place], unit) for place in sorted({0, last})])
    percent_ticks(panel.yaxis)
    panel.grid(axis="y", color=RULE, linewidth=0.5)
    is_first = panel.get_subplotspec().is_first_col()
    panel.tick_params(labelsize=7.5, labelcolor=SOFT, labelleft=is_first)
    for label, side in zip(panel.get_xticklabels(), ("left", "right"), strict=False):
        label.set_horizontalalignment(side)
