"""Read exports as text in which labels stand before the fields: ProQuest, EBSCO and their like."""

import re

from monitor.article import Rejected
from monitor.loaders.boilerplate import without_boilerplate
from monitor.loaders.fields import make_article
from monitor.loaders.options import FIELDS
from monitor.loaders.pasted import is_paragraph, split_paragraphs
from monitor.resources import pattern, words

_LABELS = {
    label: field
    for field in (*FIELDS, "teaser", "other")
    for label in words("export_labels", field)
}
_LABEL = re.compile(rf"^({'|'.join(map(re.escape, _LABELS))})\s?:\s*(.*)", re.I | re.M)
_SEPARATOR, _ID = pattern("export_separator"), pattern("export_id")
_TEXT, _TITLE = pattern("export_text"), pattern("export_title")
_INVERTED = re.compile(r"([^,;]+), ([^,;]+)")


def is_export(text):
    """Whether a text is an export of documents with labels: it has an id, or several titles."""
    titles = _TITLE.findall(text)
    return len(titles) > 1 or bool(_ID.search(text) and (titles or _TEXT.search(text)))


def split_documents(text):
    """(list of the documents as texts, the number that the export states: none).

    Without lines between them, each begins with the label that comes first in the text.
    """
    parts = [part for part in _SEPARATOR.split(text) if _LABEL.search(part)]
    if len(parts) == 1:
        label = _LABEL.search(text)[1]
        parts = re.split(rf"(?mi)^(?={re.escape(label)}\s?:)", text)
    return [part for part in parts if _LABEL.search(part)], 0


def article_of(document, source, options):
    """The article of one document; lines above the first label are its title.

    A paragraph without a label, below the labels, is the text where no label announces it.
    """
    if len(_ID.findall(document)) > 1:
        return Rejected(source, "several articles that cannot be told apart; export them again")
    fields, field = {}, "title"
    has_label = _TEXT.search(document)
    for line in document.split("\n"):
        if match := _LABEL.match(line):
            field, line = _LABELS[match[1].lower()], match[2]
        elif not has_label and "title" in fields and is_paragraph(line):
            field = "text"
        if line or field == "text":
            fields[field] = f"{fields[field]}\n{line}" if field in fields else line
    names = (_INVERTED.sub(r"\2 \1", name) for name in fields.get("authors", "").split(";"))
    outlet = fields.get("outlet", "")
    fields["date"] = fields.get("date") or outlet
    fields["outlet"] = re.split(r"\s*(?:[;\[(]|\.\s)", outlet)[0]
    fields["authors"] = "; ".join(names)
    fields["source_id"] = fields.get("source_id", "").split("\n")[0]
    fields.pop("other", "")
    teaser = fields.pop("teaser", "")
    note = "" if "text" in fields else "a summary, not the whole text"
    text = "\n\n".join(without_boilerplate(split_paragraphs(fields.pop("text", teaser))))
    return make_article(source, "export header", options, text=text, note=note, **fields)
