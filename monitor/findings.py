"""Every statement of fact: what differs or changed, by how much, on how many articles, and whether
it was tested.

Opening sentences, chart headlines and notebooks quote findings; nothing else decides what is true.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from monitor import compare
from monitor.compare.families import FAMILIES, TERMS
from monitor.significance import LEVEL
from monitor.stance import OUTLET, UNKNOWN, UNKNOWN_LABEL
from monitor.wording import counted, interval, percent, points, sentence

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


def significant(selection):
    """List of all significant Finding of a selection, family by family, the largest difference of
    each first.
    """
    return [finding for family in FAMILIES for finding in significant_in(selection, family)]


def significant_in(selection, family):
    """List of the significant Finding of one family, the largest difference first."""
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
    """How the other side of a comparison is called: ("in batch X", "in earlier batches")."""
    if family.endswith("_changes"):
        return f"in batch {selection.newest}", "in earlier batches"
    if family == "voice_differences":
        return "in the outlets’ own words", "in what they quote"
    return "", "elsewhere"


def _difference(selection, family, row):
    """The Finding of a row of a table of differences, changes or trends."""
    if family.endswith("_trends"):
        return _trend(selection, family, row)
    dimension, label = _value(selection, family, row)
    sides = _sides(row)
    group = getattr(row, "group", "")
    here, there = comparison_words(family, selection)
    where = here or f"in {group}"
    than = "than in the other outlets" if there == "elsewhere" else f"than {there}"
    claim = f"{_claim(dimension, label, row.difference > 0)} {where} {than}"
    unit = _unit(dimension)
    figures = f"{percent(sides.share)} of {counted(sides.n, unit)}"
    if dimension == "theme":
        figures = (
            f"on average {percent(sides.share)} of an article there ({counted(sides.n, 'article')})"
        )
    elif family != "voice_differences":
        figures += f" from {counted(sides.articles, 'article')}"
    rest = f"{there} {percent(sides.rest)} of {sides.rest_n:,}"
    if dimension == "theme":
        rest = f"{there} {percent(sides.rest)} ({sides.rest_n:,})"
    spread = f"{points(row.difference)}, {_ends(row)}"
    choice = _choice(selection, family, row, dimension, label)
    return _tested(
        selection,
        family,
        row,
        sentence=sentence(f"{claim}: {figures}, {rest} ({spread})."),
        headline=sentence(f"{claim}: {percent(sides.share)}, {there} {percent(sides.rest)}"),
        articles=int(sides.articles),
        passages=int(sides.n),
        choice=choice,
    )


def _tested(selection, family, row, choice, **words_and_counts):
    """The Finding of a row, with its test and the rows behind it."""
    dimension = _value(selection, family, row)[0]
    return Finding(
        topic=TOPICS[family],
        family=family,
        estimate=row.difference,
        low=row.low,
        high=row.high,
        p=row.p,
        sources=_sources(dimension),
        choice=choice,
        n=_rows_behind(selection, dimension, choice),
        **words_and_counts,
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
    basis = f"{row.articles:,} dated articles"
    if dimension != "theme":
        basis = f"{counted(row.n, _unit(dimension))} from {basis}"
    trend = f"linear trend {points(row.difference)}"
    figures = f"{trend} from {start} to {end} ({_ends(row)}; {basis})"
    choice = _choice(selection, family, row, dimension, label)
    # Only the dated rows are behind a trend.
    choice |= {"since": f"{days.min().date()}", "until": f"{days.max().date()}"}
    return _tested(
        selection,
        family,
        row,
        sentence=sentence(f"{claim}: {figures}."),
        headline=sentence(f"{claim}: {trend}"),
        articles=int(row.articles),
        passages=int(row.n),
        choice=choice,
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


class Sides(NamedTuple):
    """Both sides of a comparison: shares, passages (or articles, quotations), and articles."""

    share: float
    rest: float
    n: int
    rest_n: int
    articles: int


def _sides(row):
    """The Sides of a row of changes or differences."""
    if hasattr(row, "now"):
        counts = row.passages_now, row.passages_before, row.articles_now
        return Sides(row.now, row.before, *counts)
    return Sides(row.share, row.rest, row.n, row.rest_n, row.articles)


def _claim(dimension, label, more):
    often = "more often" if more else "less often"
    if dimension == "position":
        return f"“{label}” is reported {often}"
    if dimension == "holder":
        return f"“{label}” is the holder {often}"
    if dimension == "tone":
        return f"the tone is “{label}” {often}"
    if dimension == "theme":
        return f"the theme “{label}” gets {'more' if more else 'less'} coverage"
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
    if "since" in choice:
        articles = articles[articles["date"].between(choice["since"], choice["until"])]
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
    "position_changes": (
        "position_changes",
        "No significant difference in positions between the newest batch and earlier ones",
    ),
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
    "theme_changes": ("theme_changes", "How the newest batch changed the themes"),
    "term_bars": ("", "Too few articles for themes: the terms with the most weight"),
}


def chart_headline(selection, chart, table):
    """The headline of a chart: its largest significant finding, or else what it shows."""
    family, description = CHARTS.get(chart, ("", ""))
    unit = table["unit"].iloc[0] if len(table) and "unit" in table else "period"
    description = description.format(unit=unit)
    return headline(selection, family, description) if family else description
