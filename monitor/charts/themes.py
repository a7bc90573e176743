"""Charts of themes: over time, by outlet, their terms, likeness, number, and what changed."""

from monitor.charts.heatmap import heatmap
from monitor.charts.multiples import bar_panels, lines_over_time
from monitor.charts.style import (
    BLUE,
    GREEN,
    ROW,
    RULE,
    SOFT,
    VERMILION,
    chart,
    figure,
    is_narrow,
    link,
    note,
    row_names,
    wrap,
)
from monitor.wording import counted

SIGNS = {"gained": "+", "lost": "−"}


@chart
def themes_over_time(table, headline, min_articles=3):
    """Panels, one a theme, of its share by period; `table`: `compare.themes_over_time`."""
    table = table.assign(item=table["label"])
    colors = dict.fromkeys(table["item"], BLUE)
    measure = "Mean share of an article that the theme explains"
    return lines_over_time(table, headline, "articles", measure, colors, min_articles)


@chart
def themes_by_outlet(table, headline, most=10):
    """Shaded table of themes by outlet; `table`: `compare.themes_by_outlet`."""
    shares = table.groupby("label", sort=False)["share"].mean()
    largest = shares.sort_values(ascending=False, kind="stable").index[:most]
    subtitle = "Mean share of an outlet's articles that each theme explains, "
    subtitle += f"{_most_of(shares, most)}"
    table = table[table["label"].isin(largest)]
    n = table.groupby("outlet", sort=False)["articles"].first()
    subtitle += f"n = {n.sum():,} articles"
    columns = "label", dict(zip(largest, largest, strict=True))
    result = heatmap(table, "outlet", columns, "share", headline, subtitle, n, "articles")
    return result, "Table chart of themes by outlet", ""


def _most_of(themes, most):
    return f"the {most} largest themes, " if len(themes) > most else ""


@chart
def theme_terms(table, headline, most=12):
    """Panels of bars, one a theme, of its first terms; `table`: `themes.theme_terms`."""
    labels = table["label"].unique()
    subtitle = f"The first terms of each theme, {_most_of(labels, most)}"
    subtitle += "by their weight in it (TF-IDF and NMF)"
    table = table[table["label"].isin(labels[:most])]
    result = bar_panels(headline, subtitle, table, "label", "weight", "{:.2f}".format)
    terms = table.groupby("label", sort=False)["term"].agg(", ".join)
    data = "; ".join(f"{label}: {words}" for label, words in terms.items())
    return result, "Bar charts of the terms of each theme", data


@chart
def theme_map(table, headline, alike=0.2):
    """Map of the themes, those of like terms near each other; `table`: `themes.theme_map`."""
    table = table.sort_values("y", ascending=False, kind="stable")
    n = table["articles"].sum()
    subtitle = "Themes in order of the likeness of their terms, across and down; lines: likeness "
    subtitle += f"from {alike} on; a dot's area: articles, n = {n:,}"
    result, axes = figure(headline, subtitle, ROW * len(table), left=0.1)
    across = table.set_index("label")["x"]
    down = dict(zip(table["label"], range(len(table)), strict=True))
    for theme in table[table["likeness"] >= alike].itertuples():
        ends = [theme.label, theme.nearest]
        axes.plot(across[ends], [down[end] for end in ends], color=RULE, linewidth=1.5, zorder=1)
    middle = (table["x"].min() + table["x"].max()) / 2
    for theme in table.itertuples():
        size = (30 + 600 * theme.articles / max(1, n)) ** 0.5
        place = theme.x, down[theme.label]
        (dot,) = axes.plot(*place, "o", markersize=size, color=BLUE, zorder=2)
        link(dot, theme.Index)
        side = 1 if theme.x < middle else -1
        words = wrap(f"{theme.label} ({theme.articles:,})", 28 if is_narrow() else 60)
        note(axes, words, *place, side * (4 + size / 2))
    axes.margins(x=0.08)
    axes.set(ylim=(len(table) - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    data = "; ".join(
        f"{theme.label}: nearest {theme.nearest} ({theme.likeness:.2f})"
        for theme in table.itertuples()
    )
    return result, f"Map of {len(table)} themes by the likeness of their terms", data


@chart
def theme_numbers(table, headline):
    """Dots of how stable each number of themes is; `table`: `themes.theme_numbers`."""
    subtitle = "Agreement of the themes' terms over resamples of the articles (0 to 1), "
    subtitle += "± one standard deviation"
    result, axes = figure(headline, subtitle, 1.6, left=0.45, below=0.4)
    places = range(len(table))
    axes.errorbar(places, table["stability"], table["spread"], color=SOFT, linewidth=1.2, zorder=1)
    colors = table["chosen"].map({True: BLUE, False: SOFT}).tolist()
    axes.scatter(places, table["stability"], s=40, color=colors, zorder=2)
    for place, row in zip(places, table.itertuples(), strict=True):
        note(axes, f"{row.stability:.2f}", place, row.stability, 8, 6)
    names = [f"{row.n_themes}{' (chosen)' * row.chosen}" for row in table.itertuples()]
    axes.set_xticks(places, names)
    axes.set_xlabel("number of themes")
    axes.set(xlim=(-0.3, len(table) - 0.6), ylim=(0, 1))
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    data = "; ".join(f"{row.n_themes} themes {row.stability:.2f}" for row in table.itertuples())
    return result, "Dot chart of the stability of each number of themes", data


@chart
def theme_changes(table, headline):
    """Bars of the articles that came to or left each theme, and the terms it gained and lost.

    `table`: `Corpus.theme_changes`.
    """
    kinds = dict(list(table.groupby("change")))
    moved, new = kinds.get("moved", table[:0]), kinds.get("new", table[:0])
    came, left = moved.groupby("other")["articles"].sum(), moved.groupby("theme")["articles"].sum()
    busy = came.add(left, fill_value=0).sort_values(ascending=False, kind="stable").index
    renewed = table.loc[table["change"].isin(["gained", "lost"]), "theme"]
    names = list(dict.fromkeys([*new["theme"], *busy, *renewed]))
    asked = ", ".join(
        f"{len(kinds[kind])} to {kind[:-1]}" for kind in ("merge?", "split?") if kind in kinds
    )
    subtitle = "Articles that came to each theme (right) or left it (left) in the newest batch, "
    subtitle += "terms gained and lost"
    subtitle += f"; to be checked by an analyst: {asked}" if asked else ""
    narrow = is_narrow()
    height = 0.5 if narrow else 0.32
    room = 32 if narrow else 80
    lines = 4 if narrow else 2
    result, axes = figure(headline, subtitle, height * len(names), left=2.6)
    new = new.set_index("theme")["articles"]
    arrivals = new.combine_first(came).reindex(names, fill_value=0).astype(int)
    departures = left.reindex(names, fill_value=0).astype(int)
    for row, name in enumerate(names):
        axes.barh(row, arrivals[name], color=GREEN if name in new else BLUE, height=0.6)
        axes.barh(row, -departures[name], color=VERMILION, height=0.6)
        counts = [f"new: {new[name]}"] if name in new else []
        counts += [f"{arrivals[name]} came"] if name in came and name not in new else []
        counts += [f"{departures[name]} left"] if name in left else []
        terms = table[table["theme"] == name].set_index("change")["terms"]
        gains = [f"{sign} {terms[kind]}" for kind, sign in SIGNS.items() if kind in terms]
        words = wrap("; ".join([*counts, *gains]), room, lines)
        note(axes, words, arrivals[name], row, 5)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    row_names(axes, names)
    axes.set_xlim(-1.1 * max([0, *departures]), 4 * max([1, *arrivals]))
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    kind = f"Bar chart of what the last ingest did to {counted(len(names), 'theme')}"
    return result, kind, ""
