"""Decide whether lines, a page or XML are an export of a press archive, and read its articles."""

from monitor.article import Rejected
from monitor.loaders import factiva, nexis
from monitor.loaders.markup import lines_of


def read_lines(lines, name, options):
    """Iterator of the articles of an export given as lines; None where they are no export."""
    for archive in (nexis, factiva):
        if archive.is_export(lines):
            return _read(archive, archive.split_documents(lines), name, options)
    return None


def read_page(tree, name, options):
    """Iterator of the articles of an export given as an HTML tree; None where it is no export."""
    lines = lines_of(tree)
    if factiva.is_export(lines) and (split := factiva.split_page(tree))[0]:
        return _read(factiva, split, name, options)
    # A page may show "3 of 5 documents"; the mark of an export is in capitals.
    if any("DOCUMENTS" in line for line in lines) and nexis.is_export(lines):
        return _read(nexis, nexis.split_documents(lines), name, options)
    return None


def read_xml(tree, name, options):
    """Iterator of the articles of an export given as an XML tree; None where it is no export."""
    if next(tree.iter("{*}ppsarticle"), None) is None:
        return None
    return _read(factiva, factiva.split_xml(tree), name, options)


def _read(archive, split, name, options):
    documents, stated = split
    for number, document in enumerate(documents, start=1):
        yield archive.article_of(document, f"{name}, document {number}", options)
    if stated and stated != len(documents):
        yield Rejected(
            name,
            f"the export states {stated} articles but holds {len(documents)}; export the missing "
            "ones again",
        )
