"""Finds whose words a passage is: the holder behind each speaker, and the voice of each passage."""

import functools

import pandas as pd

from monitor.quotes.lexicon import CUE_CLASSES
from monitor.stance.actors import VERBS
from monitor.stance.term_finder import TermFinder, tokenize

OUTLET, UNNAMED = "outlet", "unnamed speaker"
# The holder of a speaker of whom no term of the codebook tells.
UNKNOWN, UNKNOWN_LABEL = "unknown", "Unknown affiliation"
# Words that introduce a statement, and classes of those that introduce one if it is a clause.
SAYING = frozenset("according say saying says said tell telling tells told".split())
STATING = frozenset(["say", "both", "ask"])
# "to spend more", "why it matters".
NO_STATEMENT = r"(?:to|if|how|wh\w+) "
# "that …", or words with a verb soon after them: "its role was vital", not "its vital role".
CLAUSE = rf"that |(?:(?!that |{NO_STATEMENT})[\w’'-]+ ){{1,9}}(?:{'|'.join(VERBS)})\b"


def voices(passages, quotes, codebook):
    """DataFrame[voice, holder]: whose words each passage is; what an outlet quotes is not its own.

    passages: DataFrame[article_id, start, end, passage]; quotes: the table. voice is "outlet", or
    the speaker of the quotation that names the target in the passage, or else of one that fills at
    least half of it; a paraphrase counts if somebody states it, and only if it names the target. A
    speaker without a name is told as in the article ("an official"), or "unnamed speaker". holder
    is that of the speaker, as returned by `holders`, and missing where the outlet speaks.
    """
    finder = TermFinder((term, term) for term in (*codebook.target.names, *codebook.target.also))
    quotes = quotes.assign(holder=holders(quotes, codebook), voice=_shown(quotes))
    quotes = quotes[(quotes["kind"] != "indirect") | _are_statements(quotes)]
    texts = passages[["article_id", "start", "end", "passage"]].assign(row=range(len(passages)))
    pairs = texts.merge(quotes, on="article_id", suffixes=("", "_quote"))
    pairs = pairs[(pairs["start_quote"] < pairs["end"]) & (pairs["end_quote"] > pairs["start"])]
    spoken = pd.Series([_spoken_part(pair) for pair in pairs.itertuples()], pairs.index, "str")
    with_source = spoken + " " + pairs["speaker_text"].fillna("").astype("str")
    pairs["names_target"] = [bool(finder.find(tokenize(text))) for text in with_source]
    pairs["length"] = spoken.str.len()
    total = pairs.groupby(["row", "voice"])["length"].transform("sum")
    is_most = (pairs["kind"] != "indirect") & (total * 2 >= pairs["passage"].str.len())
    pairs = pairs[pairs["names_target"] | is_most]
    pairs = pairs.sort_values(["names_target", "length"], kind="stable", ascending=False)
    chosen = pairs.drop_duplicates("row").set_index("row")[["voice", "holder"]]
    result = chosen.reindex(range(len(passages))).fillna({"voice": OUTLET})
    return result.astype("str").set_axis(passages.index)


def _shown(quotes):
    """The speakers as shown: a description has its article ("an official") where it has one."""
    first_words = quotes["speaker_text"].str.lower().str.extract(r"^((?:an?|the) )", expand=False)
    is_name = quotes["speaker"].str[:1].str.isupper().eq(True) & (first_words == "the ")
    return (first_words.mask(is_name).fillna("") + quotes["speaker"]).fillna(UNNAMED)


def _are_statements(quotes):
    """Which paraphrases tell what somebody states, and not what somebody asks, wants or does."""
    cues, clauses = quotes["cue"].str.lower(), quotes["quote"]
    are_said = cues.isin(SAYING) & ~clauses.str.match(NO_STATEMENT)
    are_clauses = cues.map(CUE_CLASSES).isin(STATING) & clauses.str.match(CLAUSE)
    return quotes["speaker"].notna() & (are_said | are_clauses)


def _spoken_part(pair):
    """What the passage of a pair holds of its quotation, without tags that interrupt it."""
    parts = []
    for span in pair.spans.split(";"):
        first, last = (max(int(place) - pair.start, 0) for place in span.split("-"))
        parts.append(pair.passage[first:last])
    return " ".join(parts)


def holders(quotes, codebook, otherwise=None):
    """Series of the holder of each quotation of DataFrame[speaker, speaker_text, role], by index.

    It is the holder whose term (`actors`) is the longest in the speaker's name, the article's words
    for the speaker and the role; of equally long ones the first. A named speaker has the same
    holder in all quotations given: the most frequent one, or the first in the codebook where
    several are. It is `otherwise` where no term matches.
    """
    values = codebook.dimensions["holder"]
    terms = ((name, term) for name, value in values.items() for term in value.actors)
    finder = TermFinder(terms, codebook.lists)

    @functools.cache
    def find_holder(text):
        # A role ("NATO secretary general") is longer than a name that has borne others.
        lengths = [(match.end - match.start, match.key) for match in finder.find(tokenize(text))]
        longest = max(lengths, key=lambda pair: pair[0], default=(0, None))
        return longest[1]

    speakers = quotes["speaker"].fillna("")
    texts = speakers + " , " + quotes["speaker_text"].fillna("") + " , " + quotes["role"].fillna("")
    matches = texts.map(find_holder)
    # A description, such as "the minister", means somebody else in the next article.
    named = speakers.str[:1].str.isupper().astype(bool)
    counts = pd.crosstab(speakers[named], matches[named]).reindex(columns=list(values))
    of_name = counts.fillna(0).idxmax(axis=1)
    result = speakers.where(named).map(of_name).astype(object).fillna(matches)
    return result.where(result.notna(), otherwise)
