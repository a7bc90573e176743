"""Quotations of many articles in, one name for each speaker out, and a table of who is heard."""

import csv
import re
from collections import defaultdict

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.quotes.people import SUFFIXES, TITLES, is_person

DOMINANT = 0.8
ALIAS_COLUMNS = ("alias", "speaker")
_SHOUTED = re.compile(r"[A-Z]{2,} [A-Z][a-z]")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_WORD = re.compile(r"[\w’'-]+")


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
    names of the same first and last word are one person; so are a name and a longer one that ends in it. 4. A surname
    alone is the one full name that bears it in its article; where there is none or several, the one that bears it in
    at least four of five quotations under a full name in all articles; else it stays by itself. Bodies ("State
    Department") have no surname. The name shown is the one most often used of a person, a full one where there is one.
    """
    aliases, said = aliases or {}, quotes["speaker"].dropna()
    # Each name is looked at once, and each name in an article once, with the number of its quotations.
    codes, names = pd.factorize(said)
    names = names.tolist()
    articles = pd.factorize(quotes.loc[said.index, "article_id"])[0]
    places, of_place, times = np.unique(articles * max(1, len(names)) + codes, return_inverse=True, return_counts=True)
    keys = [_key(name) for name in names]
    bearers = defaultdict(set)
    for name, key in zip(names, keys, strict=True):
        if key.count(" ") == 1 and _is_plain(name):
            first, surname = key.split()
            bearers[surname].add(first)
    people = [
        _person(aliases[key], _key(aliases[key]), bearers) if key in aliases else _person(name, key, bearers)
        for name, key in zip(names, keys, strict=True)
    ]
    numbers = {one: number for number, one in enumerate(dict.fromkeys(people))}
    person = np.array([numbers[one] for one in people], int)
    full, form = np.array([len(one) == 2 for one in people], bool), pd.Series(map(_shown, names), dtype="str")
    surname = pd.factorize(pd.Series([one[-1] for one in people], dtype="str"))[0]
    by_name = pd.DataFrame({"person": person, "surname": surname, "full": full, "form": form})
    article, name = np.divmod(places, max(1, len(names)))
    heard = by_name.iloc[name].assign(article=article, n=times).reset_index(drop=True)
    heard["person"] = _bearer(heard)
    forms = heard.groupby(["person", "form"])["n"].sum().reset_index()
    forms["full"] = forms["person"].isin(person[full]) & forms["form"].str.contains(" ")
    forms["short"] = -forms["form"].str.len()
    best = forms.sort_values(["full", "n", "short", "form"])
    shown = dict(zip(best["person"].tolist(), best["form"].tolist(), strict=True))
    shown |= {number: aliases[key] for number, key in zip(person, keys, strict=True) if key in aliases}
    result = heard["person"].map(shown).to_numpy(object)[of_place]
    return pd.Series(result, index=said.index, dtype=object).reindex(quotes.index)


def _bearer(heard):
    """Series of whom each name in an article stands for: for a surname alone the full name that bears it, if one does.

    heard: DataFrame[person, surname, full, article, n], the first two as numbers.
    """
    full, alone = heard[heard["full"]], heard[~heard["full"]]
    borne = full.groupby(["article", "surname"])["person"].agg(["min", "max"])
    in_article = borne.loc[borne["min"] == borne["max"], "min"]
    counts = full.groupby(["surname", "person"])["n"].sum()
    sure = counts[counts >= DOMINANT * counts.groupby("surname").transform("sum")]
    in_all = sure.reset_index("person")["person"]
    found = in_article.reindex(pd.MultiIndex.from_frame(alone[["article", "surname"]])).set_axis(alone.index)
    found = found.fillna(alone["surname"].map(in_all)).fillna(alone["person"])
    return heard["person"].mask(~heard["full"], found).astype(int)


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
    words = _WORD.findall(_ARTICLE.sub("", name).lower().replace(".", ""))
    start = next((i for i, word in enumerate(words) if word not in TITLES), 0)
    return " ".join(words[start:]) if is_person(name) else " ".join(words)


def _is_plain(name):
    """Whether a person's name is neither a surname twice ("Brandt Brandt") nor one after a word in capitals."""
    return is_person(name) and not _SHOUTED.match(name) and name.split()[0] != name.split()[-1]


def _person(name, key, bearers):
    """(first word, last word) of a person's name in small letters, the suffix apart; any other speaker as (key,)."""
    words = [word for word in key.split() if word not in SUFFIXES] or [key]
    if len(words) == 1 or not is_person(name):
        return (key,)
    if words[-2] in bearers.get(words[-1], ()):
        return tuple(words[-2:])
    if not _is_plain(name) and words[-1] in bearers:
        return (words[-1],)
    return (words[0], words[-1]) if len(words) < 4 else (key,)


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
