"""Read exports as text in which labels stand before the fields: ProQuest, EBSCO and their like."""

import re

from monitor.article import Rejected
from monitor.loaders.boilerplate import without_boilerplate
from monitor.loaders.fields import make_article, read_labels
from monitor.loaders.pasted import is_paragraph, split_paragraphs
from monitor.resources import pattern

_LABEL = pattern("export_label")
_SEPARATOR, _ID = pattern("export_separator"), pattern("export_id")
_TEXT, _TITLE = pattern("export_text"), pattern("export_title")
_INVERTED = re.compile(r"([^,;\n]+), ([^,;\n]+)")


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
        first = _LABEL.search(text)[0].strip()
        parts = re.split(rf"(?mi)^(?={re.escape(first)})", text)
    return [part for part in parts if _LABEL.search(part)], 0


def article_of(document, source, options):
    """The article of one document; lines above the first label are its title.

    A paragraph without a label, below the labels, is the text where no label announces it.
    """
    if len(_ID.findall(document)) > 1:
        return Rejected(source, "several articles that cannot be told apart; export them again")
    is_text = None if _TEXT.search(document) else is_paragraph
    labelled = read_labels(document.split("\n"), _LABEL.match, is_text=is_text)
    fields = {field: "\n".join(lines) for field, lines in labelled.items()}
    teaser, outlet = fields.pop("teaser", ""), fields.get("outlet", "")
    note = "" if "text" in fields else "a summary, not the whole text"
    paragraphs = split_paragraphs(fields.pop("text", teaser))
    fields["date"] = fields.get("date") or outlet
    fields["outlet"] = re.split(r"\s*(?:[;\[(]|\.\s)", outlet)[0]
    fields["authors"] = _INVERTED.sub(r"\2 \1", fields.get("authors", ""))
    fields["source_id"] = fields.get("source_id", "").partition("\n")[0]
    text = "\n\n".join(without_boilerplate(paragraphs))
    return make_article(source, "export header", options, text=text, note=note, **fields)
