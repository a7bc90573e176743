"""The opening of a report: the coverage, what is significant, what is not, and whether reprints
matter.
"""

import pandas as pd

from monitor import compare
from monitor.compare.families import FAMILIES, TERMS
from monitor.findings import Finding, compared, significant
from monitor.significance import LEVEL
from monitor.stance import ABOUT, DIMENSIONS, MAIN, MENTIONS
from monitor.wording import counted, day, interval, listed, percent

MOST_EACH = 2
MOST = 6


def opening(selection):
    """List of Finding that answer at first sight: the coverage, what is significant, what is not,
    and reprints.
    """
    results = significant(selection)
    first = []
    for family in FAMILIES:
        most = 1 if family in TERMS else MOST_EACH
        first += [finding for finding in results if finding.family == family][:most]
    shown = sorted(first, key=lambda finding: -abs(finding.estimate))[:MOST]
    return [
        _coverage(selection),
        _stance(selection),
        *shown,
        *_not_significant(selection, results),
        *_further(len(results) - len(shown)),
        *_voices(selection),
        *_reprints(selection),
    ]


def _not_significant(selection, results):
    """One line on the families in which nothing is significant."""
    significant_ones = {finding.family for finding in results}
    tested = [family for family in FAMILIES if selection.comparison(family)["p"].notna().any()]
    without = [compared(selection, name) for name in tested if name not in significant_ones]
    if not tested:
        text = "There are too few articles to test any difference or change."
        yield Finding("Not significant", text)
    elif without:
        text = f"No significant difference or change in: {listed(without)}."
        yield Finding("Not significant", text)


def _further(hidden):
    """One line on what did not fit in."""
    if hidden:
        more = counted(hidden, "more significant finding is", "more significant findings are")
        yield Finding("Further", f"{more} listed below.")


def _coverage(selection):
    articles = selection.articles
    outlets = articles["outlet"].replace("", None).nunique()
    days = articles["date"].dropna()
    text = counted(len(articles), "article")
    text += f" from {counted(outlets, 'named outlet')}" if outlets else ", of no named outlet"
    if len(days):
        text += ", " + " to ".join(day(date) for date in sorted({days.min(), days.max()}))
    if not selection.earlier:
        return Finding("Coverage", f"{text}.", sources="articles")
    new = int((selection.changed["group"] == "now").sum())
    brought = counted(new, "article") if new else "none of them"
    text += f"; the newest batch, {selection.newest}, added {brought}."
    return Finding("Coverage", text, sources="articles", choice={"batch": selection.newest})


def _stance(selection):
    stance, target = selection.table("stance"), selection.corpus.codebook.target.name
    if not len(stance):
        return Finding("Stance", f"No passage names {target}.")
    table = position_shares(selection)
    leads = _leads(table).head(3)
    n = counted(len(stance), "passage")
    if not len(leads):
        return Finding("Stance", f"None of the {n} about {target} reports a position.")
    first, *others = leads.itertuples()
    text = f"In {n} about {target} from {counted(stance['article_id'].nunique(), 'article')}, the "
    text += f"most frequent position is “{first.label}” ({_share(first)})"
    if others:
        text += f", before {listed(f'“{row.label}” ({percent(row.share)})' for row in others)}"
    neutral = table[~table["stated"]]
    if len(neutral):
        text += f"; {percent(neutral['share'].sum())} report no position"
    choice = {"position": first.label}
    return Finding("Stance", f"{text}.", sources="passages", choice=choice)


def position_shares(selection):
    """DataFrame[value, label, stated, share, low, high]: each position in all passages, the most
    frequent first.

    The one estimate of these shares that is quoted anywhere in a report: corrected where passages
    are human-coded.
    """
    codebook = selection.corpus.codebook
    table = selection.outcomes("position", "passage").shares()
    table["label"] = table["value"].map(codebook.labels("position"))
    table["stated"] = table["value"].isin(codebook.stated("position"))
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _leads(table):
    """The rows of `position_shares` that report something, the most frequent first."""
    return table[table["stated"] & (table["share"] > 0)]


def _share(row):
    return f"{percent(row.share)}, {interval(row.low, row.high)}"


def _voices(selection):
    """One line on who is most quoted; nothing without speakers."""
    outcomes = compare.speaker_outcomes(selection.table("quotes"), speakers=1)
    for share in outcomes.shares().itertuples():
        total = counted(len(outcomes.rows), "direct or mixed quotation")
        text = f"{share.value} is the most quoted speaker: {outcomes.parts.sum():,.0f} of {total} "
        text += f"with a known speaker ({_share(share)})."
        yield Finding("Voices", text, sources="quotations", choice={"speaker": share.value})


def _reprints(selection):
    """Whether the changes and the most frequent position depend on how reprints count; nothing
    without reprints.
    """
    whole = selection.other(counting="all")
    n = int((~whole.table("syndication")["original"].astype(bool)).sum())
    if not n:
        return
    is_reprint = "is a reprint" if n == 1 else "are reprints"
    text = f"{n:,} of {counted(len(whole.articles), 'article')} {is_reprint}."
    rules = {}
    for rule, words in compare.COUNTING.items():
        if rule != selection.counting:
            conclusion = _compared(selection, selection.other(counting=rule))
            rules.setdefault(conclusion, []).append(words)
    for conclusion, words in rules.items():
        text += f" With {' or '.join(words)}, {conclusion}."
    yield Finding("Reprints", text)


def _compared(here, there):
    """What holds by the counting rule of another Selection, compared with this one."""
    changes = _changes(there)
    if changes != _changes(here):
        same = counted(len(changes), "significant change")
    elif changes:
        same = "the same significant changes"
    else:
        same = "no significant change, as here"
    same = f"the newest batch shows {same} against {here.baseline}"
    lead, share = "no position", "none"
    leads = _leads(position_shares(there))
    if len(leads):
        lead = f"“{leads['label'].iloc[0]}”"
        share = f"{percent(leads['share'].iloc[0])} of {len(there.table('stance')):,}"
    is_same = leads["label"].tolist()[:1] == _leads(position_shares(here))["label"].tolist()[:1]
    verb = "remains" if is_same else "becomes"
    return f"{same}, and {lead} {verb} the most frequent position ({share})"


def _changes(selection):
    """Set of the values with a significant change, and whether it is an increase."""
    changes = pd.concat([selection.comparison(f"{name}_changes") for name in DIMENSIONS])
    changes = changes[changes["p"] < LEVEL]
    return {(row.dimension, row.value, row.difference > 0) for row in changes.itertuples()}


def relevance(selection):
    """One sentence on how central the target is to the articles, and on what is most frequent in
    all of them and in those of which it is the main subject.
    """
    target = selection.corpus.codebook.target.name
    every, main = (selection.other(about=about) for about in ("all", MAIN))
    total = counted(len(every.articles), "article")
    n_passing = int(every.articles["about"].eq(MENTIONS).sum())
    text = (
        f"{target} is the main subject of {len(main.articles):,} of {total} and named in passing "
    )
    text += f"in {n_passing:,}; this page counts {ABOUT[selection.about].format(target=target)}. "
    text += f"Most frequent in all articles: {_most_frequent(every)}"
    if len(main.articles):
        text += f"; in those with {target} as their main subject: {_most_frequent(main)}"
    return f"{text}."


def _most_frequent(selection):
    """The most frequent position, speaker and theme of a selection, in words."""
    leads = _leads(position_shares(selection)).head(1)
    passages = counted(len(selection.table("stance")), "passage")
    names = [f"“{row.label}” ({percent(row.share)} of {passages})" for row in leads.itertuples()]
    names += compare.speaker_outcomes(selection.table("quotes"), speakers=1).values
    theme = compare.frequencies(selection.heaviest_themes()).index[:1]
    return listed([*names, *(f"the theme “{label}”" for label in theme)]) or "nothing"
