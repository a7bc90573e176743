"""Charts of the terms that mark a group or a text."""

import numpy as np

from monitor.charts.frame import (
    BLUE,
    PAGE,
    RULE,
    SOFT,
    bars,
    chart,
    figure,
    finish,
    is_narrow,
    mark_box,
    moved,
    short,
)


@chart
def distinctive_terms(table, headline):
    """Dot panels, one a group, of the share of its articles that hold a term and of the others.

    table: significant rows of `keyness`.
    """
    groups = list(table["group"].unique())
    columns = min(1 if is_narrow() else 2, len(groups))
    longest, gap, across = table.groupby("group").size().max(), 2, 2.0
    height = -(-len(groups) // columns) * (longest + gap) - gap
    subtitle = "Share of the group’s articles that hold the term (●) and of all other articles (○); "
    subtitle += "terms shown: p < .05 by Fisher’s exact test, corrected for all terms and groups"
    made, axes = figure(headline, subtitle, 0.2 * height, left=1.2, above=0.25)
    axes.axis("off")
    axes.set(xlim=(-0.02, 1.3 + across * (columns - 1)), ylim=(height - 0.5, -0.5))
    above, before, after = (moved(axes, *points) for points in ((0, 6), (-6, 0), (6, 0)))
    room = int(made.left * 16 - 1)
    for number, group in enumerate(groups):
        part = table[table["group"] == group]
        top, left = (longest + gap) * (number // columns), across * (number % columns)
        y = top + np.arange(len(part))
        shares = part["articles"] / part["group_articles"]
        rest = part["rest"] / part["rest_articles"]
        axes.text(left, top - 0.5, short(group, 22), transform=above, weight="bold")
        axes.hlines(y, left, left + 1, color=RULE, linewidth=0.5)
        axes.hlines(y, left + rest, left + shares, color=BLUE, linewidth=1.5)
        axes.scatter(left + rest, y, s=24, facecolor=PAGE, edgecolor=SOFT, zorder=3)
        axes.scatter(left + shares, y, s=24, color=BLUE, zorder=3)
        for place, row in zip(y, part.index, strict=True):
            mark_box(made, axes.transData, (left, place - 0.5, 1, 1), row)
            term = short(part.at[row, "term"], room)
            axes.text(left, place, term, transform=before, ha="right", va="center")
            share = f"{shares[row]:.0%} ({rest[row]:.0%})"
            axes.text(left + 1, place, share, transform=after, va="center", size=8, color=SOFT)
    terms = "; ".join(f"{group}: {', '.join(part['term'])}" for group, part in table.groupby("group", sort=False))
    return finish(made, f"Dot charts of distinctive terms. {headline}. {terms}.")


@chart
def term_bars(table, headline):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight], strongest first."""
    made, axes = figure(headline, "Weight of each term (TF-IDF)", 0.26 * len(table), left=1.8)
    bars(axes, table, "weight", table["term"], [""] * len(table))
    return finish(made, f"Bar chart of the terms with most weight: {', '.join(table['term'])}.")
