"""Tables as HTML that one can search and sort, in a notebook as in the report."""

import numpy as np
import pandas as pd
from IPython.display import HTML

from monitor.present.html import escape, link
from monitor.resources import resource_path
from monitor.wording import counted

MOST_ROWS = 200
MEASURES = ("share", "now", "quotes", "articles", "z")
PERCENT = ("share", "now", "before", "low", "high", "difference")
# In a notebook each table brings the script along; the report holds it once (monitor.report).
SCRIPT = f"<script>{resource_path('data/tables.js').read_text(encoding='utf-8')}</script>"


def show_table(table, caption=""):
    """The table, at most 200 rows of it, with a note on how many there are."""
    if not len(table):
        return HTML(f"<p class='note'>{escape(caption or 'This table')}: nothing yet.</p>")
    return HTML(table_html(table, caption) + SCRIPT)


def table_html(table, caption="", address=None, name="Table"):
    """HTML of a table; `address(row)` is where the measure of a row leads, or ""."""
    names = [str(name).replace("_", " ") for name in table]
    sides = [align(first(column)) for _, column in table.items()]
    head = "".join(f"<th scope='col'{side}>{escape(name)}</th>" for name, side in zip(names, sides, strict=True))
    measure = next((name for name in MEASURES if name in table), None)
    body = []
    for row in table.head(MOST_ROWS).to_dict("records"):
        target = address(row) if address and measure and row[measure] else ""
        cells = (_cell(value, name, target if name == measure else "") for name, value in row.items())
        body.append(f"<tr>{''.join(cells)}</tr>")
    more = f"<p>{_left_out(len(table) - MOST_ROWS)} in the export.</p>" if len(table) > MOST_ROWS else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return block(f"{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>", caption or name) + more


def _left_out(n):
    return f"{counted(n, 'more row')} {'is' if n == 1 else 'are'}"


def block(rows, name):
    """The table around its rows, in a box that scrolls; the script adds search and order."""
    style = "overflow:auto; max-height:40em"
    scroll = f'<div class="scroll" style="{style}" tabindex="0" role="region" aria-label="{escape(name)}">'
    scroll += f"<table>{rows}</table></div>"
    return f'<div class="table">{scroll}</div>'


def first(column):
    """The first value of a column that is not missing."""
    known = column.dropna()
    return known.iloc[0] if len(known) else ""


def align(value):
    """Inline, since JupyterLab would set every cell of a table to the right."""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return ' class="number" style="text-align:right"'
    keep = "; white-space:nowrap" if isinstance(value, pd.Timestamp) else ""
    return f' style="text-align:left{keep}"'


def _cell(value, name, target):
    if name == "url":
        return f"<td{align('')}>{link(value, 'open') if value else ''}</td>"
    percent = name in PERCENT and isinstance(value, float) and value == value
    words = f"{100 * value:.1f}%" if percent else escape(value)
    words = f'<a href="{escape(target)}">{words}</a>' if target else words
    return f"<td{align(value)}>{words}</td>"
