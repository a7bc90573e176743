"""Read the documents of exports of Nexis (Lexis Advance, Nexis Uni, or the older LexisNexis).

Two layouts are known. The newer one gives title, outlet and date, then labels, `Body`, and
`End of Document`. The older one opens each document with `3 of 10 DOCUMENTS` and gives outlet and
date, then the title, labels and the text.
"""

import re
import statistics

from monitor.loaders.fields import find_index, make_article
from monitor.resources import words
from monitor.text.bylines import without_biography
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date

MAX_LABELS = 12  # lines with labels above a text
SECTION_END = "\f"
_ENDS = frozenset(words("nexis", "end"))
_BODIES = frozenset(words("nexis", "body"))
_AUTHOR = frozenset(words("nexis", "author"))
_LABELS = _AUTHOR | frozenset(words("nexis", "head"))
_TAIL = frozenset(words("nexis", "tail"))
_COUNTER = re.compile(
    r"(?P<before>(?:do[ck]uments?|documento)\s)?"
    r"\d[\d.,]*\s(?:of|von|de|sur|di|van)\s(?P<total>\d[\d.,]*)"
    r"(?P<after>\s(?:do[ck]ument(?:s|en|os|i|e)?))?$",
    re.I,
)
_MARK = re.compile(r"\d\s(?:of|von|de|sur|di|van)\s\d+\sdo[ck]ument|do[ck]uments?\s\d", re.I)
_TOTAL = re.compile(r"(?:documents?|dokumente?|documentos|文档)\s?\((?P<total>\d[\d.,]*)\)$", re.I)
_COVER = re.compile(r"(?:job number|auftragsnummer|numéro de tâche|número de trabajo)\s?:", re.I)
_LABEL = re.compile(r"([^\W\d_][\w./-]{2,20}(?:\s[\w-]{2,12})?)\s?:(?:\s|$)")
_COPYRIGHT = re.compile(
    r"copyright|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits", re.I
)
_TRAILER = re.compile(
    r"https?://\S+$|(?:photos?|photograph|graphics?|charts?|maps?|drawings?)\s?:|^\W*$", re.I
)
_EDITION = re.compile(r"(?:\w+ )?edition\b|correction appended", re.I)


def is_export(lines):
    """Whether the lines are an export of Nexis."""
    return is_cover(lines) or any(line in _ENDS or document_total(line) for line in lines)


def may_be_export(text):
    """Whether a text holds a mark that stands between documents; quick, for large texts."""
    return any(end in text for end in _ENDS) or bool(_MARK.search(text))


def is_cover(lines):
    """Whether the lines are the cover of an export, which lists documents and holds none."""
    return any(map(_COVER.match, lines[:20])) and any(map(_TOTAL.match, lines[:20]))


def document_total(line):
    """The number of documents that a line such as ``3 of 10 DOCUMENTS`` states; 0 for others."""
    match = _COUNTER.match(line)
    return _number(match) if match and (match["before"] or match["after"]) else 0


def _number(match):
    return int(re.sub(r"\D", "", match["total"]))


def split_documents(lines):
    """(list of documents, each a list of lines; the number of documents that the export states).

    What stands before the first document (a cover) and after the last is in none.
    """
    totals = list(filter(None, map(document_total, lines)))
    is_edge = document_total if totals else _ENDS.__contains__
    blocks = [[]]
    for line in lines:
        if is_edge(line):
            blocks.append([])
        else:
            blocks[-1].append(line)
    documents = [block for block in (blocks[1:] if totals else blocks[:-1]) if any(block)]
    for match in filter(None, map(_TOTAL.match, lines[:60])):
        return documents, _number(match)
    return documents, statistics.mode(totals or [len(documents)])


def article_of(lines, source, options):
    """The article that the lines of one document make."""
    lines = [line for line in lines if line]
    first = find_index(_ends_head, lines, default=0)
    body = find_index(_BODIES.__contains__, lines)
    labels_end = _end_of_labels(lines, first) if body is None else body
    head = lines[: min(first, labels_end)]
    if SECTION_END in head:
        head = head[len(head) - head[::-1].index(SECTION_END) :]
    fields = _read_old_head(head) if body is None else _read_head(head)
    labels = lines[first:labels_end]
    byline = next((line.partition(":")[2] for line in labels if _label(line) in _AUTHOR), "")
    text = lines[labels_end:] if body is None else lines[body + 1 :]
    return make_article(
        source,
        "Nexis header",
        options,
        **fields,
        text="\n\n".join(_without_tail(text)),
        authors=without_biography(clean_line(byline)),
    )


def _ends_head(line):
    return _label(line) in _LABELS or bool(_COPYRIGHT.match(line))


def _label(line):
    match = _LABEL.match(line[:60])
    return match[1].lower() if match else ""


def _end_of_labels(lines, first):
    """Place after the last label of the older layout."""
    head = range(first, min(first + MAX_LABELS, len(lines)))
    return max((at + 1 for at in head if _label(lines[at]) in _LABELS), default=first)


def _read_old_head(head):
    """Dict of title, outlet and line of the date in the older layout."""
    dated = _find_dated(head)
    title = head[1 if dated is None else dated + 1 :]
    while len(title) > 1 and _EDITION.match(title[0]) and len(title[0].split()) < 7:
        title = title[1:]
    date = "" if dated is None else head[dated]
    return {"title": " ".join(title), "outlet": "".join(head[:1]), "date": date}


def _read_head(head):
    """Dict of title, outlet and line of the date in the newer layout."""
    dated = _find_dated(head)
    if dated is None:
        dated = find_index(re.compile("correction", re.I).match, head, default=len(head))
    names = [line for line in head[:dated] if not re.fullmatch(r"\([^()]{1,40}\)", line)]
    date = "".join(head[dated : dated + 1])
    return {"title": " ".join(names[:-1]), "outlet": "".join(names[-1:]), "date": date}


def _find_dated(head):
    return find_index(find_date, head, start=1)


def _without_tail(lines):
    """The lines of a text without classification, pictures, corrections and addresses after it."""
    end = find_index(_starts_tail, lines, default=len(lines))
    if "Related Articles" in lines[max(0, end - 25) : end]:
        end = lines.index("Related Articles", max(0, end - 25))
    while end and (_TRAILER.match(lines[end - 1]) or _COPYRIGHT.match(lines[end - 1])):
        end -= 1
    return lines[:end]


def _starts_tail(line):
    if line == SECTION_END:
        return True
    return line[:1].isupper() and (line.lower() in _TAIL or _label(line) in _TAIL)
