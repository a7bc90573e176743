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
    right = min(NEAR, s.tags.find("Q", i) - i) if "Q" in s.tags[i:] else 0
    left = min(NEAR, i - s.tags.rfind("Q", 0, i)) if "Q" in s.tags[:i] else 0
    return [
        ("stem", word[:STEM]),
        ("word,after", word, *s.low[i + 1 : i + 2]),
        ("word,tag before", word, s.tags[i - 1 : i]),
        ("tags after", s.tags[i + 1 : i + 3]),
        ("class,right,ending", kind, right, _ENDING.search(word)[0]),
        ("class,quotes", kind, left, right),
        ("subject,opener,final", *_subject_before(s, i), bool(_REST.match(s.tags, i + 1))),
    ]


def _subject_before(s, i):
    """(kind of the noun phrase before word `i` and its auxiliaries, tag of the word before it)."""
    tags = s.tags
    end = len(tags[:i].rstrip("XRY"))
    for first, last in s.phrases:
        if last == end:
            several = last - first > 1 and tags[first] in "DPW"
            return "d" if several else tags[last - 1], tags[first - 1 : first]
    return "-", tags[end - 1 : end]


def start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the right of word `i`."""
    before = s.low[j - 1] if j > i + 1 else "^"
    return [
        ("distance", min(8, j - i)),
        ("tag,before", s.tags[j], before),
        ("stem,before", s.low[i][:STEM], before),
        ("that,first", "that" in s.low[i + 1 : i + 12], s.low[j]),
    ]


def end_features(s, i, j, k):
    """Features of word `k` as the first after a quotation from word `j`, right of word `i`."""
    tags = s.tags
    final = k >= len(tags.rstrip("."))
    tag = "$" if final else tags[k]
    class_after = CUE_CLASSES.get(s.low[k + 1], "") if k + 1 < len(s.low) else ""
    return [
        ("tag,class after,verb", tag, class_after, _has_verb(tags[j:k])),
        ("quotes,tags", tags[k - 1] == "Q", tag, tags[k + 1 : k + 2], "Q" in tags[k:]),
        ("words", *s.low[k : k + 2]),
        ("final,first,class", final, tags[j], CUE_CLASSES[s.low[i]]),
        ("final,length", final, min(20, k - j)),
    ]


def source_features(s, i, phrases):
    """List of the features of each noun phrase near word `i` as the speaker of its quotation."""
    ending = _ENDING.search(s.low[i])[0]
    n_before = sum(last <= i for _, last in phrases)
    result = []
    for n, (first, last) in enumerate(phrases):
        way = n < n_before
        gap = s.tags[last:i] if way else s.tags[i + 1 : first]
        between = min(3, n_before - 1 - n if way else n - n_before)
        result.append(
            [
                ("adjacent,before", way, not gap, *s.low[first - 1 : first]),
                ("cue,between", way, ending, s.tags[i - 1 : i], between),
                ("tags", way, s.tags[first - 1 : first], s.tags[last : last + 1]),
                ("gap", way, min(3, gap.count(",")), "V" in gap, "X" in gap, "Q" in gap),
                ("after", way, *s.low[last : last + 1]),
                ("head", way, s.low[last - 1]),
            ]
        )
    return result


def reading_features(s, i, reading, cues):
    """Features of a whole reading of word `i`; `cues`: places of the sentence's likely cues."""
    side = reading.side
    spans = reading.spans
    first, after = spans[-1]
    inside = " ".join([s.tags[start:end] for start, end in spans])
    quoted = "Q" in inside
    within = sum(start <= cue < end for cue in cues for start, end in spans)
    levels = [level(chance) for chance in reading.chances]
    source = s.tags[reading.source[1] - 1] if reading.source else ""
    return [
        ("source", side, source, CUE_CLASSES[s.low[i]], quoted),
        ("before,first,clause", side, s.tags[first - 1 : first], s.tags[first], _has_verb(inside)),
        ("length", side, _has_verb(inside), min(6, len(inside))),
        ("class,cues", side, CUE_CLASSES[s.low[i]], min(2, within), min(4, len(cues)), quoted),
        ("side chance", side, quoted, levels[0]),
        ("start chance", quoted, levels[1]),
        ("end chance", side, levels[2]),
        ("after", side, s.tags[after : after + 2]),
    ]


def level(chance):
    """A log probability as one of 19 levels."""
    return min(18, int(-6 * chance))


def _has_verb(tags):
    return "V" in tags or "X" in tags
