"""The schema of all tables: what a row is, and the type and meaning of each column."""

import pyarrow as pa

from monitor.errors import InputError

_ARTICLE = ("string", "id of the article: 16 hexadecimal digits from its outlet, title and text")
_STATE = ("int64", "version of the corpus that the row describes")
_VERSION = ("int64", "version of the corpus that added it: 1 for the first ingest, and so on")

ROWS = {
    "articles": "article",
    "rejected": "rejected input",
    "ingests": "ingest that added something",
    "syndication": "article in a group of reprints",
    "quotes": "quotation",
    "speakers": "speaker",
    "stance": "passage about the target",
    "codings": "coding of a passage by one coder",
    "themes": "theme",
    "theme_weights": "article and theme",
    "shares": "outlet, batch, dimension and value",
}

COLUMNS = {
    "articles": {
        "article_id": _ARTICLE,
        "batch": ("string", "name of the batch that added it"),
        "source": ("string", "file, and place in it"),
        "source_id": ("string", "the file's own id"),
        "outlet": ("string", "outlet as stated by the source; empty if not stated"),
        "title": ("string", "title line"),
        "authors": ("string", "names of the authors, separated by semicolons"),
        "date": ("date32", "day of publication; missing if not stated"),
        "date_rule": ("string", "where the date was found, or why a stated one was rejected"),
        "url": ("string", "address of the article"),
        "language": ("string", "language of the text as detected, two letters"),
        "agency": ("string", "wire agency credited; empty if none"),
        "note": (
            "string",
            "why it is not a whole article, such as a teaser; empty for a whole one",
        ),
        "words": ("int64", "number of words"),
        "text": ("string", "the text, paragraphs separated by a blank line"),
        "version": _VERSION,
    },
    "rejected": {
        "batch": ("string", "name of the batch"),
        "source": ("string", "file, and place in it"),
        "reason": ("string", "why it was rejected"),
        "version": _VERSION,
    },
    "ingests": {
        "batch": ("string", "name of the batch"),
        "accepted": ("int64", "articles added"),
        "known": ("int64", "articles already in the corpus, or repeated in the batch"),
        "rejected": ("int64", "rejected inputs, including those rejected before"),
        "version": _VERSION,
    },
    "syndication": {
        "article_id": _ARTICLE,
        "group_id": ("string", "id of the group of reprints"),
        "original": ("bool", "true for the earliest of the group"),
        "version": _STATE,
    },
    "quotes": {
        "article_id": _ARTICLE,
        "start": ("int64", "first character of the quotation in the text"),
        "end": ("int64", "character after its last one"),
        "quote": ("string", "the quotation: text[start:end]"),
        "speaker": ("string", "the speaker, by the full name in the article; missing if not found"),
        "speaker_text": ("string", "the words for the speaker next to the quotation"),
        "role": ("string", "role of the speaker, as stated in the article"),
        "cue": ("string", "verb or phrase that attributes the quotation"),
        "kind": ("string", "direct, mixed or indirect"),
        "spans": ("string", "parts of an interrupted quotation, as start-end;start-end"),
        "version": _VERSION,
    },
    "speakers": {
        "speaker": (
            "string",
            "name of the speaker in all articles, or a description if none is named",
        ),
        "role": ("string", "most frequent role of the speaker in the articles"),
        "named": ("bool", "true for a name, false for a description"),
        "quotations": ("int64", "number of quotations"),
        "articles": ("int64", "number of articles with them"),
        "outlets": ("int64", "number of outlets with them"),
        "texts": ("string", "the words for the speaker, most frequent first"),
    },
    "stance": {
        "passage_id": ("string", "id of the article, a colon, and the passage's start"),
        "article_id": _ARTICLE,
        "start": ("int64", "first character of the passage in the text"),
        "end": ("int64", "character after its last one"),
        "passage": ("string", "the sentence that names the target: text[start:end]"),
        "before": ("string", "the sentence before it"),
        "after": ("string", "the sentence after it"),
        "position": ("string", "the target's position or action, as reported in the passage"),
        "holder": ("string", "whose position or action it is"),
        "tone": ("string", "tone of the passage towards the target"),
        "confidence": ("float64", "the model's probability, 0 to 1, that the position is right"),
        "cues": ("string", "cues of the codebook that decided the position"),
        "voice": (
            "string",
            "outlet, if the passage is in its own words; otherwise the person quoted",
        ),
        "coded_by": ("string", "model, or the names of the human coders"),
        "hand_position": ("string", "position coded by a person; missing if not coded"),
        "hand_holder": ("string", "holder coded by a person"),
        "hand_tone": ("string", "tone coded by a person"),
        "probability": (
            "float64",
            "probability, 0 to 1, that it was drawn into the sample to be coded",
        ),
        "version": _VERSION,
    },
    "codings": {
        "passage_id": ("string", "id of the passage, as in the table stance"),
        "article_id": _ARTICLE,
        "coder": ("string", "the coder's name"),
        "position": (
            "string",
            "position coded; missing if the passage was skipped or the coding withdrawn",
        ),
        "holder": ("string", "holder coded by a person"),
        "tone": ("string", "tone coded by a person"),
        "probability": ("float64", "probability, 0 to 1, that it was drawn into the sample"),
        "stratum": ("string", "stratum of the sample that it was drawn from"),
        "codebook": ("string", "version of the codebook used by the coder"),
        "coded_at": ("string", "time of the coding in UTC; the latest of each coder counts"),
        "version": ("int64", "version of the corpus at that time"),
    },
    "themes": {
        "theme_id": ("string", "id of the theme, the same from batch to batch"),
        "label": ("string", "readable name"),
        "terms": ("string", "its terms, strongest first"),
        "first_batch": ("string", "batch in which it first appeared"),
        "articles": ("int64", "number of articles in which it has the largest weight"),
        "version": _STATE,
    },
    "theme_weights": {
        "article_id": _ARTICLE,
        "theme_id": ("string", "id of the theme"),
        "weight": (
            "float64",
            "share of the article, 0 to 1, explained by the theme; weights below 0.05 are omitted",
        ),
        "version": _STATE,
    },
    "shares": {
        "outlet": ("string", "outlet"),
        "batch": ("string", "batch"),
        "dimension": ("string", "dimension of the codebook"),
        "value": ("string", "value of the dimension"),
        "share": ("float64", "share of the passages, 0 to 1"),
        "low": (
            "float64",
            "lower limit of the 95% confidence interval; missing without human codings",
        ),
        "high": (
            "float64",
            "upper limit of the 95% confidence interval; missing without human codings",
        ),
        "passages": ("int64", "number of passages of the outlet in the batch"),
        "articles": ("int64", "number of articles with them"),
    },
}

# Intermediate results, kept so that nothing is computed twice.
INTERNAL = {
    "signatures": {
        "article_id": _ARTICLE,
        "signature": ("binary", "hashes of a sample of its word shingles"),
        "version": _VERSION,
    },
    "reports": {
        "report": ("string", "name of the page"),
        "version": ("int64", "version of the corpus reported on"),
    },
    "theme_changes": {
        "change": ("string", "kind of change, as in monitor.themes.changes_table"),
        "theme_id": ("string", "id of the theme"),
        "other_id": ("string", "id of the other theme"),
        "terms": ("string", "terms that say what changed"),
        "articles": ("int64", "number of articles affected"),
        "share": ("float64", "share affected, 0 to 1"),
        "version": _STATE,
    },
}

# What people call the columns of all tables and comparisons, and the parameters of notebooks.
LABELS = {
    "topic": "Question",
    "finding": "Finding",
    "agency": "Wire agency",
    "alpha": "Krippendorff’s alpha",
    "article": "Article",
    "articles": "Articles",
    "articles_before": "Articles before",
    "articles_now": "Articles in this batch",
    "as_of": "Corpus version",
    "authors": "Authors",
    "basis": "Basis",
    "batch": "Batch",
    "before": "Before",
    "by": "Strata of the sample",
    "change": "Change",
    "chosen": "Chosen",
    "codebook": "Codebook",
    "coder": "Coder",
    "coders": "Coders",
    "confidence": "Confidence",
    "counting": "Counting rule",
    "date": "Date",
    "description": "Description",
    "difference": "Difference",
    "dimension": "Dimension",
    "first": "At the start",
    "first_batch": "First batch",
    "group": "Group",
    "group_articles": "Articles of the group",
    "group_id": "Group of reprints",
    "group_per_10k": "Per 10,000 words in the group",
    "high": "95% CI, upper",
    "holder": "Holder",
    "human": "Human code",
    "known": "Already in the corpus",
    "label": "Label",
    "language": "Language",
    "last": "At the end",
    "likeness": "Likeness",
    "low": "95% CI, lower",
    "n": "Number",
    "n_themes": "Number of themes",
    "named": "Named",
    "nearest": "Nearest theme",
    "now": "In this batch",
    "original": "Original",
    "other": "Other theme",
    "outlet": "Outlet",
    "outlets": "Outlets",
    "p": "p",
    "passage": "Passage",
    "passages": "Passages",
    "passages_before": "Passages before",
    "passages_each": "Passages shown for each position",
    "passages_now": "Passages in this batch",
    "per_1000": "Per 1,000 of its own articles",
    "period": "Period",
    "position": "Position",
    "quotation": "Quotation",
    "quotations": "Quotations",
    "quote": "Quotation",
    "quoted": "Quoted",
    "quotes": "Quotations",
    "reason": "Reason",
    "rejected": "Rejected",
    "rest": "Elsewhere",
    "rest_articles": "Articles elsewhere",
    "rest_n": "Number elsewhere",
    "rest_per_10k": "Per 10,000 words elsewhere",
    "role": "Role",
    "seed": "Seed of the sample",
    "share": "Share",
    "significant": "Significant",
    "since": "First day",
    "source": "Source",
    "speaker": "Speaker",
    "speakers": "Speakers",
    "spread": "Standard deviation",
    "stability": "Stability",
    "term": "Term",
    "terms": "Terms",
    "texts": "Named as",
    "theme": "Theme",
    "theme_id": "Theme id",
    "theme_names": "Names of themes",
    "title": "Title",
    "tone": "Tone",
    "unit": "Unit",
    "until": "Last day",
    "url": "Address",
    "value": "Value",
    "version": "Corpus version",
    "verdict": "Verdict",
    "voice": "Voice",
    "weight": "Weight",
    "words": "Words",
    "x": "Across",
    "y": "Down",
    "z": "z",
}

_TYPES = {
    name: pa.type_for_alias(name)
    for name in ("string", "int64", "float64", "date32", "bool", "binary")
}


def check_name(name):
    """`name` itself if it is a table; raises InputError with the available names otherwise."""
    if name not in COLUMNS:
        raise InputError(f"unknown table {name!r}; available: {', '.join(COLUMNS)}")
    return name


def label(column):
    """What people call a column or parameter; one without a name in LABELS as it is."""
    return LABELS.get(column, str(column))


def columns_of(name):
    """Dict of a table's columns, each with (type, meaning); also of an INTERNAL table."""
    return COLUMNS.get(name) or INTERNAL[name]


def arrow_schema(name):
    """pyarrow schema of the table."""
    return pa.schema([(column, _TYPES[kind]) for column, (kind, _) in columns_of(name).items()])


def to_arrow(name, frame):
    """pyarrow Table of `frame` with the table's columns and types; other columns are dropped."""
    missing = {column: None for column in columns_of(name) if column not in frame}
    return pa.Table.from_pandas(
        frame.assign(**missing)[list(columns_of(name))], arrow_schema(name), preserve_index=False
    )


def to_pandas(name, table):
    """DataFrame of a pyarrow table; days are datetimes, the order of rows is always the same."""
    sorters = ("version", "coded_at", "article_id", "start", "end", "source", "reason", "theme_id")
    keys = [key for key in sorters if key in table.column_names]
    frame = table.to_pandas().sort_values(keys, kind="stable", ignore_index=True)
    for column, (kind, _) in columns_of(name).items():
        if kind == "date32" and column in frame:
            frame[column] = frame[column].astype("datetime64[s]")
    return frame
