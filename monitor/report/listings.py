"""What a notebook states in words and lists of a selection: answers, counts, rows of tables."""

from monitor import compare
from monitor.opening import opening
from monitor.report.html import show, table


def answers(selection, *topics):
    """The findings of `opening` on some of its topics, one a line."""
    return show("limits", lines=[one.sentence for one in opening(selection, *topics)])


def counts(selection):
    """What is counted in this notebook or report, and how many of each there are."""
    n_passages = len(selection.table("stance"))
    n_quotations = len(compare.spoken(selection.table("quotes")))
    lines = [
        f"Articles: {len(selection.articles):,} ({compare.COUNTING[selection.counting]}).",
        f"Passages: {n_passages:,} (sentences of these articles that name {selection.target}).",
        f"Quotations: {n_quotations:,} (direct or mixed, by a known speaker; indirect "
        "quotations are not counted).",
    ]
    return show("limits", lines=lines)


def rows(selection, name, caption, *columns):
    """The rows of a table of the selection under a caption, with what is known of their articles.

    `columns`: those to show, of the table or of `articles`; without any, all of the table.
    """
    content = selection.table(name)
    missing = [column for column in columns if column not in content]
    if missing:
        content = content.merge(selection.articles[["article_id", *missing]], on="article_id")
    for dimension in content.columns.intersection(list(selection.codebook.dimensions)):
        content[dimension] = content[dimension].map(selection.labels(dimension))
    if "date" in content:
        content = content.sort_values("date", kind="stable")
    content = content[list(columns)] if columns else content
    return table(content, f"{caption}: {len(content):,}" if len(content) else caption)


def missing_outlets(selection):
    """The outlets of the articles that are not in the workspace's `outlets.csv`."""
    unknown = selection.corpus.outlets.unknown(selection.articles["outlet"])
    return table(unknown, "Outlets missing from outlets.csv")


def counted_themes(selection):
    """The themes, each with the number of articles of the choice in which it weighs most."""
    content = selection.table("themes")
    articles = selection.heaviest_themes().value_counts()
    return content.assign(articles=articles.reindex(content["label"], fill_value=0).array)
