"""Reads a codebook file, checks it by `data/codebook_schema.toml` and names each mistake's line."""

import functools
import hashlib
import itertools
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import fastjsonschema

from monitor.errors import CodebookError
from monitor.resources import resource_path

DIMENSIONS = ("position", "holder", "tone")
WORD_LISTS = ("speech", "negation", "affirmation", "denied")
# Each is the colour farthest from those before it in CIELAB, as seen with normal, protan and deutan
# vision (Machado et al. 2009), among those with a contrast of 3:1 to a white and to a dark page.
PALETTE = """
    #0072b2 #d55e00 #4444ff #779988 #aa4433 #0088ff #007788 #dd7755 #aa4455 #5599cc
    #6655cc #bb3311 #ff00ff #bb2277 #6699aa
""".split()
GREY = "#595959"


@dataclass(frozen=True)
class Target:
    """Whom the passages are about.

    `names` mean it anywhere, `also` where it is named too, unless a term of `unless` is there.
    """

    name: str
    names: tuple
    also: tuple = ()
    unless: tuple = ()


@dataclass(frozen=True)
class Value:
    """One value of a dimension: its label and description, its cues, and how charts show it.

    A `neutral` value reports nothing, such as "No position".
    """

    label: str
    description: str
    cues: tuple = ()
    hints: tuple = ()
    unless: tuple = ()
    actors: tuple = ()
    by: tuple = ()
    negated: str = ""
    prior: float = 0.0
    default: bool = False
    neutral: bool | None = None
    color: str = ""


class _Mistake(Exception):
    """A mistake at a place: names of a section, such as position and support, and of its key."""

    def __init__(self, message, *place, word=""):
        super().__init__(message)
        self.place = place
        self.word = str(word)


def read_codebook(path):
    """Dict of what the file and those it includes hold, as a Codebook takes it.

    The names of the included files are relative to the folder of the codebook. Raises
    CodebookError, which names the file, the line, what is wrong and what is allowed.
    """
    path = Path(path)
    texts = {}
    tree = _read(path, texts)
    own_examples = tree.get("examples", [])
    names = tree.get("include")
    for name in names if isinstance(names, list) else []:
        tree = _merge(tree, _read(path.parent / str(name), texts))
    try:
        parsed = _parse(tree, own_examples)
    except _Mistake as mistake:
        where = ".".join(mistake.place) or "the file"
        found = {file: _find(text, mistake.place, mistake.word) for file, text in texts.items()}
        file = max(found, key=lambda file: found[file][0])
        raise CodebookError(f"{file}, line {found[file][1]}: {where}: {mistake}.") from None
    content = "".join(texts.values()).encode()
    return {**parsed, "version": hashlib.sha256(content).hexdigest()[:10]}


def _read(path, texts):
    """Dict of what a file holds; its text is added to `texts`."""
    try:
        texts[path] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return tomllib.loads(texts[path])
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Name a codebook file."
        raise CodebookError(message) from error
    except ValueError as error:
        message = f"is not TOML in UTF-8: {error}. Check quotes, commas and brackets there."
        raise CodebookError(f"{path}: {message}") from error


def _merge(page, more, only_known=False):
    """The page with the lists of another file added to its own; values that it lacks stay out."""
    merged = dict(page)
    for key, value in more.items():
        own = page.get(key)
        kinds = {type(own), type(value)}
        if kinds == {dict}:
            merged[key] = _merge(own, value, key in DIMENSIONS and not only_known)
        elif kinds == {list}:
            merged[key] = own + [entry for entry in value if entry not in own]
        elif own is None and not only_known:
            merged[key] = value
    return merged


def _find(text, place, word):
    """(number of matches, line) of a section, of its key and of a word there."""
    section, key = ".".join(place[:2]), "".join(place[2:])
    if place and place[0] in ("target", "words"):
        section, key = place[0], "".join(place[1:])
    patterns = (rf"^\s*\[{re.escape(section)}\W", rf"^\s*[\"']?{re.escape(key)}\b", re.escape(word))
    end = matches = 0
    for pattern, name in zip(patterns, (section, key, word), strict=True):
        match = re.compile(pattern, re.MULTILINE).search(text, end)
        if name and match:
            end = match.end()
            matches += 1
    return matches, text.count("\n", 0, end) + 1


@functools.cache
def _validator():
    schema = resource_path("data/codebook_schema.toml").read_text(encoding="utf-8")
    return fastjsonschema.compile(tomllib.loads(schema))


def _check_form(tree):
    """Raises _Mistake for the first thing that the schema does not allow."""
    try:
        _validator()(tree)
    except fastjsonschema.JsonSchemaValueException as error:
        place = error.path[1:]
        value, rule = error.value, error.definition
        if error.rule == "additionalProperties":
            key = next(key for key in value if key not in rule["properties"])
            _check_names([key], rule["properties"], *place, key)
        if error.rule == "uniqueItems":
            term = next(term for term in value if value.count(term) > 1)
            raise _Mistake(f"{term!r} appears twice", *place, word=term) from None
        message = rule["description"].replace("{value}", repr(value))
        # The place of a term ends with its number in the list.
        names = [name for name in place if not name.isdigit()]
        word = value if len(names) < len(place) else ""
        raise _Mistake(message, *names, word=word) from None


def _check_names(names, allowed, *place):
    for name in names:
        if name not in allowed:
            message = f"{name!r} is not known here; available: {', '.join(allowed)}"
            raise _Mistake(message, *place, word=name)


def _parse(tree, own_examples):
    _check_form(tree)
    dimensions = {name: _dimension(tree[name], name) for name in DIMENSIONS}
    words = {name: tuple(terms) for name, terms in tree.get("words", {}).items()}
    actors = {name: value.actors for name, value in dimensions["holder"].items()}
    target = _record(Target, tree["target"])
    lists = {**dict.fromkeys(WORD_LISTS, ()), **words, **actors, "target": target.names}
    for dimension, values in dimensions.items():
        for name, value in values.items():
            _check_names([value.negated or name], values, dimension, name, "negated")
            _check_names(value.by, dimensions["holder"], dimension, name, "by")
            for key in ("cues", "hints", "unless", "actors"):
                references = re.findall(r"\{(\w*)\}", " ".join(getattr(value, key)))
                allowed = ["target"] if key == "actors" else lists
                _check_names(references, allowed, dimension, name, key)
    for example in own_examples:
        for name in example.keys() & dimensions:
            _check_names([example[name]], dimensions[name], "examples", name)
    examples = tuple(_known(example, dimensions) for example in tree.get("examples", ()))
    parsed = {"name": tree["name"], "target": target, "dimensions": dimensions, "lists": lists}
    return {**parsed, "examples": examples}


def _known(example, dimensions):
    """The example without codes that the codebook lacks, as those of an included file may be."""
    return {key: text for key, text in example.items() if text in dimensions.get(key, [text])}


def _record(kind, section):
    """Instance of a dataclass, made of a section of the file."""
    tuples = {key: tuple(value) for key, value in section.items() if isinstance(value, list)}
    return kind(**{**section, **tuples})


def _dimension(sections, dimension):
    """Dict of the Values of a dimension, each with what the file leaves out.

    Neutral is the default without cues where none is marked; a colour is grey for the neutral
    value, and the next of PALETTE for another.
    """
    values = {name: _record(Value, section) for name, section in sections.items()}
    labels = [value.label for value in values.values()]
    for name, value in values.items():
        if labels.count(value.label) > 1:
            message = f"the label {value.label!r} is already used by another {dimension}"
            raise _Mistake(message, dimension, name, "label")
    for key, most in (("default", "exactly one value must"), ("neutral", "only one value can")):
        marked = [name for name, value in values.items() if getattr(value, key)]
        if len(marked) > 1 or (key == "default" and not marked):
            where = ", ".join(marked) or "none"
            raise _Mistake(f"{most} have {key} = true; it is set for: {where}", dimension)
    is_marked = any(value.neutral is not None for value in values.values())
    own = {value.color.lower() for value in values.values()}
    others = itertools.cycle([color for color in PALETTE if color not in own] or PALETTE)
    for name, value in values.items():
        without_cues = not (value.cues or value.hints or value.actors)
        neutral = bool(value.neutral if is_marked else value.default and without_cues)
        color = value.color.lower() or (GREY if neutral else next(others))
        values[name] = replace(value, neutral=neutral, color=color)
    return values
