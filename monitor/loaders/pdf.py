"""Read a PDF: one article, such as a page that a browser printed, or an export of an archive."""

import collections
import io
import itertools
import logging
import re

from monitor.loaders import documents
from monitor.loaders.metadata import without_site
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all, reads
from monitor.resources import pattern
from monitor.text.cleaning import clean_line

MAX_PAGES = 200
FULL = 0.8  # of the width of the lines, from which the paragraph goes on in the next line
HEAD = 300  # characters above the title; more are a menu
_HEADER, _FOOTER = pattern("pdf_header"), pattern("pdf_footer")


@reads(".pdf")
def read(stream, name, options):
    """Yield the articles of a PDF."""
    import ftfy.fixes  # both take long to load and are rarely needed
    import pypdf

    # It warns of what it mends; what it cannot mend is rejected with a reason.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(read_all(stream, options, "one document")))
    if reader.is_encrypted:
        raise Unreadable("protected by a password; save it without one")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"over {MAX_PAGES} pages; rejected as more than one article")
    texts = (ftfy.fixes.fix_latin_ligatures(page.extract_text()) for page in reader.pages)
    pages = [[clean_line(line) for line in text.split("\n")] for text in texts]
    if not any(map(any, pages)):
        raise Unreadable("a PDF without text, probably scanned; run text recognition (OCR) first")
    text = _join_lines(_without_margins(pages))
    title = without_site(clean_line(reader.metadata.title if reader.metadata else ""))
    words = r"\s+".join(map(re.escape, title.split()))
    if title and (match := re.search(words, text)):
        above = text[: match.start()] if match.start() < HEAD else ""
        text = f"{title}\n\n{above}\n\n{text[match.end() :]}"
    return documents.read_lines(text, name, options)


def _without_margins(pages):
    """Lines of all pages without those that recur at their edges; the address comes first."""
    edges = [re.sub(r"\d+", "", line) for page in pages for line in page[:2] + page[-2:]]
    counts = collections.Counter(edges)
    lines = []
    for line in itertools.chain.from_iterable(pages):
        footer = _FOOTER.fullmatch(line)
        if footer and footer[1] and footer[1] not in lines:
            lines.insert(0, footer[1])
        elif not (footer or _HEADER.fullmatch(line) or counts[re.sub(r"\d+", "", line)] > 1):
            lines.append(line)
    return lines


def _join_lines(lines):
    """Text of the lines, in which a blank line ends each paragraph."""
    lengths = sorted(map(len, lines))
    width = FULL * lengths[len(lengths) * 9 // 10]
    text = ""
    for line in lines:
        text += line + ("\n\n" if len(line) < width else " ")
    return re.sub(r"(?<=[^\W\d_])- (?=[^\W\d_A-Z])", "", text)
