"""The opening of a report: the coverage, what is significant, what is not, and whether reprints
matter.
"""

from typing import NamedTuple

import pandas as pd

from monitor import compare
from monitor.compare.families import FAMILIES, TERMS
from monitor.findings import CODED, Finding, significant
from monitor.significance import LEVEL
from monitor.wording import counted, day, interval, listed, percent, sentence

MOST_EACH = 2
MOST = 6


def opening(selection):
    """List of Finding that answer at first sight: the coverage, what is significant, what is not,
    and reprints.
    """
    results = significant(selection)
    shown = []
    for family in FAMILIES:
        most = 1 if family in TERMS else MOST_EACH
        shown += [finding for finding in results if finding.family == family][:most]
    shown = sorted(shown, key=lambda finding: -abs(finding.estimate))[:MOST]
    lines = [
        _coverage(selection),
        _stance(selection),
        *shown,
        *_not_significant(selection, results, shown),
    ]
    lines += [_voices(selection), *_reprints(selection)]
    return [line for line in lines if line]


def _not_significant(selection, results, shown):
    """One line on the families in which nothing is significant, and one on what did not fit in."""
    tested = [family for family in FAMILIES if len(selection.comparison(family)["p"].dropna())]
    without = [
        FAMILIES[family]
        for family in tested
        if family not in {finding.family for finding in results}
    ]
    if without:
        text = f"No significant difference or change in: {listed(without)}."
        yield Finding("Not significant", text)
    if not tested:
        yield Finding(
            "Not significant", "There are too few articles to test any difference or change."
        )
    hidden = len(results) - len(shown)
    if hidden:
        more = "is" if hidden == 1 else "are"
        text = f"{counted(hidden, 'more significant finding')} {more} listed below."
        yield Finding("Further", sentence(text))


def _coverage(selection):
    whole, batches = selection.until_now
    articles = selection.articles
    outlets = articles["outlet"].replace("", None).nunique()
    days = articles["date"].dropna()
    text = counted(len(articles), "article")
    text += f" from {counted(outlets, 'named outlet')}" if outlets else ", of no named outlet"
    if len(days):
        text += (
            f", {day(days.min())} to {day(days.max())}"
            if days.nunique() > 1
            else f", {day(days.min())}"
        )
    new = int((whole.articles["batch"] == selection.newest).sum())
    if len(batches) > 1:
        brought = counted(new, "article") if new else "none of them"
        text += f"; the newest batch, {selection.newest}, added {brought}"
    choice = {"batch": selection.newest} if len(batches) > 1 else {}
    n = new if len(batches) > 1 else len(articles)
    return Finding(
        "Coverage", f"{text}.", articles=len(articles), sources="articles", choice=choice, n=n
    )


def _stance(selection):
    stance, target = selection.table("stance"), selection.corpus.codebook.target.name
    if not len(stance):
        return Finding("Stance", f"No passage names {target}.")
    table = position_shares(selection)
    stated = table[table["stated"] & (table["share"] > 0)]
    n = counted(len(stance), "passage")
    articles = stance["article_id"].nunique()
    if not len(stated):
        return Finding(
            "Stance", f"None of the {n} about {target} reports a position.", sources="passages"
        )
    leads = stated.head(3)
    first = leads.iloc[0]
    text = (
        f"In {n} about {target} from {counted(articles, 'article')}, the most frequent position is "
    )
    text += f"“{first['label']}” ({_share(first)})"
    if len(leads) > 1:
        others = (f"“{row.label}” ({percent(row.share)})" for row in leads.iloc[1:].itertuples())
        text += f", before {listed(others)}"
    neutral = table[~table["stated"]]
    if len(neutral):
        text += f"; {percent(neutral['share'].sum())} report no position"
    count = int((stance["position"] == first["value"]).sum())
    return Finding(
        "Stance",
        f"{text}.",
        articles=articles,
        passages=len(stance),
        sources="passages",
        choice={"position": first["label"]},
        n=count,
    )


def position_shares(selection):
    """DataFrame[value, label, stated, share, low, high]: each position in all passages, the most
    frequent first.

    The one estimate of these shares that is quoted anywhere in a report: corrected where passages
    are human-coded.
    """
    stance, codebook = selection.table("stance"), selection.corpus.codebook
    labels = codebook.labels("position")
    outcomes = compare.position_outcomes(stance, codebook)
    table = compare.share_in(outcomes.parts, stance["article_id"])
    table = table.assign(value=list(labels), label=list(labels.values()))
    table["stated"] = table["value"].isin(codebook.stated("position"))
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _share(row):
    return f"{percent(row['share'])}, {interval(row['low'], row['high'])}"


def _voices(selection):
    quotes = compare.spoken(selection.table("quotes")).reset_index(drop=True)
    speakers = compare.frequencies(quotes["speaker"])
    if not len(speakers):
        return None
    speaker, n = speakers.index[0], int(speakers.iloc[0])
    outcomes = (quotes["speaker"] == speaker).to_numpy(dtype=float)[:, None]
    share = compare.share_in(outcomes, quotes["article_id"]).iloc[0]
    total = counted(len(quotes), "direct or mixed quotation")
    total += " with a known speaker"
    text = f"{speaker} is the most quoted speaker: {n:,} of {total} ({_share(share)})."
    articles = quotes["article_id"].nunique()
    choice = {"speaker": speaker}
    return Finding("Voices", text, articles=articles, sources="quotations", choice=choice, n=n)


def _reprints(selection):
    """Whether the changes and the most frequent position depend on how reprints count; nothing
    without reprints.
    """
    whole = selection.recounted("all")
    n = int((~whole.table("syndication")["original"].astype(bool)).sum())
    if not n:
        return
    here = _conclusion(selection)
    is_reprint = "is a reprint" if n == 1 else "are reprints"
    text = f"{n:,} of {counted(len(whole.articles), 'article')} {is_reprint}."
    rules = {}
    for rule, words in compare.COUNTING.items():
        if rule != selection.counting:
            there = _conclusion(selection.recounted(rule))
            rules.setdefault(_compared(here, there), []).append(words)
    for conclusion, words in rules.items():
        text += f" With {' or '.join(words)}, {conclusion}."
    yield Finding("Reprints", text)


def _compared(here, there):
    """How the conclusion under another counting rule compares with that of this report."""
    if there.changes != here.changes:
        one, more = "change in the newest batch is", "changes in the newest batch are"
        same = f"{counted(len(there.changes), one, more)} significant"
    elif there.changes:
        same = "the same changes in the newest batch are significant"
    else:
        same = "the newest batch shows no significant change, as it does here"
    leads = "remains" if there.lead == here.lead else "becomes"
    lead = f"{there.lead} {leads} the most frequent position ({there.share})"
    return f"{same}, and {lead}"


class Conclusion(NamedTuple):
    """What a counting rule leads to: significant changes, the most frequent position, its share in
    words.
    """

    changes: set
    lead: str
    share: str


def _conclusion(selection):
    changes = pd.concat([selection.comparison(f"{dimension}_changes") for dimension in CODED])
    changes = changes[changes["p"] < LEVEL]
    keys = {(row.dimension, row.value, row.difference > 0) for row in changes.itertuples()}
    table = position_shares(selection)
    stated = table[table["stated"] & (table["share"] > 0)]
    if not len(stated):
        return Conclusion(keys, "no position", "none")
    first = stated.iloc[0]
    share = f"{percent(first['share'])} of {len(selection.table('stance')):,}"
    return Conclusion(keys, f"“{first['label']}”", share)
