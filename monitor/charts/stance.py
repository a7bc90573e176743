"""Charts of what passages about the target report, as the codebook names and colours it."""

import numpy as np

from monitor.charts import style
from monitor.charts.heatmap import heatmap
from monitor.charts.multiples import lines_over_time, panels
from monitor.compare import BASIS
from monitor.wording import listed, percent

SELDOM = 0.03
SIDES = {"negative": -1, "positive": 1}


@style.chart
def positions_by_outlet(table, headline, codebook, min_passages=style.MIN_PASSAGES):
    """Shaded table of the share of each position by outlet; `table`: `compare.shares_by_outlet`.

    Outlets with fewer than `min_passages` passages are grey.
    """
    measure = "Share of each outlet's passages"
    return _positions(table, headline, codebook, min_passages, "outlet", measure)


@style.chart
def positions_by_voice(table, headline, codebook, min_passages=style.MIN_PASSAGES):
    """Shaded table of the positions in outlets' own words and in what they quote.

    `table`: `compare.shares_by_voice`.
    """
    measure = "Share of the passages in the outlets' own words, and of what each kind of speaker "
    measure += "says in them,"
    return _positions(table, headline, codebook, min_passages, "voice", measure)


def _positions(table, headline, codebook, min_passages, by, measure):
    labels = codebook.labels("position")
    rows = table[table["dimension"] == "position"]
    n = rows.groupby(by, sort=False)["passages"].first()
    subtitle = f"{measure} by position, {style.basis(rows)}{style.small_cells(n, min_passages)}"
    shown = headline, subtitle, n, "passages", min_passages
    colors = codebook.colors("position")
    figure = heatmap(rows, by, ("value", labels), "share", *shown, colors=colors)
    return figure, f"Table chart of positions by {by}", style.most_frequent(rows, labels, by)


@style.chart
def positions_with_intervals(table, headline, codebook, most=4, min_passages=style.MIN_PASSAGES):
    """Dots with 95% confidence intervals of the most frequent positions by outlet.

    `table`: `compare.shares_by_outlet`; without human codings it has no intervals, and there are
    dots alone. Outlets with fewer than `min_passages` passages are grey.
    """
    rows = table[table["dimension"] == "position"]
    n = rows.groupby("outlet", sort=False)["passages"].first()
    stated = rows[rows["value"].isin(codebook.stated("position"))]
    weight = (stated["share"] * stated["passages"]).groupby(stated["value"], sort=False).sum()
    most = 2 if style.is_narrow() else most
    values = weight.sort_values(ascending=False, kind="stable").index[:most]
    colors, labels = codebook.colors("position"), codebook.labels("position")
    subtitle = f"Share of each outlet's passages, {style.basis(rows)}"
    subtitle += style.small_cells(n, min_passages)
    names = [labels[value] for value in values]
    height = style.ROW * len(n)
    figure, axes = panels(headline, subtitle, names, height, 2.3, most, 0.25, below=0.2)
    furthest = max(0.05, rows[["share", "high"]].max().max())
    for value, panel in zip(values, axes.values(), strict=True):
        for place, row in enumerate(rows[rows["value"] == value].itertuples()):
            color = style.FAINT if row.passages < min_passages else colors[value]
            _dot(panel, place, row, row.share, color)
        panel.set(xlim=(0, furthest * 1.05), ylim=(len(n) - 0.5, -0.5), yticks=[])
        style.percent_ticks(panel.xaxis)
    style.row_names(axes[names[0]], n.index, n, "passages")
    return figure, "Dot chart of positions by outlet", subtitle


@style.chart
def position_changes(table, headline, codebook, min_passages=style.MIN_PASSAGES):
    """Dots with intervals: how far each position's share moved in the newest batch.

    `table`: `compare.changes`. A significant change is filled; all are grey where passages are few.
    """
    labels, colors = codebook.labels("position"), codebook.colors("position")
    order = list(labels)
    rows = table[table["dimension"] == "position"]
    rows = rows.sort_values("value", key=lambda values: values.map(order.index), kind="stable")
    now, before = int(rows["passages_now"].iloc[0]), int(rows["passages_before"].iloc[0])
    few = min(now, before) < min_passages
    subtitle = f"Change of each position's share, in percentage points, {now:,} passages of the "
    subtitle += f"newest batch against {before:,} before, {BASIS[rows['basis'].iloc[0]]}; "
    subtitle += "95% confidence intervals for all comparisons of the report together; "
    subtitle += "filled: significant" + ("; grey: few passages" if few else "")
    height = style.ROW * len(rows)
    figure, axes = style.figure(headline, subtitle, height, left=2.0, below=0.2)
    for place, row in enumerate(rows.itertuples()):
        color = style.FAINT if few else colors[row.value]
        _dot(axes, place, row, row.difference, color, filled=row.significant)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(_points)
    style.row_names(axes, [labels[value] for value in rows["value"]])
    return figure, "Dot chart of changes of positions", subtitle


def _points(difference, _):
    return f"{100 * difference:+.0f}".replace("-", "−") if difference else "0"


def _dot(panel, place, row, measure, color, filled=True):
    """A measure of a row of the table as a dot with its interval."""
    face = color if filled else style.PAGE
    panel.plot([row.low, row.high], [place, place], color=color, linewidth=1.6)
    panel.plot(measure, place, "o", color=color, markerfacecolor=face, markersize=5.5)
    style.link(panel.axhspan(place - 0.5, place + 0.5, alpha=0), row.Index)


@style.chart
def tones_by_outlet(table, headline, codebook, min_passages=style.MIN_PASSAGES):
    """Diverging bars of tone by outlet: negative values to the left, positive ones to the right.

    Neutral values are not drawn. `table`: `compare.shares_by_outlet`.
    """
    rows = table[table["dimension"] == "tone"]
    n = rows.groupby("outlet", sort=False)["passages"].first()
    labels = codebook.labels("tone")
    polarities = codebook.polarities("tone")
    sides = {value: SIDES[side] for value, side in polarities.items() if side in SIDES}
    tones = " or ".join(f"“{labels[value]}”" for value in sides) or "negative or positive"
    subtitle = f"Share of each outlet's passages whose tone is {tones}, {style.basis(rows)}"
    subtitle += style.small_cells(n, min_passages, shade="pale")
    figure, axes = style.figure(headline, subtitle, style.ROW * len(n), left=2.5, above=0.3)
    shares = rows.pivot(index="outlet", columns="value", values="share").reindex(n.index)
    row_of = rows.reset_index().pivot(index="outlet", columns="value", values="index")
    ends = {side: np.zeros(len(n)) for side in SIDES.values()}
    for value, side in sides.items():
        sizes = side * shares[value].to_numpy()
        color = codebook.colors("tone")[value]
        bars = axes.barh(range(len(n)), sizes, left=ends[side], color=color, height=0.7)
        ends[side] = ends[side] + sizes
        for bar, outlet in zip(bars, n.index, strict=True):
            bar.set_alpha(0.35 if n[outlet] < min_passages else 1)
            style.link(bar, row_of.at[outlet, value])
    reach = 1.25 * max(0.05, *(np.abs(end).max() for end in ends.values()))
    for side, end in ends.items():
        _name_side(axes, side, end, [value for value in sides if sides[value] == side], codebook)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    style.row_names(axes, n.index, n, "passages")
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    return figure, "Diverging bar chart of tone by outlet", style.most_frequent(rows, labels)


def _name_side(axes, side, ends, values, codebook):
    """The names of the values on one side of the middle, and the sum at the end of each bar."""
    for row, end in enumerate(ends):
        if end:
            style.note(axes, percent(abs(end)), end, row, 4 * side)
    if values:
        words = ", ".join(codebook.labels("tone")[value] for value in values)
        words = f"{words} →" if side > 0 else f"← {words}"
        color = codebook.colors("tone")[values[0]]
        place = {"up": 4, "at": ("data", "axes fraction"), "va": "baseline", "size": 9}
        style.note(axes, words, 0, 1, 4 * side, color=color, weight="bold", **place)


@style.chart
def positions_over_time(table, headline, codebook, min_passages=style.MIN_PASSAGES):
    """Panels, one a position, of its share by period; `table`: `compare.shares_over_time`.

    Positions that never reach 3% are not drawn.
    """
    labels = codebook.labels("position")
    rows = table[table["dimension"] == "position"]
    rows = rows.assign(item=rows["value"].map(labels))
    often = rows.groupby("item")["share"].transform("max") >= SELDOM
    measure = f"Share of passages by position, {style.basis(rows)}"
    if often.any() and not often.all():
        seldom = listed(sorted(set(rows["item"][~often])))
        measure += f"; never {SELDOM:.0%} or more, so not drawn: {seldom}"
        rows = rows[often]
    colors = {labels[value]: color for value, color in codebook.colors("position").items()}
    return lines_over_time(rows, headline, "passages", measure, colors, min_passages)
