"""Words that may introduce a quotation, with their classes and inflections."""

import functools
import tomllib

from monitor.resources import resource_path

VOWELS = ("a", "e", "i", "o", "u")


class CueClasses(dict):
    """Dict word → class (say, ask, judge, think, show, noun, …), "near" for all other words."""

    def __missing__(self, word):
        return "near"


@functools.cache
def cue_classes():
    """The CueClasses of `data/quote_cues.toml`; "both": verb and noun."""
    lists = tomllib.loads(resource_path("data/quote_cues.toml").read_text(encoding="utf-8"))
    classes = CueClasses({":": ":"})
    for name, verbs in lists["verbs"].items():
        for verb in verbs.split():
            for form in _inflect(verb):
                classes.setdefault(form, name)
    for name, words in lists["irregular"].items():
        classes.update(dict.fromkeys(words.split(), name))
    for name, words in lists["nouns"].items():
        classes.update({word: "both" if word in classes else name for word in words.split()})
    return classes


def _inflect(verb):
    """List of the regular forms of an English verb."""
    *_, before, last = verb
    if last == "y" and before not in VOWELS:
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    stem = verb.removesuffix("e")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    forms = [verb, third, stem + "ed", stem + "ing"]
    if last in "bdgmnpt" and before in VOWELS and verb[-3:-2] not in VOWELS:
        forms += [verb + last + "ed", verb + last + "ing"]
    return forms
