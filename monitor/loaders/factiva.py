"""Read the documents of exports of Factiva: HTML, XML or RTF, in any language of its interface."""

import re

from monitor.loaders.fields import find_index, make_article
from monitor.loaders.markup import lines_of
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date

HEADLINE = "\ue000"  # private use: marks a line as a headline
_END = re.compile(r"\S{2,12}\s[A-Z][A-Z0-9]{3,11}\d{8}[a-z]\w{6,12}$")
_LENGTH = re.compile(r"\d[\d.,'\s]{0,9}\s?[^\W\d_]{1,12}$")  # ``512 words`` in any language
_TIME = re.compile(r"\d{1,2}[:.h]\d\d\b.{0,12}$")
_COPYRIGHT = re.compile(r"copyright|©|\(c\)", re.I)
_NUMBERED = re.compile(r"^(\d{1,5})\)\s+(?=\S)")
# Factiva's own codes: HD headline, BY byline, PD date, SN outlet, LP and TD text, AN number, …
_CODES = set(
    "SE HD BY WC PD ET SN SC ED PG LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN NGC".split()
)
_CODES |= set("GC CR ART VOL".split())
_ARTICLES = './/div[contains(concat(" ", @class, " "), " article ")]'
_HEADLINES = './/*[contains(@class, "Headline")]'
_PARAGRAPHS = './/p[contains(@class, "articleParagraph")]'
_XML_PATHS = {
    "HD": "{*}headline",
    "BY": "{*}byline",
    "PD": "{*}publicationDate",
    "SN": "{*}sourceName",
    "AN": "{*}accessionNo",
}
_XML_TEXTS = ("{*}leadParagraph", "{*}tailParagraphs")


def is_export(lines):
    """Whether the lines are an export of Factiva."""
    return any(map(_END.match, lines))


def split_documents(lines):
    """(list of documents, each a dict from code to value; the number that the export states)."""
    documents, document = [], []
    for line in lines:
        document.append(line)
        if _END.match(line):
            documents.append(_read_lines(document))
            document = []
    return documents, _highest_number(documents)


def split_page(tree):
    """As `split_documents`, for an HTML tree."""
    elements = tree.xpath(_ARTICLES)
    inner = {part for element in elements for part in element.iterdescendants("div")}
    documents = [_read_element(element) for element in elements if element not in inner]
    return documents, _highest_number(documents)


def split_xml(tree):
    """As `split_documents`, for an XML tree."""
    documents = [_read_xml(element) for element in tree.iter("{*}article")]
    counts = [element.get("count", "") for element in tree.iter("{*}ppsarticleResultSet")]
    stated = next((int(count) for count in counts if count.isdigit()), 0)
    return documents, stated or _highest_number(documents)


def _highest_number(documents):
    """The highest number before a headline; 0 where one alone, ``1) …``, may be its own."""
    numbers = [_NUMBERED.match(document["HD"]) for document in documents]
    highest = max((int(number[1]) for number in numbers if number), default=0)
    return highest if highest > 1 else 0


def article_of(fields, source, options):
    """The article of one document."""
    return make_article(
        source,
        "Factiva header",
        options,
        title=_NUMBERED.sub("", fields["HD"]),
        text="\n\n".join(filter(None, (fields.get("LP"), fields.get("TD")))),
        outlet=fields.get("SN"),
        date=fields.get("PD"),
        authors=fields.get("BY"),
        source_id=fields.get("AN", "").split(" ")[-1],
    )


def _read_xml(element):
    fields = {}
    for code, path in _XML_PATHS.items():
        lines = (clean_line("".join(part.itertext())) for part in element.iterfind(path))
        fields[code] = " ".join(filter(None, lines))
    paragraphs = []
    for path in _XML_TEXTS:
        for block in element.iterfind(path):
            paragraphs += list(block.iterfind("{*}paragraph")) or [block]
    lines = (clean_line("".join(paragraph.itertext())) for paragraph in paragraphs)
    return fields | {"LP": "\n\n".join(filter(None, lines))}


def _read_element(element):
    lines = lines_of(element)
    if _has_codes(lines):
        return _read_codes(lines)
    body = [line for part in element.xpath(_PARAGRAPHS) for line in lines_of(part)]
    titles = {clean_line(part.text_content()) for part in element.xpath(_HEADLINES)}
    length = find_index(_LENGTH.match, lines, default=0)
    start = find_index(body[:1].__contains__, lines, length, default=len(lines))
    head = [HEADLINE + line if line in titles else line for line in lines[:start]]
    end = next(filter(_END.match, reversed(lines)), "")
    return _read_head(head) | {"LP": "\n\n".join(body), "AN": end}


def _has_codes(lines):
    return "HD" in lines and "PD" in lines


def _read_codes(lines):
    """Fields of lines that are a code or its value."""
    fields, code = {"HD": ""}, ""
    for line in lines:
        if line in _CODES:
            code = line
        elif code and (value := line.strip("\f").lstrip(HEADLINE)):
            fields[code] = f"{fields[code]}\n\n{value}" if fields.get(code) else value
    return fields


def _read_lines(lines):
    """Fields of the lines of one document, with codes or without."""
    if _has_codes(lines):
        return _read_codes(lines)
    length = find_index(_LENGTH.match, lines, start=1, default=0)
    start = find_index(_ends_head, lines, start=length, default=length) + 1
    body = [line for line in lines[start:-1] if line.strip("\f")]
    if len(body) > 1 and _is_publisher(body[-1]):
        body = body[:-1]
    head = [line for line in lines[:start] if line.strip("\f")]
    return _read_head(head) | {"LP": "\n\n".join(body), "AN": lines[-1]}


def _ends_head(line):
    return not line or _COPYRIGHT.match(line)


def _is_publisher(line):
    return len(line.split()) < 8 and not line.endswith((".", "”", '"', "!", "?"))


def _read_head(head):
    """Fields of the lines above a text without codes.

    They are: section, headline, author, length, date, time, outlet, its code, language, copyright.
    """
    title = find_index(re.compile(HEADLINE).match, head)
    below = (title or 0) + 1
    length = find_index(_LENGTH.match, head, below)
    if length is None:
        length = find_index(find_date, head, below, default=len(head)) - 1
    if title is None:
        title = max(0, min(1, length - 1))
    rest = head[length + 1 :]
    date = find_index(find_date, rest[:3])
    names = [line for line in rest[(date or 0) + 1 :] if not _TIME.match(line)]
    return {
        "HD": head[title].lstrip(HEADLINE) if head else "",
        "BY": "; ".join(head[title + 1 : length]),
        "PD": "" if date is None else rest[date],
        "SN": names[0] if names else "",
    }
