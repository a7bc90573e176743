"""Every statement of fact: what differs or changed, by how much, on how many articles, and whether
it was tested.

Opening sentences, chart headlines and notebooks quote findings; nothing else decides what is true.
"""

from dataclasses import dataclass, field, replace

from monitor.compare.coverage import DAYS, with_periods
from monitor.compare.families import FAMILIES, GROUPS, HEADINGS, TERMS
from monitor.significance import LEVEL, could_show
from monitor.stance import UNKNOWN, UNKNOWN_LABEL
from monitor.wording import counted, interval, listed, percent, points, sentence

MOST_GROUPS = 3  # in a list of those compared
UNTOLD = "too few articles to tell"


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


def significant(selection):
    """List of all significant Finding of a selection, family by family, the largest difference of
    each first.
    """
    return [finding for family in FAMILIES for finding in significant_in(selection, family)]


def significant_in(selection, family):
    """List of the significant Finding of one family, the largest difference first."""
    return selection.once(_significant, family)


def _significant(selection, family):
    table = selection.comparison(family)
    table = table[table["p"] < LEVEL]
    if family in TERMS:
        return [_term(selection, family, row) for row in table.itertuples()]
    order = table["difference"].astype(float).abs().sort_values(ascending=False, kind="stable")
    rows = table.loc[order.index].itertuples()
    word = _trend if family.endswith("_trends") else _difference
    return [word(selection, family, row) for row in rows]


def phrase(selection, family, key):
    """What `data/families.toml` says of a family, such as `what` it compares and `how`; "" where it
    says nothing.
    """
    group = GROUPS[selection.compare]
    fields = {"by": group["name"], "question": group["question"], "newest": selection.newest}
    return FAMILIES[family].get(key, "").format(**fields, baseline=selection.baseline)


def compared(selection, family):
    """What a family compares, and how."""
    return phrase(selection, family, "what") + phrase(selection, family, "how")


def kind(family):
    """What a family tests: difference, change or trend."""
    return "difference" if family in TERMS else family.rpartition("_")[2].removesuffix("s")


def verdict(selection, family):
    """(What a family of tests shows that found nothing, the groups of which that may be said).

    Both are for a heading or a sentence. Where a large difference might have been missed, there are
    too few articles to tell.
    """
    tests = selection.comparison(family)
    if not len(tests):
        return "nothing to compare", ""
    groups = tests["group"] if "group" in tests else [""] * len(tests)
    enough = could_show(tests).groupby(groups, sort=False).all()
    if not enough.any():
        return UNTOLD, ""
    result = f"no significant {kind(family)}"
    if len(enough) == 1:
        return result, ""
    few = int((~enough).sum())
    rest = f"; too few articles from {counted(few, 'other')}" if few else " compared"
    return result, f" ({listed(enough.index[enough], MOST_GROUPS)}{rest})"


def sides(selection, family):
    """What a family compares with what, such as this outlet with the other outlets."""
    form = GROUPS[FAMILIES[family].get("by", selection.compare)]
    result = f"this {form['name']}", form["others"]
    tests = selection.comparison(family)
    groups = set(tests["group"]) if "group" in tests else ()
    if len(groups) == 1:
        result = _sides(selection, *groups)
    one, rest = (phrase(selection, family, side) for side in ("one", "rest"))
    return one or result[0], rest or result[1]


def headings(selection, family):
    """Dict from the columns of a table of tests to what people call them, by what is compared."""
    one, rest = sides(selection, family)
    form = FAMILIES[family]
    by = GROUPS[form.get("by", selection.compare)]["name"]
    words = {"by": by, "unit": f"{form['unit']}s", "column": form["column"]}
    words = {name: sentence(word) for name, word in words.items()}
    forms = dict(HEADINGS["terms" if family in TERMS else "tests"])
    if one != f"this {by}":
        del forms["group"]
    # Of two columns of one name, the last is shown: of articles, n is the number of articles.
    names = {text.format(one=one, rest=rest, **words): name for name, text in forms.items()}
    return {name: heading for heading, name in names.items()}


def headline(selection, family, heading):
    """The headline of a chart: its largest significant finding, of several trends what rises and
    what falls, or else `heading`, a plain description of what is shown.
    """
    results = significant_in(selection, family) if family else []
    if len(results) < 2 or kind(family) != "trend":
        return results[0].headline if results else heading
    column = FAMILIES[family]["column"]
    form = "{}" if column == "speaker" else "“{}”"
    parts = []
    for direction, sign in (("up", 1), ("down", -1)):
        names = [form.format(one.choice[column]) for one in results if one.estimate * sign > 0]
        parts += [f"{listed(names, MOST_GROUPS)} {direction}"] if names else []
    return f"Linear trends of {phrase(selection, family, 'what')}: {', '.join(parts)}"


def value_labels(selection, column):
    """Dict from the values of a column to their labels, where it is coded by the codebook."""
    labels = selection.labels(column) if column in selection.codebook.dimensions else {}
    return {**labels, UNKNOWN: UNKNOWN_LABEL} if column == "holder" else labels


def _difference(selection, family, row):
    """The Finding of a row of a table of differences or changes."""
    unit = FAMILIES[family]["unit"]
    result = _start(selection, family, row)
    if family.endswith("_changes"):
        result.choice["batch"] = selection.newest
    elif family == "voice_differences":
        result.choice["quoted"] = "no"
    else:
        result.choice[selection.by] = row.group
    share, rest = percent(row.share), percent(row.rest)
    if unit == "article":
        figures = f"on average {share} of each of its {counted(row.n, 'article')} against {rest} "
        figures += f"of each of {counted(row.rest_n, 'other')}"
    else:
        basis = "" if "quoted" in result.choice else f" from {counted(row.articles, 'article')}"
        figures = f"{share} of {counted(row.n, unit)}{basis} against {rest} of {row.rest_n:,}"
    spread = f"{points(row.difference)}, {interval(row.low, row.high, difference=True)}"
    text = f"{result.sentence}: {figures} ({spread})."
    return replace(result, sentence=text, headline=f"{result.sentence}: {share} against {rest}")


def _trend(selection, family, row):
    """The Finding of a row of a table of trends."""
    unit = FAMILIES[family]["unit"]
    result = _start(selection, family, row)
    dated = with_periods(selection.articles)
    first, last = dated["date"].min(), dated["date"].max()
    # Only the dated rows are behind a trend.
    result.choice.update(since=f"{first.date()}", until=f"{last.date()}")
    basis = f"{row.articles:,} dated articles"
    if unit != "article":
        basis = f"{counted(row.n, unit)} in {basis}"
    unit_of_time = dated["unit"].iloc[0]
    rate = DAYS[unit_of_time] / (last - first).days
    trend = {"estimate": row.difference * rate, "low": row.low * rate, "high": row.high * rate}
    slope = points(trend["estimate"], with_decimal=True)
    title = f"{result.sentence}: linear trend {slope} a {unit_of_time}"
    spread = interval(trend["low"], trend["high"], difference=True, with_decimal=True)
    return replace(result, sentence=f"{title} ({spread}; {basis}).", headline=title, **trend)


def _start(selection, family, row):
    """The Finding of a row, with nothing but the claim as its sentence."""
    form = FAMILIES[family]
    column = form["column"]
    label = value_labels(selection, column).get(row.value, row.value)
    more = "more" if row.difference > 0 else "less"
    group, others = _sides(selection, getattr(row, "group", ""))
    rest = phrase(selection, family, "rest") or others
    sides = {"newest": selection.newest, "group": group, "rest": rest}
    claim = form["claim"].format(label=label, more=more, **sides)
    return Finding(
        phrase(selection, family, "topic"),
        sentence(claim),
        family=family,
        estimate=row.difference,
        low=row.low,
        high=row.high,
        p=row.p,
        sources=f"{form['unit']}s",
        choice={column: label},
    )


def _sides(selection, group, by=""):
    """(A group, what it is compared with), as a sentence calls them."""
    form = GROUPS[by or selection.compare]
    others = [form["group"].format(group=name) for name in selection.groups if name != group]
    return form["group"].format(group=group), " or ".join(others) or form["others"]


def _term(selection, family, row):
    """The Finding of a row of a table of terms."""
    form = FAMILIES[family]
    group, _ = _sides(selection, row.group, form.get("by"))
    share = row.articles / row.group_articles
    rest = row.rest / max(1, row.rest_articles)
    claim = f"{form['claim'].format(label=row.term, group=group)}: in"
    text = f"{claim} {row.articles:,} of its {counted(row.group_articles, 'article')} "
    text += f"({percent(share)}), and in {row.rest:,} of {row.rest_articles:,} others "
    text += f"({percent(rest)})."
    title = f"{claim} {percent(share)} of its articles, and in {percent(rest)} of all others"
    topic = phrase(selection, family, "topic")
    return Finding(topic, text, title, family, share - rest, p=row.p)
