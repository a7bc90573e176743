"""Scores what passages say for each value of a codebook: cues, negation, who acts and speaks."""

import functools
import heapq
import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from monitor.errors import InputError
from monitor.stance.actors import find_actors, find_speakers, find_subjects, verb_follows
from monitor.stance.codebook_file import WORD_LISTS
from monitor.stance.term_finder import TermFinder, tokenize

VERSION = "13"  # of all that the model makes of a passage
WEIGHTS = {"cues": 1.0, "hints": 1 / 3}
CUES_COUNTED = 3
OTHER_ACTOR = 0.6
NEGATION_REACH, DENIAL_REACH = 4, 5
# Between clauses stand two words that are none, so that cues and negations reach less far.
CLAUSE_END, BREAK = re.compile(r"[;:–—]|,(?! wh)"), " _ _ "
PRONOUN_ACTS = r"^\W*(?:\w+,? ){0,3}?(?:He|She|They|he|she)\b|[,”\"] (?:he|she|they) (?:said|added)"


class Evidence(NamedTuple):
    """What one sentence says for the values of a codebook.

    `scores`: dict from (dimension, value) to a number; `cues`: list of ((dimension, value), term).
    `subject`: the holder who acts first, or None.
    """

    scores: dict
    cues: list
    subject: str | None


class PassageEvidence(NamedTuple):
    """Scores of passages and of their neighbours, columns (dimension, value), and their cues."""

    own: pd.DataFrame
    neighbours: pd.DataFrame
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

    Who acts before a passage counts there too, and twice where a pronoun acts in it.
    """
    values, read = _reader(codebook)
    texts = passage_texts(passages)
    evidence = texts.map(read)
    tables = {}
    for place in evidence:
        columns = pd.MultiIndex.from_tuples(values)
        tables[place] = pd.DataFrame([one.scores for one in evidence[place]], columns=columns)
    subjects = pd.Series([one.subject for one in evidence["before"]], dtype=object)
    counts = 1 + texts["passage"].str.contains(PRONOUN_ACTS).to_numpy()
    for holder in subjects.dropna().unique():
        tables["passage"]["holder", holder] += (subjects == holder) * counts
    cues = [one.cues for one in evidence["passage"]]
    return PassageEvidence(tables["passage"], tables["before"] + tables["after"], cues)


@functools.lru_cache(maxsize=4)
def _reader(codebook):
    """The columns of the scores, and the function that reads a sentence.

    Sentences are remembered: the one after a passage is often the next passage, and each fit reads
    the codebook's examples.
    """
    reader = EvidenceReader(codebook)
    return reader.columns, functools.lru_cache(maxsize=10_000)(reader.read)


class EvidenceReader:
    """Reads sentences by a codebook; `columns` lists the (dimension, value) of the scores."""

    def __init__(self, codebook):
        self._values = {
            (dimension, name): value
            for dimension, values in codebook.dimensions.items()
            for name, value in values.items()
        }
        self.columns = list(self._values)
        self._finder = TermFinder(_terms(codebook, self._values), codebook.lists)

    def read(self, text):
        """Evidence in one sentence."""
        tokens = tokenize(CLAUSE_END.sub(BREAK, text))
        matches = defaultdict(list)
        for match in self._finder.find(tokens):
            matches[match.key[0]].append(match)
        actors = find_actors(matches["actors"])
        subjects = find_subjects(tokens, actors)
        acting = {actor.holder for actor in subjects if verb_follows(tokens, actor.end)}
        cues = self._weigh_cues(matches, subjects, acting)
        scores = dict.fromkeys(self.columns, 0.0)
        for column, terms in cues.items():
            scores[column] = sum(heapq.nlargest(CUES_COUNTED, terms.values()))
        for actor in actors:
            scores["holder", actor.holder] += 1 / (1 + actor.start / 10)
        for holder in [*acting, *find_speakers(subjects, matches["speech"])]:
            scores["holder", holder] += 1
        found = [(column, term) for column, terms in cues.items() for term in terms]
        return Evidence(scores, found, subjects[0].holder if subjects else None)

    def _weigh_cues(self, matches, subjects, acting):
        """Dict from columns to the weight of each cue term that speaks for it.

        acting: set of the holders before a verb.
        """
        affirmations = matches["affirmation"]
        negations, denials = (
            [match for match in matches[kind] if not _is_inside(match, affirmations)]
            for kind in ("negation", "denied")
        )
        # What a term says is turned round where its end is affirmed: "unity … was never shaken".
        excluded = {
            match.key[1]
            for match in matches["unless"]
            if not any(match.start != a.start < match.end <= a.end for a in affirmations)
        }
        weights = defaultdict(dict)
        for cue in matches["cues"] + matches["hints"]:
            kind, column = cue.key
            value, weight = self._values[column], WEIGHTS[kind]
            if column in excluded or (value.negated and _is_inside(cue, affirmations)):
                continue
            if value.by and acting and acting.isdisjoint(value.by):
                weight *= OTHER_ACTOR
            if _is_by_another(value.by, cue, subjects):
                weight *= OTHER_ACTOR
            if value.negated and _is_negated(cue, negations, denials):
                column = (column[0], value.negated)
                # What others leave undone is no position of the target, nor is a mere hint negated.
                if kind == "hints" or _is_by_another(self._values[column].by, cue, subjects):
                    continue
            weights[column][cue.term] = max(weight, weights[column].get(cue.term, 0))
        return weights


def _terms(codebook, values):
    """(key, term) of all terms; the key is their kind and the column they speak for."""
    for column, value in values.items():
        for kind in ("cues", "hints", "unless", "actors"):
            yield from (((kind, column), term) for term in getattr(value, kind))
    for name in WORD_LISTS:
        yield from (((name,), term) for term in codebook.lists[name])


def _is_inside(match, spans):
    return any(span.start <= match.start < span.end for span in spans)


def _is_negated(cue, negations, denials):
    """Whether the cue is negated before it, or denied after it ("… is ruled out")."""
    before = any(cue.start - NEGATION_REACH <= n.end <= cue.start for n in negations)
    return before or any(cue.end <= d.start <= cue.end + DENIAL_REACH for d in denials)


def _is_by_another(holders, cue, subjects):
    """Whether somebody else than the `holders` acts last before the cue."""
    before = [subject.holder for subject in subjects if subject.start <= cue.start]
    return holders and before and before[-1] not in holders
