"""Decide whether a text, a page or XML is an export of a press archive, and read its articles."""

from monitor.article import Rejected
from monitor.loaders import factiva, labelled, nexis
from monitor.loaders.markup import lines_of
from monitor.loaders.options import Unreadable
from monitor.resources import pattern

_MARK = pattern("export_mark")


def read_text(text, name, options):
    """Iterator of the articles of an export given as text; None where it is no export."""
    for archive in (labelled, nexis, factiva):
        if archive.is_export(text):
            return _read(archive, *archive.split_documents(text), name, options)
    if len(_MARK.findall(text)) > 1:
        raise Unreadable(nexis.UNKNOWN)
    return None


def read_page(tree, name, options):
    """Iterator of the articles of an export given as an HTML tree; None where it is no export."""
    text = "\n".join(lines_of(tree))
    if factiva.is_export(text):
        factiva.mark_page(tree)
        documents = factiva.split_documents("\n".join(lines_of(tree)))
        return _read(factiva, *documents, name, options)
    # A page may show "3 of 5 documents"; the mark of an export is in capitals.
    return read_text(text, name, options) if "DOCUMENTS" in text else None


def read_xml(tree, name, options):
    """Iterator of the articles of an export given as an XML tree; None where it is no export."""
    documents, stated = factiva.split_xml(tree)
    return _read(factiva, documents, stated, name, options) if documents else None


def _read(archive, documents, stated, name, options):
    for number, document in enumerate(documents, start=1):
        yield archive.article_of(document, f"{name}, document {number}", options)
    if stated > len(documents):
        yield Rejected(
            name,
            f"the export states {stated} articles but holds {len(documents)}; export the missing "
            "ones again",
        )
