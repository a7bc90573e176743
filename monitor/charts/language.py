"""Charts of the terms that mark a group, a theme or a text."""

from monitor.charts import style
from monitor.charts.marks import bars, link_rows, note, row_names


@style.chart("Dot charts of distinctive terms", "Terms that set groups of articles apart")
def distinctive_terms(table, headline):
    """Panels of dots, one a group: the share of its articles that hold a term, and of the others.

    `table`: significant rows of `compare.keyness`.
    """
    subtitle = "Share of articles that contain the term: of the group (●), of all others (○); "
    subtitle += "significant by Fisher’s exact test, corrected for all comparisons of the report"
    groups = dict(list(table.groupby("group", sort=False)))
    longest = max(map(len, groups.values()))
    most = 1 if style.is_narrow() else 2
    figure, panels = style.figure(
        headline, subtitle, 0.22 * longest, 1.4, groups, most, below=0.1, across=1.5
    )
    for axes, rows in zip(panels, groups.values(), strict=True):
        _dots(axes, rows)
        axes.set_ylim(longest - 0.5, -0.5)
    return figure


def _dots(axes, table):
    """The terms of one group."""
    shares = table["articles"] / table["group_articles"]
    rest = table["rest"] / table["rest_articles"]
    places = range(len(table))
    axes.hlines(places, 0, 1, color=style.RULE, linewidth=0.5)
    axes.hlines(places, rest, shares, color=style.BLUE, linewidth=1.5)
    axes.scatter(rest, places, s=24, facecolor=style.PAGE, edgecolor=style.SOFT, zorder=3)
    axes.scatter(shares, places, s=24, color=style.BLUE, zorder=3)
    link_rows(axes, table.index)
    for place, row in enumerate(table.index):
        note(axes, f"{shares[row]:.0%} ({rest[row]:.0%})", 1, place, 6, color=style.SOFT)
    row_names(axes, table["term"])
    axes.set_xlim(-0.03, 1.5)  # room for the shares in words
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)


@style.chart("Bar charts of the terms of each theme", "The strongest terms of each theme")
def theme_terms(table, headline, most=12):
    """Panels of bars, one a theme, of its first terms; `table`: `themes.theme_terms`."""
    groups = dict(list(table.groupby("label", sort=False))[:most])
    larger = f"the {most} largest themes, " if table["label"].nunique() > most else ""
    subtitle = f"The first terms of each theme, {larger}by their weight in it (TF-IDF and NMF)"
    longest = max(map(len, groups.values()))
    columns = 1 if style.is_narrow() else 3
    figure, panels = style.figure(
        headline, subtitle, 0.2 * longest, 1.2, groups, columns, below=0.1, across=1.35
    )
    furthest = max(rows["weight"].max() for rows in groups.values())
    for axes, rows in zip(panels, groups.values(), strict=True):
        bars(axes, rows["weight"], labels=rows["weight"].map("{:.2f}".format), height=0.62)
        row_names(axes, rows["term"])
        axes.set(xlim=(0, 1.25 * furthest), ylim=(longest - 0.5, -0.5))
    return figure


@style.chart(
    "Bar chart of the terms with most weight",
    "Too few articles for themes: the terms with the most weight",
)
def term_bars(table, headline):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight]."""
    subtitle = "Weight of each term (TF-IDF)"
    figure, (axes,) = style.figure(headline, subtitle, 0.26 * len(table), left=1.8)
    bars(axes, table["weight"], labels=table["weight"].map("{:.2f}".format))
    row_names(axes, table["term"])
    return figure
