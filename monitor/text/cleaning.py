"""Bring characters into one Unicode form, and drop those that only control or hide."""

import re
import unicodedata

_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def clean_line(value):
    """`value` in Unicode form NFC on one line, without control characters; "" for None."""
    return " ".join(clean_text(value).split())


def clean_text(value):
    """`value` in Unicode form NFC with line feeds as line ends, without control characters.

    Characters that change the direction of writing count as control characters.
    """
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    if text.isprintable():
        return text
    return _CONTROL.sub("", _LINE_END.sub("\n", text))
