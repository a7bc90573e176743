"""Features of a word, in its sentence, for each decision about the quotation it introduces."""

from monitor.quotes.candidates import phrase_before
from monitor.quotes.cue_words import cue_classes

POSSESSIVES = ("'s", "’s", "s'", "s’")
STEM = 5


def side_features(s, i):
    """Features of word `i` for the side of it on which a quotation stands."""
    word, tags = s.low[i], s.tags
    low = ["^", "^", *s.low, "$", "$"]
    padded = f"^^{tags}$$"
    kind = cue_classes()[word]
    before, after = low[i + 1], low[i + 3]
    tag_before, tag_after = padded[i + 1], padded[i + 3]
    subject, opener = _subject_before(s, i)
    left = "Q" in tags[:i]
    quote = tags.find("Q", i)
    distance = quote - i if i < quote < i + 5 else 0
    near_left = "Q" in tags[max(0, i - 4) : i]
    near_right = i <= quote < i + 4
    to_quote = tags[quote - 1] if quote > i else "-"
    final = tags[i + 1 :] in ("", ".")
    ending = next((form for form in ("ing", "ed", "s") if word.endswith(form)), "")
    return [
        f"stem={word[:STEM]}",
        f"word,tag after={word} {tag_after}",
        f"word,tag before={word} {tag_before}",
        f"class,opener,tag after={kind} {opener} {tag_after}",
        f"class,verb before,tag after={kind} {'V' in tags[:i]} {tag_after}",
        f"class,quotes={kind} {left} {quote >= 0} {near_left} {near_right}",
        f"class,distance,ending={kind} {distance} {ending}",
        f"quote,subject,opener={left} {to_quote} {subject} {opener}",
        f"subject,opener,final={subject} {opener} {final}",
        f"word,after={word} {after}",
        f"after={after}",
        f"before={before}",
        f"second after={low[i + 4]}",
        f"second before={low[i]}",
        f"tags after={tags[i + 1 : i + 3]}",
        f"tags before={tags[i - 2 if i > 2 else 0 : i]}",
    ]


def start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the right of word `i`."""
    tags, stem = s.tags, s.low[i][:STEM]
    before = s.low[j - 1] if j > i + 1 else "^"
    gap = tags[i + 1 : j] if j < i + 5 else tags[i + 1 : i + 3] + "*" + tags[j - 1]
    that = "that" in s.low[i + 1 : i + 12]
    return [
        f"gap={gap}",
        f"distance={min(8, j - i)}",
        f"tag,before={tags[j]} {before}",
        f"stem,before={stem} {before}",
        f"that,first={that} {s.low[j]}",
    ]


def left_features(s, i, tag, j):
    """Features of word `j` as the first of a quotation that ends before word `tag`, left of word `i`."""
    before = s.low[j - 1] if j else "^"
    first, last, opener = s.tags[j], s.tags[tag - 1], s.tags[0]
    outside, inside = s.tags[:j], s.tags[j:tag]
    clause = _has_verb(inside)
    return [
        f"first,quotes={first} {'Q' in inside} {outside.count('Q')}",
        f"length,first={min(8, tag - j)} {first}",
        f"edges={j == 0} {opener} {first} {last}",
        f"clause,last={clause} {last} {j == 0}",
        f"clauses,before={clause} {_has_verb(outside)} {before}",
        f"word,before={s.low[i]} {before}",
    ]


def end_features(s, i, j, k, n_options):
    """Features of word `k` as the first after a quotation that begins at word `j`, right of word `i`."""
    word, kind = s.low[i], cue_classes()[s.low[i]]
    final = len(s.tags.rstrip("."))
    if k >= final:
        return _last_end_features(s, word, j, k, n_options)
    low, tags = [*s.low, "$", "$"], s.tags + "$$"
    here, after, tag, last = low[k], low[k + 1], tags[k], tags[k - 1]
    verb_inside = _has_verb(tags[j:k])
    verb_soon = "V" in tags[k + 1 : k + 4]
    class_after = cue_classes()[after]
    return [
        f"length,tag={min(12, k - j)} {tag}",
        f"rest,tag={min(10, final - k)} {tag}",
        f"tags,class={tag} {tags[k + 1]} {verb_soon} {kind}",
        f"tag,class after,verb={tag} {class_after} {verb_inside}",
        f"quote,tags={last == 'Q'} {tag} {tags[k + 1]} {'Q' in tags[k:]}",
        f"here,last={here} {last}",
        f"last,here,word={last} {here} {word}",
        f"here,after={here} {after}",
    ]


def _last_end_features(s, word, j, k, n_options):
    """Features of the end of the sentence as the end of a quotation."""
    kind, first = cue_classes()[word], s.tags[j]
    return [
        f"class={kind}",
        f"first,class={first} {kind}",
        f"verb={_has_verb(s.tags[j:k])}",
        f"word={word}",
        f"length={min(20, k - j)}",
        f"commas={min(4, s.tags.count(',', j + 1, k))}",
        f"options={min(8, n_options)}",
        f"first word={s.low[j]}",
    ]


def source_features(s, i, side, options, n):
    """Features of the noun phrase number `n` of `options` as the speaker of what word `i` introduces."""
    first, last = options[n]
    low, tags = s.low, s.tags
    word = low[i]
    kind = cue_classes()[word]
    tag_before = tags[i - 1] if i else "^"
    before = low[first - 1] if first else "^"
    after = low[last] if last < len(low) else "$"
    head = low[last - 1]
    n_before = sum(end <= i for _, end in options)
    if last <= i:
        way, gap, rank = "<", tags[last:i], n_before - n - 1
    else:
        way, gap, rank = ">", tags[i + 1 : first], n - n_before
    rank = min(3, rank)
    form = tags[first] if last - first == 1 else tags[first] + tags[last - 1]
    shape = gap if len(gap) < 4 else gap[:2] + "*" + gap[-1]
    gap_tags = f"{min(3, gap.count(','))} {'V' in gap} {'X' in gap}"
    return [
        f"way,gap,rank={way} {gap_tags} {rank}",
        f"way,last,quote={way} {n == len(options) - 1} {'Q' in gap}",
        f"way,owner,class={way} {head[-2:] in POSSESSIVES} {kind}",
        f"way,side,rank={way} {side} {rank}",
        f"way,cue,rank={way} {word.endswith('ing')} {tag_before} {rank}",
        f"way,form={way} {form}",
        f"way,after={way} {after}",
        f"way,after,form={way} {after} {first == 0} {form}",
        f"way,shape={way} {shape}",
        f"way,before={way} {before}",
        f"way,head={way} {head}",
    ]


def reading_features(s, i, reading, cues):
    """Features of a whole reading of word `i`; `cues`: places of the likely cues of the sentence."""
    side, spans, tags = reading.side, reading.spans, s.tags
    kind = cue_classes()[s.low[i]]
    inside = " ".join(tags[start:end] for start, end in spans)
    first, last = spans[0][0], spans[-1][1]
    length = last - spans[-1][0]
    before = tags[first - 1] if first else "^"
    edge = tags[last:].lstrip(".")[:1] or "$"
    clause = _has_verb(inside)
    quotes = min(2, inside.count("Q"))
    rest = min(2, tags.count("Q") - inside.count("Q"))
    within = [c for c in cues if c != i and any(start <= c < end for start, end in spans)]
    classes = " ".join(cue_classes()[s.low[c]] for c in within[:2])
    others = min(3, len(cues) - len(within))
    lengths = length if length < 6 else min(10, 5 + length // 6)
    side_chance, start_chance, end_chance = (min(18, int(-6 * chance)) for chance in reading.chances)
    first_tag, last_tag = tags[first], tags[last - 1]
    return [
        f"side,before,first,clause={side} {before} {first_tag} {clause}",
        f"side,edges,headline,quote={side} {first == 0} {edge == '$'} {s.paragraph == 0} {quotes > 0}",
        f"side,quotes={side} {quotes} {rest}",
        f"side,ends={side} {first_tag == 'Q'} {last_tag == 'Q'} {quotes} {rest > 0} {edge}",
        f"side,last,edge={side} {last_tag} {edge}",
        f"side,spans,edge,quote={side} {len(spans)} {edge} {quotes > 0}",
        f"class,side={kind} {side}",
        f"side,within={side} {classes}",
        f"side,class,others={side} {kind} {classes != ''} {others} {quotes > 0}",
        f"side,length={side} {clause} {'E' in inside} {lengths}",
        f"side,side chance={side} {side_chance}",
        f"quotes,side chance={quotes > 0} {rest > 0} {side_chance}",
        f"side,start chance={side} {start_chance}",
        f"quote,start chance={quotes > 0} {start_chance}",
        f"side,end chance={side} {end_chance}",
        f"quote,end chance={quotes > 0} {end_chance}",
    ]


def none_features(s, i, chance, cues):
    """Features of the reading that word `i` introduces nothing; `chance`: log of its probability."""
    others = min(2, sum(c != i for c in cues))
    return [
        "none",
        f"none,quotes={min(2, s.tags.count('Q'))} {others}",
        f"none,chance={min(18, int(-6 * chance))}",
    ]


def _subject_before(s, i):
    """(kind of the noun phrase that ends before word `i`, tag of the word before it)."""
    end, phrase = phrase_before(s, i)
    if not phrase:
        return "-", s.tags[end - 1] if end else "^"
    first, last = phrase
    several = last - first > 1 and s.tags[first] in "DPW"
    kind = "d" if several else s.tags[last - 1]
    return kind, s.tags[first - 1] if first else "^"


def _has_verb(tags):
    return "V" in tags or "X" in tags
