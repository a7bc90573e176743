"""A saved web page in; its article, with what its markup states about it, out; nothing is ever fetched."""

import dataclasses
import itertools
import logging

from monitor.article import Article, Rejected, parse_date
from monitor.loaders import documents, factiva, metadata, nexis, plaintext
from monitor.loaders.complete import checked
from monitor.loaders.files import refuse_many_attributes, text_of, whole
from monitor.loaders.furniture import ends_sentence
from monitor.loaders.options import Unreadable
from monitor.loaders.plaintext import read_pasted
from monitor.loaders.tables import without_markup
from monitor.resources import pattern

WALL = "a consent wall, and no article"
SHORT = 250  # characters: what is shorter is looked for once more
MAX_ELEMENTS = 30_000
FEW_WORDS, WALL_WORDS, TEASER_WORDS = 40, 120, 250
_CONSENT, _PAYWALL = pattern("consent"), pattern("paywall")
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it cannot read is told by its caller
_DATES = {"original_date": True, "extensive_search": False}


def read(stream, name, options):
    """Yield the one article of a page, or the articles of a press archive's export."""
    data = whole(stream, options, "one page", "max_page")
    refuse_many_attributes(data)
    tree = parse(data)
    if tree is None:
        yield plaintext.article_of(without_markup(text_of(data)), name, options)
    elif factiva.is_page(tree):
        yield from factiva.read_page(tree, name, options, documents.html_lines)
    elif b"DOCUMENTS" in data and nexis.is_export(lines := documents.html_lines(tree)):
        yield from nexis.read(lines, name, options)
    else:
        yield page_article(data, tree, name, options)


def parse(data):
    """The HTML tree of the bytes of a page, without comments; None where it is damaged or nested too deeply."""
    # Imported where it is used: what comes as a table need not wait for it.
    from trafilatura import load_html

    return load_html(text_of(data))


def page_article(data, tree, name, options):
    """The article of a page, given as its bytes and their tree, or why there is none."""
    if next(itertools.islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        raise Unreadable(f"a page of over {MAX_ELEMENTS:,} elements is no single article")
    meta, linked = metadata.meta_of(tree), metadata.linked_data(tree)
    address, (title, heading) = metadata.address_of(tree, meta), metadata.title_of(tree, meta, linked)
    printed, lines = metadata.printed_lines(tree, heading, documents.html_lines)
    page = " ".join(lines)
    if len(page) > 2 * options.max_text:
        raise Unreadable(f"a page with {len(page):,} characters of text is no single article")
    date, rule = metadata.date_of(tree, meta, linked, address, printed, options.day_first)
    authors = metadata.authors_of(tree, meta, linked, printed)
    if not date or not authors:
        from trafilatura import extract_metadata

        guess = extract_metadata(tree, date_config=_DATES, extensive=False)
        authors = authors or metadata.names_in(guess.author or "") or metadata.labelled_authors(lines)
        if not date and guess.date:
            date, rule = parse_date(guess.date)[0], "text of the page"
    draft = Article(
        title=title,
        text=_body(data, tree),
        outlet=meta.get("og:site_name", ""),
        date=date,
        date_rule=rule,
        authors=authors,
        url=address,
        language=tree.get("lang") or "",
        source=name,
    )
    article = checked(read_pasted(draft, options), options)
    if isinstance(article, Rejected):
        return Rejected(name, WALL) if _CONSENT.search(draft.text) else article
    return dataclasses.replace(article, note=_doubt(article, linked, page))


def _body(data, tree):
    from trafilatura import bare_extraction, baseline

    found = bare_extraction(tree, with_metadata=False, include_comments=False, favor_precision=True)
    text = (found and found.text) or ""
    if len(text) > SHORT:
        return text
    return max(text, baseline(parse(data))[1], key=len) or without_markup(text_of(data))


def _doubt(article, linked, page):
    """Why a page is less than a whole article: a wall, a teaser or a list; empty for a whole one."""
    lines = article.text.split("\n\n")
    words = len(article.text.split())
    if words < WALL_WORDS and _CONSENT.search(article.text):
        return WALL
    if words < TEASER_WORDS and (any(str(item.get("isAccessibleForFree")).lower() == "false" for item in linked)):
        return "a teaser: the page says that the rest is for subscribers"
    if words < TEASER_WORDS and _PAYWALL.search(page, max(0, len(page) - 200_000)):
        return "a teaser: the page asks to subscribe or to log in for the rest"
    if words < TEASER_WORDS and article.text.endswith(("…", "...")):
        return "cut off: the text breaks off"
    if len(lines) > 7 and not linked and sum(map(ends_sentence, lines)) < len(lines) / 4:
        return "a list of headlines or items, and no article"
    return f"short: {words} words" if words < FEW_WORDS else ""
