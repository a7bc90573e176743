"""The analyst's codebook file (TOML) in, a checked `Codebook` out."""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import CodebookError
from monitor.shipped import shipped

DIMENSIONS = ("position", "holder", "tone")
LARGEST_PRIOR = 10
PRIORS = f"a number from -{LARGEST_PRIOR} to {LARGEST_PRIOR}"
WORD_LISTS = ("speech", "negation", "affirmation", "denied")


@dataclass(frozen=True)
class Target:
    """Whom the passages are about: `names` mean it anywhere, `also` where it is named too, unless `unless` stands."""

    name: str
    names: tuple
    also: tuple = ()
    unless: tuple = ()


@dataclass(frozen=True)
class Value:
    """One value of a dimension: its words for people, and the cues by which it is found."""

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


@dataclass(frozen=True)
class Codebook:
    """What is coded: `target`, `words` (lists by name), `dimensions` (dimension → value → `Value`), `version`."""

    name: str
    target: Target
    dimensions: dict = field(repr=False)
    words: dict = field(repr=False)
    version: str = ""

    def __hash__(self):
        return hash((self.name, self.version))

    @classmethod
    def load(cls, path=None):
        """The codebook in the file `path`, or the shipped one; `version` is a short hash of the file's content.

        Raises CodebookError, which names the file, the line, what is wrong and what is allowed.
        """
        path = Path(path) if path is not None else shipped("data/codebook.toml")
        try:
            content = path.read_bytes()
            tree = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
        except OSError as error:
            raise CodebookError(f"{path}: cannot be read ({error.strerror}). Name a codebook file.") from error
        except UnicodeDecodeError as error:
            raise CodebookError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
        except tomllib.TOMLDecodeError as error:
            raise CodebookError(
                f"{path}: is not sound TOML: {error}. Check quotes, commas and brackets there."
            ) from error
        check = _Check(path, content.decode("utf-8-sig"))
        return check.codebook(tree, hashlib.sha256(content).hexdigest()[:10])

    @property
    def lists(self):
        """Word lists that ``{name}`` stands for in a cue: those under [words], the target's names, the actors."""
        actors = {name: value.actors for name, value in self.dimensions["holder"].items()}
        return {**self.words, **actors, "target": self.target.names}

    def default(self, dimension):
        """The value taken where nothing speaks for another."""
        return next(name for name, value in self.dimensions[dimension].items() if value.default)


class _Check:
    """Turns the parsed file into a Codebook, or raises the error that tells the analyst what to change."""

    def __init__(self, path, text):
        self.path, self.lines = path, text.splitlines()

    def codebook(self, tree, version):
        self.keys(tree, "", ("name", "target", "words", *DIMENSIONS), needed=("name", "target", *DIMENSIONS))
        target = self.record(Target, tree["target"], "target", needed=("name", "names"))
        words = {name: self.read(tuple, terms, "words", name) for name, terms in self.table(tree, "words").items()}
        words = {**dict.fromkeys(WORD_LISTS, ()), **words}
        dimensions = {dimension: self.dimension(dimension, self.table(tree, dimension)) for dimension in DIMENSIONS}
        codebook = Codebook(self.read(str, tree["name"], "", "name"), target, dimensions, words, version)
        self.references(codebook)
        return codebook

    def dimension(self, dimension, tree):
        if len(tree) < 2:
            self.fail(f"has {len(tree)} value; a dimension needs two or more, as [{dimension}.something]", dimension)
        values = {}
        for name in tree:
            place = f"{dimension}.{name}"
            value = self.record(Value, self.table(tree, name, place), place, needed=("label", "description"))
            if not (value.cues or value.hints or value.actors or value.default):
                self.fail("has no cues; give it `cues`, or make it the value taken otherwise: default = true", place)
            if value.actors and dimension != "holder":
                self.fail("`actors` is allowed in the dimension holder only; use `cues`", place, "actors")
            if value.label in {other.label for other in values.values()}:
                self.fail(f"the label {value.label!r} stands at another value of {dimension} too", place, "label")
            values[name] = value
        defaults = [name for name, value in values.items() if value.default]
        if len(defaults) != 1:
            self.fail(f"one value must have default = true; it stands at {', '.join(defaults) or 'none'}", dimension)
        return values

    def references(self, codebook):
        lists = codebook.lists
        for name, terms in lists.items():
            if any("{" in term for term in terms) and name not in codebook.dimensions["holder"]:
                self.fail("a word list cannot hold {names} of other lists", "words", name)
        for dimension, values in codebook.dimensions.items():
            for name, value in values.items():
                place = f"{dimension}.{name}"
                self.among((value.negated,) if value.negated else (), values, place, "negated")
                self.among(value.by, codebook.dimensions["holder"], place, "by")
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
                self.fail(f"{name!r} is not known here; allowed are {', '.join(allowed)}", place, key or name, name)

    def table(self, tree, name, place=None):
        if not isinstance(tree.get(name, {}), dict):
            self.fail(f"must be a section, [{place or name}]", place or name)
        return tree.get(name, {})

    def read(self, kind, value, place, key):
        """`value`, checked to be of the kind that a field asks for."""
        sound, wanted = {
            str: (isinstance(value, str) and value.strip(), "text in quotes"),
            bool: (isinstance(value, bool), "true or false"),
            float: (type(value) in (int, float) and abs(value) <= LARGEST_PRIOR, PRIORS),
            tuple: (isinstance(value, list) and all(isinstance(term, str) for term in value), "a list of texts"),
        }[kind]
        if not sound:
            self.fail(f"must be {wanted}, not {value!r}", place, key)
        return self.terms(value, place, key) if kind is tuple else value.strip() if kind is str else kind(value)

    def terms(self, value, place, key):
        for term in value:
            if not _SOUND.fullmatch(term):
                form = "words, `*` at a word's end, `...` between words, a list in braces"
                self.fail(f"cannot read the cue {term!r}: {form}", place, key, term)
        double = {term for term in value if value.count(term) > 1}
        if double:
            self.fail(f"{sorted(double)[0]!r} stands there twice", place, key, sorted(double)[0])
        return tuple(value)

    def fail(self, what, place, key=None, word=None):
        where = ".".join(part for part in (place, key) if part)
        line = self.line(place, key)
        if line and word:
            # A list may run over many lines.
            line = next((n for n, text in enumerate(self.lines[line - 1 :], line) if word in text), line)
        raise CodebookError(f"{self.path}{f', line {line}' if line else ''}: {where or 'the file'}: {what}.")

    def line(self, place, key):
        """Number of the line that holds `key` of section `place`, or the section's head, or None."""
        head = next((n for n, line in enumerate(self.lines) if re.match(rf"\s*\[{re.escape(place)}\W", line)), None)
        if place and head is None:
            return None
        start = 0 if not place else head + 1
        for number, line in enumerate(self.lines[start:], start):
            if place and line.startswith("["):
                break
            if key and re.match(rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*=|\s*\[{re.escape(str(key))}\b", line):
                return number + 1
        return None if head is None else head + 1


_WORD = r"(?=\S*[\w%$€£?])(?:[\w'’&.%$€£?-]|\{\w+\})+\*?"
_SOUND = re.compile(rf"\s*{_WORD}(?:\s+(?:\.\.\.\s+)?{_WORD})*\s*")
