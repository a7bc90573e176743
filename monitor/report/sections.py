"""Every chart of notebooks and report: one function each, from a selection to a ChartSection.

To add a chart, add a function here, in most cases of one call: `show_differences` and `show_trends`
draw any family of `data/families.toml`. Its docstring begins with the question that it answers. It
is then `report.NAME`, tested in `tests/test_findings.py`, and in the gallery that
`.ci/make_docs.py` makes; a cell `choice.show(report.NAME)` shows it in a notebook.
"""

import pandas as pd

from monitor import charts, compare, themes
from monitor.compare.families import GROUPS
from monitor.findings import headings
from monitor.report.figures import (
    describe,
    shares_table,
    show_chart,
    show_differences,
    show_trends,
)
from monitor.report.html import render, show
from monitor.report.listings import counted_themes
from monitor.report.receipt import chosen_batches
from monitor.wording import percent


def positions_by_outlet(selection):
    """In which positions do outlets differ, and by how much?"""
    return selection.once(show_differences, "position_differences")


def tones_by_outlet(selection):
    """Is one outlet more critical or more supportive than the others?"""
    return selection.once(show_differences, "tone_differences")


def positions_by_voice(selection):
    """Which positions are the outlets’ own, and which do they quote?"""
    return show_differences(selection, "voice_differences")


def position_changes(selection):
    """Which positions became more or less frequent in the newest batch?"""
    return selection.once(show_differences, "position_changes")


def positions_over_time(selection):
    """How did the share of each position develop?"""
    return show_trends(selection, "position_trends", "Share of passages by position")


def voices_by_outlet(selection):
    """Who is quoted most often?

    With the share of each of the most quoted speakers in each outlet.
    """
    shares = shares_table(selection, "speaker_trends")
    outcomes = selection.outcomes("speaker", "quotation")
    quotes = outcomes.parts.sum(axis=0).astype(int)
    most = pd.DataFrame({"speaker": outcomes.values, "quotes": quotes})
    options = {"sources": "quotations", "shares": shares, "n": len(outcomes.rows)}
    return show_chart(selection, charts.most_quoted, most, "The most quoted speakers", **options)


def share_of_voice(selection):
    """Whose quotations does each outlet print?"""
    return show_differences(selection, "holder_differences")


def voices_over_time(selection):
    """Who is quoted more often over time, and who less?"""
    measure = "Share of the quotations whose speaker is known"
    return show_trends(selection, "speaker_trends", measure)


def themes_by_outlet(selection):
    """Which themes does an outlet cover more than the others?"""
    return show_differences(selection, "theme_differences")


def themes_over_time(selection):
    """Which themes come and go?"""
    measure = "Mean share of an article that is about the theme"
    return show_trends(selection, "theme_trends", measure)


def theme_terms(selection):
    """What is each theme about?"""
    heading = "The strongest terms of each theme"
    return _themes(selection, charts.theme_terms, themes.theme_terms, heading)


def theme_map(selection):
    """Which themes are alike?"""
    heading = "Themes by the likeness of their terms"
    return _themes(selection, charts.theme_map, themes.theme_map, heading)


def _themes(selection, chart, described, heading):
    """A chart of what a function of `monitor.themes` says of the themes and their model."""
    model = selection.corpus.themes.model(selection.as_of)
    table = described(model, counted_themes(selection))
    if "term" in table:
        table = table.assign(term=selection.as_written(table["term"]))
    return show_chart(selection, chart, table, heading)


def theme_numbers(selection):
    """How many themes are stable?

    From 100 articles on, the number of themes is chosen by it.
    """
    numbers = themes.theme_numbers(selection.corpus.themes.model(selection.as_of))
    heading = "Stability of each number of themes"
    return show_chart(selection, charts.theme_numbers, numbers, heading)


def distinctive_terms(selection, by="", folded=False):
    """Which words set an outlet apart?

    Or another of the groups that are compared, or a period (`by`); each with sentences that hold
    it.
    """
    if by == selection.compare:
        return show("note", text=f"The groups compared above are {GROUPS[by]['name']}s already.")
    family = "period_terms" if by else "group_terms"
    by = by or selection.compare
    language = selection.distinctive(by)
    terms = language.terms
    if not len(terms):
        return show("note", text=f"No term sets one {GROUPS[by]['name']} apart significantly.")
    shares = (terms["articles"] / terms["group_articles"]).map(percent)
    rest = (terms["rest"] / terms["rest_articles"]).map(percent)
    named = terms.assign(
        name=terms["group"] + ": " + terms["term"],
        compared=shares + f", {GROUPS[by]['short']} " + rest,
    )
    section = show_chart(selection, charts.distinctive_terms, named, family=family, folded=folded)
    section.headings = headings(selection, family)
    links = [(f"#{by}-term-{row}", describe(values)) for row, values in named.iterrows()]
    section.links = dict(zip(named.index, links, strict=True))
    sentences = dict(list(language.sentences.groupby(["group", "term"])))
    groups = terms.groupby("group", sort=False)
    section.evidence = render("terms", groups=groups, by=by, sentences=sentences)
    return section


def articles_by_outlet(selection, folded=False):
    """Which outlets cover it, and how much?

    With their part of the outlet's own output where that is known.
    """
    per_day = selection.corpus.outlets.per_day
    table = compare.articles_by_outlet(selection.articles, per_day=per_day)
    options = {"heading": "Articles by outlet", "sources": "articles", "folded": folded}
    return show_chart(selection, charts.articles_by_outlet, table, **options)


def articles_over_time(selection, folded=False):
    """When was coverage heaviest?"""
    table = compare.articles_over_time(selection.articles)
    unit = table["unit"].iloc[0] if len(table) else "period"
    options = {"heading": f"Articles by {unit}", "sources": "articles", "folded": folded}
    options["undated"] = selection.articles["date"].isna().sum()
    return show_chart(selection, charts.articles_over_time, table, **options)


def arrived(selection):
    """What did each batch bring, and what was rejected?"""
    batches = chosen_batches(selection)
    return show_chart(selection, charts.arrived, batches, "What each batch brought", folded=True)
