"""Text out of markup: the lines of a parsed page, and text freed from stray tags."""

import html
import re

from lxml import etree

from monitor.loaders.options import Unreadable
from monitor.resources import pattern
from monitor.text.cleaning import clean_line

# Private use: they mark a headline, a paragraph of the text, the end of a section of a document,
# a line with a date.
HEADLINE = "\ue000"
PARAGRAPH = "\ue003"
SECTION_END = "\ue004"
DATE = "\ue005"
_EDGE = "\ue002"  # private use: stands between blocks
_BLOCKS = frozenset(
    (
        "p div td th tr li h1 h2 h3 h4 h5 h6 table ul ol section article blockquote pre center hr "
        "br form time paragraph"
    ).split()
)
_MANY_ATTRIBUTES = re.compile(rb"<(?:[^<>=]*+=){2000}")
_MARKUP, _BLOCK_EDGE = pattern("markup"), pattern("block_edge")
_TAG, _ENTITY = pattern("tag"), pattern("entity")


def refuse_many_attributes(data):
    """Raise Unreadable for a tag with thousands of attributes, which parsers take hours for."""
    if _MANY_ATTRIBUTES.search(data):
        raise Unreadable("a tag with over 2,000 attributes; not a news page")


def lines_of(tree):
    """Lines of an HTML element without comments: one for each block and each `<br>`."""
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if str(element.tag).rpartition("}")[2] in _BLOCKS:  # in XML without its namespace
            pieces.append(_EDGE)
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag not in ("script", "style", "title"):
            pieces.append(element.text or "")
    return [line for line in map(clean_line, "".join(pieces).split(_EDGE)) if line]


def without_markup(text):
    """`text` without HTML's tags and entities, if it holds any; a blank line ends each block."""
    if _MARKUP.search(text):
        text = _TAG.sub("", _BLOCK_EDGE.sub("\n\n", text))
    return html.unescape(text) if _ENTITY.search(text) else text
