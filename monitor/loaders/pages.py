"""A saved web page in; its article, with what its markup states about it, out; nothing is ever fetched."""

import trafilatura

from monitor.article import Article, clean_line, parse_date
from monitor.loaders import documents, factiva, metadata, nexis
from monitor.loaders.files import text_of, whole
from monitor.loaders.options import MAX_PAGE, Unreadable
from monitor.loaders.plaintext import checked, read_pasted

_DATES = {"original_date": True, "extensive_search": False}


def read(stream, name, options):
    """Yield the one article of a page, or the articles of a press archive's export."""
    data = whole(stream, MAX_PAGE, "one page")
    tree = parse(data)
    if factiva.is_page(tree):
        yield from factiva.read_page(tree, name, options, documents.html_lines)
    elif b"DOCUMENTS" in data and nexis.is_export(lines := documents.html_lines(tree)):
        yield from nexis.read(lines, name, options)
    else:
        yield page_article(data, tree, name, options)


def parse(data):
    """The HTML tree of the bytes of a page, without comments; Unreadable where there is none."""
    tree = trafilatura.load_html(text_of(data))
    if tree is None:
        raise Unreadable("no page: nothing is in it")
    return tree


def page_article(data, tree, name, options):
    """The article of a page, given as its bytes and their tree, or why there is none."""
    meta, linked = metadata.meta_of(tree), metadata.linked_data(tree)
    address, (title, heading) = metadata.address_of(tree, meta), metadata.title_of(tree, meta, linked)
    printed = metadata.lines_beside(tree, heading, documents.html_lines)
    date, rule = metadata.date_of(tree, meta, linked, address, printed, options.day_first)
    authors = metadata.authors_of(tree, meta, linked, printed)
    if not date or not authors:
        guess = trafilatura.extract_metadata(tree, date_config=_DATES, extensive=False)
        authors = authors or metadata.names_in(guess.author or "")
        if not date and guess.date:
            date, rule = parse_date(guess.date)[0], "text of the page"
    draft = Article(
        title=title,
        text=_body(data, tree),
        outlet=meta.get("og:site_name", "") or options.outlet,
        date=date,
        date_rule=rule,
        authors=authors,
        url=address,
        language=clean_line(tree.get("lang"))[:20].lower(),
        source=name,
    )
    return checked(read_pasted(draft))


def _body(data, tree):
    found = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False, favor_precision=True)
    return (found and found.text) or trafilatura.baseline(parse(data))[1]
