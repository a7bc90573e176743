"""Read exports of Nexis (Lexis Advance, Nexis Uni, or the older LexisNexis).

Three layouts are known. The newer one gives title, outlet and date, then labels, `Body`, and
`End of Document`. The older one opens each document with `3 of 10 DOCUMENTS` and gives outlet and
date, then the title, labels and the text; without that counter, documents end with `LOAD-DATE`.
"""

import re

from monitor.article import Rejected
from monitor.loaders.fields import find_index, make_article, read_labels
from monitor.loaders.markup import SECTION_END
from monitor.resources import pattern
from monitor.text.bylines import without_biography
from monitor.text.dates import find_date

UNKNOWN = (
    "an export in an unknown form; export it from Nexis, Factiva or ProQuest as text, or each "
    "article as a file of its own"
)
MAX_LABELS = 12  # lines with labels above a text
MAX_COVER = 5000  # characters
_COVER, _COUNTER = pattern("nexis_cover"), pattern("nexis_counter")
_END, _LOAD_DATE = pattern("nexis_end"), pattern("nexis_load_date")
_ASIDE, _LABEL = pattern("nexis_aside"), pattern("nexis_label")
_BODY = pattern("nexis_body")
_TAIL, _AFTER_TEXT = pattern("nexis_tail"), pattern("nexis_after_text")


def is_export(text):
    """Whether a text is an export of Nexis, or a document of one, by the marks of Nexis."""
    marks = (_END, _COUNTER, _LOAD_DATE)
    return any(mark.search(text) for mark in marks) or is_cover(text)


def is_cover(text):
    """Whether a text is the cover of an export, which lists documents and holds none."""
    return bool(_COVER.search(text[:MAX_COVER]))


def join_lines(text):
    """In older exports lines are wrapped: each block between blank lines is one line."""
    is_old = is_export(text) and not _BODY.search(text)
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text) if is_old else text


def split_documents(text):
    """(list of the documents as texts, the number that the export states).

    What stands before the first document (a cover) and after the last is in none.
    """
    counted = _COUNTER.split(text)
    documents = counted[2::2] or _END.split(text)[:-1] or _LOAD_DATE.split(text)[:-1]
    totals = _COVER.findall(text[:MAX_COVER]) or counted[1::2]
    return documents, int(re.sub(r"\D", "", totals[0])) if totals else 0


def article_of(document, source, options):
    """The article that the text of one document makes."""
    head, *body = _BODY.split(document, maxsplit=1)
    lines = _lines_of(head.rpartition(SECTION_END)[2])
    if body:
        text = _lines_of(body[0])
    else:
        labelled = [at for at, line in enumerate(lines) if _LABEL.match(line)]
        end = max((at + 1 for at in labelled if at < labelled[0] + MAX_LABELS), default=0)
        lines, text = lines[:end], lines[end:]
    fields = read_labels(lines, _LABEL.match, "head")
    stated = _read_head(fields["head"], is_new=bool(body))
    if not stated["title"] and not stated["date"]:
        return Rejected(source, UNKNOWN)
    return make_article(
        source,
        "Nexis header",
        options,
        title=" ".join(fields["title"] or stated["title"]),
        outlet="".join(stated["outlet"]),
        date="".join(stated["date"]) or "none stated",
        authors=without_biography("".join(fields["authors"][:1])),
        text="\n\n".join(_without_tail(text)),
    )


def _lines_of(text):
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _read_head(lines, is_new):
    """Dict of the lines with title, outlet and date, which stand above the labels."""
    lines = [line for line in lines if not _ASIDE.match(line)]
    dated = find_index(find_date, lines, start=1, default=len(lines))
    above, below = lines[:dated], lines[dated + 1 :]
    title, outlet = (above[:-1], above[-1:]) if is_new else (below, above[:1])
    return {"title": title, "outlet": outlet, "date": lines[dated : dated + 1]}


def _without_tail(lines):
    """The lines of a text without classification, pictures, corrections and addresses after it."""
    end = find_index(_TAIL.match, lines, default=len(lines))
    while end and _AFTER_TEXT.match(lines[end - 1]):
        end -= 1
    return lines[:end]
