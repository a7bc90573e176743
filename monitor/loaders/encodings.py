"""Decode bytes whose encoding nobody states, or states wrongly."""

import codecs
import io
import re

import charset_normalizer

from monitor.loaders.options import Unreadable

SAMPLE = 1 << 16  # bytes from which an encoding is told
# A PDF, an archive or newer Office document, an Office document of before 2007.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LEGACY = "cp1252 gb18030 cp1251 cp1250 shift_jis euc_kr big5 cp1256 cp1253 cp1254".split()
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a\x1b")


def decode(data):
    """`data` as text, with U+FFFD for single bytes that do not fit its encoding."""
    return data.decode(detect_encoding(data[:SAMPLE]), "replace")


def open_text(stream):
    """A buffered stream of bytes as a stream of text that keeps line ends, decoded as `decode`."""
    encoding = detect_encoding(stream.peek(SAMPLE)[:SAMPLE])
    return io.TextIOWrapper(stream, encoding, "replace", newline="")


def read_lines(stream, max_line):
    """Lines of a stream of text; raises Unreadable for one of more than `max_line` characters."""
    while line := stream.readline(max_line):
        if len(line) == max_line:
            raise Unreadable(
                f"a line of over {max_line:,} characters; split it, or raise max_line in "
                "monitor.toml, [limits]"
            )
        yield line


def detect_encoding(sample):
    """Name of the encoding of the first bytes of a text; raises Unreadable where they are none."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    is_binary = sample.startswith(_BINARY)
    if is_binary or len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) / 100:
        raise Unreadable("not text but binary data, such as a PDF, an image or an Office document")
    decoded = sample.decode("utf-8", "replace").rstrip("\ufffd")
    if 2 * decoded.count("\ufffd") <= len(re.findall(r"[^\x00-\x7f\ufffd]", decoded)):
        return "utf-8-sig"
    guess = charset_normalizer.from_bytes(sample, cp_isolation=_LEGACY).best()
    return guess.encoding if guess else "cp1252"
