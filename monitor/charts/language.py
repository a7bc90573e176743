"""Charts of the terms that mark a group or a text."""

from monitor.charts.multiples import panels
from monitor.charts.style import (
    BLUE,
    PAGE,
    RULE,
    SOFT,
    bars,
    chart,
    figure,
    is_narrow,
    link,
    note,
    row_names,
)


@chart
def distinctive_terms(table, headline):
    """Panels of dots, one a group: the share of its articles that hold a term, and of the others.

    `table`: significant rows of `compare.keyness`.
    """
    subtitle = "Share of articles that contain the term: of the group (●), of all others (○); "
    subtitle += "significant by Fisher’s exact test, corrected for all comparisons of the report"
    groups = dict(list(table.groupby("group", sort=False)))
    longest = max(map(len, groups.values()))
    most = 1 if is_narrow() else 2
    result, axes = panels(headline, subtitle, groups, 0.22 * longest, 1.4, most, 1.5)
    for group, part in groups.items():
        _dots(axes[group], part)
        axes[group].set_ylim(longest - 0.5, -0.5)
    terms = "; ".join(f"{group}: {', '.join(part['term'])}" for group, part in groups.items())
    return result, "Dot charts of distinctive terms", terms


def _dots(axes, table):
    """The terms of one group."""
    shares = table["articles"] / table["group_articles"]
    rest = table["rest"] / table["rest_articles"]
    places = range(len(table))
    axes.hlines(places, 0, 1, color=RULE, linewidth=0.5)
    axes.hlines(places, rest, shares, color=BLUE, linewidth=1.5)
    axes.scatter(rest, places, s=24, facecolor=PAGE, edgecolor=SOFT, zorder=3)
    axes.scatter(shares, places, s=24, color=BLUE, zorder=3)
    for place, row in zip(places, table.index, strict=True):
        link(axes.axhspan(place - 0.5, place + 0.5, alpha=0), row)
        note(axes, f"{shares[row]:.0%} ({rest[row]:.0%})", 1, place, 6, color=SOFT)
    row_names(axes, table["term"])
    axes.set_xlim(-0.03, 1.5)  # room for the shares in words
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)


@chart
def term_bars(table, headline):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight]."""
    subtitle = "Weight of each term (TF-IDF)"
    result, axes = figure(headline, subtitle, 0.26 * len(table), left=1.8)
    bars(axes, table, "weight", table["term"], "")
    return result, "Bar chart of the terms with most weight", ", ".join(table["term"])
