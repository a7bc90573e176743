"""Tables that issue 7 asks for: python tests/benchmarks/themes.py coherence | stability | announced
| speed | number.

Needs the shared data and the scorer beside the repository (../shared); without a name it prints all
tables.
"""

import copy
import gzip
import importlib.util
import itertools
import json
import random
import re
import sys
import time
from pathlib import Path

import numpy as np

from monitor.themes import ThemeModel
from monitor.themes.factorization import weights_of

SHARED = Path(__file__).parents[3] / "shared"
SEED = 0
WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
EVENTS = {
    "covid": ("2020-01-20", r"coronavirus|covid"),
    "kavanaugh": ("2018-07-01", r"kavanaugh"),
    "impeachment": ("2019-09-20", r"impeach\w*"),
    "ebola": ("2014-07-25", r"ebola"),
    "ferguson": ("2014-08-09", r"ferguson"),
    "ukraine": ("2014-02-15", r"ukrain\w*"),
    "shutdown": ("2013-09-15", r"shutdown"),
    "snowden": ("2013-06-05", r"snowden|nsa"),
    "benghazi": ("2012-09-11", r"benghazi"),
    "brexit": ("2016-06-01", r"brexit"),
    "comey": ("2017-05-09", r"comey"),
    "daca": ("2017-09-01", r"daca|dreamer\w*"),
}


def scorer():
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_topics", SHARED / "tools/score_topics.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def explained(model):
    """The share of a text, on average, that the themes explain."""
    X = model.words_.tfidf
    weights = weights_of(X, model.components_)
    return np.sum(weights * (X @ model.components_.T), axis=1).mean()


def coherence():
    """NPMI and diversity in sample and held out (fit on even lines, scored on odd), seconds a fit."""
    score = scorer()
    print("corpus  K   NPMI diversity seconds | held-out NPMI")
    for name in ("bbc", "20ng"):
        docs = score.read_corpus(SHARED / f"data/topics/{name}.txt")
        texts = [" ".join(doc) for doc in docs]
        whole, half, rows = score.Scorer(docs), score.Scorer(docs[1::2]), []
        for k in (10, 20, 30, 40, 50):
            start = time.time()
            terms = ThemeModel(n_themes=k).fit(texts).terms(10)
            row = [np.mean(whole.npmi(terms)), score.diversity(terms), time.time() - start, np.nan]
            if k != 20 and k != 40:
                row[3] = np.mean(half.npmi(ThemeModel(n_themes=k).fit(texts[::2]).terms(10)))
            rows.append(row)
            print(
                f"{name:6} {k:3}  {row[0]:.3f}  {row[1]:.3f}  {row[2]:6.1f}  | {row[3]:.3f}",
                flush=True,
            )
        mean = np.nanmean(rows, axis=0)
        print(
            f"{name:6} mean {mean[0]:.3f}  {mean[1]:.3f}  {mean[2]:6.1f}  | {mean[3]:.3f}",
            flush=True,
        )


def articles():
    """The dated articles of the shared sample as (date, text), oldest first."""
    with gzip.open(SHARED / "data/allsides/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = [
        (r["date"], f"{r['title']}\n\n{r['text']}")
        for r in rows
        if re.match(r"\d{4}-\d\d-\d\d$", r["date"] or "")
    ]
    return sorted(found)


def stability(k=30):
    """Continuity, and explained variance and NPMI against a fresh fit of as many themes, over
    growing batches.
    """
    score = scorer()
    for order in ("dated", "shuffled"):
        if order == "dated":
            texts = [text for _, text in sorted(random.Random(SEED).sample(articles(), 3000))]
        else:
            random.Random(SEED + 1).shuffle(texts)
        model = ThemeModel(n_themes=k).fit(texts[:1500])
        print("order  articles themes continuity explained/fresh NPMI/fresh update_s announced")
        for n in (2000, 2500, 3000):
            before = model.transform(texts[:n])[: len(model.weights_)]
            ids = np.array(model.theme_ids_)
            old = len(model.weights_)
            start = time.time()
            model.update(texts[:n])
            seconds = time.time() - start
            after = model.transform(texts[:old])
            kept = before.any(axis=1) & after.any(axis=1)
            same = np.mean(
                ids[before[kept].argmax(axis=1)]
                == np.array(model.theme_ids_)[after[kept].argmax(axis=1)]
            )
            fresh = ThemeModel(n_themes=len(model.theme_ids_)).fit(texts[:n])
            docs = [
                [re.sub(r"['’]s?$", "", word.lower()) for word in WORD.findall(text)]
                for text in texts[:n]
            ]
            npmi = [np.nanmean(score.npmi_topics(docs, m.terms(10))[0]) for m in (model, fresh)]
            ratio = explained(model) / explained(fresh)
            print(
                f"{order:8} {n:5} {len(model.theme_ids_):5} {same:10.3f} {ratio:12.3f} {npmi[0] / npmi[1]:12.3f}"
                f"  ({npmi[0]:.3f} {npmi[1]:.3f}) {seconds:5.1f} {model.announced_}",
                flush=True,
            )


def announced(k=20, n_known=500):
    """Events announced, and themes announced beside them, in updates by date and drawn at random.

    A batch is 5, 10 or 20% of the corpus, of which 10, 20 or 30 articles are of the event, or none.
    """
    hits, alarms = [], []
    for name, (day, pattern) in EVENTS.items():
        about = re.compile(rf"\b(?:{pattern})\b", re.I)
        counts = [(date, text, len(about.findall(text))) for date, text in articles()]
        event = [text for date, text, n in counts if n >= 4 and date >= day]
        before = [text for date, text, n in counts if n == 0 and date < day][-700:]
        after = [text for date, text, n in counts if n == 0 and date >= day][:400]
        if len(before) < n_known:
            before += after[100:]
        generator = random.Random(SEED)
        by_date = generator.sample(before, n_known) + generator.sample(after, 100)
        at_random = generator.sample([text for _, text, n in counts if n == 0], n_known + 100)
        for order, texts in (("date", by_date), ("random", at_random)):
            known, plain = texts[:n_known], texts[n_known:]
            first = ThemeModel(n_themes=k).fit(known)
            for share, n in itertools.product((0.05, 0.1, 0.2), (0, 10, 20, 30)):
                if n > len(event):
                    continue
                n_plain = max(0, round(n_known * share / (1 - share)) - n)
                new = plain[:n_plain] + event[:n]
                model = copy.copy(first).update(new, further=True)
                terms = dict(zip(model.theme_ids_, model.terms(10), strict=True))
                is_hit = {i: any(map(about.search, terms[i])) for i in model.announced_}
                extra = len(is_hit) - any(is_hit.values())
                alarms.append(extra)
                if n:
                    hits.append(any(is_hit.values()))
                words = [" ".join(terms[i][:4]) for i in is_hit if not is_hit[i]]
                print(f"{name:12} {order:6} {share:4} {n:2} {any(is_hit.values())} {words}")
    print(f"announced {np.mean(hits):.2f} of {len(hits)} events")
    print(f"false alarms {np.mean(alarms):.2f} an update, of {len(alarms)}", flush=True)


def speed():
    """Seconds of a first fit on 8,000 articles and of an update with 1 % more."""
    with gzip.open(SHARED / "data/allsides/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [f"{row['title']}\n\n{row['text']}" for row in map(json.loads, file)]
    extra = [f"{text[: len(text) // 2]} again" for text in texts[:80]]
    start, cpu = time.time(), time.process_time()
    model = ThemeModel(n_themes=30).fit(texts)
    first, first_cpu = time.time(), time.process_time()
    model.update(texts + extra)
    print(f"8,000 articles: fit {first - start:.1f} s ({first_cpu - cpu:.1f} of processor time)")
    print(
        f"update with 80 more: {time.time() - first:.1f} s ({time.process_time() - first_cpu:.1f} of processor time)"
    )


def number():
    """Seconds to choose the number of themes for 2,000 articles, and its table."""
    texts = [text for _, text in random.Random(SEED).sample(articles(), 2000)]
    start = time.time()
    model = ThemeModel().fit(texts)
    print(f"2,000 articles: {time.time() - start:.1f} s, {len(model.theme_ids_)} themes")
    print(model.stability_.to_string(index=False))


TABLES = {f.__name__: f for f in (coherence, stability, announced, speed, number)}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or TABLES:
        print(f"== {chosen}", flush=True)
        TABLES[chosen]()
