"""A saved web page in; its article, with what its markup states about it, out; nothing is ever fetched."""

import lxml.html
import trafilatura

from monitor.article import Article, clean_line, parse_date, split_authors
from monitor.loaders import documents, factiva, nexis
from monitor.loaders.files import text_of, whole
from monitor.loaders.options import MAX_PAGE
from monitor.loaders.plaintext import checked, read_pasted


def read(stream, name, options):
    """Yield the one article of a page, or the articles of a press archive's export."""
    data = whole(stream, MAX_PAGE, "one page")
    tree = parse(data)
    if tree is not None and factiva.is_page(tree):
        yield from factiva.read_page(tree, name, options, documents.html_lines)
    elif tree is not None and b"DOCUMENTS" in data and nexis.is_export(lines := documents.html_lines(tree)):
        yield from nexis.read(lines, name, options)
    else:
        yield page_article(data, name, options)


def parse(data):
    """The HTML tree of the bytes of a page; None where there is none."""
    try:
        return lxml.html.document_fromstring(text_of(data).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.LxmlError, ValueError):
        return None


def page_article(data, name, options):
    """The article of a page's bytes, or why there is none."""
    found = trafilatura.bare_extraction(data, with_metadata=True, favor_precision=True, include_comments=False)
    if found is None:
        found = trafilatura.settings.Document()
    date, note = parse_date(found.date)
    draft = Article(
        title=clean_line(found.title),
        text=found.text or "",
        outlet=clean_line(found.sitename) or options.outlet,
        date=date,
        date_rule="page metadata" if date else note,
        authors=split_authors(found.author),
        url=clean_line(found.url),
        language=clean_line(found.language),
        source=name,
    )
    return checked(read_pasted(draft))
