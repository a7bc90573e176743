"""Finds whose words a passage is: the holder behind each speaker, and the voice of each passage."""

import functools
import re

import pandas as pd

from monitor.quotes.lexicon import CUE_CLASSES, KINDS
from monitor.stance.actors import verb_follows
from monitor.stance.term_finder import TermFinder, tokenize

OUTLET, UNNAMED = "outlet", "unnamed speaker"
# The holder of a speaker of whom no term of the codebook tells.
UNKNOWN, UNKNOWN_LABEL = "unknown", "Unknown affiliation"
LEAST_SHARE = 0.4
# Words that are no speaker, even where a verb of speech follows.
NOBODY = frozenset([*CUE_CLASSES, *KINDS, "no one", "nobody", "everyone", "everybody"])
# Words that introduce a statement, and those after which nothing is stated: "said to be old".
SAYING = frozenset("according say saying says said tell telling tells told".split())
NOT_STATED = frozenset("to if how what when where whether which who why".split())
# Words before a verb of saying by which nobody has said it: "must insist that".
UNSAID = frozenset("can could may might must never not should to would".split())
PRONOUNS = frozenset("he she they".split())
# Where a new clause begins, in which the outlet may speak again.
_CLAUSE = re.compile(r"; |, but | -- | – |—")


def voices(passages, quotes, codebook):
    """DataFrame[voice, holder]: whose words each passage is; what an outlet quotes is not its own.

    passages: DataFrame[article_id, start, end, passage]; quotes: the table. voice is "outlet", or
    the speaker of the quotation that names the target in the passage, or else of one that fills two
    fifths of it; a paraphrase counts if somebody states it, and only if it names the target. A
    speaker without a name is told as in the article ("an official"), or "unnamed speaker". holder
    is that of the speaker, as returned by `holders`, and missing where the outlet speaks.
    """
    finder = TermFinder((term, term) for term in (*codebook.target.names, *codebook.target.also))
    quotes = quotes.assign(holder=holders(quotes, codebook), voice=_voice_names(quotes))
    texts = passages[["article_id", "start", "end", "passage"]].assign(row=passages.index)
    pairs = texts.merge(quotes, on="article_id", suffixes=("", "_quote"))
    pairs = pairs[(pairs["start_quote"] < pairs["end"]) & (pairs["end_quote"] > pairs["start"])]
    rows = []
    for pair in pairs.itertuples():
        words = _words_spoken(pair)
        names_target = bool(finder.find(tokenize(f"{words} {pair.speaker_text} {pair.role}")))
        is_most = len(words) >= LEAST_SHARE * len(pair.passage)
        if pair.kind == "indirect":
            counts = names_target and _is_stated(pair)
        else:
            # A word in quotation marks that nobody says is the outlet's own.
            counts = is_most or (names_target and pair.voice != UNNAMED)
        if counts:
            rows.append((pair.row, names_target, len(words), pair.voice, pair.holder))
    table = pd.DataFrame(rows, columns=["row", "names_target", "length", "voice", "holder"])
    table = table.sort_values(["names_target", "length"], kind="stable")
    chosen = table.drop_duplicates("row", keep="last").set_index("row")[["voice", "holder"]]
    return chosen.reindex(passages.index).fillna({"voice": OUTLET}).astype("str")


def _voice_names(quotes):
    """The speakers; a description has its article ("an official"), a missing one is unnamed."""
    sources = quotes["speaker_text"]
    first_words = sources.str.lower().str.extract(r"^((?:an?|the) )", expand=False)
    is_description = quotes["speaker"].str.contains(r"\b[a-z]\w+$").eq(True)
    names = first_words.where(is_description).fillna("") + quotes["speaker"]
    # Without words for the speaker, the one before is only a guess.
    is_nobody = sources.isna() | quotes["speaker"].str.lower().isin(NOBODY)
    return names.mask(is_nobody).fillna(UNNAMED)


def _is_stated(pair):
    """Whether somebody states what a quotation says, and does not ask, want or do it."""
    words = tokenize(pair.quote)
    is_nobody = pair.voice == UNNAMED and str(pair.speaker_text).lower() not in PRONOUNS
    before = tokenize(pair.passage.partition(pair.cue)[0])[-1:]
    if is_nobody or not words or words[0].lower() in NOT_STATED or UNSAID.intersection(before):
        return False
    cue = pair.cue.lower()
    begins_with_it = words[0] == "that" or pair.start_quote <= pair.start
    is_clause = begins_with_it or verb_follows(words, 0) or verb_follows(words, 3)
    return cue in SAYING or (is_clause and CUE_CLASSES.get(cue) in ("say", "both", "ask"))


def _words_spoken(pair):
    """What the passage of a pair holds of its quotation, and of whom it is told."""
    first = max(pair.start_quote - pair.start, 0)
    last = pair.end_quote - pair.start
    is_introduced = pair.cue in pair.passage[:first]
    if pair.kind != "direct" and is_introduced and _is_stated(pair):
        # A statement goes on to the end of its clause.
        end = _CLAUSE.search(pair.passage, max(last, 0))
        last = end.start() if end else None
    if is_introduced and pair.cue.lower() in SAYING:
        first = pair.passage.rindex(pair.cue, 0, first)
    return pair.passage[first:last]


def holders(quotes, codebook, otherwise=None):
    """Series of the holder of each quotation of DataFrame[speaker, speaker_text, role], by index.

    It is the holder whose term (`actors`) is the longest in the speaker's name, the article's words
    for the speaker and the role; of equally long ones the first. A named speaker has the same
    holder in all quotations given: the most frequent one, or the first in the codebook where
    several are. It is `otherwise` where no term matches.
    """
    speakers = quotes["speaker"].fillna("")
    texts = speakers + " , " + quotes["speaker_text"].fillna("") + " , " + quotes["role"].fillna("")
    matches = texts.map(_holder_finder(codebook))
    # A description, such as "the minister", means somebody else in the next article.
    named = speakers.str[:1].str.isupper().astype(bool)
    values = list(codebook.dimensions["holder"])
    counts = pd.crosstab(speakers[named], matches[named]).reindex(columns=values)
    of_name = counts.fillna(0).idxmax(axis=1)
    result = speakers.where(named).map(of_name).astype(object).fillna(matches)
    return result.where(result.notna(), otherwise)


@functools.lru_cache(maxsize=4)
def _holder_finder(codebook):
    """The function that finds the holder of a speaker's words, or None; it remembers them."""
    values = codebook.dimensions["holder"]
    terms = ((name, term) for name, value in values.items() for term in value.actors)
    finder = TermFinder(terms, codebook.lists)

    @functools.lru_cache(maxsize=100_000)
    def find_holder(text):
        # A role ("NATO secretary general") is longer than a name that has borne others.
        matches = finder.find(tokenize(text))
        longest = max(matches, key=lambda match: match.end - match.start, default=None)
        return longest.key if longest else None

    return find_holder
