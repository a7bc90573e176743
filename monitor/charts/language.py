"""Charts of the terms that mark a group or a text."""

import numpy as np

from monitor.charts.frame import bars, chart, figure, finish, is_narrow, short


@chart
def distinctive_terms(table):
    """Small bar panels, one a group, of the terms it uses more than the rest; `table` as of `keyness.keyness`."""
    groups = list(table["group"].unique())
    top = table.loc[table["z"].idxmax()]
    title = f"“{top['term']}” sets {top['group']} apart most: {top['group_per_10k']:.0f} times in 10,000 words, "
    title += f"elsewhere {top['rest_per_10k']:.0f}"
    subtitle = "Terms that each uses more than the rest: z-score of the log-odds ratio with a Dirichlet prior, ≥ 1.96"
    columns = min(1 if is_narrow() else 3, len(groups))
    rows, longest = -(-len(groups) // columns), table.groupby("group").size().max()
    panel, gap = 0.2 * longest, 0.4
    height = rows * (panel + gap) - gap
    apart = (0.75, gap / panel)
    made, axes = figure(title, subtitle, height, 1.2, rows, columns, above=0.25, share="none", apart=apart)
    panels = np.atleast_1d(axes).ravel()
    for panel, group in zip(panels, groups, strict=False):
        part = table[table["group"] == group]
        bars(panel, part, "z", part["term"], [f"{z:.1f}" for z in part["z"]], height=0.62, most=longest)
        panel.set_xlim(0, table["z"].max() * 1.2)
        panel.set_title(short(group, 28), weight="bold")
    for panel in panels[len(groups) :]:
        panel.set_visible(False)
    rows = "; ".join(f"{group}: {', '.join(part['term'])}" for group, part in table.groupby("group", sort=False))
    return finish(made, f"Bar charts of distinctive terms. {title}. {rows}.")


@chart
def term_bars(table):
    """Bars of the terms that mark few articles; `table`: DataFrame[term, weight], strongest first."""
    title = f"The terms that mark the text: {', '.join(table['term'][:3])}"
    made, axes = figure(title, "Weight of each term (TF-IDF)", 0.26 * len(table), left=1.8)
    bars(axes, table, "weight", table["term"], [""] * len(table))
    return finish(made, f"Bar chart of the terms with most weight: {', '.join(table['term'])}.")
