"""Text out of markup: the lines of a parsed page, and text freed from stray tags."""

import html
import re

from lxml import etree

from monitor.loaders.options import Unreadable
from monitor.text.cleaning import clean_text

# Private use: they mark a headline, a paragraph of the text, the end of a section of a document.
HEADLINE = "\ue000"
PARAGRAPH = "\ue003"
SECTION_END = "\ue004"
_EDGE = "\ue002"  # private use: stands between blocks
_BLOCKS = frozenset(
    (
        "p div td th tr li h1 h2 h3 h4 h5 h6 table ul ol section article blockquote pre center hr "
        "br form time paragraph"
    ).split()
)
_MANY_ATTRIBUTES = re.compile(rb"<(?:[^<>=]*+=){2000}")
_MARKUP = re.compile(r"</[a-z]\w{0,9}\s*>|<(?:br|p)\s*/?>", re.I)
_BLOCK_EDGE = re.compile(
    r"</(?:p|div|h\d|li|tr|blockquote|ul|ol)\s*>|<(?:br|p)\b[^<>]{0,200}>", re.I
)
_TAG = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]*</\1\s*>|</?[a-z!][^<>]{0,2000}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)


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
    lines = (" ".join(line.split()) for line in clean_text("".join(pieces)).split(_EDGE))
    return [line for line in lines if line]


def without_markup(text):
    """`text` without HTML's tags and entities, if it holds any; a blank line ends each block."""
    if _MARKUP.search(text):
        text = _TAG.sub("", _BLOCK_EDGE.sub("\n\n", text))
    return html.unescape(text) if _ENTITY.search(text) else text
