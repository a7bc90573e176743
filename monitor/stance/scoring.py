"""Scores what passages say for each value of a codebook: cues, negation, who acts and speaks."""

import functools
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from monitor.errors import InputError
from monitor.stance.actors import find_actors, find_speakers, find_subjects, verb_follows
from monitor.stance.codebook_file import WORD_LISTS
from monitor.stance.term_finder import TermFinder, tokenize

VERSION = "6"  # of all that the model makes of a passage
HINT = 1 / 3
CUES_COUNTED = 3
HOLDER_CUE = 1.3
OTHER_ACTOR, NO_ACTOR = 0.3, 0.8
NEGATION_REACH, DENIAL_REACH = 4, 5
CLAUSE_WORDS = frozenset(("and", "but"))
PRONOUNS = frozenset("he she they it i we his her their our".split())
FIRST_PERSON = frozenset("i we our us my".split())
NAMED = 0.7
ACTS = 1.0
AT_THE_HEAD = 0.7
SPEAKS = 1.1
SUBJECT_BEFORE, SUBJECT_OF_PRONOUN = 0.9, 1.2
SPEAKER_BEFORE, SPEAKER_GOES_ON = 0.4, 0.8


class Evidence(NamedTuple):
    """What one sentence says for the values of a codebook.

    `scores`: dict from (dimension, value) to a number; `cues`: list of ((dimension, value), term).
    `subject`, `speaker`: the holder who acts first and the one who speaks last, or None.
    """

    scores: dict
    cues: list
    subject: str | None
    speaker: str | None
    opens_with_pronoun: bool
    first_person: bool


class PassageEvidence(NamedTuple):
    """Scores of passages and their neighbours, with columns (dimension, value), and their cues."""

    before: pd.DataFrame
    own: pd.DataFrame
    after: pd.DataFrame
    cues: list


def passage_texts(passages):
    """DataFrame[before, passage, after] of texts without gaps.

    Raises InputError where the column passage is missing.
    """
    if not isinstance(passages, pd.DataFrame) or "passage" not in passages:
        raise InputError("passages: must be a DataFrame with a column passage (and before, after)")
    columns = {name: passages.get(name, "") for name in ("before", "passage", "after")}
    return pd.DataFrame(columns, index=passages.index).astype(object).fillna("").astype(str)


def read_passages(codebook, passages):
    """PassageEvidence of DataFrame[before, passage, after].

    The holder of the sentence before counts in part; in full for a passage that opens with a
    pronoun or is in the first person and names no speaker, since its subject stands before it.
    """
    reader = _reader(codebook)
    # The sentence after one passage is often the next passage.
    read = functools.lru_cache(maxsize=10_000)(reader.read)
    evidence = passage_texts(passages).map(read)
    pairs = zip(evidence["before"], evidence["passage"], strict=True)
    scores = {
        "before": [before.scores for before in evidence["before"]],
        "own": [_in_context(own, before) for before, own in pairs],
        "after": [after.scores for after in evidence["after"]],
    }
    columns = pd.MultiIndex.from_tuples(reader.columns)
    tables = {name: pd.DataFrame(rows, columns=columns) for name, rows in scores.items()}
    return PassageEvidence(**tables, cues=[own.cues for own in evidence["passage"]])


def _in_context(own, before):
    """The scores of a passage with those of the subject and the speaker of the sentence before."""
    scores = own.scores.copy()
    if before.subject is not None:
        goes_on = own.opens_with_pronoun and own.speaker is None
        scores["holder", before.subject] += SUBJECT_BEFORE + SUBJECT_OF_PRONOUN * goes_on
    if before.speaker is not None:
        goes_on = own.first_person and own.speaker is None
        scores["holder", before.speaker] += SPEAKER_BEFORE + SPEAKER_GOES_ON * goes_on
    return scores


# Passages come in many small lists, and a reader takes longer to make than such a list to read.
@functools.lru_cache(maxsize=4)
def _reader(codebook):
    return EvidenceReader(codebook)


class EvidenceReader:
    """Reads sentences by a codebook; `columns` lists the (dimension, value) of the scores."""

    def __init__(self, codebook):
        self._values = {
            (dimension, name): value
            for dimension, values in codebook.dimensions.items()
            for name, value in values.items()
        }
        self.columns = list(self._values)
        self._default = codebook.default("holder")
        self._finder = TermFinder(_terms(codebook, self._values), codebook.lists)

    def read(self, text):
        """Evidence in one sentence."""
        tokens = tokenize(text)
        matches = defaultdict(list)
        for match in self._finder.find(tokens):
            matches[match.key[0]].append(match)
        actors = find_actors(tokens, matches["actor"], self._default)
        subjects = find_subjects(tokens, actors)
        speakers = find_speakers(subjects, matches["speech"])
        cues = self._weigh_cues(tokens, matches, subjects, speakers)
        scores = dict.fromkeys(self.columns, 0.0)
        for column, terms in cues.items():
            largest = sorted(terms.values(), reverse=True)[:CUES_COUNTED]
            scores[column] = sum(largest) * (HOLDER_CUE if column[0] == "holder" else 1)
        for holder, weight in _weigh_holders(tokens, actors, subjects, speakers):
            scores["holder", holder] += weight
        words = [token.lower() for token in tokens]
        return Evidence(
            scores=scores,
            cues=[(column, term) for column, terms in cues.items() for term in terms],
            subject=subjects[0].holder if subjects else None,
            speaker=speakers[-1] if speakers else None,
            opens_with_pronoun=not PRONOUNS.isdisjoint(words[:2]),
            first_person=not FIRST_PERSON.isdisjoint(words),
        )

    def _weigh_cues(self, tokens, matches, subjects, speakers):
        """Dict from columns to the weight of each cue term that speaks for it."""
        affirmations = matches["affirmation"]
        negations = [n for n in matches["negation"] if not _is_inside(n, affirmations)]
        denials = [d for d in matches["denied"] if not _is_inside(d, affirmations)]
        excluded = {match.key[1] for match in matches["unless"]}
        weights = defaultdict(dict)
        for cue in matches["cue"]:
            column, weight = cue.key[1:]
            negated = self._values[column].negated
            if column in excluded or (negated and _is_inside(cue, affirmations)):
                continue
            if negated and _is_negated(tokens, cue, negations, denials):
                column = (column[0], negated)
            if holders := self._values[column].by:
                weight *= _weight_of_actor(holders, cue, subjects, speakers)
            weights[column][cue.term] = max(weight, weights[column].get(cue.term, 0))
        return weights


def _terms(codebook, values):
    """(key, term) of all terms; the key is their kind, the column they speak for and a weight."""
    for column, value in values.items():
        yield from ((("cue", column, 1.0), term) for term in value.cues)
        yield from ((("cue", column, HINT), term) for term in value.hints)
        yield from ((("unless", column), term) for term in value.unless)
        yield from ((("actor", column), term) for term in value.actors)
    for name in WORD_LISTS:
        yield from (((name,), term) for term in codebook.lists[name])


def _is_inside(match, spans):
    return any(span.start <= match.start < span.end for span in spans)


def _is_negated(tokens, cue, negations, denials):
    """Whether the cue is negated in its clause, or denied after it ("… is ruled out")."""
    for negation in negations:
        between = tokens[negation.end : cue.start]
        near = cue.start - NEGATION_REACH <= negation.end <= cue.start
        if near and CLAUSE_WORDS.isdisjoint(between):
            return True
    return any(cue.end <= denial.start <= cue.end + DENIAL_REACH for denial in denials)


def _weight_of_actor(holders, cue, subjects, speakers):
    """How much a cue counts by who acts: the speaker, or the last subject before it."""
    before = [subject.holder for subject in subjects if subject.start <= cue.start]
    if not set(holders).isdisjoint([*speakers, *before[-1:]]):
        return 1.0
    return OTHER_ACTOR if before else NO_ACTOR


def _weigh_holders(tokens, actors, subjects, speakers):
    """(holder, weight) of those who are named, act, stand at the head or speak."""
    yield from ((actor.holder, NAMED / (1 + actor.start / 10)) for actor in actors)
    acting = {subject.holder for subject in subjects if verb_follows(tokens, subject.end)}
    yield from ((holder, ACTS) for holder in acting)
    yield from ((subject.holder, AT_THE_HEAD) for subject in subjects[:1] if subject.start <= 2)
    yield from ((holder, SPEAKS) for holder in speakers)
