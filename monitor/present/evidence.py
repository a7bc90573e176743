"""The sentences behind the figures: passages, quotations, terms, tellings of one event, and all
sources.
"""

from IPython.display import HTML

from monitor import charts, compare
from monitor.findings import headline
from monitor.present.figures import figure_html
from monitor.present.html import Shown, cite, escape, link, section, whose
from monitor.present.tables import SCRIPT, block
from monitor.stance import OUTLET, UNKNOWN, UNKNOWN_LABEL, holders
from monitor.wording import counted

GROUPS = {"outlet": "outlet", "lean": "leaning", "period": "period"}
LONGEST_QUOTE = 160
LONGEST_LEAD = 300
MOST_QUOTATIONS = 6_000


def show_evidence(evidence, n, codebook):
    """The strongest passages of each position that the codebook knows, with outlet, date and link.

    `evidence` as returned by `compare.evidence`; `n`: number of passages by position. The neutral
    position, which reports nothing, is left out.
    """
    labels, parts = codebook.labels("position"), []
    for value in codebook.stated("position"):
        passages = evidence[evidence["value"] == value]
        if len(passages):
            quoted = "".join(cite(row, "passage") for row in passages.itertuples())
            parts.append(section(labels[value], counted(n.get(value, 0), "passage"), quoted))
    return HTML(f'<div class="evidence">{"".join(parts) or "<p>No passage reports a position.</p>"}</div>')


def show_quotes(quotes, articles, speaker="", speakers=5, most=3):
    """All quotations of `speaker`, by date, each with outlet, date and link.

    Without a speaker: those of the most quoted, the longest of each first, one an article; the
    others unfold.
    """
    about = articles[["article_id", "outlet", "date", "title", "url", "source"]]
    said = quotes.assign(length=quotes["quote"].str.len()).merge(about, on="article_id")
    said = said.sort_values(["date", "article_id", "start"])
    if speaker:
        said = said[said["speaker"] == speaker]
    parts = []
    for name, n in said["speaker"].value_counts().head(speakers).items():
        here = said[said["speaker"] == name]
        longest = here.sort_values("length", ascending=False, kind="stable").drop_duplicates("article_id").head(most)
        first, others = (here, here.head(0)) if speaker else (longest, here.drop(longest.index))
        content = "".join(cite(row, "quote") for row in first.itertuples())
        if len(others):
            folded = "".join(cite(row, "quote") for row in others.itertuples())
            content += f"<details><summary>{counted(len(others), 'more quotation')}</summary>{folded}</details>"
        parts.append(section(name, counted(n, "quotation"), content))
    whose_none = f"No quotation of {escape(speaker)}; see who is quoted." if speaker else "No quotation has a speaker."
    return HTML(f'<div class="evidence">{"".join(parts) or f"<p>{whose_none}</p>"}</div>')


def show_distinctive(selection, by):
    """The terms that set outlets, leanings or periods apart, each with the first sentences that
    hold it.

    by: outlet, lean or period, as of `Selection.grouped`.
    """
    articles, table, lines = selection.distinctive(by)
    if by == "lean" and not articles:
        return HTML("<p class='note'>No leaning is known: give outlets one in the column lean of outlets.csv.</p>")
    if not len(table):
        return HTML(f"<p class='note'>No term sets one {GROUPS[by]} apart significantly.</p>")
    anchors = {pair: f"{by}-term-{n}" for n, pair in enumerate(zip(table["group"], table["term"], strict=True))}
    parts = []
    for group, found in lines.groupby("group", sort=False):
        terms = (
            f"<details><summary>{escape(term)}</summary><div id='{anchors[group, term]}'>"
            f"{''.join(cite(row, 'sentence') for row in sentences.itertuples())}</div></details>"
            for term, sentences in found.groupby("term", sort=False)
        )
        parts.append(section(group, counted(found["term"].nunique(), "term"), "".join(terms)))
    figure = figure_html(
        charts.distinctive_terms,
        table,
        table,
        lambda row: f"#{anchors[row['group'], row['term']]}",
        selection,
        headline=headline(selection, f"{by}_terms", f"Terms that set each {GROUPS[by]} apart"),
    )
    words = f"<summary>The sentences behind the terms</summary><div class='evidence terms'>{''.join(parts)}</div>"
    return Shown(figure, f"<details>{words}</details>", SCRIPT)


def show_same_events(events, selection):
    """One event as different outlets tell it, side by side: how each begins, and what it reports of
    the target.
    """
    labels, sources = selection.labels("position"), selection.articles.set_index("article_id")["source"]
    texts = selection.texts(events["article_id"])
    passages, parts = (
        selection.table("stance").sort_values("confidence", ascending=False, kind="stable"),
        [],
    )
    passages = passages[passages["position"].isin(selection.corpus.codebook.stated("position"))]
    for _, pair in events.groupby("event"):
        told = []
        for row in pair.join(sources, on="article_id").join(texts, on="article_id").itertuples():
            lead = row.text if len(row.text) <= LONGEST_LEAD else f"{row.text[:LONGEST_LEAD].rsplit(' ', 1)[0]} …"
            own = passages[passages["article_id"] == row.article_id].head(2)
            said = "".join(f"<p><b>{escape(labels[p.position])}:</b> {escape(p.passage)}</p>" for p in own.itertuples())
            head = f"<h4>{link(row.url, row.title or row.source)}</h4><p class='where'>{whose(row)}</p>"
            told.append(f"<div>{head}<p>{escape(lead)}</p>{said}</div>")
        parts.append(f"<div class='pair'>{''.join(told)}</div>")
    return HTML("".join(parts) or "<p class='note'>No two outlets tell the same event in their own words.</p>")


def show_sources(selection):
    """Every article and passage of the selection and its direct or mixed quotations (at most 6,000, of
    those most heard).

    The report can search and sort these tables, and link into them; passages and quotations name
    their article.
    """
    articles = compare.name_outlets(selection.articles).sort_values(["outlet", "date"], kind="stable", ignore_index=True)
    places = {article_id: place for place, article_id in enumerate(articles["article_id"])}
    passages, quotations = selection.table("stance"), compare.spoken(selection.table("quotes"))
    dimensions = list(selection.corpus.codebook.dimensions)
    passages = passages.assign(
        quoted=passages["voice"] != OUTLET,
        **{name: passages[name].map(selection.labels(name)) for name in dimensions},
    )
    heard = quotations["speaker"].map(quotations["speaker"].value_counts()).sort_values(ascending=False, kind="stable")
    kept, codebook = quotations.loc[heard.index[:MOST_QUOTATIONS]], selection.corpus.codebook
    labels = {**codebook.labels("holder"), UNKNOWN: UNKNOWN_LABEL}
    kept = kept.assign(holder=holders(quotations, codebook, UNKNOWN).map(labels))
    short = kept["quote"].map(lambda quote: quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…")
    parts = (
        _articles(articles.assign(theme=selection.heaviest_themes(articles))),
        _sources("passages", passages, [*dimensions, "quoted", "voice", "passage"], articles, places),
        _sources("quotations", kept.assign(quotation=short), ["speaker", "holder", "quotation"], articles, places,
                 len(quotations)),
    )  # fmt: skip
    return HTML("".join(parts) + SCRIPT)


def _articles(articles):
    columns = ["outlet", "date", "batch", "theme"]
    links = zip(*(articles[name].tolist() for name in ("url", "title", "source")), strict=True)
    rows = (
        f"<tr id='a{place}'>{cells}<td>{link(url, title or source)}</td></tr>"
        for place, (cells, (url, title, source)) in enumerate(zip(_cells(articles, columns), links, strict=True))
    )
    return _fold("articles", len(articles), len(articles), [*columns, "article"], rows)


def _sources(name, table, columns, articles, places, whole=None):
    table = table.assign(place=table["article_id"].map(places)).sort_values(["place", "start"], kind="stable")
    outlets, days = articles["outlet"].tolist(), articles["date"].tolist()
    rows = (
        f"<tr>{cells}<td><a href='#a{place}'>{escape(outlets[place])}, {escape(days[place]) or 'no date'}</a></td></tr>"
        for cells, place in zip(_cells(table, columns), table["place"], strict=True)
    )
    return _fold(name, len(table), whole or len(table), [*columns, "article"], rows)


def _cells(table, columns):
    """Iterator of the cells of each row, as HTML."""
    cells = []
    for values in (table[name].tolist() for name in columns):
        told = {value: f"<td>{escape(value)}</td>" for value in set(values)}
        cells.append(map(told.get, values))
    return map("".join, zip(*cells, strict=True))


def _fold(name, n, whole, columns, rows):
    title = f"All {counted(n, name[:-1])}" if n == whole else f"{n:,} of {counted(whole, name[:-1])}"
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    table = block(f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>", f"All {name}")
    return f'<details class="sources" id="{name}"><summary>{title}</summary>{table}</details>'
