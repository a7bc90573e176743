"""Learns the weights of `data/quote_weights.json` from annotated articles.

`python .ci/train_quotes.py ROWS.jsonl` reads rows with `text` and `quotes`; each quote has
`content`, `cue` and `source` as lists of [start, end).
"""

import json
import sys
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer

from monitor.quotes import candidates, decisions
from monitor.quotes import quote_features as features
from monitor.quotes.lexicon import CUE_CLASSES
from monitor.quotes.tagging import read_sentences
from monitor.resources import resource_path

# Numbers of parts into which the articles are split to weigh the readings.
SPLITS = (2, 3, 5)
LEAST_OVERLAP = 0.8
MIN_COUNT, MIN_WEIGHT = 3, 0.1
RIDGE = 2.0


def train(rows):
    """Dict decision → feature → weight, learned from annotated rows.

    The readings are weighed on articles that the weights of the other decisions do not know; three
    splits of the articles, since one alone makes the result a matter of chance.
    """
    readings = []
    for parts in SPLITS:
        for part in range(parts):
            weights = train_decisions([row for n, row in enumerate(rows) if n % parts != part])
            decisions.weights = lambda weights=weights: weights
            for row in rows[part::parts]:
                readings += reading_examples(row)
    # Each article counts once in each split, so the ridge counts as often.
    reading = fit_choice(readings, RIDGE * len(SPLITS))
    return train_decisions(rows) | {"reading": reading}


def train_decisions(rows):
    """Weights of the decisions about cue, side, start, end and speaker of a quotation."""
    examples = defaultdict(list)
    for row in rows:
        for s, i, quote in annotated_cues(row):
            side = side_of(s, i, quote) if quote else None
            examples["cue"].append(([(), features.cue_features(s, i)], [not side, bool(side)]))
            if side:
                for decision, options, right in choice_examples(s, i, quote, side):
                    is_right = [n == right for n in range(len(options))]
                    examples[decision].append((options, is_right))
    return {decision: fit_choice(examples[decision]) for decision in examples}


def annotated_cues(row):
    """Iterator of (sentence, place of a possible cue, the quote that it introduces or None)."""
    sentences = sentences_of(row)
    begins = [s.start[0] for s in sentences]
    quotes = {}
    for quote in row["quotes"]:
        places = []
        for start, end in quote["cue"]:
            n = max(bisect_right(begins, start) - 1, 0)
            s = sentences[n]
            for i in candidates.cue_places(s):
                if overlaps(s, (i, i + 1), [(start, end)]):
                    kind = CUE_CLASSES[s.low[i]]
                    places.append((kind != ":", kind not in ("noun", "other"), i, n))
        if places:
            *_, i, n = max(places)
            quotes[n, i] = quote
    for n, s in enumerate(sentences):
        for i in candidates.cue_places(s):
            yield s, i, quotes.get((n, i))


def sentences_of(row):
    return [s for sentences in read_sentences(row["text"])[0] for s in sentences]


def side_of(s, i, quote):
    """Side of word `i` on which a quote lies within its sentence or next to it, or None."""
    left = sum(max(0, min(b, s.start[i]) - max(a, s.start[0])) for a, b in quote["content"])
    right = sum(max(0, min(b, s.end[-1]) - max(a, s.end[i])) for a, b in quote["content"])
    if left + right == 0:
        start = quote["content"][0][0]
        if start < s.start[0]:
            return "left"
        return "right" if start - s.end[-1] < 4 else None
    if min(left, right) > 0.1 * (left + right):
        return "both"
    return "left" if left > right else "right"


def choice_examples(s, i, quote, side):
    """Iterator of (decision, features of each option, number of the right option)."""
    sides = decisions.side_features(s, i)
    yield "side", sides, decisions.SIDES.index(side)
    start = min(a for a, _ in quote["content"])
    end = max(b for _, b in quote["content"])
    phrases = candidates.source_options(s, i)
    matches = [phrase for phrase in phrases if overlaps(s, phrase, quote["source"])]
    named = [(first, last) for first, last in matches if s.raw[last - 1][:1].isupper()]
    source = (named or matches or [None])[0]
    if source:
        options = features.source_features(s, i, phrases)
        yield "source", options, phrases.index(source)
    if side != "right":
        return
    starts = candidates.start_options(s, i)
    right = nearest([s.start[j] for j in starts], start)
    if right is None:
        return
    yield "start", [features.start_features(s, i, j) for j in starts], right
    j = starts[right]
    ends = candidates.end_options(s, j)
    right = nearest([s.end[k - 1] for k in ends], end)
    if right is not None:
        yield "end", [features.end_features(s, i, j, k) for k in ends], right


def overlaps(s, phrase, spans):
    first, last = phrase
    return any(start < s.end[last - 1] and end > s.start[first] for start, end in spans)


def nearest(places, place):
    """Number of the place that is within three characters of `place`, or None."""
    distances = [abs(other - place) for other in places]
    return distances.index(min(distances)) if min(distances, default=4) < 4 else None


def reading_examples(row):
    """Iterator of (features of no reading and of each reading of a word, which are right)."""
    text = row["text"]
    quotes = [(quote["cue"], letters(text, quote["content"])) for quote in row["quotes"]]
    for s in sentences_of(row):
        here = set(range(s.start[0], s.end[-1]))
        near = [(cue, content & here) for cue, content in quotes if content & here]
        for i, readings, options in decisions.weighed_readings(s):
            word = (i, i + 1)
            contents = [content for cue, content in near if not cue or overlaps(s, word, cue)]
            right = [is_right(text, s, reading.spans, contents) for reading in readings]
            yield options, [not any(right), *right]


def is_right(text, s, spans, contents):
    spans = [(s.start[first], s.end[last - 1]) for first, last in spans]
    said = letters(text, spans)
    return any(len(said & c) >= LEAST_OVERLAP * len(said | c) for c in contents)


def letters(text, spans):
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def fit_choice(examples, ridge=RIDGE):
    """Weights of a conditional logit: the right options of each example against all of them."""
    names, X = vectorize([names for options, _ in examples for names in options])
    right = np.concatenate([right for _, right in examples])
    sizes = [len(options) for options, _ in examples]
    first = np.cumsum([0, *sizes[:-1]])
    example = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w):
        scores = X @ w
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[example])
        of_all = np.add.reduceat(odds, first)
        of_right = np.add.reduceat(odds * right, first)
        slope = odds / of_all[example] - odds * right / of_right[example]
        return np.log(of_all / of_right).sum() + ridge / 2 * w @ w, X.T @ slope + ridge * w

    start = np.zeros(len(names))
    return rounded(names, minimize(loss, start, jac=True, method="L-BFGS-B").x)


def vectorize(rows):
    """(names of the features that are frequent enough, sparse matrix of rows × features)."""
    vectorizer = CountVectorizer(analyzer=list, min_df=MIN_COUNT, dtype=float)
    X = vectorizer.fit_transform(rows)
    return sorted(vectorizer.vocabulary_), X


def rounded(names, weights):
    """Dict feature → weight, without those near 0."""
    pairs = zip(names, weights.round(2).tolist(), strict=True)
    return {name: weight for name, weight in pairs if abs(weight) >= MIN_WEIGHT}


def as_json(weights):
    """JSON of decision → list of [*feature, weight], a line for each."""
    rows = {
        decision: [[*feature, weight] for feature, weight in sorted(table.items(), key=str)]
        for decision, table in weights.items()
    }
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text.replace("],[", "],\n[") + "\n"


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    learned = train([json.loads(line) for line in lines])
    resource_path("data/quote_weights.json").write_text(as_json(learned), encoding="utf-8")
