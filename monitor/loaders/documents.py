"""Read Word, RTF and plain-text documents: an export of a press archive, or one article."""

import io
import itertools
import re
import zipfile

from lxml import etree
from striprtf.striprtf import rtf_to_text

from monitor.loaders import exports, factiva, nexis, pasted
from monitor.loaders.encodings import decode
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all, read_office
from monitor.text.cleaning import clean_line, clean_text

MAX_RTF = 12 << 20  # bytes; striprtf takes a minute for more
MIN_WORDS = 40
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " "}
_MANY_BLANK_LINES = re.compile(r"\n[^\S\n]*+(?:\n[^\S\n]*+){2,}+")
# Of RTF: the address of a link, the ends of cells and sections, large bold text, pictures.
_FIELD_CODE = re.compile(r"\{\\\*\\fldinst\s*(?:\{[^{}]{0,2000}\}|[^{}]{0,2000})\s*\}")
_CELL_END = re.compile(r"\\(?:cell|row|nestcell)(?![a-z])")
_SECTION_END = re.compile(r"\\(?:sect|page)(?![a-z])")
_HEADLINE = re.compile(r"(?<=\{\\b\\fs)(\d\d) ")
_PICTURE = re.compile(r"[0-9a-fA-F\s]{400,}")


def read_docx(stream, name, options):
    """Yield the articles of a Word document."""
    return _read(_docx_lines(stream, options), name, options)


def read_rtf(stream, name, options):
    """Yield the articles of a Rich Text document."""
    return _read(_rtf_lines(read_all(stream, options, "one document")), name, options)


def _read(lines, name, options):
    if articles := exports.read_lines(lines, name, options):
        return articles
    text = "\n\n".join(line.strip(nexis.SECTION_END + factiva.HEADLINE) for line in lines)
    if len(text.split()) < MIN_WORDS:
        raise Unreadable(
            f"neither an export of Nexis or Factiva nor an article: it has fewer than {MIN_WORDS} "
            "words"
        )
    return [pasted.article_of(text, name, options)]


def read_text(stream, name, options):
    """Yield the articles of a plain text: those of an export of Nexis, or one."""
    text = decode(read_all(stream, options, "one text"))
    if len(text) > options.max_text and not nexis.may_be_export(text):
        raise Unreadable(f"{len(text):,} characters of text; rejected as more than one article")
    text = _MANY_BLANK_LINES.sub("\n\n\n", clean_text(text))
    lines = [clean_line(line) for line in text.split("\n")]
    if any(map(nexis.document_total, lines)):
        lines = list(_join_blocks(lines))
    return exports.read_lines(lines, name, options) or [pasted.article_of(text, name, options)]


def _join_blocks(lines):
    """In older exports lines are wrapped: each block between blank lines is one line."""
    blocks = itertools.groupby(lines, lambda line: bool(line) and not nexis.document_total(line))
    for is_text, block in blocks:
        yield from [" ".join(block)] if is_text else block


def _docx_lines(stream, options):
    """Lines of a Word document; `nexis.SECTION_END` is a line where a section ends."""
    with zipfile.ZipFile(read_office(stream, options, "one document")) as parts:
        content = parts.read("word/document.xml")
    return list(_paragraphs(content))


def _paragraphs(content):
    events = etree.iterparse(
        io.BytesIO(content), tag=f"{_W}p", resolve_entities=False, no_network=True
    )
    for _, paragraph in events:
        text = ""
        for part in paragraph.iter():
            text += part.text or "" if part.tag == f"{_W}t" else _BREAKS.get(part.tag, "")
        yield from map(clean_line, text.split("\n"))
        if paragraph.find(f"{_W}pPr/{_W}sectPr") is not None:
            yield nexis.SECTION_END
        paragraph.clear()


def _rtf_lines(data):
    """Lines of a Rich Text document; each cell of a table is one.

    `nexis.SECTION_END` is a line where a section ends, `factiva.HEADLINE` begins a large bold line.
    """
    if len(data) > MAX_RTF:
        raise Unreadable(f"over {MAX_RTF >> 20} MB of RTF, too large to read; export it in parts")
    text = data.decode("cp1252", "replace")
    text = _FIELD_CODE.sub("", _PICTURE.sub("", text))
    text = _CELL_END.sub(r"\\par ", text)
    text = _SECTION_END.sub(rf"\\par {nexis.SECTION_END}\\par ", text)
    text = _HEADLINE.sub(rf"\1 {factiva.HEADLINE}", text)
    lines = rtf_to_text(text, errors="replace").split("\n")
    return [nexis.SECTION_END if nexis.SECTION_END in line else clean_line(line) for line in lines]
