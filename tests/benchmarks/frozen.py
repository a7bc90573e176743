"""What a rebuilding must not change: tables and report of the demo, scores on the shared material,
and time.

usage: python tests/benchmarks/frozen.py [--write] [NAME …]

Checks (all, or those named) `tables`, `report`, `pages`, `exports`, `quotes`, `stance`, `themes`,
`reprints` against frozen.json beside this file: tables and report are the same, scores no more than
half a point lower, times no more than 1.5 times as long as then, both measured against a fixed
piece of scikit-learn work. --write records today's. Scores need the shared data beside the
repository (../shared). Exit code 1 where something fell.
"""

import contextlib
import gzip
import hashlib
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.decomposition import NMF

from monitor.cli import main as run
from monitor.loaders import load
from monitor.quotes import find_quotes
from monitor.stance import Codebook, StanceModel
from monitor.syndication import group_copies
from monitor.tables import COLUMNS
from monitor.themes import ThemeModel
from monitor.workspace import Workspace

RECORD = Path(__file__).with_name("frozen.json")
SHARED = Path(__file__).parents[3] / "shared"
LOWER = 0.005
SLOWER = 1.5
DERIVED = [name for name in COLUMNS if name not in ("codings", "ingests", "log")]


def demo(folder):
    """The workspace of the demo in a new folder."""
    with contextlib.redirect_stdout(io.StringIO()):
        run(["demo", "--workspace", str(folder)])
    return Workspace(folder)


def tables():
    """Hash of each table of the demo at the versions 1 to 3."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = demo(Path(folder) / "demo").corpus()
        return {
            f"{name} {version}": hash_of(corpus.table(name, as_of=version))
            for version in (1, 2, 3)
            for name in DERIVED
        }


def hash_of(table):
    """Ten hexadecimal digits that stand for the rows of a table in any order, floats to six digits."""
    text = table.drop(columns="version", errors="ignore").to_csv(index=False, float_format="%.6f")
    rows = sorted(text.splitlines())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:10]


def report():
    """The sentences and headlines of the demo's report."""
    with tempfile.TemporaryDirectory() as folder:
        (page,) = demo(Path(folder) / "demo").reports.glob("report_*.html")
        text = page.read_text(encoding="utf-8")
    pieces = re.findall(r"<p class='answer'>(.*?)</p>|<p class=\"answer\">(.*?)</p>", text, re.S)
    pieces = ["".join(piece) for piece in pieces]
    pieces += re.findall(r"<figcaption[^>]*>\s*<strong>(.*?)</strong>", text, re.S)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", piece)).split()) for piece in pieces]


def score(script, gold, rows):
    """What a shared scorer prints of predicted rows."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
        file.flush()
        command = [sys.executable, SHARED / "tools" / script, gold, file.name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def figures(text):
    """Dict of the lines `name 0.1234` of a scorer's output."""
    return {name: float(value) for name, value in re.findall(r"^(\w+) +([\d.]+)$", text, re.M)}


def pages():
    """Scores of saved web pages."""
    folder = SHARED / "data/html"
    rows = []
    with tempfile.TemporaryDirectory() as unpacked:
        for path in sorted((folder / "pages").glob("*.gz")):
            target = Path(unpacked) / path.stem
            target.write_bytes(gzip.decompress(path.read_bytes()))
            for item in load(target):
                if hasattr(item, "text"):
                    rows.append(
                        {
                            "file": path.name,
                            "text": item.text,
                            "title": item.title,
                            "date": item.date,
                            "authors": item.authors,
                        }
                    )
    result = figures(score("score_html.py", folder / "expected.jsonl", rows))
    return {name: value for name, value in result.items() if 0 <= value <= 1}


def exports():
    """Scores of Nexis and Factiva exports."""
    results = {}
    for name in ("exports", "exports_rtf"):
        folder = SHARED / "data" / name
        gold = [json.loads(line) for line in (folder / "expected.jsonl").open(encoding="utf-8")]
        rows = []
        for file in dict.fromkeys(row["file"] for row in gold):
            articles = [item for item in load(folder / file) if hasattr(item, "text")]
            for index, item in enumerate(articles, 1):
                row = {"file": file, "index": index, "title": item.title, "outlet": item.outlet}
                row |= {"date": item.date, "author": list(item.authors), "text": item.text}
                rows.append(row)
        scored = figures(score("score_exports.py", folder / "expected.jsonl", rows))
        results |= {f"{name} {key}": value for key, value in scored.items() if 0 <= value <= 1}
    return results


def quotes():
    """Scores of quotations and speakers."""
    gold = SHARED / "data/quotes/dev.jsonl"
    rows = []
    for line in gold.open(encoding="utf-8"):
        row = json.loads(line)
        matches = [
            {"spans": quote.spans, "speaker": quote.speaker} for quote in find_quotes(row["text"])
        ]
        rows.append({"id": row["id"], "quotes": matches})
    result = json.loads(score("score_quotes.py", gold, rows))
    return flat(result)


def flat(tree, prefix=""):
    """Dict of the F1 and accuracies in a tree of results, by their path."""
    result = {}
    for name, value in tree.items():
        path = f"{prefix} {name}".strip()
        if isinstance(value, dict):
            result |= flat(value, path)
        elif re.search(r"f1|acc", name) and isinstance(value, float):
            result[path] = value
    return result


def stance():
    """Scores of the stance from the codebook alone."""
    gold = SHARED / "data/stance/dev_directed.jsonl"
    table = pd.read_json(gold, lines=True)
    passages = table.rename(columns={"sentence": "passage"})[["before", "passage", "after"]]
    predicted = StanceModel(Codebook.load()).predict(passages)
    rows = (
        predicted[["position", "holder", "tone"]]
        .assign(id=table["id"].to_numpy())
        .to_dict("records")
    )
    results = {}
    for dimension, values in re.findall(
        r"^(\w+) (\{.*\})$", score("score_stance.py", gold, rows), re.M
    ):
        results |= {
            f"{dimension} {name}": value
            for name, value in json.loads(values).items()
            if name != "share_error"
        }
    return {name: value for name, value in results.items() if isinstance(value, float)}


def themes():
    """Coherence and diversity of 20 themes in the BBC's texts."""
    sys.path.insert(0, str(SHARED / "tools"))
    import score_topics

    docs = score_topics.read_corpus(SHARED / "data/topics/bbc.txt")
    terms = ThemeModel(n_themes=20).fit([" ".join(doc) for doc in docs]).terms(10)
    coherence = float(np.mean(score_topics.Scorer(docs).npmi(terms)))
    return {"coherence": coherence, "diversity": float(score_topics.diversity(terms))}


def reprints():
    """F1 of pairs of reprints."""
    with tempfile.TemporaryDirectory() as folder:
        source = SHARED / "data/allsides/articles.jsonl.gz"
        command = [sys.executable, SHARED / "tools/make_neardup.py", source, folder, "1"]
        subprocess.run(command, check=True, capture_output=True)
        articles = pd.read_json(Path(folder) / "articles.jsonl", lines=True).rename(
            columns={"id": "article_id"}
        )
        groups = group_copies(articles[["article_id", "text"]])
        rows = groups.groupby("group_id")["article_id"].agg(list).tolist()
        result = json.loads(score("score_neardup.py", Path(folder) / "groups.jsonl", rows))
    return {"f1": result["f1"]}


def reference_time():
    """Seconds that a fixed piece of scikit-learn work takes now."""
    matrix = np.random.default_rng(0).random((1500, 1500))
    start = time.process_time()
    NMF(20, init="nndsvd", max_iter=60, tol=0).fit(matrix)
    return time.process_time() - start


CHECKS = {
    check.__name__: check
    for check in (tables, report, pages, exports, quotes, stance, themes, reprints)
}


def compare(then, now):
    """List of what is worse now than then, in words."""
    worse = []
    if isinstance(then["result"], list):
        pairs = [("sentence", old, "") for old in then["result"] if old not in now["result"]]
        worse += [f"{name} is gone: {old}" for name, old, _ in pairs]
    else:
        for name, old in then["result"].items():
            new = now["result"].get(name)
            lower = isinstance(old, float) and (new is None or new < old - LOWER)
            if lower or (isinstance(old, str) and new != old):
                worse.append(f"{name}: {old} then, {new} now")
    if now["time"] > SLOWER * then["time"]:
        worse.append(f"time: {now['time'] / then['time']:.2f} times as long")
    return worse


def main(arguments):
    """Run the checks and print what each found; returns the exit code."""
    names = [name for name in arguments if name in CHECKS] or list(CHECKS)
    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    failed = False
    for name in names:
        unit, start = reference_time(), time.process_time()
        result = CHECKS[name]()
        now = {"result": result, "time": round((time.process_time() - start) / unit, 3)}
        if "--write" in arguments:
            record[name] = now
            RECORD.write_text(
                json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            print(name, "recorded", flush=True)
            continue
        worse = compare(record[name], now)
        failed = failed or bool(worse)
        print(name, "as before" if not worse else "DIFFERS", flush=True)
        print("".join(f"    {line}\n" for line in worse), end="")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
