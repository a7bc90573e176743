"""Charts of themes: over time and by outlet."""

from monitor.charts.frame import BLUE, chart, finish, heat, over_time


@chart
def themes_over_time(table, min_articles=3):
    """Small panels, one a theme, of its share over time; `table` as of `compare.themes_over_time`."""
    table = table.assign(item=table["label"])
    colors = dict.fromkeys(table["item"], BLUE)
    return over_time(table, "articles", "Mean share of an article that the theme explains", colors, min_articles)


@chart
def themes_by_outlet(table, most=10):
    """Shaded table of themes by outlet; `table` as of `compare.themes_by_outlet`."""
    largest = (
        table.groupby("label", sort=False)["share"].mean().sort_values(ascending=False, kind="stable").index[:most]
    )
    left_out = f"; the {most} largest themes" if table["label"].nunique() > most else ""
    table = table[table["label"].isin(largest)]
    n = table.groupby("outlet", sort=False)["articles"].first()
    lead = table.loc[table.loc[table["articles"] >= min(3, n.max()), "share"].idxmax()]
    title = f"“{lead['label']}” weighs most in {lead['outlet']}: {lead['share']:.0%} of its coverage"
    made = heat(
        table,
        ("outlet", "label"),
        "share",
        (title, f"Mean share of an outlet's articles that each theme explains, n = {n.sum():,} articles{left_out}"),
        n.index,
        dict(zip(largest, largest, strict=True)),
        n,
        "articles",
    )
    return finish(made, f"Table chart of themes by outlet. {title}.")
