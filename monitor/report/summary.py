"""Title, opening, themes, tests, receipt and limits of a notebook or report."""

import re
from urllib.parse import urlencode

import pandas as pd

from monitor import compare
from monitor.compare.families import TERMS
from monitor.findings import compared, headings, kind, significant
from monitor.opening import opening, relevance
from monitor.report.figures import name_values, tested_rows
from monitor.report.html import SCRIPT, output, render, show, table, table_html
from monitor.report.listings import counted_themes
from monitor.report.receipt import receipt_table
from monitor.report.sections import (
    position_changes,
    positions_by_outlet,
    positions_over_time,
)
from monitor.report.sources import count_sources, source_tables
from monitor.tables import THEME_CHANGES, label
from monitor.themes import typical_headlines
from monitor.wording import counted, p_value, percent, sentence

TESTS = (
    "Differences are tested by permutation of the articles, terms by Fisher’s exact test. P-values "
    "and the 95% CIs of differences are adjusted for all comparisons in this report: if nothing "
    "differed, about 95 of 100 such reports would show no significant finding. “Too few articles "
    "to tell” means that the test could have missed a difference of 20 points."
)
FIGURE = re.compile(r"([<>]?\b\d+%(?! CI)|[+−][\d.]+ points)")


def title(selection, text=""):
    """The title, by default made of the name of the codebook's target."""
    text = text or f"{sentence(selection.target)} in the press"
    return show("title", title=text)


def summary(selection):
    """The first screen: the findings of `opening`, each with a link to what is behind it, and a
    small chart of how positions differ by outlet or, where nothing is significant there, of how
    they changed.
    """
    questions = {}
    for finding in opening(selection):
        n = _number_behind(selection, finding)
        line = (finding, FIGURE.split(finding.sentence), urlencode(finding.choice), n)
        questions.setdefault(finding.topic, []).append(line)
    section = positions_by_outlet(selection)
    for call in (position_changes, positions_over_time):
        if section.folded and not (other := call(selection)).folded:
            section = other
    chart = None
    if len(section.table):
        chart = section.figure.narrow()
        chart.source = ""  # else it might be, to its ids, the same as that of the section
    return show("summary", questions=questions, section=section, chart=chart)


def all_findings(selection):
    """Every significant finding with its p, folded; nothing where there is none."""
    findings = significant(selection)
    if not findings:
        return show("note", text="No difference or change is significant.")
    rows, links = [], {}
    for finding in findings:
        behind = ""
        if n := _number_behind(selection, finding):
            behind = counted(n, finding.sources[:-1])
            links[len(rows)] = f"#{finding.sources}?{urlencode(finding.choice)}", finding.headline
        rows.append((finding.topic, finding.sentence, p_value(finding.p), behind))
    table = pd.DataFrame(rows, columns=["topic", "finding", "p", "behind"])
    return _folded(counted(len(rows), "significant finding"), table, printed=True, links=links)


def _number_behind(selection, finding):
    """Number of the rows of a table of sources that a finding leads to."""
    return count_sources(selection.once(source_tables), finding) if finding.sources else 0


def definitions(selection):
    """What each value of the codebook means, folded."""
    title = "What each position, holder and tone means"
    guide = selection.codebook.guide().drop(columns="value")
    return _folded(title, guide.assign(dimension=guide["dimension"].map(label)))


def theme_list(selection):
    """The themes with terms and typical headlines; of too few articles for themes, the terms."""
    if not len(selection.table("themes")):
        title = "Too few articles for themes: the terms with the most weight (TF-IDF)"
        return table(selection.terms(), title)
    themes = counted_themes(selection)
    headlines = typical_headlines(selection.table("theme_weights"), selection.articles, themes)
    themes["headlines"] = themes["theme_id"].map(headlines)
    themes["terms"] = selection.as_written(themes["terms"])
    columns = ["theme_id", "label", "terms", "headlines", "first_batch", "articles"]
    title = f"{counted(len(themes), 'theme')}, each with its strongest terms and headlines"
    return _folded(title, themes[columns])


def theme_changes(selection):
    """What the last ingest did to the themes, and what is for the analyst to confirm."""
    table = selection.corpus.theme_changes(selection.as_of)
    if not len(table):
        return show("note", text="There is no earlier batch whose themes could have changed.")
    changes = [
        THEME_CHANGES[row.change].format(
            other=row.other,
            articles=counted(int(row.articles), "article"),
            share=percent(row.share),
            likeness=f"{row.share:.2f}",
        )
        for row in table.fillna({"articles": 0}).itertuples()
    ]
    table = table.assign(change=changes, terms=selection.as_written(table["terms"]))
    columns = ["theme", "change", "terms"]
    return _folded("What the newest batch changed in the themes", table[columns])


def _folded(title, rows, printed=False, links=None):
    """A table that a report folds to its title, except in print where it is `printed`."""
    content = table_html(rows, name=title, links=links)
    return output(render("fold", title=title, content=content, printed=printed) + SCRIPT)


def comparison(selection, family):
    """The tests of one of `compare.FAMILIES`, the most certain difference first."""
    title = f"Tested: {compared(selection, family)}"
    tests = selection.comparison(family)
    if kind(family) == "trend":
        return table(name_values(selection, tests).drop(columns="dimension"), title)
    tests = tests if family in TERMS else tested_rows(selection, family)
    return table(tests, title, headings(selection, family))


def receipt(selection, **parameters):
    """The data receipt: what was read, what was dropped and why, parameters and software."""
    return show("receipt", rows=receipt_table(selection, **parameters).itertuples(index=False))


def limits(selection, *notes):
    """What was read, once more, and what has to be known before a figure is passed on."""
    content = render("limits", lines=[f"This page covers {selection.description}.", *notes])
    title = "How this page counts, and its limits"
    return output(render("fold", title=title, content=content, printed=True))


def stance_limits(selection, *notes):
    """`limits` with how the passages were coded, what was tested, and how far coders agree."""
    coded = compare.how_coded(selection.table("stance"))
    agreement = selection.agreement_in_words()
    return limits(selection, relevance(selection), coded, TESTS, *agreement, *notes)
