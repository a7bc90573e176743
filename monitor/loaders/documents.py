"""A Word, RTF or HTML document in; its paragraphs as lines of text out, and the articles that stand in them."""

import io
import itertools
import re
import zipfile

from lxml import etree
from striprtf.striprtf import rtf_to_text

from monitor.article import clean_line, clean_text
from monitor.loaders import factiva, nexis, pasted
from monitor.loaders.streams import text_of, whole
from monitor.loaders.options import SWELL, SWELL_FROM, Unreadable

MAX_RTF, MAX_XML = 12 << 20, 128 << 20
FEWEST_WORDS = 40
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " "}
_FIELD_CODE = re.compile(r"\{\\\*\\fldinst\s*(?:\{[^{}]{0,2000}\}|[^{}]{0,2000})\s*\}")
_CELL_END = re.compile(r"\\(?:cell|row|nestcell)(?![a-z])")
_SECTION_END = re.compile(r"\\(?:sect|page)(?![a-z])")
_HEADLINE_RUN = re.compile(r"(?<=\{\\b\\fs)(\d\d) ")
_HEX = re.compile(r"[0-9a-fA-F\s]{400,}")
_BLANKS = re.compile(r"\s+")
_MANY_BLANK = re.compile(r"\n[^\S\n]*+(?:\n[^\S\n]*+){2,}+")
_BLOCKS = frozenset(
    "p div td th tr li h1 h2 h3 h4 h5 h6 table ul ol section article blockquote pre center hr br form time".split()
)
_SILENT = frozenset(("script", "style"))
_EDGE = "\ue002"  # of a block


def read(stream, name, options, lines_of):
    """Yield the articles of a document whose lines `lines_of(bytes)` gives: those of an export, or one."""
    lines = lines_of(whole(stream, options, "one document"))
    for archive in (nexis, factiva):
        if archive.is_export(lines):
            yield from archive.read(lines, name, options)
            return
    text = "\n\n".join(line.strip(nexis.SECTION + factiva.HEADLINE) for line in lines)
    if len(text.split()) < FEWEST_WORDS:
        raise Unreadable(f"neither an export of Nexis or Factiva nor an article (fewer than {FEWEST_WORDS} words)")
    yield pasted.article_of(text, name, options)


def read_text(stream, name, options):
    """Yield the articles of a plain text: those of an export of Nexis, or one."""
    text = text_of(whole(stream, options, "one text"))
    if len(text) > options.max_text and not nexis.may_be_export(text):
        raise Unreadable(f"a text of {len(text):,} characters is no single article")
    text = _MANY_BLANK.sub("\n\n\n", clean_text(text))
    lines = [clean_line(line) for line in text.split("\n")]
    if any(map(nexis.announced, lines)):
        lines = list(_joined_blocks(lines))
    if nexis.is_export(lines):
        yield from nexis.read(lines, name, options)
    else:
        yield pasted.article_of(text, name, options)


def _joined_blocks(lines):
    """In older exports lines are wrapped: each block between blank lines is one line."""
    blocks = itertools.groupby(lines, key=lambda line: bool(line) and not nexis.announced(line))
    for joined, block in blocks:
        yield from [" ".join(block)] if joined else block


def docx_lines(data):
    """Lines of a Word document (.docx); the end of a section is a line of its own, `nexis.SECTION`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entry = parts.getinfo("word/document.xml")
            if entry.file_size > min(MAX_XML, max(SWELL_FROM, SWELL * entry.compress_size)):
                raise Unreadable(f"swells to {entry.file_size >> 20} MB, as no text does")
            content = parts.read(entry)
    except (zipfile.BadZipFile, KeyError):
        raise Unreadable("no Word document (.docx), or a damaged one") from None
    except RuntimeError:
        raise Unreadable("protected by a password; save it without one") from None
    return list(_paragraphs(content))


def _paragraphs(content):
    events = etree.iterparse(io.BytesIO(content), tag=f"{_W}p", resolve_entities=False, no_network=True)
    for _, paragraph in events:
        pieces = (part.text or "" if part.tag == f"{_W}t" else _BREAKS.get(part.tag, "") for part in paragraph.iter())
        yield from map(clean_line, "".join(pieces).split("\n"))
        if paragraph.find(f"{_W}pPr/{_W}sectPr") is not None:
            yield nexis.SECTION
        paragraph.clear()


def rtf_lines(data):
    """Lines of a Rich Text document; a table's cell is a line, and `factiva.HEADLINE` marks a larger bold one."""
    if len(data) > MAX_RTF:
        raise Unreadable(f"over {MAX_RTF >> 20} MB, too large for one RTF document; export it in parts")
    text = _FIELD_CODE.sub("", _HEX.sub("", data.decode("cp1252", "replace")))
    text = _SECTION_END.sub(rf"\\par {nexis.SECTION}\\par ", _CELL_END.sub(r"\\par ", text))
    text = _HEADLINE_RUN.sub(rf"\1 {factiva.HEADLINE}", text)
    lines = rtf_to_text(text, errors="replace").split("\n")
    return [nexis.SECTION if nexis.SECTION in line else clean_line(line) for line in lines]


def html_lines(tree):
    """Lines of an HTML element that holds no comments: one for each block and each `<br>`; scripts are left out."""
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append(_EDGE)
        if text := element.tail if event == "end" else element.tag not in _SILENT and element.text:
            pieces.append(text)
    lines = clean_text(_BLANKS.sub(" ", "".join(pieces))).split(_EDGE)
    return [" ".join(line.split()) for line in lines if line and not line.isspace()]
