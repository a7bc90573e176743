"""Word lists for quotations: words that introduce one, other kinds of words, parts of names."""

import re

from monitor.resources import data

_LISTS = data("quote_words.toml")


def _kind_of_word(section):
    """Dict word → name of its list in a section."""
    return {word: name for name, words in _LISTS[section].items() for word in words.split()}


CUE_CLASSES = _kind_of_word("cues")
KINDS = _kind_of_word("kinds")
KINDS |= {word.replace("'", "’"): kind for word, kind in KINDS.items()}
SEXES = _kind_of_word("sexes")
NICKNAMES = _kind_of_word("nicknames")
_NAMES = {name: frozenset(words.split()) for name, words in _LISTS["names"].items()}
BODIES = _NAMES["bodies"]
OFFICES = _NAMES["offices"]
PARTS = _NAMES["parts"]
ROLES = _NAMES["roles"]
SUFFIXES = _NAMES["suffixes"]
TITLES = _NAMES["titles"] | ROLES | OFFICES
_SPEAKERS = _NAMES["speakers"] | ROLES | BODIES | PARTS


def may_speak(noun):
    """Whether a noun in small letters, in the singular or plural, stands for somebody who speaks.

    What people publish counts too: a report says as its authors do.
    """
    noun = noun.rpartition("-")[2] if noun not in _SPEAKERS else noun
    singulars = (noun, noun.removesuffix("s"), noun.removesuffix("es"))
    return not _SPEAKERS.isdisjoint((*singulars, re.sub("ies$", "y", noun)))
