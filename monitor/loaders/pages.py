"""Read a saved web page: its article, with what its markup states about it. Nothing is fetched."""

import dataclasses
import logging

from monitor.article import Article, Rejected
from monitor.loaders import exports, pasted
from monitor.loaders.boilerplate import ends_sentence
from monitor.loaders.encodings import decode
from monitor.loaders.markup import refuse_many_attributes, without_markup
from monitor.loaders.metadata import read_metadata
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all, reads
from monitor.resources import pattern

CONSENT = "a cookie-consent page, not an article"
MAX_ELEMENTS = 30_000
SHORT_TEXT = 250  # characters; a shorter text is extracted once more by a simpler method
# Words below which a text may be none, a note, a consent page, a teaser of an article.
MIN_WORDS = 5
FEW_WORDS = 40
CONSENT_WORDS = 120
TEASER_WORDS = 250
_CONSENT, _PAYWALL = pattern("consent"), pattern("paywall")
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # a note says what is missing


@reads(".html .htm .xhtml")
@reads(".txt .text .doc .rtf", rb"\s*(?:<!doctype html|<html)")
def read(stream, name, options):
    """Yield the one article of a page, or the articles of an export of a press archive."""
    from trafilatura import load_html  # trafilatura takes a fifth of a second to load

    data = read_all(stream, options, "one page", "max_page")
    refuse_many_attributes(data)
    html = decode(data)
    tree = load_html(html)
    if tree is None:  # damaged, or nested too deeply
        return [pasted.article_of(without_markup(html), name, options)]
    return exports.read_page(tree, name, options) or [_article_of(html, tree, name, options)]


def _article_of(html, tree, name, options):
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Unreadable(f"over {MAX_ELEMENTS:,} elements; rejected as more than one article")
    metadata = read_metadata(tree, options.day_first)
    language = tree.get("lang") or ""
    text = _text_of(html, tree)
    draft = Article(**metadata.fields, text=text, language=language, source=name)
    article = pasted.read_pasted(draft, options)
    if len(article.text.split()) < MIN_WORDS and _CONSENT.search(text):
        return Rejected(name, CONSENT)
    return dataclasses.replace(article, note=_note_of(article.text, metadata))


def _text_of(html, tree):
    from trafilatura import bare_extraction, baseline, load_html

    document = bare_extraction(
        tree, with_metadata=False, include_comments=False, favor_precision=True
    )
    text = document.text or "" if document else ""
    if len(text) > SHORT_TEXT:
        return text
    return max(text, baseline(load_html(html))[1], key=len) or without_markup(html)


def _note_of(text, metadata):
    """Why a page is less than a whole article: a consent page, a teaser or a list; or ""."""
    lines, length = text.split("\n\n"), len(text.split())
    if length < CONSENT_WORDS and _CONSENT.search(text):
        return CONSENT
    if length < TEASER_WORDS:
        access = [str(item.get("isAccessibleForFree")).lower() for item in metadata.linked]
        if "false" in access or any(map(_PAYWALL.search, metadata.lines)):
            return "a teaser: the page says that the rest is for subscribers"
    if len(lines) > 7 and not metadata.linked and sum(map(ends_sentence, lines)) < len(lines) / 4:
        return "a list of headlines or items, not an article"
    return f"a short text: {length} words" if length < FEW_WORDS else ""
