"""One function a chart: a tidy table in, a matplotlib Figure with its text alternative in `figure.alt` out."""

import functools
import io
import textwrap
import warnings

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

INK, SOFT, FAINT, RULE = "#1a1a1a", "#595959", "#9a9a9a", "#d9d9d9"
BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#AA4499", "#B8860B"
VALUE_COLORS = (BLUE, GREEN, VERMILION, PURPLE, ORANGE, "#882255", "#117799", "#5B7F00", "#4B4BC3", SOFT)
TONE_COLORS = {"critical": VERMILION, "neutral": "#C8C8C8", "supportive": BLUE}
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#cfe3f1", "#5aa2cf", BLUE, "#00395e"])
WIDTH = 9.0
HEADER, FOOTER, EDGE = 0.78, 0.45, 0.004
MIN_PASSAGES = 5
STYLE = {
    "font.size": 9,
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Noto Sans CJK SC"],
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def chart(draw):
    """Decorator: draw in the house style; `about` is the line on source and n at the foot of the chart."""

    @functools.wraps(draw)
    def styled(table, about="", **options):
        with mpl.rc_context(STYLE):
            figure = _nothing(draw) if len(table) == 0 else draw(table, **options)
            figure.text(EDGE, 0.12 / figure.get_figheight(), f"Source: {about}" if about else "", size=7.5, color=SOFT)
        return figure

    return styled


@chart
def arrived(table):
    """Bars of what each batch brought, kept and rejected; `table` as of `Corpus.batches`."""
    n, refused = int(table["articles"].sum()), int(table["rejected"].sum())
    title = f"{counted(n, 'article')} kept from {counted(len(table), 'batch', 'batches')}, "
    title += f"{counted(refused, 'input')} rejected" if refused else "nothing rejected"
    figure, axes = _figure(title, "Inputs by batch: kept as articles, and rejected", 0.3 * len(table) + 0.4, left=2.3)
    rows = range(len(table))
    kept = axes.barh(rows, table["articles"], color=BLUE, height=0.66)
    lost = axes.barh(rows, table["rejected"], left=table["articles"], color=VERMILION, height=0.66)
    axes.bar_label(kept, label_type="center", color="white", size=8)
    axes.bar_label(lost, [f"{n} rejected" if n else "" for n in table["rejected"]], color=VERMILION, padding=4, size=8)
    axes.set_yticks(rows, [_short(name, 34) for name in table["batch"]])
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1.12 * (table["articles"] + table["rejected"]).max())
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = "; ".join(f"{r.batch}: {r.articles} kept, {r.rejected} rejected" for r in table.itertuples())
    return _finish(figure, f"Bar chart of what each batch brought. {title}. {told}.")


@chart
def articles_by_outlet(table):
    """Bars of articles by outlet; `table` as of `compare.articles_by_outlet`."""
    n, named = int(table["articles"].sum()), table[~table["outlet"].str.startswith("(")]
    most = int((named if len(named) else table)["articles"].max())
    leads = list((named if len(named) else table).query("articles == @most")["outlet"])
    title = f"{leads[0]} carries most: {most} of {counted(n, 'article')}"
    if len(table) == 1:
        title = f"{'All' if n > 1 else 'The'} {counted(n, 'article')} from one outlet: {leads[0]}"
        title = title if len(named) else f"No outlet is stated: {counted(n, 'article')}"
    elif len(leads) > 1:
        title = f"{len(leads)} outlets carry most, {counted(most, 'article')} each of {n:,}"
    figure, axes = _figure(title, f"Articles by outlet, n = {n}", 0.3 * len(table) + 0.2, left=2.3)
    names = [_short(name, 34) for name in table["outlet"]]
    colors = [FAINT if name.startswith("(") else BLUE for name in table["outlet"]]
    bars = axes.barh(range(len(table)), table["articles"], color=colors, height=0.68)
    axes.bar_label(bars, padding=4, color=INK)
    axes.set_yticks(range(len(table)), names)
    axes.invert_yaxis()
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    rows = "; ".join(f"{r.outlet} {r.articles}" for r in table.itertuples())
    return _finish(figure, f"Bar chart of articles by outlet. {title}. {rows}.")


@chart
def articles_over_time(table, undated=0):
    """Bars of articles over time; `table` as of `compare.articles_over_time`, `undated`: articles without a date."""
    unit, top = table["unit"].iloc[0], table.loc[table["articles"].idxmax()]
    n, when = int(table["articles"].sum()), _period(top["period"], unit)
    title = (
        f"Most articles in one {unit}: {top['articles']}, {when}"
        if len(table) > 1
        else f"{counted(n, 'dated article')}, {when}"
    )
    left_out = f"; {counted(undated, 'article')} without a date left out" if undated else ""
    figure, axes = _figure(title, f"Articles by {unit}, n = {n}{left_out}", 2.4, left=0.6, below=0.25)
    bars = axes.bar(range(len(table)), table["articles"], color=BLUE, width=0.72 if len(table) > 1 else 0.12)
    axes.bar_label(bars, [v or "" for v in table["articles"]], padding=2, color=INK, size=8)
    _time_ticks(axes, table["period"], unit, 12)
    axes.set_xlim(-0.6, len(table) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    rows = "; ".join(f"{_period(r.period, unit)} {r.articles}" for r in table.itertuples())
    return _finish(figure, f"Bar chart of articles by {unit}. {title}. {rows}.")


@chart
def positions_by_outlet(table, labels, min_passages=MIN_PASSAGES):
    """Shaded table of the share of each position by outlet; `table` as of `compare.shares_by_outlet`.

    `labels` maps values to readable names. Outlets with fewer than `min_passages` passages are greyed.
    """
    table = table[table["dimension"] == "position"]
    grid = table.pivot_table("share", "outlet", "value", sort=False)[list(dict.fromkeys(table["value"]))]
    n = table.groupby("outlet", sort=False)["passages"].first().reindex(grid.index)
    whole = (grid.mul(n, axis=0).sum() / n.sum()).sort_values(ascending=False)
    stated = whole.drop("none", errors="ignore")
    lead = stated.index[0]
    title = f"{labels[lead]} is the position most often reported: {whole[lead]:.0%} of {counted(n.sum(), 'passage')}"
    if stated.iloc[0] == 0:
        title = f"No position is reported in the {counted(n.sum(), 'passage')} about the target"
    figure = _heat(
        title,
        f"Share of each outlet's passages by position, {_basis(table)}; grey: fewer than {min_passages} passages",
        grid,
        [f"{_short(outlet, 23)}  (n {n[outlet]})" for outlet in grid.index],
        [labels[value] for value in grid.columns],
        grey=(n < min_passages).to_numpy(),
        colors=VALUE_COLORS,
    )
    return _finish(figure, f"Table chart of positions by outlet. {title}. {_strongest(grid, labels)}")


@chart
def positions_with_intervals(table, labels, verdict="", most=4, min_passages=MIN_PASSAGES):
    """Dots with 95 % intervals of the commonest positions by outlet; `table` as of `compare.shares_by_outlet`.

    `verdict`: what the agreement of coders and model allows, in words (`monitor.stance.verdict`). Without hand codings
    there are dots alone. Outlets with fewer than `min_passages` passages are grey.
    """
    table = table[(table["dimension"] == "position") & (table["value"] != "none")]
    weight = table["share"] * table["passages"]
    ranked = weight.groupby(table["value"]).sum().sort_values(ascending=False, kind="stable").index[:most]
    outlets = list(dict.fromkeys(table["outlet"]))
    order = list(labels)
    first = table[table["value"] == ranked[0]].sort_values("share", kind="stable").iloc[-1]
    title = f"{labels[ranked[0]]} weighs most in {first['outlet']}: {first['share']:.0%} of its passages"
    subtitle = f"Share of each outlet's passages, {_basis(table)}; grey: fewer than {min_passages} passages"
    subtitle += f". Agreement on the position: {verdict}" if verdict else ""
    figure, axes = _figure(title, subtitle, 0.3 * len(outlets) + 0.4, left=2.2, columns=len(ranked), above=0.25)
    n = table.groupby("outlet")["passages"].first()
    for panel, value in zip(np.atleast_1d(axes), ranked, strict=True):
        rows = table[table["value"] == value].set_index("outlet").reindex(outlets)
        panel.set_title(labels[value])
        for place, row in enumerate(rows.itertuples()):
            color = FAINT if row.passages < min_passages else VALUE_COLORS[order.index(value) % len(VALUE_COLORS)]
            panel.plot([row.low, row.high], [place, place], color=color, linewidth=1.6)
            panel.plot(row.share, place, "o", color=color, markersize=5)
        panel.set_xlim(0, max(0.05, table["share"].max(), table["high"].fillna(0).max()) * 1.05)
        panel.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        panel.xaxis.set_major_locator(MaxNLocator(3))
        panel.set_yticks(range(len(outlets)), [f"{_short(name, 24)}  (n {n[name]})" for name in outlets])
        panel.set_ylim(len(outlets) - 0.5, -0.5)
    return _finish(figure, f"Dot chart of positions by outlet. {title}. {subtitle}.")


@chart
def tones_by_outlet(table, labels, min_passages=MIN_PASSAGES):
    """Diverging bars of tone by outlet, critical left, supportive right; `table` as of `compare.shares_by_outlet`."""
    table = table[table["dimension"] == "tone"]
    grid = table.pivot_table("share", "outlet", "value", sort=False)
    n = table.groupby("outlet", sort=False)["passages"].first().reindex(grid.index)
    whole = grid.mul(n, axis=0).sum() / n.sum()
    ends = [v for v in ("critical", "supportive") if v in grid]
    title = " and ".join(f"{whole[v]:.0%} {labels[v].lower()}" for v in ends)
    title = f"Tone of the passages: {title}, the rest neutral"
    subtitle = f"Share of each outlet's passages by tone, {_basis(table)}; pale: fewer than {min_passages} passages"
    figure, axes = _figure(title, subtitle, 0.3 * len(grid) + 0.5, left=2.6)
    for row, outlet in enumerate(grid.index):
        faded = 0.35 if n[outlet] < min_passages else 1
        neutral = grid.loc[outlet].get("neutral", 0)
        edge = -neutral / 2
        axes.barh(row, neutral, left=edge, color=TONE_COLORS["neutral"], alpha=faded, height=0.66)
        for value, sign in (("critical", -1), ("supportive", 1)):
            share = grid.loc[outlet].get(value, 0)
            start = sign * neutral / 2
            axes.barh(row, sign * share, left=start, color=TONE_COLORS[value], alpha=faded, height=0.66)
            if share:
                side = "left" if sign > 0 else "right"
                axes.text(start + sign * (share + 0.01), row, f"{share:.0%}", va="center", size=8, ha=side)
    axes.plot([0, 0], [-0.45, len(grid) - 0.5], color=FAINT, linewidth=0.6)
    axes.set_yticks(range(len(grid)), [f"{_short(o, 28)}  (n {n[o]})" for o in grid.index])
    axes.set_ylim(len(grid) - 0.4, -1)
    axes.set_xlim(-1.05, 1.05)
    for place, value in ((-1, "critical"), (0, "neutral"), (1, "supportive")):
        color = SOFT if value == "neutral" else TONE_COLORS[value]
        align = {-1: "left", 0: "center", 1: "right"}[place]
        axes.text(place, -0.75, labels.get(value, value), color=color, weight="bold", ha=align, va="center")
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    return _finish(figure, f"Diverging bar chart of tone by outlet. {title}. {_strongest(grid, labels)}")


@chart
def positions_over_time(table, labels, min_passages=MIN_PASSAGES):
    """Small panels, one a position, of its share over time; `table` as of `compare.shares_over_time`."""
    table = table[table["dimension"] == "position"].assign(item=lambda t: t["value"].map(labels))
    colors = dict(zip(table["item"].unique(), VALUE_COLORS * 3, strict=False))
    present = table.groupby("item")["share"].transform("max") > 0
    measure = f"Share of passages by position, {_basis(table)}"
    return _over_time(table[present], "passages", measure, colors, min_passages)


@chart
def themes_over_time(table, min_articles=3):
    """Small panels, one a theme, of its share over time; `table` as of `compare.themes_over_time`."""
    table = table.assign(item=table["label"])
    colors = dict.fromkeys(table["item"], BLUE)
    return _over_time(table, "articles", "Mean share of an article that the theme explains", colors, min_articles)


@chart
def themes_by_outlet(table):
    """Shaded table of themes by outlet; `table` as of `compare.themes_by_outlet`."""
    top = table.groupby("label", sort=False)["share"].mean().sort_values(ascending=False).index[:10]
    grid = table.pivot_table("share", "outlet", "label", sort=False)[list(top)]
    n = table.groupby("outlet", sort=False)["articles"].first().reindex(grid.index)
    most = grid[n >= min(3, n.max())].stack().idxmax()
    title = f"“{most[1]}” weighs most in {most[0]}: {grid.loc[most]:.0%} of its coverage"
    figure = _heat(
        title,
        f"Mean share of an outlet's articles that each theme explains, n = {n.sum()} articles"
        + (f"; the {len(top)} largest themes" if table["label"].nunique() > len(top) else ""),
        grid,
        [f"{_short(outlet, 23)}  (n {n[outlet]})" for outlet in grid.index],
        list(top),
        grey=np.zeros(len(grid), bool),
    )
    return _finish(figure, f"Table chart of themes by outlet. {title}.")


@chart
def voices_by_outlet(table):
    """Shaded table of how often each outlet quotes each speaker; `table` as of `compare.voices`."""
    grid = table.pivot_table("quotes", "speaker", "outlet", aggfunc="sum", fill_value=0, sort=False)
    grid = grid[grid.sum().sort_values(ascending=False, kind="stable").index]
    totals = grid.sum(axis=1)
    title = f"{totals.index[0]} is heard most: {counted(int(totals.iloc[0]), 'quotation')}"
    figure = _heat(
        title,
        f"Quotations by speaker and outlet; the {len(grid)} most quoted speakers, n = {int(totals.sum())} quotations",
        grid,
        [f"{_short(name, 26)}  ({total:.0f})" for name, total in totals.items()],
        [_short(name, 26) for name in grid.columns],
        grey=np.zeros(len(grid), bool),
        form="{:.0f}",
    )
    rows = "; ".join(f"{name} {total:.0f}" for name, total in totals.items())
    return _finish(figure, f"Table chart of quotations by speaker and outlet. {title}. {rows}.")


@chart
def voices_over_time(table, min_quotations=5):
    """Small panels, one a speaker, of the share of quotations over time; `table` of `compare.voices_over_time`."""
    table = table.assign(item=table["speaker"])
    colors = dict.fromkeys(table["item"], BLUE)
    return _over_time(table, "quotations", "Share of the quotations whose speaker is known", colors, min_quotations)


@chart
def share_of_voice(table, labels, min_quotations=MIN_PASSAGES):
    """Shaded table of whose quotations each outlet prints; `table` as of `compare.share_of_voice` by outlet.

    `labels` maps holders to readable names. Outlets with fewer than `min_quotations` quotations are greyed.
    """
    grid = table.pivot_table("share", "outlet", "holder", sort=False)
    n = table.groupby("outlet", sort=False)["quotations"].first().reindex(grid.index)
    whole = (grid.mul(n, axis=0).sum() / n.sum()).sort_values(ascending=False, kind="stable")
    title = f"{labels[whole.index[0]]}: {whole.iloc[0]:.0%} of {counted(n.sum(), 'quotation')}"
    figure = _heat(
        title,
        f"Share of voice by outlet: quotations by whose they are; grey: fewer than {min_quotations} quotations",
        grid,
        [f"{_short(outlet, 23)}  (n {n[outlet]})" for outlet in grid.index],
        [labels[holder] for holder in grid.columns],
        grey=(n < min_quotations).to_numpy(),
    )
    return _finish(figure, f"Table chart of the share of voice by outlet. {title}. {_strongest(grid, labels)}")


@chart
def distinctive_terms(table):
    """Small bar panels, one a group, of the terms it uses more than the rest; `table` as of `keyness.keyness`."""
    groups = list(table["group"].unique())
    top = table.iloc[table["z"].argmax()]
    title = f"“{top['term']}” sets {top['group']} apart most: {top['group_per_10k']:.0f} times in 10,000 words, "
    title += f"elsewhere {top['rest_per_10k']:.0f}"
    subtitle = (
        "Terms that each uses more than the rest: z-score of the log-odds ratio with a Dirichlet prior, all ≥ 1.96"
    )
    columns = min(3, len(groups))
    rows, longest = -(-len(groups) // columns), table.groupby("group").size().max()
    height = rows * (0.2 * longest + 0.4) - 0.3
    figure, axes = _figure(title, subtitle, height, left=1.3, rows=rows, columns=columns, above=0.25, share="none")
    figure.subplots_adjust(wspace=0.9, hspace=0.5 / (0.2 * longest))
    panels = np.atleast_1d(axes).ravel()
    for panel, group in zip(panels, groups, strict=False):
        part = table[table["group"] == group]
        panel.barh(range(len(part)), part["z"], color=BLUE, height=0.62)
        panel.set_yticks(range(len(part)), [_short(term, 22) for term in part["term"]], size=8)
        panel.set_ylim(longest - 0.4, -0.6)
        panel.set_xlim(0, table["z"].max() * 1.25)
        panel.set_title(_short(group, 28), weight="bold")
        panel.xaxis.set_visible(False)
        panel.spines["bottom"].set_visible(False)
        for row, z in enumerate(part["z"]):
            panel.text(z, row, f" {z:.1f}", va="center", size=7, color=SOFT)
    for panel in panels[len(groups) :]:
        panel.set_visible(False)
    rows = "; ".join(f"{group}: {', '.join(part['term'])}" for group, part in table.groupby("group", sort=False))
    return _finish(figure, f"Bar charts of distinctive terms. {title}. {rows}.")


@chart
def term_bars(table):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight], strongest first."""
    title = f"The terms that mark the text: {', '.join(table['term'][:3])}"
    figure, axes = _figure(title, "Weight of each term (TF-IDF)", 0.26 * len(table) + 0.2, left=1.8)
    axes.barh(range(len(table)), table["weight"], color=BLUE, height=0.66)
    axes.set_yticks(range(len(table)), table["term"])
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return _finish(figure, f"Bar chart of the terms with most weight: {', '.join(table['term'])}.")


def _over_time(table, count, measure, colors, least):
    unit = table["unit"].iloc[0]
    size = table.groupby("period")[count].max()
    items = list(dict.fromkeys(table["item"]))
    change = table.pivot_table("share", "period", "item", sort=False)[items].sort_index()
    solid = [period for period in change.index if size[period] >= least] or list(change.index)
    if len(solid) == 1:
        lead = change.loc[solid[0]].idxmax()
        title = f"{lead} leads, {_period(solid[0], unit)}: {change.loc[solid[0], lead]:.0%}"
    else:
        first, last = change.loc[solid[0]], change.loc[solid[-1]]
        lead = (last - first).abs().idxmax()
        title = f"{lead} moved most: from {first[lead]:.0%} ({_tick(solid[0], unit)}) "
        title += f"to {last[lead]:.0%} ({_tick(solid[-1], unit)})"
    columns = min(4, len(items))
    rows = -(-len(items) // columns)
    small = f"; open dots: fewer than {least} {count}" if least > 1 else ""
    subtitle = f"{measure}, by {unit}, n = {size.sum():,} {count}{small}"
    figure, axes = _figure(title, subtitle, 1.45 * rows, left=0.55, rows=rows, columns=columns, above=0.35, below=0.25)
    top = max(0.1, change.max().max() * 1.15)
    axes = np.atleast_1d(axes).ravel()
    for panel, item in zip(axes, items, strict=False):
        line, known = change[item], size.reindex(change.index)
        color = colors[item]
        panel.plot(range(len(line)), line, color=color, linewidth=1.6)
        panel.fill_between(range(len(line)), 0, line, color=color, alpha=0.12, linewidth=0)
        solid = (known >= least).to_numpy()
        panel.scatter(np.arange(len(line))[solid], line[solid], s=12, color=color, zorder=3)
        panel.scatter(np.arange(len(line))[~solid], line[~solid], s=12, facecolor="white", edgecolor=color, zorder=3)
        panel.set_title(_lines(textwrap.fill(_short(item, 46), 24), 2), color=color, weight="bold")
        panel.set_ylim(0, top)
        panel.set_xlim(-0.3, len(line) - 0.7)
        panel.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        panel.yaxis.set_major_locator(MaxNLocator(3))
        panel.grid(axis="y", color=RULE, linewidth=0.5)
        _end_ticks(panel, line.index, unit)
    for panel in axes[len(items) :]:
        panel.set_visible(False)
    return _finish(figure, f"Small line charts over time, one for each of {len(items)}: {', '.join(items)}. {title}.")


def _heat(title, subtitle, grid, rows, columns, grey, colors=None, form="{:.0%}"):
    figure, axes = _figure(title, subtitle, 0.31 * len(rows), left=2.2, above=0.45)
    values = grid.to_numpy(float)
    shades = SHADES(values / max(values.max(), 1e-9) * 0.85)
    shades[grey] = mpl.colors.to_rgba("#f4f4f4")
    axes.imshow(shades, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        dark = shades[row, column, :3].mean() < 0.55
        color = "white" if dark else FAINT if grey[row] or not value else INK
        axes.text(column, row, form.format(value) if value else "–", ha="center", va="center", color=color, size=8)
    names = [textwrap.fill(name.replace("-", "- "), 12).replace("- ", "-") for name in columns]
    axes.set_xticks(range(len(columns)), [_lines(name, 4) for name in names], size=6.6, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=6 if colors else 2, labelcolor=INK)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.spines[:].set_visible(False)
    for column, color in enumerate((colors or ())[: len(columns)]):
        axes.plot([column - 0.42, column + 0.42], [-0.56, -0.56], color=color, linewidth=3, clip_on=False)
    return figure


def _figure(title, subtitle, height, left, rows=1, columns=1, above=0, below=0, share="all"):
    """A figure with its title lines and `height` inches of panels; `above` and `below` are inches for their ticks."""
    title = textwrap.fill(" ".join(str(title).split()), 84)
    subtitle = textwrap.fill(subtitle, 122)
    head = 0.42 + 0.22 * title.count("\n")
    header = head + 0.17 * subtitle.count("\n") + HEADER - 0.42 + above
    total = header + height + below + FOOTER
    figure = Figure(figsize=(WIDTH, total), facecolor="white")
    figure.text(EDGE, 1 - 0.12 / total, title, size=12.5, weight="bold", va="top", linespacing=1.2)
    figure.text(EDGE, 1 - head / total, subtitle, size=9, color=SOFT, va="top", linespacing=1.2)
    grid = {"wspace": 0.3, "hspace": 0.9} if rows * columns > 1 else {}
    axes = figure.subplots(rows, columns, sharey=share if rows * columns > 1 else "none", gridspec_kw=grid)
    figure.subplots_adjust(left / WIDTH, (FOOTER + below) / total, 0.975, 1 - header / total)
    return figure, axes


def _finish(figure, alt):
    figure.alt = " ".join(alt.split())
    return figure


def _nothing(draw):
    figure = Figure(figsize=(WIDTH, 0.9), facecolor="white")
    what = draw.__name__.replace("_", " ")
    figure.text(EDGE, 0.6, f"Nothing to show for {what} in this selection", size=11, color=SOFT)
    return _finish(figure, f"No chart: nothing to show for {what} in this selection.")


def _time_ticks(axes, periods, unit, most):
    days = list(periods)[:: max(1, -(-len(periods) // most))]
    axes.set_xticks([list(periods).index(day) for day in days], [_tick(day, unit) for day in days], size=7.5)


def _end_ticks(axes, periods, unit):
    ends = sorted({0, len(periods) - 1})
    axes.set_xticks(ends, [_tick(periods[i], unit) for i in ends], size=7.5)
    for label, align in zip(axes.get_xticklabels(), ("left", "right"), strict=False):
        label.set_horizontalalignment(align)


def _period(day, unit):
    """The period in prose: ``the week of 6 Oct 2025``."""
    if unit == "week":
        return f"the week of {day.day} {day:%b %Y}"
    return f"{day.day} {day:%b %Y}" if unit == "day" else _tick(day, unit)


def _tick(day, unit):
    """The period as a short label."""
    if unit == "quarter":
        return f"Q{day.quarter} {day.year}"
    return f"{day:%Y}" if unit == "year" else f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b}"


def _strongest(grid, labels):
    return " ".join(f"{outlet}: mostly {labels[row.idxmax()]} ({row.max():.0%})." for outlet, row in grid.iterrows())


def _basis(table):
    return "codes of the model, not corrected by hand coding" if table["low"].isna().all() else "with 95 % intervals"


def to_svg(figure):
    """The figure as SVG, the same for the same figure; its words stay words, so that every script is drawn."""
    plain = mpl.rc_context({"svg.hashsalt": "monitor", "svg.fonttype": "none"})
    with plain, warnings.catch_warnings(), io.StringIO() as file:
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(file, format="svg", metadata={"Date": None, "Title": figure.alt[:200]})
        return file.getvalue()


def counted(n, noun, many=""):
    """`n` and the noun in the right number: ``1 article``, ``1,200 articles``; `many` where it is not one with -s."""
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def _short(text, most):
    text = " ".join(str(text).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _lines(text, most):
    return "\n".join(text.split("\n")[:most])
