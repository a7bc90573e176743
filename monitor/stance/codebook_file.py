"""Reads a codebook file and reports each mistake with its line and what is allowed."""

import hashlib
import itertools
import re
import tomllib
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path

from monitor.errors import CodebookError

DIMENSIONS = ("position", "holder", "tone")
LARGEST_PRIOR = 10
WORD_LISTS = ("speech", "negation", "affirmation", "denied")
POLARITIES = ("negative", "neutral", "positive")
# Each is the colour farthest from those before it in CIELAB, as seen with normal, protan and deutan
# vision (Machado et al. 2009), among those with a contrast of 3:1 to a white and to a dark page.
PALETTE = """
    #0072b2 #d55e00 #4444ff #779988 #aa4433 #0088ff #007788 #dd7755 #aa4455 #5599cc
    #6655cc #bb3311 #ff00ff #bb2277 #6699aa
""".split()
GREY = "#595959"
_COLOR = re.compile("#[0-9a-fA-F]{6}")
_WORD = r"(?=\S*[\w%$€£?])(?:[\w'’&.%$€£?-]|\{\w+\})+\*?"
_CUE = re.compile(rf"\s*{_WORD}(?:\s+(?:\.\.\.\s+)?{_WORD})*\s*")


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

    `polarity` is one of POLARITIES. A `neutral` value reports nothing, such as "No position".
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
    polarity: str = "neutral"
    neutral: bool | None = None
    color: str = ""


FORMS = {
    str: "text in quotes",
    tuple: "a list of texts",
    float: f"a number from -{LARGEST_PRIOR} to {LARGEST_PRIOR}",
}


class _Mistake(Exception):
    """A mistake in a section such as position.support, in one of its keys, at a word of it."""

    def __init__(self, message, section="", key="", word=""):
        super().__init__(message)
        self.section = section
        self.key = key
        self.word = word


def read_codebook(path):
    """Dict of what the file holds: name, target, dimensions, lists and version.

    Raises CodebookError, which names the file, the line, what is wrong and what is allowed.
    """
    try:
        content = Path(path).read_bytes()
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        parsed = _parse(tomllib.loads(text))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Name a codebook file."
        raise CodebookError(message) from error
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: is not valid TOML: {error}. Check quotes, commas and brackets there."
        raise CodebookError(message) from error
    except _Mistake as mistake:
        where = ".".join(filter(None, [mistake.section, mistake.key])) or "the file"
        line = _line(text, mistake)
        raise CodebookError(f"{path}, line {line}: {where}: {mistake}.") from None
    return {**parsed, "version": hashlib.sha256(content).hexdigest()[:10]}


def _line(text, mistake):
    """Number of the line of a section, of its key and of a word there, as far as they are found."""
    patterns = {
        rf"^\s*\[{re.escape(mistake.section)}\W": mistake.section,
        rf"^\s*\[?[\"']?{re.escape(mistake.key)}\b": mistake.key,
        re.escape(mistake.word): mistake.word,
    }
    place = 0
    for pattern, name in patterns.items():
        match = re.compile(pattern, re.MULTILINE).search(text, place)
        if name and match:
            place = match.end()
    return text.count("\n", 0, place) + 1


def _parse(tree):
    needed = ["name", "target", *DIMENSIONS]
    _check_keys(tree, "", needed, [*needed, "words"])
    target = _record(Target, tree["target"], "target")
    words = tree.get("words", {})
    _check_keys(words, "words", (), words)
    words = {name: _read(terms, tuple, "words", name) for name, terms in words.items()}
    dimensions = {name: _dimension(tree[name], name) for name in DIMENSIONS}
    actors = {name: value.actors for name, value in dimensions["holder"].items()}
    lists = {**dict.fromkeys(WORD_LISTS, ()), **words, **actors, "target": target.names}
    for dimension, values in dimensions.items():
        for name, value in values.items():
            place = f"{dimension}.{name}"
            _check_names([value.negated or name], values, place, "negated")
            _check_names(value.by, dimensions["holder"], place, "by")
            for key in ("cues", "hints", "unless", "actors"):
                references = re.findall(r"\{(\w*)\}", " ".join(getattr(value, key)))
                _check_names(references, ["target"] if key == "actors" else lists, place, key)
    name = _read(tree["name"], str, "", "name")
    return {"name": name, "target": target, "dimensions": dimensions, "lists": lists}


def _dimension(tree, dimension):
    """Dict of the Values of a dimension, the neutral one marked and each with a colour."""
    _check_keys(tree, dimension, (), tree)
    values = {}
    for name, section in tree.items():
        place = f"{dimension}.{name}"
        value = _record(Value, section, place)
        if not (_has_cues(value) or value.default):
            message = "has no cues; give it `cues`, or make it the default: default = true"
            raise _Mistake(message, place)
        if value.actors and dimension != "holder":
            message = "`actors` is allowed in the dimension holder only; use `cues`"
            raise _Mistake(message, place, "actors")
        _check_names([value.polarity], POLARITIES, place, "polarity")
        if value.color and not _COLOR.fullmatch(value.color):
            message = f'must be a colour such as "#0072b2", not {value.color!r}'
            raise _Mistake(message, place, "color")
        if value.label in {other.label for other in values.values()}:
            message = f"the label {value.label!r} is also that of another {dimension}"
            raise _Mistake(message, place, "label")
        values[name] = value
    defaults = [name for name, value in values.items() if value.default]
    if len(defaults) != 1:
        where = ", ".join(defaults) or "none"
        raise _Mistake(f"one value must have default = true; it stands at {where}", dimension)
    neutral = [name for name, value in values.items() if value.neutral]
    if len(neutral) > 1:
        where = ", ".join(neutral)
        raise _Mistake(f"only one value can have neutral = true; it stands at {where}", dimension)
    return _complete(values)


def _has_cues(value):
    return bool(value.cues or value.hints or value.actors)


def _complete(values):
    """The values, each with what the file leaves out.

    Neutral is the default without cues where none is marked; a colour is grey for the neutral
    value, and the next of PALETTE for another.
    """
    marked = any(value.neutral is not None for value in values.values())
    own = {value.color.lower() for value in values.values()}
    others = itertools.cycle([color for color in PALETTE if color not in own] or PALETTE)
    result = {}
    for name, value in values.items():
        neutral = bool(value.neutral if marked else value.default and not _has_cues(value))
        color = value.color.lower() or (GREY if neutral else next(others))
        result[name] = replace(value, neutral=neutral, color=color)
    return result


def _record(kind, tree, place):
    """Instance of the dataclass `kind` with the keys of a section."""
    types = {field.name: field.type for field in fields(kind)}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    _check_keys(tree, place, needed, types)
    return kind(**{key: _read(value, types[key], place, key) for key, value in tree.items()})


def _check_keys(tree, place, needed, allowed):
    """Raises _Mistake unless `tree` is a section with the keys needed and only those allowed."""
    if not isinstance(tree, dict):
        raise _Mistake(f"must be a section, [{place}]", place)
    for key in tree:
        _check_names([key], allowed, place, key)
    for key in needed:
        if key not in tree:
            raise _Mistake(f"{key!r} is missing; needed are {', '.join(needed)}", place)


def _check_names(names, allowed, place, key):
    for name in names:
        if name not in allowed:
            message = f"{name!r} is not known here; allowed are {', '.join(allowed)}"
            raise _Mistake(message, place, key, name)


def _read(value, kind, place, key):
    """`value`, checked to be of the type of a field."""
    if kind is tuple:
        valid = isinstance(value, list) and all(isinstance(term, str) for term in value)
    elif kind is float:
        valid = type(value) in (int, float) and abs(value) <= LARGEST_PRIOR
    elif kind is str:
        valid = isinstance(value, str) and value.strip()
    else:
        valid = isinstance(value, bool)
    if not valid:
        wanted = FORMS.get(kind, "true or false")
        raise _Mistake(f"must be {wanted}, not {value!r}", place, key)
    if kind is tuple:
        _check_terms(value, place, key)
        return tuple(value)
    return value


def _check_terms(terms, place, key):
    for term in terms:
        if not _CUE.fullmatch(term):
            form = "words, `*` at a word's end, `...` between words, a list in braces"
            raise _Mistake(f"cannot read the cue {term!r}: {form}", place, key, term)
        if "{" in term and place in ("target", "words"):
            message = "a word list cannot hold {names} of other lists"
            raise _Mistake(message, place, key, term)
        if terms.count(term) > 1:
            raise _Mistake(f"{term!r} appears twice", place, key, term)
