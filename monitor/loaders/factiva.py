"""An export of Factiva (HTML, XML or RTF, in any language of its interface) in; its articles out."""

import re

from monitor.article import Article, Rejected, clean_line, find_date, split_authors
from monitor.loaders.nexis import short_count

HEADLINE = "\ue000"
_END = re.compile(r"\S{2,12}\s([A-Z][A-Z0-9]{3,11}\d{8}[a-z]\w{6,12})$")
_WORDS = re.compile(r"\d[\d.,'\s]{0,9}\s?[^\W\d_]{1,12}$")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d\b.{0,12}$")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.I)
_COUNTED = re.compile(r"(\d{1,5})\)\s+(?=\S)")
_CODES = frozenset(
    "SE HD BY WC PD ET SN SC ED PG LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN NGC GC CR ART VOL".split()
)
_XML_PATHS = {"HD": "{*}headline", "BY": "{*}byline", "PD": "{*}publicationDate", "SN": "{*}sourceName"}
_XML_PATHS |= {"AN": "{*}accessionNo", "LP": "{*}leadParagraph/{*}paragraph", "TD": "{*}tailParagraphs/{*}paragraph"}


def is_export(lines):
    """Whether the lines are an export of Factiva."""
    return any(map(_END.match, lines))


def is_page(tree):
    """Whether an HTML tree is an export of Factiva."""
    return bool(tree.xpath('.//div[contains(concat(" ", @class, " "), " article ")]')) and is_export(
        [clean_line(text) for text in tree.xpath(".//p/text() | .//td/text() | .//td/span/text()")]
    )


def read(lines, name, options):
    """Yield the articles of an export given as lines, with codes (a code and its value on a line each) or without."""
    document, documents = [], []
    for line in lines:
        document.append(line)
        if _END.match(line):
            documents.append(document)
            document = []
    yield from _articles(map(_fields_of_lines, documents), name, options)


def read_page(tree, name, options, lines_of):
    """Yield the articles of an HTML export; `lines_of` gives the lines of an element."""
    found = tree.xpath('.//div[contains(concat(" ", @class, " "), " article ")]')
    outer = [element for element in found if not any(parent in found for parent in element.iterancestors("div"))]
    yield from _articles((_fields_of_element(element, lines_of) for element in outer), name, options)


def read_xml(tree, name, options):
    """Yield the articles of an XML export."""
    fields = (_fields_of_xml(element) for element in tree.iter("{*}article"))
    stated = next((int(e.get("count")) for e in tree.iter("{*}ppsarticleResultSet") if e.get("count", "").isdigit()), 0)
    yield from _articles(fields, name, options, stated)


def _articles(documents, name, options, stated=0):
    count, highest = 0, stated
    for count, fields in enumerate(documents, start=1):
        title = fields.get("HD", "")
        if counted := _COUNTED.match(title):
            highest = max(highest, int(counted[1]))
            title = title[counted.end() :]
        yield _article(fields, title, f"{name}, document {count}", options)
    # Numbers before the headlines count the articles; a single "1) …" may be a headline's own.
    if highest > 1 and highest != count:
        yield Rejected(name, short_count(highest, count))


def _article(fields, title, source, options):
    day, note = find_date(fields.get("PD", ""), options.day_first)
    return Article(
        title=title,
        text="\n\n".join(filter(None, (fields.get("LP"), fields.get("TD")))),
        outlet=fields.get("SN", ""),
        date=day,
        date_rule="Factiva header" if day else note,
        authors=split_authors(fields.get("BY", "")),
        source=source,
        source_id=fields.get("AN", "").split(" ")[-1] or None,
    )


def _fields_of_element(element, lines_of):
    lines = lines_of(element)
    if _is_coded(lines):
        return _fields_of_codes(lines)
    head, body = [], []
    for part in element.iter("div", "p", "span"):
        kind = part.get("class") or ""
        if "Headline" in kind:
            head.append(HEADLINE + clean_line(part.text_content()))
        elif part.tag == "p" and "articleParagraph" in kind:
            body += lines_of(part)
        elif part.tag == "div" and "article" not in kind and not body and part.find(".//*[@class]") is None:
            head.append(clean_line(part.text_content()))
    end = next((line for line in reversed(lines) if _END.match(line)), "")
    return _fields_of_head(head) | {"LP": "\n\n".join(body), "AN": end}


def _fields_of_xml(element):
    fields = {}
    for code, path in _XML_PATHS.items():
        lines = (clean_line("".join(part.itertext())) for part in element.iterfind(path))
        fields[code] = ("\n\n" if "paragraph" in path else " ").join(filter(None, lines))
    return fields


def _fields_of_codes(lines):
    fields, code = {}, ""
    for line in lines:
        if line in _CODES:
            code = line
        elif code and line.strip("\f"):
            line = line.lstrip(HEADLINE)
            fields[code] = f"{fields[code]}\n\n{line}" if fields.get(code) else line
    return fields


def _fields_of_lines(lines):
    if _is_coded(lines):
        return _fields_of_codes(lines)
    words = next((at for at, line in enumerate(lines) if _WORDS.match(line) and at), 0)
    start = next((at for at in range(words, len(lines)) if _COPYRIGHT.match(lines[at]) or not lines[at]), words) + 1
    body = [line for line in lines[start:-1] if line.strip("\f")]
    # The last line before the number of the document names the publisher.
    if len(body) > 1 and len(body[-1].split()) < 8 and not body[-1].endswith((".", "”", '"', "!", "?")):
        body = body[:-1]
    head = [line for line in lines[:start] if line.strip("\f")]
    return _fields_of_head(head) | {"LP": "\n\n".join(body), "AN": lines[-1]}


def _is_coded(lines):
    return "HD" in lines and "PD" in lines


def _fields_of_head(head):
    """Fields of the lines above a text: section, headline, author, words, day, time, outlet, code, …, copyright."""
    title = next((at for at, line in enumerate(head) if line.startswith(HEADLINE)), None)
    words = next((at for at in range((title or 0) + 1, len(head)) if _WORDS.match(head[at])), None)
    if words is None:
        words = next((at for at in range((title or 0) + 1, len(head)) if find_date(head[at])[0]), len(head)) - 1
    if title is None:
        title = 0 if words < 2 else min(1, words - 1)
    rest = head[words + 1 :]
    date = next((at for at, line in enumerate(rest[:3]) if find_date(line)[0]), None)
    names = [line for line in rest[(date or 0) + 1 :] if not _TIME.match(line)]
    return {
        "HD": head[title].lstrip(HEADLINE) if head else "",
        "BY": "; ".join(head[title + 1 : words]),
        "PD": rest[date] if date is not None else "",
        "SN": names[0] if names else "",
    }
