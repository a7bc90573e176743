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
    table = table.assign(
        share=table["articles"] / table["group_articles"],
        others=table["rest"] / table["rest_articles"],
    )
    return _panels(headline, subtitle, table, "group", _dots, 0.22, 1.4, most=2, across=1.5)


def _dots(axes, rows):
    """The terms of one group."""
    places = range(len(rows))
    axes.hlines(places, 0, 1, color=style.RULE, linewidth=0.5)
    axes.hlines(places, rows["others"], rows["share"], color=style.BLUE, linewidth=1.5)
    axes.scatter(rows["others"], places, 24, style.PAGE, edgecolor=style.SOFT, zorder=3)
    axes.scatter(rows["share"], places, 24, style.BLUE, zorder=3)
    link_rows(axes, rows.index)
    for place, row in enumerate(rows.itertuples()):
        note(axes, f"{row.share:.0%} ({row.others:.0%})", 1, place, 6, color=style.SOFT)
    axes.set_xlim(-0.03, 1.5)  # room for the shares in words
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)


@style.chart("Bar charts of the terms of each theme", "The strongest terms of each theme")
def theme_terms(table, headline, most=12):
    """Panels of bars, one a theme, of its first terms; `table`: `themes.theme_terms`."""
    labels = table["label"].unique()
    larger = f"the {most} largest themes, " if len(labels) > most else ""
    subtitle = f"The first terms of each theme, {larger}by their weight in it (TF-IDF and NMF)"
    table = table[table["label"].isin(labels[:most])]
    return _panels(headline, subtitle, table, "label", _weights, 0.2, 1.2, most=3, across=1.35)


def _weights(axes, rows):
    bars(axes, rows["weight"], labels=rows["weight"].map("{:.2f}".format), height=0.62)
    axes.margins(x=0.2)  # room for the labels


def _panels(headline, subtitle, table, by, draw, height, left, **options):
    """Figure of panels, one a value of the column `by`, in which `draw` shows the terms."""
    groups = dict(list(table.groupby(by, sort=False)))
    longest = max(map(len, groups.values()))
    figure, panels = style.figure(
        headline, subtitle, height * longest, left, groups, below=0.1, **options
    )
    for axes, rows in zip(panels, groups.values(), strict=True):
        draw(axes, rows)
        row_names(axes, rows["term"])
        axes.set_ylim(longest - 0.5, -0.5)
    furthest = max(axes.get_xlim()[1] for axes in panels)
    for axes in panels:
        axes.set_xlim(right=furthest)
    return figure


@style.chart(
    "Bar chart of the terms with most weight",
    "Too few articles for themes: the terms with the most weight",
)
def term_bars(table, headline):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight]."""
    subtitle = "Weight of each term (TF-IDF)"
    figure, (axes,) = style.figure(headline, subtitle, 0.26 * len(table), left=1.8)
    _weights(axes, table)
    row_names(axes, table["term"])
    return figure
