"""Finds who acts and who speaks in a sentence, among the actors that it names."""

from typing import NamedTuple

VERB_WITHIN = 3
FORMER_WITHIN = 3
SUBJECT_BEFORE_SPEECH, SUBJECT_AFTER_SPEECH = 8, 3
ARTICLES = frozenset("the a an its his her their our this that".split())
PREPOSITIONS = frozenset(
    """of in on at to with by for from against over about between near like as than
    and""".split()
)
VERBS = frozenset(
    """has have had is are was were will would could should must may might can did does do
    said says told tells""".split()
)
FORMER = frozenset("former ex retired onetime".split())


class Actor(NamedTuple):
    """An actor from word `start` to before word `end`, and the holder that it belongs to."""

    start: int
    end: int
    holder: str


def find_actors(tokens, matches, default):
    """List of the Actors that do not overlap, the longest at each start first.

    matches: of the terms of holders, each with key (kind, (dimension, holder)). One who is named as
    a former one speaks for the holder `default`.
    """
    actors, end = [], 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.start < end:
            continue
        end = match.end
        before = _lower(tokens[max(0, match.start - FORMER_WITHIN) : match.start])
        holder = match.key[1][1] if FORMER.isdisjoint(before) else default
        actors.append(Actor(match.start, end, holder))
    return actors


def find_subjects(tokens, actors):
    """The actors that act: the first that no preposition governs, and each that a verb follows."""
    free = [actor for actor in actors if not _is_governed(tokens, actor.start)]
    return free[:1] + [actor for actor in free[1:] if verb_follows(tokens, actor.end)]


def verb_follows(tokens, end):
    """Whether a verb stands within three words of the place `end`."""
    return any(word in VERBS or word.endswith("ed") for word in tokens[end : end + VERB_WITHIN])


def find_speakers(subjects, speech):
    """List of the holders who speak, each once.

    The speaker is the subject nearest before a verb of speech, or else the one right after it.
    """
    speakers = []
    for verb in speech:
        first, last = verb.start - SUBJECT_BEFORE_SPEECH, verb.end + SUBJECT_AFTER_SPEECH
        before = [subject for subject in subjects if first <= subject.end <= verb.start]
        after = [subject for subject in subjects if verb.end <= subject.start <= last]
        speakers += before[-1:] or after[:1]
    return list(dict.fromkeys(speaker.holder for speaker in speakers))


def _is_governed(tokens, start):
    """Whether the actor at `start` follows a preposition, so that it does not act itself."""
    before = _lower(tokens[max(0, start - 2) : start])
    if before and before[-1] in ARTICLES:
        before.pop()
    return bool(before) and before[-1] in PREPOSITIONS


def _lower(tokens):
    return [token.lower() for token in tokens]
