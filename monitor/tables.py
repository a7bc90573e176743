"""The tables that every result is kept in: what a row is, and each column with its type and meaning."""

import pyarrow as pa

from monitor.errors import InputError

_ARTICLE = ("string", "id of the article: 16 hexadecimal digits from its outlet, title and text")
_STATE = ("int64", "version of the corpus that the row describes")
_VERSION = ("int64", "version of the corpus that brought it: 1 for the first ingest, one more for each that adds")

ROWS = {
    "articles": "article",
    "rejected": "input that was not taken",
    "ingests": "ingest that brought something new",
    "syndication": "article in a group of copies",
    "quotes": "quotation",
    "speakers": "speaker",
    "stance": "passage about the target",
    "codings": "passage and coder, each time it was coded",
    "themes": "theme",
    "theme_weights": "article and theme",
    "shares": "outlet, batch, dimension and value",
}

COLUMNS = {
    "articles": {
        "article_id": _ARTICLE,
        "batch": ("string", "name of the batch that brought it"),
        "source": ("string", "file, and place in it"),
        "source_id": ("string", "the file's own id"),
        "outlet": ("string", "outlet as the source states it; empty where it does not"),
        "title": ("string", "title line"),
        "authors": ("string", "names of the authors, parted by semicolons"),
        "date": ("date32", "day of publication; missing where the source states none"),
        "date_rule": ("string", "where the date was found, or why a stated one was not taken"),
        "url": ("string", "address of the article"),
        "language": ("string", "language of the text, two letters, as detected"),
        "agency": ("string", "wire agency credited; empty where none is"),
        "note": ("string", "what makes it less than a whole article, such as a teaser; empty for a whole one"),
        "words": ("int64", "words of the text"),
        "text": ("string", "the text, paragraphs parted by a blank line"),
        "version": _VERSION,
    },
    "rejected": {
        "batch": ("string", "name of the batch it came with"),
        "source": ("string", "file, and place in it"),
        "reason": ("string", "why it was not taken"),
        "version": _VERSION,
    },
    "ingests": {
        "batch": ("string", "name of the batch"),
        "accepted": ("int64", "articles taken in"),
        "known": ("int64", "articles that were there already, or came twice"),
        "rejected": ("int64", "inputs not taken, known ones too"),
        "version": _VERSION,
    },
    "syndication": {
        "article_id": _ARTICLE,
        "group_id": ("string", "id of the group of copies"),
        "original": ("bool", "true for the earliest of the group"),
        "version": _STATE,
    },
    "quotes": {
        "article_id": _ARTICLE,
        "start": ("int64", "first character of the quotation in the text"),
        "end": ("int64", "character after its last"),
        "quote": ("string", "the quotation: text[start:end]"),
        "speaker": ("string", "who speaks, under the full name that the article gives; missing where not found"),
        "speaker_text": ("string", "the words that name the speaker beside the quotation"),
        "role": ("string", "what the article says the speaker is"),
        "cue": ("string", "verb or phrase that introduces the quotation"),
        "kind": ("string", "direct, mixed or indirect"),
        "spans": ("string", "the parts of an interrupted quotation, as start-end;start-end"),
        "version": _VERSION,
    },
    "speakers": {
        "speaker": ("string", "name of the speaker over all articles, or the description where none is named"),
        "role": ("string", "what the articles say the speaker is, most often"),
        "named": ("bool", "true for a name, false for a description"),
        "quotations": ("int64", "quotations"),
        "articles": ("int64", "articles that hold them"),
        "outlets": ("int64", "outlets that print them"),
        "texts": ("string", "the words that stand for the speaker, most used first"),
    },
    "stance": {
        "passage_id": ("string", "id of the article, a colon, and the passage's first character"),
        "article_id": _ARTICLE,
        "start": ("int64", "first character of the passage in the text"),
        "end": ("int64", "character after its last"),
        "passage": ("string", "the sentence that names the target: text[start:end]"),
        "before": ("string", "the sentence before it"),
        "after": ("string", "the sentence after it"),
        "position": ("string", "what the passage reports of the target's position or action"),
        "holder": ("string", "whose voice or act it is"),
        "tone": ("string", "how the passage speaks of the target"),
        "confidence": ("float64", "the model's probability, 0 to 1, that the position is right"),
        "cues": ("string", "terms of the codebook that decided the position"),
        "voice": ("string", "outlet, where the passage is its own words; else who is quoted"),
        "coded_by": ("string", "model, or who coded it by hand"),
        "hand_position": ("string", "position by hand; missing where no one coded the passage"),
        "hand_holder": ("string", "holder by hand"),
        "hand_tone": ("string", "tone by hand"),
        "probability": ("float64", "with which it was drawn to be coded by hand, 0 to 1"),
        "version": _VERSION,
    },
    "codings": {
        "passage_id": ("string", "id of the passage, as in the table stance"),
        "article_id": _ARTICLE,
        "coder": ("string", "the coder's name"),
        "position": ("string", "position by hand; missing where the passage was skipped or the coding taken back"),
        "holder": ("string", "holder by hand"),
        "tone": ("string", "tone by hand"),
        "probability": ("float64", "with which the passage was drawn into the sample, 0 to 1"),
        "stratum": ("string", "part of the corpus that it was drawn from"),
        "codebook": ("string", "version of the codebook that the coder had"),
        "coded_at": ("string", "time of the coding, in UTC; the latest of a coder counts"),
        "version": ("int64", "newest version of the corpus at that time"),
    },
    "themes": {
        "theme_id": ("string", "id of the theme; it stays from batch to batch"),
        "label": ("string", "readable name"),
        "terms": ("string", "its strongest terms, best first"),
        "first_batch": ("string", "batch in which it was first found"),
        "articles": ("int64", "articles in which it weighs most"),
        "version": _STATE,
    },
    "theme_weights": {
        "article_id": _ARTICLE,
        "theme_id": ("string", "id of the theme"),
        "weight": ("float64", "share of the article, 0 to 1, that the theme explains; below 0.05 left out"),
        "version": _STATE,
    },
    "shares": {
        "outlet": ("string", "outlet"),
        "batch": ("string", "batch"),
        "dimension": ("string", "dimension of the codebook"),
        "value": ("string", "value of the dimension"),
        "share": ("float64", "share of the passages, 0 to 1"),
        "low": ("float64", "lower end of the 95 % interval; missing without hand codings"),
        "high": ("float64", "upper end of the 95 % interval; missing without hand codings"),
        "passages": ("int64", "passages of the outlet in the batch"),
        "articles": ("int64", "articles that hold them"),
    },
}

# What is kept so that nothing is done twice; no one reads it as a table.
INTERNAL = {
    "signatures": {
        "article_id": _ARTICLE,
        "signature": ("binary", "hashes of a sample of its word shingles"),
        "version": _VERSION,
    },
    "reports": {
        "report": ("string", "name of the page"),
        "version": ("int64", "version of the corpus that it names"),
    },
    "theme_changes": {
        "change": ("string", "kind of change, as of monitor.themes.changes_table"),
        "theme_id": ("string", "id of the theme"),
        "other_id": ("string", "id of the other theme"),
        "terms": ("string", "terms that say what changed"),
        "articles": ("int64", "articles that it concerns"),
        "share": ("float64", "how much, 0 to 1"),
        "version": _STATE,
    },
}

_TYPES = {name: pa.type_for_alias(name) for name in ("string", "int64", "float64", "date32", "bool", "binary")}


def check_name(name):
    """`name` itself if a table bears it; raises InputError with the names that are allowed."""
    if name not in COLUMNS:
        raise InputError(f"no table is called {name!r}; there are: {', '.join(COLUMNS)}")
    return name


def columns_of(name):
    """Dict column → (type, meaning) of a table, or of one of INTERNAL."""
    return COLUMNS.get(name) or INTERNAL[name]


def arrow_schema(name):
    """pyarrow schema of the table."""
    return pa.schema([(column, _TYPES[kind]) for column, (kind, _) in columns_of(name).items()])


def to_arrow(name, frame):
    """pyarrow Table of `frame` with the table's columns and types; columns that the table lacks are left out."""
    missing = {column: None for column in columns_of(name) if column not in frame}
    return pa.Table.from_pandas(
        frame.assign(**missing)[list(columns_of(name))], arrow_schema(name), preserve_index=False
    )


def to_pandas(name, table):
    """DataFrame of a pyarrow table; days are datetimes, rows in an order that storage does not change."""
    sorters = ("version", "coded_at", "article_id", "start", "end", "source", "reason", "theme_id")
    keys = [key for key in sorters if key in table.column_names]
    frame = table.to_pandas().sort_values(keys, kind="stable", ignore_index=True)
    for column, (kind, _) in columns_of(name).items():
        if kind == "date32" and column in frame:
            frame[column] = frame[column].astype("datetime64[s]")
    return frame
