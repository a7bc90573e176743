"""The charts of notebooks and the report: one call each, from a selection to a ChartSection."""

from monitor import charts, compare, themes
from monitor.report.figures import show_chart


def arrived(selection):
    """What each batch brought."""
    return show_chart(selection, charts.arrived, selection.corpus.batches(selection.as_of))


def articles_by_outlet(selection):
    """Articles by outlet, and their part of the outlet's own output where that is known."""
    per_day = selection.corpus.outlets.per_day
    table = compare.articles_by_outlet(selection.articles, per_day=per_day)
    return show_chart(selection, charts.articles_by_outlet, table, "articles")


def articles_over_time(selection):
    """Articles by day, week, month, quarter or year."""
    table = compare.articles_over_time(selection.articles)
    undated = selection.articles["date"].isna().sum()
    return show_chart(selection, charts.articles_over_time, table, "articles", undated=undated)


def positions_by_outlet(selection):
    """The share of each position in the passages of each outlet, or other group."""
    return _coded(selection, charts.positions_by_outlet, "position", "group")


def positions_with_intervals(selection):
    """The most frequent positions by outlet, with 95% confidence intervals where there are any."""
    return _coded(selection, charts.positions_with_intervals, "position", "group")


def positions_by_voice(selection):
    """Positions in the outlets' own words and in what they quote."""
    return _coded(selection, charts.positions_by_voice, "position", "voice")


def positions_over_time(selection):
    """The share of each position by period."""
    return _coded(selection, charts.positions_over_time, "position", "period")


def tones_by_outlet(selection):
    """Negative and positive tone in the passages of each outlet, or other group."""
    return _coded(selection, charts.tones_by_outlet, "tone", "group")


def position_changes(selection):
    """How far the share of each position moved in the newest batch."""
    table = selection.comparison("position_changes")
    return _with_values(selection, charts.position_changes, table, "position")


def _coded(selection, chart, dimension, by):
    """A chart of the shares of the values of a dimension in the passages."""
    table = selection.shares(dimension, "passage", by)
    return _with_values(selection, chart, table, dimension)


def _with_values(selection, chart, table, dimension):
    """A chart that shows the values of a dimension in their colours, and how far people agree."""
    values = selection.corpus.codebook.dimensions[dimension].values()
    values = {value.label: value for value in values}
    agreement = selection.reliability(dimension)
    return show_chart(selection, chart, table, "passages", values=values, agreement=agreement)


def voices_by_outlet(selection):
    """The share of each outlet's quotations of the most quoted speakers."""
    table = selection.shares("speaker", "quotation", "group")
    return show_chart(selection, charts.voices_by_outlet, table, "quotations")


def voices_over_time(selection):
    """The share of the quotations of the most quoted speakers by period."""
    table = selection.shares("speaker", "quotation", "period")
    return show_chart(selection, charts.voices_over_time, table, "quotations")


def share_of_voice(selection):
    """Whose quotations each outlet prints."""
    table = selection.shares("holder", "quotation", "group")
    return show_chart(selection, charts.share_of_voice, table, "quotations")


def themes_by_outlet(selection):
    """The share of each theme in the articles of each outlet."""
    table = selection.shares("theme", "article", "group")
    return show_chart(selection, charts.themes_by_outlet, table, "articles")


def themes_over_time(selection):
    """The share of each theme by period."""
    table = selection.shares("theme", "article", "period")
    return show_chart(selection, charts.themes_over_time, table, "articles")


def theme_changes(selection):
    """What the last ingest did to the themes, and what is for the analyst to confirm."""
    table = selection.corpus.theme_changes(selection.as_of)
    columns = ["change", "theme_id", "theme", "other", "terms", "articles", "share"]
    return show_chart(selection, charts.theme_changes, table[columns].astype({"articles": "Int64"}))


def theme_terms(selection):
    """The strongest terms of each theme."""
    return _model(selection, charts.theme_terms, themes.theme_terms)


def theme_map(selection):
    """The themes, those of like terms near each other."""
    return _model(selection, charts.theme_map, themes.theme_map)


def _model(selection, chart, described):
    """A chart of what a function of `monitor.themes` says of the model of the themes."""
    model = selection.corpus.themes.model(selection.as_of)
    return show_chart(selection, chart, described(model, selection.table("themes")))


def theme_numbers(selection):
    """How stable each number of themes was; from 100 articles on, one of them is chosen by it."""
    model = selection.corpus.themes.model(selection.as_of)
    return show_chart(selection, charts.theme_numbers, themes.theme_numbers(model))
