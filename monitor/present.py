"""What notebooks and the report show: tables, figures and evidence in, HTML with every word escaped out."""

import functools
import html
import re
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from IPython.display import HTML

from monitor import charts, compare, keyness
from monitor.charts import counted
from monitor.summary import findings

MOST_ROWS = 200
MEASURES = ("share", "quotes", "articles")
TOLD = ("outlet", "speaker", "label", "value", "holder", *MEASURES)
LONGEST_QUOTE = 240
MOST_QUOTATIONS = 3_000


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


def show(figure, table=None, view=None, sources=""):
    """The figure under its headline, drawn for a wide page and for a telephone, and its table below.

    `sources` names the table of `show_sources` (articles, passages or quotations) to which each mark and value leads.
    """
    address = functools.partial(source_link, sources, view=view) if sources else _nowhere
    wide, narrow = (_plot(drawn, table, address) for drawn in (figure, figure.narrow()))
    details = ""
    if table is not None and len(table):
        rows = _html(table.dropna(axis=1, how="all"), "", address, f"The figures: {figure.alt[:90]}")
        details = f"<details><summary>The figures</summary>{rows}</details>"
    head = f"<figcaption><strong>{escape(figure.headline)}</strong><br>{escape(figure.subtitle)}</figcaption>"
    plots = f"<div class='plot wide'>{wide}</div><div class='plot narrow' hidden>{narrow}</div>"
    return HTML(f'<figure class="chart">{head}{plots}<p class="source">{escape(figure.source)}</p>{details}</figure>')


def _plot(figure, table, address):
    """The figure as SVG; over each mark, where it has sources, a link to them for those who point."""
    picture = f'<svg role="img" aria-label="{escape(figure.alt)}" style="background:var(--ffffff, #ffffff)"'
    links, rows = [], table.to_dict("index") if table is not None else {}
    for number, *place in charts.marks(figure):
        row = rows.get(number, {})
        if target := address(row) if any(row.get(name) for name in MEASURES) else "":
            style = "left:{}%;top:{}%;width:{}%;height:{}%".format(*place)
            told = ", ".join(escape(value) for name, value in row.items() if name in TOLD and value == value)
            links.append(f'<a href="{escape(target)}" title="{told}" tabindex="-1" style="{style}"></a>')
    svg = re.sub(
        r'<svg[^>]*(viewBox="[^"]*")[^>]*', lambda found: f"{picture} {found[1]}", charts.to_svg(figure), count=1
    )
    least = round(64 * figure.get_figwidth())
    over = f'<div class="marks" aria-hidden="true">{"".join(links)}</div>' if links else ""
    return f'<div style="position:relative;min-width:{least}px">{svg}{over}</div>'


def source_link(sources, row, view=None):
    """Address in the report of what is behind a row of a comparison, in a table of `show_sources`; "" for none."""
    choice = {}
    if "outlet" in row:
        if row["outlet"] == compare.OTHERS:
            return ""
        choice["outlet"] = row["outlet"]
    if "period" in row:
        period = row["period"].to_period({name: code for code, name in compare.UNITS.items()}[row["unit"]])
        choice |= {"since": f"{period.start_time.date()}", "until": f"{period.end_time.date()}"}
    if "dimension" in row:
        choice[row["dimension"]] = view.labels(row["dimension"])[row["value"]]
    choice |= {"theme": row["label"]} if "theme_id" in row else {}
    choice |= {"speaker": row["speaker"]} if "speaker" in row else {}
    return f"#{sources}?{urlencode(choice)}"


def show_table(table, caption=""):
    """The table, at most 200 rows of it, with a note on how many there are."""
    if not len(table):
        return HTML(f"<p class='note'>{escape(caption or 'This table')}: nothing yet.</p>")
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
            parts.append(_section(label, counted(n.get(value, 0), "passage"), quoted))
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
        parts.append(_section(speaker, counted(n, "quotation"), quoted))
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


def show_distinctive(table, articles, view):
    """The chart of distinctive terms, and behind each term the first sentences that hold it."""
    about = articles.set_index("article_id")
    lines, parts = keyness.concordance(articles, table), []
    for group, found in lines.groupby("group", sort=False):
        terms = []
        for term, sentences in found.groupby("term", sort=False):
            rows = sentences.join(about[["outlet", "date", "title", "url", "source"]], on="article_id").itertuples()
            quoted = "".join(_passage(row, "sentence") for row in rows)
            terms.append(f"<details><summary>{escape(term)}</summary>{quoted}</details>")
        parts.append(_section(group, counted(len(terms), "term"), "".join(terms)))
    chart = show(charts.distinctive_terms(table, view.about), table).data
    return HTML(f'{chart}<div class="evidence terms">{"".join(parts)}</div>')


def show_same_events(events):
    """The same event as different outlets tell it, side by side: title, outlet and date of each article."""
    pairs = []
    for _, pair in events.groupby("event"):
        told = "".join(
            f"<li>{link(row.url, row.title)}<br><small>{escape(row.outlet)}, {escape(row.date)}</small></li>"
            for row in pair.itertuples()
        )
        pairs.append(f"<ul class='pair'>{told}</ul>")
    return HTML("".join(pairs) or "<p>No two outlets tell the same event in their own words.</p>")


def show_sources(view):
    """Every article and passage of the view and the quotations of those most heard (at most 3,000, cut at 240 letters).

    The report can search and sort these tables, and link into them.
    """
    articles = compare.name_outlets(view.articles)
    about = articles.set_index("article_id")[["outlet", "batch", "date", "title", "url", "source"]]
    heaviest = view.table("theme_weights").sort_values("weight").drop_duplicates("article_id", keep="last")
    labels = heaviest["theme_id"].map(view.table("themes").set_index("theme_id")["label"].to_dict())
    themes = dict(zip(heaviest["article_id"], labels, strict=True))
    passages = view.table("stance").join(about, on="article_id")
    for dimension in view.corpus.codebook.dimensions:
        passages[dimension] = passages[dimension].map(view.labels(dimension))
    quotations = view.table("quotes").dropna(subset=["speaker"])
    named = len(quotations)
    heard = quotations["speaker"].map(quotations["speaker"].value_counts())
    quotations = quotations.loc[heard.sort_values(ascending=False, kind="stable").index[:MOST_QUOTATIONS]]
    quotations = quotations.join(about, on="article_id")
    short = quotations["quote"].map(lambda quote: quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…")
    dimensions = list(view.corpus.codebook.dimensions)
    parts = [
        _sources("articles", articles.assign(theme=articles["article_id"].map(themes)), ["theme"]),
        _sources("passages", passages, [*dimensions, "passage"]),
        _sources("quotations", quotations.assign(quotation=short), ["speaker", "kind", "quotation"], named),
    ]
    return HTML("".join(parts))


def _sources(name, table, columns, whole=None):
    all_of_them = f"All {counted(len(table), name[:-1])}"
    title = all_of_them if len(table) == (whole or len(table)) else f"{len(table):,} of {counted(whole, name[:-1])}"
    columns = ["outlet", "date", "batch", *columns]
    heads = "".join(
        f'<th scope="col" data-column="{column}"><button type="button">{column}</button></th>'
        for column in [*columns, "article"]
    )
    body = []
    for row in table.sort_values(["outlet", "date"], kind="stable").to_dict("records"):
        cells = "".join(f"<td>{escape(row[column])}</td>" for column in columns)
        body.append(f"<tr>{cells}<td>{link(row['url'], row['title'] or row['source'])}</td></tr>")
    return (
        f'<details class="sources" id="{name}"><summary>{title}</summary>'
        f'<p><label>Search <input type="search"></label> <button type="button" class="clear" hidden>Show all</button> '
        f'<span role="status"></span></p><div class="scroll" tabindex="0" role="region" aria-label="All {name}">'
        f'<table class="sources"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table></div></details>'
    )


def show_theme_changes(view):
    """What the last ingest did to the themes: new ones, terms gained and lost, articles moved, candidates to settle."""
    table = view.corpus.theme_changes(view.as_of)
    if table is None or not len(table):
        return HTML("<p class='note'>The last ingest changed no theme, or there were none before it.</p>")
    columns = ["change", "theme_id", "theme", "other", "terms", "articles", "share"]
    words = table["terms"].map(lambda terms: terms if isinstance(terms, str) else ", ".join(terms or ()))
    shown = _html(table.assign(terms=words)[columns], "", name="What the last ingest did to the themes")
    kinds = ", ".join(f"{n} {change}" for change, n in table["change"].value_counts(sort=False).items())
    return HTML(f"<details><summary>What the last ingest did to the themes: {escape(kinds)}</summary>{shown}</details>")


def show_limits(view, *notes):
    """What was read, once more, and what has to be known before a figure is passed on."""
    lines = (f"Read here: {view.about}.", *notes)
    return HTML(f"<ul class='limits'>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")


def show_summary(view):
    """The findings of `summary.findings`, a line each, with a link to what is behind it; the first one leads."""
    lines = []
    for place, finding in enumerate(findings(view)):
        sentence = re.sub(r"\b\d+%(?! interval)|[+−]\d+ points", r"<strong>\g<0></strong>", escape(finding.sentence))
        address, words = f"#{finding.sources}?{urlencode(finding.choice)}", counted(finding.n, finding.sources[:-1])
        more = f' <a class="behind" href="{escape(address)}">See {words}</a>' if finding.n else ""
        lead = " class='lead'" if place == 0 else ""
        lines.append(f"<li{lead}><b>{escape(finding.topic)}</b><p class='answer'>{sentence}{more}</p></li>")
    note = (
        "Intervals take the articles as a sample of such coverage. The model's errors are in them only where passages "
    )
    note += "are coded by hand."
    return HTML(f"<ul class='answers'>{''.join(lines)}</ul><p class='note'>{note}</p>")


def _section(title, n, content):
    return f"<section><h3>{escape(title)} <small>{n}</small></h3>{content}</section>"


def _passage(row, column="passage"):
    day = escape(row.date)
    outlet = escape(row.outlet or "outlet not stated")
    where = ", ".join(part for part in (outlet, day or "no date", link(row.url, row.title or row.source)) if part)
    return f"<blockquote><p>{escape(getattr(row, column))}</p><footer>{where}</footer></blockquote>"


def _nowhere(row):
    return ""


def _html(table, caption="", address=_nowhere, name="Table"):
    names = [str(name).replace("_", " ") for name in table.columns]
    known = (table[name].dropna() for name in table.columns)
    first = [column.iloc[0] if len(column) else "" for column in known]
    head = "".join(f"<th scope='col'{_align(v)}>{escape(n)}</th>" for n, v in zip(names, first, strict=True))
    measure = next((name for name in MEASURES if name in table), None)
    body = []
    for row in table.head(MOST_ROWS).to_dict("records"):
        target = address(row) if measure and row[measure] else ""
        cells = (_cell(value, target if name == measure else "") for name, value in row.items())
        body.append(f"<tr>{''.join(cells)}</tr>")
    more = f"<p>{len(table) - MOST_ROWS:,} more rows are in the export.</p>" if len(table) > MOST_ROWS else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    table = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    label = escape(caption or name)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>{more}'


def _cell(value, target):
    words = f'<a href="{escape(target)}">{escape(value)}</a>' if target else escape(value)
    return f"<td{_align(value)}>{words}</td>"


def _align(value):
    """Inline, since JupyterLab would set every cell of a table to the right."""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return ' class="number" style="text-align:right"'
    return (
        ' style="text-align:left; white-space:nowrap"'
        if isinstance(value, pd.Timestamp)
        else ' style="text-align:left"'
    )
