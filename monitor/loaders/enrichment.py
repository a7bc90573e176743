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
_LANGUAGES = {
    "english": "en",
    "deutsch": "de",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "arabic": "ar",
}
# A word; in Chinese, Japanese and Korean each character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_outlets = functools.lru_cache(maxsize=4)(Outlets)


def enrich(item, options):
    """The Article with language, agency, date and outlet; or Rejected where it has no text."""
    if isinstance(item, Rejected) or isinstance(item := check_length(item, options), Rejected):
        return item
    outlets = _outlets(options.outlets)
    date, rule = item.date, item.date_rule
    *folders, name = re.split(r"/|, ", item.source)
    if not (date or rule) and (date := find_date_in_path(name)):
        rule = "file name"
    return dataclasses.replace(
        item,
        outlet=item.outlet or options.outlet or _known_folder(folders, outlets),
        date=date,
        date_rule=rule,
        language=detect_language(item.text, item.language),
        agency=item.agency or outlets.agency_in(item.text, "; ".join(item.authors)),
    )


def _known_folder(folders, outlets):
    return next((folder for folder in reversed(folders) if outlets.is_known(folder)), "")


def check_length(article, options):
    """`article`; or Rejected where it has no text, or more than one article can have."""
    length = len(article.text)
    if length > options.max_text:
        return Rejected(
            article.source, f"{length:,} characters of text; rejected as more than one article"
        )
    words = list(itertools.islice(_WORD.finditer(article.text), MIN_WORDS))
    if not words:
        return Rejected(article.source, "no text")
    if len(words) < MIN_WORDS:
        return Rejected(article.source, f"no text: fewer than {MIN_WORDS} words")
    return article


def detect_language(text, stated=""):
    """Two-letter code of a text's language; of `stated`, such as ``en-GB``, for a short text."""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    stated = _LANGUAGES.get(code, code if len(code) in (2, 3) else "")
    if len(text) < (MIN_CERTAIN if stated else MIN_GUESS):
        return stated
    sample = text[:SAMPLE]
    if len(_ENGLISH.findall(sample)) >= max(MIN_ENGLISH, ENGLISH_SHARE * len(sample)):
        return "en"
    import py3langid  # its model takes a third of a second to load

    return py3langid.classify(sample)[0]
