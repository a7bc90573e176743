"""Features of the options in each decision about a word that may introduce a quotation."""

import re

from monitor.quotes.lexicon import CUE_CLASSES

STEM = 5
# What may follow the verb of a tag at the end of a sentence: "told reporters in Oslo on Monday."
_REST = re.compile(r"[Nn]*(?:I(?:D?[Nn#v]+|Y)|Y|R)*\.?$")
_ENDING = re.compile(r"(?:ing|ed|s|)$")


def cue_features(s, i):
    """Features of word `i` as one that introduces a quotation."""
    word, tags = s.low[i], s.tags
    kind = CUE_CLASSES[word]
    low = ["^", "^", *s.low, "$"]
    after = low[i + 3]
    subject, opener = _subject_before(s, i)
    left = "Q" in tags[:i]
    near_left = "Q" in tags[max(0, i - 4) : i]
    right = tags.find("Q", i)
    distance = right - i if i < right < i + 5 else 0
    before_right = tags[right - 1] if right > i else "-"
    near_final = bool(_REST.match(tags, i + 1))
    return [
        ("stem", word[:STEM]),
        ("word,after", word, after),
        ("word,tag before", word, tags[i - 1] if i else "^"),
        ("before", low[i + 1]),
        ("second before", low[i]),
        ("after", after),
        ("tags after", tags[i + 1 : i + 3]),
        ("class,quotes", kind, left, right > i, near_left, 0 < distance < 4),
        ("class,distance,ending", kind, distance, _ENDING.search(word)[0]),
        ("quotes,subject,opener", left, before_right, subject, opener),
        ("subject,opener,near final", subject, opener, near_final),
    ]


def side_features(s, i, side):
    """Features of the side of word `i` as the one on which a quotation stands."""
    tags = s.tags
    subject, opener = _subject_before(s, i)
    left = tags.rfind("Q", 0, i)
    right = tags.find("Q", i)
    left_distance = min(5, i - left) if left >= 0 else 0
    right_distance = min(5, right - i) if right >= 0 else 0
    before_right = tags[right - 1] if right > i else "-"
    near_final = bool(_REST.match(tags, i + 1))
    return [
        ("side,word", side, s.low[i]),
        ("side,tags after", side, tags[i + 1 : i + 3]),
        ("side,quotes", side, left_distance, right_distance),
        ("side,quotes,subject,opener", side, left >= 0, before_right, subject, opener),
        ("side,subject,opener,near final", side, subject, opener, near_final),
    ]


def start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the right of word `i`."""
    before = s.low[j - 1] if j > i + 1 else "^"
    that = "that" in s.low[i + 1 : i + 12]
    return [
        ("distance", min(8, j - i)),
        ("tag,before", s.tags[j], before),
        ("stem,before", s.low[i][:STEM], before),
        ("that,first", that, s.low[j]),
    ]


def left_start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the left of word `i`."""
    return [("word,before", s.low[i], s.low[j - 1] if j else "^")]


def end_features(s, i, j, k):
    """Features of word `k` as the first after a quotation from word `j`, right of word `i`."""
    final = len(s.tags.rstrip("."))
    if k >= final:
        return _final_end_features(s, i, j, k)
    tag, last = s.tags[k], s.tags[k - 1]
    tag_after = s.tags[k + 1 : k + 2] or "$"
    word_after = s.low[k + 1] if k + 1 < len(s.low) else "$"
    class_after = CUE_CLASSES.get(word_after, "")
    return [
        ("rest,tag", min(10, final - k), tag),
        ("tag,class after,verb", tag, class_after, _has_verb(s.tags[j:k])),
        ("quotes,tags", last == "Q", tag, tag_after, "Q" in s.tags[k:]),
        ("last,words", last, s.low[k], s.low[i]),
        ("words", s.low[k], word_after),
    ]


def _final_end_features(s, i, j, k):
    """Features of the end of the sentence as the end of a quotation."""
    kind = CUE_CLASSES[s.low[i]]
    return [
        ("class", kind),
        ("first,class", s.tags[j], kind),
        ("length", min(20, k - j)),
        ("commas", min(4, s.tags.count(",", j + 1, k))),
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
        ("way,before", way, s.low[first - 1] if first else "^"),
        ("way,cue,between", way, ing, s.tags[i - 1] if i else "^", between),
        ("way,side,between", way, side, between),
        ("way,gap", way, min(3, gap.count(",")), "V" in gap, "X" in gap, "Q" in gap),
        ("way,after", way, s.low[last] if last < len(s.low) else "$"),
        ("way,head", way, s.low[last - 1]),
    ]


def reading_features(s, i, reading, cues):
    """Features of a whole reading of word `i`; `cues`: places of the sentence's likely cues."""
    side, spans = reading.side, reading.spans
    tags = s.tags
    inside = " ".join([tags[start:end] for start, end in spans])
    quoted = "Q" in inside
    clause = _has_verb(inside)
    first, last = spans[0][0], spans[-1][1]
    before = tags[first - 1] if first else "^"
    after = tags[last:].lstrip(".")[:1] or "$"
    length = last - spans[-1][0]
    length = length if length < 6 else min(10, 5 + length // 6)
    within = [c for c in cues if c != i and any(start <= c < end for start, end in spans)]
    classes = " ".join([CUE_CLASSES[s.low[c]] for c in within[:2]])
    others = min(3, len(cues) - len(within))
    levels = [_level(chance) for chance in reading.chances]
    rest = tags.count("Q") > inside.count("Q")
    return [
        ("side,before,first,clause", side, before, tags[first], clause),
        ("side,last,after", side, tags[last - 1], after),
        ("side,spans,after,quoted", side, len(spans), after, quoted),
        ("side,length", side, clause, "E" in inside, length),
        ("side,cues within", side, classes),
        ("side,class,cues", side, CUE_CLASSES[s.low[i]], within != [], others, quoted),
        ("side,side chance", side, levels[0]),
        ("quoted,side chance", quoted, rest, levels[0]),
        ("quoted,start chance", quoted, levels[1]),
        ("side,end chance", side, levels[2]),
    ]


def none_features(chance):
    """Features of the reading that a word introduces nothing; `chance`: log of its probability."""
    return [("none,chance", _level(chance))]


def _level(chance):
    """A log probability as one of 19 levels."""
    return min(18, int(-6 * chance))


def _subject_before(s, i):
    """(kind of the noun phrase before word `i` and its auxiliaries, tag of the word before it)."""
    end = len(s.tags[:i].rstrip("XRY"))
    for first, last in s.phrases:
        if last == end:
            several = last - first > 1 and s.tags[first] in "DPW"
            return "d" if several else s.tags[last - 1], s.tags[first - 1] if first else "^"
    return "-", s.tags[end - 1] if end else "^"


def _has_verb(tags):
    return "V" in tags or "X" in tags
