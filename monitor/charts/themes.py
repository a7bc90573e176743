"""Charts of themes: over time, by outlet, their terms, their likeness, their number, and what an
update changed.
"""

from monitor.charts.frame import (
    BLUE,
    GREEN,
    INK,
    RULE,
    SOFT,
    VERMILION,
    chart,
    figure,
    finish,
    is_narrow,
    mark,
    row_names,
    short,
)
from monitor.charts.panels import bar_panels, heat, over_time
from monitor.wording import counted


@chart
def themes_over_time(table, headline, min_articles=3):
    """Small panels, one a theme, of its share over time; `table` as of `compare.themes_over_time`."""
    table = table.assign(item=table["label"])
    colors = dict.fromkeys(table["item"], BLUE)
    return over_time(
        table,
        headline,
        "articles",
        "Mean share of an article that the theme explains",
        colors,
        min_articles,
    )


@chart
def themes_by_outlet(table, headline, most=10):
    """Shaded table of themes by outlet; `table` as of `compare.themes_by_outlet`."""
    largest = (
        table.groupby("label", sort=False)["share"].mean().sort_values(ascending=False, kind="stable").index[:most]
    )
    left_out = f"; the {most} largest themes" if table["label"].nunique() > most else ""
    table = table[table["label"].isin(largest)]
    n = table.groupby("outlet", sort=False)["articles"].first()
    made = heat(
        table,
        ("outlet", "label"),
        "share",
        (
            headline,
            f"Mean share of an outlet's articles that each theme explains, n = {n.sum():,} articles{left_out}",
        ),
        n.index,
        dict(zip(largest, largest, strict=True)),
        n,
        "articles",
    )
    return finish(made, f"Table chart of themes by outlet. {headline}.")


@chart
def theme_terms(table, headline, most=12):
    """Small bar panels, one a theme, of its first terms; `table` as of `themes.theme_terms`."""
    largest = list(table["label"].unique()[:most])
    left_out = f"; the {most} largest themes" if table["label"].nunique() > most else ""
    subtitle = f"The first terms of each theme, by their weight in it (TF-IDF and NMF){left_out}"
    table = table[table["label"].isin(largest)]
    made = bar_panels(headline, subtitle, table, "label", "weight", "{:.2f}".format)
    told = "; ".join(f"{label}: {', '.join(part['term'])}" for label, part in table.groupby("label", sort=False))
    return finish(made, f"Bar charts of the terms of each theme. {headline}. {told}.")


@chart
def theme_map(table, headline, alike=0.2):
    """Map of the themes, those of like terms near each other; `table` as of `themes.theme_map`."""
    table = table.sort_values("y", ascending=False, kind="stable")
    subtitle = f"Themes in order of the likeness of their terms, across and down; lines: likeness from {alike} on; "
    subtitle += f"a dot's area: articles, n = {table['articles'].sum():,}"
    made, axes = figure(headline, subtitle, 0.26 * len(table), left=0.1)
    rows = dict(zip(table["label"], range(len(table)), strict=True))
    across = dict(zip(table["label"], table["x"], strict=True))
    for one in table[table["likeness"] >= alike].itertuples():
        ends = [one.label, one.nearest]
        axes.plot(
            [across[end] for end in ends],
            [rows[end] for end in ends],
            color=RULE,
            linewidth=1.5,
            zorder=1,
        )
    middle = (table["x"].min() + table["x"].max()) / 2
    for one in table.itertuples():
        area = 30 + 600 * one.articles / max(1, table["articles"].sum())
        mark(axes.scatter(one.x, rows[one.label], s=area, color=BLUE, zorder=2), one.Index)
        side = 1 if one.x < middle else -1
        axes.annotate(
            f"{short(one.label, 26 if is_narrow() else 44)} ({one.articles:,})",
            (one.x, rows[one.label]),
            xytext=(side * (4 + area**0.5 / 2), 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            size=8,
            color=INK,
        )
    axes.margins(x=0.08)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    told = "; ".join(f"{one.label}: nearest {one.nearest} ({one.likeness:.2f})" for one in table.itertuples())
    return finish(made, f"Map of {len(table)} themes by the likeness of their terms. {headline}. {told}.")


@chart
def theme_numbers(table, headline):
    """Dots of how stable each number of themes is; `table` as of `themes.factors.suggest_n_themes`."""
    subtitle = "Agreement of the themes' terms over resamples of the articles (0 to 1), ± one standard deviation"
    made, axes = figure(headline, subtitle, 1.6, left=0.45, above=0.1, below=0.4)
    places = range(len(table))
    axes.errorbar(places, table["stability"], table["spread"], color=SOFT, linewidth=1.2, zorder=1)
    for place, row in zip(places, table.itertuples(), strict=True):
        color = BLUE if row.chosen else SOFT
        mark(
            axes.scatter(place, row.stability, s=60 if row.chosen else 30, color=color, zorder=2),
            row.Index,
        )
        axes.annotate(f"{row.stability:.2f}", (place, row.stability), xytext=(8, 4), textcoords="offset points",
                      color=color, weight="bold" if row.chosen else "normal", size=8.5)  # fmt: skip
    axes.set_xticks(
        places,
        [f"{n}{' (taken)' * taken}" for n, taken in zip(table["n_themes"], table["chosen"], strict=True)],
    )
    axes.set_xlabel("number of themes")
    axes.set_xlim(-0.3, len(table) - 0.6)
    axes.set_ylim(0, 1)
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    told = "; ".join(f"{row.n_themes} themes {row.stability:.2f}" for row in table.itertuples())
    return finish(made, f"Dot chart of the stability of each number of themes. {headline}. {told}.")


@chart
def theme_changes(table, headline):
    """Bars of the articles that came to or left each theme, with the terms it gained and lost.

    `table` as of `Corpus.theme_changes`.
    """
    kinds = dict(list(table.groupby("change")))
    moved, new = kinds.get("moved", table[:0]), kinds.get("new", table[:0])
    came, left = moved.groupby("other")["articles"].sum(), moved.groupby("theme")["articles"].sum()
    busy = came.add(left, fill_value=0).sort_values(ascending=False, kind="stable").index
    renewed = table.loc[table["change"].isin(["gained", "lost"]), "theme"]
    names = list(dict.fromkeys([*new["theme"], *busy, *renewed]))
    asked = ", ".join(f"{len(kinds[kind])} to {kind[:-1]}" for kind in ("merge?", "split?") if kind in kinds)
    subtitle = "At the last ingest: articles that came to each theme (right) or left it (left), terms gained and lost"
    subtitle += f"; for you to confirm: {asked}" if asked else ""
    made, axes = figure(headline, subtitle, 0.3 * max(1, len(names)), left=2.6)
    most = max([1, *came, *left, *new["articles"]])
    fresh = dict(zip(new["theme"], new["articles"], strict=True))
    for row, name in enumerate(names):
        right = int(fresh.get(name, came.get(name, 0)))
        gone = int(left.get(name, 0))
        axes.barh(row, right, color=GREEN if name in fresh else BLUE, height=0.6)
        axes.barh(row, -gone, color=VERMILION, height=0.6)
        terms = [
            f"{sign} {', '.join(kinds[kind].loc[kinds[kind]['theme'] == name, 'terms'])}"
            for sign, kind in (("+", "gained"), ("−", "lost"))
            if kind in kinds and name in set(kinds[kind]["theme"])
        ]
        told = [
            f"new: {right}" if name in fresh else f"{right} came" if right else "",
            f"{gone} left" if gone else "",
        ]
        said = short("; ".join(filter(None, [*told, *terms])), 34 if is_narrow() else 74)
        axes.annotate(said, (right, row), xytext=(5, 0), textcoords="offset points", va="center", size=8)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    row_names(axes, [short(name, 32) for name in names])
    axes.set_xlim(-1.1 * max([0, *left]), 4 * most)
    axes.set_ylim(max(1, len(names)) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return finish(
        made,
        f"Bar chart of what the last ingest did to {counted(len(names), 'theme')}. {headline}.",
    )
