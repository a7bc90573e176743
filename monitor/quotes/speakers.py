"""One name for each speaker over many articles, and the table of who is heard."""

import csv
import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from monitor.errors import InputError
from monitor.quotes.lexicon import NICKNAMES, SUFFIXES, TITLES
from monitor.quotes.people import is_person

DOMINANT = 0.8
NAMED = 0.3  # share of the mentions of a surname, with the full name, that make it a person's
ALIAS_COLUMNS = ["alias", "speaker"]
# Headings and captions: WATCH Brandt, Brandt Brandt.
_NO_NAME = re.compile(r"[A-Z]{2,} [A-Z][a-z]|(\S+) (?:.* )?\1$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_WORD = re.compile(r"[\w’'-]+")


def read_aliases(path):
    """Dict alias → speaker from the analyst's CSV file with the columns alias and speaker.

    Raises InputError, which names the file and line, if a column or a name is missing or an alias
    appears twice with different speakers.
    """
    aliases = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        if not set(ALIAS_COLUMNS) <= set(rows.fieldnames or ()):
            required = "line 1 must name the columns alias,speaker"
            raise InputError(f"{path.name}: {required}; it reads {rows.fieldnames}")
        for row in rows:
            place = f"{path.name}, line {rows.line_num}"
            alias, speaker = ((row[column] or "").strip() for column in ALIAS_COLUMNS)
            if not alias or not speaker:
                raise InputError(f"{place}: needs both an alias and a speaker")
            if aliases.setdefault(_key(alias), speaker) != speaker:
                raise InputError(f"{place}: {alias!r} stands for two speakers; keep one")
    return aliases


def name_speakers(quotes, aliases=None):
    """Series of one name for each speaker of DataFrame[article_id, speaker], with its index.

    1. `aliases` (of `read_aliases`) come first.
    2. Titles, articles, case and full stops make no difference.
    3. Two names with the same first and last word are one person; so are a name and a longer one
       that ends in it, and a short form ("Jim" for James). Other initials, or Jr., tell two apart.
    4. A surname alone is the full name that has it in at least four of five quotations of its
       article, or else of all articles; else it stays as it is. Bodies ("State Department") have
       no surname.

    The name shown is the form used most often, a full one if there is one. Missing stays missing.
    """
    aliases = aliases or {}
    quoted = quotes.dropna(subset=["speaker"])[["article_id", "speaker"]]
    if quoted.empty:
        return quotes["speaker"]
    quoted["speaker"] = quoted["speaker"].map(
        {name: aliases.get(_key(name), name) for name in quoted["speaker"].unique()}
    )
    names = quoted["speaker"].unique()
    first_names = _first_names(names)
    people = pd.DataFrame([_identity(name, first_names) for name in names], index=names)
    # Different initials are different people: George W. and George H.W. Bush.
    several = people.groupby("person")["initials"].transform("nunique") > 1
    people["person"] += (" " + people["initials"]).where(several, "").fillna("")
    mentions = quoted.join(people, on="speaker")
    mentions["person"] = _resolve_surnames(mentions)
    shown = _usual_forms(mentions)
    shown |= {people.loc[name, "person"]: name for name in aliases.values() if name in people.index}
    return mentions["person"].map(shown).reindex(quotes.index)


def _resolve_surnames(mentions):
    """Series of the person of each mention, a surname replaced by the full name that has it.

    mentions: DataFrame[article_id, person, surname, full].
    """
    full = mentions[mentions["full"]]
    # Of a person some articles give the full name; not so of a place or body.
    named = full.groupby("surname").size() / mentions.groupby("surname").size()
    full = full[full["surname"].map(named) >= NAMED]
    person = mentions["person"].where(mentions["full"])
    for keys in (["article_id", "surname"], ["surname"]):
        shares = full.groupby(keys)["person"].value_counts(normalize=True)
        bearers = shares[shares >= DOMINANT].reset_index("person")["person"].rename("bearer")
        person = person.fillna(mentions.join(bearers, on=keys)["bearer"])
    return person.fillna(mentions["person"])


def _usual_forms(mentions):
    """Dict person → the form of the name used most often; a full name precedes others."""
    forms = mentions[["person", "form"]].value_counts().reset_index()
    forms["full"] = forms["form"].str.contains(" ")
    return forms.sort_values(["full", "count", "form"]).set_index("person")["form"].to_dict()


def spoken(quotes):
    """The direct and mixed quotations whose speaker is known.

    What is only reported as someone's belief or wish (indirect) does not count as being heard.
    """
    return quotes[quotes["speaker"].notna() & (quotes["kind"] != "indirect")]


def speakers_table(quotes, articles):
    """DataFrame[speaker, role, quotations, articles, outlets], most quoted first.

    `quotes`: with speakers named by `name_speakers`; `role`: the one most often stated. Counted is
    what is quoted in full or in part; speech that is only reported (indirect) is not.
    """
    quotes = spoken(quotes).merge(articles[["article_id", "outlet"]], on="article_id")
    table = quotes.groupby("speaker").agg(
        quotations=("article_id", "size"),
        articles=("article_id", "nunique"),
        outlets=("outlet", "nunique"),
    )
    roles = quotes[["speaker", "role"]].value_counts().reset_index()
    roles = roles.sort_values(["count", "role"], ascending=[False, True])
    table["role"] = roles.groupby("speaker")["role"].first()
    table = table.reset_index()
    columns = ["speaker", "role", "quotations", "articles", "outlets"]
    table = table.sort_values("quotations", ascending=False, kind="stable", ignore_index=True)
    return table[columns]


def _key(name):
    """The form of a name in small letters, without full stops."""
    return " ".join(_WORD.findall(_form(name).lower().replace(".", "")))


def _form(name):
    """The name without an article and, for a person, without titles before it."""
    words = _ARTICLE.sub("", name).split()
    while is_person(name) and len(words) > 1 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    return " ".join(words)


def _first_names(names):
    """Dict surname → first words of the plain names of two words that end in it."""
    first_names = defaultdict(set)
    for name in names:
        words = _key(name).split()
        if len(words) == 2 and _is_plain(name):
            first_names[words[1]].add(words[0])
    return first_names


def _is_plain(name):
    """Whether a person's name is neither a surname twice nor one after a word in capitals."""
    return is_person(name) and not _NO_NAME.match(name)


class _Identity(NamedTuple):
    """Who a name means: `person` is a key that all forms of the name share, `form` the name without
    the words before it that are no part of it, `full` whether it has a first name.
    """

    form: str
    person: str
    surname: str
    full: bool
    initials: str | None = None


def _identity(name, first_names):
    """The _Identity of a name."""
    form = _form(name)
    words = form.split()
    keys = [_key(word) for word in words]
    suffixes = [key for key in keys if key in SUFFIXES]
    end = len(keys) - len(suffixes)
    if end < 2 or not is_person(name):
        # Initials such as U.N. are no surname.
        return _Identity(form, _key(name), "" if "." in form else _key(name), False)
    surname = keys[end - 1]
    known = [i for i in range(end - 1) if keys[i] in first_names[surname]]
    if not known and not _is_plain(name):
        return _Identity(words[end - 1], surname, surname, False)
    first = known[-1] if known else 0
    middle = "".join(key for key in keys[first + 1 : end - 1] if len(key) < 3)
    if not known and end > 3:
        return _Identity(form, _key(name), _key(name), False)
    first_name = NICKNAMES.get(keys[first], keys[first])
    person = " ".join([f"{surname},", first_name, *suffixes])
    return _Identity(" ".join(words[first:]), person, surname, True, middle or None)
