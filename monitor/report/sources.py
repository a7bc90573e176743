"""Every article, passage and quotation behind a report, in tables that its links lead into."""

from IPython.display import HTML

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
    dimensions = list(selection.corpus.codebook.dimensions)
    columns = {
        "articles": ["outlet", "date", "batch", "theme"],
        "passages": [*dimensions, "quoted", "voice", "passage"],
        "quotations": ["speaker", "holder", "quotation"],
    }
    folds = []
    for name, table in source_tables(selection).items():
        shown = _most_quoted(table) if name == "quotations" else table
        whole = counted(len(table), name[:-1])
        title = f"All {whole}" if len(shown) == len(table) else f"{len(shown):,} of {whole}"
        labels = [(column, label(column)) for column in columns[name]]
        folds.append((name, title, labels, shown.to_dict("records")))
    return HTML(render("sources", folds=folds) + SCRIPT)


def _most_quoted(quotations):
    """At most 6,000 quotations, of the speakers most quoted."""
    counts = quotations["speaker"].map(quotations["speaker"].value_counts())
    most = counts.sort_values(ascending=False, kind="stable").index[:MOST_QUOTATIONS]
    return quotations.loc[most.sort_values()]


def source_tables(selection):
    """Dict of the tables that the links of a report lead into: articles, passages, quotations.

    Their columns are those of a finding's `choice`, with the labels of the codebook's values.
    """
    articles = compare.name_outlets(selection.articles).assign(theme=selection.heaviest_themes())
    articles = articles.sort_values(["outlet", "date"], kind="stable", ignore_index=True)
    articles = articles.assign(place=articles.index)
    passages = selection.table("stance")
    dimensions = selection.corpus.codebook.dimensions
    labels = {name: passages[name].map(selection.labels(name)) for name in dimensions}
    quoted = (passages["voice"] != OUTLET).map({True: "yes", False: "no"})
    quotations = compare.spoken(selection.table("quotes"))
    short = quotations["quote"].str.slice(0, LONGEST_QUOTE)
    is_short = quotations["quote"].str.len() <= LONGEST_QUOTE
    quotations = quotations.assign(
        holder=quotations["holder"].map(holder_labels(selection)),
        quotation=short.where(is_short, short + "…"),
    )
    where = articles[["article_id", "outlet", "date", "batch", "theme", "place"]]
    tables = {"passages": passages.assign(quoted=quoted, **labels), "quotations": quotations}
    for name, rows in tables.items():
        rows = rows.merge(where, on="article_id")
        tables[name] = rows.sort_values(["place", "start"], kind="stable", ignore_index=True)
    return {"articles": articles, **tables}


def count_sources(tables, finding):
    """Number of rows of `source_tables` that a finding leads to."""
    rows = tables[finding.sources]
    for column, value in finding.choice.items():
        if column == "since":
            rows = rows[rows["date"] >= value]
        elif column == "until":
            rows = rows[rows["date"] <= value]
        else:
            rows = rows[rows[column] == value]
    return len(rows)
