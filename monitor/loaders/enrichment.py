"""Add to an article its language, its wire agency, and the date and outlet that its path states."""

import dataclasses
import functools
import itertools
import re

from monitor.article import Rejected
from monitor.outlets import Outlets
from monitor.text.dates import find_date_in_path

MIN_WORDS = 5
SAMPLE = 3000  # characters that a language is told from
MIN_GUESS = 60  # characters below which a guess of the language is worth nothing
MIN_CERTAIN = 200  # characters from which a guess goes before the language stated
# Words of English that no other language has in such numbers. Most texts are English; counting
# these takes a tenth of the time of the classifier.
_ENGLISH = re.compile(r"\b(?:the|and|that|with|from|this)\b")
MIN_ENGLISH = 6
ENGLISH_SHARE = 1 / 300  # such words per character; English has one in 60
# A word; in Chinese, Japanese and Korean each character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_outlets = functools.lru_cache(maxsize=4)(Outlets)


def enrich(item, options):
    """The Article with language, agency, date and outlet; or Rejected where it has no text."""
    if isinstance(item, Rejected):
        return item
    if reason := _reason_against(item.text, options.max_text):
        return Rejected(item.source, reason)
    outlets = _outlets(options.outlets)
    *folders, name = re.split(r"/|, ", item.source)
    date, rule = item.date, item.date_rule
    if not rule and (date := find_date_in_path(name)):
        rule = "file name"
    folders = filter(outlets.is_known, reversed(folders))
    return dataclasses.replace(
        item,
        outlet=item.outlet or options.outlet or next(folders, ""),
        date=date,
        date_rule=rule,
        language=detect_language(item.text, item.language),
        agency=item.agency or outlets.agency_in(item.text, "; ".join(item.authors)),
    )


def _reason_against(text, max_text):
    if len(text) > max_text:
        return f"{len(text):,} characters of text; rejected as more than one article"
    words = itertools.islice(_WORD.finditer(text), MIN_WORDS)
    return "" if len(list(words)) == MIN_WORDS else f"no text, or fewer than {MIN_WORDS} words"


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
