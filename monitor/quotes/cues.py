"""The words that may introduce a quotation, from the lists of `data/quote_cues.toml`, with their inflections."""

import functools
import tomllib

from monitor.resources import resource_path


class CueClasses(dict):
    """Class (say, ask, judge, think, show, noun, …) of each word that may introduce a quotation; `near` of another."""

    def __missing__(self, word):
        return "near"


@functools.cache
def cue_classes():
    """The `CueClasses` of `data/quote_cues.toml`, whose regular verbs are inflected here; `both`: verb and noun."""
    lists = tomllib.loads(resource_path("data/quote_cues.toml").read_text(encoding="utf-8"))
    found = CueClasses({":": ":"})
    for name, verbs in lists["verbs"].items():
        for verb in verbs.split():
            for form in _forms(verb):
                found.setdefault(form, name)
    for name, words in lists["irregular"].items():
        found.update(dict.fromkeys(words.split(), name))
    for name, words in lists["nouns"].items():
        found.update({word: "both" if word in found else name for word in words.split()})
    return found


def _forms(verb):
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    double = verb + verb[-1] if verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou" else stem
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return verb, plural, stem + "ed", stem + "ing", double + "ed", double + "ing"
