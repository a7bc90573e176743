"""What notebooks and the report show: tables, figures and evidence in, HTML with every word escaped out."""

import base64
import html
import re

import numpy as np
import pandas as pd
from IPython.display import HTML

from monitor import charts
from monitor.charts import counted

MOST_ROWS = 200


def escape(value):
    """`value` as text that HTML shows and never runs; missing values are empty, days are in ISO form."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.3f}"
    return html.escape(str(value), quote=True)


def link(url, words):
    """HTML of a link; the words alone where the address is not one of http or https."""
    if re.match(r"https?://[^\s\"'<>]+$", str(url or "")):
        return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(words)}</a>'
    return escape(words)


def show(figure, table=None):
    """The figure with its text alternative, and the table that it was drawn from below it."""
    data = base64.b64encode(charts.to_svg(figure).encode()).decode("ascii")
    image = f'<img alt="{escape(figure.alt)}" src="data:image/svg+xml;base64,{data}">'
    details = ""
    if table is not None and len(table):
        details = f"<details><summary>The figures</summary>{_html(table)}</details>"
    return HTML(f'<figure class="chart">{image}{details}</figure>')


def show_table(table, caption=""):
    """The table, at most 200 rows of it, with a note on how many there are."""
    return HTML(_html(table, caption))


def show_receipt(receipt):
    """The data receipt of a view: what was read, what was dropped and why, which software."""
    rows = [
        f"<tr><th scope='row'{_align('')}>{escape(r.what)}</th><td{_align('')}>{escape(r.value)}</td></tr>"
        for r in receipt.itertuples()
    ]
    return HTML(f'<table class="receipt"><caption>Data receipt</caption>{"".join(rows)}</table>')


def show_evidence(evidence, labels, n):
    """The strongest passages of each value, in the codebook's order, each with outlet, date and link.

    `evidence` as of `compare.evidence`; `labels` maps values to readable names; `n`: passages of each value.
    """
    parts = []
    for value, label in labels.items():
        passages = evidence[evidence["value"] == value]
        if len(passages):
            quoted = "".join(_passage(row) for row in passages.itertuples())
            parts.append(f"<h3>{escape(label)} <small>{counted(n.get(value, 0), 'passage')}</small></h3>{quoted}")
    return HTML(f'<div class="evidence">{"".join(parts) or "<p>No passage names the target.</p>"}</div>')


def show_quotes(quotes, articles, speakers=5, most=3):
    """The longest quotations of the most quoted speakers, one an article, each with outlet, date and link."""
    about = articles[["article_id", "outlet", "date", "title", "url", "source"]]
    said = quotes.assign(length=quotes["quote"].str.len()).merge(about, on="article_id")
    said = said.sort_values(["length", "article_id", "start"], ascending=[False, True, True])
    parts = []
    for speaker, n in said["speaker"].value_counts().head(speakers).items():
        longest = said[said["speaker"] == speaker].drop_duplicates("article_id").head(most)
        quoted = "".join(_passage(row, "quote") for row in longest.itertuples())
        parts.append(f"<h3>{escape(speaker)} <small>{counted(n, 'quotation')}</small></h3>{quoted}")
    return HTML(f'<div class="evidence">{"".join(parts) or "<p>No quotation has a speaker.</p>"}</div>')


def show_title(title, view):
    """The report's title, and below it what was read."""
    return HTML(f"<h1>{escape(title)}</h1><p class='about'>{escape(view.about)}</p>")


def show_themes(themes, view):
    """The themes with their terms; where the articles are too few for themes, their terms, and it says so."""
    if view.enough_for_themes():
        table = themes[["theme_id", "label", "terms", "first_batch", "articles"]]
        return show_table(table, f"{counted(len(themes), 'theme')}, each with its strongest terms")
    terms = view.terms()
    note = "Too few articles for themes: shown are the terms that mark them, by TF-IDF."
    return HTML(f"<p class='note'>{note}</p>{show(charts.term_bars(terms, view.about), terms).data}")


def show_limits(view, *notes):
    """What was read, once more, and what has to be known before a figure is passed on."""
    lines = (f"Read here: {view.about}.", *notes)
    return HTML(f"<ul class='limits'>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")


def show_summary(view):
    """What the coverage says, in sentences made of measured values."""
    articles, stance, quotes = view.table("articles"), view.table("stance"), view.table("quotes")
    named = articles["outlet"].replace("", pd.NA).nunique()
    target = view.corpus.codebook.target.name
    counts = stance["position"].value_counts()
    stated = counts.drop("none", errors="ignore")
    source = f"{counted(len(articles), 'article')} from {counted(named, 'named outlet')}"
    lines = [f"{source}: {counted(len(stance), 'passage')} about {target}."]
    if len(stated):
        labels = view.labels("position")
        ranked = ", ".join(f"{labels[v].lower()} ({counted(n, 'passage')})" for v, n in stated.head(3).items())
        mention = counted(counts.get("none", 0), "passage")
        lines.append(f"The positions most often reported: {ranked}. Without a position: {mention}.")
    heard = quotes["speaker"].dropna().value_counts()
    if len(heard):
        lines.append(f"Most heard: {heard.index[0]} ({counted(heard.iloc[0], 'quotation')} of {len(quotes):,}).")
    return HTML("".join(f"<p class='answer'>{escape(line)}</p>" for line in lines))


def _passage(row, column="passage"):
    day = escape(row.date)
    outlet = escape(row.outlet or "outlet not stated")
    where = ", ".join(part for part in (outlet, day or "no date", link(row.url, row.title or row.source)) if part)
    return f"<blockquote><p>{escape(getattr(row, column))}</p><footer>{where}</footer></blockquote>"


def _html(table, caption=""):
    names = [str(name).replace("_", " ") for name in table.columns]
    first = table.iloc[0] if len(table) else names
    head = "".join(f"<th scope='col'{_align(v)}>{escape(n)}</th>" for n, v in zip(names, first, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_align(value)}>{escape(value)}</td>" for value in row) + "</tr>"
        for row in table.head(MOST_ROWS).itertuples(index=False)
    )
    more = f"<p>{len(table) - MOST_ROWS:,} more rows are in the export.</p>" if len(table) > MOST_ROWS else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<div class='scroll'><table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"


def _align(value):
    """Inline, since JupyterLab would set every cell of a table to the right."""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return ' class="number" style="text-align:right"'
    return (
        ' style="text-align:left; white-space:nowrap"'
        if isinstance(value, pd.Timestamp)
        else ' style="text-align:left"'
    )
