"""Charts of what passages about the target report, as the codebook names and colours it."""

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
def positions_by_outlet(table, headline, codebook):
    """Shaded table of the share of each position by outlet; `table`: `compare.shares_by_outlet`."""
    return _positions(table, headline, codebook, "outlet", "Share of each outlet's passages")


@style.chart(
    "Table chart of positions by voice",
    "Positions in the outlets’ own words and in what they quote",
    "voice_differences",
)
def positions_by_voice(table, headline, codebook):
    """Shaded table of the positions in outlets' own words and in what they quote.

    `table`: `compare.shares_by_voice`.
    """
    measure = "Share of the passages in the outlets' own words, and of what each kind of speaker "
    measure += "says in them,"
    return _positions(table, headline, codebook, "voice", measure)


def _positions(table, headline, codebook, by, measure):
    n = _sizes(table, by)
    subtitle = f"{measure} by position, {_basis(table)}{style.small_cells(n)}"
    columns = "value", codebook.labels("position")
    shown = headline, subtitle, n, "passages", style.MIN_PASSAGES
    return heatmap(table, by, columns, "share", *shown, colors=codebook.colors("position"))


@style.chart(
    "Dot chart of positions by outlet",
    "The most frequent positions by outlet",
    "position_differences",
)
def positions_with_intervals(table, headline, codebook, most=4):
    """Dots with 95% confidence intervals of the most frequent positions by outlet.

    `table`: `compare.shares_by_outlet`; without human codings it has no intervals, and there are
    dots alone.
    """
    n = _sizes(table, "outlet")
    stated = table[table["value"].isin(codebook.stated("position"))]
    most = 2 if style.is_narrow() else most
    totals = stated["share"].mul(stated["passages"]).groupby(stated["value"], sort=False).sum()
    values = totals.sort_values(ascending=False, kind="stable").index[:most]
    subtitle = f"Share of each outlet's passages, {_basis(table)}{style.small_cells(n)}"
    names = [codebook.labels("position")[value] for value in values]
    height = style.ROW * len(n)
    figure, panels = style.figure(
        headline, subtitle, height, 2.3, names, most, below=0.2, across=0.25
    )
    furthest = max(0.05, table[["share", "high"]].max().max())
    for value, panel in zip(values, panels, strict=True):
        rows = table[table["value"] == value]
        color = codebook.colors("position")[value]
        dots(panel, rows, "share", np.where(_are_few(rows), style.FAINT, color))
        panel.set(xlim=(0, furthest * 1.05), ylim=(len(n) - 0.5, -0.5), yticks=[])
        percent_ticks(panel.xaxis)
    row_names(panels[0], n.index, n, "passages")
    return figure


@style.chart(
    "Dot chart of changes of positions",
    "No significant difference in positions between the newest batch and earlier ones",
    "position_changes",
)
def position_changes(table, headline, codebook):
    """Dots with intervals: how far each position's share moved in the newest batch.

    `table`: `compare.changes`. A significant change is filled; all are grey where passages are few.
    """
    labels, colors = codebook.labels("position"), codebook.colors("position")
    order = list(labels)
    rows = table.sort_values("value", key=lambda values: values.map(order.index), kind="stable")
    now, before = rows[["passages_now", "passages_before"]].iloc[0]
    few = min(now, before) < style.MIN_PASSAGES
    subtitle = f"Change of each position's share, in percentage points, {now:,} passages of the "
    subtitle += f"newest batch against {before:,} before, {BASIS[rows['basis'].iloc[0]]}; "
    subtitle += "95% confidence intervals for all comparisons of the report together; "
    subtitle += "filled: significant" + ("; grey: few passages" if few else "")
    height = style.ROW * len(rows)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.0, below=0.2)
    shades = [style.FAINT if few else colors[value] for value in rows["value"]]
    dots(axes, rows, "difference", shades, rows["significant"])
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(_points)
    row_names(axes, rows["value"].map(labels))
    return figure


def _points(difference, _):
    return f"{100 * difference:+.0f}".replace("-", "−") if difference else "0"


@style.chart(
    "Diverging bar chart of tone by outlet", "Tone of the passages by outlet", "tone_differences"
)
def tones_by_outlet(table, headline, codebook):
    """Diverging bars of tone by outlet: negative values to the left, positive ones to the right.

    Neutral values are not drawn. `table`: `compare.shares_by_outlet`.
    """
    n = _sizes(table, "outlet")
    values = codebook.dimensions["tone"].items()
    values = {name: value for name, value in values if value.polarity in SIDES}
    tones = " or ".join(f"“{value.label}”" for value in values.values())
    subtitle = f"Share of each outlet's passages whose tone is {tones or 'negative or positive'}, "
    subtitle += _basis(table) + style.small_cells(n, shade="pale")
    height = style.ROW * len(n)
    figure, (axes,) = style.figure(headline, subtitle, height, left=2.5, above=0.3)
    ends = {side: np.zeros(len(n)) for side in SIDES}
    for name, value in values.items():
        rows = table[table["value"] == name]
        lengths = SIDES[value.polarity] * rows["share"]
        colors = [(value.color, 0.35 if few else 1) for few in _are_few(rows)]
        bars(axes, lengths, colors, start=ends[value.polarity])
        ends[value.polarity] = ends[value.polarity] + lengths.to_numpy()
    for side, sums in ends.items():
        _name_side(axes, SIDES[side], sums, [v for v in values.values() if v.polarity == side])
    reach = 1.25 * max(0.05, *(np.abs(sums).max() for sums in ends.values()))
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    row_names(axes, n.index, n, "passages")
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    return figure


def _name_side(axes, side, sums, values):
    """The names of the values on one side of the middle, and the sum at the end of each bar."""
    for row, end in enumerate(sums):
        if end:
            note(axes, percent(abs(end)), end, row, 4 * side)
    if values:
        words = ", ".join(value.label for value in values)
        words = f"{words} →" if side > 0 else f"← {words}"
        place = {"up": 4, "at": ("data", "axes fraction"), "va": "baseline", "size": 9}
        note(axes, words, 0, 1, 4 * side, color=values[0].color, weight="bold", **place)


@style.chart(
    "Line charts of positions over time",
    "Share of passages by position, by {unit}",
    "position_trends",
)
def positions_over_time(table, headline, codebook):
    """Panels, one a position, of its share by period; `table`: `compare.shares_over_time`.

    Positions that never reach 3% are not drawn.
    """
    labels, colors = codebook.labels("position"), codebook.colors("position")
    table = table.assign(item=table["value"].map(labels))
    often = table.groupby("item")["share"].transform("max") >= SELDOM
    measure = f"Share of passages by position, {_basis(table)}"
    if often.any() and not often.all():
        seldom = listed(sorted(set(table["item"][~often])))
        measure += f"; never {SELDOM:.0%} or more, so not drawn: {seldom}"
        table = table[often]
    color_of = {labels[value]: color for value, color in colors.items()}
    return lines_over_time(table, headline, "passages", measure, color_of, style.MIN_PASSAGES)


def _sizes(table, by):
    """Series of the number of passages of each group, in the order of the table."""
    return table.groupby(by, sort=False)["passages"].first()


def _are_few(rows):
    return rows["passages"] < style.MIN_PASSAGES


def _basis(table):
    """What the shares of a table rest on, in words."""
    return BASIS[MODEL] if table["low"].isna().all() else "with 95% confidence intervals"
