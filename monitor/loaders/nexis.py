"""Lines of an export of Nexis (Lexis Advance, Nexis Uni, or the older LexisNexis) in; its articles out.

Two layouts are known. The newer one gives title, outlet and date, then labels, `Body`, and `End of Document`. The older
one opens each article with `3 of 10 DOCUMENTS` and gives outlet and date, then the title, labels and the text.
"""

import re
import statistics

from monitor.article import Article, Rejected, clean_line, find_date, split_authors
from monitor.resources import words

SECTION = "\f"
_END, _BODY, _AUTHOR, _HEAD, _TAIL = (
    frozenset(words("nexis", name)) for name in ("end", "body", "author", "head", "tail")
)
_LABELS = _HEAD | _AUTHOR
_MARK = re.compile(r"\d\s+(?:of|von|de|sur|di|van)\s+\d+\s+do[ck]ument|do[ck]uments?\s\d", re.I)
_NUMBER = re.compile(
    r"(?:(?P<before>do[ck]uments?|documento)\s)?(?P<n>\d[\d.,]*)\s(?:of|von|de|sur|di|van)\s(?P<of>\d[\d.,]*)"
    r"(?P<after>\s(?:do[ck]ument(?:s|en|os|i|e)?))?$",
    re.I,
)
_STATED = re.compile(r"(?:documents?|dokumente?|documentos|文档)\s?\((\d[\d.,]*)\)$", re.I)
_COVER = re.compile(r"(?:job number|auftragsnummer|numéro de tâche|número de trabajo)\s?:", re.I)
_LABEL = re.compile(r"([^\W\d_][\w./-]{2,20}(?:\s[\w-]{2,12})?)\s?:(?:\s|$)")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits)", re.I)
_TRAILER = re.compile(r"https?://\S+$|(?:photos?|photograph|graphics?|charts?|maps?|drawings?)\s?:|^\W*$", re.I)


def is_export(lines):
    """Whether the lines are an export of Nexis."""
    return any(line in _END or announced(line) for line in lines) or is_list(lines)


def may_be_export(text):
    """Whether a text holds a mark that stands between the documents of an export; quick, for large texts."""
    return any(mark in text for mark in _END) or bool(_MARK.search(text))


def is_list(lines):
    """Whether the lines are the cover of an export, which lists documents and holds none."""
    return any(map(_COVER.match, lines[:20])) and any(map(_STATED.match, lines[:20]))


def announced(line):
    """The number of documents that a line such as ``3 of 10 DOCUMENTS`` states; None for any other line."""
    found = _NUMBER.match(line)
    if found and (found["before"] or found["after"]):
        return int(re.sub(r"\D", "", found["of"]))
    return None


def read(lines, name, options):
    """Yield the articles of an export, and a rejection where it states another number of them than it holds."""
    marks = [number for number in map(announced, lines) if number]
    stated = [int(re.sub(r"\D", "", found[1])) for found in map(_STATED.match, lines[:60]) if found]
    documents = list(_documents(lines, bool(marks)))
    for place, document in enumerate(documents, start=1):
        yield article_of(document, f"{name}, document {place}", options)
    most = stated[0] if stated else statistics.mode(marks or [len(documents)])
    if most != len(documents):
        yield Rejected(name, short_count(most, len(documents)))


def short_count(stated, found):
    """The reason that reports how an export differs from what it states."""
    return f"the export states {stated} articles, and {found} are in it; export again what is missing"


def article_of(lines, source, options):
    """The article, or the rejection, that the lines of one document make."""
    lines = [line for line in lines if line]
    body = next((at for at, line in enumerate(lines) if line in _BODY), None)
    first = next((at for at, line in enumerate(lines) if _field(line) in _LABELS or _COPYRIGHT.match(line)), 0)
    labels_end = body if body is not None else _end_of_labels(lines, first)
    head = lines[: min(first, labels_end)]
    if SECTION in head:
        head = head[len(head) - head[::-1].index(SECTION) :]
    title, outlet, date = _parts(head, classic=body is None)
    day, note = find_date(date, options.day_first)
    authors = next((line.partition(":")[2] for line in lines[first:labels_end] if _field(line) in _AUTHOR), "")
    start = body + 1 if body is not None else labels_end
    return Article(
        title=title,
        text="\n\n".join(_without_tail(lines[start:])),
        outlet=outlet,
        date=day,
        date_rule="Nexis header" if day else note,
        authors=split_authors(_first_byline(clean_line(authors))),
        source=source,
    )


def _documents(lines, classic):
    """Lines of each document; what stands before the first (a cover) and after the last is in none."""
    document, inside = [], not classic
    for line in lines:
        if announced(line) if classic else line in _END:
            if inside and any(document):
                yield document
            document, inside = [], True
        else:
            document.append(line)
    if classic and any(document):
        yield document


def _field(line):
    found = _LABEL.match(line[:60])
    return found[1].lower() if found else ""


def _end_of_labels(lines, first):
    """Place after the last label; a label's own text may run on over a short line."""
    end = first
    while ahead := [at for at in range(end, min(end + 3, len(lines))) if _field(lines[at]) in _LABELS]:
        if any(len(line.split()) > 12 for line in lines[end : ahead[0]]):
            break
        end = ahead[0] + 1
    return end


def _parts(head, classic):
    """(title, outlet, date line) of the lines above the labels."""
    dated = next((at for at, line in enumerate(head) if at and find_date(line)[0]), None)
    if classic:
        title = head[1 if dated is None else dated + 1 :]
        while len(title) > 1 and _is_edition(title[0]):
            title = title[1:]
        return " ".join(title), "".join(head[:1]), "" if dated is None else head[dated]
    if dated is None:
        dated = next((at for at, line in enumerate(head) if line.lower().startswith("correction")), len(head))
    names = [line for line in head[:dated] if not re.fullmatch(r"\([^()]{1,40}\)", line)]
    return " ".join(names[:-1]), "".join(names[-1:]), "".join(head[dated : dated + 1])


def _is_edition(line):
    return bool(re.match(r"(?:\w+ )?edition\b|correction appended", line, re.I)) and len(line.split()) < 7


def _first_byline(value):
    """A byline without the note about the author that may follow it: at a mark, or where the first name comes again."""
    value = re.split(r";|<|&lt;", re.sub(r"^\W+", "", value))[0]
    words = value.split()
    bare = [word.strip(",.") for word in words]
    again = (at for at in range(2, len(words) - 1) if bare[at : at + 2] == bare[:2])
    return " ".join(words[: next(again, len(words))])


def _without_tail(lines):
    """The body's lines without what the archive adds after them: classification, pictures, corrections, addresses."""
    end = next((at for at, line in enumerate(lines) if _is_tail(line)), len(lines))
    if "Related Articles" in lines[max(0, end - 25) : end]:
        end = lines.index("Related Articles", max(0, end - 25))
    while end and (_TRAILER.match(lines[end - 1]) or _COPYRIGHT.match(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_tail(line):
    return line == SECTION or (line[:1].isupper() and (line.lower() in _TAIL or _field(line) in _TAIL))
