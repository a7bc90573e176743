"""What the coverage says, in sentences made of measured values, each with the sources behind it."""

from dataclasses import dataclass, field

from monitor import compare
from monitor.charts import counted

SURE = 0.05
MOST_CHANGES = 3


@dataclass(frozen=True)
class Finding:
    """One sentence; `sources` and `choice` name the rows behind it: a table of the report and values of its columns."""

    sentence: str
    sources: str = ""
    choice: dict = field(default_factory=dict)


def findings(view):
    """List of Finding: what the newest batch changed, then how the whole stands."""
    whole, batches = view.until_now
    found = [_arrived(view, whole, batches), *_moved(view), *_new_themes(view, batches)]
    return [finding for finding in (*found, _position(view), _heard(view), _robust(view)) if finding]


def _arrived(view, whole, batches):
    came = whole.articles["batch"].isin(batches[-1:])
    outlets = whole.articles.loc[came, "outlet"].replace("", None).nunique()
    sentence = f"Batch {view.newest} brought {counted(int(came.sum()), 'article')}"
    sentence += f" from {counted(outlets, 'named outlet')}" if outlets else ", of no named outlet"
    before = int((~came).sum())
    sentence += f"; {counted(before, 'article')} came before it." if before else "; nothing came before it."
    return Finding(sentence, "articles", {"batch": view.newest})


def _moved(view):
    changes = view.changes()
    target = view.corpus.codebook.target.name
    sure = changes[(changes["p"] < SURE) & (changes["value"] != "none")].head(MOST_CHANGES)
    for row in sure.itertuples():
        label = view.labels(row.dimension)[row.value]
        basis = "corrected by hand coding" if row.basis == "hand coding" else "codes of the model"
        sentence = (
            f"{row.dimension.capitalize()} “{label}” is {'more' if row.difference > 0 else 'less'} frequent than "
        )
        sentence += f"before: {row.now:.0%} of {counted(row.passages_now, 'passage')} about {target} in this batch, "
        sentence += f"{row.before:.0%} of {row.passages_before:,} before it ({100 * row.difference:+.0f} points, 95% "
        sentence += f"interval {100 * row.low:+.0f} to {100 * row.high:+.0f}; {basis})."
        yield Finding(sentence, "passages", {row.dimension: label, "batch": view.newest})
    if len(changes) and not len(sure):
        sizes = changes.iloc[0]
        yield Finding(
            f"No position, holder or tone is more or less frequent than before by more than chance explains "
            f"({sizes['passages_now']:,} passages in this batch, {sizes['passages_before']:,} before it).",
            "passages",
            {"batch": view.newest},
        )


def _new_themes(view, batches):
    themes = view.table("themes")
    if len(batches) > 1 and len(themes):
        for theme in themes[themes["first_batch"] == view.newest].itertuples():
            yield Finding(
                f"New theme: {theme.label} ({counted(theme.articles, 'article')} so far).",
                "articles",
                {"theme": theme.label},
            )


def _position(view):
    stance, labels = view.table("stance"), view.labels("position")
    if not len(stance):
        return Finding(f"No passage names {view.corpus.codebook.target.name}.")
    table = compare.shares(stance, view.articles.assign(all="all"), view.corpus.codebook, by=["all"])
    table = table[(table["dimension"] == "position") & (table["share"] > 0)]
    stated = table[table["value"] != "none"].sort_values("share", ascending=False, kind="stable").head(3)
    if not len(stated):
        return Finding(f"None of the {counted(len(stance), 'passage')} reports a position.", "passages")
    shares = ", ".join(f"{labels[row.value].lower()} ({_share(row)})" for row in stated.itertuples())
    rest = table.loc[table["value"] == "none", "share"].sum()
    sentence = f"Of all {counted(len(stance), 'passage')}, most report {shares}; {rest:.0%} report no position."
    return Finding(sentence, "passages", {"position": labels[stated.iloc[0]["value"]]})


def _share(row):
    interval = f", 95% interval {100 * row.low:.0f} to {row.high:.0%}" if row.low == row.low else ""
    return f"{row.share:.0%}{interval}"


def _heard(view):
    quotes = view.table("quotes").query("kind != 'indirect'")
    voices = compare.voices(quotes, view.articles, speakers=1)
    if not len(voices):
        return None
    speaker = voices["speaker"].iloc[0]
    sentence = (
        f"Most heard: {speaker}, {voices['quotes'].sum():,} of {counted(len(quotes), 'direct or mixed quotation')}."
    )
    return Finding(sentence, "quotations", {"speaker": speaker})


def _robust(view):
    copies = view.corpus.table("syndication", view.as_of)
    copies = copies[copies["article_id"].isin(view.articles["article_id"])]
    n = int((~copies["original"].astype(bool)).sum())
    if not n:
        return None
    leads, whole = {}, view if view.counting == "all" else view.recounted("all")
    for rule in compare.COUNTING:
        chosen = compare.count_copies(whole.articles, copies, rule)["article_id"]
        stance = whole.table("stance")
        stance = stance[stance["article_id"].isin(chosen)]
        counts = stance.loc[stance["position"] != "none", "position"].value_counts()
        leads[rule] = view.labels("position")[counts.index[0]] if len(counts) else "none"
    same = len(set(leads.values())) == 1
    told = "the position most often reported is the same" if same else "the position most often reported differs: "
    told += "" if same else ", ".join(f"{lead} ({compare.COUNTING[rule]})" for rule, lead in leads.items())
    return Finding(
        f"{counted(n, 'article')} of the {len(view.articles):,} are copies; however they are counted, {told}."
    )
