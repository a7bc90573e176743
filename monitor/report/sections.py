"""The charts of notebooks and the report: one call each, from a selection to a ChartSection."""

import pandas as pd

from monitor import charts, compare, themes
from monitor.compare.families import FAMILIES
from monitor.report.figures import (
    coding_in_words,
    name_values,
    shares_table,
    show_chart,
    show_differences,
)
from monitor.report.listings import counted_themes
from monitor.report.receipt import chosen_batches
from monitor.significance import LEVEL


def arrived(selection):
    """What each batch of the choice brought."""
    return show_chart(selection, charts.arrived, chosen_batches(selection), folded=True)


def articles_by_outlet(selection, **options):
    """Articles by outlet, and their part of the outlet's own output where that is known."""
    per_day = selection.corpus.outlets.per_day
    table = compare.articles_by_outlet(selection.articles, per_day=per_day)
    return show_chart(selection, charts.articles_by_outlet, table, "articles", **options)


def articles_over_time(selection, **options):
    """Articles by day, week, month, quarter or year."""
    table = compare.articles_over_time(selection.articles)
    unit = table["unit"].iloc[0] if len(table) else "period"
    options |= {"heading": f"Articles by {unit}"}
    options |= {"undated": selection.articles["date"].isna().sum()}
    return show_chart(selection, charts.articles_over_time, table, "articles", **options)


def positions_by_outlet(selection):
    """In which positions outlets, or other groups, differ, and the share of each position."""
    return selection.once(show_differences, "position_differences", "group")


def tones_by_outlet(selection):
    """In which tone outlets, or other groups, differ, and the share of each tone."""
    return selection.once(show_differences, "tone_differences", "group")


def positions_by_voice(selection):
    """Positions in the outlets' own words and in what they quote."""
    return show_differences(selection, "voice_differences", "voice")


def position_changes(selection):
    """How far the share of each position moved in the newest batch."""
    return selection.once(show_differences, "position_changes")


def share_of_voice(selection):
    """Whose quotations each outlet, or other group, prints."""
    return show_differences(selection, "holder_differences", "group")


def themes_by_outlet(selection):
    """In which themes outlets, or other groups, differ, and the share of each theme."""
    return show_differences(selection, "theme_differences", "group")


def voices_by_outlet(selection):
    """How often the most quoted speakers are quoted, and their share in each outlet."""
    shares = shares_table(selection, "speaker", "quotation", "group")
    outcomes = selection.outcomes("speaker", "quotation")
    quotes = outcomes.parts.sum(axis=0).astype(int)
    most = pd.DataFrame({"speaker": outcomes.values, "quotes": quotes})
    options = {"shares": shares, "n": len(outcomes.rows)}
    return show_chart(selection, charts.most_quoted, most, "quotations", **options)


def positions_over_time(selection):
    """The share of each position by period."""
    return _over_time(selection, "position_trends", "Share of passages by position")


def voices_over_time(selection):
    """The share of the quotations of the most quoted speakers by period."""
    measure = "Share of the quotations whose speaker is known"
    return _over_time(selection, "speaker_trends", measure)


def themes_over_time(selection):
    """The share of each theme by period."""
    measure = "Mean share of an article that is about the theme"
    return _over_time(selection, "theme_trends", measure)


def _over_time(selection, family, measure):
    """Lines over time of what has a significant trend, or of all where nothing has."""
    column, unit = FAMILIES[family]["column"], FAMILIES[family]["unit"]
    trends = name_values(selection, selection.comparison(family))
    moved = list(trends.loc[trends["p"] < LEVEL, "value"])
    options = {"by": "value", "count": f"{unit}s", "moved": moved, "family": family}
    if unit == "passage":
        values = selection.corpus.codebook.dimensions[column].values()
        options["colors"] = {value.label: value.color for value in values}
        options["agreement"] = coding_in_words(selection, column)
    table = selection.shares(column, unit, "period")
    return show_chart(selection, charts.over_time, table, f"{unit}s", measure=measure, **options)


def theme_terms(selection):
    """The strongest terms of each theme."""
    return _model(selection, charts.theme_terms, themes.theme_terms)


def theme_map(selection):
    """The themes, those of like terms near each other."""
    return _model(selection, charts.theme_map, themes.theme_map)


def _model(selection, chart, described):
    """A chart of what a function of `monitor.themes` says of the model of the themes."""
    model = selection.corpus.themes.model(selection.as_of)
    table = described(model, counted_themes(selection))
    if "term" in table:
        table = table.assign(term=selection.as_written(table["term"]))
    return show_chart(selection, chart, table)


def theme_numbers(selection):
    """How stable each number of themes was; from 100 articles on, one of them is chosen by it."""
    model = selection.corpus.themes.model(selection.as_of)
    return show_chart(selection, charts.theme_numbers, themes.theme_numbers(model))
