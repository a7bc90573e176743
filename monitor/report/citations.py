"""The sentences behind the charts: passages, quotations, and tellings of one event."""

from monitor import compare
from monitor.compare.counting import ABOUT
from monitor.report.html import show


def passages(selection, most=3):
    """The `most` certain passages of each position, one per story, with outlet, date and link.

    The neutral position, which reports nothing, is left out.
    """
    stance, reprints = selection.table("stance"), selection.table("syndication")
    best = compare.evidence(stance, selection.articles, reprints, "position", most)
    groups = []
    for value in selection.codebook.stated("position"):
        n = (stance["position"] == value).sum()
        rows = best[best["value"] == value]
        groups.append((selection.labels("position")[value], n, rows, ()))
    return _cite(groups, "passage", "No passage reports a position.")


def quotations(selection, speaker="", speakers=5, most=3):
    """All direct and partly direct quotations of `speaker`, by date, with outlet, date and link.

    Without a speaker: those of the most quoted, the longest of each first, one an article; the
    others unfold.
    """
    articles = selection.articles[ABOUT]
    quotes = compare.spoken(selection.table("quotes")).merge(articles, on="article_id")
    quotes = quotes.sort_values(["date", "article_id", "start"], ignore_index=True)
    if speaker:
        rows = quotes[quotes["speaker"] == speaker]
        groups = [(speaker, len(rows), rows, ())]
        return _cite(groups, "quote", f"No quotation of {speaker}; see who is quoted.")
    counts = quotes["speaker"].value_counts().head(speakers)
    quotes = quotes.sort_values("quote", key=lambda texts: -texts.str.len(), kind="stable")
    groups = []
    for name, n in counts.items():
        rows = quotes[quotes["speaker"] == name]
        longest = rows.drop_duplicates("article_id").head(most)
        others = rows.drop(longest.index).sort_index()
        groups.append((name, n, longest, others))
    return _cite(groups, "quote", "No quotation has a speaker.")


def _cite(groups, column, empty):
    """Passages or quotations in groups of (name, number of all, rows, rows that unfold)."""
    groups = [group for group in groups if len(group[2])]
    noun = "passage" if column == "passage" else "quotation"
    return show("citations", groups=groups, column=column, noun=noun, empty=empty)


def same_events(selection):
    """One event as two outlets tell it, side by side: how each begins, and what it reports."""
    events = selection.same_events()
    stance = selection.table("stance").sort_values("confidence", ascending=False, kind="stable")
    stance = stance[stance["position"].isin(selection.codebook.stated("position"))]
    reports = stance.assign(label=stance["position"].map(selection.labels("position")))
    return show(
        "events",
        events=events.to_dict("records"),
        texts=selection.corpus.texts(events["article_id"], selection.as_of),
        reports=dict(list(reports.groupby("article_id"))),
    )
