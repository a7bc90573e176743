"""An archive in (zip, tar, web archive, saved page with its parts); what is read of each file in it out."""

import email
import email.policy
import io
import stat
import tarfile
import zipfile
from pathlib import PurePosixPath

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.article import Rejected
from monitor.loaders import pages
from monitor.loaders.streams import bounded, harmless, is_litter, whole
from monitor.loaders.options import Unreadable

MAX_PARTS = 5000  # of a saved page


def read_zip(stream, name, options, read_entry):
    """Yield what `read_entry(stream, file name, place, options)` yields for each file in a zip archive."""
    if not stream.seekable():
        stream = io.BytesIO(whole(stream, options, "an archive in an archive"))
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile:
        raise Unreadable("no zip archive, or a damaged one") from None
    for entry in _counted(archive.infolist(), options):
        if entry.is_dir() or _is_litter(entry.filename):
            continue
        place = f"{name}, {harmless(entry.filename)}"
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        reason = "protected by a password; unpack it first" if entry.flag_bits & 1 else _reason(entry.filename, is_link)
        if reason:
            yield Rejected(place, reason)
            continue
        try:
            with archive.open(entry) as inner:
                opened = bounded(inner, lambda size=entry.compress_size: size, options.max_bytes)
                yield from read_entry(opened, entry.filename, place, options)
        except (zipfile.BadZipFile, NotImplementedError):
            yield Rejected(place, "damaged, or packed in a way that is not known")


def read_tar(stream, name, options, read_entry):
    """Yield what `read_entry` yields for each file in a tar archive."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in _counted(archive, options):
                place = f"{name}, {harmless(entry.name)}"
                if entry.isdir() or _is_litter(entry.name):
                    continue
                if reason := _reason(entry.name, not entry.isreg()):
                    yield Rejected(place, reason)
                else:
                    data = whole(archive.extractfile(entry), options, "one file of a tar archive")
                    yield from read_entry(io.BufferedReader(io.BytesIO(data)), entry.name, place, options)
    except tarfile.TarError:
        raise Unreadable("the tar archive is damaged or cut off; what stood before that was read") from None


def read_mhtml(stream, name, options):
    """Yield the article of a page that was saved with its parts in one file."""
    data = whole(stream, options, "one saved page")
    if data.count(b"\nContent-Type:") > MAX_PARTS:
        raise Unreadable(f"a page saved in over {MAX_PARTS:,} parts, as no page is")
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if part is None:
        raise Unreadable("no page in it")
    data = part.get_payload(decode=True) or b""
    yield from pages.read(io.BytesIO(data), name, options)


def read_warc(stream, name, options):
    """Yield the article of each page in a web archive."""
    try:
        for record in _counted(ArchiveIterator(stream), options):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type != "response" or "html" not in kind.lower():
                continue
            place = f"{name}, {harmless(record.rec_headers.get_header('WARC-Target-URI') or 'page')}"
            try:
                page = whole(record.content_stream(), options, "one page", "max_page")
                yield from pages.read(io.BytesIO(page), place, options)
            except Unreadable as refusal:
                yield Rejected(place, str(refusal))
    except ArchiveLoadFailed:
        raise Unreadable("the web archive is damaged or cut off; what stood before that was read") from None


def _counted(entries, options):
    for number, entry in enumerate(entries):
        if number >= options.max_entries:
            raise Unreadable(
                f"over {options.max_entries:,} files; split the archive, or raise max_entries in monitor.toml, [limits]"
            )
        yield entry


def _is_litter(name):
    return any(is_litter(part) for part in PurePosixPath(name).parts if part not in ("..", "."))


def _reason(name, is_link):
    path = PurePosixPath(name.replace("\\", "/"))
    if is_link:
        return "a link or a device, and no file"
    if path.is_absolute() or ".." in path.parts or path.drive or ":" in path.parts[0]:
        return "its name leads out of the archive"
    return ""
