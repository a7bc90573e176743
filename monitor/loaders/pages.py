"""A saved web page in; its article, with what its markup states about it, out; nothing is ever fetched."""

import trafilatura

from monitor.article import Article, clean_line, parse_date, split_authors
from monitor.loaders.files import whole
from monitor.loaders.options import MAX_PAGE
from monitor.loaders.plaintext import checked, read_pasted


def read(stream, name, options):
    """Yield the one article of a page."""
    data = whole(stream, MAX_PAGE, "one page")
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
    yield checked(read_pasted(draft))
