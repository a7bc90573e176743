"""The sentences behind the charts: passages, quotations, terms, and tellings of one event."""

from monitor import charts, compare
from monitor.compare import GROUPS
from monitor.findings import headings
from monitor.report.figures import describe, show_chart
from monitor.report.html import render, show
from monitor.wording import counted, percent

ABOUT = ["article_id", "outlet", "date", "title", "url", "source"]


def passages(selection, most=3):
    """The `most` certain passages of each position, one per story, with outlet, date and link.

    The neutral position, which reports nothing, is left out.
    """
    stance, codebook = selection.table("stance"), selection.corpus.codebook
    reprints = selection.table("syndication")
    best = compare.evidence(stance, selection.articles, reprints, "position", most)
    labels = codebook.labels("position")
    groups = []
    for value in codebook.stated("position"):
        n = counted((stance["position"] == value).sum(), "passage")
        rows = best[best["value"] == value]
        groups.append((labels[value], n, rows, rows[:0]))
    return _cite(groups, "passage", "No passage reports a position.")


def quotations(selection, speaker="", speakers=5, most=3):
    """All direct and partly direct quotations of `speaker`, by date, with outlet, date and link.

    Without a speaker: those of the most quoted, the longest of each first, one an article; the
    others unfold.
    """
    quotes = compare.spoken(selection.table("quotes")).merge(
        selection.articles[ABOUT], on="article_id"
    )
    quotes = quotes.sort_values(["date", "article_id", "start"], ignore_index=True)
    if speaker:
        rows = quotes[quotes["speaker"] == speaker]
        groups = [(speaker, counted(len(rows), "quotation"), rows, rows[:0])]
        return _cite(groups, "quote", f"No quotation of {speaker}; see who is quoted.")
    counts = quotes["speaker"].value_counts().head(speakers)
    quotes = quotes.sort_values("quote", key=lambda texts: -texts.str.len(), kind="stable")
    groups = []
    for name, n in counts.items():
        rows = quotes[quotes["speaker"] == name]
        longest = rows.drop_duplicates("article_id").head(most)
        others = rows.drop(longest.index).sort_index()
        groups.append((name, counted(n, "quotation"), longest, others))
    return _cite(groups, "quote", "No quotation has a speaker.")


def _cite(groups, column, empty):
    """Passages or quotations in groups of (name, number of all, rows, rows that unfold)."""
    groups = [group for group in groups if len(group[2])]
    noun = "passage" if column == "passage" else "quotation"
    return show("citations", groups=groups, column=column, noun=noun, empty=empty)


def distinctive_terms(selection, by="", folded=False):
    """The terms that set the groups that are compared, or periods (`by`), apart, each with
    sentences that hold it.
    """
    if by == selection.compare:
        return show("note", text=f"The groups compared above are {GROUPS[by]['name']}s already.")
    family = "period_terms" if by else "group_terms"
    by = by or selection.compare
    language = selection.distinctive(by)
    terms = language.terms
    if not len(terms):
        return show("note", text=f"No term sets one {GROUPS[by]['name']} apart significantly.")
    shares = (terms["articles"] / terms["group_articles"]).map(percent)
    rest = (terms["rest"] / terms["rest_articles"]).map(percent)
    named = terms.assign(
        name=terms["group"] + ": " + terms["term"],
        compared=shares + f", {GROUPS[by]['short']} " + rest,
    )
    section = show_chart(selection, charts.distinctive_terms, named, family=family, folded=folded)
    section.headings = headings(selection, family)
    links = [(f"#{by}-term-{row}", describe(values)) for row, values in named.iterrows()]
    section.links = dict(zip(named.index, links, strict=True))
    sentences = dict(list(language.sentences.groupby(["group", "term"])))
    groups = terms.groupby("group", sort=False)
    section.evidence = render("terms", groups=groups, by=by, sentences=sentences)
    return section


def same_events(selection):
    """One event as two outlets tell it, side by side: how each begins, and what it reports."""
    events = selection.same_events()
    sources = selection.articles.set_index("article_id")["source"]
    events = events.assign(source=events["article_id"].map(sources))
    stance = selection.table("stance").sort_values("confidence", ascending=False, kind="stable")
    stance = stance[stance["position"].isin(selection.corpus.codebook.stated("position"))]
    reports = stance.assign(label=stance["position"].map(selection.labels("position")))
    return show(
        "events",
        events=events.to_dict("records"),
        texts=selection.corpus.texts(events["article_id"], selection.as_of),
        reports=dict(list(reports.groupby("article_id"))),
    )
