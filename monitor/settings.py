"""The settings of a workspace, read from `monitor.toml` and checked, each for its kind of value."""

import json
import re
import tomllib

from monitor.errors import InputError
from monitor.loaders.options import FIELDS, LIMITS

SETTINGS = "monitor.toml"


def _is_text(value):
    return isinstance(value, str)


# What a setting may be: in words, and as a test of the value.
TEXT = ("text in quotation marks", _is_text)
TEXTS = (
    'a list of texts, such as ["…", "…"]',
    lambda value: isinstance(value, list) and all(map(_is_text, value)),
)
NAMES = (
    'names in braces, such as { T03 = "Arms deliveries" }',
    lambda value: isinstance(value, dict) and all(map(_is_text, value.values())),
)
YES_OR_NO = ("true or false", lambda value: isinstance(value, bool))
COUNT = ("a whole number above 0, such as 12", lambda value: type(value) is int and value > 0)
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
    except ValueError as error:
        problem = f"cannot be read: {error}; correct it and try again"
        raise InputError(f"{path.name} {problem}") from error
    for section, values in settings.items():
        if section not in KINDS:
            available = ", ".join(KINDS)
            raise InputError(f"{path.name}: unknown section [{section}]; available: {available}")
        if not isinstance(values, dict):
            problem = f"{section} is not a setting; write [{section}] and its settings below"
            raise InputError(f"{path.name}: {problem}")
        for name, value in values.items() if KINDS[section] else ():
            if problem := _problem(KINDS[section], name, value):
                line = _line(text, section, name)
                raise InputError(f"{path.name}{line}: [{section}] {problem}")
    return {section: settings.get(section, {}) for section in KINDS}


def _problem(kinds, name, value):
    """What is wrong with a setting, in words; empty if nothing is."""
    if name not in kinds:
        return f"unknown setting {name}; available: {', '.join(kinds)}"
    words, allows = kinds[name]
    if allows(value):
        return ""
    try:
        received = json.dumps(value, ensure_ascii=False)
    except TypeError:  # a date or a time
        received = str(value)
    return f"{name} is {received[:100]}; it must be {words}"


def _line(text, section, name):
    """The line of a setting, in words; empty if it is not a line `name = …` of its section."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            current = header[1]
        elif current == section and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return f", line {number}"
    return ""
