"""TOML files that people write: checked by a JSON schema, a mistake is named with its line."""

import functools
import re
import tomllib

import fastjsonschema

from monitor.resources import data


class Mistake(Exception):
    """A mistake at a place: names of a section, such as position and support, and of its key."""

    def __init__(self, message, *place, word=""):
        super().__init__(message)
        self.place = place
        self.word = str(word)

    def in_words(self, texts):
        """The file, the line, the place and what is wrong. `texts`: dict from paths to contents."""
        found = {path: _find(text, self.place, self.word) for path, text in texts.items()}
        path = max(found, key=lambda path: found[path][0])
        n_matches, line = found[path]
        file = f"{path}, line {line}" if n_matches else path
        return f"{file}: {'.'.join(self.place) or 'the file'}: {self}."


def read_toml(path, texts, error_class):
    """Dict of what a file holds; its text is added to `texts`.

    Raises `error_class` for a file that cannot be read.
    """
    try:
        texts[path] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return tomllib.loads(texts[path])
    except OSError as error:
        message = f"cannot be read ({error.strerror}); name another file"
        raise error_class(f"{path}: {message}") from error
    except ValueError as error:
        message = f"is not TOML in UTF-8: {error}. Check quotes, commas and brackets there."
        raise error_class(f"{path}: {message}") from error


def check_form(tree, schema):
    """Raise Mistake for the first thing that a schema in `data/` does not allow.

    Each part of the schema describes in words what is wrong where it is not followed.
    """
    try:
        _validator(schema)(tree)
    except fastjsonschema.JsonSchemaValueException as error:
        place = error.path[1:]
        value, rule = error.value, error.definition
        if error.rule == "additionalProperties":
            key = next(key for key in value if key not in rule["properties"])
            check_known([key], rule["properties"], *place, key)
        if error.rule == "uniqueItems":
            term = next(term for term in value if value.count(term) > 1)
            raise Mistake(f"{term!r} appears twice", *place, word=term) from None
        shown = repr(value) if isinstance(value, str) else str(value)
        # The place of a term ends with its number in the list.
        names = [name for name in place if not name.isdigit()]
        word = value if len(names) < len(place) else ""
        raise Mistake(rule["description"].replace("{value}", shown), *names, word=word) from None


def check_known(names, allowed, *place):
    """Raise Mistake for the first of the names that is not allowed."""
    for name in names:
        if name not in allowed:
            message = f"{name!r} is not known here; available: {', '.join(allowed)}"
            raise Mistake(message, *place, word=name)


@functools.cache
def _validator(schema):
    return fastjsonschema.compile(data(schema))


def _find(text, place, word):
    """(number of matches, line) of the parts of a section's name, its key and a word there."""
    # A name begins a line, or follows a bracket or comma where a section stands in one line.
    begins = r"(^[ \t]*(\[+[\w.]*\b)?|[{,][ \t]*)[\"']?"
    patterns = [rf"{begins}{re.escape(name)}\b" for name in place]
    if word:
        patterns.append(re.escape(word))
    start = matches = 0
    for pattern in patterns:
        if match := re.compile(pattern, re.MULTILINE).search(text, start):
            start = match.start()
            matches += 1
    return matches, text.count("\n", 0, start) + 1
