"""The marks of charts: notes, names of rows, bars, dots with intervals, ticks, links."""

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter

from monitor.charts import style
from monitor.charts.style import BLUE, INK, LETTER, is_narrow, wrap

LINE = 9.5  # points from one line of a name to the next
BESIDE = ("axes fraction", "data")
TICKS = {"month": "%b %Y", "quarter": "Q%q %Y", "year": "%Y"}


def link(artists, rows):
    """Let each artist lead to what is behind the row of the table with this index label."""
    for artist, row in zip(artists, rows, strict=True):
        artist.set_url(f"row:{row}")


def link_parts(collection, rows):
    """`link` for the parts of one collection, which is drawn faster than as many artists."""
    collection.set_urls([f"row:{row}" for row in rows])


def link_rows(axes, rows):
    """Let all that stands in row 0, 1, … of the panel lead to these rows of the table."""
    link([axes.axhspan(y - 0.5, y + 0.5, alpha=0) for y in range(len(rows))], rows)


def note(axes, words, x, y, right, up=0, at="data", va="center", **font):
    """Words so many points to the `right` of a place (negative: left, 0: centred) and `up`."""
    side = ("center", "left", "right")[int(np.sign(right))]
    offset = {"xytext": (right, up), "textcoords": "offset points"}
    axes.annotate(words, (x, y), xycoords=at, ha=side, va=va, **offset, **font)


def row_names(axes, names):
    """Name the rows 0, 1, … left of the panel."""
    room = int(axes.figure.left / LETTER)
    for row, name in enumerate(names):
        # Line by line: an SVG sets the lines of one text by the font of this machine.
        lines = wrap(name, room, lines=3 if is_narrow() else 2).split("\n")
        for place, line in enumerate(lines):
            up = LINE * ((len(lines) - 1) / 2 - place)
            note(axes, line, 0, row, -4, up, BESIDE, color=INK)
    axes.set(yticks=[], ylim=(len(names) - 0.5, -0.5))


def bars(axes, lengths, color=BLUE, labels=None, start=0, height=0.7):
    """Horizontal bars from `start`, one a row of the Series `lengths`, with `labels` at their
    ends; returns them.

    `color`, `labels` and `start` are one for all or one a row.
    """
    drawn = axes.barh(range(len(lengths)), lengths, height, start, color=color)
    link(drawn, lengths.index)
    if labels is not None:
        axes.bar_label(drawn, labels, padding=4)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return drawn


def bar_chart(headline, subtitle, names, lengths, labels, left, color=BLUE):
    """Figure of horizontal bars, one a name, with labels at their ends."""
    figure, (axes,) = style.figure(headline, subtitle, style.row() * len(names), left=left)
    bars(axes, lengths, color, labels)
    row_names(axes, names)
    leave_room(axes, labels, lengths.max())
    return figure


def leave_room(axes, labels, furthest):
    """Leave room for labels at the ends of bars of which the longest ends at `furthest`."""
    inches = axes.figure.get_figwidth() - axes.figure.left - 0.2
    room = LETTER * (1 + max(map(len, labels))) / inches
    axes.set_xlim(0, furthest / max(0.2, 1 - room))


def percent_ticks(axis):
    """About three ticks in whole percent."""
    axis.set_major_locator(MaxNLocator(3))
    axis.set_major_formatter(PercentFormatter(1, decimals=0))


def tick(day, unit):
    """The period that begins on a day as a short label."""
    return day.to_period("D").strftime(TICKS.get(unit, "%d %b")).lstrip("0")
