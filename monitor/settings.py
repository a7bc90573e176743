"""The settings of a workspace, read from `monitor.toml` and checked by `data/settings.toml`."""

import json
import re
import tomllib

import fastjsonschema

from monitor.errors import InputError
from monitor.resources import resource_path

SETTINGS = "monitor.toml"


def read_settings(path):
    """Dict of all sections of a `monitor.toml`, each a dict of its settings.

    Raises InputError for a file that is not TOML, an unknown section or setting, and a value of the
    wrong kind; it names the file, the line, the value and what is allowed.
    """
    schema = tomllib.loads(resource_path("data/settings.toml").read_text(encoding="utf-8"))
    try:
        text = path.read_text(encoding="utf-8")
        settings = tomllib.loads(text)
    except ValueError as error:
        raise InputError(
            f"{path.name} cannot be read: {error}; correct it and try again"
        ) from error
    place, problem = find_mistake(settings, schema)
    if problem:
        where = f"{_line(text, *place)}: [{place[0]}]" if len(place) == 2 else ":"
        raise InputError(f"{path.name}{where} {problem}")
    return {section: settings.get(section, {}) for section in schema["properties"]}


def find_mistake(tree, schema):
    """(place, problem): names of the section and setting that first break a JSON schema, and how.

    Each part of the schema describes in words what is allowed. problem is empty where none does.
    """
    try:
        fastjsonschema.validate(schema, tree)
    except fastjsonschema.JsonSchemaValueException as error:
        place = error.path[1:3]
        if error.rule == "additionalProperties":
            allowed = error.definition["properties"]
            name = next(name for name in error.value if name not in allowed)
            unknown = f"setting {name}" if place else f"section [{name}]"
            return [*place, name], f"unknown {unknown}; available: {', '.join(allowed)}"
        value = tree
        for name in place:
            value = value[name]
        received = json.dumps(value, ensure_ascii=False, default=str)
        if not isinstance(value, str):
            received = received.strip('"')  # of a date or a time
        return place, f"{place[-1]} is {received[:100]}; {error.definition['description']}"
    return [], ""


def _line(text, section, name):
    """The line of a setting, in words; empty if it is not a line `name = …` of its section."""
    setting = rf"^\s*\[\s*{section}\s*\](?s:.*?)^\s*[\"']?{re.escape(name)}[\"']?\s*="
    place = re.search(setting, text, re.M)
    return f", line {len(text[: place.end()].splitlines())}" if place else ""
