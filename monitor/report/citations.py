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
    counts, labels = stance["position"].value_counts(), codebook.labels("position")
    groups = [
        (labels[value], counted(counts[value], "passage"), _rows(best[best["value"] == value]), [])
        for value in codebook.stated("position")
        if value in counts
    ]
    empty = "No passage reports a position."
    return show("citations", groups=groups, column="passage", empty=empty)


def quotations(selection, speaker="", speakers=5, most=3):
    """All quotations of `speaker`, by date, each with outlet, date and link.

    Without a speaker: those of the most quoted, the longest of each first, one an article; the
    others unfold.
    """
    said = selection.table("quotes").merge(selection.articles[ABOUT], on="article_id")
    said = said.sort_values(["date", "article_id", "start"])
    if speaker:
        said = said[said["speaker"] == speaker]
    groups = []
    for name, n in said["speaker"].value_counts().head(speakers).items():
        here = said[said["speaker"] == name]
        longest = here.assign(length=here["quote"].str.len())
        longest = longest.sort_values("length", ascending=False, kind="stable")
        shown = here if speaker else longest.drop_duplicates("article_id").head(most)
        others = here.drop(shown.index)
        groups.append((name, counted(n, "quotation"), _rows(shown), _rows(others)))
    empty = "No quotation has a speaker."
    empty = f"No quotation of {speaker}; see who is quoted." if speaker else empty
    return show("citations", groups=groups, column="quote", empty=empty)


def _rows(table):
    return list(table.itertuples())


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
    description = f"Terms that set each {GROUPS[by]} apart"
    head = headline(selection, f"{by}_terms", description)
    figure = charts.distinctive_terms(language.terms, head, selection.about)
    links, groups = {}, {}
    sentences = dict(list(language.sentences.groupby(["group", "term"])))
    for row in language.terms.itertuples():
        anchor = f"{by}-term-{row.Index}"
        behind = _rows(sentences[row.group, row.term])
        groups.setdefault(row.group, []).append((row.term, anchor, behind))
        links[row.Index] = f"#{anchor}", f"“{row.term}”: {counted(row.articles, 'article')}"
    return ChartSection(figure, language.terms, links, render("terms", groups=groups))


def same_events(selection):
    """One event as two outlets tell it, side by side: how each begins, and what it reports."""
    events, labels = selection.same_events(), selection.labels("position")
    sources = selection.articles.set_index("article_id")["source"]
    events = events.join(sources, on="article_id")
    events = events.join(selection.texts(events["article_id"]), on="article_id")
    stance = selection.table("stance").sort_values("confidence", ascending=False, kind="stable")
    stance = stance[stance["position"].isin(selection.corpus.codebook.stated("position"))]
    stance = stance.assign(label=stance["position"].map(labels))
    pairs = [
        [
            (article, _lead(article.text), _rows(stance[stance["article_id"] == id_].head(2)))
            for article, id_ in zip(pair.itertuples(), pair["article_id"], strict=True)
        ]
        for _, pair in events.groupby("event")
    ]
    return show("events", pairs=pairs)


def _lead(text):
    if len(text) <= LONGEST_LEAD:
        return text
    return f"{text[:LONGEST_LEAD].rsplit(' ', 1)[0]} …"
