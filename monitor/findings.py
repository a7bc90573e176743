"""Every statement of fact: what differs or changed, by how much, on how many articles, and whether
it was tested.

Opening sentences, chart headlines and notebooks quote findings; nothing else decides what is true.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.compare.differences import NAMES_OF_CHANGES
from monitor.compare.families import FAMILIES, TERMS
from monitor.significance import LEVEL
from monitor.stance import UNKNOWN, UNKNOWN_LABEL
from monitor.wording import counted, interval, percent, points, sentence


@dataclass(frozen=True)
class Finding:
    """One statement; `sources` and `choice` name the rows behind it in a table of the report.

    `family` is the family of tests it comes from, "" for a plain description. `estimate` is the
    difference, `low` and `high` bound it, `p` is corrected for all comparisons of the report.
    `sources` is the table articles, passages or quotations; `choice` is a dict from its columns to
    values.
    """

    topic: str
    sentence: str
    headline: str = ""
    family: str = ""
    estimate: float = 0.0
    low: float | None = None
    high: float | None = None
    p: float | None = None
    sources: str = ""
    choice: dict = field(default_factory=dict)


class Subject(NamedTuple):
    """What a finding is about: its claim, what is counted, and the column of the sources."""

    claim: str
    unit: str
    column: str


SUBJECTS = {
    "position": Subject("“{label}” is reported {more} often", "passage", "position"),
    "holder": Subject("“{label}” is the holder {more} often", "passage", "holder"),
    "tone": Subject("the tone is “{label}” {more} often", "passage", "tone"),
    "theme": Subject("the theme “{label}” gets {more} coverage", "article", "theme"),
    "speaker": Subject("{label} is quoted {more} often", "quotation", "speaker"),
    "voice": Subject("{label} is quoted {more} often", "quotation", "holder"),
}
# Both sides of each kind of comparison, and the other side in short.
SIDES = {
    "changes": ("in batch {newest} than in earlier batches", "in earlier batches"),
    "differences": ("in {group} than in the other outlets", "elsewhere"),
    "voices": ("in the outlets’ own words than in what they quote", "in what they quote"),
}
TOPICS = {
    "position_changes": "What changed",
    "holder_changes": "What changed",
    "tone_changes": "What changed",
    "theme_changes": "New coverage",
    "position_differences": "Outlets differ",
    "tone_differences": "Outlets differ",
    "theme_differences": "Outlets differ",
    "holder_differences": "Who is heard",
    "voice_differences": "Own words",
    "position_trends": "Over time",
    "tone_trends": "Over time",
    "theme_trends": "Over time",
    "speaker_trends": "Who is heard",
    **dict.fromkeys(TERMS, "Language"),
}
# One name for the two sides of a comparison, in tables of changes and of differences.
COMMON_NAMES = {name: common for common, name in NAMES_OF_CHANGES.items()}


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
    order = table["difference"].astype(float).abs().sort_values(ascending=False, kind="stable")
    rows = table.loc[order.index].rename(columns=COMMON_NAMES).itertuples()
    word = _trend if family.endswith("_trends") else _difference
    return [word(selection, family, row) for row in rows]


def headline(selection, family, description):
    """The headline of a chart: its largest significant finding, or else a plain description of what
    is shown.
    """
    results = significant_in(selection, family) if family else []
    return results[0].headline if results else description


def holder_labels(selection):
    """Dict from the holders of quotations to their labels, the unknown ones too."""
    return {**selection.labels("holder"), UNKNOWN: UNKNOWN_LABEL}


def _difference(selection, family, row):
    """The Finding of a row of a table of differences or changes."""
    subject, label = _subject(selection, family, row)
    choice = {subject.column: label}
    if family.endswith("_changes"):
        sides = SIDES["changes"]
        choice["batch"] = selection.newest
    elif family == "voice_differences":
        sides = SIDES["voices"]
        choice["quoted"] = "no"
    else:
        sides = SIDES["differences"]
        choice["outlet"] = row.group
    where = sides[0].format(newest=selection.newest, group=getattr(row, "group", ""))
    claim = f"{_claim(subject, label, row)} {where}"
    share = percent(row.share)
    rest = f"{sides[1]} {percent(row.rest)}"
    if subject.unit == "article":
        figures = f"on average {share} of an article there ({counted(row.n, 'article')}), "
        figures += f"{rest} ({row.rest_n:,})"
    else:
        basis = "" if "quoted" in choice else f" from {counted(row.articles, 'article')}"
        figures = f"{share} of {counted(row.n, subject.unit)}{basis}, {rest} of {row.rest_n:,}"
    spread = f"{points(row.difference)}, {interval(row.low, row.high, difference=True)}"
    text = f"{claim}: {figures} ({spread})."
    return _tested(family, row, text, f"{claim}: {share}, {rest}", subject, choice)


def _trend(selection, family, row):
    """The Finding of a row of a table of trends."""
    subject, label = _subject(selection, family, row)
    days = selection.articles["date"].dropna()
    basis = f"{row.articles:,} dated articles"
    if subject.unit != "article":
        basis = f"{counted(row.n, subject.unit)} from {basis}"
    title = f"{_claim(subject, label, row)} over time: linear trend {points(row.difference)}"
    text = f"{title} from {days.min():%B %Y} to {days.max():%B %Y} "
    text += f"({interval(row.low, row.high, difference=True)}; {basis})."
    # Only the dated rows are behind a trend.
    period = {"since": f"{days.min().date()}", "until": f"{days.max().date()}"}
    return _tested(family, row, text, title, subject, {subject.column: label, **period})


def _subject(selection, family, row):
    """(Subject, label of the value) of a row."""
    # The holder of a quotation is another one than that of a passage.
    name = "voice" if family == "holder_differences" else row.dimension
    labels = {}
    if name == "voice":
        labels = holder_labels(selection)
    elif name in selection.corpus.codebook.dimensions:
        labels = selection.labels(name)
    return SUBJECTS[name], labels.get(row.value, row.value)


def _claim(subject, label, row):
    return subject.claim.format(label=label, more="more" if row.difference > 0 else "less")


def _tested(family, row, text, title, subject, choice):
    return Finding(
        TOPICS[family],
        sentence(text),
        sentence(title),
        family,
        row.difference,
        row.low,
        row.high,
        row.p,
        f"{subject.unit}s",
        choice,
    )


def _term(row, family):
    share = row.articles / row.group_articles
    rest = row.rest / max(1, row.rest_articles)
    claim = f"“{row.term}” sets {row.group} apart: in"
    text = f"{claim} {row.articles:,} of its {counted(row.group_articles, 'article')} "
    text += f"({percent(share)}), elsewhere in {row.rest:,} of {row.rest_articles:,} "
    text += f"({percent(rest)})."
    title = f"{claim} {percent(share)} of its articles, elsewhere in {percent(rest)}"
    return Finding(TOPICS[family], text, title, family, share - rest, p=row.p)
