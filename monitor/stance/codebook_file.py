"""Reads a codebook file and checks it: each mistake is reported with its line and what is allowed."""

import hashlib
import itertools
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.errors import CodebookError

DIMENSIONS = ("position", "holder", "tone")
LARGEST_PRIOR = 10
PRIORS = f"a number from -{LARGEST_PRIOR} to {LARGEST_PRIOR}"
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
    neutral: bool = False
    color: str = ""


def read_codebook(path):
    """Dict of what the file holds: name, target, dimensions, words, lists and version.

    Raises CodebookError, which names the file, the line, what is wrong and what is allowed.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        tree = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Name a codebook file."
        raise CodebookError(message) from error
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: is not valid TOML: {error}. Check quotes, commas and brackets there."
        raise CodebookError(message) from error
    check = _Check(path, content.decode("utf-8-sig"))
    return {**check.codebook(tree), "version": hashlib.sha256(content).hexdigest()[:10]}


class _Check:
    """Turns the parsed file into what it holds, or raises an error that says what to change."""

    def __init__(self, path, text):
        self.path, self.lines = path, text.splitlines()

    def codebook(self, tree):
        needed = ("name", "target", *DIMENSIONS)
        self.keys(tree, "", ("words", *needed), needed)
        target = self.record(Target, tree["target"], "target", needed=("name", "names"))
        words = dict.fromkeys(WORD_LISTS, ())
        for name, terms in self.table(tree, "words").items():
            words[name] = self.read(tuple, terms, "words", name)
        dimensions = {name: self.dimension(name, self.table(tree, name)) for name in DIMENSIONS}
        actors = {name: value.actors for name, value in dimensions["holder"].items()}
        lists = {**words, **actors, "target": target.names}
        self.references(dimensions, lists)
        name = self.read(str, tree["name"], "", "name")
        parts = {"dimensions": dimensions, "words": words, "lists": lists}
        return {"name": name, "target": target, **parts}

    def dimension(self, dimension, tree):
        if len(tree) < 2:
            needed = f"a dimension needs two or more, as [{dimension}.something]"
            self.fail(f"has {len(tree)} value; {needed}", dimension)
        values = {}
        for name in tree:
            place = f"{dimension}.{name}"
            section = self.table(tree, name, place)
            value = self.record(Value, section, place, needed=("label", "description"))
            self.value(dimension, value, place)
            if value.label in {other.label for other in values.values()}:
                message = f"the label {value.label!r} is also that of another {dimension}"
                self.fail(message, place, "label")
            values[name] = value
        defaults = [name for name, value in values.items() if value.default]
        if len(defaults) != 1:
            where = ", ".join(defaults) or "none"
            self.fail(f"one value must have default = true; it stands at {where}", dimension)
        neutral = self.neutral(dimension, tree, values)
        return _with_colors({n: replace(v, neutral=n == neutral) for n, v in values.items()})

    def value(self, dimension, value, place):
        if not (value.cues or value.hints or value.actors or value.default):
            self.fail("has no cues; give it `cues`, or make it the default: default = true", place)
        if value.actors and dimension != "holder":
            message = "`actors` is allowed in the dimension holder only; use `cues`"
            self.fail(message, place, "actors")
        self.among((value.polarity,), POLARITIES, place, "polarity")
        if value.color and not _COLOR.fullmatch(value.color):
            self.fail(f'must be a colour such as "#0072b2", not {value.color!r}', place, "color")

    def neutral(self, dimension, tree, values):
        """Name of the neutral value, or None; the default without cues, where none is flagged."""
        flagged = [name for name, value in values.items() if value.neutral]
        if len(flagged) > 1:
            message = f"only one value can have neutral = true; it stands at {', '.join(flagged)}"
            self.fail(message, dimension)
        if any("neutral" in section for section in tree.values()):
            return flagged[0] if flagged else None
        name, value = next((n, value) for n, value in values.items() if value.default)
        return None if value.cues or value.hints or value.actors else name

    def references(self, dimensions, lists):
        for name, terms in lists.items():
            if any("{" in term for term in terms) and name not in dimensions["holder"]:
                self.fail("a word list cannot hold {names} of other lists", "words", name)
        for dimension, values in dimensions.items():
            for name, value in values.items():
                place = f"{dimension}.{name}"
                self.among((value.negated,) if value.negated else (), values, place, "negated")
                self.among(value.by, dimensions["holder"], place, "by")
                for key in ("cues", "hints", "unless", "actors"):
                    named = re.findall(r"\{(\w*)\}", " ".join(getattr(value, key)))
                    self.among(named, ["target"] if key == "actors" else lists, place, key)

    def record(self, kind, tree, place, needed):
        if not isinstance(tree, dict):
            self.fail(f"must be a section, [{place}]", place)
        self.keys(tree, place, tuple(kind.__dataclass_fields__), needed)
        fields = kind.__dataclass_fields__
        return kind(**{key: self.read(fields[key].type, value, place, key) for key, value in tree.items()})

    def keys(self, tree, place, allowed, needed):
        self.among(tree, allowed, place, None)
        for key in needed:
            if key not in tree:
                self.fail(f"{key!r} is missing; needed are {', '.join(needed)}", place)

    def among(self, names, allowed, place, key):
        for name in names:
            if name not in allowed:
                message = f"{name!r} is not known here; allowed are {', '.join(allowed)}"
                self.fail(message, place, key or name, name)

    def table(self, tree, name, place=None):
        if not isinstance(tree.get(name, {}), dict):
            self.fail(f"must be a section, [{place or name}]", place or name)
        return tree.get(name, {})

    def read(self, kind, value, place, key):
        """`value`, checked to be of the kind that a field asks for."""
        is_list = isinstance(value, list) and all(isinstance(term, str) for term in value)
        sound, wanted = {
            str: (isinstance(value, str) and value.strip(), "text in quotes"),
            bool: (isinstance(value, bool), "true or false"),
            float: (type(value) in (int, float) and abs(value) <= LARGEST_PRIOR, PRIORS),
            tuple: (is_list, "a list of texts"),
        }[kind]
        if not sound:
            self.fail(f"must be {wanted}, not {value!r}", place, key)
        if kind is tuple:
            return self.terms(value, place, key)
        return value.strip() if kind is str else kind(value)

    def terms(self, value, place, key):
        for term in value:
            if not _SOUND.fullmatch(term):
                form = "words, `*` at a word's end, `...` between words, a list in braces"
                self.fail(f"cannot read the cue {term!r}: {form}", place, key, term)
        double = {term for term in value if value.count(term) > 1}
        if double:
            self.fail(f"{sorted(double)[0]!r} appears twice", place, key, sorted(double)[0])
        return tuple(value)

    def fail(self, what, place, key=None, word=None):
        where = ".".join(part for part in (place, key) if part)
        line = self.line(place, key)
        if line and word:
            # A list may run over many lines.
            rest = enumerate(self.lines[line - 1 :], line)
            line = next((number for number, text in rest if word in text), line)
        number = f", line {line}" if line else ""
        raise CodebookError(f"{self.path}{number}: {where or 'the file'}: {what}.")

    def line(self, place, key):
        """Number of the line with `key` of section `place`, or with the section's head, or None."""
        section = re.compile(rf"\s*\[{re.escape(place)}\W")
        head = next((n for n, line in enumerate(self.lines) if section.match(line)), None)
        if place and head is None:
            return None
        start = head + 1 if place else 0
        name = re.escape(str(key))
        definition = re.compile(rf"\s*[\"']?{name}[\"']?\s*=|\s*\[{name}\b")
        for number, line in enumerate(self.lines[start:], start):
            if place and line.startswith("["):
                break
            if key and definition.match(line):
                return number + 1
        return None if head is None else head + 1


def _with_colors(values):
    """The values, each with a colour: its own, grey for the neutral one, or the next of PALETTE."""
    own = {value.color.lower() for value in values.values()}
    others = itertools.cycle([color for color in PALETTE if color not in own] or PALETTE)
    colored = {}
    for name, value in values.items():
        color = value.color or (GREY if value.neutral else next(others))
        colored[name] = replace(value, color=color.lower())
    return colored


_COLOR = re.compile("#[0-9a-fA-F]{6}")
_WORD = r"(?=\S*[\w%$€£?])(?:[\w'’&.%$€£?-]|\{\w+\})+\*?"
_SOUND = re.compile(rf"\s*{_WORD}(?:\s+(?:\.\.\.\s+)?{_WORD})*\s*")
