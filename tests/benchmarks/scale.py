"""Time, peak memory and growth from file to report: python tests/benchmarks/scale.py [ARTICLES
...].

Articles are drawn from ../shared/data/allsides; beyond its 8,000 they come again, edited. Each line
is a process of its own: ingest, report, then 1 % more, then the report of an unchanged corpus, then
the reports after an article of the first batch was withdrawn and after that was undone. Beside it,
in the same run, the usual tools: pandas and scikit-learn (articles, duplicates by TF-IDF cosine,
quotations by a regular expression, NMF), datasketch on the same texts, trafilatura alone on pages.
Without numbers: 500 2000 8000 64000. `dask` and `pages` as names run the comparison of one and two
workers, and that of 1,000 pages by one process and by all.
"""

import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SIZES = (500, 2000, 8000, 64000)
# shared/peers.md, on the BBC's 2,225 articles: embedding and fit with a number of themes given.
BERTOPIC = "BERTopic (peers.md, BBC, 2,225 articles): 12 s a fit and 79 s of embedding, 1,242 MB"


def draw(n, path, start=0):
    """Write `n` articles as JSON lines: the real ones in order; each later round with its sentences
    changed.
    """
    with gzip.open(SHARED / "data/allsides/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with path.open("w", encoding="utf-8") as file:
        for number in range(start, start + n):
            file.write(json.dumps(_edited(rows[number % len(rows)], number // len(rows))) + "\n")


def _edited(row, edition):
    """The row as another article: most sentences exchanged for those of a seeded shuffle of its
    words.
    """
    if not edition:
        return row
    chance = random.Random(f"{row['id']} {edition}")
    sentences = re.split(r"(?<=[.!?]) ", row["text"])
    for place in range(len(sentences)):
        if chance.random() < 0.8:
            words = sentences[place].split(" ")
            chance.shuffle(words)
            sentences[place] = " ".join(words)
    chance.shuffle(sentences)
    return {
        **row,
        "id": f"{row['id']}-{edition}",
        "title": f"{row['title']} ({edition})",
        # An article of the same address would correct the first one.
        "url": f"{row['url']}?edition={edition}",
        "text": " ".join(sentences),
    }


def measure(name, *command):
    """Run a command; print its seconds, the processor's seconds and the peak of memory of all its
    processes.
    """
    start, peak, spent = time.monotonic(), [0], {}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watcher = threading.Thread(target=_watch, args=(process, peak, spent))
        watcher.start()
        errors = process.stderr.read().decode()
        process.wait()
        seconds = time.monotonic() - start
        watcher.join()
    failed = f"  FAILED: {errors.strip().splitlines()[-1]}" if process.returncode else ""
    print(
        f"{name:34} {seconds:7.1f} s {sum(spent.values()):7.1f} s cpu {peak[0] / 1e6:7.0f} MB{failed}",
        flush=True,
    )
    return seconds


def _watch(process, peak, spent):
    while process.poll() is None:
        total = 0
        try:
            for one in [
                psutil.Process(process.pid),
                *psutil.Process(process.pid).children(recursive=True),
            ]:
                total += one.memory_full_info().pss
                times = one.cpu_times()
                spent[one.pid] = times.user + times.system
        except psutil.Error:
            continue
        peak[0] = max(peak[0], total)
        time.sleep(0.5)


def grow(n, folder):
    """From file to report for `n` articles, 1 % more, nothing new; and the usual tools on the same
    file.
    """
    from monitor import Corpus

    watch, first, more = folder / f"watch{n}", folder / f"{n}.jsonl", folder / f"{n}more.jsonl"
    draw(n, first)
    draw(max(1, n // 100), more, start=n)
    monitor = [sys.executable, "-m", "monitor"]
    subprocess.run([*monitor, "init", watch], check=True, stdout=subprocess.DEVNULL)
    here = ["--workspace", watch]
    print(f"== {n:,} articles, {first.stat().st_size / 1e6:.0f} MB", flush=True)
    cold = measure("monitor ingest", *monitor, "ingest", first, "--batch", "first", *here)
    cold += measure("monitor report", *monitor, "report", *here)
    again = measure(
        f"monitor ingest of {max(1, n // 100):,} more",
        *monitor,
        "ingest",
        more,
        "--batch",
        "more",
        *here,
    )
    again += measure("monitor report", *monitor, "report", *here)
    measure("monitor report, nothing changed", *monitor, "report", *here)
    article_id = Corpus(watch / "store").table("articles")["article_id"].iloc[0]
    for change in (["withdraw", article_id, "--reason", "a test"], ["undo"]):
        taken = measure(f"monitor {change[0]}", *monitor, *change, *here)
        taken += measure("monitor report", *monitor, "report", *here)
        print(f"{change[0]} and its report: {taken / again:.2f} of the time of 1 % more")
    print(
        f"{'file to report':34} {cold:7.1f} s; 1 % more {again:.1f} s; {1000 * cold / n:.1f} ms an article"
    )
    for peer in ("sklearn", "datasketch"):
        if n <= 8000:
            measure(f"peer: {peer}", sys.executable, __file__, f"peer-{peer}", first)


def peer_sklearn(path):
    """What an analyst's script does with pandas and scikit-learn."""
    import pandas as pd
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    articles = pd.read_json(path, lines=True).drop_duplicates("text")
    weights = TfidfVectorizer(stop_words="english", min_df=5, sublinear_tf=True).fit_transform(
        articles["text"]
    )
    for start in range(0, len(articles), 500):
        (weights[start : start + 500] @ weights.T > 0.6).nonzero()
    quotes = articles["text"].str.findall(r"[“\"]([^”\"]+)[”\"],? (?:said|says) ((?:[A-Z]\w+ ?)+)")
    themes = NMF(30, init="nndsvda", random_state=0, max_iter=200).fit(weights)
    shares = articles.groupby("outlet").size()
    print(quotes.str.len().sum(), themes.components_.shape, len(shares))


def peer_datasketch(path):
    """Near-duplicates by MinHash LSH, as in peers.md: 128 permutations, Jaccard .3, shingles of
    three words.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.3, num_perm=128)
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        words = re.findall(r"\w+", row["text"].lower())
        signature = MinHash(num_perm=128)
        signature.update_batch(
            [" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)]
        )
        index.query(signature)
        index.insert(row["id"], signature, check_duplication=False)


def peer_load(path, workers):
    """The kit's loading of a folder by so many processes."""
    from monitor.loaders import LoadOptions, load

    print(sum(1 for _ in load(path, LoadOptions(workers=int(workers)))))


def peer_trafilatura(path):
    """trafilatura alone, with metadata, one page after the other."""
    import trafilatura

    for page in sorted(path.iterdir()):
        trafilatura.bare_extraction(page.read_bytes(), with_metadata=True)


def pages(folder):
    """1,000 saved pages: the kit by one process and by all, and trafilatura alone."""
    sources = sorted(SHARED.glob("data/html/**/*.html*"))
    target = folder / "pages"
    target.mkdir()
    for number in range(1000):
        source = sources[number % len(sources)]
        opened = gzip.open if source.suffix == ".gz" else open
        with opened(source, "rb") as file:
            (target / f"{number:04}.html").write_bytes(file.read())
    print("== 1,000 pages", flush=True)
    one = measure("monitor, one process", sys.executable, __file__, "peer-load", target, "1")
    two = measure("monitor, all cores", sys.executable, __file__, "peer-load", target, "-1")
    print(f"{one / two:.2f} times as fast")
    measure("peer: trafilatura", sys.executable, __file__, "peer-trafilatura", target)


def dask(folder, n=2000):
    """The steps that look at one article at a time, on one worker and on two, and whether the
    tables are the same.
    """
    from distributed import LocalCluster

    from monitor import Corpus
    from monitor.loaders import load
    from monitor.parallel import cluster

    draw(n, folder / "dask.jsonl")
    articles = list(load(folder / "dask.jsonl"))
    print(f"== Dask, {n:,} articles", flush=True)
    seconds, tables = {}, {}
    for workers in (1, 2):
        warm, corpus = Corpus(folder / f"warm{workers}"), Corpus(folder / f"dask{workers}")
        warm.add(articles[:1000], batch="b")
        corpus.add(articles, batch="b")
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as made,
            cluster(made.scheduler_address),
        ):
            # A worker loads the kit and its lexicons once.
            _each_step(warm)
            start = time.monotonic()
            tables[workers] = _each_step(corpus)
            seconds[workers] = time.monotonic() - start
        print(f"{workers} workers {seconds[workers]:7.1f} s", flush=True)
    same = all(one.equals(two) for one, two in zip(*tables.values(), strict=True))
    print(f"{seconds[1] / seconds[2]:.2f} times as fast; the same tables: {same}")


def _each_step(corpus):
    return [corpus.table(name) for name in ("quotes", "stance", "syndication")]


def main(names):
    """Run what the names ask for."""
    if names and names[0].startswith("peer-"):
        kind, path, *more = names
        globals()[kind.replace("-", "_")](Path(path), *more)
        return
    with tempfile.TemporaryDirectory() as name:
        for asked in names or [*map(str, SIZES), "pages", "dask"]:
            grow(int(asked), Path(name)) if asked.isdigit() else {"pages": pages, "dask": dask}[
                asked
            ](Path(name))
    print(BERTOPIC)


if __name__ == "__main__":
    main(sys.argv[1:])
