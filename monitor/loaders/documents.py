"""Read Word, RTF and plain-text documents: an export of a press archive, or one article."""

import zipfile

from lxml import etree
from striprtf.striprtf import rtf_to_text

from monitor.loaders import exports, pasted
from monitor.loaders.encodings import decode
from monitor.loaders.markup import SECTION_END
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all, read_office, reads
from monitor.resources import pattern

MAX_RTF = 12 << 20  # bytes; striprtf takes a minute for more
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {
    f"{_W}p": "\n\n",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": " ",
    f"{_W}sectPr": f"\n{SECTION_END}\n",
}
_FIELD_CODE, _CELL_END = pattern("rtf_field_code"), pattern("rtf_cell_end")
_SECTION_END = pattern("rtf_section_end")


@reads(".docx .docm")
def read_docx(stream, name, options):
    """Yield the articles of a Word document."""
    pieces = []
    with zipfile.ZipFile(read_office(stream, options, "one document")) as parts:
        elements = etree.iterparse(
            parts.open("word/document.xml"),
            tag=[f"{_W}t", *_BREAKS],
            resolve_entities=False,
            no_network=True,
        )
        for _, element in elements:
            pieces.append(_BREAKS.get(element.tag) or element.text or "")
            element.clear()
    return read_lines("".join(pieces), name, options)


@reads(".rtf")
@reads(".txt .text .doc", rb"\s*\{\\rtf")
def read_rtf(stream, name, options):
    """Yield the articles of a Rich Text document, of which each cell of a table is a line."""
    data = read_all(stream, options, "one document")
    if len(data) > MAX_RTF:
        raise Unreadable(f"over {MAX_RTF >> 20} MB of RTF, too large to read; export it in parts")
    text = _FIELD_CODE.sub("", data.decode("cp1252", "replace"))
    text = _CELL_END.sub(r"\\par ", text)
    text = _SECTION_END.sub(rf"\\par {SECTION_END}\\par ", text)
    return read_lines(rtf_to_text(text, errors="replace"), name, options)


def read_lines(text, name, options):
    """The articles of a document as text, in which each line is a paragraph."""
    return _articles_of(text.replace("\n", "\n\n"), name, options)


@reads(".txt .text .md")
def read_text(stream, name, options):
    """Yield the articles of a plain text: those of an export of Nexis, or one."""
    return _articles_of(decode(read_all(stream, options, "one text")), name, options)


def _articles_of(text, name, options):
    """The articles of an export, or the one of any other text."""
    one = text.replace(SECTION_END, "\n\n")
    return exports.read_text(text, name, options) or [pasted.article_of(one, name, options)]
