"""Lines over time: small panels beside and below each other, on one scale."""

import numpy as np

from monitor.charts import style
from monitor.charts.marks import link, note, percent_ticks, tick


def lines_over_time(headline, measure, table, by, count, least, colors=None):
    """Figure of panels of a line, one a value of the column `by`, with its share by period.

    An open dot stands on fewer than `least` of what the column `count` counts. `colors`: dict of
    the values.
    """
    unit = table["unit"].iloc[0]
    sizes = table.groupby("period")[count].max()
    enough = (sizes >= least).to_numpy()
    few = "" if enough.all() else f"; open dots: fewer than {least} {count}"
    subtitle = f"{measure}, by {unit}, n = {sizes.sum():,} {count}{few}"
    groups = dict(list(table.sort_values("period", kind="stable").groupby(by, sort=False)))
    groups = {name: groups[name] for name in table[by].unique()}
    most = 2 if style.is_narrow() else 4
    figure, panels = style.figure(
        headline, subtitle, 0.85, 0.45, groups, most, below=0.3, across=0.4
    )
    names = [tick(day, unit) for day in sizes.index]
    top = min(1.05, max(0.1, 1.25 * table["share"].max()))
    for place, (name, rows) in enumerate(groups.items()):
        _line(panels[place], rows, colors[name] if colors else style.BLUE, enough)
        _scale(panels[place], names, top, is_first=place % most == 0)
    return figure


def _line(panel, rows, color, enough):
    """The line of a panel, with a dot for each period and the last share in words."""
    shares = rows["share"].to_numpy()
    places = np.arange(len(shares))
    panel.plot(places, shares, color=color, linewidth=1.8)
    panel.fill_between(places, shares, color=color, alpha=0.12, linewidth=0)
    faces = np.where(enough, color, style.PAGE)
    panel.scatter(places, shares, 14, faces, edgecolor=color, zorder=3, clip_on=False)
    if "low" in rows:
        panel.vlines(places, rows["low"], rows["high"], color, alpha=0.5)
    last = len(shares) - 1
    note(panel, f"{shares[last]:.0%}", last, shares[last], 5, color=color, weight="bold")
    panel.title.set_color(color)
    for place, row in enumerate(rows.index):
        link(panel.axvspan(place - 0.5, place + 0.5, alpha=0), row)


def _scale(panel, names, top, is_first):
    """The first and the last period below a panel, and shares to the left of the first one."""
    last = len(names) - 1
    ends = sorted({0, last})
    panel.set(xlim=(-0.5, max(1, 1.2 * last)), ylim=(0, top))  # room for the last share in words
    panel.set_xticks(ends, [names[place] for place in ends])
    for label, side in zip(panel.get_xticklabels(), ("left", "right"), strict=False):
        label.set_horizontalalignment(side)
    percent_ticks(panel.yaxis)
    panel.grid(axis="y")
    panel.tick_params(labelsize=7.5, labelcolor=style.SOFT, labelleft=is_first)
