"""Word lists for quotations: words that introduce one, other kinds of words, parts of names."""

import tomllib

from monitor.resources import resource_path

_LISTS = tomllib.loads(resource_path("data/quote_words.toml").read_text(encoding="utf-8"))


def _kind_of_word(section):
    """Dict word → name of its list in a section."""
    return {word: name for name, words in _LISTS[section].items() for word in words.split()}


def _cue_classes():
    """Dict word that may introduce a quotation → class (say, ask, …); "both": verb and noun."""
    classes = {":": ":"}
    for verb, name in _kind_of_word("verbs").items():
        classes |= dict.fromkeys(_inflect(verb), name)
    classes |= _kind_of_word("irregular")
    nouns = _kind_of_word("nouns")
    classes |= {word: "both" if word in classes else nouns[word] for word in nouns}
    return {word: name for word, name in classes.items() if word not in _kind_of_word("no_cues")}


def _inflect(verb):
    """List of the regular forms of an English verb, and of some that do not exist."""
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1]
    forms = [verb + "s", verb + "es", stem + "ed", stem + "ing", doubled + "ed", doubled + "ing"]
    if verb.endswith("y"):
        forms += [verb[:-1] + "ies", verb[:-1] + "ied"]
    return [verb, *forms]


CUE_CLASSES = _cue_classes()
KINDS = _kind_of_word("kinds")
KINDS |= {word.replace("'", "’"): kind for word, kind in KINDS.items()}
CLOSING = {mark: signs.split() for mark, signs in _LISTS["closing_marks"].items()}
SEXES = _kind_of_word("sexes")
_NAMES = {name: frozenset(words.split()) for name, words in _LISTS["names"].items()}
BODIES = _NAMES["bodies"]
OFFICES = _NAMES["offices"]
NO_SPEAKERS = _NAMES["no_speakers"]
ROLES = _NAMES["roles"]
SUFFIXES = _NAMES["suffixes"]
TITLES = _NAMES["titles"] | ROLES | OFFICES
