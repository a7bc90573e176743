"""A figure as SVG for a page: its words stay words, its colours may be set by the page; and where
its marks are.
"""

import io
import re
import warnings
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.transforms import Bbox


def to_svg(figure):
    """The panels of the figure as an `svg` element, the same for the same figure; headline and
    source are not in it.

    Each colour ``#rrggbb`` is ``var(--rrggbb, #rrggbb)``, so that a page can give dark ones.
    Nothing has an id but what is referred to, under a name that no other figure has.
    """
    low, high = figure.band
    shown = [words for words in figure.texts if words.get_visible()]
    for words in shown:
        words.set_visible(False)
    salt = "".join([figure.headline, figure.subtitle, figure.alt, figure.source, f"{figure.get_figwidth()}"])
    plain = mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"})
    with plain, warnings.catch_warnings(), io.StringIO() as file:
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        box = Bbox([[0, low], [figure.get_figwidth(), high]])
        figure.savefig(file, format="svg", bbox_inches=box, metadata={"Date": None}, transparent=True)
        svg = file.getvalue()
    for words in shown:
        words.set_visible(True)
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r'(<g) id="[^"]*"', r"\1", svg)
    svg = re.sub(r"((?:fill|stroke): )(#([0-9a-f]{6}))\b", r"\1var(--\3, \2)", svg)
    tags = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), svg)
    return re.sub(r"\n\s*", "\n", tags)


@dataclass(frozen=True)
class Pictures:
    """A chart for a page: its words, the `rows` of the table that it shows, and what is `drawn`.

    `drawn`: (alt, SVG, marks, width in inches) for a wide page, then for a telephone.
    """

    headline: str
    subtitle: str
    source: str
    rows: list
    drawn: list


def pictures(chart, *arguments, **options):
    """Pictures of a chart: a function, with what to call it with, or a figure."""
    figure = chart(*arguments, **options) if callable(chart) else chart
    drawn = [(one.alt, to_svg(one), marks(one), one.get_figwidth()) for one in (figure, figure.narrow())]
    return Pictures(figure.headline, figure.subtitle, figure.source, rows(figure), drawn)


def rows(figure):
    """List of the rows of the table that the marks of the figure show."""
    return [row for row, _ in figure.marked]


def marks(figure):
    """List of (row, left, top, width, height): the row of the table that each mark shows, and
    where, in per cent.

    The figure has to be drawn before (`to_svg`), for only then does matplotlib know where things
    are.
    """
    low, high = figure.band
    width, found = figure.get_figwidth(), []
    for row, extent in figure.marked:
        box = extent().transformed(figure.dpi_scale_trans.inverted())
        (left, bottom), (right, top), tall = box.min, box.max, high - low
        place = left / width, (high - top) / tall, (right - left) / width, (top - bottom) / tall
        found.append((row, *(round(100 * part, 2) for part in place)))
    return found
