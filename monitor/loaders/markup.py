"""Text out of markup: the lines of a parsed page, and text freed from stray tags."""

import html
import re

from lxml import etree

from monitor.loaders.options import Unreadable
from monitor.text.cleaning import clean_text

# Private use: they mark a headline, a paragraph of the text, the end of a section of a document.
HEADLINE, PARAGRAPH, SECTION_END = "\ue000", "\ue003", "\ue004"
MAX_ATTRIBUTES = 2000
_LONG_TAG = re.compile(rb"<[^<>]{6000,}")
_BLOCKS = frozenset(
    (
        "p div td th tr li h1 h2 h3 h4 h5 h6 table ul ol section article blockquote pre center hr "
        "br form time"
    ).split()
)
_UNSEEN = frozenset(("script", "style"))
_EDGE = "\ue002"  # private use: stands between blocks
_BLANKS = re.compile(r"\s+")
_MARKUP = re.compile(r"</(?:p|div|li|h\d|span|a)\s*>|<(?:br|p)\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
_BLOCK_EDGE = re.compile(
    r"</(?:p|div|h\d|li|tr|blockquote|ul|ol)\s*>|<(?:br|p)\b[^<>]{0,200}>", re.I
)
_UNSEEN_ELEMENT = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]*</\1\s*>", re.I)
_TAG = re.compile(r"</?[a-z!][^<>]{0,2000}>", re.I)


def refuse_many_attributes(data):
    """Raise Unreadable for a tag with thousands of attributes, which parsers take hours for."""
    for tag in _LONG_TAG.finditer(data):
        if tag.group().count(b"=") > MAX_ATTRIBUTES:
            raise Unreadable(f"a tag with over {MAX_ATTRIBUTES:,} attributes; not a news page")


def lines_of(tree):
    """Lines of an HTML element without comments: one for each block and each `<br>`."""
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append(_EDGE)
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag not in _UNSEEN:
            pieces.append(element.text or "")
    lines = clean_text(_BLANKS.sub(" ", "".join(pieces))).split(_EDGE)
    return [" ".join(line.split()) for line in lines if line and not line.isspace()]


def without_markup(text):
    """`text` without HTML's tags and entities, if it holds any; a blank line ends each block."""
    if _MARKUP.search(text):
        text = _TAG.sub("", _BLOCK_EDGE.sub("\n\n", _UNSEEN_ELEMENT.sub("", text)))
    return html.unescape(text) if _ENTITY.search(text) else text
