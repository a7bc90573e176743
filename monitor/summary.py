"""What the coverage says, in sentences made of measured values, each with the sources behind it."""

from dataclasses import dataclass, field

from monitor import compare
from monitor.charts import counted

MOST_CHANGES = 3


@dataclass(frozen=True)
class Finding:
    """One sentence on a topic; `sources` and `choice` name the `n` rows behind it in a table of the report."""

    topic: str
    sentence: str
    sources: str = ""
    choice: dict = field(default_factory=dict)
    n: int = 0


def findings(view):
    """List of Finding: what the newest batch changed, then how the whole stands."""
    found = [*_changed(view), _arrived(view), *_new_themes(view), _position(view), _heard(view), *_survives(view)]
    return [finding for finding in found if finding]


def _changed(view):
    changes, target = view.changes(), view.corpus.codebook.target.name
    named = changes[changes["value"] != "none"]
    sure = compare.sure(changes).head(MOST_CHANGES)
    for row in sure.itertuples():
        way = "more" if row.difference > 0 else "less"
        sentence = f"{_value(view, row)} is {way} frequent than before: {_compared(row, target)}."
        yield _on(view, row, "Change", sentence)
    if len(named) and not len(sure):
        row = named.loc[named["difference"].abs().idxmax()]
        sentence = f"Batch {view.newest} changes no position, holder or tone by more than chance explains, "
        sentence += "corrected for the number of comparisons. "
        sentence += f"The largest shift is in {_value(view, row)}: {_compared(row, target)}."
        yield _on(view, row, "No sure change", sentence)


def _value(view, row):
    return f"{row.dimension} “{view.labels(row.dimension)[row.value]}”"


def _compared(row, target):
    return (
        f"{row.now:.0%} of {counted(row.passages_now, 'passage')} about {target} in this batch, {row.before:.0%} of "
        f"{row.passages_before:,} before it ({_points(row.difference)} points, 95% interval {_points(row.low)} to "
        f"{_points(row.high)}; {compare.BASIS[row.basis]})"
    )


def _points(share):
    return f"{100 * share:+.0f}".replace("-", "−")


def _on(view, row, topic, sentence):
    stance = view.table("stance")
    newest = view.articles.loc[view.articles["batch"] == view.newest, "article_id"]
    n = int((stance["article_id"].isin(newest) & (stance[row.dimension] == row.value)).sum())
    choice = {row.dimension: view.labels(row.dimension)[row.value], "batch": view.newest}
    return Finding(topic, sentence[0].upper() + sentence[1:], "passages", choice, n)


def _arrived(view):
    whole, _ = view.until_now
    new = whole.articles[whole.articles["batch"] == view.newest]
    outlets, before = new["outlet"].replace("", None).nunique(), len(whole.articles) - len(new)
    sentence = f"Batch {view.newest} brought {counted(len(new), 'article')}"
    sentence += f" from {counted(outlets, 'named outlet')}" if outlets else ", of no named outlet"
    sentence += f"; {counted(before, 'article')} came before it." if before else "; nothing came before it."
    return Finding("New articles", sentence, "articles", {"batch": view.newest}, len(new))


def _new_themes(view):
    themes, (_, batches) = view.table("themes"), view.until_now
    for theme in themes[themes["first_batch"] == view.newest].itertuples() if len(batches) > 1 else ():
        sentence = f"{theme.label}: {counted(theme.articles, 'article')} so far."
        yield Finding("New theme", sentence, "articles", {"theme": theme.label}, theme.articles)


def _position(view):
    stance, labels = view.table("stance"), view.labels("position")
    if not len(stance):
        return Finding("Stance", f"No passage names {view.corpus.codebook.target.name}.")
    table = compare.shares(stance, view.articles.assign(all="all"), view.corpus.codebook, by=["all"])
    table = table[(table["dimension"] == "position") & (table["share"] > 0)]
    stated = table[table["value"] != "none"].sort_values("share", ascending=False, kind="stable").head(3)
    if not len(stated):
        return Finding("Stance", f"None of the {counted(len(stance), 'passage')} reports a position.", "passages")
    shares = ", ".join(f"{labels[row.value].lower()} ({_share(row, stance)})" for row in stated.itertuples())
    rest = table.loc[table["value"] == "none", "share"].sum()
    sentence = f"Of {counted(len(stance), 'passage')}, most report {shares}; {rest:.0%} report no position."
    lead = stated.iloc[0]["value"]
    n = int((stance["position"] == lead).sum())
    return Finding("Stance", sentence, "passages", {"position": labels[lead]}, n)


def _share(row, stance):
    ends = (row.low, row.high)
    if row.low != row.low:
        ends = compare.clustered_interval(stance["position"] == row.value, stance["article_id"])
    return f"{row.share:.0%}, 95% interval {100 * ends[0]:.0f} to {100 * ends[1]:.0f}"


def _heard(view):
    said = view.table("quotes").query("kind != 'indirect'")
    heard = compare.frequencies(said["speaker"])
    if not len(heard):
        return None
    speaker, n = heard.index[0], heard.iloc[0]
    low, high = compare.clustered_interval(said["speaker"] == speaker, said["article_id"])
    sentence = (
        f"Most heard is {speaker}: {n:,} of {counted(len(said), 'direct or mixed quotation')} "
        f"({n / len(said):.0%}, 95% interval {100 * low:.0f} to {100 * high:.0f})."
    )
    return Finding("Voices", sentence, "quotations", {"speaker": speaker}, n)


def _survives(view):
    """Whether changes and lead survive the other rules for counting copies; nothing where no article is a copy."""
    whole = view.recounted("all")
    copies = int((~whole.table("syndication")["original"].astype(bool)).sum())
    if not copies:
        return
    told = {rule: _conclusion(view if rule == view.counting else view.recounted(rule)) for rule in compare.COUNTING}
    changed, lead, share = told[view.counting]
    sentence = (
        f"{counted(copies, 'article')} of {len(whole.articles):,} {'is a copy' if copies == 1 else 'are copies'}."
    )
    parts = []
    for rule, (other_changed, other_lead, other_share) in told.items():
        if rule != view.counting:
            same = (
                "the same changes stand"
                if other_changed == changed
                else f"{counted(len(other_changed), 'change')} stand"
            )
            same = same if changed or other_changed else "no change stands either"
            leads = f"{other_lead} stays in front" if other_lead == lead else f"{other_lead} is in front instead"
            parts.append(f"with {compare.COUNTING[rule]}, {same} and {leads} ({other_share}; here {share})")
    sentence += f" {'; '.join(parts)}."
    yield Finding("Copies", sentence.replace(". with", ". With"))


def _conclusion(view):
    """({change that is sure}, the position in front, its share in words)."""
    changes, stance = view.changes(), view.table("stance")
    sure = compare.sure(changes)
    stated = stance.loc[stance["position"] != "none", "position"].value_counts()
    lead = view.labels("position")[stated.index[0]].lower() if len(stated) else "no position"
    share = f"{stated.iloc[0] / len(stance):.0%} of {len(stance):,}" if len(stated) else "none"
    return {(row.dimension, row.value, row.difference > 0) for row in sure.itertuples()}, lead, share
