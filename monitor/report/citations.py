"""The sentences behind the charts: passages, quotations, terms, and tellings of one event."""

from monitor import charts, compare
from monitor.findings import headline
from monitor.report.figures import ChartSection
from monitor.report.html import render, show
from monitor.wording import counted

GROUPS = {"outlet": "outlet", "lean": "leaning", "period": "period"}
LONGEST_LEAD = 300
ABOUT = ["article_id", "outlet", "date", "title", "url", "source"]


def passages(selection, most=3):
    """The `most` certain passages of each position, one per story, with outlet, date and link.

    The neutral position, which reports nothing, is left out.
    """
    stance, codebook = selection.table("stance"), selection.corpus.codebook
    reprints = selection.table("syndication")
    best = compare.evidence(stance, selection.articles, reprints, "position", most)
    best = dict(list(best.groupby("value")))
    counts = stance["position"].value_counts()
    groups = [
        (codebook.labels("position")[value], counts[value], best[value], best[value][:0])
        for value in codebook.stated("position")
        if value in best
    ]
    return _cite(groups, "passage", "passage", "No passage reports a position.")


def quotations(selection, speaker="", speakers=5, most=3):
    """All quotations of `speaker`, by date, each with outlet, date and link.

    Without a speaker: those of the most quoted, the longest of each first, one an article; the
    others unfold.
    """
    quotes = selection.table("quotes").merge(selection.articles[ABOUT], on="article_id")
    quotes = quotes.sort_values(["date", "article_id", "start"])
    if speaker:
        quotes = quotes[quotes["speaker"] == speaker]
    groups = []
    for name, n in quotes["speaker"].value_counts().head(speakers).items():
        shown = rows = quotes[quotes["speaker"] == name]
        if not speaker:
            longest = rows["quote"].str.len().sort_values(ascending=False, kind="stable").index
            shown = rows.loc[longest].drop_duplicates("article_id").head(most)
        groups.append((name, n, shown, rows.drop(shown.index)))
    empty = f"No quotation of {speaker}; see who is quoted."
    return _cite(groups, "quotation", "quote", empty if speaker else "No quotation has a speaker.")


def _cite(groups, noun, column, empty):
    """Passages or quotations in groups of (name, number of all, rows, rows that unfold)."""
    groups = [
        (name, counted(n, noun), rows.itertuples(), list(others.itertuples()))
        for name, n, rows, others in groups
    ]
    return show("citations", groups=groups, column=column, empty=empty)


def distinctive_terms(selection, by):
    """The terms that set outlets, leanings or periods apart, each with sentences that hold it.

    `by`: outlet, lean or period, as of `Selection.grouped`.
    """
    language = selection.distinctive(by)
    if by == "lean" and not language.articles:
        text = "No leaning is known: give outlets one in the column lean of outlets.csv."
        return show("note", text=text)
    if not len(language.terms):
        return show("note", text=f"No term sets one {GROUPS[by]} apart significantly.")
    title = headline(selection, f"{by}_terms", charts.distinctive_terms.heading)
    figure = charts.distinctive_terms(language.terms, title, selection.about)
    sentences = language.sentences.groupby(["group", "term"])
    groups = {}
    links = {}
    for row in language.terms.itertuples():
        anchor = f"{by}-term-{row.Index}"
        behind = list(sentences.get_group((row.group, row.term)).itertuples())
        groups.setdefault(row.group, []).append((row.term, anchor, behind))
        links[row.Index] = f"#{anchor}", f"“{row.term}”: {counted(row.articles, 'article')}"
    return ChartSection(figure, language.terms, links, render("terms", groups=groups))


def same_events(selection):
    """One event as two outlets tell it, side by side: how each begins, and what it reports."""
    sources = selection.articles.set_index("article_id")["source"]
    events = selection.same_events().join(sources, on="article_id")
    events = events.join(selection.corpus.texts(events["article_id"]), on="article_id")
    stance = selection.table("stance").sort_values("confidence", ascending=False, kind="stable")
    stance = stance[stance["position"].isin(selection.corpus.codebook.stated("position"))]
    stance = stance.assign(label=stance["position"].map(selection.labels("position")))
    reports = stance.groupby("article_id").head(2)
    tellings = [
        (article, _lead(article.text), reports[reports["article_id"] == article.article_id])
        for article in events.itertuples()
    ]
    return show("events", tellings=tellings)


def _lead(text):
    if len(text) <= LONGEST_LEAD:
        return text
    return f"{text[:LONGEST_LEAD].rsplit(' ', 1)[0]} …"
