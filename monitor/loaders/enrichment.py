"""Complete an article: characters repaired, its language and agency, and what its path states."""

import dataclasses
import re
from urllib.parse import urlsplit

from monitor.article import Rejected
from monitor.loaders.options import known_outlets
from monitor.resources import pattern
from monitor.text.dates import find_date_in_path

MIN_WORDS = 5
SAMPLE = 3000  # characters in which words are counted and a language is told
MIN_GUESS = 60  # characters below which a guess of the language is worth nothing
MIN_CERTAIN = 200  # characters from which a guess goes before the language stated
# Words of English that no other language has in such numbers. Most texts are English; counting
# these takes a tenth of the time of the classifier.
_ENGLISH = re.compile(r"\b(?:the|and|that|with|from|this)\b")
MIN_ENGLISH = 6
ENGLISH_SHARE = 1 / 300  # such words per character; English has one in 60
LONGEST_TAIL = 500  # characters at the end of a text in which it may be said to be cut off
MAX_TEASER = 250  # words; a longer text that ends with an ellipsis may be whole
_WORD = pattern("word")
_CUT, _REPOST = pattern("cut_end"), pattern("repost_end")
_BROKEN, _CLOSING_MARK = pattern("broken"), pattern("broken_closing_mark")
_CONTROL = re.compile("[\x80-\x9f]")  # with them broken characters can be repaired


def enrich(item, options):
    """The Article with language, agency, date and outlet; or Rejected where it has no text."""
    if isinstance(item, Rejected):
        return item
    if len(item.text) > options.max_text:
        reason = f"{len(item.text):,} characters of text; rejected as more than one article"
        return Rejected(item.source, reason)
    if len(_WORD.findall(item.text[:SAMPLE])) < MIN_WORDS:
        return Rejected(item.source, f"no text, or fewer than {MIN_WORDS} words")
    outlets = known_outlets(options.outlets)
    title, whole_text = _repair_encoding(item.title), _repair_encoding(item.text)
    repaired = (title, whole_text) != (item.title, item.text) and "broken characters repaired"
    text, cut_note = _without_cut_mark(whole_text)
    *folders, name = re.split(r"/|, ", item.source)
    date, rule = item.date, item.date_rule
    if not rule and (date := find_date_in_path(name)):
        rule = "file name"
    host = urlsplit(item.url).netloc.removeprefix("www.")
    hosts = [outlets.name_of(name) for name in (host, host.partition(".")[2])]
    known = filter(outlets.is_known, hosts + folders[::-1])
    outlet = _repair_encoding(item.outlet)
    if outlet and not outlets.is_known(outlet):
        # A columnist or a section, stated as the outlet, appears in that of the address.
        outlet = next(filter(outlets.is_publisher, hosts), outlet)
    return dataclasses.replace(
        item,
        title=title,
        text=text,
        note=item.note or cut_note or repaired or "",
        outlet=outlet or next(known, ""),
        authors=tuple(map(_repair_encoding, item.authors)),
        date=date,
        date_rule=rule,
        language=detect_language(text, item.language),
        agency=item.agency or outlets.agency_in(text, "; ".join(item.authors)),
    )


def _repair_encoding(text):
    """`text` with characters restored that were decoded wrongly, such as ``â€™``."""
    if not _BROKEN.search(text):
        return text
    import ftfy  # rarely needed

    return _CONTROL.sub("", ftfy.fix_encoding(_CLOSING_MARK.sub("”", text)))


def _without_cut_mark(text):
    """(text without what a blog adds and without a sign that it is cut off, a note or "")."""
    tail = max(0, len(text) - LONGEST_TAIL)
    if match := _REPOST.search(text, tail):
        text = text[: match.start()]
    match = _CUT.search(text, tail)
    if not match or (not match["mark"] and len(text.split()) > MAX_TEASER):
        return text, ""
    return text[: match.start()], "a truncated text: it breaks off"


def detect_language(text, stated=""):
    """Two-letter code of a text's language; of `stated`, such as ``en-GB``, for a short text."""
    code = re.split("[-_]", stated.strip().lower())[0]
    stated = code if len(code) in (2, 3) else ""
    if len(text) < (MIN_CERTAIN if stated else MIN_GUESS):
        return stated
    sample = text[:SAMPLE]
    if len(_ENGLISH.findall(sample)) >= max(MIN_ENGLISH, ENGLISH_SHARE * len(sample)):
        return "en"
    import py3langid  # its model takes a third of a second to load

    return py3langid.classify(sample)[0]
