"""How much of the coverage each theme explains, by outlet and over time."""

from monitor.compare.counting import name_outlets, others_last
from monitor.compare.coverage import with_periods


def theme_shares(theme_weights, themes, articles, by):
    """DataFrame[*by, theme_id, label, share, articles]: mean share of the group's articles that a
    theme explains.
    """
    by = list(by)
    groups = articles[["article_id", *by]]
    sizes = groups.groupby(by).size().rename("articles").reset_index()
    weights = (
        theme_weights.merge(groups, on="article_id").groupby([*by, "theme_id"])["weight"].sum()
    )
    grid = sizes.merge(themes[["theme_id", "label"]], how="cross")
    table = grid.merge(weights.reset_index(), on=[*by, "theme_id"], how="left").fillna(
        {"weight": 0.0}
    )
    table["share"] = table["weight"] / table["articles"]
    return table[[*by, "theme_id", "label", "share", "articles"]]


def themes_by_outlet(theme_weights, themes, articles, most=12):
    """`theme_shares` by outlet, the busiest outlets first, the group of others last."""
    table = theme_shares(theme_weights, themes, name_outlets(articles, most), by=["outlet"])
    return others_last(
        table.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable")
    )


def themes_over_time(theme_weights, themes, articles):
    """`theme_shares` by period; articles without a date are left out."""
    return theme_shares(theme_weights, themes, with_periods(articles), by=["period", "unit"])
