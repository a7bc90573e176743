"""Reads a codebook file, checks it by `data/codebook_schema.toml` and names each mistake's line."""

import hashlib
import itertools
import re
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.errors import CodebookError
from monitor.toml_files import Mistake, check_form, check_known, read_toml

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


def read_codebook(path):
    """Dict of what the file and those it includes hold, as a Codebook takes it.

    The names of the included files are relative to the folder of the codebook. Raises
    CodebookError, which names the file, the line, what is wrong and what is allowed.
    """
    path = Path(path)
    texts = {}
    tree = read_toml(path, texts, CodebookError)
    own_examples = tree.get("examples", [])
    names = tree.get("include")
    for name in names if isinstance(names, list) else []:
        tree = _merge(tree, read_toml(path.parent / str(name), texts, CodebookError))
    try:
        parsed = _parse(tree, own_examples)
    except Mistake as mistake:
        raise CodebookError(mistake.in_words(texts)) from None
    content = "".join(texts.values()).encode()
    return {**parsed, "version": hashlib.sha256(content).hexdigest()[:10]}


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


def _parse(tree, own_examples):
    check_form(tree, "codebook_schema.toml")
    dimensions = {name: _dimension(tree[name], name) for name in DIMENSIONS}
    words = {name: tuple(terms) for name, terms in tree.get("words", {}).items()}
    actors = {name: value.actors for name, value in dimensions["holder"].items()}
    target = _record(Target, tree["target"])
    lists = {**dict.fromkeys(WORD_LISTS, ()), **words, **actors, "target": target.names}
    for dimension, values in dimensions.items():
        for name, value in values.items():
            check_known([value.negated or name], values, dimension, name, "negated")
            check_known(value.by, dimensions["holder"], dimension, name, "by")
            for key in ("cues", "hints", "unless", "actors"):
                references = re.findall(r"\{(\w*)\}", " ".join(getattr(value, key)))
                allowed = ["target"] if key == "actors" else lists
                check_known(references, allowed, dimension, name, key)
    for example in own_examples:
        for name in example.keys() & dimensions:
            check_known([example[name]], dimensions[name], "examples", name)
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
            raise Mistake(message, dimension, name, "label")
    for key, most in (("default", "exactly one value must"), ("neutral", "only one value can")):
        marked = [name for name, value in values.items() if getattr(value, key)]
        if len(marked) > 1 or (key == "default" and not marked):
            where = ", ".join(marked) or "none"
            raise Mistake(f"{most} have {key} = true; it is set for: {where}", dimension)
    is_marked = any(value.neutral is not None for value in values.values())
    own = {value.color.lower() for value in values.values()}
    others = itertools.cycle([color for color in PALETTE if color not in own] or PALETTE)
    for name, value in values.items():
        without_cues = not (value.cues or value.hints or value.actors)
        neutral = bool(value.neutral if is_marked else value.default and without_cues)
        color = value.color.lower() or (GREY if neutral else next(others))
        values[name] = replace(value, neutral=neutral, color=color)
    return values
