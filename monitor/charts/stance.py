"""Charts of what the passages about the target report: positions and tone."""

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter

from monitor import compare
from monitor.charts import frame
from monitor.charts.panels import heat, over_time

TONE_COLORS = {"critical": frame.VERMILION, "supportive": frame.BLUE}
SIGNS = {"critical": -1, "supportive": 1}
SELDOM = 0.03


def _of(table, dimension, by="outlet"):
    """(its rows, passages by outlet, share of each value in all passages)."""
    rows = table[table["dimension"] == dimension]
    n = rows.groupby(by, sort=False)["passages"].first()
    whole = (rows["share"] * rows["passages"]).groupby(rows["value"], sort=False).sum() / n.sum()
    return rows, n, whole


def _positions(table, labels, min_passages, by, measure, title=""):
    table, n, whole = _of(table, "position", by)
    stated = whole.drop("none", errors="ignore")
    if not title:
        title = f"{labels[stated.idxmax()]} is the position most often reported: {stated.max():.0%} of "
        title += frame.counted(n.sum(), "passage")
    if not stated.max():
        title = f"No position is reported in the {frame.counted(n.sum(), 'passage')} about the target"
    small = f"; grey: fewer than {min_passages} passages" if n.min() < min_passages else ""
    made = heat(
        table,
        (by, "value"),
        "share",
        (title, f"{measure} by position, {frame.basis(table)}{small}"),
        n.index,
        {value: labels[value] for value in whole.index},
        n,
        "passages",
        min_passages,
        frame.value_colors(labels),
    )
    strongest = frame.strongest(table.assign(outlet=table[by]), labels)
    return frame.finish(made, f"Table chart of positions by {by}. {title}. {strongest}")


def _dot(panel, place, row, measure, color, filled=True):
    """A measure of a row of the table as a dot with its interval."""
    panel.plot([row.low, row.high], [place, place], color=color, linewidth=1.6)
    panel.plot(measure, place, "o", color=color, markerfacecolor=color if filled else frame.PAGE, markersize=5.5)
    frame.mark_strip(panel, place, row.Index, across=True)


@frame.chart
def positions_by_outlet(table, labels, min_passages=frame.MIN_PASSAGES):
    """Shaded table of the share of each position by outlet; `table` as of `compare.shares_by_outlet`.

    `labels` maps values to readable names. Outlets with fewer than `min_passages` passages are greyed.
    """
    return _positions(table, labels, min_passages, "outlet", "Share of each outlet's passages")


@frame.chart
def positions_by_voice(table, labels, min_passages=frame.MIN_PASSAGES):
    """Shaded table of what outlets say themselves and what those say whom they quote; of `compare.shares_by_voice`."""
    n = table.groupby("voice", sort=False)["passages"].first()
    title = f"{n.iloc[1:].sum() / n.sum():.0%} of {frame.counted(n.sum(), 'passage')} are quoted or reported speech"
    measure = "Share of the passages in the outlets' own words, and of what each kind of speaker says in them,"
    return _positions(table, labels, min_passages, "voice", measure, title)


@frame.chart
def position_changes(table, labels, min_passages=frame.MIN_PASSAGES):
    """Dots with 95 % intervals: how far each position's share moved in the newest batch; of `compare.changes`.

    A change that stands after the correction for all positions is filled; all are grey where passages are few.
    """
    table = table[table["dimension"] == "position"]
    table = table.iloc[np.argsort(table["value"].map(list(labels).index), kind="stable")]
    sure = compare.sure(table)
    title = "No position changed by more than chance explains"
    if len(sure):
        first = sure.loc[sure["p"].idxmin()]
        way = "more" if first["difference"] > 0 else "less"
        title = f"{labels[first['value']]} is reported {way} often than before: {100 * first['difference']:+.0f} points"
    now, before = (int(table[f"passages_{when}"].iloc[0]) for when in ("now", "before"))
    basis = compare.BASIS[table["basis"].iloc[0]]
    subtitle = f"Change of each position's share, in percentage points, {now:,} passages of the newest batch against "
    subtitle += (
        f"{before:,} before, with 95 % intervals ({basis}); filled: p below {compare.SURE} after correction for "
    )
    subtitle += f"{len(table)} comparisons (Holm)" + ("; grey: too few passages" if now < min_passages else "")
    made, axes = frame.figure(title, subtitle, 0.28 * len(table), left=2.0, below=0.2)
    colors = frame.value_colors(labels)
    for place, row in enumerate(table.itertuples()):
        color = frame.FAINT if min(now, before) < min_passages else colors[row.value]
        _dot(axes, place, row, row.difference, color, filled=row.p < compare.SURE)
    axes.plot([0, 0], [-0.5, len(table) - 0.5], color=frame.SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:+.0f}".replace("-", "−") if share else "0")
    axes.set_ylim(len(table) - 0.5, -0.5)
    frame.row_names(axes, [labels[value] for value in table["value"]])
    return frame.finish(made, f"Dot chart of changes of positions. {title}. {subtitle}.")


@frame.chart
def positions_with_intervals(table, labels, most=4, min_passages=frame.MIN_PASSAGES):
    """Dots with 95 % intervals of the commonest positions by outlet; `table` as of `compare.shares_by_outlet`.

    Without hand codings there are dots alone. Outlets with fewer than `min_passages` passages are grey.
    """
    table, n, whole = _of(table, "position")
    most = 2 if frame.is_narrow() else most
    ranked = whole.drop("none", errors="ignore").sort_values(ascending=False, kind="stable").index[:most]
    first = table[table["value"] == ranked[0]].sort_values("share", kind="stable").iloc[-1]
    title = f"{labels[ranked[0]]} weighs most in {first['outlet']}: {first['share']:.0%} of its passages"
    subtitle = f"Share of each outlet's passages, {frame.basis(table)}"
    subtitle += f"; grey: fewer than {min_passages} passages" if n.min() < min_passages else ""
    made, axes = frame.figure(title, subtitle, 0.28 * len(n), left=2.3, columns=len(ranked), above=0.3, below=0.2)
    colors = frame.value_colors(labels)
    for panel, value in zip(np.atleast_1d(axes), ranked, strict=True):
        panel.set_title(labels[value], pad=14)
        for place, row in enumerate(table[table["value"] == value].itertuples()):
            _dot(panel, place, row, row.share, frame.FAINT if row.passages < min_passages else colors[value])
        panel.set_xlim(0, max(0.05, table["share"].max(), table["high"].fillna(0).max()) * 1.05)
        panel.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        panel.xaxis.set_major_locator(MaxNLocator(3))
        panel.set_ylim(len(n) - 0.5, -0.5)
    frame.row_names(np.atleast_1d(axes)[0], n.index, n, "passages")
    return frame.finish(made, f"Dot chart of positions by outlet. {title}. {subtitle}.")


@frame.chart
def tones_by_outlet(table, labels, min_passages=frame.MIN_PASSAGES):
    """Diverging bars of tone by outlet, critical left, supportive right; `table` as of `compare.shares_by_outlet`."""
    table, n, whole = _of(table, "tone")
    title = " and ".join(f"{whole[v]:.0%} {labels[v].lower()}" for v in ("critical", "supportive") if v in whole)
    title = f"Tone of the passages: {title}, the rest neutral"
    small = f"; pale: fewer than {min_passages} passages" if n.min() < min_passages else ""
    subtitle = f"Share of each outlet's passages that are critical or supportive, {frame.basis(table)}{small}"
    made, axes = frame.figure(title, subtitle, 0.28 * len(n), left=2.5, above=0.3)
    rows, drawn = list(n.index), table[table["value"].isin(SIGNS)]
    reach = max(drawn["share"].max(), 0.05) * 1.25
    for index, part in drawn.iterrows():
        sign, row = SIGNS[part["value"]], rows.index(part["outlet"])
        faded = 0.35 if part["passages"] < min_passages else 1
        (bar,) = axes.barh(row, sign * part["share"], color=TONE_COLORS[part["value"]], alpha=faded, height=0.7)
        frame.mark(bar, index)
        if part["share"]:
            place, side = sign * (part["share"] + reach / 80), "left" if sign > 0 else "right"
            axes.text(place, row, f"{part['share']:.0%}", va="center", size=8, ha=side)
    axes.plot([0, 0], [-0.5, len(n) - 0.5], color=frame.SOFT, linewidth=0.8)
    frame.row_names(axes, rows, n, "passages")
    axes.set_ylim(len(n) - 0.5, -0.5)
    axes.set_xlim(-reach, reach)
    for value, sign in SIGNS.items():
        words, side = f"{labels.get(value, value)}", "left" if sign > 0 else "right"
        axes.text(sign * reach / 80, -0.75, f"{words} →" if sign > 0 else f"← {words}", color=TONE_COLORS[value],
                  weight="bold", ha=side, va="bottom")  # fmt: skip
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    return frame.finish(made, f"Diverging bar chart of tone by outlet. {title}. {frame.strongest(table, labels)}")


@frame.chart
def positions_over_time(table, labels, min_passages=frame.MIN_PASSAGES):
    """Small panels, one a position, of its share over time; `table` as of `compare.shares_over_time`."""
    table = table[table["dimension"] == "position"].assign(item=lambda t: t["value"].map(labels))
    colors = frame.value_colors(labels.values())
    often = table.groupby("item")["share"].transform("max") >= SELDOM
    seldom = sorted(set(table["item"][~often])) if often.any() else []
    measure = f"Share of passages by position, {frame.basis(table)}"
    measure += f"; never {SELDOM:.0%} or more, so not drawn: {', '.join(seldom)}" if seldom else ""
    return over_time(table[often] if often.any() else table, "passages", measure, colors, min_passages)
