"""List the files inside zip, tar and web archives (WARC), and the page in a saved one (MHTML)."""

import email
import email.policy
import io
import tarfile
import zipfile
from functools import partial
from pathlib import PurePosixPath

from monitor.article import Rejected
from monitor.loaders.streams import File, is_litter, is_page_part, printable, read_all, reads


@reads(".zip")
def read_zip(stream, name, options):
    """Yield a File, or Rejected, for each file in a zip archive."""
    if not stream.seekable():
        stream = io.BytesIO(read_all(stream, options, "an archive inside another"))
    archive = zipfile.ZipFile(stream)
    names = set(archive.namelist())
    for entry in archive.infolist():
        reason = "protected by a password; unpack it first" if entry.flag_bits & 1 else ""
        if not entry.is_dir():
            yield from _file_in(name, entry.filename, partial(archive.open, entry), reason, names)


@reads(".tar")
def read_tar(stream, name, options):
    """Yield a File, or Rejected, for each file in a tar archive."""
    names = set()
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            names.add(entry.name)
            reason = "" if entry.isreg() else "a link or a device, not a file"
            if not entry.isdir():
                opened = partial(archive.extractfile, entry)
                yield from _file_in(name, entry.name, opened, reason, names)


def _file_in(archive_name, path, opened, reason, names):
    """Yield the file at a path of an archive that holds `names`, or the reason against it."""
    source = f"{archive_name}, {printable(path)}"
    path = PurePosixPath(path.replace("\\", "/"))
    if reason:
        yield Rejected(source, reason)
    elif not is_litter(path) and not is_page_part(path, names.__contains__):
        yield File(source, path.name, opened)


@reads(".mhtml .mht")
def read_mhtml(stream, name, options):
    """Yield the page, as a File, that was saved with its parts in one file."""
    data = read_all(stream, options, "one saved page")
    page = email.message_from_bytes(data, policy=email.policy.default).get_body(["html"])
    if page:
        yield _page(name, page.get_payload(decode=True) or b"", str(page["Content-Location"] or ""))


@reads(".warc")
def read_warc(stream, name, options):
    """Yield a File, or Rejected, for each page in a web archive."""
    from warcio.archiveiterator import ArchiveIterator  # takes long to load and is rarely needed

    for record in ArchiveIterator(stream):
        headers = record.http_headers or record.rec_headers
        kind = headers.get_header("Content-Type", "").lower()
        if record.rec_type not in ("response", "resource") or "html" not in kind:
            continue
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        source = f"{name}, {printable(url or 'page')}"
        status = headers.get_statuscode() if record.http_headers else "200"
        if status.startswith("2"):
            yield _page(source, record.content_stream().read(options.max_page + 1), url)
        else:
            yield Rejected(source, f"the server answered {status} instead of sending a page")


def _page(source, data, url):
    return File(source, "page.html", partial(io.BytesIO, data), url)
