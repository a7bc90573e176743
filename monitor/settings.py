"""The settings of a workspace, read from `monitor.toml` and checked, each for its kind of value."""

import json
import re
import tomllib

from monitor.errors import InputError
from monitor.loaders.options import FIELDS, LIMITS

SETTINGS = "monitor.toml"
KINDS = {
    str: "text in quotation marks",
    bool: "true or false",
    int: "a whole number above 0, such as 12",
    list: 'a list of texts, such as ["…", "…"]',
    dict: 'names in braces, such as { T03 = "Arms deliveries" }',
}
# Section → setting → kind; the notebook's own parameters cell says what [report] may hold.
SECTIONS = {
    "columns": dict.fromkeys(FIELDS, str),
    "dates": {"day_first": bool},
    "limits": dict.fromkeys(LIMITS, int),
    "stance": {"codebook": str},
    "themes": {"number": int, "names": dict},
    "feeds": {"addresses": list},
    "cluster": {"address": str},
    "report": {},
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
        raise InputError(
            f"{path.name} cannot be read: {error}; correct it and try again"
        ) from error
    for section, values in settings.items():
        if section not in SECTIONS:
            available = ", ".join(SECTIONS)
            raise InputError(f"{path.name}: unknown section [{section}]; available: {available}")
        if not isinstance(values, dict):
            raise InputError(
                f"{path.name}: {section} is not a setting; write [{section}] and its settings below"
            )
        for name, value in values.items() if section != "report" else ():
            if problem := _problem(SECTIONS[section], name, value):
                line = _line(text, section, name)
                raise InputError(f"{path.name}{line}: [{section}] {problem}")
    return {section: settings.get(section, {}) for section in SECTIONS}


def _problem(kinds, name, value):
    """What is wrong with a setting, in words; empty if nothing is."""
    if name not in kinds:
        return f"unknown setting {name}; available: {', '.join(kinds)}"
    kind = kinds[name]
    if _is_allowed(kind, value):
        return ""
    received = json.dumps(value, ensure_ascii=False, default=str)
    if not isinstance(value, str):
        received = received.strip('"')  # of a date or a time
    return f"{name} is {received[:100]}; it must be {KINDS[kind]}"


def _is_allowed(kind, value):
    if type(value) is not kind:
        return False
    if kind is int:
        return value > 0
    if kind is dict:
        value = list(value.values())
    return not isinstance(value, list) or all(isinstance(text, str) for text in value)


def _line(text, section, name):
    """The line of a setting, in words; empty if it is not a line `name = …` of its section."""
    setting = rf"^\s*\[\s*{section}\s*\](?s:.*?)^\s*[\"']?{re.escape(name)}[\"']?\s*="
    place = re.search(setting, text, re.M)
    return f", line {len(text[: place.end()].splitlines())}" if place else ""
