"""The charts of notebooks and the report: one call each, from a selection to a ChartSection."""

from monitor import charts, compare, themes
from monitor.report.figures import coding_in_words, show_chart, show_differences, source_links
from monitor.report.html import cross_table
from monitor.significance import LEVEL

MOST_SPEAKERS = 10  # in the chart; the table below it has more


def arrived(selection):
    """What each batch brought."""
    batches = selection.corpus.batches(selection.as_of)
    return show_chart(selection, charts.arrived, batches, is_flat=True)


def articles_by_outlet(selection):
    """Articles by outlet, and their part of the outlet's own output where that is known."""
    per_day = selection.corpus.outlets.per_day
    table = compare.articles_by_outlet(selection.articles, per_day=per_day)
    return show_chart(selection, charts.articles_by_outlet, table, "articles")


def articles_over_time(selection):
    """Articles by day, week, month, quarter or year."""
    table = compare.articles_over_time(selection.articles)
    unit = table["unit"].iloc[0] if len(table) else "period"
    options = {"heading": f"Articles by {unit}", "undated": selection.articles["date"].isna().sum()}
    return show_chart(selection, charts.articles_over_time, table, "articles", **options)


def positions_by_outlet(selection):
    """In which positions outlets differ, and the share of each position in each outlet."""
    shares = _of_passages(selection, compare.shares_by_outlet)
    return show_differences(selection, "position_differences", shares, "outlet")


def tones_by_outlet(selection):
    """In which tone outlets differ, and the share of each tone in each outlet."""
    shares = _of_passages(selection, compare.shares_by_outlet)
    return show_differences(selection, "tone_differences", shares, "outlet")


def positions_by_voice(selection):
    """Positions in the outlets' own words and in what they quote."""
    shares = _of_passages(selection, compare.shares_by_voice)
    return show_differences(selection, "voice_differences", shares, "voice")


def position_changes(selection):
    """How far the share of each position moved in the newest batch."""
    return show_differences(selection, "position_changes")


def _of_passages(selection, compared):
    """What a function of `monitor.compare` makes of the passages."""
    return compared(selection.table("stance"), selection.articles, selection.corpus.codebook)


def share_of_voice(selection):
    """Whose quotations each outlet prints."""
    codebook = selection.corpus.codebook
    table = compare.share_of_voice(selection.table("quotes"), selection.articles, codebook)
    return show_differences(selection, "holder_differences", table, "outlet", "holder")


def themes_by_outlet(selection):
    """In which themes outlets differ, and the share of each theme in each outlet."""
    weights, names = selection.table("theme_weights"), selection.table("themes")
    table = compare.themes_by_outlet(weights, names, selection.articles)
    return show_differences(selection, "theme_differences", table, "outlet", "label")


def voices_by_outlet(selection):
    """How often the most quoted speakers are quoted, and by which outlets."""
    table = compare.voices(selection.table("quotes"), selection.articles)
    cross = ""
    if len(table):
        links = source_links(table, "quotations")
        cross = cross_table(table, "speaker", "outlet", "quotes", links)
    speakers = table.groupby("speaker", sort=False)["quotes"].sum().reset_index()
    most = speakers.head(MOST_SPEAKERS)
    return show_chart(selection, charts.most_quoted, most, "quotations", shares=cross)


def positions_over_time(selection):
    """The share of each position by period."""
    table = _of_passages(selection, compare.shares_over_time)
    table = table[table["dimension"] == "position"]
    values = selection.corpus.codebook.dimensions["position"].values()
    options = {"colors": {value.label: value.color for value in values}}
    options["agreement"] = coding_in_words(selection, "position")
    options |= {"by": "value", "count": "passages", "measure": "Share of passages by position"}
    return _over_time(selection, "position", table, options)


def voices_over_time(selection):
    """The share of the quotations of the most quoted speakers by period."""
    table = compare.voices_over_time(selection.table("quotes"), selection.articles)
    options = {"by": "speaker", "count": "quotations"}
    options["measure"] = "Share of the quotations whose speaker is known"
    return _over_time(selection, "speaker", table, options)


def themes_over_time(selection):
    """The share of each theme by period."""
    weights, names = selection.table("theme_weights"), selection.table("themes")
    table = compare.themes_over_time(weights, names, selection.articles)
    options = {"by": "label", "count": "articles"}
    options["measure"] = "Mean share of an article that the theme explains"
    return _over_time(selection, "theme", table, options)


def _over_time(selection, kind, table, options):
    """Lines over time of what has a significant trend, or of all where nothing has."""
    family = f"{kind}_trends"
    trends = selection.comparison(family)
    moved = trends.loc[trends["p"] < LEVEL, "value"]
    if options["by"] == "value":
        moved = moved.map(selection.labels(kind))
    options |= {"moved": list(moved), "family": family}
    return show_chart(selection, charts.over_time, table, options["count"], **options)


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
