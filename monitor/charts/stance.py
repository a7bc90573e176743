"""Charts of what the passages about the target report: positions and tone, as the codebook names
and colours them.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter

from monitor.charts import frame
from monitor.charts.panels import heat, over_time
from monitor.compare import BASIS
from monitor.wording import listed, percent

SELDOM = 0.03
SIDES = {"negative": -1, "positive": 1}


@frame.chart
def positions_by_outlet(table, headline, codebook, min_passages=frame.MIN_PASSAGES):
    """Shaded table of the share of each position by outlet; `table` as returned by
    `compare.shares_by_outlet`.

    Outlets with fewer than `min_passages` passages are greyed.
    """
    return _positions(table, headline, codebook, min_passages, "outlet", "Share of each outlet's passages")


@frame.chart
def positions_by_voice(table, headline, codebook, min_passages=frame.MIN_PASSAGES):
    """Shaded table of what outlets say themselves and what those say whom they quote; of
    `compare.shares_by_voice`.
    """
    measure = "Share of the passages in the outlets' own words, and of what each kind of speaker says in them,"
    return _positions(table, headline, codebook, min_passages, "voice", measure)


def _positions(table, headline, codebook, min_passages, by, measure):
    labels = codebook.labels("position")
    rows = table[table["dimension"] == "position"]
    n = rows.groupby(by, sort=False)["passages"].first()
    small = f"; grey: fewer than {min_passages} passages" if n.min() < min_passages else ""
    made = heat(
        rows,
        (by, "value"),
        "share",
        (headline, f"{measure} by position, {frame.basis(rows)}{small}"),
        n.index,
        labels,
        n,
        "passages",
        min_passages,
        codebook.colors("position"),
    )
    return frame.finish(made, f"Table chart of positions by {by}. {headline}. {frame.strongest(rows, labels, by)}")


@frame.chart
def positions_with_intervals(table, headline, codebook, most=4, min_passages=frame.MIN_PASSAGES):
    """Dots with 95% intervals of the most frequent positions by outlet; `table` of
    `compare.shares_by_outlet`.

    Without human codings there are dots alone. Outlets with fewer than `min_passages` passages are
    grey.
    """
    rows = table[table["dimension"] == "position"]
    n = rows.groupby("outlet", sort=False)["passages"].first()
    stated = rows[rows["value"].isin(codebook.stated("position"))]
    weight = (stated["share"] * stated["passages"]).groupby(stated["value"], sort=False).sum()
    values = weight.sort_values(ascending=False, kind="stable").index[: 2 if frame.is_narrow() else most]
    subtitle = f"Share of each outlet's passages, {frame.basis(rows)}"
    subtitle += f"; grey: fewer than {min_passages} passages" if n.min() < min_passages else ""
    made, axes = frame.figure(headline, subtitle, 0.28 * len(n), left=2.3, columns=len(values), above=0.3, below=0.2)
    colors, labels = codebook.colors("position"), codebook.labels("position")
    furthest = max(0.05, rows["share"].max(), rows["high"].fillna(0).max())
    for panel, value in zip(np.atleast_1d(axes), values, strict=True):
        panel.set_title(labels[value], pad=14)
        for place, row in enumerate(rows[rows["value"] == value].itertuples()):
            _dot(
                panel,
                place,
                row,
                row.share,
                frame.FAINT if row.passages < min_passages else colors[value],
            )
        panel.set_xlim(0, furthest * 1.05)
        panel.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        panel.xaxis.set_major_locator(MaxNLocator(3))
        panel.set_ylim(len(n) - 0.5, -0.5)
    frame.row_names(np.atleast_1d(axes)[0], n.index, n, "passages")
    return frame.finish(made, f"Dot chart of positions by outlet. {headline}. {subtitle}.")


@frame.chart
def position_changes(table, headline, codebook, min_passages=frame.MIN_PASSAGES):
    """Dots with intervals: how far each position's share moved in the newest batch; of
    `compare.changes`.

    A significant change is filled; all are grey where passages are few.
    """
    labels, colors = codebook.labels("position"), codebook.colors("position")
    order = list(labels)
    rows = table[table["dimension"] == "position"]
    rows = rows.sort_values("value", key=lambda values: values.map(order.index), kind="stable")
    now, before = int(rows["passages_now"].iloc[0]), int(rows["passages_before"].iloc[0])
    few = min(now, before) < min_passages
    subtitle = f"Change of each position's share, in percentage points, {now:,} passages of the newest batch against "
    subtitle += f"{before:,} before, {BASIS[rows['basis'].iloc[0]]}; 95% confidence intervals for all "
    subtitle += "comparisons of the report together; filled: significant" + ("; grey: few passages" if few else "")
    made, axes = frame.figure(headline, subtitle, 0.28 * len(rows), left=2.0, below=0.2)
    for place, row in enumerate(rows.itertuples()):
        color = frame.FAINT if few else colors[row.value]
        _dot(axes, place, row, row.difference, color, filled=row.significant)
    axes.plot([0, 0], [-0.5, len(rows) - 0.5], color=frame.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:+.0f}".replace("-", "−") if share else "0")
    axes.set_ylim(len(rows) - 0.5, -0.5)
    frame.row_names(axes, [labels[value] for value in rows["value"]])
    return frame.finish(made, f"Dot chart of changes of positions. {headline}. {subtitle}.")


def _dot(panel, place, row, measure, color, filled=True):
    """A measure of a row of the table as a dot with its interval."""
    panel.plot([row.low, row.high], [place, place], color=color, linewidth=1.6)
    panel.plot(
        measure,
        place,
        "o",
        color=color,
        markerfacecolor=color if filled else frame.PAGE,
        markersize=5.5,
    )
    frame.mark_strip(panel, place, row.Index, across=True)


@frame.chart
def tones_by_outlet(table, headline, codebook, min_passages=frame.MIN_PASSAGES):
    """Diverging bars of tone by outlet: negative values to the left, positive ones to the right,
    neutral ones not drawn.

    `table` as returned by `compare.shares_by_outlet`.
    """
    rows = table[table["dimension"] == "tone"]
    n = rows.groupby("outlet", sort=False)["passages"].first()
    labels, colors = codebook.labels("tone"), codebook.colors("tone")
    sides = {value: SIDES[side] for value, side in codebook.polarities("tone").items() if side in SIDES}
    drawn = " or ".join(f"“{labels[value]}”" for value in sides) or "negative or positive"
    small = f"; pale: fewer than {min_passages} passages" if n.min() < min_passages else ""
    subtitle = f"Share of each outlet's passages whose tone is {drawn}, {frame.basis(rows)}{small}"
    made, axes = frame.figure(headline, subtitle, 0.28 * len(n), left=2.5, above=0.3)
    outlets = list(n.index)
    signed = rows[rows["value"].isin(sides)]
    sums = signed.groupby([signed["value"].map(sides), "outlet"])["share"].sum()
    reach = max(sums.max(), 0.05) * 1.25 if len(sums) else 0.05
    ends = {}
    for value in sides:
        for index, part in signed[signed["value"] == value].iterrows():
            row, side = outlets.index(part["outlet"]), sides[value]
            start = ends.get((row, side), 0)
            pale = 0.35 if part["passages"] < min_passages else 1
            size = side * part["share"]
            (bar,) = axes.barh(row, size, left=start, color=colors[value], alpha=pale, height=0.7)
            frame.mark(bar, index)
            ends[row, side] = start + size
    for (row, side), end in ends.items():
        if end:
            place = end + side * reach / 80
            axes.text(
                place,
                row,
                percent(abs(end)),
                va="center",
                size=8,
                ha="left" if side > 0 else "right",
            )
    axes.plot([0, 0], [-0.5, len(n) - 0.5], color=frame.SOFT, linewidth=0.8)
    frame.row_names(axes, outlets, n, "passages")
    axes.set_ylim(len(n) - 0.5, -0.5)
    axes.set_xlim(-reach, reach)
    for side in (-1, 1):
        values = [value for value in sides if sides[value] == side]
        _name_side(
            axes,
            side,
            reach,
            [labels[value] for value in values],
            [colors[value] for value in values],
        )
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    return frame.finish(made, f"Diverging bar chart of tone by outlet. {headline}. {frame.strongest(rows, labels)}")


def _name_side(axes, side, reach, labels, colors):
    """The names of the values on one side of the middle, above the bars."""
    if labels:
        words = ", ".join(labels)
        words = f"{words} →" if side > 0 else f"← {words}"
        place = side * reach / 80
        axes.text(
            place,
            -0.75,
            words,
            color=colors[0],
            weight="bold",
            ha="left" if side > 0 else "right",
            va="bottom",
        )


@frame.chart
def positions_over_time(table, headline, codebook, min_passages=frame.MIN_PASSAGES):
    """Small panels, one a position, of its share over time; `table` as returned by
    `compare.shares_over_time`.
    """
    labels, colors = codebook.labels("position"), codebook.colors("position")
    rows = table[table["dimension"] == "position"].assign(item=lambda t: t["value"].map(labels))
    often = rows.groupby("item")["share"].transform("max") >= SELDOM
    seldom = sorted(set(rows["item"][~often])) if often.any() else []
    measure = f"Share of passages by position, {frame.basis(rows)}"
    measure += f"; never {SELDOM:.0%} or more, so not drawn: {listed(seldom)}" if seldom else ""
    by_label = {labels[value]: color for value, color in colors.items()}
    return over_time(rows[often] if often.any() else rows, headline, "passages", measure, by_label, min_passages)
