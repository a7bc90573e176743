"""An article as a reader found it in; the same with its language and its wire agency, or why it is none, out."""

import dataclasses
import functools
import re

from monitor.article import Rejected, parse_date
from monitor.outlets import Outlets

MIN_WORDS = 5
SAMPLE = 3000  # characters that are read of a text to guess its language
FEWEST, SURE = 60, 200  # below the first a guess is worth nothing; from the second it goes before what is stated
# Words that no other language has in such numbers: at least so many, and one in so many characters. English has one in
# 60; to see them takes a tenth of the time of a guess, and no model, which loads for a third of a second.
_ENGLISH, PLAINLY, ONE_IN = re.compile(r"\b(?:the|and|that|with|from|this)\b"), 6, 300
_NAMES = {"english": "en", "deutsch": "de", "german": "de", "french": "fr", "spanish": "es", "arabic": "ar"}
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.])(\d\d)\2(\d\d)(?!\d)")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")


def completed(item, options):
    """The Article with its language detected and the wire agency that it credits, or Rejected with the reason."""
    if isinstance(item, Rejected) or isinstance(item := checked(item, options), Rejected):
        return item
    outlets = _outlets(options.outlets)
    item = _told_by_path(item, outlets, options.outlet)
    language = _language_of(item.text, item.language)
    agency = item.agency or outlets.agency_in(item.text, "; ".join(item.authors))
    return dataclasses.replace(item, language=language, agency=agency)


def _told_by_path(article, outlets, given):
    """The article with the day in its file's name, and the outlet given or its folder's, where it states none."""
    *folders, name = re.split(r"/|, ", article.source)
    outlet = article.outlet or given or next((folder for folder in reversed(folders) if outlets.is_known(folder)), "")
    found = _DAY_IN_NAME.search(name)
    if article.date or article.date_rule or not found:
        return dataclasses.replace(article, outlet=outlet)
    day, note = parse_date("-".join(found.group(1, 3, 4)))
    return dataclasses.replace(article, outlet=outlet, date=day, date_rule=note or "file name")


def checked(article, options):
    """`article`, or why it is none: it has no text, or more than one article can have."""
    if len(article.text) > options.max_text:
        return Rejected(article.source, f"a text of {len(article.text):,} characters is no single article")
    words = sum(1 for _, _ in zip(range(MIN_WORDS), _WORD.finditer(article.text), strict=False))
    if words < MIN_WORDS:
        return Rejected(article.source, "no text" if words == 0 else f"no text: fewer than {MIN_WORDS} words")
    return article


def _language_of(text, stated=""):
    """Two-letter code of the language of a text; for a short one that of `stated` (such as ``en-GB``), if any."""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    stated = _NAMES.get(code, code if len(code) in (2, 3) else "")
    if len(text) < (SURE if stated else FEWEST):
        return stated
    sample = text[:SAMPLE]
    if len(_ENGLISH.findall(sample)) >= max(PLAINLY, len(sample) / ONE_IN):
        return "en"
    import py3langid

    return py3langid.classify(sample)[0]


_outlets = functools.lru_cache(maxsize=4)(Outlets)
