"""The opening of a report: what was read, and in a few sentences what differs, what changed, who is
heard and what is new.
"""

from monitor import compare
from monitor.compare.families import FAMILIES, TERMS
from monitor.compare.outcomes import HUMAN, MODEL
from monitor.findings import UNTOLD, Finding, phrase, significant_in, verdict
from monitor.stance import ABOUT, DIMENSIONS, LEAST_ALPHA, MAIN, MENTIONS
from monitor.wording import counted, interval, listed, percent, sentence

VOICES = "Who is heard"
NEWS = "What is new"
LIMITS = "May it be printed?"
MOST_EACH = {VOICES: 1, NEWS: 1}  # findings of a question, 2 of all others
MOST_OUTLETS = 3
FEWEST = 5  # passages of the most frequent position


def opening(selection, *topics):
    """List of Finding that answer at first sight, question by question (`topic`).

    What was read comes first, then the stance of each named group or of all, and for each question
    the largest significant differences, at most two, and one line on the others and on what is not
    significant; caveats last. `topics`: the questions to answer; without any, all.
    """
    questions = dict.fromkeys(["Coverage", "Stance"], ())
    for family in FAMILIES:
        questions.setdefault(phrase(selection, family, "topic"), []).append(family)
    questions[LIMITS] = ()
    # Notebooks ask how outlets differ, whatever is compared.
    asked = {compare.GROUPS["outlet"]["question"]: compare.GROUPS[selection.compare]["question"]}
    findings = []
    for question in [asked.get(topic, topic) for topic in topics] or questions:
        findings += FACTS[question](selection) if question in FACTS else []
        findings += _answers(selection, question, questions[question])
    return findings


def _answers(selection, question, families):
    """The largest significant findings of some families, and one line on the others."""
    answers = [one for family in families for one in significant_in(selection, family)]
    # What terms tell apart is no stance, and stands below.
    told = [finding for finding in answers if finding.family not in TERMS]
    is_theme = bool(told) and FAMILIES[told[0].family]["column"] == "theme"
    told = told[: 1 if is_theme else MOST_EACH.get(question, 2)]
    hidden = [finding for finding in answers if finding not in told]
    others = [family for family in families if not significant_in(selection, family)]
    lines = _not_significant(selection, question, others)
    if families and not lines and not answers and question != NEWS:
        lines.append("There is too little data to test any difference or change")
    more = []
    if hidden:
        n = counted(len(hidden), "more significant finding" if told else "significant finding")
        topics = dict.fromkeys(phrase(selection, one.family, "what") for one in hidden)
        verb = "is" if len(hidden) == 1 else "are"
        more = [f"{n} on {listed(topics)} {verb} listed below"]
    # That nothing differs in stance comes before the themes that differ.
    if is_theme:
        if lines:
            lines.append("A difference in themes says nothing about stance")
        return [*_note(question, lines), *told, *_note(question, more)]
    return [*told, *_note(question, lines + more)]


def _note(question, sentences):
    """List of the Finding that says these sentences; empty without any."""
    return [Finding(question, f"{'. '.join(sentences)}.")] if sentences else []


def _not_significant(selection, question, families):
    """List of sentences on the families in which nothing is significant."""
    tested, untold = {}, {}
    for family in families:
        if len(selection.comparison(family)):
            result, groups = verdict(selection, family)
            test = sentence(result), phrase(selection, family, "how"), groups
            rows = untold if result == UNTOLD else tested
            rows.setdefault(test, []).append(phrase(selection, family, "what"))
    lines = [
        f"{result}{how} in {listed(what, word='or')}{groups}"
        for (result, how, groups), what in tested.items()
    ]
    if question == NEWS and lines:
        lines = ["No new theme is significant"]
    if untold:
        parts = [f"{listed(what)}{how}" for (_, how, _), what in untold.items()]
        lines = [f"Too few articles to compare {'; '.join(parts)}", *lines]
    return lines


def _parts(selection):
    """For each named group, or else for all articles: (the articles, who they are in a sentence,
    the choice of their sources).
    """
    if not selection.groups:
        return [(selection.articles, "", {})]
    form = compare.GROUPS[selection.compare]["group"]
    return [
        (articles, f" in {form.format(group=name)}", {selection.by: name})
        for name, articles in selection.grouped.groupby("group", sort=False)
    ]


def _coverage(selection):
    """What was read."""
    articles = selection.articles
    outlets = articles["outlet"].replace("", None).nunique()
    text = counted(len(articles), "article")
    if selection.groups:
        text += f": {listed(f'{len(part):,}{where}' for part, where, _ in _parts(selection))}"
    else:
        text += f" from {counted(outlets, 'named outlet')}" if outlets else ", no outlet named"
    text += f", {selection.period}" if selection.period else ""
    n_main = int(articles["about"].eq(MAIN).sum())
    if selection.about != MAIN:
        text += f"; {selection.target} is the main subject of {n_main:,}"
    if len(selection.other(counting="all").table("syndication")):
        text += f"; {compare.COUNTING[selection.counting]}"
    text += f"; corpus version {selection.as_of}."
    yield Finding("Coverage", text, sources="articles")


def _batch(selection):
    """What the batch that came last brought; nothing where there is no earlier one.

    A theme that is new in it is told where it has significantly more room in it than before.
    """
    if selection.earlier:
        articles = selection.changed[selection.changed["group"] == "now"]
        text = f"Batch {selection.newest} brought {counted(len(articles), 'article')}"
        undated = int(articles["date"].isna().sum())
        if undated:
            dated = "none" if undated == len(articles) else f"{len(articles) - undated:,}"
            text += f", {dated} of them dated"
        if len(selection.whole.table("themes")) and not len(selection.comparison("theme_changes")):
            text += ", and no new theme"
        choice = {"batch": selection.newest}
        yield Finding(NEWS, f"{text}.", sources="articles", choice=choice)


def _stance(selection):
    """The most frequent positions, of each part of the selection."""
    for articles, where, choice in _parts(selection):
        about = f"naming {selection.target}{where}"
        table, n = position_shares(selection, articles)
        leads = _leads(table).head(3)
        passages = counted(n, "passage")
        if not n:
            text = f"There is no passage {about}"
        elif not len(leads):
            text = f"None of the {passages} {about} reports a position"
        elif _are_few(leads, n):
            text = f"Too few of the {passages} {about} report a position to rank them"
        else:
            noun, verb = ("position", "is") if len(leads) == 1 else ("positions", "are")
            text = f"The most frequent {noun} in {passages} {about} {verb} "
            text += listed(f"“{row.label}” ({_share(row)})" for row in leads.itertuples())
            neutral = table[~table["stated"]]
            if len(neutral):
                text += f"; {percent(neutral['share'].sum())} report no position"
            choice = {**choice, "position": leads["label"].iloc[0]}
        sources = "passages" if len(leads) else ""
        yield Finding("Stance", f"{text}.", sources=sources, choice=choice)


def position_shares(selection, articles):
    """(DataFrame[value, label, stated, share, low, high], number of passages): each position in the
    passages of the articles, the most frequent first.

    The one estimate of these shares that is quoted anywhere in a report: corrected where passages
    are human-coded.
    """
    codebook = selection.codebook
    outcomes = selection.outcomes("position", "passage")
    rows = outcomes.rows["article_id"].isin(articles["article_id"]).to_numpy()
    table = outcomes.shares(rows)
    table["label"] = table["value"].map(codebook.labels("position"))
    table["stated"] = table["value"].isin(codebook.stated("position"))
    table = table.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    return table, int(rows.sum())


def _leads(table):
    """The rows of `position_shares` that report something, the most frequent first."""
    return table[table["stated"] & (table["share"] > 0)]


def _share(row):
    return f"{percent(row.share)}, {interval(row.low, row.high)}"


def _voices(selection):
    """Who is most quoted, in each part of the selection; nothing without speakers."""
    quotes = selection.table("quotes")
    for articles, where, choice in _parts(selection):
        printed = quotes[quotes["article_id"].isin(articles["article_id"])]
        outcomes = compare.speaker_outcomes(printed, speakers=1)
        for share in outcomes.shares().itertuples():
            n = f"{outcomes.parts.sum():,.0f} of {len(outcomes.rows):,}"
            text = f"On all subjects, {share.value} is the most quoted speaker{where}: {n} "
            text += f"quotations with a known speaker ({_share(share)})."
            choice = {**choice, "speaker": share.value}
            yield Finding(VOICES, text, sources="quotations", choice=choice)


def _caveats(selection):
    """Whether figures may be printed, how the passages were coded, and whether the conclusions
    depend on how reprints count.
    """
    stance = selection.table("stance")
    if len(stance):
        yield Finding(LIMITS, f"{_may_be_printed(selection)}. {compare.how_coded(stance)}")
    outlets = selection.articles["outlet"]
    unknown = list(selection.corpus.outlets.unknown(outlets)["outlet"])
    # Where most are unknown, the list holds outlets of other countries.
    if 0 < len(unknown) < outlets.nunique() / 2:
        are = "is" if len(unknown) == 1 else "are"
        text = f"{listed(unknown, most=MOST_OUTLETS)} {are} missing from outlets.csv; check that "
        yield Finding(LIMITS, f"{text}no columnist counts as an outlet.")
    whole = selection.other(counting="all")
    n = int((~whole.table("syndication")["original"].astype(bool)).sum())
    if not n:
        return
    is_reprint = "is a reprint" if n == 1 else "are reprints"
    text = f"{n:,} of {counted(len(whole.articles), 'article')} {is_reprint}."
    rules = {}
    for rule, words in compare.COUNTING.items():
        if rule != selection.counting:
            conclusion = _conclusions(selection.other(counting=rule))
            rules.setdefault(conclusion, []).append(words)
    for conclusion, words in rules.items():
        text += f" With {' or '.join(words)}, {conclusion}."
    yield Finding(LIMITS, text)


def _may_be_printed(selection):
    """Whether the figures may, by whether people coded passages, and agreed."""
    if selection.outcomes("position", "passage").basis != HUMAN:
        return (
            "Not the shares: first code a random sample yourself (notebook 06). A single passage "
            "or quotation may be printed once you have read it in its article"
        )
    agreement = selection.agreement()
    # The name of the model is no person's: the store refuses it.
    of_model = agreement["coders"].str.split(" and ").map(frozenset([MODEL]).issubset)
    lows = agreement.loc[~of_model & agreement["dimension"].eq("position"), "low"].dropna()
    if (lows < LEAST_ALPHA).any():
        return "Not yet: the people who coded passages agree too little on their positions"
    coders = "" if len(lows) else ", and a note that only one person coded each passage"
    return (
        f"Shares of positions: yes, with their interval and n{coders}. Shares of speakers and "
        "themes: first read what is behind each figure"
    )


def _conclusions(selection):
    """What changed and what is most frequent by the counting rule of a selection."""
    families = [f"{name}_changes" for name in DIMENSIONS]
    n = sum(len(significant_in(selection, family)) for family in families)
    changes = counted(n, "significant change") if n else "no significant change"
    changed = f"the newest batch shows {changes} against {selection.baseline}, and "
    can_tell = n or changes in [verdict(selection, family)[0] for family in families]
    lead = _lead(selection)
    few = "too few passages report a position to rank them"
    lead = f"the most frequent position is {lead}" if lead else few
    return f"{changed if can_tell else ''}{lead}"


def _lead(selection):
    """The most frequent position and its share in words; "" where too few passages report it."""
    table, n = position_shares(selection, selection.articles)
    leads = _leads(table)
    if not len(leads) or _are_few(leads, n):
        return ""
    lead = leads.iloc[0]
    return f"“{lead['label']}” ({percent(lead['share'])} of {counted(n, 'passage')})"


def _are_few(leads, n):
    """Whether too few of `n` passages report even the most frequent position."""
    return round(leads["share"].max() * n) < FEWEST


def relevance(selection):
    """One sentence on how central the target is to the articles, and on what is most frequent in
    all of them and in those of which it is the main subject.
    """
    target = selection.target
    every, main = (selection.other(about=about) for about in ("all", MAIN))
    total = counted(len(every.articles), "article")
    n_passing = int(every.articles["about"].eq(MENTIONS).sum())
    text = (
        f"{target} is the main subject of {len(main.articles):,} of {total} and named in passing "
    )
    text += f"in {n_passing:,}; this page counts {ABOUT[selection.about].format(target=target)}. "
    text += f"The most frequent in all articles are {_most_frequent(every)}"
    if len(main.articles):
        text += f"; in those with {target} as their main subject, {_most_frequent(main)}"
    return f"{text}."


def _most_frequent(selection):
    """The most frequent position, speaker and theme of a selection, in words."""
    lead = _lead(selection)
    speakers = compare.speaker_outcomes(selection.table("quotes"), speakers=1).values
    themes = compare.frequencies(selection.heaviest_themes()).index[:1]
    names = [f"the position {lead}"] if lead else []
    names += [f"the speaker {name}" for name in speakers]
    names += [f"the theme “{label}”" for label in themes]
    return listed(names) or "none"


# What a question's answer begins with.
FACTS = {
    "Coverage": _coverage,
    "Stance": _stance,
    VOICES: _voices,
    NEWS: _batch,
    LIMITS: _caveats,
}
