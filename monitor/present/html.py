"""Values and addresses in, HTML that can do nothing but be read out."""

import html
import re

import numpy as np
import pandas as pd

from monitor.stance import OUTLET

_ADDRESS = re.compile(r"https?://[^\s\"'<>]+$")


class Shown:
    """What a cell shows: pieces of HTML, or functions that give them once they are asked for.

    A run of the whole notebook asks at its end, so that charts can be drawn while the next cells
    run.
    """

    def __init__(self, *pieces):
        self.pieces = pieces

    @property
    def data(self):
        """The HTML."""
        return "".join(piece() if callable(piece) else piece for piece in self.pieces)

    def _repr_html_(self):
        return self.data


def escape(value):
    """`value` as text that HTML shows and never runs; missing values are empty, days are in ISO
    form.
    """
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.3f}"
    return html.escape(str(value), quote=True)


def link(url, words):
    """HTML of a link; the words alone where the address is not one of http or https."""
    if _ADDRESS.match(str(url or "")):
        return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(words)}</a>'
    return escape(words)


def whose(row):
    """Outlet and day of an article as HTML."""
    return f"{escape(row.outlet or 'outlet not stated')}, {escape(row.date) or 'no date'}"


def cite(row, column):
    """A passage, quotation or sentence in the named column of `row`, and where it stands."""
    voice = getattr(row, "voice", OUTLET)
    where = f"{whose(row)}, {link(row.url, row.title or row.source)}"
    where = where if voice == OUTLET else f"{escape(voice)}, in {where}"
    return f"<blockquote><p>{escape(getattr(row, column))}</p><footer>{where}</footer></blockquote>"


def section(title, n, content):
    """A part of the evidence under its own small heading."""
    return f"<section><h3>{escape(title)} <small>{n}</small></h3>{content}</section>"
