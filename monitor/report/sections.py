"""The charts of notebooks and the report: one call each, from a selection to a ChartSection."""

from monitor import charts, compare, themes
from monitor.report.figures import show_chart, show_differences, source_links
from monitor.report.html import cross_table
from monitor.significance import LEVEL
from monitor.wording import sentence

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
    return _coded(selection, "position_differences", compare.shares_by_outlet, "outlet")


def tones_by_outlet(selection):
    """In which tone outlets differ, and the share of each tone in each outlet."""
    return _coded(selection, "tone_differences", compare.shares_by_outlet, "outlet")


def positions_by_voice(selection):
    """Positions in the outlets' own words and in what they quote."""
    return _coded(selection, "voice_differences", compare.shares_by_voice, "voice", "position")


def position_changes(selection):
    """How far the share of each position moved in the newest batch."""
    return show_differences(
        selection, "position_changes", agreement=_agreement(selection, "position")
    )


def _coded(selection, family, compared, rows, dimension=""):
    """A chart of differences between passages, with the shares that a function compares."""
    dimension = dimension or family.partition("_")[0]
    shares = compared(selection.table("stance"), selection.articles, selection.corpus.codebook)
    shares = shares[shares["dimension"] == dimension]
    agreement = _agreement(selection, dimension)
    return show_differences(selection, family, shares, rows, agreement=agreement)


def _agreement(selection, dimension):
    """Who coded a dimension, and how far coders agree, in words."""
    passages, book = selection.table("stance"), selection.corpus.codebook
    basis = compare.coded_outcomes(passages, book, dimension).basis
    return f"{sentence(compare.BASIS[basis])}. {selection.reliability(dimension)}".strip()


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
    book = selection.corpus.codebook
    table = compare.shares_over_time(selection.table("stance"), selection.articles, book)
    table = table[table["dimension"] == "position"]
    colors = {value.label: value.color for value in book.dimensions["position"].values()}
    measure = ("value", "Share of passages by position", "passages")
    agreement = _agreement(selection, "position")
    return _over_time(selection, "position", table, measure, colors=colors, agreement=agreement)


def voices_over_time(selection):
    """The share of the quotations of the most quoted speakers by period."""
    table = compare.voices_over_time(selection.table("quotes"), selection.articles)
    measure = ("speaker", "Share of the quotations whose speaker is known", "quotations")
    return _over_time(selection, "speaker", table, measure)


def themes_over_time(selection):
    """The share of each theme by period."""
    weights, names = selection.table("theme_weights"), selection.table("themes")
    table = compare.themes_over_time(weights, names, selection.articles)
    measure = ("label", "Mean share of an article that the theme explains", "articles")
    return _over_time(selection, "theme", table, measure)


def _over_time(selection, kind, table, measure, **options):
    """Lines over time of what has a significant trend, or of all where nothing has."""
    by, words, count = measure
    trends = selection.comparison(f"{kind}_trends")
    moved = trends.loc[trends["p"] < LEVEL, "value"]
    if by == "value":
        moved = moved.map(selection.labels(kind))
    options |= {"by": by, "measure": words, "count": count, "moved": list(moved)}
    return show_chart(selection, charts.over_time, table, count, family=f"{kind}_trends", **options)


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
