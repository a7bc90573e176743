"""Annotated articles in, the weights of `data/quote_weights.json` out: learned numbers and single words, no text.

`python -m monitor.quotes.training ROWS.jsonl` reads rows with `text` and `quotes`; each quote has `content`, `cue` and
`source` as lists of [start, end).
"""

import json
import sys
from bisect import bisect_right
from collections import Counter
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from monitor.quotes import decide
from monitor.quotes.marks import paragraphs
from monitor.quotes.words import read_paragraph
from monitor.shipped import shipped


def train(rows, C=0.3, least=0.02):
    """Dict of weights for `decide.weights`, learned from annotated rows."""
    classes = decide.cue_classes()
    data = {name: ([], []) for name in ("side", "start", "left", "end", "source")}
    for row in rows:
        for sentence, i, quote in examples(row, classes):
            _collect(data, sentence, i, quote, classes)
    return {name: _fit(*pairs, C, least) for name, pairs in data.items()}


def examples(row, classes):
    """Iterator of (sentence, place of a word that may introduce a quotation, the quote that it introduces or None)."""
    sentences = [
        sentence
        for number, (start, end) in enumerate(paragraphs(row["text"]))
        for sentence in read_paragraph(row["text"], start, end, classes, number)[0]
    ]
    begins = [sentence.start[0] for sentence in sentences]
    cues = {}
    for quote in row["quotes"]:
        best = None
        for start, end in quote["cue"]:
            at = bisect_right(begins, start) - 1
            if at < 0:
                continue
            s = sentences[at]
            for i in decide.cue_places(s, classes):
                if s.start[i] < end and s.end[i] > start:
                    rank = (s.low[i] not in ":", classes.get(s.low[i]) not in ("noun", "other", "learned"), i)
                    best = max(best, (rank, at, i)) if best else (rank, at, i)
        if best:
            cues[best[1:]] = quote
    for at, sentence in enumerate(sentences):
        for i in decide.cue_places(sentence, classes):
            yield sentence, i, cues.get((at, i))


def _collect(data, s, i, quote, classes):
    side = _side(s, i, quote) if quote else "none"
    data["side"][0].append(decide.cue_features(s, i, classes))
    data["side"][1].append(side)
    if side == "none":
        return
    if side == "right":
        start, end = min(a for a, _ in quote["content"]), max(b for _, b in quote["content"])
        options = decide.start_options(s, i)
        near = [abs(s.start[j] - start) for j in options]
        if options and min(near) < 4:
            j = options[near.index(min(near))]
            for k, option in enumerate(options):
                data["start"][0].append(decide.start_features(s, i, option, classes))
                data["start"][1].append(k == near.index(min(near)))
            options = decide.end_options(s, j)
            near = [abs(s.end[k - 1] - end) for k in options]
            if min(near) < 4:
                for k, option in enumerate(options):
                    data["end"][0].append(decide.end_features(s, i, j, option, options, classes))
                    data["end"][1].append(k == near.index(min(near)))
    source = None
    if quote["source"]:
        options = decide.source_options(s, i)
        held = [o for o in options if any(a < s.end[o[1] - 1] and b > s.start[o[0]] for a, b in quote["source"])]
        named = [o for o in held if s.raw[o[1] - 1][:1].isupper()]
        if held:
            source = (named or held)[0]
            for option in options:
                data["source"][0].append(decide.source_features(s, i, option, options, classes, side))
                data["source"][1].append(option == source)
    if side != "right":
        tag = decide.tag_place(s, i, source)
        start = min(a for a, _ in quote["content"])
        options = decide.left_options(s, tag)
        near = [abs(s.start[j] - start) for j in options]
        if options and min(near) < 4:
            for k, option in enumerate(options):
                data["left"][0].append(decide.left_features(s, i, tag, option, classes))
                data["left"][1].append(k == near.index(min(near)))


def _side(s, i, quote):
    """On which side of word `i` the content of a quote stands, by its letters within the sentence."""
    left = sum(max(0, min(b, s.start[i]) - max(a, s.start[0])) for a, b in quote["content"])
    right = sum(max(0, min(b, s.end[-1]) - max(a, s.end[i])) for a, b in quote["content"])
    if left + right == 0:
        outside = quote["content"][0][0]
        return "left" if outside < s.start[0] else "right" if outside - s.end[-1] < 4 else "none"
    return "both" if min(left, right) > 0.1 * (left + right) else "left" if left > right else "right"


def _fit(features, labels, C, least):
    counts = Counter(name for row in features for name in row)
    kept = {name for name, n in counts.items() if n >= 3}
    vectorizer = DictVectorizer()
    X = vectorizer.fit_transform([{name: 1 for name in row if name in kept} for row in features])
    model = LogisticRegression(C=C, max_iter=2000, solver="lbfgs").fit(X, labels)
    names = vectorizer.get_feature_names_out()
    if len(model.classes_) == 2:
        found = {n: round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= least}
        return {**found, "intercept": round(float(model.intercept_[0]), 2)}
    order = [list(model.classes_).index(side) for side in decide.SIDES]
    none = list(model.classes_).index("none")
    coef = model.coef_[order] - model.coef_[none]
    found = {n: [round(float(x), 2) for x in w] for n, w in zip(names, coef.T, strict=True) if abs(w).max() >= least}
    return {**found, "intercept": [round(float(x), 2) for x in model.intercept_[order] - model.intercept_[none]]}


if __name__ == "__main__":
    articles = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    learned = json.dumps(train(articles), ensure_ascii=False, sort_keys=True, indent=0)
    shipped("data/quote_weights.json").write_text(learned + "\n", encoding="utf-8")
