"""Text and codebook in, what speaks for each value out: cues, their negation, and who acts or speaks."""

import functools
from typing import NamedTuple

import numpy as np

from monitor.stance.codebook_file import WORD_LISTS
from monitor.stance.cues import Terms, words

VERSION = "6"  # of all that the model makes of a passage
HINT = 1 / 3
CUES_COUNTED = 3
NEGATION_REACH, DENIAL_REACH = 4, 5
CLAUSE_WORDS = frozenset(("and", "but"))
OTHER_ACTOR, NO_ACTOR = 0.3, 0.8
NAMED, ACTS, AT_THE_HEAD, SPEAKS, VOICE_CUE = 0.7, 1.0, 0.7, 1.1, 1.3
PREPOSITIONS = frozenset("of in on at to with by for from against over about between near like as than and".split())
ARTICLES = frozenset("the a an its his her their our this that".split())
PRONOUNS = frozenset("he she they it i we his her their our".split())


VERBS = frozenset(
    "has have had is are was were will would could should must may might can did does do said says told tells".split()
)
VERB_WITHIN = 3
FORMER, FORMER_WITHIN = frozenset("former ex retired onetime".split()), 3
WRITER = frozenset("i we our us my".split())


class Evidence(NamedTuple):
    """What one text says: `scores`, one number a value, all dimensions in order; `cues`: (value, term) that counted.

    `subject`, `speaker`: index of the holder who acts first and of the one who speaks last, or None; `pronoun`: it
    opens with one; `first_person`: it speaks of I or we.
    """

    scores: np.ndarray
    cues: list
    subject: int | None
    speaker: int | None
    pronoun: bool
    first_person: bool


class EvidenceReader:
    """Reads texts by a codebook; `columns` lists the (dimension, value) of the scores."""

    def __init__(self, codebook):
        self.columns = [(dimension, value) for dimension, values in codebook.dimensions.items() for value in values]
        self._place = {column: place for place, column in enumerate(self.columns)}
        self._by = {column: frozenset(codebook.dimensions[column[0]][column[1]].by) for column in self.columns}
        self._default = codebook.default("holder")
        self.holders = list(codebook.dimensions["holder"])
        self._terms = Terms(_terms(codebook), codebook.lists)
        self._turned = {
            (dimension, name): (dimension, value.negated) if value.negated else (dimension, name)
            for dimension, values in codebook.dimensions.items()
            for name, value in values.items()
        }

    def read(self, text):
        """Evidence in one text, a sentence as a rule."""
        text_words = words(text)
        found = {kind: [] for kind in ("cue", "actor", *WORD_LISTS)} | {"unless": set()}
        for start, end, (kind, *detail), term in self._terms.find(text_words):
            if kind == "unless":
                found[kind].add(detail[0])
            else:
                found[kind].append((start, end, *detail, term))
        actors = [self._in_office(text_words, actor) for actor in _apart(found["actor"])]
        affirmed = [span[:2] for span in found["affirmation"]]
        negations = [(s, e) for s, e, _ in found["negation"] if not _inside(s, affirmed)]
        denials = [s for s, _, _ in found["denied"] if not _inside(s, affirmed)]
        subjects = _subjects(text_words, actors)
        speakers = list(dict.fromkeys(_speakers(subjects, found["speech"])))
        turned = functools.partial(_turned, text_words, negations, denials)
        scores, cues = self._cue_scores(found, subjects, speakers, turned, affirmed)
        for holder, weight in _voices(text_words, actors, subjects, speakers):
            scores[self._place["holder", holder]] += weight
        places = [[self.holders.index(holder) for holder in group] for group in ([s[2] for s in subjects], speakers)]
        opening = {word.lower() for word in text_words[:2]}
        return Evidence(
            scores,
            cues,
            places[0][0] if subjects else None,
            places[1][-1] if speakers else None,
            bool(opening & PRONOUNS),
            any(word.lower() in WRITER for word in text_words),
        )

    def _in_office(self, text_words, actor):
        """The actor; one who is named as a former one speaks for nobody, which is what the default value says."""
        start, end, holder, term = actor
        before = {word.lower() for word in text_words[max(0, start - FORMER_WITHIN) : start]}
        return (start, end, self._default if before & FORMER else holder, term)

    def _cue_scores(self, found, subjects, speakers, turned, affirmed):
        best = {}
        for start, end, column, weight, term in found["cue"]:
            if column in found["unless"] or (self._turned[column] != column and _inside(start, affirmed)):
                continue
            if turned(start, end):
                column = self._turned[column]
            if self._by[column]:
                weight *= _share_of_actor(self._by[column], subjects, speakers, start)
            best.setdefault(column, {})
            best[column][term] = max(weight, best[column].get(term, 0))
        scores = np.zeros(len(self.columns))
        for column, terms in best.items():
            counted = sum(sorted(terms.values(), reverse=True)[:CUES_COUNTED])
            scores[self._place[column]] = counted * (VOICE_CUE if column[0] == "holder" else 1)
        return scores, [(column[1], term) for column, terms in best.items() for term in terms]


def _terms(codebook):
    for dimension, values in codebook.dimensions.items():
        for name, value in values.items():
            column = (dimension, name)
            yield from ((("cue", column, 1.0), term) for term in value.cues)
            yield from ((("cue", column, HINT), term) for term in value.hints)
            yield from ((("unless", column), term) for term in value.unless)
            yield from ((("actor", name), term) for term in value.actors)
    for kind in WORD_LISTS:
        yield from (((kind,), term) for term in codebook.words[kind])


def _turned(text_words, negations, denials, start, end):
    """Whether the cue is negated: in the same clause before it, or denied after it ("… has been ruled out")."""
    before = (stop for _, stop in negations if start - NEGATION_REACH <= stop <= start)
    after = any(end <= denial <= end + DENIAL_REACH for denial in denials)
    return after or any(not CLAUSE_WORDS & {*text_words[stop:start]} for stop in before)


def _apart(spans):
    """The spans that do not overlap, the longest at each start first."""
    kept, end = [], 0
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            kept.append(span)
            end = span[1]
    return kept


def _inside(place, spans):
    return any(start <= place < end for start, end in spans)


def _governed(text_words, start):
    """Whether the actor at `start` follows a preposition, so that it does not act itself."""
    before = [word.lower() for word in text_words[max(0, start - 2) : start]]
    if before and before[-1] in ARTICLES:
        before.pop()
    return bool(before) and before[-1] in PREPOSITIONS


def _subjects(text_words, actors):
    """The actors that act: the first that no preposition governs, and each that a verb follows."""
    free = [actor for actor in actors if not _governed(text_words, actor[0])]
    return [actor for place, actor in enumerate(free) if not place or verb_follows(text_words, actor[1])]


def verb_follows(text_words, end):
    """Whether a verb stands within three words of the place `end`."""
    return any(word in VERBS or word.endswith("ed") for word in text_words[end : end + VERB_WITHIN])


def _share_of_actor(holders, subjects, speakers, start):
    """How much the cue at `start` counts, by who acts: the speaker, or the last subject before it."""
    before = [holder for place, _, holder, _ in subjects if place <= start]
    if holders & {*speakers, *before[-1:]}:
        return 1.0
    return OTHER_ACTOR if before else NO_ACTOR


def _speakers(subjects, speech):
    """The subject of each verb of speech: the nearest before it, or the one right after it."""
    for start, end, _ in speech:
        before = [holder for _, stop, holder, _ in subjects if start - 8 <= stop <= start]
        after = [holder for place, _, holder, _ in subjects if end <= place <= end + 3]
        yield from before[-1:] or after[:1]


def _voices(text_words, actors, subjects, speakers):
    """(holder, weight) of those who are named, act, stand at the head or speak."""
    yield from ((holder, NAMED / (1 + place / 10)) for place, _, holder, _ in actors)
    yield from ((holder, ACTS) for holder in {s[2] for s in subjects if verb_follows(text_words, s[1])})
    yield from ((holder, AT_THE_HEAD) for place, _, holder, _ in subjects[:1] if place <= 2)
    yield from ((holder, SPEAKS) for holder in speakers)
