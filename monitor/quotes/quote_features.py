"""Features of the options in each decision about a word that may introduce a quotation."""

import re

from monitor.quotes.lexicon import CUE_CLASSES

STEM = 5
NEAR = 4
# What may follow the verb of a tag at the end of a sentence: "told reporters in Oslo on Monday."
_REST = re.compile(r"[Nn]*(?:I(?:D?[Nn#v]+|Y)|Y|R)*\.?$")
_ENDING = re.compile(r"(?:ing|ed|s|)$")


def cue_features(s, i):
    """Features of word `i` as one that introduces a quotation."""
    word = s.low[i]
    kind = CUE_CLASSES[word]
    subject, opener, left, right, final = around = _surroundings(s, i)
    return [
        ("stem", word[:STEM]),
        ("word,after", word, *s.low[i + 1 : i + 2]),
        ("word,tag before", word, s.tags[i - 1 : i]),
        ("tags after", s.tags[i + 1 : i + 3]),
        ("class,right,ending", kind, right, _ENDING.search(word)[0]),
        ("class,quotes", kind, left, right),
        ("surroundings", *around),
        ("subject,opener,final", subject, opener, final),
    ]


def side_features(s, i, sides):
    """List of the features of each side of word `i` as the one on which a quotation stands."""
    subject, opener, left, right, final = _surroundings(s, i)
    return [
        [
            ("word", side, s.low[i]),
            ("tags after", side, s.tags[i + 1 : i + 3]),
            ("quotes,subject,opener", side, left, right, subject, opener),
            ("subject,opener,final", side, subject, opener, final),
        ]
        for side in sides
    ]


def _surroundings(s, i):
    """Tuple of what stands before word `i` and around it.

    Kind of the noun phrase before it and its auxiliaries, tag of the word before that, words to the
    quotation on its left and on its right, and whether the sentence ends after it.
    """
    tags = s.tags
    end = len(tags[:i].rstrip("XRY"))
    subject, opener = "-", tags[end - 1 : end]
    for first, last in s.phrases:
        if last == end:
            several = last - first > 1 and tags[first] in "DPW"
            subject = "d" if several else tags[last - 1]
            opener = tags[first - 1 : first]
    left = tags.rfind("Q", 0, i)
    right = tags.find("Q", i)
    to_left = min(NEAR, i - left) if left >= 0 else 0
    to_right = min(NEAR, right - i) if right >= 0 else 0
    return subject, opener, to_left, to_right, bool(_REST.match(tags, i + 1))


def start_features(s, i, j):
    """Features of word `j` as the first of a quotation to the left or right of word `i`."""
    before = s.low[j - 1] if j and j != i + 1 else "^"
    right = j > i
    return [
        ("distance", max(-1, min(8, j - i))),
        ("tag,before", right, s.tags[j], before),
        ("stem,before", right, s.low[i][:STEM], before),
        ("that,first", right and "that" in s.low[i + 1 : i + 12], s.low[j]),
    ]


def end_features(s, i, j, k):
    """Features of word `k` as the first after a quotation from word `j`, right of word `i`."""
    tags = s.tags
    rest = min(10, len(tags.rstrip(".")) - k)
    tag = tags[k] if rest > 0 else "$"
    kind = CUE_CLASSES[s.low[i]]
    class_after = CUE_CLASSES.get(s.low[k + 1], "") if k + 1 < len(s.low) else ""
    return [
        ("rest,tag", rest, tag),
        ("tag,class after,verb", tag, class_after, _has_verb(tags[j:k])),
        ("quotes,tags", tags[k - 1] == "Q", tag, tags[k + 1 : k + 2], "Q" in tags[k:]),
        ("word,cue", s.low[k] if rest > 0 else "$", s.low[i]),
        ("words", *s.low[k : k + 2]),
        ("final,first,class", rest > 0, tags[j], kind),
        ("final,length", rest > 0, min(20, k - j)),
    ]


def source_features(s, i, side, phrases):
    """List of the features of each noun phrase near word `i` as the speaker of its quotation."""
    n_before = sum(last <= i for _, last in phrases)
    nearer = [*reversed(range(n_before)), *range(len(phrases) - n_before)]
    return [
        _source_features(s, i, side, phrase, min(3, between))
        for phrase, between in zip(phrases, nearer, strict=True)
    ]


def _source_features(s, i, side, phrase, between):
    first, last = phrase
    if last <= i:
        way, gap = "before", s.tags[last:i]
    else:
        way, gap = "after", s.tags[i + 1 : first]
    ing = s.low[i].endswith("ing")
    return [
        ("way,before", way, *s.low[first - 1 : first]),
        ("way,cue,between", way, ing, s.tags[i - 1 : i], between),
        ("way,side,between", way, side, between),
        ("way,gap", way, min(3, gap.count(",")), "V" in gap, "X" in gap, "Q" in gap),
        ("way,after", way, *s.low[last : last + 1]),
        ("way,head", way, s.low[last - 1]),
    ]


def reading_features(s, i, reading, cues):
    """Features of a whole reading of word `i`; `cues`: places of the sentence's likely cues."""
    side, spans, source = reading.side, reading.spans, reading.source
    tags = s.tags
    inside = " ".join([tags[start:end] for start, end in spans])
    quoted = "Q" in inside
    first, last = spans[0][0], spans[-1][1]
    within = sum(start <= c < end for c in cues for start, end in spans)
    length = last - spans[-1][0]
    chances = [_level(chance) for chance in reading.chances]
    clause = _has_verb(inside)
    distance = 0
    if source:
        distance = min(4, i - source[1] if source[1] <= i else source[0] - i)
    return [
        ("before,first,clause", side, tags[first - 1 : first], tags[first], clause),
        ("last,after", side, tags[last - 1], tags[last : last + 2]),
        ("spans,after,quoted", side, len(spans), tags[last : last + 1], quoted),
        ("length", side, clause, length if length < 6 else min(10, 5 + length // 6)),
        ("class,cues", side, CUE_CLASSES[s.low[i]], min(2, within), min(4, len(cues)), quoted),
        ("source", side, source is None, distance),
        ("side chance", side, quoted, chances[0]),
        ("start chance", quoted, chances[1]),
        ("end chance", side, chances[2]),
    ]


def none_features(chance):
    """Features of the reading that a word introduces nothing; `chance`: log of its probability."""
    return [("none,chance", _level(chance))]


def _level(chance):
    """A log probability as one of 19 levels."""
    return min(18, int(-6 * chance))


def _has_verb(tags):
    return "V" in tags or "X" in tags
