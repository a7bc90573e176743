"""Turns of a transcript: what each speaker says, after a name in capitals and a colon."""

import re
from statistics import mode

from monitor.quotes.lexicon import TITLES

FEWEST = 4  # turns of a transcript, of which one speaker has two at least
_LABEL = re.compile(
    r"^([A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3})(?:, [^:\n]{1,60}| \([^)\n]{1,40}\))?: +(?=\S)", re.M
)
_REPORTER = re.compile(r"\b(?:HOST|BYLINE|ANCHOR|REPORTER|CORRESPONDENT)\b")


def find_turns(text):
    """List of (start, end, name of the speaker) of the turns; empty where it is no transcript.

    A turn ends where the next begins, the last one with its paragraph. Those of the reporter are
    the outlet's own words and left out: the host, or else who has the most turns.
    """
    labels = list(_LABEL.finditer(text))
    names = [_name(label[1]) for label in labels]
    surnames = [name.split()[-1] for name in names]
    if len(names) < FEWEST or len(set(surnames)) == len(names):
        return []
    pairs = zip(surnames, labels, strict=True)
    reporters = {name for name, label in pairs if _REPORTER.search(label[0])} or {mode(surnames)}
    full_names = {name.split()[-1]: name for name in sorted(names, key=len)}
    last = f"{text}\n".index("\n", labels[-1].end())
    ends = [*(label.start() for label in labels[1:]), last]
    turns = []
    for label, surname, end in zip(labels, surnames, ends, strict=True):
        start = label.end()
        if surname not in reporters:
            turns.append((start, start + len(text[start:end].rstrip()), full_names[surname]))
    return turns


def _name(label):
    """The name of a label, such as "Ida Brandt" of "MAYOR IDA BRANDT"."""
    words = [word for word in label.split() if word.lower() not in TITLES]
    return " ".join(words or label.split()).title()
