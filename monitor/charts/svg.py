"""A figure as SVG for a page: its words stay words, the page may set its colours, marks lead on."""

import io
import re
import warnings

import matplotlib as mpl
from lxml import etree
from matplotlib.transforms import Bbox

from monitor.charts.style import STYLE

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"

PARSER = etree.XMLParser(recover=True, huge_tree=True, remove_blank_text=True)


def to_svg(figure, links=None, alternative=""):
    """The panels of the figure as an `svg` element; headline and source are not in it.

    `links`: dict from rows of the table to (address, tooltip); marks of other rows lead nowhere.
    Each colour ``#rrggbb`` is ``var(--rrggbb, #rrggbb)``, so that a page can give dark ones.
    Nothing has an id but what is referred to, under a name that no other figure has.
    """
    root = etree.fromstring(_draw(figure), PARSER)
    etree.strip_elements(root, SVG + "metadata", SVG + "style", etree.Comment, with_tail=False)
    targets = {f"row:{row}": target for row, target in (links or {}).items()}
    for mark in root.iter(SVG + "a"):
        address, tooltip = targets.get(mark.get(HREF), ("", ""))
        mark.attrib.clear()
        if address:
            mark.attrib.update({HREF: address, "tabindex": "-1"})
            etree.SubElement(mark, SVG + "title").text = tooltip
        else:
            mark.tag = SVG + "g"
    for group in root.iter(SVG + "g"):
        group.attrib.pop("id", None)
    view = root.get("viewBox")
    root.attrib.clear()
    root.attrib.update({"role": "img", "aria-label": alternative, "viewBox": view})
    root.set("style", "background: #ffffff")
    return re.sub(r"<[^>]+>", _plain, etree.tostring(root, encoding="unicode"))


def _plain(tag):
    """A tag with colours that the page may set, and two decimals."""
    tag = re.sub(r": (#([0-9a-f]{6}))\b", r": var(--\2, \1)", tag[0])
    return re.sub(r"(\.\d\d)\d+", r"\1", " ".join(tag.split()))


def _draw(figure):
    """The panels of the figure as matplotlib writes them, the same for the same figure."""
    low, high = figure.band
    panels = Bbox([[0, low], [figure.get_figwidth(), high]])
    salt = f"{figure.headline}{figure.subtitle}{figure.source}{panels}"
    style = mpl.rc_context({**STYLE, "svg.hashsalt": salt, "svg.fonttype": "none"})
    for words in figure.texts:
        words.set_visible(False)
    with style, warnings.catch_warnings(), io.BytesIO() as file:
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(
            file, format="svg", metadata={"Date": None}, bbox_inches=panels, transparent=True
        )
        svg = file.getvalue()
    for words in figure.texts:
        words.set_visible(True)
    return svg
