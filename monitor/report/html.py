"""HTML by templates that escape every value, and tables that one can search and sort."""

import re

import jinja2
import mistune
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from pandas.api import types

from monitor.resources import resource_path
from monitor.tables import label
from monitor.wording import counted, p_value, percent, signed

MOST_ROWS = 200
MOST_LINES = 60  # of a page, where only its words can be shown
# Columns that a chart measures, of which the first in a table leads to the sources.
MEASURES = ("share", "quotes", "articles", "z", "behind")
PERCENT = ("share", "rest", "low", "high", "difference", "first", "last")
RATES = ("group_per_10k", "rest_per_10k")


def as_text(value):
    """A value as a page shows it: missing ones are empty, days in ISO form; text as it is."""
    if isinstance(value, (str, jinja2.Undefined)):
        return value
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if types.is_bool(value):
        return "yes" if value else "no"
    return f"{value:z.3f}".replace("-", "−") if isinstance(value, float) else value


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(resource_path("data/templates")),
    autoescape=True,
    finalize=as_text,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.tests["web_address"] = re.compile(r"https?://[^\s\"'<>]+$").match
_TEMPLATES.filters |= {
    "counted": counted,
    "label": label,
    "percent": percent,
    "markdown": lambda text: Markup(mistune.html(text)),
}


def render(template, **values):
    """A template of `data/templates` as Markup, every value in it escaped."""
    return Markup(_TEMPLATES.get_template(f"{template}.html.j2").render(values))


# In a notebook each table brings the script along; a page holds it once (monitor.report.write).
SCRIPT = render("script", script=resource_path("data/tables.js").read_text(encoding="utf-8"))


class Page(HTML):
    """HTML as the result of a cell; where none can be shown, its first words are."""

    def __repr__(self):
        rows = re.split("</(?:tr|li|p|div|summary|blockquote)>", self.data.replace(SCRIPT, ""))
        lines = [Markup(row.replace("</t", " </t")).striptags() for row in rows]
        return "\n".join(filter(None, lines[:MOST_LINES]))


def output(markup):
    """Markup as the result of a cell, in which JupyterLab takes no dollar signs for mathematics."""
    return Page(
        Markup('<div class="mathjax_ignore" style="display: contents">{}</div>').format(markup)
    )


def show(template, **values):
    """A template as the result of a cell."""
    return output(render(template, **values))


def table(rows, caption="", headings=None):
    """The table under a caption, at most 200 rows of it, with a note on how many there are.

    `headings`: as for `table_html`.
    """
    if not len(rows):
        return show("note", text=f"{caption or 'Rows'}: none yet.")
    return output(table_html(rows, caption, headings=headings) + SCRIPT)


def table_html(rows, caption="", links=None, name="Table", headings=None):
    """Markup of a table; `links`: dict from its rows to (address, tooltip) of their measure.

    `headings`: dict from the columns to show to what they are called; without it, all are shown
    under their labels.
    """
    headings = headings or {column: label(column) for column in rows}
    rows = rows[[column for column in headings if column in rows]]
    shown = rows.head(MOST_ROWS)
    forms = dict.fromkeys(PERCENT, _one_decimal) | {"p": p_value}
    forms |= dict.fromkeys(RATES, "{:.1f}".format)
    if "difference" in rows:
        forms |= dict.fromkeys(("difference", "low", "high"), _points)
    if "alpha" not in rows:  # agreement is no share
        for column in rows.select_dtypes("float").columns.intersection(list(forms)):
            cells = shown[column].map(forms[column], na_action="ignore")
            shown = shown.assign(**{column: cells})
    return render(
        "table",
        caption=caption,
        name=name,
        headings=headings,
        kinds={column: _kind(rows[column]) for column in rows},
        rows=list(zip(shown.index, shown.to_numpy(dtype=object), strict=True)),
        measure=next((column for column in MEASURES if column in rows), None),
        links=links or {},
        left_out=len(rows) - len(shown),
    )


def _one_decimal(share):
    return f"{share:z.1%}".replace("-", "−")


def _points(difference):
    return signed(round(difference, 3), with_decimal=True)


def cross_table(table, rows, n, links):
    """Markup of a shaded table: the share of each value in each group of the column `rows`.

    Both stand in the order of the table, values such as "(other outlets)" last. `n`: the column
    that says how many a group counts. `links`: dict from the rows of the table to (address,
    tooltip).
    """
    pairs = zip(table[rows], table["value"], strict=True)
    cells = dict(zip(pairs, zip(table.index, table["share"], strict=True), strict=True))
    names = sorted(table["value"].unique(), key=lambda name: name.startswith("("))
    sizes = table.groupby(rows, sort=False)[n].first()
    most = table["share"].max() or 1
    values = {"cells": cells, "names": names, "sizes": sizes, "most": most}
    return render("cross", rows=rows, n=n, links=links, **values)


def _kind(column):
    """Kind of a column, which says how it is set: "number", "date" or "text"."""
    values = column.dropna().infer_objects()
    if types.is_datetime64_any_dtype(values):
        return "date"
    is_number = types.is_numeric_dtype(values) and not types.is_bool_dtype(values)
    return "number" if is_number and len(values) else "text"
