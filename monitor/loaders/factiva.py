"""Read exports of Factiva: HTML, XML or RTF, in any language of its interface."""

import re

from monitor.loaders.boilerplate import ends_sentence
from monitor.loaders.fields import find_index, make_article
from monitor.loaders.markup import HEADLINE, PARAGRAPH, SECTION_END
from monitor.resources import words
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date

_END = re.compile(r"^(?:AN )?\S{2,12} [A-Z][A-Z0-9]{3,11}\d{8}[a-z]\w{6,12}$", re.M)
_LENGTH = re.compile(r"\d[\d.,'\s]{0,9}\s?[^\W\d_]{1,12}$")  # ``512 words`` in any language
_TIME = re.compile(r"\d{1,2}[:.h]\d\d\b.{0,12}$")
_COPYRIGHT = re.compile(r"copyright|©|\(c\)|$", re.I)
_NUMBER = re.compile(r"^(\d{1,5})\) +(?=\S)", re.M)
_CODES = words("factiva", "codes")
_CODE = re.compile(rf"^({'|'.join(_CODES)}) +(?=\S)", re.M)
_XML_PATHS = dict(row.split() for row in words("factiva", "xml"))
_XML_TEXT = '*[local-name() = "leadParagraph" or local-name() = "tailParagraphs"]'
_XML_PARAGRAPHS = f'{_XML_TEXT}/*[local-name() = "paragraph"] | {_XML_TEXT}[not(*)]'


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
    """(list of documents, each a dict from code to value; the number that the export states)."""
    ends = [match.end() for match in _END.finditer(text)]
    starts = [0, *ends[:-1]]
    documents = [_read_document(text[at:end]) for at, end in zip(starts, ends, strict=True)]
    return documents, _highest_number(documents)


def split_xml(tree):
    """As `split_documents`, for an XML tree."""
    documents = [_read_xml(element) for element in tree.iterfind(".//{*}ppsarticle/{*}article")]
    stated = "".join(tree.xpath("//*[local-name() = 'ppsarticleResultSet']/@count"))
    return documents, int(stated) if stated.isdecimal() else _highest_number(documents)


def _highest_number(documents):
    """The highest number before a headline; 0 where one alone, ``1) …``, may be its own."""
    headlines = "\n".join(document["HD"] for document in documents)
    highest = max(map(int, _NUMBER.findall(headlines)), default=0)
    return highest if highest > 1 else 0


def article_of(fields, source, options):
    """The article of one document."""
    return make_article(
        source,
        "Factiva header",
        options,
        title=_NUMBER.sub("", fields["HD"], count=1),
        text="\n\n".join(filter(None, (fields.get("LP"), fields.get("TD")))),
        outlet=fields.get("SN"),
        date=fields.get("PD"),
        authors=fields.get("BY"),
        source_id=fields.get("AN", "").split(" ")[-1],
    )


def _read_xml(element):
    fields = {code: _xml_text(element.iterfind(path), " ") for code, path in _XML_PATHS.items()}
    paragraphs = element.xpath(_XML_PARAGRAPHS)
    return fields | {"LP": _xml_text(paragraphs, "\n\n")}


def _xml_text(elements, separator):
    lines = (clean_line("".join(element.itertext())) for element in elements)
    return separator.join(filter(None, lines))


def _read_document(text):
    """Fields of one document, with codes or without."""
    text = text.replace(SECTION_END, "").strip("\n")
    if re.search(r"^HD +\S", text, re.M):
        text = _CODE.sub(r"\1\n", text)
    lines = text.split("\n")
    if "HD" in lines and "PD" in lines:
        return _read_codes(lines)
    start = find_index(re.compile(PARAGRAPH).match, lines)
    if start is not None:
        body = [line.lstrip(PARAGRAPH + " ") for line in lines if line.startswith(PARAGRAPH)]
    else:
        length = find_index(_LENGTH.match, lines, start=1, default=0)
        start = find_index(_COPYRIGHT.match, lines, length, default=length) + 1
        body = list(filter(None, lines[start:-1]))
        if len(body) > 1 and len(body[-1].split()) < 8 and not ends_sentence(body[-1]):
            body = body[:-1]  # without the publisher
    fields = _read_head(list(filter(None, lines[:start])))
    return fields | {"LP": "\n\n".join(filter(None, body)), "AN": lines[-1]}


def _read_codes(lines):
    """Fields of lines that are a code or its value."""
    fields, code = {"HD": ""}, ""
    for line in lines:
        if line in _CODES:
            code = line
        elif code and (value := line.lstrip(HEADLINE + PARAGRAPH + " ")):
            fields[code] = f"{fields[code]}\n\n{value}" if fields.get(code) else value
    return fields


def _read_head(head):
    """Fields of the lines above a text without codes.

    They are: section, headline, author, length, date, time, outlet, its code, language, copyright.
    """
    length = find_index(_LENGTH.match, head, start=1, default=1)
    longest = max(range(min(2, length)), key=lambda at: len(head[at]), default=0)
    title = find_index(re.compile(HEADLINE).match, head, default=longest)
    below = head[title + 1 :]
    dated = find_index(find_date, below, default=len(below))
    names = [line for line in below[dated + 1 :] if not _TIME.match(line)]
    return {
        "HD": "".join(head[title : title + 1]).lstrip(HEADLINE + " "),
        "BY": "; ".join(line for line in below[:dated] if not _LENGTH.match(line)),
        "PD": "".join(below[dated : dated + 1]),
        "SN": "".join(names[:1]),
    }
