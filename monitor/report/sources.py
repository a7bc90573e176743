"""Every article, passage and quotation behind a report, in tables that its links lead into."""

from IPython.display import HTML
from markupsafe import Markup

from monitor import compare
from monitor.findings import holder_labels
from monitor.report.html import SCRIPT, render
from monitor.stance import OUTLET
from monitor.tables import label
from monitor.wording import counted

LONGEST_QUOTE = 160
MOST_QUOTATIONS = 6_000


def sources(selection):
    """Every article and passage of the selection, and its direct or mixed quotations.

    Of the quotations at most 6,000, of the speakers most quoted. A report can search and sort these
    tables, and link into them; passages and quotations name their article.
    """
    articles = compare.name_outlets(selection.articles)
    articles = articles.sort_values(["outlet", "date"], kind="stable", ignore_index=True)
    articles = articles.assign(theme=selection.heaviest_themes(articles), place=articles.index)
    parts = [_fold("articles", articles, ["outlet", "date", "batch", "theme"])]
    where = articles[["article_id", "outlet", "date", "place"]]
    for name, columns, rows, whole in (_passages(selection), _quotations(selection)):
        rows = rows.merge(where, on="article_id").sort_values(["place", "start"], kind="stable")
        parts.append(_fold(name, rows, columns, whole))
    return HTML(Markup().join(parts) + SCRIPT)


def _passages(selection):
    dimensions = list(selection.corpus.codebook.dimensions)
    rows = selection.table("stance")
    labels = {name: rows[name].map(selection.labels(name)) for name in dimensions}
    rows = rows.assign(quoted=rows["voice"] != OUTLET, **labels)
    return "passages", [*dimensions, "quoted", "voice", "passage"], rows, len(rows)


def _quotations(selection):
    quotes = compare.spoken(selection.table("quotes"))
    counts = quotes["speaker"].map(quotes["speaker"].value_counts())
    most = counts.sort_values(ascending=False, kind="stable").index[:MOST_QUOTATIONS]
    holder, _ = compare.holders_of(quotes, selection.corpus.codebook)
    quotation = quotes["quote"].str.slice(0, LONGEST_QUOTE)
    quotation = quotation.where(quotes["quote"].str.len() <= LONGEST_QUOTE, quotation + "…")
    quotes = quotes.assign(holder=holder.map(holder_labels(selection)), quotation=quotation)
    return "quotations", ["speaker", "holder", "quotation"], quotes.loc[most], len(quotes)


def _fold(name, rows, columns, whole=None):
    """A folded table of sources."""
    count = counted(whole or len(rows), name[:-1])
    return render(
        "sources",
        name=name,
        title=f"{len(rows):,} of {count}" if len(rows) < (whole or 0) else f"All {count}",
        columns=[(column, label(column)) for column in [*columns, "article"]],
        rows=zip(rows[columns].to_numpy(dtype=object), rows.itertuples(index=False), strict=True),
    )
