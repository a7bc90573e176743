"""Finds who acts and who speaks in a sentence, among the actors that it names."""

from typing import NamedTuple

VERB_WITHIN = 3
SUBJECT_BEFORE_SPEECH, SUBJECT_AFTER_SPEECH = 12, 5
ARTICLES = frozenset("the a an its his her their our this that".split())
# Words that govern an actor who does not act: prepositions, and verbs of asking and telling.
GOVERNING = frozenset(
    """of in on at to with by for from against over about between near like as than and
    urge urges urged urging tell tells told ask asks asked warn warns warned""".split()
)
VERBS = frozenset(
    """has have had is are was were will would could should must may might can did does do
    said says told tells""".split()
)


class Actor(NamedTuple):
    """An actor from word `start` to before word `end`, and the holder that it belongs to."""

    start: int
    end: int
    holder: str


def find_actors(matches):
    """List of the Actors that do not overlap, the longest at each start first.

    matches: of the terms of holders, each with key (kind, (dimension, holder)).
    """
    actors, end = [], 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.start >= end:
            end = match.end
            actors.append(Actor(match.start, end, match.key[1][1]))
    return actors


def find_subjects(tokens, actors):
    """The actors that act: those that no preposition governs, but for an article between."""
    subjects = []
    for actor in actors:
        before = [token.lower() for token in tokens[max(0, actor.start - 2) : actor.start]]
        if before and before[-1] in ARTICLES:
            before.pop()
        if not before or before[-1] not in GOVERNING:
            subjects.append(actor)
    return subjects


def verb_follows(tokens, end):
    """Whether a verb stands within three words of the place `end`."""
    return any(word in VERBS or word.endswith("ed") for word in tokens[end : end + VERB_WITHIN])


def find_speakers(subjects, speech):
    """Set of the holders who speak.

    The speaker is the subject nearest before a verb of speech, or else the one right after it.
    """
    speakers = set()
    for verb in speech:
        first, last = verb.start - SUBJECT_BEFORE_SPEECH, verb.end + SUBJECT_AFTER_SPEECH
        before = [subject for subject in subjects if first <= subject.end <= verb.start]
        after = [subject for subject in subjects if verb.end <= subject.start <= last]
        speakers.update(subject.holder for subject in before[-1:] or after[:1])
    return speakers
