"""Word lists for quotations: words that introduce one, other kinds of words, parts of names."""

import tomllib

from monitor.resources import resource_path

_LISTS = tomllib.loads(resource_path("data/quote_words.toml").read_text(encoding="utf-8"))


def _kind_of_word(section):
    """Dict word → name of its list in a section."""
    return {word: name for name, words in _LISTS[section].items() for word in words.split()}


CUE_CLASSES = _kind_of_word("cues")
KINDS = _kind_of_word("kinds")
KINDS |= {word.replace("'", "’"): kind for word, kind in KINDS.items()}
SEXES = _kind_of_word("sexes")
_NAMES = {name: frozenset(words.split()) for name, words in _LISTS["names"].items()}
BODIES = _NAMES["bodies"]
OFFICES = _NAMES["offices"]
NO_SPEAKERS = _NAMES["no_speakers"]
ROLES = _NAMES["roles"]
SUFFIXES = _NAMES["suffixes"]
TITLES = _NAMES["titles"] | ROLES | OFFICES
