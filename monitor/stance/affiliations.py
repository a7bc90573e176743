"""Finds whose words a passage is: the holder behind each speaker, and the voice of each passage."""

import functools

import pandas as pd

from monitor.stance.term_finder import TermFinder, tokenize

OUTLET, QUOTED = "outlet", "a quotation"
# The holder of a speaker of whom no term of the codebook tells.
UNKNOWN, UNKNOWN_LABEL = "unknown", "Unknown affiliation"


def voices(passages, quotes, codebook):
    """DataFrame[voice, holder]: whose words each passage is; what an outlet quotes is not its own.

    passages: DataFrame[article_id, start, end]; quotes: the same with speaker, role and kind. voice
    is "outlet", or the speaker of the quotation that fills at least half of the passage ("a
    quotation" where unknown); a paraphrase without a speaker stays the outlet's. holder is that of
    the speaker, as returned by `holders`, where the quotation is direct or mixed; else missing.
    """
    columns = ["article_id", "start", "end", "speaker", "holder", "kind"]
    quotes = quotes.assign(holder=holders(quotes, codebook))[columns]
    quotes = quotes[quotes["speaker"].notna() | (quotes["kind"] != "indirect")]
    spans = passages[["article_id", "start", "end"]].assign(row=range(len(passages)))
    pairs = spans.merge(quotes, on="article_id", suffixes=("", "_quote"))
    first = pairs[["start", "start_quote"]].max(axis=1)
    last = pairs[["end", "end_quote"]].min(axis=1)
    pairs = pairs.assign(shared=last - first)
    pairs = pairs[pairs["shared"] * 2 >= pairs["end"] - pairs["start"]]
    pairs = pairs.sort_values("shared", kind="stable", ascending=False)
    longest = pairs.drop_duplicates("row").set_index("row")
    spoken = pairs[pairs["kind"] != "indirect"].drop_duplicates("row").set_index("row")
    columns = {"voice": longest["speaker"].fillna(QUOTED), "holder": spoken["holder"]}
    result = pd.DataFrame(columns, index=range(len(passages))).fillna({"voice": OUTLET})
    return result.astype("str").set_axis(passages.index)


def holders(quotes, codebook, otherwise=None):
    """Series of the holder of each quotation of DataFrame[speaker, role], with its index.

    It is the holder whose term (`actors`) comes first in the speaker's name, or else in the role.
    A named speaker has the same holder in all quotations given: the most frequent one, or the first
    in the codebook where several are. It is `otherwise` where no term matches.
    """
    values = codebook.dimensions["holder"]
    terms = ((name, term) for name, value in values.items() for term in value.actors)
    finder = TermFinder(terms, codebook.lists)

    @functools.cache
    def first_holder(text):
        matches = finder.find(tokenize(text))
        # Of two terms that begin together, such as those for two secretaries general, the longer.
        first = min(matches, key=lambda match: (match.start, -match.end), default=None)
        return first.key if first else None

    speakers = quotes["speaker"].fillna("")
    matches = speakers.map(first_holder).fillna(quotes["role"].fillna("").map(first_holder))
    # A description, such as "the minister", means somebody else in the next article.
    named = speakers.str[:1].str.isupper().astype(bool)
    counts = pd.crosstab(speakers[named], matches[named]).reindex(columns=list(values))
    of_name = counts.fillna(0).idxmax(axis=1)
    result = speakers.where(named).map(of_name).astype(object).fillna(matches)
    return result.where(result.notna(), otherwise)
