"""The settings of a workspace, read from `monitor.toml`: each has one kind of value, checked when it is read."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import NamedTuple

from monitor.errors import InputError
from monitor.loaders.options import FIELDS, LIMITS

SETTINGS = "monitor.toml"


class Kind(NamedTuple):
    """What a setting may be: in words, and as a test of the value."""

    words: str
    allows: Callable


def _is_text(value):
    return isinstance(value, str)


def _are_texts(value):
    return isinstance(value, list) and all(map(_is_text, value))


def _are_names(value):
    return isinstance(value, dict) and all(map(_is_text, value.values()))


TEXT = Kind("text in quotation marks", _is_text)
TEXTS = Kind('a list of texts, such as ["…", "…"]', _are_texts)
NAMES = Kind('names in braces, such as { T03 = "Arms deliveries" }', _are_names)
YES_OR_NO = Kind("true or false", lambda value: isinstance(value, bool))
COUNT = Kind("a whole number above 0, such as 12", lambda value: type(value) is int and value > 0)
# Section → setting → kind; the notebook's own parameters cell says what [report] may hold.
KINDS = {
    "columns": dict.fromkeys(FIELDS, TEXT),
    "dates": {"day_first": YES_OR_NO},
    "limits": dict.fromkeys(LIMITS, COUNT),
    "stance": {"codebook": TEXT},
    "themes": {"number": COUNT, "names": NAMES},
    "feeds": {"addresses": TEXTS},
    "cluster": {"address": TEXT},
    "report": None,
}


def read_settings(path):
    """Dict of all sections of a `monitor.toml`, each a dict of its settings.

    Raises InputError for a file that is not TOML, an unknown section or setting, and a value of the
    wrong kind; it names the file, the line, the value and what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8")
        settings = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read: {error}; correct it and try again") from error
    for section, values in settings.items():
        if section not in KINDS:
            raise InputError(f"{path.name}: unknown section [{section}]; available: {', '.join(KINDS)}")
        if not isinstance(values, dict):
            raise InputError(f"{path.name}: {section} is not a setting; write [{section}] and its settings below")
        for key, value in values.items():
            if problem := _problem(section, key, value):
                raise InputError(f"{path.name}{_place(text, section, key)}: [{section}] {problem}")
    return {section: settings.get(section, {}) for section in KINDS}


def _problem(section, key, value):
    kinds = KINDS[section]
    if kinds is None:
        return ""
    if key not in kinds:
        return f"unknown setting {key}; available: {', '.join(kinds)}"
    if not kinds[key].allows(value):
        return f"{key} is {_received(value)}; it must be {kinds[key].words}"
    return ""


def _received(value):
    """The value as TOML has it, at most 100 characters of it."""
    try:
        return json.dumps(value, ensure_ascii=False)[:100]
    except TypeError:  # a date or a time
        return str(value)[:100]


def _place(text, section, key):
    """The line of a setting, in words; nothing where it is not written as `key = …` below its section."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            current = header[1]
        elif current == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return f", line {number}"
    return ""
