"""Read exports of press archives by the layouts that `[[exports]]` of data/reading.toml describes.

Each layout says what shows it (`mark`: the text meets all of these expressions), what one document
is (`documents`: the first of these expressions that is met splits the text; its group is the
document), and what the documents state (`total`). In a document, `prepare` replaces what is in the
way; a `label` begins the field that its group names, or lines that are left out, and `tail` is the
label that ends the text; `head` has as its groups the fields of the lines above the first label;
`clean` replaces parts of fields.
"""

import collections
import functools
import re

from monitor.article import Rejected
from monitor.loaders.fields import make_article
from monitor.loaders.markup import DATE, HEADLINE, PARAGRAPH, SECTION_END, lines_of
from monitor.loaders.options import Unreadable
from monitor.loaders.pasted import split_paragraphs
from monitor.resources import data, pattern, words
from monitor.text.cleaning import clean_line, clean_text
from monitor.text.dates import find_date

UNKNOWN = (
    "an export in an unknown layout; export it from Nexis, Factiva or ProQuest as text, or each "
    "article as a file of its own"
)
_LAYOUTS = data("reading.toml")["exports"]
_MARK, _PRIVATE = pattern("export_mark"), pattern("private")
_XML_PATHS = [row.split() for row in words("factiva", "xml")]


def read_text(text, name, options):
    """Iterator of the articles of an export given as text; None where it is no export.

    Single line ends may be those of lines wrapped at a width.
    """
    text = "\n".join(map(clean_line, clean_text(text).split("\n")))
    for layout in _LAYOUTS:
        if all(_compile(form).search(text) for form in layout["mark"]):
            return _read(layout, text, name, options)
    if len(_MARK.findall(text)) > 1:
        raise Unreadable(UNKNOWN)
    return None


def read_page(tree, name, options):
    """Iterator of the articles of an export given as an HTML tree; None where it is no export."""
    text = "\n\n".join(lines_of(tree))
    if _compile("^%(factiva_end)s").search(text):
        _mark(tree)
        return read_text("\n\n".join(lines_of(tree)), name, options)
    # A page may show "3 of 5 documents"; the mark of an export is in capitals.
    return read_text(text, name, options) if "DOCUMENTS" in text else None


def _mark(tree):
    """Mark the headlines and the lines of the paragraphs of an HTML tree."""
    for mark, name in ((HEADLINE, "Headline"), (PARAGRAPH, "articleParagraph")):
        for element in tree.xpath(f'.//*[contains(@class, "{name}")]'):
            element.text = mark + (element.text or "")
            for line_end in element.iterdescendants("br"):
                line_end.tail = mark + (line_end.tail or "")


def read_xml(tree, name, options):
    """Iterator of the articles of an export given as an XML tree; None where it is no export."""
    documents = [_read_xml(element) for element in tree.iterfind(".//{*}ppsarticle/{*}article")]
    stated = tree.xpath("//*[local-name() = 'ppsarticleResultSet']/@count")
    return _articles_of(documents, stated, name, options) if documents else None


def _read_xml(element):
    fields = collections.defaultdict(str)
    for field, path in _XML_PATHS:
        for part in element.iterfind(path):
            fields[field] += "\n\n" + "\n\n".join(lines_of(part))
    return fields


def _read(layout, text, name, options):
    text += "\n"
    found = [_find_all(form, text) for form in layout["documents"]]
    texts = max(found, key=lambda texts: min(len(texts), 2))
    documents = [_read_document(text, layout) for text in texts]
    return _articles_of(documents, _find_all(layout["total"], text), name, options)


def _find_all(form, text):
    """List of what the first group of a form matches in a text."""
    return [match[1] for match in _compile(form).finditer(text) if match[1]]


# Each line of each document is compared with some of them.
@functools.cache
def _compile(form):
    while "%(" in form:
        form %= data("reading.toml")["patterns"]
    return re.compile(form, re.I | re.M | re.X)


def _read_document(text, layout):
    """Dict from field to what a document states for it; empty where it holds several articles."""
    if len(_find_all("^(%(export_id)s)", text)) > 1:
        return {}
    for form, replacement in layout["prepare"]:
        text = _compile(form).sub(replacement, text)
    texts, field = collections.defaultdict(list), "head"
    for line in text.replace(SECTION_END, "").split("\n"):
        label = layout["tail"] if field == "text" else layout["label"]
        if match := _compile(label).match(line):
            field, line = match.lastgroup, line[match.end() :]
        texts[field].append(line + DATE if field == "head" and find_date(line) else line)
    fields = {field: "\n".join(lines).strip() for field, lines in texts.items() if field}
    if head := _compile(layout["head"]).match(fields.get("head", "")):
        fields = head.groupdict() | fields
    if find_date(fields.get("outlet")):
        fields.setdefault("date", fields["outlet"])
    for field, form, replacement in layout["clean"]:
        fields[field] = _compile(form).sub(replacement, fields.get(field) or "")
    return {field: _PRIVATE.sub("", value or "") for field, value in fields.items()}


def _articles_of(documents, stated, name, options):
    """Yield the articles of documents, and what is missing of the number that an export states."""
    for number, fields in enumerate(documents, start=1):
        yield _article_of(f"{name}, document {number}", options, **fields)
    stated = max((int(re.sub(r"\D", "", digits)) for digits in stated), default=0)
    if not documents:
        yield Rejected(name, "a list of an export's documents, not an article")
    elif stated > len(documents):
        yield Rejected(
            name,
            f"the export states {stated} articles but holds {len(documents)}; export the missing "
            "ones again",
        )


def _article_of(source, options, *, text="", teaser="", source_id="", head="", **fields):
    if not fields.get("title") and not fields.get("date"):
        return Rejected(source, UNKNOWN)
    fields["date"] = fields.get("date") or "none stated"
    fields["authors"] = fields.get("authors", "").replace("\n", "; ")
    return make_article(
        source,
        "export header",
        options,
        text="\n\n".join(split_paragraphs(text or teaser)),
        source_id=source_id.strip().partition("\n")[0].rpartition(" ")[2],
        note="" if text else "a summary, not the whole text",
        **fields,
    )
