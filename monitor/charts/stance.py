"""Charts of what passages about the target report, in the names and colours of the codebook.

`values` is a dict from the labels of a dimension, as they stand in the table, to its `Value`s.
"""

import numpy as np

from monitor.charts import style
from monitor.charts.heatmap import heatmap
from monitor.charts.lines import lines_over_time
from monitor.charts.marks import bars, dots, note, percent_ticks, row_names
from monitor.compare import BASIS, MODEL
from monitor.wording import listed, percent

SELDOM = 0.03
# Side of the middle on which tones are drawn, and the words above them.
SIDES = {"negative": (-1, "← {}"), "positive": (1, "{} →")}


@style.chart(
    "Table chart of positions by outlet",
    "Share of passages by position and {by}",
    "position_differences",
)
def positions_by_outlet(table, headline, values):
    """Shaded table of the share of each position by outlet; `table`: `compare.shares_by_group`."""
    by = table.columns[0]
    subtitle = f"Share of each {by}'s passages by position, {_basis(table)}"
    return _positions(headline, subtitle, table, by, values)


@style.chart(
    "Table chart of positions by voice",
    "Positions in the outlets’ own words and in what they quote",
    "voice_differences",
)
def positions_by_voice(table, headline, values):
    """Shaded table of the positions in outlets' own words and in what they quote.

    `table`: `compare.shares_by_voice`.
    """
    subtitle = (
        "Share of the passages in the outlets' own words, and of what each kind of speaker "
        f"says in them, by position, {_basis(table)}"
    )
    return _positions(headline, subtitle, table, "voice", values)


def _positions(headline, subtitle, table, by, values):
    return heatmap(headline, subtitle, table, by, "value", n="passages", colors=_colors(values))


@style.chart(
    "Dot chart of positions by outlet",
    "The most frequent positions by {by}",
    "position_differences",
)
def positions_with_intervals(table, headline, values):
    """Dots with 95% confidence intervals of the most frequent positions by outlet.

    `table`: `compare.shares_by_group`; without human codings it has no intervals, and there are
    dots alone.
    """
    n = _sizes(table)
    totals = (table["share"] * table["passages"]).groupby(table["value"], sort=False).sum()
    stated = [name for name in totals.index if not values[name].neutral]
    names = totals[stated].nlargest(2 if style.is_narrow() else 4).index
    subtitle = f"Share of each {table.columns[0]}'s passages, {_basis(table)}{style.few(n, 'grey')}"
    height = style.ROW * len(n)
    figure, panels = style.figure(headline, subtitle, height, 2.3, names, 4, below=0.2, across=0.25)
    figure.not_drawn = values.keys() - names
    furthest = max(0.05, table[["share", "high"]].max(axis=None))
    for name, panel in zip(names, panels, strict=True):
        rows = table[table["value"] == name]
        colors = np.where(rows["passages"] < style.MIN_PASSAGES, style.FAINT, values[name].color)
        dots(panel, rows, "share", colors)
        panel.set(xlim=(0, furthest * 1.05), ylim=(len(n) - 0.5, -0.5), yticks=[])
        percent_ticks(panel.xaxis)
    row_names(panels[0], n.index, n, "passages")
    return figure


@style.chart(
    "Dot chart of changes of positions",
    "No significant difference in positions between the newest batch and {baseline}",
    "position_changes",
)
def position_changes(table, headline, values):
    """Dots with intervals: how far each position's share moved in the newest batch.

    `table`: `compare.changes`. A significant change is filled; all are grey where passages are few.
    """
    order = list(values)
    rows = table.sort_values("value", key=lambda names: names.map(order.index))
    first = rows.iloc[0]
    few = min(first["passages_now"], first["passages_before"]) < style.MIN_PASSAGES
    subtitle = (
        f"Change of each position's share, in percentage points, {first['passages_now']:,} "
        f"passages of the newest batch against {first['passages_before']:,}, "
        f"{BASIS[first['basis']]}; 95% confidence intervals for all comparisons of the report "
        f"together; filled: significant{'; grey: few passages' if few else ''}"
    )
    height = style.ROW * len(rows)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.0, below=0.2)
    colors = [style.FAINT if few else values[name].color for name in rows["value"]]
    dots(axes, rows, "difference", colors, rows["significant"])
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(_points)
    row_names(axes, rows["value"])
    return figure


def _points(share, _):
    return f"{100 * share:+.0f}".replace("-", "−").replace("+0", "0")


@style.chart(
    "Diverging bar chart of tone by outlet", "Tone of the passages by {by}", "tone_differences"
)
def tones_by_outlet(table, headline, values):
    """Diverging bars of tone by outlet: negative values to the left, positive ones to the right.

    Neutral values are not drawn. `table`: `compare.shares_by_group`.
    """
    n = _sizes(table)
    drawn = [name for name in values if values[name].polarity in SIDES]
    tones = " or ".join(f"“{name}”" for name in drawn) or "negative or positive"
    subtitle = (
        f"Share of each {table.columns[0]}'s passages whose tone is {tones}, {_basis(table)}"
        f"{style.few(n, 'pale')}"
    )
    height = style.ROW * len(n)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.5, above=0.3)
    figure.not_drawn = values.keys() - drawn
    strengths = np.where(n < style.MIN_PASSAGES, 0.35, 1)
    for polarity, (side, arrow) in SIDES.items():
        ends = np.zeros(len(n))
        names = [name for name in drawn if values[name].polarity == polarity]
        for name in names:
            color = values[name].color
            shares = side * table.loc[table["value"] == name, "share"]
            bars(axes, shares, [(color, strength) for strength in strengths], start=ends)
            ends = ends + shares.to_numpy()
        for row in np.flatnonzero(ends):
            note(axes, percent(abs(ends[row])), ends[row], row, 4 * side)
        if names:
            font = {"color": values[names[0]].color, "weight": "bold", "size": 9}
            words = arrow.format(", ".join(names))
            note(axes, words, 0, 1, 4 * side, 4, ("data", "axes fraction"), "baseline", **font)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, n.index, n, "passages")
    furthest = 1.2 * max(0.05, *np.abs(axes.get_xlim()))
    axes.set_xlim(-furthest, furthest)
    axes.spines[:].set_visible(False)
    return figure


@style.chart(
    "Line charts of positions over time",
    "Share of passages by position, by {unit}",
    "position_trends",
)
def positions_over_time(table, headline, values):
    """Panels, one a position, of its share by period; `table`: `compare.shares_by`.

    Positions that never reach 3% are not drawn.
    """
    measure = f"Share of passages by position, {_basis(table)}"
    highest = table.groupby("value")["share"].max()
    seldom = highest.index[highest < SELDOM]
    if 0 < len(seldom) < len(highest):
        measure += f"; never {SELDOM:.0%} or more, so not drawn: {listed(seldom)}"
        table = table[~table["value"].isin(seldom)]
    return lines_over_time(
        headline, measure, table, "value", "passages", style.MIN_PASSAGES, _colors(values)
    )


def _colors(values):
    return {name: value.color for name, value in values.items()}


def _sizes(table):
    """Series of the number of passages of each outlet or other group (the first column), in the
    order of the table.
    """
    return table.groupby(table.columns[0], sort=False)["passages"].first()


def _basis(table):
    """What the shares of a table rest on, in words."""
    return BASIS[MODEL] if table["low"].isna().all() else "with 95% confidence intervals"
