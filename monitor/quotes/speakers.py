"""Quotations of many articles in, one name for each speaker out, and a table of who is heard."""

import csv
import re
from collections import Counter, defaultdict

import pandas as pd

from monitor.errors import InputError
from monitor.quotes.people import SUFFIXES, TITLES

ALIAS_COLUMNS = ("alias", "speaker")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)


def read_aliases(path):
    """Dict alias → speaker from the analyst's CSV file with the columns alias and speaker.

    Raises InputError, which names the file and line, where a column or a name is missing or an alias stands twice.
    """
    aliases = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        if not set(ALIAS_COLUMNS) <= set(rows.fieldnames or ()):
            raise InputError(f"{path.name}: line 1 must name the columns alias,speaker; it reads {rows.fieldnames}")
        for row in rows:
            alias, speaker = ((row[column] or "").strip() for column in ALIAS_COLUMNS)
            if not alias or not speaker:
                raise InputError(f"{path.name}, line {rows.line_num}: needs both an alias and a speaker")
            if aliases.setdefault(_key(alias), speaker) != speaker:
                raise InputError(f"{path.name}, line {rows.line_num}: {alias!r} stands for two speakers; keep one")
    return aliases


def name_speakers(quotes, aliases=None):
    """Series of one name for each speaker of DataFrame[article_id, speaker], with its index; missing stays missing.

    1. What `aliases` (of `read_aliases`) says. 2. Titles, articles, case and full stops make no difference. 3. Two
    names of the same first and last word are one person. 4. A surname alone is the one full name that bears it: the
    only one of its article, else the only one of all articles, else it stays by itself. The name shown is the one most
    often used of a person, a full one where there is one.
    """
    aliases = aliases or {}
    said = quotes["speaker"].dropna()
    keys = {name: _key(name) for name in said.unique()}
    given = {key: _key(aliases[key]) for key in set(keys.values()) if key in aliases}
    people = {name: _person(given.get(key, key)) for name, key in keys.items()}
    bearers, here = defaultdict(set), defaultdict(set)
    for article_id, name in zip(quotes.loc[said.index, "article_id"], said, strict=True):
        person = people[name]
        if len(person) == 2:
            bearers[person[1]].add(person)
            here[article_id, person[1]].add(person)
    found = [
        _bearer(people[name], here[article_id, people[name][-1]], bearers[people[name][-1]])
        for article_id, name in zip(quotes.loc[said.index, "article_id"], said, strict=True)
    ]
    forms = defaultdict(Counter)
    for person, name in zip(found, said, strict=True):
        forms[person][_shown(name)] += 1
    shown = {person: max(names, key=lambda n: (" " in n, names[n], -len(n), n)) for person, names in forms.items()}
    shown |= {_person(key): aliases[alias] for alias, key in given.items()}
    return pd.Series([shown[person] for person in found], index=said.index, dtype=object).reindex(quotes.index)


def speakers_table(quotes, articles):
    """DataFrame[speaker, role, named, quotations, articles, outlets, texts] of who is heard, most quoted first.

    `quotes`: speakers named by `name_speakers`; `role`: the one most often stated; `texts`: the words that stand for
    the speaker in the articles, most used first.
    """
    said = quotes[quotes["speaker"].notna()].merge(articles[["article_id", "outlet"]], on="article_id")
    table = said.groupby("speaker").agg(
        quotations=("article_id", "size"), articles=("article_id", "nunique"), outlets=("outlet", "nunique")
    )
    table["role"] = _ranked(said, "role").first()
    table["texts"] = _ranked(said, "speaker_text").agg(lambda texts: "; ".join(texts.iloc[:8]))
    table = table.reset_index().assign(named=lambda t: t["speaker"].str[:1].str.isupper())
    columns = ["speaker", "role", "named", "quotations", "articles", "outlets", "texts"]
    return table[columns].sort_values(["quotations", "speaker"], ascending=[False, True], ignore_index=True)


def _key(name):
    words = re.findall(r"[\w’'-]+", _ARTICLE.sub("", name).lower())
    start = next((i for i, word in enumerate(words) if word not in TITLES), 0)
    return " ".join(words[start:]) if name[:1].isupper() else " ".join(words)


def _person(key):
    """(first word, last word) of a name in small letters, the suffix apart; a single word stays one."""
    words = [word for word in key.split() if word not in SUFFIXES] or [key]
    return (words[0], words[-1]) if len(words) in (2, 3) else (key,)


def _bearer(person, in_article, in_all):
    if len(person) == 2:
        return person
    for people in (in_article, in_all):
        if len(people) == 1:
            return next(iter(people))
    return person


def _shown(name):
    """The name without titles before it; a description without its article."""
    words = name.split()
    while name[:1].isupper() and len(words) > 2 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    return (
        _ARTICLE.sub("", " ".join(words), count=1) if not name[:1].isupper() or name[:4] == "The " else " ".join(words)
    )


def _ranked(said, column):
    """The values of a column, grouped by speaker, the most frequent first."""
    counts = said.groupby(["speaker", column]).size().rename("n").reset_index()
    return counts.sort_values(["n", column], ascending=[False, True]).groupby("speaker")[column]
