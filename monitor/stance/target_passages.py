"""Finds the passages about the codebook's target."""

import re

import pandas as pd

from monitor.quotes.marks import without_links
from monitor.stance.actors import verb_follows
from monitor.stance.term_finder import TermFinder, expand, straighten, tokenize
from monitor.text.sentences import sentence_spans

VERSION = "4"
# "It is likely that …" means nobody.
IT = re.compile(
    r"(?:It|Its) (?!is|was|isn|wasn|seem|appear|remain|"
    r"(?:would|will|may|might|can|has|had) (?:not )?be)"
)
HEAD = 6
LONGEST_HEADING = 20  # words
# A line that no full stop ends; one of wrapped text goes on with a small letter in the next.
_OPEN_END = re.compile(r"\w[^\S\n]*(?:$|\n\s*(?![a-z])\S)")
COLUMNS = ["passage_id", "article_id", "start", "end", "before", "passage", "after"]


def find_passages(articles, codebook):
    """Passages about the codebook's target.

    articles: DataFrame[article_id, text]. Returns DataFrame[passage_id, article_id, start, end,
    before, passage, after]; start and end count characters, `passage == text[start:end]`. A term of
    the target's `also` ("the alliance") counts only in an article that names the target, and not
    after another alliance, until the target is named again; "it" at the head of a sentence counts
    where the target acts in the sentence before.
    """
    target = codebook.target
    kinds = {"names": target.names, "also": target.also, "unless": target.unless}
    finder = TermFinder((kind, term) for kind, terms in kinds.items() for term in terms)
    # Most articles do not name the target: a look for its longest words spares their sentences.
    longest = {max(words, key=len).strip("*") for name in target.names for words in expand(name)}
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})", re.IGNORECASE)
    namesakes = _namesakes(target.names)
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"].fillna(""), strict=True):
        if named.search(straighten(namesakes.sub("", text)).replace(".", "")):
            plain = without_links(text)
            spans = [span for span in sentence_spans(plain) if not _is_heading(plain, *span)]
            sentences = [text[start:end] for start, end in spans]
            for place in _about_target([plain[start:end] for start, end in spans], finder):
                start, end = spans[place]
                neighbours = ["", *sentences, ""][place : place + 3]
                rows.append((f"{article_id}:{start}", article_id, start, end, *neighbours))
    passages = pd.DataFrame(rows, columns=COLUMNS, dtype="str").astype({"start": int, "end": int})
    return passages.drop_duplicates(["article_id", "passage"], ignore_index=True)


def _namesakes(names):
    """Pattern of people whose first name is that of the target: "said Nato Green, a teacher"."""
    first = "|".join(name for name in names if name.istitle()) or "(?!)"
    return re.compile(rf"(?<!the )\b(?:{first}) [A-Z]\w+(?=,| said\b| says\b)")


def _is_heading(text, start, end):
    """Whether a sentence is a heading, caption or link: a short line that no full stop ends."""
    if "\n" not in text:  # a post, or a headline read by itself
        return False
    line_start = text[text.rfind("\n", 0, start) + 1 : start]
    is_open_line = not line_start.strip() and _OPEN_END.match(text, end - 1)
    return bool(is_open_line) and len(text[start:end].split()) < LONGEST_HEADING


def _about_target(sentences, finder):
    """Yields the places of the sentences about the target."""
    tokens = [tokenize(sentence) for sentence in sentences]
    matches = [finder.find(words) for words in tokens]
    kinds = [{match.key for match in names} for names in matches]
    if not any("names" in names for names in kinds):
        return
    other_meant = target_acts = False
    for place, sentence in enumerate(sentences):
        named = "names" in kinds[place]
        other_meant = not named and (other_meant or "unless" in kinds[place])
        it_means_target = target_acts and IT.match(sentence)
        target_acts = any(_acts(tokens[place], match) for match in matches[place])
        if named or ("also" in kinds[place] and not other_meant) or it_means_target:
            yield place


def _acts(tokens, match):
    """Whether the target, named near the head of the sentence, has a verb right after its name."""
    at_head = match.key == "names" and match.start <= HEAD
    return at_head and verb_follows(tokens[: match.end + 1], match.end)
