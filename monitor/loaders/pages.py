"""Read a saved web page: its article, with what its markup states about it. Nothing is fetched."""

import dataclasses
import itertools
import logging

from monitor.article import Article, Rejected
from monitor.loaders import exports, metadata, pasted
from monitor.loaders.boilerplate import ends_sentence
from monitor.loaders.encodings import decode
from monitor.loaders.markup import refuse_many_attributes, without_markup
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all
from monitor.resources import pattern
from monitor.text.bylines import find_people
from monitor.text.dates import parse_date

CONSENT = "a cookie-consent page, not an article"
MAX_ELEMENTS = 30_000
SHORT_TEXT = 250  # characters; a shorter text is extracted once more by a simpler method
MIN_WORDS = 5
# Words below which a text may be a note, a consent page, a teaser of an article.
FEW_WORDS = 40
CONSENT_WORDS = 120
TEASER_WORDS = 250
_CONSENT, _PAYWALL = pattern("consent"), pattern("paywall")
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # a note says what is missing


def read(stream, name, options):
    """Yield the one article of a page, or the articles of an export of a press archive."""
    return read_page(read_all(stream, options, "one page", "max_page"), name, options)


def read_page(data, name, options):
    """As `read`, for the bytes of a page."""
    refuse_many_attributes(data)
    tree = _parse(data)
    if tree is None:
        return [pasted.article_of(without_markup(decode(data)), name, options)]
    return exports.read_page(tree, name, options) or [_article_of(data, tree, name, options)]


def _parse(data):
    """The HTML tree of a page without comments; None where it is damaged or nested too deeply."""
    from trafilatura import load_html  # trafilatura takes a fifth of a second to load

    return load_html(decode(data))


def _article_of(data, tree, name, options):
    if next(itertools.islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        raise Unreadable(f"over {MAX_ELEMENTS:,} elements; rejected as more than one article")
    page = metadata.Page(tree)
    date, rule = page.find_date(options.day_first)
    authors = page.find_authors()
    if not date or not authors:
        guess = _guess_metadata(tree)
        authors = authors or find_people(guess.author or "") or page.find_labelled_authors()
        if not date and guess.date:
            date, rule = parse_date(guess.date)[0], "text of the page"
    draft = Article(
        title=page.title,
        text=_body_of(data, tree),
        outlet=page.meta.get("og:site_name", ""),
        date=date,
        date_rule=rule,
        authors=authors,
        url=page.address,
        language=tree.get("lang") or "",
        source=name,
    )
    article = pasted.read_pasted(draft, options)
    if len(article.text.split()) < MIN_WORDS and _CONSENT.search(draft.text):
        return Rejected(name, CONSENT)
    return dataclasses.replace(article, note=_note_of(article, page))


def _guess_metadata(tree):
    from trafilatura import extract_metadata

    dates = {"original_date": True, "extensive_search": False}
    return extract_metadata(tree, date_config=dates, extensive=False)


def _body_of(data, tree):
    from trafilatura import bare_extraction, baseline

    document = bare_extraction(
        tree, with_metadata=False, include_comments=False, favor_precision=True
    )
    text = document.text or "" if document else ""
    if len(text) > SHORT_TEXT:
        return text
    return max(text, baseline(_parse(data))[1], key=len) or without_markup(decode(data))


def _note_of(article, page):
    """Why a page is less than a whole article: a consent page, a teaser or a list; or ""."""
    lines, length = article.text.split("\n\n"), len(article.text.split())
    if length < CONSENT_WORDS and _CONSENT.search(article.text):
        return CONSENT
    if length < TEASER_WORDS:
        access = [str(item.get("isAccessibleForFree")).lower() for item in page.linked]
        if "false" in access or any(map(_PAYWALL.search, page.lines)):
            return "a teaser: the page says that the rest is for subscribers"
        if article.text.endswith(("…", "...")):
            return "a truncated text: it breaks off"
    if len(lines) > 7 and not page.linked and sum(map(ends_sentence, lines)) < len(lines) / 4:
        return "a list of headlines or items, not an article"
    return f"a short text: {length} words" if length < FEW_WORDS else ""
