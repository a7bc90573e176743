"""Read exports of Nexis (Lexis Advance, Nexis Uni, or the older LexisNexis).

Three layouts are known. The newer one gives title, outlet and date, then labels, `Body`, and
`End of Document`. The older one opens each document with `3 of 10 DOCUMENTS` and gives outlet and
date, then the title, labels and the text; without that counter, documents end with `LOAD-DATE`.
"""

import re
import statistics

from monitor.article import Rejected
from monitor.loaders.fields import find_index, make_article
from monitor.loaders.markup import SECTION_END
from monitor.resources import pattern, words
from monitor.text.bylines import without_biography
from monitor.text.dates import find_date

UNKNOWN = (
    "an export in an unknown form; export it from Nexis, Factiva or ProQuest as text, or each "
    "article as a file of its own"
)
MAX_LABELS = 12  # lines with labels above a text
_AUTHOR, _TAIL = words("nexis", "author"), words("nexis", "tail")
_LABELS = frozenset(_AUTHOR + words("nexis", "head"))
_LOAD_DATE = pattern("nexis_load_date")
_COUNTER, _END = pattern("nexis_counter"), pattern("nexis_end")
_JOB, _TOTAL = pattern("nexis_job"), pattern("nexis_total")
_BODY, _COPYRIGHT = pattern("nexis_body"), pattern("nexis_copyright")
_AFTER_TEXT = pattern("nexis_after_text")
_EDITION = re.compile(r"(?:\w+ ){0,6}edition\b|correction appended", re.I)


def is_export(text):
    """Whether a text is an export of Nexis."""
    return is_document(text) or bool(_LOAD_DATE.search(text))


def is_document(text):
    """Whether a text is one document of an export, or several, with the marks of Nexis."""
    return bool(_END.search(text) or _COUNTER.search(text)) or is_cover(text)


def is_cover(text):
    """Whether a text is the cover of an export, which lists documents and holds none."""
    return bool(_JOB.search(text[:2000]) and _TOTAL.search(text[:2000]))


def join_lines(text):
    """In older exports lines are wrapped: each block between blank lines is one line."""
    is_old = not _BODY.search(text) and (_COUNTER.search(text) or _LOAD_DATE.search(text))
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text) if is_old else text


def split_documents(text):
    """(list of the documents as texts, the number of documents that the export states).

    What stands before the first document (a cover) and after the last is in none.
    """
    totals = _COUNTER.findall(text)
    end = _END if _END.search(text) else _LOAD_DATE
    documents = _COUNTER.split(text)[2::2] if totals else end.split(text)[:-1]
    totals = _TOTAL.findall(text[:5000])[:1] or totals
    stated = int(re.sub(r"\D", "", statistics.mode(totals))) if totals else len(documents)
    return documents, stated


def article_of(document, source, options):
    """The article that the text of one document makes."""
    head, *body = _BODY.split(document, maxsplit=1)
    lines = _lines_of(head.rpartition(SECTION_END)[2])
    first = find_index(_ends_head, lines, default=0)
    end = len(lines)
    if not body:
        places = range(first, min(first + MAX_LABELS, end))
        end = max((at + 1 for at in places if _label(lines[at]) in _LABELS), default=first)
    labels = {_label(line): line.partition(":")[2] for line in reversed(lines[first:end])}
    fields = _read_head(lines[:first], is_new=bool(body))
    if headline := labels.get("headline"):
        fields |= {"title": headline, "outlet": lines[0]}
    if not fields["title"] and not fields["date"]:
        return Rejected(source, UNKNOWN)
    text = _without_tail(_lines_of(body[0]) if body else lines[end:])
    byline = next((labels[name] for name in _AUTHOR if name in labels), "")
    return make_article(
        source,
        "Nexis header",
        options,
        **fields,
        authors=without_biography(byline),
        text="\n\n".join(text),
    )


def _lines_of(text):
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _ends_head(line):
    return _label(line) in _LABELS or _COPYRIGHT.match(line)


def _label(line):
    return line[:60].partition(":")[0].strip().lower() if ":" in line[:60] else ""


def _read_head(head, is_new):
    """Dict of title, outlet and line with the date, which stand above the labels."""
    dated = find_index(_is_dated, head, start=1, default=len(head))
    before = [line for line in head[:dated] if not re.fullmatch(r"\([^()]{1,40}\)", line)]
    after = head[dated + 1 :]
    while len(after) > 1 and _EDITION.match(after[0]):
        after = after[1:]
    title, outlet = (before[:-1], before[-1:]) if is_new else (after, before[:1])
    date = "".join(head[dated : dated + 1])
    return {"title": " ".join(title), "outlet": "".join(outlet), "date": date}


def _is_dated(line):
    return find_date(line) or line.lower().startswith("correction")


def _without_tail(lines):
    """The lines of a text without classification, pictures, corrections and addresses after it."""
    end = find_index(_starts_tail, lines, default=len(lines))
    while end and _AFTER_TEXT.match(lines[end - 1]):
        end -= 1
    return lines[:end]


def _starts_tail(line):
    return line[:1].isupper() and line[:60].partition(":")[0].strip().lower() in _TAIL
