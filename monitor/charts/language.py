"""Charts of the terms that mark a group or a text."""

from monitor.charts.frame import bars, chart, figure, finish
from monitor.charts.panels import bar_panels


@chart
def distinctive_terms(table, headline):
    """Small bar panels, one a group, of the terms it uses more than the rest; `table` as of `keyness.keyness`."""
    top = table.loc[table["z"].idxmax()]
    title = f"“{top['term']}” sets {top['group']} apart most: {top['group_per_10k']:.0f} times in 10,000 words, "
    title += f"elsewhere {top['rest_per_10k']:.0f}"
    subtitle = "Terms that each uses more than the rest: z-score of the log-odds ratio with a Dirichlet prior, ≥ 1.96"
    made = bar_panels(title, subtitle, table, "group", "z", "{:.1f}".format)
    rows = "; ".join(f"{group}: {', '.join(part['term'])}" for group, part in table.groupby("group", sort=False))
    return finish(made, f"Bar charts of distinctive terms. {title}. {rows}.")


@chart
def term_bars(table, headline):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight], strongest first."""
    made, axes = figure(headline, "Weight of each term (TF-IDF)", 0.26 * len(table), left=1.8)
    bars(axes, table, "weight", table["term"], [""] * len(table))
    return finish(made, f"Bar chart of the terms with most weight: {', '.join(table['term'])}.")
