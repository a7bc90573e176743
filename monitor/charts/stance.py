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
SIDES = {"negative": -1, "positive": 1}


@style.chart(
    "Table chart of positions by outlet",
    "Share of passages by position and outlet",
    "position_differences",
)
def positions_by_outlet(table, headline, values):
    """Shaded table of the share of each position by outlet; `table`: `compare.shares_by_outlet`."""
    return _positions(headline, "Share of each outlet's passages", table, "outlet", values)


@style.chart(
    "Table chart of positions by voice",
    "Positions in the outlets’ own words and in what they quote",
    "voice_differences",
)
def positions_by_voice(table, headline, values):
    """Shaded table of the positions in outlets' own words and in what they quote.

    `table`: `compare.shares_by_voice`.
    """
    measure = "Share of the passages in the outlets' own words, and of what each kind of speaker "
    measure += "says in them,"
    return _positions(headline, measure, table, "voice", values)


def _positions(headline, measure, table, by, values):
    subtitle = f"{measure} by position, {_basis(table)}"
    colors = _colors(values)
    return heatmap(headline, subtitle, table, by, "value", n="passages", colors=colors)


@style.chart(
    "Dot chart of positions by outlet",
    "The most frequent positions by outlet",
    "position_differences",
)
def positions_with_intervals(table, headline, values):
    """Dots with 95% confidence intervals of the most frequent positions by outlet.

    `table`: `compare.shares_by_outlet`; without human codings it has no intervals, and there are
    dots alone.
    """
    n = _sizes(table)
    stated = table[table["value"].map(lambda value: not values[value].neutral)]
    totals = stated["share"].mul(stated["passages"]).groupby(stated["value"], sort=False).sum()
    most = 2 if style.is_narrow() else 4
    names = totals.sort_values(ascending=False, kind="stable").index[:most]
    subtitle = f"Share of each outlet's passages, {_basis(table)}{_few(n, 'grey')}"
    height = style.ROW * len(n)
    figure, panels = style.figure(headline, subtitle, height, 2.3, names, 4, below=0.2, across=0.25)
    figure.not_drawn = [name for name in values if name not in names]
    furthest = max(0.05, table[["share", "high"]].max().max())
    for name, panel in zip(names, panels, strict=True):
        rows = table[table["value"] == name]
        dots(panel, rows, "share", np.where(_are_few(rows), style.FAINT, values[name].color))
        panel.set(xlim=(0, furthest * 1.05), ylim=(len(n) - 0.5, -0.5), yticks=[])
        percent_ticks(panel.xaxis)
    row_names(panels[0], n.index, n, "passages")
    return figure


@style.chart(
    "Dot chart of changes of positions",
    "No significant difference in positions between the newest batch and earlier ones",
    "position_changes",
)
def position_changes(table, headline, values):
    """Dots with intervals: how far each position's share moved in the newest batch.

    `table`: `compare.changes`. A significant change is filled; all are grey where passages are few.
    """
    order = list(values)
    rows = table.sort_values("value", key=lambda names: names.map(order.index), kind="stable")
    now, before = rows[["passages_now", "passages_before"]].iloc[0]
    few = min(now, before) < style.MIN_PASSAGES
    subtitle = f"Change of each position's share, in percentage points, {now:,} passages of the "
    subtitle += f"newest batch against {before:,} before, {BASIS[rows['basis'].iloc[0]]}; "
    subtitle += "95% confidence intervals for all comparisons of the report together; "
    subtitle += "filled: significant" + ("; grey: few passages" if few else "")
    height = style.ROW * len(rows)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.0, below=0.2)
    colors = [style.FAINT if few else values[name].color for name in rows["value"]]
    dots(axes, rows, "difference", colors, rows["significant"])
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(_points)
    row_names(axes, rows["value"])
    return figure


def _points(difference, _):
    return f"{100 * difference:+.0f}".replace("-", "−") if difference else "0"


@style.chart(
    "Diverging bar chart of tone by outlet", "Tone of the passages by outlet", "tone_differences"
)
def tones_by_outlet(table, headline, values):
    """Diverging bars of tone by outlet: negative values to the left, positive ones to the right.

    Neutral values are not drawn. `table`: `compare.shares_by_outlet`.
    """
    n = _sizes(table)
    tones = " or ".join(f"“{name}”" for name in values if values[name].polarity in SIDES)
    subtitle = f"Share of each outlet's passages whose tone is {tones or 'negative or positive'}, "
    subtitle += f"{_basis(table)}{_few(n, 'pale')}"
    height = style.ROW * len(n)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.5, above=0.3)
    figure.not_drawn = [name for name in values if values[name].polarity not in SIDES]
    furthest = 0.05
    for polarity, side in SIDES.items():
        names = [name for name in values if values[name].polarity == polarity]
        ends = np.zeros(len(n))
        for name in names:
            rows = table[table["value"] == name]
            colors = [(values[name].color, 0.35 if few else 1) for few in _are_few(rows)]
            bars(axes, side * rows["share"], colors, start=ends)
            ends = ends + side * rows["share"].to_numpy()
        for row in np.flatnonzero(ends):
            note(axes, percent(abs(ends[row])), ends[row], row, 4 * side)
        if names:
            words = f"{', '.join(names)} →" if side > 0 else f"← {', '.join(names)}"
            font = {"color": values[names[0]].color, "weight": "bold", "size": 9}
            place = {"up": 4, "at": ("data", "axes fraction"), "va": "baseline"}
            note(axes, words, 0, 1, 4 * side, **place, **font)
        furthest = max(furthest, *np.abs(ends))
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, n.index, n, "passages")
    axes.set_xlim(-1.25 * furthest, 1.25 * furthest)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    return figure


@style.chart(
    "Line charts of positions over time",
    "Share of passages by position, by {unit}",
    "position_trends",
)
def positions_over_time(table, headline, values):
    """Panels, one a position, of its share by period; `table`: `compare.shares_over_time`.

    Positions that never reach 3% are not drawn.
    """
    often = table.groupby("value")["share"].transform("max") >= SELDOM
    measure = f"Share of passages by position, {_basis(table)}"
    if often.any() and not often.all():
        seldom = listed(sorted(set(table["value"][~often])))
        measure += f"; never {SELDOM:.0%} or more, so not drawn: {seldom}"
        table = table[often]
    shown = table, "value", "passages", style.MIN_PASSAGES
    return lines_over_time(headline, measure, *shown, _colors(values))


def _colors(values):
    return {name: value.color for name, value in values.items()}


def _sizes(table):
    """Series of the number of passages of each outlet, in the order of the table."""
    return table.groupby("outlet", sort=False)["passages"].first()


def _are_few(rows):
    return rows["passages"] < style.MIN_PASSAGES


def _few(n, shade):
    """The words of a subtitle that say which outlets have few passages; "" where none has."""
    return (
        f"; {shade}: fewer than {style.MIN_PASSAGES} passages"
        if min(n) < style.MIN_PASSAGES
        else ""
    )


def _basis(table):
    """What the shares of a table rest on, in words."""
    return BASIS[MODEL] if table["low"].isna().all() else "with 95% confidence intervals"
