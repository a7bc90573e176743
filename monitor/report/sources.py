"""Every article, passage and quotation behind a report, in tables that its links lead into."""

from monitor import compare
from monitor.findings import value_labels
from monitor.report.html import SCRIPT, output, render
from monitor.stance import OUTLET

MOST_QUOTATIONS = 6_000


def sources(selection):
    """Every article and passage of the selection, and its direct or mixed quotations.

    Of the quotations at most 6,000, of the speakers most quoted. A report can search and sort these
    tables, and link into them; passages and quotations name their article.
    """
    tables = selection.once(source_tables)
    speakers = tables["quotations"]["speaker"]
    counts = speakers.map(speakers.value_counts())
    most = counts.sort_values(ascending=False, kind="stable").head(MOST_QUOTATIONS)
    shown = {**tables, "quotations": tables["quotations"].loc[most.index.sort_values()]}
    dimensions = list(selection.codebook.dimensions)
    groups = [] if selection.by == "outlet" else ["group"]
    content = render("sources", tables=tables, shown=shown, dimensions=dimensions, groups=groups)
    return output(content + SCRIPT)


def source_tables(selection):
    """Dict of the tables that the links of a report lead into: articles, passages, quotations.

    Their columns are those of a finding's `choice`, with the labels of the codebook's values.
    """
    articles = compare.name_outlets(selection.articles).assign(theme=selection.heaviest_themes())
    groups = selection.grouped.set_index("article_id")["group"]
    articles["group"] = articles["article_id"].map(groups)
    articles = articles.sort_values(["outlet", "date"], kind="stable", ignore_index=True)
    articles = articles.assign(place=articles.index)
    passages = selection.table("stance")
    for name in selection.codebook.dimensions:
        passages[name] = passages[name].map(selection.labels(name))
    passages["quoted"] = (passages["voice"] != OUTLET).map({True: "yes", False: "no"})
    quotations = compare.spoken(selection.table("quotes"))
    holders = quotations["holder"].map(value_labels(selection, "holder"))
    quotations = quotations.assign(holder=holders, quotation=quotations["quote"])
    where = articles[["article_id", "outlet", "group", "date", "batch", "theme", "place"]]
    tables = {"passages": passages, "quotations": quotations}
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
