"""Title, opening sentences, themes, receipt and limits of a notebook or report."""

import functools
import re
from urllib.parse import urlencode

from IPython.display import HTML

from monitor import charts, compare
from monitor.findings import opening
from monitor.present.figures import figure_html
from monitor.present.html import Shown, escape
from monitor.present.tables import SCRIPT, align, show_table
from monitor.wording import counted


def show_title(title, selection):
    """The report's title, and below it what was read.

    Without a title it is made of the name of the codebook's target.
    """
    title = title or _title(selection.corpus.codebook.target.name)
    return HTML(f"<h1>{escape(title)}</h1><p class='about'>{escape(selection.about)}</p>")


def _title(target):
    possessive = f"{target}’" if target.endswith("s") else f"{target}’s"
    return f"{possessive[0].upper()}{possessive[1:]} stance in the press"


def show_summary(selection):
    """The findings of `findings.opening`, a line each, with a link to what is behind it; the first
    one leads.
    """
    return Shown(functools.partial(_summary, selection))


def _summary(selection):
    lines = []
    for place, finding in enumerate(opening(selection)):
        sentence = re.sub(r"\b\d+%(?! CI)|[+−]\d+ points", r"<strong>\g<0></strong>", escape(finding.sentence))
        address = f"#{finding.sources}?{urlencode(finding.choice)}"
        words = counted(finding.n, finding.sources[:-1])
        words += " coded so" if finding.sources == "passages" and finding.choice else ""
        more = f' <a class="behind" href="{escape(address)}">See {words}</a>' if finding.n else ""
        lead = " class='lead'" if place == 0 else ""
        lines.append(f"<li{lead}><b>{escape(finding.topic)}</b><p class='answer'>{sentence}{more}</p></li>")
    note = "Significant: tested by permutation of the articles. In 95 of 100 corpora without any "
    note += "difference, nothing on this page would be called significant: intervals (95% CI) and tests of differences allow for all "
    note += f"comparisons of the page. {compare.how_coded(selection.table('stance'))}"
    return f"<ul class='answers'>{''.join(lines)}</ul><p class='note'>{escape(note)}</p>"


def show_themes(themes, selection):
    """The themes with their terms; where the articles are too few for themes, their terms, and it
    says so.
    """
    if selection.enough_for_themes():
        table = themes[["theme_id", "label", "terms", "first_batch", "articles"]]
        return show_table(table, f"{counted(len(themes), 'theme')}, each with its strongest terms")
    terms = selection.terms()
    note = "Too few articles for themes: shown are the terms that mark them, by TF-IDF."
    chart = figure_html(charts.term_bars, terms, terms, selection=selection)
    return Shown(f"<p class='note'>{escape(note)}</p>", chart, SCRIPT)


def show_theme_changes(selection):
    """What the last ingest did to the themes: new ones, terms gained and lost, articles moved,
    candidates to settle.
    """
    table = selection.corpus.theme_changes(selection.as_of)
    if not len(table):
        return HTML("<p class='note'>The last ingest changed no theme, or there were none before it.</p>")
    columns = ["change", "theme_id", "theme", "other", "terms", "articles", "share"]
    return Shown(figure_html(charts.theme_changes, table, table[columns], selection=selection), SCRIPT)


def show_receipt(receipt):
    """The data receipt of a selection: what was read, what was dropped and why, which software."""
    rows = [
        f"<tr><th scope='row'{align('')}>{escape(r.what)}</th><td{align('')}>{escape(r.value)}</td></tr>"
        for r in receipt.itertuples()
    ]
    return HTML(f'<table class="receipt"><caption>Data receipt</caption>{"".join(rows)}</table>')


def show_limits(selection, *notes):
    """What was read, once more, and what has to be known before a figure is passed on."""
    lines = (f"Read here: {selection.about}.", *notes)
    return HTML(f"<ul class='limits'>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")


def show_comparison(selection, family):
    """The tests of one of `compare.FAMILIES`, the most certain difference first, their values by
    their labels.
    """
    table = selection.comparison(family)
    if "dimension" in table and len(table) and table["dimension"].iloc[0] in selection.corpus.codebook.dimensions:
        table = table.assign(value=table["value"].map(selection.labels(table["dimension"].iloc[0])))
    return show_table(table.drop(columns="dimension", errors="ignore"), f"Tested: {compare.FAMILIES[family]}")
