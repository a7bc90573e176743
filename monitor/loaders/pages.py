"""A saved web page in; its article, with what its markup states about it, out; nothing is ever fetched."""

import lxml.html
import trafilatura

from monitor.article import Article, clean_line
from monitor.loaders import documents, factiva, metadata, nexis
from monitor.loaders.files import text_of, whole
from monitor.loaders.options import MAX_PAGE, Unreadable
from monitor.loaders.plaintext import checked, read_pasted


def read(stream, name, options):
    """Yield the one article of a page, or the articles of a press archive's export."""
    data = whole(stream, MAX_PAGE, "one page")
    tree = parse(data)
    if tree is None:
        raise Unreadable("no page: nothing is in it")
    if factiva.is_page(tree):
        yield from factiva.read_page(tree, name, options, documents.html_lines)
    elif b"DOCUMENTS" in data and nexis.is_export(lines := documents.html_lines(tree)):
        yield from nexis.read(lines, name, options)
    else:
        yield page_article(tree, name, options)


def parse(data):
    """The HTML tree of the bytes of a page; None where there is none."""
    try:
        return lxml.html.document_fromstring(text_of(data).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.LxmlError, ValueError):
        return None


def page_article(tree, name, options):
    """The article of a page's tree, or why there is none."""
    meta, linked = metadata.meta_of(tree), metadata.linked_data(tree)
    address = metadata.address_of(tree, meta)
    title = metadata.title_of(tree, meta, linked)
    printed = metadata.lines_beside(documents.html_lines(tree), title)
    date, rule = metadata.date_of(tree, meta, linked, address, printed, options.day_first)
    found = trafilatura.bare_extraction(tree, with_metadata=False, favor_precision=True, include_comments=False)
    draft = Article(
        title=title,
        text=(found.text or "") if found else "",
        outlet=meta.get("og:site_name", "") or options.outlet,
        date=date,
        date_rule=rule,
        authors=metadata.authors_of(tree, meta, linked, printed),
        url=address,
        language=clean_line(tree.get("lang"))[:20].lower(),
        source=name,
    )
    return checked(read_pasted(draft))
