"""Reads a codebook file and reports each mistake with its line and what is allowed."""

import hashlib
import itertools
import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from monitor.errors import CodebookError

DIMENSIONS = ("position", "holder", "tone")
LARGEST_PRIOR = 10
WORD_LISTS = ("speech", "negation", "affirmation", "denied")
POLARITIES = ("negative", "neutral", "positive")
# Each is the colour farthest from those before it in CIELAB, as seen with normal, protan and deutan
# vision (Machado et al. 2009), among those with a contrast of 3:1 to a white and to a dark page.
PALETTE = (
    *("#0072b2", "#d55e00", "#4444ff", "#779988", "#aa4433"),
    *("#0088ff", "#007788", "#dd7755", "#aa4455", "#5599cc"),
    *("#6655cc", "#bb3311", "#ff00ff", "#bb2277", "#6699aa"),
)
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

    @property
    def has_cues(self):
        """Whether anything in a text speaks for the value."""
        return bool(self.cues or self.hints or self.actors)


def read_codebook(path):
    """Dict of what the file holds: name, target, dimensions, lists and version.

    Raises CodebookError, which names the file, the line, what is wrong and what is allowed.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        tree = tomllib.loads(text)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Name a codebook file."
        raise CodebookError(message) from error
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: is not valid TOML: {error}. Check quotes, commas and brackets there."
        raise CodebookError(message) from error
    version = hashlib.sha256(content).hexdigest()[:10]
    return {**_Parser(path, text.splitlines()).parse(tree), "version": version}


class _Parser:
    """Turns the parsed file into what it holds, or raises an error that says what to change.

    `place` is the section that is read, such as position.support, and `key` a key of it.
    """

    def __init__(self, path, lines):
        self.path = path
        self.lines = lines

    def parse(self, tree):
        needed = ("name", "target", *DIMENSIONS)
        self.check_keys(tree, "", needed, ("words", *needed))
        target = self.record(Target, tree["target"], "target", ("name", "names"))
        words = self.section(tree.get("words", {}), "words")
        words = {name: self.read(terms, tuple, "words", name) for name, terms in words.items()}
        dimensions = {name: self.dimension(tree[name], name) for name in DIMENSIONS}
        actors = {name: value.actors for name, value in dimensions["holder"].items()}
        lists = {**dict.fromkeys(WORD_LISTS, ()), **words, **actors, "target": target.names}
        self.check_references(dimensions, lists)
        name = self.read(tree["name"], str, "", "name")
        return {"name": name, "target": target, "dimensions": dimensions, "lists": lists}

    def dimension(self, tree, dimension):
        if len(self.section(tree, dimension)) < 2:
            needed = f"a dimension needs two or more, as [{dimension}.something]"
            self.fail(f"has {len(tree)} value; {needed}", dimension)
        values = {}
        for name, section in tree.items():
            place = f"{dimension}.{name}"
            value = self.record(Value, section, place, ("label", "description"))
            self.check_value(value, place)
            if value.label in {other.label for other in values.values()}:
                message = f"the label {value.label!r} is also that of another {dimension}"
                self.fail(message, place, "label")
            values[name] = value
        defaults = [name for name, value in values.items() if value.default]
        if len(defaults) != 1:
            where = ", ".join(defaults) or "none"
            self.fail(f"one value must have default = true; it stands at {where}", dimension)
        neutral = [name for name, value in values.items() if value.neutral]
        if len(neutral) > 1:
            message = f"only one value can have neutral = true; it stands at {', '.join(neutral)}"
            self.fail(message, dimension)
        return _with_colors(_with_neutral(values))

    def check_value(self, value, place):
        if not (value.has_cues or value.default):
            self.fail("has no cues; give it `cues`, or make it the default: default = true", place)
        if value.actors and not place.startswith("holder."):
            message = "`actors` is allowed in the dimension holder only; use `cues`"
            self.fail(message, place, "actors")
        self.check_names([value.polarity], POLARITIES, place, "polarity")
        if value.color and not _COLOR.fullmatch(value.color):
            self.fail(f'must be a colour such as "#0072b2", not {value.color!r}', place, "color")

    def check_references(self, dimensions, lists):
        for dimension, values in dimensions.items():
            for name, value in values.items():
                place = f"{dimension}.{name}"
                if value.negated:
                    self.check_names([value.negated], values, place, "negated")
                self.check_names(value.by, dimensions["holder"], place, "by")
                for key in ("cues", "hints", "unless", "actors"):
                    references = re.findall(r"\{(\w*)\}", " ".join(getattr(value, key)))
                    allowed = ["target"] if key == "actors" else lists
                    self.check_names(references, allowed, place, key)

    def section(self, tree, place):
        if not isinstance(tree, dict):
            self.fail(f"must be a section, [{place}]", place)
        return tree

    def record(self, kind, tree, place, needed):
        """Instance of the dataclass `kind` with the keys of a section."""
        types = {field.name: field.type for field in fields(kind)}
        self.check_keys(self.section(tree, place), place, needed, types)
        return kind(**{key: self.read(tree[key], types[key], place, key) for key in tree})

    def check_keys(self, tree, place, needed, allowed):
        for key in tree:
            self.check_names([key], allowed, place, key)
        for key in needed:
            if key not in tree:
                self.fail(f"{key!r} is missing; needed are {', '.join(needed)}", place)

    def check_names(self, names, allowed, place, key):
        for name in names:
            if name not in allowed:
                message = f"{name!r} is not known here; allowed are {', '.join(allowed)}"
                self.fail(message, place, key, name)

    def read(self, value, kind, place, key):
        """`value`, checked to be of the type of a field."""
        if kind is str:
            valid, wanted = isinstance(value, str) and value.strip(), "text in quotes"
        elif kind is float:
            valid = type(value) in (int, float) and abs(value) <= LARGEST_PRIOR
            wanted = f"a number from -{LARGEST_PRIOR} to {LARGEST_PRIOR}"
        elif kind is tuple:
            valid = isinstance(value, list) and all(isinstance(term, str) for term in value)
            wanted = "a list of texts"
        else:
            valid, wanted = isinstance(value, bool), "true or false"
        if not valid:
            self.fail(f"must be {wanted}, not {value!r}", place, key)
        if kind is tuple:
            self.check_terms(value, place, key)
            return tuple(value)
        return value.strip() if kind is str else value

    def check_terms(self, terms, place, key):
        for term in terms:
            if not _CUE.fullmatch(term):
                form = "words, `*` at a word's end, `...` between words, a list in braces"
                self.fail(f"cannot read the cue {term!r}: {form}", place, key, term)
            if "{" in term and place in ("target", "words"):
                self.fail("a word list cannot hold {names} of other lists", place, key, term)
            if terms.count(term) > 1:
                self.fail(f"{term!r} appears twice", place, key, term)

    def fail(self, message, place, key=None, word=None):
        number = self.line(place, key, word)
        line = f", line {number}" if number else ""
        where = ".".join(part for part in (place, key) if part) or "the file"
        raise CodebookError(f"{self.path}{line}: {where}: {message}.")

    def line(self, place, key, word):
        """Number of the line of a section, its key or a word there; None if it is not found."""
        patterns = []
        if place:
            patterns.append(rf"\s*\[{re.escape(place)}\W")
        if key:
            patterns.append(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[{re.escape(key)}\b")
        if word:
            # A list may run over many lines.
            patterns.append(f".*{re.escape(word)}")
        number = None
        for pattern in patterns:
            start = number or 0
            matches = (n for n in range(start, len(self.lines)) if re.match(pattern, self.lines[n]))
            number = next(matches, number)
            if number is None:
                return None
        return None if number is None else number + 1


def _with_neutral(values):
    """The values, the neutral one marked: the default without cues where the file marks none."""
    if any(value.neutral is not None for value in values.values()):
        neutral = {name: bool(value.neutral) for name, value in values.items()}
    else:
        neutral = {name: value.default and not value.has_cues for name, value in values.items()}
    return {name: replace(value, neutral=neutral[name]) for name, value in values.items()}


def _with_colors(values):
    """The values, each with a colour: its own, grey for the neutral one, or the next of PALETTE."""
    own = {value.color.lower() for value in values.values()}
    others = itertools.cycle([color for color in PALETTE if color not in own] or PALETTE)
    result = {}
    for name, value in values.items():
        color = value.color or (GREY if value.neutral else next(others))
        result[name] = replace(value, color=color.lower())
    return result
