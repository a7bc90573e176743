"""Read exports of Factiva: HTML, XML or RTF, in any language of its interface."""

import itertools
import re

from monitor.loaders.boilerplate import ends_sentence
from monitor.loaders.fields import find_index, make_article, read_labels
from monitor.loaders.markup import HEADLINE, PARAGRAPH, SECTION_END, lines_of
from monitor.resources import pattern, words

_END, _CODE = pattern("factiva_end"), pattern("factiva_code")
_LENGTH, _TIME = pattern("factiva_length"), pattern("factiva_time")
_RIGHTS = pattern("factiva_rights")
_NUMBER = re.compile(rf"^{HEADLINE}?(\d{{1,5}})\) +(?=\S)")
_MARKS = f"{HEADLINE}{PARAGRAPH} "
_XML_PATHS = [row.split() for row in words("factiva", "xml")]
_FIELDS = ("title", "authors", "date", "outlet", "source_id", "text")


def is_export(text):
    """Whether a text is an export of Factiva."""
    return bool(_END.search(text))


def mark_page(tree):
    """Mark the headlines and the paragraphs of an HTML tree."""
    for mark, name in ((HEADLINE, "Headline"), (PARAGRAPH, "articleParagraph")):
        for element in tree.xpath(f'.//*[contains(@class, "{name}")]'):
            element.text = mark + (element.text or "")
            for line_end in element.iterdescendants("br"):
                line_end.tail = mark + (line_end.tail or "")


def split_documents(text):
    """(list of documents, each a dict from field to lines; the number that the export states)."""
    ends = [0, *(match.end() for match in _END.finditer(text))]
    documents = [_read_document(text[at:end]) for at, end in itertools.pairwise(ends)]
    return documents, _highest_number(documents)


def split_xml(tree):
    """As `split_documents`, for an XML tree."""
    documents = [_read_xml(element) for element in tree.iterfind(".//{*}ppsarticle/{*}article")]
    stated = "".join(tree.xpath("//*[local-name() = 'ppsarticleResultSet']/@count"))
    return documents, int(stated) if stated.isdecimal() else 0


def _highest_number(documents):
    """The highest number that stands before a headline, such as ``12) …``."""
    numbers = [_NUMBER.match("".join(fields["title"])) for fields in documents]
    return max((int(number[1]) for number in numbers if number), default=0)


def article_of(fields, source, options):
    """The article of one document."""
    fields = {field: [line.lstrip(_MARKS) for line in fields.get(field, ())] for field in _FIELDS}
    title = _NUMBER.sub("", " ".join(fields["title"]))
    return make_article(
        source,
        "Factiva header",
        options,
        title=title,
        text="\n\n".join(filter(None, fields["text"])),
        outlet=" ".join(fields["outlet"]),
        date=" ".join(fields["date"]),
        authors="; ".join(fields["authors"]),
        source_id="".join(fields["source_id"]).split(" ")[-1],
    )


def _read_xml(element):
    fields = {field: [] for field in _FIELDS}
    for field, path in _XML_PATHS:
        for part in element.iterfind(path):
            fields[field] += lines_of(part)
    return fields


def _read_document(text):
    """Fields of one document, with codes or without."""
    lines = text.replace(SECTION_END, "").strip("\n").split("\n")
    fields = read_labels(lines, _CODE.fullmatch if "HD" in lines else _CODE.match, None)
    return fields if fields["title"] and fields["date"] else _read_layout(lines)


def _read_layout(lines):
    """Fields of the lines of a document without codes.

    They are: section, headline, author, length, date, time, outlet, its code, language, rights,
    text, publisher, number.
    """
    length = find_index(_LENGTH.match, lines, start=1, default=1)
    above = lines[:length]
    marked = (line for line in above if line.startswith(HEADLINE))
    title = next(marked, max(above, key=len))
    names = [line for line in lines[length + 2 :] if not _TIME.match(line)]
    return {
        "title": [title],
        "authors": above[above.index(title) + 1 :],
        "date": lines[length + 1 : length + 2],
        "outlet": names[:1],
        "text": _text_below(length, lines),
        "source_id": lines[-1:],
    }


def _text_below(length, lines):
    """The paragraphs that are marked; else the lines from the rights to the publisher."""
    if marked := [line for line in lines if line.startswith(PARAGRAPH)]:
        return marked
    rights = find_index(_RIGHTS.match, lines, length, default=length)
    text = [line for line in lines[rights + 1 : -1] if line]
    has_publisher = len(text) > 1 and len(text[-1].split()) < 8 and not ends_sentence(text[-1])
    return text[:-1] if has_publisher else text
