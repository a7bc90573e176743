"""What a selection compares: its newest batch, its groups of articles, and times."""

import pandas as pd

from monitor import compare
from monitor.compare import language
from monitor.compare.differences import batch_differences
from monitor.compare.families import FAMILIES, TERMS


def comparison(selection, family):
    """DataFrame of the tests of one of `FAMILIES`, p corrected for all families."""
    kind, test = family.rsplit("_", 1)
    if family in TERMS:
        return _terms(selection, family)
    if test == "changes":
        table = _theme_changes(selection) if kind == "theme" else selection.once(changes)
        return table[table["dimension"] == kind].reset_index(drop=True)
    outcomes = outcomes_of(selection, family)
    if test == "trends":
        return compare.trends(outcomes, selection.stories, len(FAMILIES))
    if family == "voice_differences":
        return compare.voice_differences(outcomes, selection.stories, len(FAMILIES))
    return compare.differences(outcomes, selection.grouped, len(FAMILIES))


def changes(selection):
    """`batch_differences` of the newest batch and what the selection compares it with."""
    passages, book = selection.whole.table("stance"), selection.codebook
    articles = selection.changed.assign(batch=selection.changed["group"])
    return batch_differences(passages, articles, ["before", "now"], book, len(FAMILIES))


def _theme_changes(selection):
    """Which of the themes first seen in the newest batch have more room in it than before."""
    articles, whole = selection.changed, selection.whole
    names = whole.table("themes")
    new = names[names["first_batch"] == selection.newest]
    outcomes = compare.theme_outcomes(whole.table("theme_weights"), new, articles)
    return compare.differences(outcomes, articles, len(FAMILIES), ["now"])


def outcomes(selection, column, unit):
    """The `compare.Outcomes` of a column: codes of passages, speakers and holders of quotations, or
    themes of articles.
    """
    if unit == "article":
        weights, names = selection.table("theme_weights"), selection.table("themes")
        return compare.theme_outcomes(weights, names, selection.articles)
    if unit == "passage":
        passages, book = selection.table("stance"), selection.codebook
        return compare.coded_outcomes(passages, book, column)
    quotes = selection.table("quotes")
    if column == "speaker":
        return compare.speaker_outcomes(quotes)
    return compare.holder_outcomes(quotes, selection.codebook)


def outcomes_of(selection, family):
    """The `outcomes` that one of `FAMILIES` compares."""
    return selection.outcomes(FAMILIES[family]["column"], FAMILIES[family]["unit"])


def shares(selection, family, by):
    """`compare.shares_by` of what a family compares, by "group" or "period"."""
    values = outcomes_of(selection, family)
    if by == "group":
        return compare.shares_by_group(values, selection.grouped, selection.by)
    return compare.shares_by(values, compare.with_periods(selection.articles), ["period", "unit"])


def distinction(selection, by):
    """The `language.Distinction` of the groups of one kind, one of `compare.GROUPS`."""
    grouped = selection.grouped
    if by != selection.compare:
        grouped = compare.group_articles(selection.stories, by, selection.corpus.outlets)
    # A group that prints a story twice tells it once.
    grouped = grouped.drop_duplicates(["group", "story"])
    rows = pd.Index(selection.articles["article_id"]).get_indexer(grouped["article_id"])
    counts = selection.term_counts.select(rows)
    result = language.distinguish(grouped, counts, selection.texts, len(FAMILIES))
    written = selection.as_written(result.terms["term"])
    names = dict(zip(result.terms["term"], written, strict=True))
    return result._replace(
        terms=result.terms.assign(term=written),
        sentences=result.sentences.assign(term=result.sentences["term"].map(names)),
    )


def _terms(selection, family):
    """The tests of the terms of a family; of none, if another family has the same groups."""
    by = FAMILIES[family].get("by", selection.compare)
    result = selection.distinctive(by)
    table = result.terms if len(result.terms) else result.tested
    is_repeated = "by" in FAMILIES[family] and by == selection.compare
    return table[:0] if is_repeated else table
