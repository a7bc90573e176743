"""Title, opening sentences, themes, tests, receipt and limits of a notebook or report."""

import re
from urllib.parse import urlencode

import pandas as pd
from IPython.display import HTML

from monitor import charts, compare
from monitor.findings import compared, significant
from monitor.opening import opening, relevance
from monitor.report.figures import name_values, show_chart
from monitor.report.html import SCRIPT, render, show, table, table_html
from monitor.report.receipt import receipt_table
from monitor.report.sources import count_sources, source_tables
from monitor.themes import typical_headlines
from monitor.wording import counted, p_value, sentence

FIGURE = re.compile(r"(\b\d+%(?! CI)|[+−]\d+ points)")


def title(selection, text=""):
    """The title, by default made of the name of the codebook's target, and what was read."""
    target = selection.corpus.codebook.target.name
    possessive = f"{target}’" if target.endswith("s") else f"{target}’s"
    text = text or f"{sentence(possessive)} stance in the press"
    return show("title", title=text, about=selection.description)


def summary(selection):
    """The findings of `opening`, a line each, with a link to what is behind it."""
    tables = source_tables(selection)
    lines = []
    for finding in opening(selection):
        n = count_sources(tables, finding) if finding.sources else 0
        lines.append((finding, FIGURE.split(finding.sentence), urlencode(finding.choice), n))
    return show("summary", lines=lines, how_coded=compare.how_coded(selection.table("stance")))


def all_findings(selection):
    """Every significant finding with its p, folded; nothing where there is none."""
    findings = pd.DataFrame(significant(selection))
    if not len(findings):
        return show("note", text="No difference or change is significant.")
    title = counted(len(findings), "significant finding")
    findings = findings.assign(finding=findings["sentence"], p=findings["p"].map(p_value))
    return _fold(title, findings[["topic", "finding", "p"]])


def definitions(selection):
    """What each value of the codebook means, folded."""
    title = "What each position, holder and tone means"
    return _fold(title, selection.corpus.codebook.guide().drop(columns="value"))


def _fold(title, rows):
    return HTML(render("fold", title=title, content=table_html(rows, name=title)) + SCRIPT)


def theme_list(selection):
    """The themes with terms and typical headlines; of too few articles for themes, the terms."""
    if not len(selection.table("themes")):
        return show_chart(selection, charts.term_bars, selection.terms())
    themes = selection.table("themes")
    headlines = typical_headlines(selection.table("theme_weights"), selection.articles, themes)
    themes = themes.assign(headlines=themes["theme_id"].map(headlines).fillna(""))
    columns = ["theme_id", "label", "terms", "headlines", "first_batch", "articles"]
    caption = f"{counted(len(themes), 'theme')}, each with its strongest terms and headlines"
    return table(themes[columns], caption)


def comparison(selection, family):
    """The tests of one of `compare.FAMILIES`, the most certain difference first."""
    tests = name_values(selection, selection.comparison(family))
    tests = tests.drop(columns="dimension", errors="ignore")
    return table(tests, f"Tested: {compared(selection, family)}")


def receipt(selection, **parameters):
    """The data receipt: what was read, what was dropped and why, parameters and software."""
    return show("receipt", rows=receipt_table(selection, **parameters).itertuples(index=False))


def limits(selection, *notes):
    """What was read, once more, and what has to be known before a figure is passed on."""
    return show("limits", lines=[f"This page covers {selection.description}.", *notes])


def stance_limits(selection, *notes):
    """`limits` with how the passages were coded, and how far coders agree."""
    coded = compare.how_coded(selection.table("stance"))
    agreement = selection.agreement_in_words()
    return limits(selection, relevance(selection), coded, *agreement, *notes)
