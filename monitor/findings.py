"""Every statement of fact: what differs or changed, by how much, on how many articles, and whether
it was tested.

Opening sentences, chart headlines and notebooks quote findings; nothing else decides what is true.
"""

from dataclasses import dataclass, field

import pandas as pd

from monitor import compare
from monitor.compare.families import FAMILIES, TERMS
from monitor.significance import LEVEL
from monitor.stance import OUTLET, UNKNOWN, UNKNOWN_LABEL
from monitor.wording import counted, day, interval, listed, percent, points, sentence

MOST_EACH = 3
MOST = 8
CODED = ("position", "holder", "tone")


@dataclass(frozen=True)
class Finding:
    """One statement; `sources` and `choice` name the `n` rows behind it in a table of the report.

    `family` is the family of tests it comes from, "" for a plain description. `estimate` is the
    difference, `low` and `high` bound it, `p` is corrected for all comparisons of the report.
    `articles` and `passages` (or quotations) are those that it rests on.
    """

    topic: str
    sentence: str
    headline: str = ""
    family: str = ""
    estimate: float = 0.0
    low: float | None = None
    high: float | None = None
    p: float | None = None
    articles: int = 0
    passages: int = 0
    sources: str = ""
    choice: dict = field(default_factory=dict)
    n: int = 0


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


def significant(selection):
    """List of all significant Finding of a selection, family by family, the largest difference of each
    first.
    """
    return [finding for family in FAMILIES for finding in significant_in(selection, family)]


def significant_in(selection, family):
    """List of the significant Finding of one of `compare.FAMILIES`, the largest difference first."""
    table = selection.comparison(family)
    table = table[table["p"] < LEVEL]
    if family in TERMS:
        return [_term(row, family) for row in table.itertuples()]
    table = table.assign(size=table["difference"].astype(float).abs())
    table = table.sort_values("size", ascending=False, kind="stable")
    return [_difference(selection, family, row) for row in table.itertuples()]


def headline(selection, family, description):
    """The headline of a chart: its largest significant finding, or else a plain description of what
    is shown.
    """
    results = significant_in(selection, family)
    return results[0].headline if results else description


def comparison_words(family, selection):
    """How the other side of a comparison is called: ("in batch X", "before")."""
    if family.endswith("_changes"):
        return f"in batch {selection.newest}", "before"
    if family == "voice_differences":
        return "in the outlets’ own words", "in what they quote"
    return "", "elsewhere"


def _difference(selection, family, row):
    """The Finding of a row of a table of differences, changes or trends."""
    if family.endswith("_trends"):
        return _trend(selection, family, row)
    dimension, label = _value(selection, family, row)
    now, before, n, rest_n, articles = _sides(row)
    group = getattr(row, "group", "")
    here, there = comparison_words(family, selection)
    where = here or f"in {group}"
    than = {"before": "than before", "elsewhere": "than in the other outlets"}.get(
        there, f"than {there}"
    )
    claim = f"{_claim(dimension, label, row.difference > 0)} {where} {than}"
    unit = _unit(dimension)
    figures = f"{percent(now)} of {counted(n, unit)}"
    if dimension == "theme":
        figures = f"it makes up {percent(now)} of {counted(n, 'article')}"
        rest = f"{there} {percent(before)} of {rest_n:,}"
    else:
        figures += f" from {counted(articles, 'article')}" if family != "voice_differences" else ""
        rest = f"{there} {percent(before)} of {rest_n:,}"
    spread = f"{points(row.difference)}, {_ends(row)}"
    choice = _choice(selection, family, row, dimension, label)
    return Finding(
        topic=TOPICS[family],
        sentence=sentence(f"{claim}: {figures}, {rest} ({spread})."),
        headline=sentence(f"{claim}: {percent(now)}, {there} {percent(before)}"),
        family=family,
        estimate=row.difference,
        low=row.low,
        high=row.high,
        p=row.p,
        articles=articles,
        passages=n,
        sources=_sources(dimension),
        choice=choice,
        n=_rows_behind(selection, dimension, choice),
    )


TOPICS = {
    **dict.fromkeys(("position_changes", "holder_changes", "tone_changes"), "What changed"),
    "theme_changes": "New coverage",
    **dict.fromkeys(("position_differences", "tone_differences"), "Outlets differ"),
    "holder_differences": "Who is heard",
    "theme_differences": "Outlets differ",
    "voice_differences": "Own words",
    **dict.fromkeys(("position_trends", "tone_trends", "theme_trends"), "Over time"),
    "speaker_trends": "Who is heard",
    **dict.fromkeys(TERMS, "Language"),
}


def _trend(selection, family, row):
    dimension, label = _value(selection, family, row)
    claim = f"{_claim(dimension, label, row.difference > 0)} over time"
    days = selection.articles["date"].dropna()
    start, end = (f"{when:%B %Y}" for when in (days.min(), days.max()))
    unit = _unit(dimension)
    basis = f"{row.articles:,} dated articles"
    if dimension != "theme":
        basis = f"{counted(row.n, unit)} from {basis}"
    figures = f"from {percent(row.first)} in {start} to {percent(row.last)} in {end}, by a line fitted to {basis}"
    choice = _choice(selection, family, row, dimension, label)
    return Finding(
        topic=TOPICS[family],
        sentence=sentence(f"{claim}: {figures} ({points(row.difference)}, {_ends(row)})."),
        headline=sentence(f"{claim}: from {percent(row.first)} to {percent(row.last)}"),
        family=family,
        estimate=row.difference,
        low=row.low,
        high=row.high,
        p=row.p,
        articles=int(row.articles),
        passages=int(row.n),
        sources=_sources(dimension),
        choice=choice,
        n=_rows_behind(selection, dimension, choice),
    )


def _term(row, family):
    group = row.group
    share, rest = row.articles / row.group_articles, row.rest / max(1, row.rest_articles)
    claim = f"“{row.term}” sets {group} apart"
    figures = (
        f"in {row.articles:,} of its {counted(row.group_articles, 'article')} ({percent(share)})"
    )
    figures += f", elsewhere in {row.rest:,} of {row.rest_articles:,} ({percent(rest)})"
    return Finding(
        topic=TOPICS[family],
        sentence=f"{claim}: {figures}.",
        headline=f"{claim}: in {percent(share)} of its articles, elsewhere in {percent(rest)}",
        family=family,
        estimate=share - rest,
        p=row.p,
        articles=int(row.articles),
    )


def _sides(row):
    """(share, share on the other side, n, n on the other side, articles) of a row of changes or
    differences.
    """
    if hasattr(row, "now"):
        return row.now, row.before, row.passages_now, row.passages_before, row.articles_now
    return row.share, row.rest, row.n, row.rest_n, row.articles


def _claim(dimension, label, more):
    often = "more often" if more else "less often"
    if dimension == "position":
        return f"“{label}” is reported {often}"
    if dimension == "holder":
        return f"“{label}” is the holder {often}"
    if dimension == "tone":
        return f"the tone is “{label}” {often}"
    if dimension == "theme":
        return f"the theme “{label}” takes up {'more' if more else 'less'} room"
    return f"{label} is quoted {often}"


def _unit(dimension):
    return {"speaker": "quotation", "theme": "article", "voice": "quotation"}.get(
        dimension, "passage"
    )


def _sources(dimension):
    return {"speaker": "quotations", "theme": "articles", "voice": "quotations"}.get(
        dimension, "passages"
    )


def _value(selection, family, row):
    """(dimension, label) of a row: `voice` is the holder of a quotation, apart from that of a
    passage.
    """
    if family == "holder_differences":
        return "voice", holder_labels(selection)[row.value]
    dimension = row.dimension
    return dimension, selection.labels(dimension)[row.value] if dimension in CODED else row.value


def holder_labels(selection):
    """Dict from the holders of quotations to their labels, the unknown ones too."""
    return {**selection.labels("holder"), UNKNOWN: UNKNOWN_LABEL}


def _ends(row):
    return interval(row.low, row.high, difference=True)


def _choice(selection, family, row, dimension, label):
    choice = {"holder" if dimension == "voice" else dimension: label}
    if family.endswith("_changes"):
        choice["batch"] = selection.newest
    elif family == "voice_differences":
        choice["quoted"] = "no"
    elif hasattr(row, "group"):
        choice["outlet"] = row.group
    return choice


def _rows_behind(selection, dimension, choice):
    """Number of rows of the report's table of sources that a choice leads to."""
    articles = selection.articles.assign(theme=selection.heaviest_themes())
    for column in ("batch", "outlet", "theme"):
        if column in choice:
            articles = articles[articles[column] == choice[column]]
    if dimension == "theme":
        return len(articles)
    if dimension in ("speaker", "voice"):
        quotes = compare.spoken(selection.table("quotes"))
        holder, _ = compare.holders_of(quotes, selection.corpus.codebook)
        quotes = quotes.assign(holder=holder.map(holder_labels(selection)))
        column = "speaker" if dimension == "speaker" else "holder"
        quotes = quotes[quotes[column] == choice[column]]
        return int(quotes["article_id"].isin(articles["article_id"]).sum())
    stance = selection.table("stance")
    rows = stance[stance["article_id"].isin(articles["article_id"])]
    rows = rows[rows[dimension].map(selection.labels(dimension)) == choice[dimension]]
    return len(rows[rows["voice"] == OUTLET] if "quoted" in choice else rows)


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
        text = f"{counted(hidden, 'more significant finding')} {'is' if hidden == 1 else 'are'} told at the charts."
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
        text += f"; the newest batch, {selection.newest}, brought {brought}"
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
        text += f"; {percent(neutral['share'].sum())} report none"
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
    outcomes, _ = compare.outcomes_of(stance, "position", labels)
    table = compare.share_in(outcomes, stance["article_id"])
    table = table.assign(value=list(labels), label=list(labels.values()))
    table["stated"] = table["value"].isin(codebook.stated("position"))
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _share(row):
    return f"{percent(row['share'])}, {interval(row['low'], row['high'])}"


def _voices(selection):
    quotes = selection.table("quotes").query("kind != 'indirect'").reset_index(drop=True)
    speakers = compare.frequencies(quotes["speaker"])
    if not len(speakers):
        return None
    speaker, n = speakers.index[0], int(speakers.iloc[0])
    outcomes = (quotes["speaker"] == speaker).to_numpy(dtype=float)[:, None]
    share = compare.share_in(outcomes, quotes["article_id"]).iloc[0]
    total = counted(len(quotes), "direct or mixed quotation")
    text = f"Most quoted is {speaker}: {n:,} of {total} ({_share(share)})."
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
    for rule, words in compare.COUNTING.items():
        if rule != selection.counting:
            text += f" {sentence(_compared(words, here, _conclusion(selection.recounted(rule))))}."
    yield Finding("Reprints", text)


def _compared(words, here, there):
    """How the conclusion under another counting rule compares with the one told."""
    changes, lead, share = there
    if changes == here[0]:
        same = "the same changes are significant" if changes else "no change is significant either"
    else:
        same = counted(len(changes), "change is significant", "changes are significant")
    leads = "remains" if lead == here[1] else "becomes"
    return f"counting {words}, {same}, and {lead} {leads} the most frequent position ({share})"


def _conclusion(selection):
    """({significant change}, the most frequent position, its share in words)."""
    changes = pd.concat([selection.comparison(f"{dimension}_changes") for dimension in CODED])
    changes = changes[changes["p"] < LEVEL]
    keys = {(row.dimension, row.value, row.difference > 0) for row in changes.itertuples()}
    table = position_shares(selection)
    stated = table[table["stated"] & (table["share"] > 0)]
    if not len(stated):
        return keys, "no position", "none"
    first = stated.iloc[0]
    return (
        keys,
        f"“{first['label']}”",
        f"{percent(first['share'])} of {len(selection.table('stance')):,}",
    )


# What heads each chart: the family of tests that it shows, and a plain description where nothing is
# significant.
CHARTS = {
    "arrived": ("", "What each batch brought"),
    "articles_by_outlet": ("", "Articles by outlet"),
    "articles_over_time": ("", "Articles by {unit}"),
    "positions_by_outlet": ("position_differences", "Share of passages by position and outlet"),
    "positions_with_intervals": ("position_differences", "The most frequent positions by outlet"),
    "positions_by_voice": (
        "voice_differences",
        "Positions in the outlets’ own words and in what they quote",
    ),
    "position_changes": ("position_changes", "No significant change in any position"),
    "positions_over_time": ("position_trends", "Share of passages by position, by {unit}"),
    "tones_by_outlet": ("tone_differences", "Tone of the passages by outlet"),
    "voices_by_outlet": ("", "Quotations of the most quoted speakers by outlet"),
    "voices_over_time": ("speaker_trends", "The most quoted speakers, by {unit}"),
    "share_of_voice": ("holder_differences", "Share of voice by outlet"),
    "themes_over_time": ("theme_trends", "Share of the articles by theme, by {unit}"),
    "themes_by_outlet": ("theme_differences", "Share of the articles by theme and outlet"),
    "theme_terms": ("", "The strongest terms of each theme"),
    "theme_map": ("", "Themes by the likeness of their terms"),
    "theme_numbers": ("", "Stability of each number of themes"),
    "theme_changes": ("theme_changes", "What the last ingest did to the themes"),
    "term_bars": ("", "Too few articles for themes: the terms with the most weight"),
}


def chart_headline(selection, chart, table):
    """The headline of a chart of this name: its largest significant finding, or else what it shows."""
    family, description = CHARTS.get(chart, ("", ""))
    unit = table["unit"].iloc[0] if len(table) and "unit" in table else "period"
    description = description.format(unit=unit)
    return headline(selection, family, description) if family else description
